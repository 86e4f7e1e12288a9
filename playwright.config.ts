// End-to-end tests through real Electron: the development build, and the packaged app where it was made.
import { defineConfig } from '@playwright/test';
import type { AppUnderTest } from './tests/e2e/launch.ts';

export default defineConfig<{ build: AppUnderTest }>({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // Two cores: one app at a time has them both.
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'development', use: { build: 'development' }, testIgnore: 'packaged.spec.ts' },
    { name: 'packaged', use: { build: 'packaged' } },
  ],
});
