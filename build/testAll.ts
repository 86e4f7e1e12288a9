// `npm test`: style, lint, types and unit tests, the window in Chromium, then the app through real Electron and as a
// package, where those are here. Everything runs even if something before it failed; the end of the output lists what was
// skipped, and each failed test with the first lines of its error.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browserPath } from '../tests/renderer/browser.ts';
import { findElectron } from './electronBinary.ts';
import { projectRoot } from './projectRoot.ts';
import {
  failedLines,
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

/** Playwright with a report of its own; on a virtual display where asked. */
function playwright(name: string, args: readonly string[], display: 'here' | 'virtual'): void {
  const output = join(results, `${name.replaceAll(/\W+/g, '-')}.json`);
  const command = ['npx', 'playwright', 'test', '--reporter=list,json', ...args];
  const [program = '', ...rest] = display === 'here' ? command : ['xvfb-run', '-a', ...command];
  step(name, program, rest, { PLAYWRIGHT_JSON_OUTPUT_FILE: output });
  report(output, readPlaywrightReport);
}

function skip(reason: string, ...tests: readonly string[]): void {
  skippedSteps.push(...tests.map((test) => ({ test, reason })));
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results);
npm('style', 'style');
npm('lint', 'lint');
npm('types', 'types');
const unitOutput = join(results, 'unit.json');
npm('unit tests', 'unit', '--reporter=default', '--reporter=json', `--outputFile.json=${unitOutput}`);
report(unitOutput, (path) => readVitestReport(path, projectRoot));

const chromium = 'the window, in Chromium';
if (browserPath === undefined) skip('Chromium is not here: install it, or set CHROMIUM_PATH', chromium);
else playwright(chromium, ['--config=tests/renderer/playwright.config.ts'], 'here');

const built = npm('build', 'build');
const display = findDisplay();
const development = 'the app, in Electron';
const packaged = 'the app, packaged';
if (findElectron(process.env) === undefined) {
  const reason = "Electron's program is not here: run npm start once, or set ELECTRON_OVERRIDE_DIST_PATH";
  skip(reason, development, packaged);
} else if (display === 'none') {
  skip('there is no display, and no xvfb-run to make one', development, packaged);
} else if (built) {
  playwright(development, ['--project=development'], display);
  if (npm('package', 'package', '--for-tests')) playwright(packaged, ['--project=packaged'], display);
}

function list(heading: string, lines: readonly string[]): void {
  const rule = '*'.repeat(72);
  if (lines.length > 0) process.stdout.write(`\n${rule}\n${heading}\n${lines.join('\n')}\n${rule}\n`);
}

const skipped = [...skippedSteps, ...reports.flatMap((one) => one.skipped)];
const failed = reports.flatMap((one) => one.failed);
list('SKIPPED', skippedLines(skipped));
list('FAILED', failedLines(failed));
if (failures.length > 0) process.stdout.write(`\nFAILED: ${failures.join(', ')}\n`);
const passedCount = reports.reduce((total, one) => total + one.passed, 0);
// A step that failed without a failed test of its own (lint, types, a crash) counts as one.
const failedCount = Math.max(failed.length, failures.length);
const skippedPart = skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
process.stdout.write(`\n${passedCount} passed, ${failedCount} failed${skippedPart}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
