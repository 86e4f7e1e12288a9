// The webgpu backend of TensorFlow.js in Node: a graphics card, with corrections where its kernels are wrong or slow.
import * as tf from '@tensorflow/tfjs-core';
import { loadGradients } from '../gradients.ts';
import { openGraphicsCard, type GraphicsCard } from './adapter.ts';
import { correctAddN } from './addN.ts';
import { speedUpColumnSums } from './columnSum.ts';
import { speedUpFilterGradients } from './filterGradient.ts';
import { watchForErrors } from './gpuErrors.ts';
import { correctMatMul } from './matMul.ts';
import { speedUpPointwiseGradients } from './pointwiseGradient.ts';

const offerGpu = (gpu: GPU | undefined): void => {
  // Node's navigator is an object behind a getter that may be given properties.
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true, writable: true });
};

async function registerWebgpu({ gpu, adapter, device }: GraphicsCard): Promise<void> {
  // Loaded before navigator.gpu exists, the package does not register its own factory, which asks for lower limits.
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  offerGpu(gpu);
  const backend = new WebGPUBackend(device, adapter.info);
  tf.registerBackend('webgpu', () => backend);
  correctMatMul();
  correctAddN();
  speedUpColumnSums();
  speedUpPointwiseGradients();
  speedUpFilterGradients();
}

/**
 * Makes a graphics card the current backend, gradients included. Its errors come out at `assertNoGpuErrors`;
 * values can be read by `data()` alone, not by `dataSync()`.
 * @throws AppError backend/unavailable
 */
export async function startWebgpu(): Promise<void> {
  if (!tf.engine().registryFactory['webgpu']) {
    const card = await openGraphicsCard();
    watchForErrors(card.device);
    await registerWebgpu(card);
    await loadGradients();
  }
  await tf.setBackend('webgpu');
}
