// `npm run bench -- caption`: how long a caption takes, cold and warm, and what thousands of them take.
import { rmSync } from 'node:fs';
import { link, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasNative } from '../../src/tensor/backend.ts';
import type { StageTimes } from '../../src/model/caption.ts';
import { measuredRun, type MeasuredRun } from './measuredRun.ts';
import { spreadOf, type Measure, type Spread } from './measures.ts';
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

export interface BenchResult {
  /** What was measured, in words. */
  readonly subject: string;
  readonly columns: readonly string[];
  readonly measures: readonly Measure[];
  readonly skipped: readonly string[];
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

type Values = ReadonlyMap<string, Spread>;

async function measureBackend(
  backend: string,
  folders: { readonly large: string; readonly small: string },
  options: CaptionBenchOptions,
): Promise<{ readonly model: string; readonly values: Values }> {
  const { model: modelFolder, runs, warmRuns, photos, tell } = options;
  const caption = (...paths: readonly string[]): Promise<MeasuredRun> =>
    measuredRun(commandLine, ['caption', '--model', modelFolder, '--backend', backend, ...paths]);
  const photo = join(folders.large, '0.jpg');

  tell(`${backend}: cold starts`);
  const cold = await repeated(runs, () => caption(photo));
  tell(`${backend}: warm captions`);
  const warm = await measuredRun(warmCaptions, [modelFolder, backend, photo, `${beam}`, `${warmRuns}`]);
  const { model, times } = JSON.parse(warm.output) as { model: string; times: readonly StageTimes[] };
  tell(`${backend}: ${photos} photos of 12 megapixels`);
  const large = await repeated(runs, () => caption(folders.large));
  tell(`${backend}: ${photos} photos of ${webSize.width} x ${webSize.height} pixels`);
  const small = await repeated(runs, () => caption(folders.small));

  const stage = (name: keyof StageTimes): Spread => spreadOf(times.map((time) => time[name]));
  const perSecond = (of: readonly MeasuredRun[]): Spread =>
    spreadOf(of.map(({ wallMs }) => (1000 * photos) / wallMs));
  const megabytes = (of: readonly MeasuredRun[]): Spread =>
    spreadOf(of.map(({ peakBytes }) => peakBytes / 1e6));
  return {
    model,
    values: new Map<string, Spread>([
      ['cold', spreadOf(cold.map(({ firstOutputMs }) => firstOutputMs / 1000))],
      ['warm', spreadOf(times.map((time) => time.decode + time.encode + time.tags + time.words))],
      ['decode', stage('decode')],
      ['encode', stage('encode')],
      ['tags', stage('tags')],
      ['words', stage('words')],
      ['large', perSecond(large)],
      ['small', perSecond(small)],
      ['memoryOne', megabytes(cold)],
      ['memoryLarge', megabytes(large)],
    ]),
  };
}

/** Measures every backend that is here. Photos are made in a temporary folder, which goes with the process. */
export async function captionBench(options: CaptionBenchOptions): Promise<BenchResult> {
  const { photos, tell } = options;
  const columns = ['wasm', 'native'];
  const skipped = hasNative() ? [] : ['native: TensorFlow (@tensorflow/tfjs-node) is not installed here'];
  for (const reason of skipped) tell(`SKIPPED ${reason}`);
  const folder = await mkdtemp(join(tmpdir(), 'ekphrasis-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  tell('making photos');
  const folders = {
    large: await makeFolder(join(folder, 'large'), twelveMegapixels, photos),
    small: await makeFolder(join(folder, 'small'), webSize, photos),
  };
  const byBackend = new Map<string, Values>();
  let model = '';
  for (const backend of columns.filter((name) => name !== 'native' || hasNative())) {
    const found = await measureBackend(backend, folders, options);
    model = found.model;
    byBackend.set(backend, found.values);
  }
  const measure = (key: string, name: string, unit: Measure['unit'], goal?: number): Measure => ({
    name,
    unit,
    ...(goal === undefined ? {} : { goal }),
    values: Object.fromEntries(columns.map((column) => [column, byBackend.get(column)?.get(key)])),
  });
  return {
    subject: `${model}, beam ${beam}, JPEG of ${twelveMegapixels.width} x ${twelveMegapixels.height} pixels where no other size is named`,
    columns,
    skipped,
    measures: [
      measure('cold', 'from the start of the command to its first caption', 's', 2.5),
      measure('warm', 'a caption with the model open', 'ms', 150),
      measure('decode', '- decode', 'ms'),
      measure('encode', '- encode', 'ms'),
      measure('tags', '- tags', 'ms'),
      measure('words', '- words', 'ms'),
      measure('large', `a folder of ${photos}, start included`, 'images/s', 12),
      measure('small', `the same of ${webSize.width} x ${webSize.height} pixels`, 'images/s'),
      measure('memoryOne', 'peak memory, one photo', 'MB', 500),
      measure('memoryLarge', `peak memory, ${photos} photos`, 'MB', 500),
    ],
  };
}
