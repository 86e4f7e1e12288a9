// Where electron-builder puts the app's program.
import { join } from 'node:path';

/** The unpacked app of this system; undefined on a system that is not packaged for. */
export function packagedProgram(root: string): string | undefined {
  const release = join(root, 'release');
  switch (process.platform) {
    case 'linux':
      return join(release, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'ekphrasis');
    case 'win32':
      return join(release, 'win-unpacked', 'Ekphrasis.exe');
    case 'darwin':
      return join(
        release,
        process.arch === 'arm64' ? 'mac-arm64' : 'mac',
        'Ekphrasis.app/Contents/MacOS/Ekphrasis',
      );
    default:
      return undefined;
  }
}
