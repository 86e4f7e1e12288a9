// Node, but with modules compiled for the browser: Svelte's runes react there, and do not where it renders strings.
import type { Environment } from 'vitest/runtime';

const client: Environment = {
  name: 'client',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
};

// eslint-disable-next-line no-restricted-syntax -- Vitest takes an environment by its default export.
export default client;
