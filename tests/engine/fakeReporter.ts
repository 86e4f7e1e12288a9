// A reporter for tests: drafts one sentence for each finding that is on, when it is let. What a film is, its grey level
// says: a black one is no chest X-ray, a dark one lateral, a bright one frontal.
import type { FilmInput, Reporter, StudyReading, Switches } from '../../src/drafting/reporter.ts';
import { AppError } from '../../src/errors.ts';
import type { DraftSentence, Gate } from '../../src/report/report.ts';
import { createGate } from './gate.ts';

export interface FakeReporter extends Reporter {
  /** The switches of each reading, in order. */
  readonly readings: Switches[];
  /** From now on readings wait for `let`. */
  hold(): void;
  let(): void;
  /** The next reading fails as one does whose thread died. */
  dieNext(): void;
  /** Resolves when a reading waits. */
  called(): Promise<void>;
}

export const fakeTags = ['Cardiomegaly', 'Pleural Effusion', 'Pneumothorax'] as const;
const usuallyOn = new Set<string>(['Cardiomegaly', 'Pleural Effusion']);

export function createFakeReporter(): FakeReporter {
  const readings: Switches[] = [];
  let gate = createGate();
  gate.open();
  let arrival = createGate();
  let isDying = false;
  return {
    model: 'fake-reporter@1',
    tags: fakeTags,
    inputSize: 8,
    readings,
    hold() {
      gate = createGate();
    },
    let: () => gate.open(),
    dieNext() {
      isDying = true;
    },
    called: () => arrival.opened,
    async read(films, switches) {
      readings.push(switches);
      arrival.open();
      await gate.opened;
      arrival = createGate();
      if (isDying) {
        isDying = false;
        throw new AppError('engine/stopped', 'The model stopped while it read the study: try again.');
      }
      return readingOf(films, switches);
    },
    dispose: () => undefined,
  };
}

function readingOf(films: readonly FilmInput[], switches: Switches): StudyReading {
  const gates = films.map(gateOf);
  const seen = films.filter((_, i) => gates[i]?.kind !== 'not-chest-x-ray' || gates[i].overridden);
  if (seen.length === 0) return { gates, draft: undefined };
  const isOn = (tag: string): boolean => switches[tag] ?? usuallyOn.has(tag);
  return {
    gates,
    draft: {
      model: 'fake-reporter@1',
      images: films.map(({ hash }) => hash),
      sentences: [
        sentence(seen, 'The bones are intact.', []),
        ...fakeTags.map((tag) =>
          sentence(seen, isOn(tag) ? `There is ${tag.toLowerCase()}.` : `No ${tag.toLowerCase()}.`, [tag]),
        ),
      ],
      findings: fakeTags.map((tag, i) => ({ tag, probability: 0.9 - 0.3 * i, on: isOn(tag) })),
    },
  };
}

/** By what the header says, else by the brightness. */
function gateOf({ pixels, overridden, view }: FilmInput): Gate {
  const level = pixels.data[0] ?? 0;
  if (level === 0) {
    const reason = 'This does not look like a chest X-ray, so nothing is drafted from it.';
    return { kind: 'not-chest-x-ray', probability: 0.97, reason, overridden };
  }
  return { kind: view ?? (level < 100 ? 'lateral' : 'frontal'), probability: 0.99, reason: '', overridden };
}

function sentence(films: readonly FilmInput[], text: string, dependsOn: readonly string[]): DraftSentence {
  return {
    section: 'findings',
    draft: {
      text,
      model: 'fake-reporter@1',
      probability: 0.8,
      stop: 0.1,
      tags: dependsOn.map((tag) => ({ tag, weight: 0.7 })),
      dependsOn,
      attention: films.map(({ hash }) => ({
        image: hash,
        grid: Array.from({ length: 49 }, () => 1 / (49 * films.length)),
      })),
      alternatives: [{ text: `${text.slice(0, -1)}, perhaps.`, probability: 0.3 }],
    },
  };
}
