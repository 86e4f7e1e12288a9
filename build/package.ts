// `npm run package`: the unpacked app under release/. Electron is taken from EKPHRASIS_ELECTRON_DIST or
// ELECTRON_OVERRIDE_DIST_PATH where given, so that nothing is fetched; else electron-builder downloads it.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AfterPackContext, build, type Configuration } from 'electron-builder';
import { shippedExternals } from './bundle.ts';
import { findElectron } from './electronBinary.ts';
import { installedModules } from './installedModules.ts';
import { projectRoot } from './projectRoot.ts';
import { buildTargets } from './targets.ts';
import { isPackage, packagesOf, thirdPartyText } from './thirdParty.ts';

const electron = findElectron({
  ...process.env,
  ELECTRON_OVERRIDE_DIST_PATH:
    process.env['EKPHRASIS_ELECTRON_DIST'] ?? process.env['ELECTRON_OVERRIDE_DIST_PATH'],
});

/** Tests drive the packaged app through Node's inspector, which a release has locked. */
const forTests = process.argv.includes('--for-tests');

/** Beside the archive: read by the engine's process, and by the system's loader of native code. */
const unpacked = (from: string, filter: string[] = ['**/*']) => ({
  from,
  to: join('app.asar.unpacked', from),
  filter,
});

const nativeModules = installedModules(projectRoot, shippedExternals);
/** What reports as PDF are set in. */
const reportFont = 'node_modules/dejavu-fonts-ttf';
const thirdParty = 'dist/THIRD_PARTY.txt';

const notAtRunTime = ['!**/*.{map,d.ts,md,c,cc,h,gyp}', '!**/{src,test,tests,install}/**'];

const configuration: Configuration = {
  appId: 'io.github.ekphrasis',
  productName: 'Ekphrasis',
  copyright: 'Apache-2.0',
  directories: { output: 'release', buildResources: 'build' },
  asar: true,
  // Bundles hold all JavaScript: no module goes into the archive.
  files: [
    'package.json',
    'LICENSE',
    'NOTICE',
    'dist/electron/**',
    'dist/renderer/**',
    '!**/*.map',
    '!**/node_modules/**',
  ],
  extraResources: [
    unpacked('dist/engine', ['**/*', '!**/*.map']),
    unpacked('models/photo-captioner'),
    unpacked('models/chest-xray-reporter'),
    unpacked('node_modules/@tensorflow/tfjs-backend-wasm', ['package.json', 'wasm-out/*.wasm']),
    unpacked('node_modules/@cornerstonejs', ['codec-*/package.json', 'codec-*/dist/*wasm_decode.wasm']),
    unpacked(reportFont, ['package.json', 'LICENSE', 'ttf/DejaVuSans.ttf', 'ttf/DejaVuSans-Bold.ttf']),
    ...nativeModules.map((folder) => unpacked(folder, ['**/*', ...notAtRunTime])),
  ],
  extraFiles: [{ from: thirdParty, to: 'LICENSE.third-party.txt' }],
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: forTests,
    onlyLoadAppFromAsar: true,
  },
  afterPack: removeDefaultApp,
  linux: { target: 'dir', executableName: 'ekphrasis', category: 'Graphics', icon: 'build/icon.png' },
  win: { target: 'dir', icon: 'build/icon.png' },
  mac: { target: 'dir', category: 'public.app-category.photography', icon: 'build/icon.png' },
  ...(electron === undefined ? {} : { electronDist: electron.folder, electronVersion: electron.version }),
};

/** What Electron shows when it is given no app; a copied Electron still has it. */
async function removeDefaultApp({ appOutDir, packager }: AfterPackContext): Promise<void> {
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}

const inputs = await buildTargets(projectRoot, 'all');
const bundled = packagesOf(inputs).filter((folder) => isPackage(projectRoot, folder));
await writeFile(
  join(projectRoot, thirdParty),
  thirdPartyText(projectRoot, [...new Set([...bundled, ...nativeModules, reportFont])].sort()) +
    // Which the packages of the codecs do not bring.
    (await readFile(join(projectRoot, 'build/codecLicences.txt'), 'utf8')),
);
await rm(join(projectRoot, 'release'), { recursive: true, force: true });
await build({ projectDir: projectRoot, config: configuration, dir: true, publish: 'never' });
