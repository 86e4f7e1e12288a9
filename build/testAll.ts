// `npm test`: style, lint, types and unit tests, the build, then the app through real Electron and as a package where
// Electron is here. Everything runs even if something before it failed; what was skipped is listed at the end.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './electronBinary.ts';
import { projectRoot } from './projectRoot.ts';
import {
  readPlaywrightReport,
  readVitestReport,
  type Skipped,
  skippedLines,
  type TestReport,
} from './testReport.ts';

const results = join(projectRoot, 'test-results');
const failures: string[] = [];
const reports: TestReport[] = [];
const skippedSteps: Skipped[] = [];

/** Runs one step; false when it failed. */
function step(
  name: string,
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): boolean {
  process.stdout.write(`\n== ${name}\n`);
  const startedMs = performance.now();
  const { status, error } = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const passed = status === 0;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  process.stdout.write(
    `== ${name}: ${passed ? 'passed' : `failed ${error?.message ?? ''}`} in ${seconds} s\n`,
  );
  if (!passed) failures.push(name);
  return passed;
}

const npm = (name: string, script: string, ...args: string[]): boolean =>
  step(name, 'npm', ['run', '--silent', script, ...(args.length === 0 ? [] : ['--', ...args])]);

/** A run that wrote no report has failed as a whole. */
function report(path: string, read: (path: string) => TestReport): void {
  if (existsSync(path)) reports.push(read(path));
}

/** A window needs a display: the one there is, or a virtual one. */
function findDisplay(): 'here' | 'virtual' | 'none' {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return 'here';
  return spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).status === 0 ? 'virtual' : 'none';
}

function endToEnd(project: 'development' | 'packaged', display: 'here' | 'virtual'): void {
  const output = join(results, `${project}.json`);
  const playwright = ['playwright', 'test', `--project=${project}`];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: output };
  if (display === 'here') step(`the app, ${project}`, 'npx', playwright, env);
  else step(`the app, ${project}`, 'xvfb-run', ['-a', 'npx', ...playwright], env);
  report(output, readPlaywrightReport);
}

function skipApp(reason: string): void {
  for (const test of ['the app through Electron', 'the packaged app']) skippedSteps.push({ test, reason });
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results);
npm('style', 'style');
npm('lint', 'lint');
npm('types', 'types');
const unitOutput = join(results, 'unit.json');
npm('unit tests', 'unit', '--reporter=default', '--reporter=json', `--outputFile.json=${unitOutput}`);
report(unitOutput, (path) => readVitestReport(path, projectRoot));

const built = npm('build', 'build');
const display = findDisplay();
if (findElectron(process.env) === undefined) {
  skipApp("Electron's program is not here: run npm start once, or set ELECTRON_OVERRIDE_DIST_PATH");
} else if (display === 'none') {
  skipApp('there is no display, and no xvfb-run to make one');
} else if (built) {
  endToEnd('development', display);
  if (npm('package', 'package', '--for-tests')) endToEnd('packaged', display);
}

const skipped = [...skippedSteps, ...reports.flatMap((one) => one.skipped)];
if (skipped.length > 0) {
  process.stdout.write(
    `\n${'*'.repeat(72)}\nSKIPPED\n${skippedLines(skipped).join('\n')}\n${'*'.repeat(72)}\n`,
  );
}
if (failures.length > 0) process.stdout.write(`\nFAILED: ${failures.join(', ')}\n`);
const sum = (count: (one: TestReport) => number): number =>
  reports.reduce((total, one) => total + count(one), 0);
// A step that failed without a failed test of its own (lint, types, a crash) counts as one.
const failed = Math.max(
  sum((one) => one.failed),
  failures.length,
);
const skippedPart = skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
process.stdout.write(`\n${sum((one) => one.passed)} passed, ${failed} failed${skippedPart}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
