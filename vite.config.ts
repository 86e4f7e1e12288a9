// Builds the window: static files under dist/renderer that main serves as app://ui/.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome108',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
