// What a machine may lack. A test that needs it is skipped with a name that says what is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasNative } from '../src/tensor/backend.ts';

/** A need of a test: `describe.skipIf(need.missing)(need.named('...'), ...)`. */
export interface Need {
  readonly missing: boolean;
  /** The test's name, with what is missing. */
  named(name: string): string;
}

function need(here: boolean, what: string): Need {
  return { missing: !here, named: (name) => (here ? name : `${name} [skipped: needs ${what}]`) };
}

/** A path under ../shared, where the data for training and measuring lies. */
export const sharedPath = (path: string): string => join(import.meta.dirname, '../../shared', path);

/** A file or folder under ../shared. */
export const needsShared = (path: string): Need => need(existsSync(sharedPath(path)), `../shared/${path}`);

/** A file or folder of the project itself that is not there in every state of it. */
export const needsFile = (path: string): Need =>
  need(existsSync(join(import.meta.dirname, '..', path)), path);

/** Native TensorFlow. */
export const needsNative: Need = need(hasNative(), 'native TensorFlow (@tensorflow/tfjs-node)');

/** A Python that has pydicom and its codecs, `EKPHRASIS_PYTHON` or `python3`; undefined where there is none. */
export function pythonWithPydicom(): string | undefined {
  const candidates = [process.env['EKPHRASIS_PYTHON'], 'python3'].filter((name) => name !== undefined);
  const imports = 'import pydicom, numpy, libjpeg, openjpeg, rle';
  return candidates.find((name) => spawnSync(name, ['-c', imports]).status === 0);
}

/** @param python what pythonWithPydicom found */
export const needsPydicom = (python: string | undefined): Need =>
  need(python !== undefined, 'a Python with pydicom (EKPHRASIS_PYTHON)');
