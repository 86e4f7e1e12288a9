// `ekphrasis evaluate`: its options. What it does is loaded when it runs, so that help and mistakes answer at once.
import { Option, type Command } from 'commander';
import { counted } from './counted.ts';
import type { EvaluateFlags } from './runEvaluate.ts';
import { processTerminal } from './terminal.ts';

const example = `
Example:
  ekphrasis evaluate --model models/photo-captioner --data ../shared/data/flickr8k --split val
  ekphrasis evaluate --model models/chest-xray-reporter --data ../shared/data/iu-xray --split val

Prints BLEU, METEOR, ROUGE-L, CIDEr, CIDEr-D, variety, tags and how well the model knows when it is wrong, beside
the caption of the most similar training photo and the most common caption. For a reporter also findings, tags, stop
control, gate and contradictions, normal and abnormal studies apart, beside a constant, a random and the nearest report.`;

export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Score a model on captioned photos or on studies with reports, beside baselines.')
    .requiredOption('--model <folder>', 'the model to score')
    .requiredOption(
      '--data <folder>',
      'captioned photos: like Flickr8k, COCO captions or a Karpathy split; chest X-rays: OpenI',
    )
    .addOption(
      new Option('--split <name>', 'which of its photos').choices(['train', 'val', 'test']).default('val'),
    )
    .option('--beam <width>', 'width of each search for sentences, 1 to 10', counted(10), 3)
    .addOption(
      new Option('--backend <name>', 'native where it is installed, else wasm').choices([
        'wasm',
        'native',
        'cpu',
      ]),
    )
    .option('--limit <count>', 'only the first photos, for a trial', counted())
    .option('--runs <folder>', 'where the features of the training photos are kept', 'runs')
    .option('--json <file>', 'write the scores as JSON, in place of an older file')
    .option('--captions <file>', 'write every caption or draft as JSON, in place of an older file')
    .addHelpText('after', example)
    .action(async (flags: EvaluateFlags) => {
      const { readModelFormat } = await import('../engine/modelFiles.ts');
      const isReporter = (await readModelFormat(flags.model)) === 'ekphrasis/chest-xray-reporter';
      const run = isReporter
        ? (await import('./runEvaluateReports.ts')).runEvaluateReports
        : (await import('./runEvaluate.ts')).runEvaluate;
      await run(flags, processTerminal(), () => performance.now());
    });
}
