// Checks a tensor's shape where data enters a part of a model.
import { assert } from '../errors.ts';

/** `undefined` matches any size. Breaking it is a bug. */
export function assertShape(
  tensor: { readonly shape: readonly number[] },
  expected: readonly (number | undefined)[],
  name: string,
): void {
  const fits =
    tensor.shape.length === expected.length &&
    expected.every((size, axis) => size === undefined || size === tensor.shape[axis]);
  assert(
    fits,
    `${name} has shape [${tensor.shape.join(', ')}], expected [${expected.map((s) => s ?? '?').join(', ')}]`,
  );
}
