import { beforeAll, expect, test } from 'vitest';
import { mostCommonCaption, nearestRows } from '../../src/engine/captionBaselines.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { startBackend } from '../../src/tensor/backend.ts';

beforeAll(() => startBackend('wasm'));

test('the most common caption is counted by its words, ties by spelling', () => {
  expect(mostCommonCaption(['A dog .', 'A cat', 'a dog', 'Zebras!'])).toBe('a dog');
  expect(mostCommonCaption(['B.', 'A.'])).toBe('a');
  expect(mostCommonCaption([])).toBe('');
});

test('the nearest row is that of the largest cosine, whatever the lengths', async () => {
  const row = (x: number, y: number): number[] => [
    x,
    y,
    ...Array.from({ length: gridChannels - 2 }, () => 0),
  ];
  const known = Float32Array.from([row(100, 0), row(0.1, 0.1), row(0, -5)].flat());
  const photos = Float32Array.from([row(1, 0.9), row(3, 0.1), row(0.2, -8), row(0, 0)].flat());
  expect([...(await nearestRows(photos, known))].slice(0, 3)).toEqual([1, 0, 2]);
});
