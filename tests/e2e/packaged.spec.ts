// What is in the package: all that the app needs, nothing that it does not, and the locks of a release.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { findElectron } from '../../build/electronBinary.ts';
import { packagedProgram } from '../../build/packagedProgram.ts';
import { projectRoot } from '../../build/projectRoot.ts';
import { expect, test } from './launch.ts';

const program = packagedProgram(projectRoot);
test.skip(program === undefined || !existsSync(program), 'The app is not packaged: npm run package.');
test.skip(process.platform !== 'linux', "The package's folders are looked at as Linux has them.");
const resources = join(projectRoot, 'release', 'linux-unpacked', 'resources');

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

interface ArchiveFolder {
  readonly files: Readonly<Record<string, ArchiveFolder | Record<string, unknown>>>;
}
const archiveFolder: z.ZodType<ArchiveFolder> = z.lazy(() =>
  z.object({ files: z.record(z.string(), z.union([archiveFolder, z.record(z.string(), z.unknown())])) }),
);

/** An archive opens with its contents as JSON, after four lengths of four bytes. */
function filesInArchive(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const header: unknown = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)));
  const list = (folder: ArchiveFolder, at: string): readonly string[] =>
    Object.entries(folder.files).flatMap(([name, entry]) => {
      const inside = archiveFolder.safeParse(entry);
      return inside.success ? list(inside.data, `${at}/${name}`) : [`${at}/${name}`];
    });
  return list(archiveFolder.parse(header), '');
}

test('the archive holds the shell and the window, and no module', () => {
  const files = filesInArchive(join(resources, 'app.asar'));
  expect(files).toEqual(
    expect.arrayContaining([
      '/package.json',
      '/LICENSE',
      '/dist/electron/main.cjs',
      '/dist/electron/preload.cjs',
      '/dist/renderer/index.html',
    ]),
  );
  expect(
    files.filter((path) =>
      /node_modules|\.map$|\.ts$|\/(src|tests|renderer\/.*\.svelte|models|runs|shared)\//.test(path),
    ),
  ).toEqual([]);
});

test('beside it lie the engine, the model and native code, and nothing else', () => {
  const files = filesIn(join(resources, 'app.asar.unpacked'));
  const parts = files.map((path) => /^(node_modules\/(@[^/]+\/)?[^/]+|[^/]+\/[^/]+)/.exec(path)?.[0]);
  expect([...new Set(parts)].sort()).toEqual([
    'dist/engine',
    'models/chest-xray-reporter',
    'models/photo-captioner',
    'node_modules/@cornerstonejs/codec-charls',
    'node_modules/@cornerstonejs/codec-libjpeg-turbo-8bit',
    'node_modules/@cornerstonejs/codec-openjpeg',
    'node_modules/@img/colour',
    `node_modules/@img/sharp-libvips-linux-${process.arch}`,
    `node_modules/@img/sharp-linux-${process.arch}`,
    'node_modules/@tensorflow/tfjs-backend-wasm',
    'node_modules/dejavu-fonts-ttf',
    'node_modules/detect-libc',
    'node_modules/semver',
    'node_modules/sharp',
  ]);
  expect(files).toEqual(expect.arrayContaining(['dist/engine/serve.mjs', 'dist/engine/captionerWorker.mjs']));
  expect(files.filter((path) => /\.(map|ts|c|cc|h|gyp)$|(^|\/)(test|tests)\//.test(path))).toEqual([]);
});

test('the engine asks for no module that could call out', () => {
  const folder = join(resources, 'app.asar.unpacked', 'dist', 'engine');
  const asked = readdirSync(folder).flatMap((name) =>
    [
      ...readFileSync(join(folder, name), 'utf8').matchAll(
        /(?:from|require\(|import\()\s*["'](?:node:)?([\w/]+)["']/g,
      ),
    ].map(([, module]) => module),
  );
  expect(asked).toEqual(expect.arrayContaining(['fs', 'sqlite', 'sharp']));
  expect(
    asked.filter((module) =>
      /^(net|tls|http|https|http2|dgram|dns|inspector|child_process)\b/.test(module ?? ''),
    ),
  ).toEqual([]);
});

test('our own part is small', () => {
  const bytes = filesIn(resources).reduce((sum, path) => sum + statSync(join(resources, path)).size, 0);
  expect(bytes / 1024 / 1024).toBeLessThan(75);
});

test('the program is no Node for others, and has no app of its own beside ours', () => {
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
  const asNode = (path = ''): string =>
    spawnSync(path, ['-p', '"as" + "-node"'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
      encoding: 'utf8',
      timeout: 10_000,
    }).stdout;
  expect(asNode(findElectron(process.env)?.program)).toContain('as-node');
  expect(asNode(program)).not.toContain('as-node');
});
