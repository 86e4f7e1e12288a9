// `npm run bench -- caption`: how long a caption takes, cold and warm, and what thousands of them take.
import { rmSync } from 'node:fs';
import { link, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder } from '../../src/engine/modelFolder.ts';
import { hasNative } from '../../src/tensor/backend.ts';
import type { StageTimes } from '../../src/model/caption.ts';
import { measuredRun, type MeasuredRun } from './measuredRun.ts';
import { spreadOf, type Measure } from './measures.ts';
import { makePhoto, twelveMegapixels, webSize, type PhotoSize } from './photo.ts';

export interface CaptionBenchOptions {
  readonly model: string;
  /** Starts of the command, and passes over the folder of photos. */
  readonly runs: number;
  /** Captions with the model open. */
  readonly warmRuns: number;
  /** Photos in a folder. */
  readonly photos: number;
  readonly tell: (line: string) => void;
}

export interface Bench {
  /** What was measured, in words. */
  readonly subject: string;
  readonly columns: readonly string[];
  readonly skipped: readonly string[];
  /** Each as soon as it is measured in every column. */
  readonly measures: AsyncIterable<Measure>;
}

const beam = 3;
/** Different photos in a folder; the others are the same files under more names. */
const differentPhotos = 4;
const commandLine = join(import.meta.dirname, '../../src/cli/main.ts');
const warmCaptions = join(import.meta.dirname, 'warmCaptions.ts');

/** A folder of photos in which a file has several names, which the command line captions each by itself. */
async function makeFolder(folder: string, size: PhotoSize, count: number): Promise<string> {
  await mkdir(folder);
  for (let i = 0; i < count; i++) {
    const path = join(folder, `${i}.jpg`);
    if (i < differentPhotos) await writeFile(path, await makePhoto(size, i + 1));
    else await link(join(folder, `${i % differentPhotos}.jpg`), path);
  }
  return folder;
}

/** The first run only brings files into memory, and is not counted. */
async function repeated(runs: number, run: () => Promise<MeasuredRun>): Promise<readonly MeasuredRun[]> {
  await run();
  const results: MeasuredRun[] = [];
  for (let i = 0; i < runs; i++) results.push(await run());
  return results;
}

interface Folders {
  readonly large: string;
  readonly small: string;
}

/** What was measured, by backend. */
type Found<T> = ReadonlyMap<string, readonly T[]>;

function measure<T>(what: Omit<Measure, 'values'>, found: Found<T>, valueOf: (one: T) => number): Measure {
  const values = [...found].map(([backend, all]) => [backend, spreadOf(all.map(valueOf))] as const);
  return { ...what, values: Object.fromEntries(values) };
}

const firstCaption = {
  name: 'from the start of the command to its first caption',
  unit: 's',
  goal: 2.5,
} as const;
const warmCaption = { name: 'a caption with the model open', unit: 'ms', goal: 150 } as const;
const stages = ['decode', 'encode', 'tags', 'words'] as const;
const megabytes = ({ peakBytes }: MeasuredRun): number => peakBytes / 1e6;

async function* measureCaptions(
  backends: readonly string[],
  folders: Folders,
  { model, runs, warmRuns, photos, tell }: CaptionBenchOptions,
): AsyncGenerator<Measure> {
  const photo = join(folders.large, '0.jpg');
  async function each<T>(what: string, run: (backend: string) => Promise<readonly T[]>): Promise<Found<T>> {
    const found = new Map<string, readonly T[]>();
    for (const backend of backends) {
      tell(`${what}, ${backend}`);
      found.set(backend, await run(backend));
    }
    return found;
  }
  const captioning = (what: string, path: string): Promise<Found<MeasuredRun>> =>
    each(what, (backend) =>
      repeated(runs, () =>
        measuredRun(commandLine, ['caption', '--model', model, '--backend', backend, path]),
      ),
    );
  const perSecond = ({ wallMs }: MeasuredRun): number => (1000 * photos) / wallMs;

  const cold = await captioning('cold starts', photo);
  yield measure(firstCaption, cold, ({ firstOutputMs }) => firstOutputMs / 1000);
  yield measure({ name: 'peak memory, one photo', unit: 'MB', goal: 500 }, cold, megabytes);

  const warm = await each('warm captions', async (backend) => {
    const { output } = await measuredRun(warmCaptions, [model, backend, photo, `${beam}`, `${warmRuns}`]);
    return JSON.parse(output) as readonly StageTimes[];
  });
  yield measure(warmCaption, warm, (time) => time.decode + time.encode + time.tags + time.words);
  for (const stage of stages) yield measure({ name: `- ${stage}`, unit: 'ms' }, warm, (time) => time[stage]);

  const large = await captioning(`${photos} photos of 12 megapixels`, folders.large);
  const folder = `a folder of ${photos}, start included`;
  yield measure({ name: folder, unit: 'images/s', goal: 12 }, large, perSecond);
  yield measure({ name: `peak memory, ${photos} photos`, unit: 'MB', goal: 500 }, large, megabytes);

  const pixels = `${webSize.width} x ${webSize.height} pixels`;
  const small = await captioning(`${photos} photos of ${pixels}`, folders.small);
  yield measure({ name: `the same folder with photos of ${pixels}`, unit: 'images/s' }, small, perSecond);
}

/** Measures every backend that is here. Photos are made in a temporary folder, which goes with the process. */
export async function captionBench(options: CaptionBenchOptions): Promise<Bench> {
  const { photos, tell } = options;
  const columns = ['wasm', 'native'];
  const skipped = hasNative() ? [] : ['native: TensorFlow (@tensorflow/tfjs-node) is not installed here'];
  for (const reason of skipped) tell(`SKIPPED ${reason}`);
  const { model } = await readModelFolder(options.model);
  const folder = await mkdtemp(join(tmpdir(), 'ekphrasis-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  tell('making photos');
  const folders = {
    large: await makeFolder(join(folder, 'large'), twelveMegapixels, photos),
    small: await makeFolder(join(folder, 'small'), webSize, photos),
  };
  const backends = columns.filter((name) => name !== 'native' || hasNative());
  return {
    subject: `${model}, beam ${beam}, JPEG of ${twelveMegapixels.width} x ${twelveMegapixels.height} pixels where no other size is named`,
    columns,
    skipped,
    measures: measureCaptions(backends, folders, options),
  };
}
