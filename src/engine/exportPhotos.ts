// Writes captions where other programs find them: text files beside the pictures, or one CSV or JSON file.
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError, toFailure, type Failure } from '../errors.ts';
import { toCsv } from '../export/csv.ts';
import { toJson } from '../export/json.ts';
import { sidecarPath, sidecarText } from '../export/sidecar.ts';
import { writeWhole } from '../files/writeWhole.ts';
import type { ExportFormat, ExportResult, PhotoSummary } from '../ipc.ts';
import { currentResult } from '../library/captions.ts';
import type { Database } from '../library/database.ts';
import { photoFile, summaryOf } from '../library/photos.ts';
import type { CaptionRecord } from '../export/record.ts';

export interface Export {
  readonly format: ExportFormat;
  readonly destination: string | undefined;
  readonly overwrite: boolean;
  /** Where pasted pictures lie: nobody would look for a text file there. */
  readonly pastedFolder: string;
}

interface Outcome {
  readonly written: string[];
  readonly kept: string[];
  readonly failures: Failure[];
}

/** Exports pictures in the order given. What cannot be written is told and the others go on. */
export async function exportPhotos(
  db: Database,
  ids: readonly number[],
  options: Export,
): Promise<ExportResult> {
  const outcome: Outcome = { written: [], kept: [], failures: [] };
  const summaries = ids.map((id) => summaryOf(db, id, () => false));
  if (options.format === 'sidecar') {
    await exportSidecars(summaries, options, outcome);
    return outcome;
  }
  if (options.destination === undefined) {
    throw new AppError('usage', 'Choose a file to export to.');
  }
  const records = summaries.map((summary) => recordOf(db, summary));
  const text = options.format === 'csv' ? toCsv(records) : toJson(records);
  await writeOne(options.destination, text, options.overwrite, outcome);
  return outcome;
}

async function exportSidecars(
  summaries: readonly PhotoSummary[],
  { overwrite, pastedFolder }: Export,
  outcome: Outcome,
): Promise<void> {
  const takenBy = new Map<string, string>();
  for (const { path, name, caption } of summaries) {
    const file = sidecarPath(path);
    const other = takenBy.get(file);
    if (caption === undefined) {
      outcome.failures.push({
        code: 'usage',
        message: `${name} has no caption yet: wait for it, or write one.`,
      });
    } else if (dirname(path) === pastedFolder) {
      const message = `${name} was pasted and has no folder of its own: export it as CSV or JSON.`;
      outcome.failures.push({ code: 'usage', message });
    } else if (other !== undefined) {
      const message = `${path} was left out: its text would go into ${basename(file)}, as that of ${other} does.`;
      outcome.failures.push({ code: 'file/exists', message });
    } else {
      takenBy.set(file, name);
      await writeOne(file, sidecarText(caption), overwrite, outcome);
    }
  }
}

async function writeOne(path: string, text: string, overwrite: boolean, outcome: Outcome): Promise<void> {
  try {
    const present = await readFile(path, 'utf8').catch(() => undefined);
    if (present !== text) await writeWhole(path, text, { overwrite });
    outcome.written.push(path);
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'file/exists') outcome.kept.push(path);
    else outcome.failures.push(failure);
  }
}

function recordOf(db: Database, summary: PhotoSummary): CaptionRecord {
  const { hash } = photoFile(db, summary.id);
  const result = hash === undefined ? undefined : currentResult(db, hash);
  const { path: file, caption, author } = summary;
  if (caption === undefined || author === undefined) {
    const message =
      summary.failure?.message ?? `${summary.name} has no caption yet: wait for it, or write one.`;
    return { file, error: { code: summary.failure?.code ?? 'usage', message } };
  }
  return {
    file,
    caption,
    author,
    probability: result?.probability,
    hedged: result?.hedged,
    alternatives: (result?.captions ?? []).map(({ text, probability }) => ({ caption: text, probability })),
    tags: result?.tags ?? [],
    model: result?.model,
  };
}
