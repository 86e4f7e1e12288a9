// `ekphrasis caption PATH...`: its options. What it does is loaded when it runs, so that help and mistakes answer at once.
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { AppError } from '../errors.ts';
import { defaultCaptionOptions } from '../model/caption.ts';
import { counted } from './counted.ts';
import type { CaptionRun } from './runCaption.ts';
import { stopSignal } from './stopSignal.ts';
import { processTerminal } from './terminal.ts';

interface CaptionFlags {
  readonly json?: true;
  readonly jsonl?: true;
  readonly csv?: true;
  readonly sidecar?: true;
  readonly overwrite?: true;
  readonly recursive?: true;
  readonly tags?: true;
  readonly nBest?: number;
  readonly beam?: number;
  readonly model: string;
  readonly backend?: 'wasm' | 'native' | 'cpu';
}

const maxBeam = 10;
/**
 * Native TensorFlow is twice as fast with four pictures at once (33 instead of 74 ms each on two cores; eight give
 * nothing more); WebAssembly is not, and each picture more takes 80 MB.
 */
const nativeBatchSize = 4;
const defaultModel = join(import.meta.dirname, '../../models/photo-captioner');

const examples = `
Examples:
  ekphrasis caption beach.jpg                  a caption
  ekphrasis caption beach.jpg --n-best 3       three to choose from
  ekphrasis caption holidays/ --recursive      a line for each photo: path, tab, caption
  ekphrasis caption *.jpg --jsonl > out.jsonl  a record for each photo
  ekphrasis caption holidays/ --sidecar        beach.jpg gets beach.txt beside it
  find . -name '*.jpg' -print0 | ekphrasis caption - --csv

A caption that the model is not sure of starts with "Perhaps:". The exit code is 0, 1 if any photo failed,
2 for wrong usage.`;

export function registerCaption(program: Command): void {
  program
    .command('caption')
    .description('Say what is in photos.')
    .argument('<path...>', 'photos and folders; - reads a list from standard input')
    .addOption(new Option('--json', 'print one JSON array').conflicts(['jsonl', 'csv', 'sidecar']))
    .addOption(
      new Option('--jsonl', 'print a JSON record a line, as they come').conflicts(['csv', 'sidecar']),
    )
    .addOption(new Option('--csv', 'print a table').conflicts('sidecar'))
    .addOption(
      new Option(
        '--sidecar',
        'write each caption into a text file beside its photo; photos that have one are passed over',
      ),
    )
    .option('--overwrite', 'write sidecars that exist anew')
    .option('-r, --recursive', 'look into the folders of folders too')
    .addOption(
      new Option('--tags', 'add the tags to each line (JSON and CSV always hold them)').conflicts('sidecar'),
    )
    .option('--n-best <count>', 'captions for each photo, best first', counted(maxBeam))
    .option(
      '--beam <width>',
      `width of each search for sentences, 1 to ${maxBeam} (default: ${defaultCaptionOptions.beam})`,
      counted(maxBeam),
    )
    .addOption(
      new Option('--model <folder>', 'a model folder').default(defaultModel, 'the one that comes along'),
    )
    .addOption(new Option('--backend <name>', 'what computes').choices(['wasm', 'native', 'cpu']))
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], flags: CaptionFlags) => {
      const run = captionRun(paths, flags);
      const signal = stopSignal();
      const [{ runCaption }, { openCaptioner }] = await Promise.all([
        import('./runCaption.ts'),
        import('../engine/openCaptioner.ts'),
      ]);
      process.exitCode = await runCaption(run, {
        openCaptioner: () => openCaptioner(flags.model, flags.backend),
        terminal: processTerminal(),
        nowMs: () => performance.now(),
        signal,
      });
    });
}

/**
 * Puts the flags together and fills in what was left out.
 * @throws AppError usage
 */
export function captionRun(paths: readonly string[], flags: Omit<CaptionFlags, 'model'>): CaptionRun {
  const beam = flags.beam ?? Math.max(defaultCaptionOptions.beam, flags.nBest ?? 1);
  if (flags.nBest !== undefined && flags.nBest > beam) {
    throw new AppError('usage', `--n-best ${flags.nBest} needs --beam ${flags.nBest} or more, not ${beam}.`);
  }
  if (flags.overwrite === true && flags.sidecar !== true) {
    throw new AppError('usage', '--overwrite goes with --sidecar: nothing else writes files.');
  }
  return {
    paths,
    recursive: flags.recursive ?? false,
    output: flags.sidecar
      ? 'sidecar'
      : flags.json
        ? 'json'
        : flags.jsonl
          ? 'jsonl'
          : flags.csv
            ? 'csv'
            : 'plain',
    overwrite: flags.overwrite ?? false,
    beam,
    nBest: flags.nBest ?? Math.min(defaultCaptionOptions.nBest, beam),
    plainCaptions: flags.nBest ?? 1,
    withTags: flags.tags ?? false,
    batchSize: flags.backend === 'native' ? nativeBatchSize : 1,
  };
}
