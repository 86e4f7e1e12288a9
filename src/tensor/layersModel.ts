// Reads the weights of a TF.js LayersModel folder (model.json and its shards), also uint8-quantised ones.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { NamedArray } from './weights.ts';

const manifestSchema = z.object({
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.number()),
          quantization: z
            .object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() })
            .optional(),
        }),
      ),
    }),
  ),
});

async function readPart(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new AppError('data/missing', `No weights in ${folder}: ${name} is missing.`, { cause });
  }
}

function parseManifest(folder: string, bytes: Buffer): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new AppError('data/damaged', `${folder}: model.json is damaged. Get it again.`, { cause });
  }
}

/**
 * All weights of the folder by name, dequantised to floats (value = byte * scale + min).
 * @throws AppError data/missing, data/damaged
 */
export async function readLayersModel(folder: string): Promise<Map<string, NamedArray>> {
  const { weightsManifest } = parseManifest(folder, await readPart(folder, 'model.json'));
  const result = new Map<string, NamedArray>();
  for (const group of weightsManifest) {
    const bytes = Buffer.concat(await Promise.all(group.paths.map((shard) => readPart(folder, shard))));
    let offset = 0;
    for (const { name, shape, quantization } of group.weights) {
      const size = shape.reduce((a, b) => a * b, 1);
      const length = quantization ? size : size * 4;
      const part = new Uint8Array(bytes.subarray(offset, offset + length));
      if (part.length !== length)
        throw new AppError('data/damaged', `${folder}: ${name} is cut off. Get it again.`);
      offset += length;
      const data = quantization
        ? Float32Array.from(part, (byte) => byte * quantization.scale + quantization.min)
        : new Float32Array(part.buffer);
      result.set(name, { shape, data });
    }
  }
  return result;
}
