// A graphics card in Node, through Dawn, Chrome's implementation of WebGPU (package webgpu).
import type * as Dawn from 'webgpu';
import { AppError } from '../../errors.ts';

/** The package is large and only for training, so that it may be missing. */
async function loadDawn(): Promise<typeof Dawn> {
  try {
    return await import('webgpu');
  } catch (cause) {
    throw new AppError(
      'backend/unavailable',
      'WebGPU is not installed here; run npm install webgpu, or use --backend native.',
      { cause },
    );
  }
}

/** Limits that the kernels of TensorFlow.js can use; a device has the lowest ones unless more is asked for. */
const wantedLimits = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

export interface GraphicsCard {
  readonly gpu: GPU;
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
}

/**
 * Opens the fastest graphics card, with all that it can do. Puts the constants of WebGPU (GPUBufferUsage and others)
 * on the globals, where TensorFlow.js looks for them.
 * @throws AppError backend/unavailable
 */
export async function openGraphicsCard(): Promise<GraphicsCard> {
  const { create, globals } = await loadDawn();
  Object.assign(globalThis, globals);
  const gpu = create(process.platform === 'linux' ? ['backend=vulkan'] : []);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    throw new AppError(
      'backend/unavailable',
      'No graphics card was found (on Linux a Vulkan loader and driver are needed); use --backend native or wasm.',
    );
  }
  const requiredLimits = Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]]));
  return { gpu, adapter, device: await adapter.requestDevice({ requiredLimits }) };
}
