import { expect, test } from 'vitest';
import { saveResult } from '../../src/library/captions.ts';
import { countJobs, enqueue, nextJob } from '../../src/library/jobs.ts';
import { listPhotos } from '../../src/library/photos.ts';
import { defaultCaptionOptions as options } from '../../src/model/caption.ts';
import { addRead, hashOf, openTemporary, resultOf } from './openTemporary.ts';

/** The best of three, in milliseconds: a busy machine slows one down, not all. */
function best(action: () => void): number {
  const times = [1, 2, 3].map(() => {
    const startMs = performance.now();
    action();
    return performance.now() - startMs;
  });
  return Math.min(...times);
}

test('10,000 pictures are listed, counted and queued without a wait', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const caption = resultOf('a dog runs along the beach with a red ball in its mouth');
  const ids = db.transaction(() =>
    Array.from({ length: 10_000 }, (_, i) => {
      const id = addRead(db, `/photos/${i}.jpg`, String(i));
      saveResult(db, hashOf(String(i)), caption, options, i);
      return id;
    }),
  );
  expect(listPhotos(db, () => true)).toHaveLength(10_000);
  // Aimed at: 100 ms on an idle machine; here other tests run beside.
  const listMs = best(() => listPhotos(db, () => true));
  expect(listMs).toBeLessThan(400);
  enqueue(db, ids, options);
  const countMs = best(() => countJobs(db));
  const nextMs = best(() => nextJob(db, ids.slice(5000, 5100), 'caption'));
  expect(countMs).toBeLessThan(100);
  expect(nextMs).toBeLessThan(50);
  console.info(
    `10,000 pictures: list ${listMs.toFixed(0)} ms, count ${countMs.toFixed(1)} ms, next ${nextMs.toFixed(1)} ms`,
  );
});
