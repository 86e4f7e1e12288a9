// Datasets of small pictures, written to a folder in the Flickr form.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { SplitName } from '../../src/data/annotationFormat.ts';

export interface PhotoFile {
  readonly split: SplitName;
  /** Plain colour, 0..255. */
  readonly rgb: readonly [number, number, number];
  readonly captions: readonly string[];
}

/** A PNG of one colour, 12 by 8 pixels. */
export const plainPicture = ([r, g, b]: PhotoFile['rgb']): Promise<Buffer> =>
  sharp({ create: { width: 12, height: 8, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();

/** Writes captions.json and images/; the files are named 0.png, 1.png... */
export async function writePhotoFiles(folder: string, photos: readonly PhotoFile[]): Promise<void> {
  await mkdir(join(folder, 'images'), { recursive: true });
  const images = photos.map(({ split, captions }, i) => ({ file: `${i}.png`, split, captions }));
  for (const [i, { rgb }] of photos.entries())
    await writeFile(join(folder, 'images', `${i}.png`), await plainPicture(rgb));
  await writeFile(join(folder, 'captions.json'), JSON.stringify({ name: 'Plain colours', images }));
}

const sentences = [
  ['a dog runs in grass', 'a dog runs'],
  ['the red ball', 'a man throws the red ball'],
] as const;

/** Green dogs and red balls, each photo a little different. */
export const dogsAndBalls = (split: SplitName, count: number): PhotoFile[] =>
  Array.from({ length: count }, (_, i) => ({
    split,
    rgb: i % 2 ? [200 + 5 * i, 20, 30] : [20, 180 + 5 * i, 60],
    captions: sentences[i % 2] ?? [],
  }));
