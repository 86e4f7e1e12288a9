// Serves the window with an engine in memory: `npx vite --config tests/renderer/vite.config.ts` while developing, and
// built, with the app's own content security policy, for the tests.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Connect, type Plugin } from 'vite';
import { contentSecurityPolicy } from '../../electron/appProtocol.ts';
import { drawFilm } from './fakeFilms.ts';
import { drawScene } from './fakeScenes.ts';

const pictures: Connect.NextHandleFunction = (request, response, next) => {
  const film = /^\/media\/film\/([0-9a-f]{64})\.grey/.exec(request.url ?? '')?.[1];
  if (film !== undefined) {
    response.setHeader('content-type', 'application/octet-stream');
    response.end(new Uint8Array(drawFilm(film).buffer));
    return;
  }
  const hash = /^\/media\/(?:thumb|preview)\/([0-9a-f]{64})\.webp/.exec(request.url ?? '')?.[1];
  if (hash === undefined) {
    next();
    return;
  }
  response.setHeader('content-type', 'image/svg+xml');
  response.setHeader('cache-control', 'max-age=3600');
  response.end(drawScene(parseInt(hash.slice(-8), 16)));
};

const media: Plugin = {
  name: 'media',
  configureServer: (server) => void server.middlewares.use(pictures),
  configurePreviewServer: (server) => void server.middlewares.use(pictures),
};

export default defineConfig({
  root: `${import.meta.dirname}/site`,
  plugins: [svelte({ configFile: false }), media],
  define: { 'import.meta.env.VITE_MEDIA_BASE': JSON.stringify('/media') },
  server: { port: 5174, fs: { allow: ['../../..'] } },
  preview: { port: 5175, strictPort: true, headers: { 'content-security-policy': contentSecurityPolicy } },
  build: {
    outDir: '../../../dist/renderer-test',
    emptyOutDir: true,
    target: 'chrome108',
    modulePreload: { polyfill: false },
  },
});
