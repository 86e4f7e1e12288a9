// Reads what Vitest and Playwright wrote about their runs, as counts and as a list of what was skipped and why.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Skipped {
  readonly test: string;
  /** Undefined where the runner did not write it down. */
  readonly reason: string | undefined;
}

export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skipped[];
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  /** Files that failed before a test ran count as failures too. */
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export function readVitestReport(path: string, root: string): TestReport {
  const report = vitestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map((test) => ({
          test: `${name.replace(`${root}/`, '')}: ${test.fullName}`,
          reason: /\[skipped: (.*?)\]/.exec(test.fullName)?.[1],
        })),
    ),
  };
}

const annotation = z.object({ type: z.string(), description: z.string().optional() });
const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({ projectName: z.string(), status: z.string(), annotations: z.array(annotation).default([]) }),
  ),
});
interface Suite {
  readonly specs: readonly z.infer<typeof spec>[];
  readonly suites?: readonly Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: z.array(spec), suites: z.array(suite).optional() }),
);
const playwrightSchema = z.object({ suites: z.array(suite), errors: z.array(z.unknown()).default([]) });

export function readPlaywrightReport(path: string): TestReport {
  const report = playwrightSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const specsOf = ({ specs, suites = [] }: Suite): readonly z.infer<typeof spec>[] => [
    ...specs,
    ...suites.flatMap(specsOf),
  ];
  const tests = report.suites
    .flatMap(specsOf)
    .flatMap(({ title, file, tests: runs }) => runs.map((run) => ({ ...run, title, file })));
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed:
      tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').length +
      report.errors.length,
    skipped: tests
      .filter(({ status }) => status === 'skipped')
      .map(({ title, file, projectName, annotations }) => ({
        test: `${projectName} ${file}: ${title}`,
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
