// `npm run bench`: measures and prints a Markdown table, line by line. `npm run bench -- caption --json FILE` chooses
// what, and keeps the figures for programs. Meant for a quiet machine: whatever else runs is measured too.
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { counted } from '../../src/cli/counted.ts';
import { writeWhole } from '../../src/files/writeWhole.ts';
import { captionBench, type Bench, type CaptionBenchOptions } from './captionBench.ts';
import { tableHead, tableLine, type Measure } from './measures.ts';

/** One line a benchmark. */
const benches = new Map<string, (options: CaptionBenchOptions) => Promise<Bench>>([
  ['caption', captionBench],
]);

interface BenchFlags {
  readonly model: string;
  readonly runs: number;
  readonly warmRuns: number;
  readonly photos: number;
  readonly json?: string;
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 1e9);
  return `${model}, ${availableParallelism()} cores, ${gigabytes} GB; ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

const program = new Command('bench')
  .addArgument(new Argument('[names...]', 'what to measure (default: all)').choices([...benches.keys()]))
  .option('--model <folder>', 'a model folder', join(import.meta.dirname, '../../models/photo-captioner'))
  .option('--runs <count>', 'starts of the command, and passes over the photos', counted(), 5)
  .option('--warm-runs <count>', 'captions with the model open', counted(), 30)
  .option('--photos <count>', 'photos in a folder', counted(), 200)
  .option('--json <file>', 'write all figures as JSON, in place of an older file')
  .parse();
const flags = program.opts<BenchFlags>();
const asked = [...benches].filter(([name]) => program.args.length === 0 || program.args.includes(name));
const options: CaptionBenchOptions = {
  model: flags.model,
  runs: flags.runs,
  warmRuns: flags.warmRuns,
  photos: flags.photos,
  tell: (line) => process.stderr.write(`${line}\n`),
};

// A signal ends it by way of 'exit', so that no program is left running and nothing in the temporary folder.
process.once('SIGHUP', () => process.exit(129));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const results: Record<string, Omit<Bench, 'measures'> & { readonly measures: readonly Measure[] }> = {};
process.stdout.write(`${machine()}\n`);
for (const [name, bench] of asked) {
  const { measures, ...rest } = await bench(options);
  const measured: Measure[] = [];
  results[name] = { ...rest, measures: measured };
  process.stdout.write(
    `\n${name}: ${rest.subject}. Median (lowest to highest) of ${options.runs} runs, ${options.warmRuns} with the model open.\n\n`,
  );
  process.stdout.write(tableHead(rest.columns));
  for await (const measure of measures) {
    measured.push(measure);
    process.stdout.write(tableLine(measure, rest.columns));
  }
  for (const reason of rest.skipped) process.stdout.write(`\nSKIPPED ${reason}\n`);
}
if (flags.json !== undefined) {
  const { runs, warmRuns, photos } = flags;
  const json = { machine: machine(), runs, warmRuns, photos, results };
  await writeWhole(flags.json, `${JSON.stringify(json, undefined, 2)}\n`, { overwrite: true });
}
