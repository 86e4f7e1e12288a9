import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { countStops } from '../../../src/engine/reportEvaluation/stopAccuracy.ts';
import type { ReporterFolder } from '../../../src/engine/reporterFolder.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { plainSpeaker, randomGrids } from '../../drafting/madeUpSpeaker.ts';
import { expectNoLeak } from '../../model/noLeak.ts';
import { studyOf } from '../../training/reporter/studyOf.ts';

beforeAll(() => startBackend('cpu'));

const words = ['heart', 'lungs', 'clear', 'normal'];
/** Two places of findings and the end, one of an impression and the end; no impression; five sentences of four. */
const studies = [
  studyOf({ findings: 'Heart normal. Lungs clear.', impression: 'Normal heart.' }),
  studyOf({ findings: 'Lungs clear.' }),
  studyOf({ findings: 'Heart. Lungs. Clear. Normal. Heart normal.' }),
];

/** What a model decides whose p(stop) is the same everywhere. */
async function stopsAt(stop: number): Promise<{ right: number; places: number }> {
  const speaker = plainSpeaker(words, stop);
  const model: ReporterFolder = { ...speaker, counts: [], arrays: new Map(), model: 'made-up@0' };
  const grids = randomGrids(studies.length, 1);
  const found = await countStops(model, speaker.weights, grids, studies);
  tf.dispose([{ ...speaker.weights }, { ...grids }]);
  return found;
}

test('counts the places at which a section goes on or ends as people had it', async () => {
  // 3 and 2 places; 2; 4, as after the most sentences nothing is decided.
  const places = 3 + 2 + 2 + 4;
  expect(await stopsAt(0.1)).toEqual({ places, right: 2 + 1 + 1 + 4 });
  expect(await stopsAt(0.9)).toEqual({ places, right: 1 + 1 + 1 + 0 });
});

test('leaves no tensors', () => expectNoLeak(() => stopsAt(0.5)));
