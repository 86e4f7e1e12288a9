// What the shipped model says of the three golden photographs.
import { join } from 'node:path';
import { openCaptioner } from '../../src/engine/openCaptioner.ts';
import { decodeImage } from '../../src/image/decode.ts';
import { defaultCaptionOptions } from '../../src/model/caption.ts';
import type { BackendName } from '../../src/tensor/backend.ts';

const photos = ['astronaut.jpg', 'chelsea.jpg', 'coffee.jpg'] as const;

export interface GoldenPhoto {
  readonly file: string;
  /** Best first. */
  readonly captions: readonly string[];
  /** That the first is good. */
  readonly probability: number;
  /** The five most probable. */
  readonly tags: readonly string[];
}

export interface Golden {
  readonly model: string;
  readonly photos: readonly GoldenPhoto[];
}

const rounded = (value: number): number => Number(value.toFixed(3));

export async function sayGolden(backend: BackendName): Promise<Golden> {
  const captioner = await openCaptioner(join(import.meta.dirname, '../../models/photo-captioner'), backend);
  const side = captioner.inputSize;
  const said: GoldenPhoto[] = [];
  for (const file of photos) {
    const path = join(import.meta.dirname, '../fixtures/images/golden', file);
    const image = await decodeImage({ path }, { width: side, height: side });
    const { results } = await captioner.caption([image], defaultCaptionOptions);
    for (const { captions, probability, tags } of results) {
      said.push({
        file,
        captions: captions.map((caption) => caption.text),
        probability: rounded(probability),
        tags: tags.slice(0, 5).map(({ tag }) => tag),
      });
    }
  }
  captioner.dispose();
  return { model: captioner.model, photos: said };
}
