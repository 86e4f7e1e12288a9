// Puts our own kernel in place of one of the webgpu backend's, through TensorFlow.js's public registry.
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

type KernelArguments = Parameters<tf.KernelFunc>[0];

export interface KernelCall {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: WebGPUBackend;
}

type Kernel = (call: KernelCall) => tf.TensorInfo;

// The registry's types are looser than what it holds: these kernels have one output and this backend.
const asKernel =
  (kernel: tf.KernelFunc): Kernel =>
  (call) =>
    kernel(call as unknown as KernelArguments) as tf.TensorInfo;

/** A kernel of the backend, run outside the engine's bookkeeping: what it gives is the caller's to dispose. */
export function runKernel(name: string, call: KernelCall): tf.TensorInfo {
  return asKernel(tf.getKernel(name, 'webgpu').kernelFunc)(call);
}

/** `make` gets the kernel that was there before, for the calls that it leaves alone. */
export function replaceKernel(name: string, make: (stock: Kernel) => Kernel): void {
  const config = tf.getKernel(name, 'webgpu');
  const kernel = make(asKernel(config.kernelFunc));
  tf.unregisterKernel(name, 'webgpu');
  tf.registerKernel({ ...config, kernelFunc: (call) => kernel(call as unknown as KernelCall) });
}

/** The input of that name, which the kernel's definition promises. */
export function input(call: KernelCall, name: string): tf.TensorInfo {
  return call.inputs[name] as tf.TensorInfo;
}
