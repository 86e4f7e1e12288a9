// Killed at any moment: every change that was answered is there, none is there by half, and undo still leads back.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openReport, redoReport, undoReport } from '../../src/library/reports.ts';
import { openTemporary } from './openTemporary.ts';
import { draftSample } from './studyOf.ts';

const program = join(import.meta.dirname, 'reportWriter.fixture.ts');

/** Kills the process as soon as it has answered so many changes. @returns the last that it answered */
async function killAfter(folder: string, report: number, count: number): Promise<number> {
  const child = spawn(process.execPath, [program, folder, String(report)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let answered = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    answered = Number(line);
    if (answered >= count) child.kill('SIGKILL');
  }
  await ended;
  return answered;
}

test.each([1, 7, 40])('killed after %i changes', async (count) => {
  await using library = await openTemporary();
  const report = draftSample(library.db);
  const begun = openReport(library.db, report).report;
  const answered = await killAfter(library.folder, report, count);
  const db = await library.reopen();
  const { report: now } = openReport(db, report);
  const impressions = now.sentences.filter(({ text }) => text.startsWith('impression ')).length;
  const typed = Number(now.sentences[0]?.text.slice('text '.length));
  // At most one change went through that was not answered any more.
  expect(impressions).toBeGreaterThanOrEqual(answered + 1);
  expect([impressions, impressions - 1]).toContain(typed);
  while (openReport(db, report).canUndo) undoReport(db, report, 0);
  expect(openReport(db, report).report).toEqual(begun);
  while (openReport(db, report).canRedo) redoReport(db, report, 0);
  expect(openReport(db, report).report).toEqual(now);
});
