#!/usr/bin/env node
// The command line: `ekphrasis COMMAND ...`. A command's file is loaded only when it is asked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { AppError } from '../errors.ts';
import { plainText } from './plainText.ts';

/** One line a command: its name, and the file that declares it. */
const commands = new Map<string, (program: Command) => Promise<void>>([
  ['caption', async (program) => (await import('./caption.ts')).registerCaption(program)],
  ['report', async (program) => (await import('./report.ts')).registerReport(program)],
  ['train', async (program) => (await import('./train.ts')).registerTrain(program)],
  ['evaluate', async (program) => (await import('./evaluate.ts')).registerEvaluate(program)],
]);

function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

async function run(args: readonly string[]): Promise<void> {
  const program = new Command('ekphrasis')
    .description('Turns images into words on your own machine.')
    .version(version())
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  const asked = commands.get(args[0] ?? '');
  for (const register of asked === undefined ? commands.values() : [asked]) await register(program);
  await program.parseAsync(args, { from: 'user' });
}

/** 2 for wrong usage, 1 for everything else that failed. */
function exitCodeOf(error: unknown): number {
  // Its message has been shown; help and version end this way too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof AppError)) {
    console.error(error);
    return 1;
  }
  if (error.code === 'cancelled') return process.exitCode === undefined ? 130 : Number(process.exitCode);
  console.error(plainText(error.message));
  return error.code === 'usage' ? 2 : 1;
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
// Threads of a backend may outlive its work; what was printed must not be lost.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
);
process.exit();
