// What went wrong on the graphics card. WebGPU reports errors by events after the call that caused them has returned,
// and computes on with zeros: so they are collected here, and long work asks now and then.
import { AppError } from '../../errors.ts';

const validationErrors: string[] = [];
let outOfMemory: string | undefined;
let lost: string | undefined;

/** Collects the device's errors from now on. */
export function watchForErrors(device: GPUDevice): void {
  device.addEventListener('uncapturederror', ({ error }) => {
    if (error.constructor.name === 'GPUOutOfMemoryError') outOfMemory ??= error.message;
    else if (validationErrors.length < 5) validationErrors.push(error.message);
  });
  void device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') lost = message;
  });
}

/**
 * Stops work whose numbers can no longer be trusted; does nothing on other backends.
 * @throws AppError backend/unavailable when the card is gone or full; Error (a bug) when we asked for what it cannot do
 */
export function assertNoGpuErrors(): void {
  if (lost !== undefined) {
    throw new AppError(
      'backend/unavailable',
      `The graphics card stopped (${lost}). Start again: a training run goes on where it was.`,
    );
  }
  if (outOfMemory !== undefined) {
    throw new AppError(
      'backend/unavailable',
      `The graphics card has too little memory (${outOfMemory}). Lower the batch size.`,
    );
  }
  if (validationErrors.length > 0)
    throw new Error(`Bug: the graphics card refused a command: ${validationErrors.join('\n')}`);
}
