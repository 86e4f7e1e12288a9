// The library's tables, one step a version (`user_version`): a step that has been released is never changed again.
// Captions hang on an image's bytes (its hash), not on its file, so a moved, renamed or doubled file keeps its own.
import { AppError } from '../errors.ts';
import type { Database } from './database.ts';

const steps: readonly string[] = [
  `
  -- Bytes that were read once. The two pointers say which caption counts: the person's first, else the model's.
  CREATE TABLE images (
    hash TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    result_id INTEGER REFERENCES results (id),
    person_caption_id INTEGER REFERENCES captions (id)
  ) STRICT, WITHOUT ROWID;

  -- An entry in the window: a file, or a pasted picture in the data folder. Removed ones stay, marked.
  CREATE TABLE photos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    hash TEXT REFERENCES images (hash),
    added_ms INTEGER NOT NULL,
    removed_ms INTEGER,
    failure_code TEXT,
    failure_message TEXT,
    -- The file as it was when it was last read.
    file_bytes INTEGER,
    file_changed_ms REAL
  ) STRICT;
  CREATE INDEX photos_by_hash ON photos (hash);

  -- Every sentence that the model or the person has written, never changed, never deleted.
  CREATE TABLE captions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL REFERENCES images (hash),
    author TEXT NOT NULL CHECK (author IN ('model', 'person')),
    text TEXT NOT NULL,
    model TEXT,
    beam INTEGER,
    n_best INTEGER,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX captions_by_hash ON captions (hash, id);

  -- What one model with given options said about an image: kept, so that it is never asked twice.
  CREATE TABLE results (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL REFERENCES images (hash),
    model TEXT NOT NULL,
    beam INTEGER NOT NULL,
    n_best INTEGER NOT NULL,
    text TEXT NOT NULL,
    probability REAL NOT NULL,
    hedged INTEGER NOT NULL,
    UNIQUE (hash, model, beam, n_best)
  ) STRICT;

  -- The n-best list of a result, apart from it so that listing does not read the attention maps.
  CREATE TABLE candidates (
    result_id INTEGER PRIMARY KEY REFERENCES results (id),
    words TEXT NOT NULL,
    attention BLOB NOT NULL
  ) STRICT;

  CREATE TABLE tags (
    result_id INTEGER NOT NULL REFERENCES results (id),
    tag TEXT NOT NULL,
    probability REAL NOT NULL,
    PRIMARY KEY (result_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tags_by_tag ON tags (tag);

  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- What can be undone ('done') and done again ('undone'); a new change makes the undone ones 'dropped'.
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    change TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX journal_by_state ON journal (state, id);

  -- The queue. A waiting job has no owner; one left by an engine that died is found by its owner.
  CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL UNIQUE REFERENCES photos (id),
    goal TEXT NOT NULL CHECK (goal IN ('caption', 'picture')),
    beam INTEGER NOT NULL,
    n_best INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    stage TEXT CHECK (stage IN ('caption', 'picture')),
    claimed_ms INTEGER
  ) STRICT;
  CREATE INDEX jobs_waiting ON jobs (seq) WHERE owner IS NULL;
  `,
  `
  -- The half-typed sentence that this one went on from, in one spell of typing: kept, but not a caption of its own.
  ALTER TABLE captions ADD COLUMN continues INTEGER REFERENCES captions (id);
  `,
  `
  -- One or more films that are read together. The name is the folder's or the file's and stays in the library.
  CREATE TABLE studies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What exports call it: made up, so that it leads to nobody.
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The same for studies of the same patient, and of no use outside this library; none where it is not known.
    patient_key TEXT,
    added_ms INTEGER NOT NULL,
    removed_ms INTEGER
  ) STRICT;
  CREATE INDEX studies_by_patient ON studies (patient_key);

  -- Where a study's films lie. Which of them count, and in which order, is said by its report.
  CREATE TABLE films (
    study_id INTEGER NOT NULL REFERENCES studies (id),
    hash TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (study_id, hash)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    study_id INTEGER NOT NULL REFERENCES studies (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed')),
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX reports_by_study ON reports (study_id);

  -- What the model wrote and why, once each, by the hash of its JSON: attention maps are long, snapshots many.
  CREATE TABLE sentence_drafts (hash TEXT PRIMARY KEY, draft TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- All that happened to a report and how it stood after that. The newest 'done' one counts. Undo and redo move whole
  -- steps between 'done' and 'undone'; a new change makes the undone ones 'dropped'. Step 0 is not undone.
  CREATE TABLE report_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports (id),
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    change TEXT NOT NULL,
    report TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX report_events_by_state ON report_events (report_id, state, id);

  -- Sentences that a person keeps for use in reports.
  CREATE TABLE phrases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE,
    used_ms INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Of the picture, or of the first that was removed. It was a sentence ("Edit of beach.jpg"): the window says those.
  ALTER TABLE journal RENAME COLUMN label TO name;
  UPDATE journal SET name = substr(name, instr(name, ' of ') + length(' of '));
  `,
];

export const schemaVersion = steps.length;

/**
 * Brings a library, also an empty file, to the present schema.
 * @throws AppError library/newer: a newer app wrote it
 */
export function migrate(db: Database): void {
  const read = (): number => Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
  if (read() === schemaVersion) return;
  db.transaction(() => {
    // Read again inside the transaction: another process may have migrated meanwhile.
    const version = read();
    if (version > schemaVersion) {
      throw new AppError(
        'library/newer',
        `The library ${db.path} was written by a newer Ekphrasis: install the newest version to open it.`,
      );
    }
    for (const step of steps.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${schemaVersion}`);
  });
}
