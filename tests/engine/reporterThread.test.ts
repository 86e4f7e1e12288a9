import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { openReporterThread } from '../../src/engine/reporterThread.ts';
import { randomReporter } from '../model/randomReporter.ts';

test('a whole reporter on its thread reads a film and drafts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reporter-'));
  try {
    await writeReporterFolder(folder, randomReporter());
    const reporter = await openReporterThread(folder);
    expect(reporter.model).toMatch(/^tiny-reporter@[0-9a-f]{8}$/);
    expect(reporter.tags).toContain('Cardiomegaly');
    const side = reporter.inputSize;
    const pixels = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(120) };
    const { gates, draft } = await reporter.read([{ hash: 'a', pixels, overridden: false }], {});
    expect(gates).toMatchObject([{ kind: 'frontal' }]);
    expect(draft?.findings.find(({ tag }) => tag === 'Cardiomegaly')?.on).toBe(true);
    expect(draft?.sentences.length).toBeGreaterThan(0);
    reporter.dispose();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a folder without a model says so', async () => {
  await expect(openReporterThread(join(tmpdir(), 'nowhere-at-all'))).rejects.toMatchObject({
    code: 'model/missing',
  });
});
