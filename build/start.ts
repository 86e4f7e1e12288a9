// `npm start`: builds what is stale and opens the app. Pictures and folders may follow: `npm start -- photo.jpg`.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { engineEnvironment, findElectron, sandboxArguments } from './electronBinary.ts';
import { projectRoot } from './projectRoot.ts';
import { buildTargets } from './targets.ts';

const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];

const missing = given
  ? `There is no Electron in ${given}, which ELECTRON_OVERRIDE_DIST_PATH names: correct it, or unset it to have Electron downloaded.
`
  : `Electron's own program is not here, and could not be downloaded.
Try "npx install-electron" where the network allows it, or name the folder of an unpacked Electron in
ELECTRON_OVERRIDE_DIST_PATH. "npm run caption -- photo.jpg" needs neither.
`;

/** Electron's package downloads its program when it is first used, not when it is installed. */
function downloadElectron(): void {
  const installer = join(
    dirname(createRequire(import.meta.url).resolve('electron/package.json')),
    'install.js',
  );
  process.stderr.write("Electron's own program is not here yet: downloading it.\n");
  spawnSync(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'ignore'], timeout: 600_000 });
}

if (findElectron(process.env) === undefined && !given) downloadElectron();
const electron = findElectron(process.env);
if (electron === undefined) {
  process.stderr.write(missing);
  process.exitCode = 1;
} else {
  await buildTargets(projectRoot, 'stale');
  const child = spawn(electron.program, [...sandboxArguments(), projectRoot, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...engineEnvironment(electron, process.env) },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}
