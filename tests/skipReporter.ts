// Lists at the end of a run what was skipped and why, so that a green run never hides what it did not look at.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Suites with more skipped tests are named once. */
const listedTests = 3;

function bySuite(tests: Iterable<TestCase>): Map<TestCase['parent'], TestCase[]> {
  const groups = new Map<TestCase['parent'], TestCase[]>();
  for (const test of tests) groups.set(test.parent, [...(groups.get(test.parent) ?? []), test]);
  return groups;
}

function nameOf(test: TestCase): string {
  const result = test.result();
  const reason = result.state === 'skipped' && result.note !== undefined ? ` (${result.note})` : '';
  return `${test.fullName}${reason}`;
}

/** What was skipped, by test or by suite. */
export function skippedNames(modules: readonly TestModule[]): string[] {
  return modules.flatMap(({ children, relativeModuleId }) =>
    [...bySuite(children.allTests('skipped'))]
      .flatMap(([parent, tests]) =>
        parent.type === 'suite' && tests.length > listedTests
          ? [`${parent.fullName} (${tests.length} tests)`]
          : tests.map(nameOf),
      )
      .map((name) => `${relativeModuleId}: ${name}`),
  );
}

export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = skippedNames(modules);
    if (names.length === 0) return;
    console.log('\n SKIPPED (each says what it needs)');
    for (const name of names) console.log(`  - ${name}`);
    console.log('');
  }
}
