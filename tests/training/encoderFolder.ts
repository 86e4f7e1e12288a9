// A MobileNetV2 of random weights as the LayersModel folder that a run starts from.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encoderOf } from '../../src/training/firstWeights.ts';
import { randomModel } from '../model/randomModel.ts';

/** Writes model.json and one shard; `keep` may leave weights out. */
export async function writeEncoderFolder(
  folder: string,
  keep: (name: string) => boolean = () => true,
): Promise<void> {
  const kept = [...encoderOf(randomModel().arrays)].filter(([name]) => keep(name));
  const weights = kept.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const bytes = kept.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'shard.bin'), Buffer.concat(bytes));
  const weightsManifest = [{ paths: ['shard.bin'], weights }];
  await writeFile(join(folder, 'model.json'), JSON.stringify({ weightsManifest }));
}
