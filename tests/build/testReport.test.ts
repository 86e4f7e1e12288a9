// What npm test says at its end, from reports as the two runners write them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failedLines, readPlaywrightReport, readVitestReport, skippedLines } from '../../build/testReport.ts';

const folder = mkdtempSync(join(tmpdir(), 'ekphrasis-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(report: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

describe('readVitestReport', () => {
  it('counts tests, and names what failed, files that broke before their tests too', () => {
    const run = (fullName: string, status: string, ...failureMessages: readonly string[]) => ({
      fullName,
      status,
      failureMessages,
    });
    const path = written({
      numPassedTests: 2,
      testResults: [
        {
          name: '/p/tests/a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            run('a', 'passed'),
            run('b', 'failed', 'expected 1 to be 2\n    at tests/a.test.ts:3:1', 'another'),
            run('c [skipped: needs ../shared/data]', 'skipped'),
            run('d', 'pending'),
          ],
        },
        {
          name: '/p/tests/b.test.ts',
          status: 'failed',
          message: 'Cannot find module',
          assertionResults: [],
        },
      ],
    });
    expect(readVitestReport(path, '/p')).toEqual({
      passed: 2,
      failed: [
        { test: 'tests/a.test.ts: b', error: 'expected 1 to be 2\n    at tests/a.test.ts:3:1' },
        { test: 'tests/b.test.ts', error: 'Cannot find module' },
      ],
      skipped: [
        { test: 'tests/a.test.ts: c [skipped: needs ../shared/data]', reason: 'needs ../shared/data' },
        { test: 'tests/a.test.ts: d', reason: undefined },
      ],
    });
  });
});

describe('readPlaywrightReport', () => {
  it('counts tests in suites within suites, and names what failed, also outside of a test', () => {
    const run = (projectName: string, status: string, description?: string) => ({
      projectName,
      status,
      annotations: description === undefined ? [] : [{ type: 'skip', description }],
      results: [
        status === 'unexpected'
          ? { errors: [{ message: 'Expected: 2' }], errorLocation: { file: '/p/a.spec.ts', line: 7 } }
          : { errors: [] },
      ],
    });
    const path = written({
      suites: [
        {
          specs: [{ title: 'a', file: 'a.spec.ts', tests: [run('packaged', 'expected')] }],
          suites: [
            {
              specs: [
                { title: 'b', file: 'a.spec.ts', tests: [run('', 'unexpected')] },
                { title: 'c', file: 'a.spec.ts', tests: [run('packaged', 'skipped', 'no display')] },
              ],
            },
          ],
        },
      ],
      errors: [{ message: 'the worker ended' }],
    });
    expect(readPlaywrightReport(path)).toEqual({
      passed: 1,
      failed: [
        { test: 'a.spec.ts: b', error: '/p/a.spec.ts:7\nExpected: 2' },
        { test: 'outside of a test', error: 'the worker ended' },
      ],
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

describe('failedLines', () => {
  it('names each test, with the first lines of its error in plain text', () => {
    const error = `\u001b[31mnot equal\u001b[39m\n\n${[1, 2, 3, 4, 5, 6, 7].map((n) => `line ${n}`).join('\n')}`;
    expect(failedLines([{ test: 'a.test.ts: adds', error }])).toEqual([
      '  a.test.ts: adds',
      '      not equal',
      ...[1, 2, 3, 4, 5].map((n) => `      line ${n}`),
    ]);
  });

  it('leaves out where the runner was', () => {
    const error =
      'no\n    at tests/a.test.ts:3:1\n    at /p/node_modules/runner.js:1:2\n    at new Promise (<anonymous>)';
    expect(failedLines([{ test: 'a', error }])).toEqual([
      '  a',
      '      no',
      '          at tests/a.test.ts:3:1',
    ]);
  });

  it('gives the names alone from the eleventh on', () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ test: `test ${n}`, error: 'no' }));
    const lines = failedLines(many);
    expect(lines).toHaveLength(12 + 10);
    expect(lines.slice(-3)).toEqual(['      no', '  test 10', '  test 11']);
  });

  it('has no line for an error that says nothing', () => {
    expect(failedLines([{ test: 'a', error: '' }])).toEqual(['  a']);
  });
});
