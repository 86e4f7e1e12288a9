// Reads what Vitest and Playwright wrote about their runs: how many passed, which failed, what was skipped and why.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

export interface Failed {
  readonly test: string;
  /** As the runner wrote it, in colours too; empty where it wrote nothing. */
  readonly error: string;
}

export interface Skipped {
  readonly test: string;
  /** Undefined where the runner did not write it down. */
  readonly reason: string | undefined;
}

export interface TestReport {
  readonly passed: number;
  readonly failed: readonly Failed[];
  readonly skipped: readonly Skipped[];
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

export function readVitestReport(path: string, root: string): TestReport {
  const report = vitestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const files = report.testResults.map(({ name, assertionResults, ...rest }) => {
    const file = name.replace(`${root}/`, '');
    return {
      ...rest,
      file,
      tests: assertionResults.map((one) => ({ ...one, test: `${file}: ${one.fullName}` })),
    };
  });
  return {
    passed: report.numPassedTests,
    failed: files.flatMap(({ file, status, message, tests }) => {
      const failed = tests.filter((one) => one.status === 'failed');
      // A file that broke before its tests counts as a failure too.
      if (failed.length === 0 && status === 'failed') return [{ test: file, error: message }];
      return failed.map(({ test, failureMessages: [error = ''] }) => ({ test, error }));
    }),
    skipped: files.flatMap(({ tests }) =>
      tests
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ test, fullName }) => ({ test, reason: /\[skipped: (.*?)\]/.exec(fullName)?.[1] })),
    ),
  };
}

const annotation = z.object({ type: z.string(), description: z.string().optional() });
const failure = z.object({ message: z.string().default('') });
const result = z.object({
  errors: z.array(failure).default([]),
  errorLocation: z.object({ file: z.string(), line: z.number() }).optional(),
});
const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      projectName: z.string(),
      status: z.string(),
      annotations: z.array(annotation).default([]),
      results: z.array(result).default([]),
    }),
  ),
});
interface Suite {
  readonly specs: readonly z.infer<typeof spec>[];
  readonly suites?: readonly Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: z.array(spec), suites: z.array(suite).optional() }),
);
const playwrightSchema = z.object({ suites: z.array(suite), errors: z.array(failure).default([]) });

function errorOf(results: readonly z.infer<typeof result>[]): string {
  const { errors = [], errorLocation: at } = results.find(({ errors }) => errors.length > 0) ?? {};
  const message = errors[0]?.message ?? '';
  return at ? `${at.file}:${at.line}\n${message}` : message;
}

export function readPlaywrightReport(path: string): TestReport {
  const report = playwrightSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const specsOf = ({ specs, suites = [] }: Suite): readonly z.infer<typeof spec>[] => [
    ...specs,
    ...suites.flatMap(specsOf),
  ];
  const tests = report.suites.flatMap(specsOf).flatMap(({ title, file, tests: runs }) =>
    runs.map(({ projectName, ...run }) => ({
      ...run,
      test: `${projectName === '' ? '' : `${projectName} `}${file}: ${title}`,
    })),
  );
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: [
      ...tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ test, results }) => ({ test, error: errorOf(results) })),
      ...report.errors.map(({ message }) => ({ test: 'outside of a test', error: message })),
    ],
    skipped: tests
      .filter(({ status }) => status === 'skipped')
      .map(({ test, annotations }) => ({
        test,
        reason: annotations.find(({ type }) => type === 'skip')?.description,
      })),
  };
}

/** Skipped tests by reason: how many, and the first few. */
export function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { reason = 'no reason was written down', test } of skipped) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), test]);
  }
  return [...byReason].flatMap(([reason, tests]) => [
    `  ${tests.length} x ${reason}`,
    ...tests.slice(0, 5).map((test) => `      ${test}`),
    ...(tests.length > 5 ? [`      and ${tests.length - 5} more`] : []),
  ]);
}

const errorLines = 6;
/** Lines of a stack that say where the test runner was, not the test. */
const runnersOwn = /^\s+at .*(node_modules|<anonymous>)/;
/** Of more failures than this only the names are given: the end of the output is what is read. */
const explained = 10;

/** Every failed test by name, and the first lines of its error, without colours. */
export function failedLines(failed: readonly Failed[]): readonly string[] {
  return failed.flatMap(({ test, error }, index) => {
    const lines = stripVTControlCharacters(error)
      .split('\n')
      .filter((line) => line.trim() !== '' && !runnersOwn.test(line));
    return [
      `  ${test}`,
      ...lines.slice(0, index < explained ? errorLines : 0).map((line) => `      ${line}`),
    ];
  });
}
