// Pictures for the journeys: photographs that the repository holds, as they are and in numbers.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../build/projectRoot.ts';
import { test, type RunningApp } from './launch.ts';

const images = join(projectRoot, 'tests', 'fixtures', 'images');

export const photo = (name: 'astronaut' | 'chelsea' | 'coffee'): string =>
  join(images, 'golden', `${name}.jpg`);
export const brokenPicture = join(images, 'invalid', 'damaged', 'truncated.png');
export const textAsPicture = join(images, 'invalid', 'unsupported', 'text.jpg');

/** Journeys need the model; a project without one says so. */
export function needModel(): void {
  const config = join(projectRoot, 'models', 'photo-captioner', 'config.json');
  test.skip(!existsSync(config), 'models/photo-captioner is not here yet: train it.');
}

/** Copies that differ in a byte that no decoder looks at: as many different pictures. */
export async function manyPhotos(folder: string, count: number): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const bytes = await readFile(photo('coffee'));
  const paths = Array.from({ length: count }, (_, index) => join(folder, `coffee ${index + 1}.jpg`));
  await Promise.all(
    paths.map((path, index) => writeFile(path, Buffer.concat([bytes, Buffer.from([index])]))),
  );
  return paths;
}

/** Names that make trouble elsewhere. */
export async function oddlyNamedPhoto(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `it's "Ελλάδα" 🐕 #1 100%.jpg`);
  await copyFile(photo('chelsea'), path);
  return path;
}

/** Drops files on the window, as the system does: with their paths. */
export async function drop(window: RunningApp['window'], paths: readonly string[]): Promise<void> {
  await window.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'files-of-the-test';
    input.hidden = true;
    document.body.append(input);
  });
  const input = window.locator('#files-of-the-test');
  await input.setInputFiles([...paths]);
  await input.evaluate((element: HTMLInputElement) => {
    const transfer = new DataTransfer();
    for (const file of element.files ?? []) transfer.items.add(file);
    element.remove();
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
  });
}
