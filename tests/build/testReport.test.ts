// What npm test says at its end, from reports as the two runners write them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlaywrightReport, readVitestReport, skippedLines } from '../../build/testReport.ts';

const folder = mkdtempSync(join(tmpdir(), 'ekphrasis-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(report: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

describe('readVitestReport', () => {
  it('counts tests, and files that broke before their tests', () => {
    const path = written({
      numPassedTests: 2,
      numFailedTests: 1,
      testResults: [
        {
          name: '/p/tests/a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'a', status: 'passed' },
            { fullName: 'b', status: 'failed' },
            { fullName: 'c [skipped: needs ../shared/data]', status: 'skipped' },
            { fullName: 'd', status: 'pending' },
          ],
        },
        { name: '/p/tests/b.test.ts', status: 'failed', assertionResults: [] },
      ],
    });
    expect(readVitestReport(path, '/p')).toEqual({
      passed: 2,
      failed: 2,
      skipped: [
        { test: 'tests/a.test.ts: c [skipped: needs ../shared/data]', reason: 'needs ../shared/data' },
        { test: 'tests/a.test.ts: d', reason: undefined },
      ],
    });
  });
});

describe('readPlaywrightReport', () => {
  it('counts tests in suites within suites, and what failed outside a test', () => {
    const run = (status: string, description?: string) => ({
      projectName: 'packaged',
      status,
      annotations: description === undefined ? [] : [{ type: 'skip', description }],
    });
    const path = written({
      suites: [
        {
          specs: [{ title: 'a', file: 'a.spec.ts', tests: [run('expected')] }],
          suites: [
            {
              specs: [
                { title: 'b', file: 'a.spec.ts', tests: [run('unexpected')] },
                { title: 'c', file: 'a.spec.ts', tests: [run('skipped', 'no display')] },
              ],
            },
          ],
        },
      ],
      errors: [{ message: 'the worker ended' }],
    });
    expect(readPlaywrightReport(path)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ test: 'packaged a.spec.ts: c', reason: 'no display' }],
    });
  });
});

describe('skippedLines', () => {
  it('groups by reason and shortens long lists', () => {
    const many = Array.from({ length: 7 }, (_, n) => ({ test: `test ${n}`, reason: 'no display' }));
    expect(skippedLines([...many, { test: 'lone', reason: undefined }])).toEqual([
      '  7 x no display',
      ...[0, 1, 2, 3, 4].map((n) => `      test ${n}`),
      '      and 2 more',
      '  1 x no reason was written down',
      '      lone',
    ]);
  });
});
