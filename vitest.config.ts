import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { SkipReporter } from './tests/skipReporter.ts';

const exclude = ['tests/e2e/**', 'tests/bench/**', 'node_modules/**'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    maxWorkers: 2,
    reporters: ['default', new SkipReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['tests/**/*.test.ts'],
          exclude: [...exclude, 'tests/renderer/**'],
        },
      },
      {
        // The window's state classes, compiled as the browser gets them.
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['tests/renderer/**/*.test.ts'],
          exclude,
          environment: './tests/renderer/clientEnvironment.ts',
          server: { deps: { inline: [/svelte/] } },
        },
      },
    ],
  },
});
