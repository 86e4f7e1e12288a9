// The only file that names a TF.js backend: picks one, loads it, makes it the current one.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../errors.ts';
import { replaceTanh } from './wasmTanh.ts';

/**
 * wasm: everywhere, no native code. native: libtensorflow, for training. cpu: plain JavaScript, slow, the reference.
 * webgpu: a graphics card through Dawn, for training (see src/tensor/webgpu/start.ts).
 */
export type BackendName = 'wasm' | 'native' | 'cpu' | 'webgpu';

const require = createRequire(import.meta.url);

/** tfjs-node 4.22 calls functions that Node removed in version 23, or warns of: others stand in for them. */
function restoreRemovedUtilFunctions(): void {
  const target = util as unknown as Record<string, unknown>;
  target['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  target['isArray'] = Array.isArray;
}

async function loadNative(): Promise<void> {
  restoreRemovedUtilFunctions();
  try {
    // A variable keeps bundlers and the type checker from resolving an optional dependency.
    const name = '@tensorflow/tfjs-node';
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    await Promise.resolve(require(name));
  } catch (cause) {
    throw new AppError(
      'backend/unavailable',
      'Native TensorFlow is not installed here; use --backend wasm, or install @tensorflow/tfjs-node.',
      { cause },
    );
  }
  await tf.setBackend('tensorflow');
}

async function loadWasm(): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm'));
  wasm.setWasmPaths(`${folder}/`);
  if (!(await tf.setBackend('wasm'))) {
    throw new AppError('backend/unavailable', 'The wasm backend did not start; use --backend cpu.');
  }
  replaceTanh();
}

async function loadWebgpu(): Promise<void> {
  const { startWebgpu } = await import('./webgpu/start.ts');
  await startWebgpu();
}

/**
 * Makes a backend current and waits until it is ready.
 * @throws AppError backend/unavailable
 */
export async function startBackend(name: BackendName): Promise<void> {
  tf.env().set('PROD', true);
  switch (name) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      break;
    case 'wasm':
      await loadWasm();
      break;
    case 'native':
      await loadNative();
      break;
    case 'webgpu':
      await loadWebgpu();
      break;
  }
  await tf.ready();
}

/** True when native TensorFlow can be loaded on this machine. */
export function hasNative(): boolean {
  try {
    require.resolve('@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');
    return true;
  } catch {
    return false;
  }
}
