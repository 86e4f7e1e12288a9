// A dataset of the three golden photographs, for tests that evaluate: the same photos to train and to validate on.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const photos = join(import.meta.dirname, '../fixtures/images/golden');

const captions = {
  'chelsea.jpg': ['A cat looks at you.', 'A striped cat.', 'A cat with green eyes.'],
  'coffee.jpg': ['A cup of coffee on a table.', 'A cup of coffee.', 'Coffee and a spoon.'],
  'astronaut.jpg': ['A woman in an orange suit smiles.', 'A striped cat.', 'An astronaut before a flag.'],
} as const;

/** Writes the folder: photos and captions.json. */
export async function writeSmallDataset(folder: string): Promise<void> {
  await mkdir(join(folder, 'images'), { recursive: true });
  const images = [];
  for (const [file, said] of Object.entries(captions)) {
    for (const split of ['train', 'val'] as const) {
      const name = `${split}-${file}`;
      await copyFile(join(photos, file), join(folder, 'images', name));
      images.push({ file: name, split, captions: said });
    }
  }
  await writeFile(join(folder, 'captions.json'), JSON.stringify({ name: 'Three photos', images }));
}
