// What app:// serves, and that it serves nothing else.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, resolveAppUrl, serveApp } from '../../electron/appProtocol.ts';
import { filmUrl, mediaUrl } from '../../src/ipc.ts';

const roots = { ui: join(sep, 'app', 'ui'), media: join(sep, 'data', 'cache') };
const hash = 'a1'.repeat(32);

describe('resolveAppUrl', () => {
  it.each([
    ['app://ui/', 'ui/index.html', 'text/html; charset=utf-8'],
    ['app://ui/index.html', 'ui/index.html', 'text/html; charset=utf-8'],
    ['app://ui/assets/index-Ab_1.js', 'ui/assets/index-Ab_1.js', 'text/javascript; charset=utf-8'],
    ['app://ui/assets/index.css?x=1#y', 'ui/assets/index.css', 'text/css; charset=utf-8'],
  ])('%s is %s', (url, path, contentType) => {
    expect(resolveAppUrl(url, roots)).toEqual({ path: join(sep, 'app', path), contentType });
  });

  it.each(['thumb', 'preview'] as const)('gives the contract its %s pictures', (kind) => {
    expect(resolveAppUrl(mediaUrl(kind, hash), roots)).toEqual({
      path: join(roots.media, kind, `${hash}.webp`),
      contentType: 'image/webp',
    });
  });

  it('gives the contract its films', () => {
    expect(resolveAppUrl(filmUrl(hash), roots)).toEqual({
      path: join(roots.media, 'film', `${hash}.grey`),
      contentType: 'application/octet-stream',
    });
  });

  it.each([
    `app://media/film/${hash}.json`,
    `app://media/thumb/${hash}.grey`,
    'app://ui/../secret.js',
    'app://ui/%2e%2e/secret.js',
    'app://ui/..%2fsecret.js',
    'app://ui/assets/.hidden.js',
    'app://ui/assets\\..\\..\\secret.js',
    'app://ui//etc/passwd.txt',
    'app://ui/main.cjs',
    'app://ui/assets',
    'app://media/thumb/../../library.sqlite',
    `app://media/thumb/${hash}.png`,
    `app://media/thumb/${hash.toUpperCase()}.webp`,
    `app://media/thumb/${hash}/../${hash}.webp.sqlite`,
    `app://media/other/${hash}.webp`,
    `app://media/thumb/${hash}0.webp`,
    'app://elsewhere/index.html',
    'app:index.html',
    'file:///etc/passwd',
    'https://example.org/index.html',
    'no url',
  ])('%s leads nowhere, or stays inside', (url) => {
    const file = resolveAppUrl(url, roots);
    if (file !== undefined) expect(file.path.startsWith(roots.ui + sep)).toBe(true);
  });

  it('never leaves its two folders, whatever the path', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e%2e',
        '%2f',
        '\\',
        '/',
        'index.html',
        'thumb',
        hash,
        '.webp',
        '%00',
        'a',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.constantFrom('ui', 'media'), fc.array(piece, { maxLength: 8 }), (host, pieces) => {
        const file = resolveAppUrl(`app://${host}/${pieces.join('')}`, roots);
        if (file === undefined) return;
        expect(file.path.startsWith((host === 'ui' ? roots.ui : roots.media) + sep)).toBe(true);
        expect(file.path.split(sep)).not.toContain('..');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('contentSecurityPolicy', () => {
  it('allows no script and no style but our own files, and no connection but to our own films', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).toContain("script-src 'self'");
    expect(contentSecurityPolicy).toContain("connect-src 'self' app:;");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|http|ws/);
  });
});

describe('serveApp', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ekphrasis-app-'));
    await mkdir(join(folder, 'cache', 'thumb'), { recursive: true });
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'cache', 'thumb', `${hash}.webp`), 'webp bytes');
  });
  afterAll(() => rm(folder, { recursive: true }));

  type Ask = (url: string) => Promise<{ status: number; headers: Record<string, string>; text: string }>;

  function newElectron(): Ask {
    let handler: ((request: { readonly url: string }) => Response | Promise<Response>) | undefined;
    serveApp(
      { handle: (_scheme: string, given: typeof handler) => (handler = given) } as Parameters<
        typeof serveApp
      >[0],
      { ui: folder, media: join(folder, 'cache') },
    );
    return async (url) => {
      const response = await handler?.({ url });
      if (response === undefined) throw new Error('no handler');
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.text(),
      };
    };
  }

  function oldElectron(): Ask {
    let handler: Parameters<
      Extract<Parameters<typeof serveApp>[0], { registerBufferProtocol: unknown }>['registerBufferProtocol']
    >[1];
    serveApp(
      {
        registerBufferProtocol: (_scheme, given) => {
          handler = given;
          return true;
        },
      },
      { ui: folder, media: join(folder, 'cache') },
    );
    return (url) =>
      new Promise((resolve) => {
        handler({ url }, ({ statusCode, headers, data }) =>
          resolve({
            status: statusCode,
            headers: Object.fromEntries(
              Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
            ),
            text: data.toString(),
          }),
        );
      });
  }

  it.each([
    ['protocol.handle', newElectron],
    ['registerBufferProtocol', oldElectron],
  ])('answers through %s', async (_name, electron) => {
    const ask = electron();
    const page = await ask('app://ui/');
    expect(page).toMatchObject({ status: 200, text: '<!doctype html>' });
    expect(page.headers['content-security-policy']).toBe(contentSecurityPolicy);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(await ask(mediaUrl('thumb', hash))).toMatchObject({ status: 200, text: 'webp bytes' });
    expect(await ask(mediaUrl('preview', hash))).toMatchObject({ status: 404 });
    expect(await ask('app://ui/../x')).toMatchObject({ status: 404 });
  });
});
