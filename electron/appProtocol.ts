// app://, the only scheme the window may load: app://ui/ is the renderer's bundle, app://media/ the small and large
// pictures and the films in the data folder's cache. Everything else is 404.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Protocol } from 'electron';

export interface AppRoots {
  /** The built renderer. */
  readonly ui: string;
  /** Holds thumb/, preview/ and film/. */
  readonly media: string;
}

export interface AppFile {
  readonly path: string;
  readonly contentType: string;
}

interface Answer {
  readonly status: 200 | 404;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' app: data: blob:",
  // Grey levels of films, which no picture of the page can hold.
  "connect-src 'self' app:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Text becomes markup through Svelte's templates alone.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

/** Names that begin with a letter, digit, _ or -: no `..`, no hidden files, no escapes, no backslashes. */
const uiPath = /^(?:\/[\w-][\w.-]*)+$/;
const mediaPath = /^\/(?:(?:thumb|preview)\/[0-9a-f]{64}\.webp|film\/[0-9a-f]{64}\.grey)$/;

/** The file that a URL stands for, or undefined: nothing outside the two roots has a URL. */
export function resolveAppUrl(url: string, roots: AppRoots): AppFile | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  if (parsed.protocol !== 'app:') return undefined;
  if (parsed.host === 'ui') {
    const path = parsed.pathname === '/' ? '/index.html' : parsed.pathname;
    const contentType = contentTypes[path.slice(path.lastIndexOf('.') + 1)];
    if (!uiPath.test(path) || contentType === undefined) return undefined;
    return { path: join(roots.ui, path), contentType };
  }
  if (parsed.host === 'media') {
    if (!mediaPath.test(parsed.pathname)) return undefined;
    const contentType = parsed.pathname.endsWith('.webp') ? 'image/webp' : 'application/octet-stream';
    return { path: join(roots.media, parsed.pathname), contentType };
  }
  return undefined;
}

const commonHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
  // The page is app://ui, a film app://media; no other page can ask for either.
  'Access-Control-Allow-Origin': 'app://ui',
};

async function answerUrl(url: string, roots: AppRoots): Promise<Answer> {
  const file = resolveAppUrl(url, roots);
  if (file !== undefined) {
    try {
      const body = await readFile(file.path);
      return { status: 200, headers: { ...commonHeaders, 'Content-Type': file.contentType }, body };
    } catch {
      // A picture that is not in the cache (any more) is an ordinary 404: the window asks the engine for it.
    }
  }
  return {
    status: 404,
    headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.from('Not found'),
  };
}

/** Before the app is ready: app:// gets an origin of its own and counts as secure. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** What Electron had before `protocol.handle` (25); the current type declarations call it deprecated. */
interface OldProtocol {
  registerBufferProtocol(
    scheme: string,
    handler: (
      request: { readonly url: string },
      callback: (answer: { statusCode: number; headers: Record<string, string>; data: Buffer }) => void,
    ) => void,
  ): boolean;
}

export type AppProtocol = Pick<Protocol, 'handle'> | OldProtocol;

/** Serves app:// from the roots. */
export function serveApp(protocol: AppProtocol, roots: AppRoots): void {
  if ('handle' in protocol) {
    protocol.handle('app', async ({ url }) => {
      const { status, headers, body } = await answerUrl(url, roots);
      return new Response(new Uint8Array(body), { status, headers });
    });
    return;
  }
  protocol.registerBufferProtocol('app', ({ url }, callback) => {
    void answerUrl(url, roots).then(({ status, headers, body }) =>
      callback({ statusCode: status, headers, data: body }),
    );
  });
}
