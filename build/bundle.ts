// Bundles main, preload and engine with esbuild into dist/.
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

/** Electron 22 has Node 16 and is what the shell is tested on; the engine needs Node 24's SQLite. */
const shellTarget = 'node16';
const engineTarget = 'node24';

/** Native code, which no bundle can hold. It is shipped beside the engine. */
export const shippedExternals = ['sharp'] as const;
/**
 * Backends that only training and the command line use, and what TensorFlow.js would fetch files with: the engine asks
 * for none of them, and a program without a way out is easier to trust.
 */
const unshippedExternals = [
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-backend-webgpu',
  'webgpu',
  'node-fetch',
];

const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  sourcemap: true,
  logLevel: 'warning',
  legalComments: 'eof',
};

/** @returns the files that went in, from the project folder */
export async function bundleShell(root: string): Promise<readonly string[]> {
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    metafile: true,
    entryPoints: {
      main: join(root, 'electron/main.ts'),
      preload: join(root, 'electron/preload/preload.ts'),
    },
    outdir: join(root, 'dist/electron'),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    target: shellTarget,
    external: ['electron'],
  });
  await copyFile(join(root, 'build/icon.png'), join(root, 'dist/electron/icon.png'));
  return Object.keys(metafile.inputs);
}

/**
 * serve and its threads share their code in chunks; names must stay: serve starts the threads by their files.
 * @returns the files that went in, from the project folder
 */
export async function bundleEngine(root: string): Promise<readonly string[]> {
  const outdir = join(root, 'dist/engine');
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    metafile: true,
    entryPoints: {
      serve: join(root, 'src/engine/serve.ts'),
      captionerWorker: join(root, 'src/engine/captionerWorker.ts'),
      reporterWorker: join(root, 'src/engine/reporterWorker.ts'),
      dicomWorker: join(root, 'src/image/dicom/dicomWorker.ts'),
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    format: 'esm',
    target: engineTarget,
    external: [...shippedExternals, ...unshippedExternals],
    // TensorFlow.js as modules: only what is used goes in, and it loads in two thirds of the time.
    mainFields: ['module', 'main'],
    // CommonJS packages inside the bundle ask for these.
    banner: {
      js: [
        "import { createRequire as createRequireForBundle } from 'node:module';",
        'const require = createRequireForBundle(import.meta.url);',
        'const __dirname = import.meta.dirname;',
      ].join(' '),
    },
  });
  return Object.keys(metafile.inputs);
}
