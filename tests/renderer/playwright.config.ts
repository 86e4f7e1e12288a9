// The window in Chromium with an engine in memory, built and under the app's own content security policy.
import { defineConfig } from '@playwright/test';
import { browserPath } from './browser.ts';

const base = 'http://localhost:5175';
const vite = 'vite --config tests/renderer/vite.config.ts';

if (browserPath === undefined)
  console.warn('SKIPPED: the tests of the window need Chromium; set CHROMIUM_PATH to one.');

export default defineConfig({
  testDir: '.',
  testMatch: browserPath === undefined ? [] : '*.spec.ts',
  outputDir: '../../test-results/renderer',
  fullyParallel: true,
  workers: 2,
  // As for the app: an end to waiting for what never comes, not a measure of speed.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: base,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: browserPath ?? '', args: ['--no-sandbox'] },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `${vite.replace('vite', 'vite build')} && ${vite.replace('vite', 'vite preview')}`,
    cwd: '../..',
    url: base,
    reuseExistingServer: true,
    stdout: 'ignore',
  },
});
