import { expect, test } from 'vitest';
import { encoderParts, encoderPartOf, encoderShapes } from '../../src/model/mobileNetV2.ts';
import { captionerShapes } from '../../src/model/weightShapes.ts';
import { readLayersModel } from '../../src/tensor/layersModel.ts';
import { needsShared, sharedPath } from '../needs.ts';
import { randomDecoder, randomHeads, tinyConfig } from './randomModel.ts';

test('the table agrees with what the parts initialise', () => {
  const shapes = new Map(captionerShapes(tinyConfig));
  for (const name of encoderShapes().keys()) shapes.delete(name);
  const arrays = [...randomDecoder(tinyConfig, 1), ...randomHeads(tinyConfig, 1)];
  const made = new Map(arrays.map(([name, { shape }]) => [name, shape]));
  expect(shapes).toEqual(made);
});

test('every weight of the encoder belongs to one of its parts', () => {
  const parts = new Set([...encoderShapes().keys()].map(encoderPartOf));
  expect([...parts]).toEqual(encoderParts);
});

const pretrained = needsShared('data/weights/mobilenet-v2-imagenet');
test.skipIf(pretrained.missing)(
  pretrained.named('the encoder has the shapes of the pretrained weights'),
  async () => {
    const arrays = await readLayersModel(sharedPath('data/weights/mobilenet-v2-imagenet'));
    const found = [...arrays]
      .filter(([name]) => !name.startsWith('Logits'))
      .map(([name, { shape }]) => [name, shape]);
    expect(new Map(encoderShapes())).toEqual(new Map(found as [string, number[]][]));
  },
);
