import { expect, test } from 'vitest';
import { decodeImage } from '../../../src/image/decode.ts';
import { createRandom } from '../../../src/random.ts';
import { drawPage } from '../../../src/training/reporter/pages.ts';

test('pages are pictures of writing, each another, the same for the same seed', async () => {
  const random = createRandom(3);
  const pages = [drawPage(random), drawPage(random)];
  const again = createRandom(3);
  expect([drawPage(again), drawPage(again)]).toEqual(pages);
  expect(pages[0]).not.toEqual(pages[1]);
  for (const bytes of pages) {
    const { data, nativeWidth } = await decodeImage({ bytes, name: 'page.svg' }, { width: 224, height: 224 });
    expect(nativeWidth).toBeGreaterThan(500);
    // Ink on paper: not one grey.
    const [darkest, brightest] = [
      data.reduce((a, b) => Math.min(a, b)),
      data.reduce((a, b) => Math.max(a, b)),
    ];
    expect(brightest - darkest).toBeGreaterThan(50);
  }
});
