// Whether the stop control ends a section where people ended it, along what they wrote.
import * as tf from '@tensorflow/tfjs-core';
import type { Study } from '../../data/openI.ts';
import { planOf } from '../../drafting/plan.ts';
import { noDropout } from '../../model/dropout.ts';
import { meanWords } from '../../model/reporter/meanWords.ts';
import { unrollSentences } from '../../model/reporter/sentenceLstm.ts';
import type { StudyGrids } from '../../model/reporter/studyFeatures.ts';
import { rememberStudies, toAssertions } from '../../model/reporter/studyTags.ts';
import type { Weights } from '../../tensor/weights.ts';
import { sentenceIds, tagsSaid } from '../../training/reporter/studyCorpus.ts';
import type { ReporterFolder } from '../reporterFolder.ts';

/** The tags that the report names, as a plan asserts them. */
function trueTags(model: ReporterFolder, study: Study): readonly number[] {
  const truth = tagsSaid(model, study);
  const there = [...truth.keys()].filter((tag) => truth[tag] === 1);
  return planOf(model.tags, there).tags;
}

/**
 * Stop decisions along the references' own sentences, with the tags asserted that they name: right where the section
 * goes on and is let go on, and where it ends and is ended. A section that the reference lacks has no places, nor has
 * what lies behind the most sentences that a section may have.
 */
export async function countStops(
  model: ReporterFolder,
  weights: Weights,
  grids: StudyGrids,
  studies: readonly Study[],
): Promise<{ readonly right: number; readonly places: number }> {
  const { config, vocabulary } = model;
  const tags = studies.map((study) => trueTags(model, study));
  const rows = studies.flatMap((study) => sentenceIds(vocabulary, study, config));
  const steps = Math.max(0, ...rows.map((sentences) => sentences.length)) + 1;
  const stops = tf.tidy(() => {
    const memory = rememberStudies(weights, grids, toAssertions(tags, config));
    const befores = Array.from({ length: steps }, (_, step) =>
      meanWords(
        weights,
        rows.map((sentences) => sentences[step - 1] ?? []),
      ),
    );
    const said = unrollSentences(weights, memory, befores, noDropout);
    return tf.sigmoid(
      tf.stack(
        said.map(({ stop }) => stop),
        2,
      ),
    ); // [n, sections, steps]
  });
  const values = await stops.data<'float32'>();
  stops.dispose();
  let [right, places] = [0, 0];
  for (const [row, { length }] of rows.entries()) {
    if (length === 0) continue;
    for (let step = 0; step <= Math.min(length, config.maxSentences - 1); step++) {
      places++;
      const ends = (values[row * steps + step] ?? 0) >= config.decoding.stopAt;
      if (ends === (step === length)) right++;
    }
  }
  return { right, places };
}
