// A data set of a few made-up studies with made-up films, for tests that train and evaluate reporters.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../../src/random.ts';

/** A film of noise around a grey level, as PNG. */
export async function makeFilm(grey: number, seed: number): Promise<Buffer> {
  const random = createRandom(seed);
  const size = 32;
  const data = Uint8Array.from({ length: size * size }, () => grey + random.next() * 50);
  return sharp(data, { raw: { width: size, height: size, channels: 1 } })
    .png()
    .toBuffer();
}

const reports = [
  {
    findings: 'The heart is enlarged. There is a small pleural effusion.',
    impression: 'Cardiomegaly.',
    mesh: ['Cardiomegaly', 'Pleural Effusion/small'],
    problems: ['Cardiomegaly', 'Pleural Effusion'],
  },
  {
    findings: 'The heart is normal. The lungs are clear.',
    impression: 'No acute disease.',
    mesh: ['normal'],
    problems: ['normal'],
  },
  {
    findings: '',
    impression: 'Right lower lobe opacity.',
    mesh: ['Opacity/lung/base'],
    problems: ['Opacity'],
  },
];

/** Writes the folder: images/ and reports.json, the same reports in each split; each third study has one view. */
export async function writeSmallStudies(
  folder: string,
  counts: { readonly train: number; readonly val: number },
): Promise<void> {
  await mkdir(join(folder, 'images'), { recursive: true });
  const studies: unknown[] = [];
  for (const [split, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) {
      const uid = `${split}-${i}`;
      const images = [];
      for (const view of i % 3 === 2 ? (['frontal'] as const) : (['frontal', 'lateral'] as const)) {
        const file = `${uid}-${view}.png`;
        const grey = (view === 'frontal' ? 120 : 20) + 20 * (i % 3);
        await writeFile(join(folder, 'images', file), await makeFilm(grey, studies.length));
        images.push({ file, view });
      }
      const report = reports[i % reports.length];
      studies.push({ uid, images, exam: '', indication: '', comparison: '', ...report, split });
    }
  }
  await writeFile(join(folder, 'reports.json'), JSON.stringify({ name: 'Small studies', studies }));
}
