import { expect, test } from 'vitest';
import { encoderShapes } from '../../../src/model/mobileNetV2.ts';
import { reporterShapes } from '../../../src/model/reporter/weightShapes.ts';
import { createRandom } from '../../../src/random.ts';
import { emptyGate } from '../../../src/training/reporter/gate.ts';
import { tinyReporterConfig } from '../randomReporter.ts';
import { initDecoder } from './tinyDecoder.ts';

test('the table agrees with what the parts initialise', () => {
  const shapes = new Map(reporterShapes(tinyReporterConfig));
  for (const name of encoderShapes().keys()) {
    expect(shapes.get(name)).toEqual(encoderShapes().get(name));
    shapes.delete(name);
  }
  const random = createRandom(1);
  const arrays = [...initDecoder(tinyReporterConfig, () => random.next()), ...emptyGate()];
  expect(shapes).toEqual(new Map(arrays.map(([name, { shape }]) => [name, shape])));
});
