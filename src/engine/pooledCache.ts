// Pooled features of many pictures by one encoder, kept on disk as halves: the same evaluation need not make them twice.
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files/writeWhole.ts';
import { encoderShapes } from '../model/mobileNetV2.ts';
import { decodeHalf, encodeHalf } from '../tensor/halfFloat.ts';
import type { NamedArray } from '../tensor/safetensors.ts';

export interface PooledKey {
  /** The weights' arrays: another encoder, another file. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  /** Whatever else the features depend on. */
  readonly of: unknown;
  readonly cacheFolder: string;
}

/**
 * @param length how many numbers there are
 * @param make makes them where the cache has none
 * @throws AppError file/unwritable
 */
export async function keepPooled(
  { arrays, of, cacheFolder }: PooledKey,
  length: number,
  make: () => Promise<Float32Array>,
): Promise<Float32Array> {
  const hash = createHash('sha256').update(JSON.stringify(of));
  for (const name of encoderShapes().keys()) hash.update(arrays.get(name)?.data ?? '');
  const path = join(cacheFolder, `pooled-${hash.digest('hex').slice(0, 16)}.bin`);
  const cached = await readFile(path).catch(() => undefined);
  if (cached?.length === length * 2) return decodeHalf(new Uint16Array(new Uint8Array(cached).buffer));
  const all = await make();
  await mkdir(cacheFolder, { recursive: true });
  await writeWhole(path, new Uint8Array(encodeHalf(all).buffer), { overwrite: true });
  return all;
}
