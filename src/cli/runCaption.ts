// `ekphrasis caption`: from the paths that were given to the captions that are printed or written.
import { AppError } from '../errors.ts';
import { decodeImage } from '../image/decode.ts';
import { findImages, type FoundImage } from '../image/findImages.ts';
import type { Captioner } from '../model/captioner.ts';
import { captionFiles } from './captionFiles.ts';
import { captionOutput, type OutputFormat } from './captionOutput.ts';
import { hasSidecar, printingSink, sidecarSink } from './captionSink.ts';
import { plainText } from './plainText.ts';
import { progressLine } from './progressLine.ts';
import type { Terminal } from './terminal.ts';

export interface CaptionRun {
  /** As they were given; `-` stands for a list on standard input. */
  readonly paths: readonly string[];
  readonly recursive: boolean;
  /** Sidecars are written beside the pictures instead of printing. */
  readonly output: OutputFormat | 'sidecar';
  readonly overwrite: boolean;
  /** Beam width, 1..10. */
  readonly beam: number;
  /** Captions asked of the model for each picture, 1..beam. */
  readonly nBest: number;
  /** Captions for each picture in plain output, 1..nBest. */
  readonly plainCaptions: number;
  /** Adds tags to plain output. */
  readonly withTags: boolean;
  /** Pictures given to the model at once, 1..16. */
  readonly batchSize: number;
}

export interface CaptionSurroundings {
  readonly openCaptioner: () => Promise<Captioner>;
  readonly terminal: Terminal;
  readonly nowMs: () => number;
  /** Stops after what is being done, and leaves whole files and records behind. */
  readonly signal: AbortSignal;
}

/**
 * Captions every picture; one that fails is told and the others go on.
 * @returns the exit code: 0, or 1 if any failed
 * @throws AppError usage, cancelled, model/missing, model/damaged, model/mismatch, backend/unavailable
 */
export async function runCaption(run: CaptionRun, surroundings: CaptionSurroundings): Promise<number> {
  const { terminal, signal, nowMs } = surroundings;
  const opening = surroundings.openCaptioner();
  // It is awaited below; a failure before that must not count as unheard.
  opening.catch(() => undefined);
  try {
    const paths = await pathsFrom(run.paths, terminal);
    const found = await findImages(paths, { recursive: run.recursive, signal });
    const files = run.output === 'sidecar' && !run.overwrite ? await withoutSidecars(found) : found;
    const captioner = await opening;
    const startMs = nowMs();
    const tally = { done: 0, failed: 0, count: files.length, kept: found.length - files.length };
    const progress = (): void => {
      if (!terminal.isWatched || files.length < 2) return;
      terminal.show(progressLine(tally.done, files.length, nowMs() - startMs, terminal.columns));
    };
    const sink =
      run.output === 'sidecar'
        ? sidecarSink(run.overwrite)
        : printingSink(
            captionOutput(run.output, {
              withPath: !isOneFile(paths, found),
              withTags: run.withTags,
              captions: run.plainCaptions,
            }),
            terminal,
          );
    const side = captioner.inputSize;
    progress();
    await sink.start();
    const captioned = captionFiles(files, {
      captioner,
      decode: (path, decoding) => decodeImage({ path }, { width: side, height: side }, decoding),
      options: { beam: run.beam, nBest: run.nBest },
      batchSize: run.batchSize,
      nowMs,
      signal,
    });
    for await (const file of captioned) {
      const failure = await sink.put(file);
      tally.done++;
      if (failure !== undefined) tally.failed++;
      // Where records are printed, they hold the failures.
      if (failure !== undefined && (run.output === 'plain' || run.output === 'sidecar')) {
        terminal.tell(plainText(failure.message));
      }
      progress();
    }
    await sink.end();
    terminal.show('');
    for (const line of summaryOf(tally)) terminal.tell(line);
    if (signal.aborted) throw new AppError('cancelled', 'Stopped.');
    return tally.failed > 0 ? 1 : 0;
  } finally {
    terminal.show('');
    await opening.then(
      (captioner) => captioner.dispose(),
      // Told where it was awaited, or less important than what was thrown before.
      () => undefined,
    );
  }
}

/** Puts the list on standard input in the place of `-`: a path a line, or ended by NUL as `find -print0` does. */
async function pathsFrom(given: readonly string[], terminal: Terminal): Promise<readonly string[]> {
  if (!given.includes('-')) return given;
  const text = await terminal.readInput();
  const listed = (text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)).filter((path) => path !== '');
  const paths = given.flatMap((path, i) => (path !== '-' ? [path] : i === given.indexOf('-') ? listed : []));
  if (paths.length > 0) return paths;
  throw new AppError('usage', 'The list on standard input names no pictures: give one path a line.');
}

/** Leaves out the pictures that were captioned before, so that a stopped command goes on where it was. */
async function withoutSidecars(found: readonly FoundImage[]): Promise<readonly FoundImage[]> {
  const files: FoundImage[] = [];
  for (const file of found) if (file.kind === 'failure' || !(await hasSidecar(file.path))) files.push(file);
  return files;
}

/** One photo named outright needs no name before its caption. */
const isOneFile = (paths: readonly string[], found: readonly FoundImage[]): boolean =>
  paths.length === 1 && found.length === 1 && found[0]?.path === paths[0];

function summaryOf(tally: { done: number; failed: number; count: number; kept: number }): string[] {
  const { done, failed, count, kept } = tally;
  const lines: string[] = [];
  if (kept > 0)
    lines.push(`${pictures(kept)} had a text file already, which was left as it is (see --overwrite).`);
  if (done < count) lines.push(`Stopped after ${done} of ${pictures(count)}.`);
  if (failed > 0 && count > 1) lines.push(`${failed} of ${pictures(done)} failed.`);
  return lines;
}

const pictures = (count: number): string => (count === 1 ? '1 picture' : `${count} pictures`);
