// Gradients for every backend. TensorFlow.js registers them only in its union package (which comes with native
// TensorFlow) and in its ES modules, whose imports have no file endings, so that Node does not find them by itself.
import { registerHooks } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';

const coreModule = /\/@tensorflow\/tfjs-core\/dist\/.*\.js$/;

/**
 * Registers TensorFlow.js's own gradients, once. Needed before tf.grads and its kin on cpu, wasm and webgpu; native
 * TensorFlow brings them. The registry is global, so it does not matter that Node loads the core's modules a second time.
 */
export async function loadGradients(): Promise<void> {
  if (hasGradients()) return;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const inside = coreModule.test(context.parentURL ?? '') && specifier.startsWith('.');
      return next(inside && !specifier.endsWith('.js') ? `${specifier}.js` : specifier, context);
    },
    load: (url, context, next) =>
      next(url, coreModule.test(url) ? { ...context, format: 'module' } : context),
  });
  try {
    await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  } finally {
    hooks.deregister();
  }
  assert(hasGradients(), 'the gradients of TensorFlow.js did not register');
}

/** The types say that a gradient is always there. */
const hasGradients = (): boolean => (tf.getGradient(tf.Add) as tf.GradConfig | undefined) !== undefined;
