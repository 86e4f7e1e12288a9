import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { captionHistory } from '../../src/library/captions.ts';
import { undo } from '../../src/library/journal.ts';
import { addRead, hashOf, openTemporary } from './openTemporary.ts';

const program = join(import.meta.dirname, 'twoProcesses.fixture.ts');

test('two processes that write at once lose nothing', async () => {
  await using library = await openTemporary();
  const { db, folder } = library;
  const ids = [addRead(db, '/a.jpg', 'a'), addRead(db, '/b.jpg', 'b')];
  const run = promisify(execFile);
  await Promise.all(
    ids.map((id, i) => run(process.execPath, [program, folder, String(id), `writer ${i}`, '60'])),
  );
  for (const [i, content] of ['a', 'b'].entries()) {
    const texts = captionHistory(db, hashOf(content)).map(({ text }) => text);
    expect(texts).toEqual(Array.from({ length: 60 }, (_, j) => `writer ${i} ${59 - j}`));
  }
  let undone = 0;
  while (undo(db, 0).change !== undefined) undone += 1;
  expect(undone).toBe(120);
});
