// What `ekphrasis report` does: studies from the paths given, a draft of each, printed or written.
import { writeWhole } from '../files/writeWhole.ts';
import { AppError, toFailure } from '../errors.ts';
import { exportReport, type ReportFormat } from '../engine/exportReport.ts';
import { localTime } from '../engine/localTime.ts';
import { openReporter } from '../engine/openReporter.ts';
import type { Reporter } from '../drafting/reporter.ts';
import type { BackendName } from '../tensor/backend.ts';
import { plainText } from './plainText.ts';
import { draftFiles, type DraftedStudy } from './reportFiles.ts';
import { reportRecord, reportOf } from './reportRecord.ts';
import { findStudies, type FoundStudy } from './studyPaths.ts';
import type { Terminal } from './terminal.ts';

export interface ReportFlags {
  readonly text?: true;
  readonly json?: true;
  readonly jsonl?: true;
  readonly fhir?: string;
  readonly dicomSr?: string;
  readonly docx?: string;
  readonly force: boolean;
  readonly model: string;
  readonly backend: BackendName;
}

export interface ReportSurroundings {
  readonly terminal: Terminal;
  readonly nowMs: () => number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** What a study came to: its draft, or a sentence why there is none. */
type Outcome = { readonly study: DraftedStudy } | { readonly uid: string; readonly error: AppError | Error };

async function draft(
  study: FoundStudy,
  reporter: Reporter,
  flags: ReportFlags,
  { nowMs, signal }: ReportSurroundings,
): Promise<Outcome> {
  try {
    return { study: await draftFiles(study, reporter, { force: flags.force, nowMs, signal }) };
  } catch (error) {
    if (signal.aborted) throw error;
    if (!(error instanceof AppError)) throw error;
    return { uid: study.uid, error };
  }
}

async function writeFiles(study: DraftedStudy, flags: ReportFlags, now: Date): Promise<void> {
  const files: readonly [ReportFormat, string | undefined][] = [
    ['fhir', flags.fhir],
    ['dicom-sr', flags.dicomSr],
    ['docx', flags.docx],
  ];
  for (const [format, path] of files) {
    if (path === undefined) continue;
    const bytes = await exportReport(reportOf(study), { format, at: localTime(now), includePatient: false });
    await writeWhole(path, bytes, { overwrite: true });
  }
}

const writesFiles = ({ fhir, dicomSr, docx }: ReportFlags): boolean =>
  [fhir, dicomSr, docx].some((path) => path !== undefined);

async function print(
  outcome: Outcome,
  flags: ReportFlags,
  { terminal, now }: ReportSurroundings,
): Promise<void> {
  if (flags.jsonl) {
    const record =
      'study' in outcome ? reportRecord(outcome.study) : { uid: outcome.uid, error: outcome.error.message };
    await terminal.print(`${JSON.stringify(record)}\n`);
    return;
  }
  if ('error' in outcome) {
    terminal.tell(plainText(`${outcome.uid}: ${toFailure(outcome.error).message}`));
    return;
  }
  const { study } = outcome;
  if (!study.draft && !flags.json) {
    const reasons = new Set(study.gates.map(({ reason }) => reason));
    terminal.tell(plainText(`${study.uid}: ${[...reasons].join(' ')}`));
    return;
  }
  await writeFiles(study, flags, now());
  if (flags.json) await terminal.print(`${JSON.stringify(reportRecord(study, true), undefined, 2)}\n`);
  else if (flags.text || !writesFiles(flags)) {
    const text = await exportReport(reportOf(study), {
      format: 'text',
      at: localTime(now()),
      includePatient: false,
    });
    await terminal.print(new TextDecoder().decode(text));
  }
}

/**
 * Drafts every study; one that fails is told and the others go on.
 * @returns the exit code: 0, or 1 if any failed
 * @throws AppError usage, cancelled, model/*, backend/unavailable
 */
export async function runReport(
  paths: readonly string[],
  flags: ReportFlags,
  surroundings: ReportSurroundings,
): Promise<number> {
  const { signal } = surroundings;
  const studies = await findStudies(paths, signal);
  if (studies.length > 1 && (flags.json || writesFiles(flags))) {
    const what = flags.json ? 'printed as JSON' : 'written to a file';
    throw new AppError('usage', `Only one study can be ${what}: give the films of one, or --jsonl.`);
  }
  const reporter = await openReporter(flags.model, flags.backend);
  let failed = 0;
  try {
    for (const study of studies) {
      if (signal.aborted) throw new AppError('cancelled', 'Stopped.');
      const outcome = await draft(study, reporter, flags, surroundings);
      const hasDraft = 'study' in outcome && outcome.study.draft !== undefined;
      if (!hasDraft) failed++;
      await print(outcome, flags, surroundings);
    }
  } finally {
    reporter.dispose();
  }
  return failed > 0 ? 1 : 0;
}
