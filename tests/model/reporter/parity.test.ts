// The backends agree to 1e-4 on one sentence step of a reporter, and on the tags and words beside it.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { startSections, stepSentence } from '../../../src/model/reporter/sentenceLstm.ts';
import { poolViews } from '../../../src/model/reporter/studyFeatures.ts';
import { rememberStudies, studyTagLogits, toAssertions } from '../../../src/model/reporter/studyTags.ts';
import { topicDecoder } from '../../../src/model/reporter/topicWords.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend, type BackendName } from '../../../src/tensor/backend.ts';
import { toTensors } from '../../../src/tensor/weights.ts';
import { startId } from '../../../src/text/vocabulary.ts';
import { needsNative, type Need } from '../../needs.ts';
import { randomReporterDecoder, randomStudy, tinySizes, toGrids } from './tinyDecoder.ts';

// As wide as a real one where that costs nothing.
const sizes = { ...tinySizes, hiddenSize: 64, attentionSize: 32, tagHiddenSize: 48 };
const arrays = randomReporterDecoder(sizes, 71);
const random = createRandom(72);
const next = (): number => random.next();
const studies = [randomStudy([true, true], next), randomStudy([false, true], next)];

async function compute(backend: BackendName): Promise<ReadonlyMap<string, Float32Array>> {
  await startBackend(backend);
  const weights = toTensors(arrays);
  const found = tf.tidy(() => {
    const grids = toGrids(studies);
    const memory = rememberStudies(weights, grids, toAssertions([[0, 2], []], sizes));
    const before = tf.fill<tf.Rank.R3>([2, 2, sizes.hiddenSize], 0.1);
    const { h, c, topic, context, stop, visualMap, semanticMap } = stepSentence(
      weights,
      memory,
      startSections(weights, memory),
      before,
    );
    const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [4, sizes.hiddenSize]);
    const decoder = topicDecoder(weights, flat(topic), flat(context));
    const ids = Array.from({ length: 4 }, () => startId);
    const words = decoder.step(decoder.start(1), ids).logits;
    const tags = studyTagLogits(weights, poolViews(grids));
    return { h, c, topic, context, stop, visualMap, semanticMap, words, tags };
  });
  const values = Object.entries(found).map(
    ([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()] as const,
  );
  tf.dispose([{ ...weights }, found]);
  return new Map(values);
}

const reference = await compute('cpu');

const always: Need = { missing: false, named: (name) => name };
describe.each([
  ['wasm', always],
  ['native', needsNative],
] as const)('%s against cpu', (backend, need) => {
  test.skipIf(need.missing)(
    need.named('one sentence step, its words and the tags agree to 1e-4'),
    async () => {
      const found = await compute(backend);
      expect([...found.keys()]).toEqual([...reference.keys()]);
      for (const [name, values] of reference) {
        const other = found.get(name) ?? [];
        expect(other).toHaveLength(values.length);
        const worst = values.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (other[i] ?? NaN))),
          0,
        );
        expect(worst, name).toBeLessThan(1e-4);
      }
    },
  );
});
