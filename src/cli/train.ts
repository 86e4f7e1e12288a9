// `ekphrasis train CONFIG`: its options. What it does is loaded when it runs, so that help and mistakes answer at once.
import { Option, type Command } from 'commander';
import { counted } from './counted.ts';
import type { TrainFlags } from './runTrain.ts';
import { stopSignal } from './stopSignal.ts';
import { processTerminal } from './terminal.ts';

const example = `
Example:
  ekphrasis train models/photo-captioner/train.json

Each epoch ends with a checkpoint in the run's folder, beside log.jsonl with a line for each step. Stopped by Ctrl-C or
by anything else, the same command goes on at the last checkpoint, to the same model.`;

export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('Train a model from a train.json; a stopped run goes on where it was.')
    .argument('<config>', 'the train.json of a model folder')
    .addOption(
      new Option('--backend <name>', 'what computes: native TensorFlow, a graphics card, or plain JavaScript')
        .choices(['native', 'webgpu', 'cpu'])
        .default('native'),
    )
    .option('--run <name>', 'name of the run (default: the folder and the seed)')
    .option('--runs <folder>', 'where runs and caches go', 'runs')
    .option('--limit <count>', 'only so many photos of each split, for a trial', counted())
    .option('--fresh', 'forget the checkpoint of this run', false)
    .addHelpText('after', example)
    .action(async (config: string, flags: TrainFlags) => {
      const signal = stopSignal();
      const { runTrain } = await import('./runTrain.ts');
      await runTrain(config, flags, {
        terminal: processTerminal(),
        nowMs: () => performance.now(),
        signal,
      });
    });
}
