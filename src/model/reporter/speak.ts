// Sentences of studies, one after the other: what the sentence LSTM wants to say next, the sentences that may say it,
// and the choice among them, which is the caller's.
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../../tensor/weights.ts';
import { beamSearch, type FoundSentence, type Guidance } from '../beamSearch.ts';
import type { Memory } from '../coAttention.ts';
import type { LstmState } from '../wordLstm.ts';
import { sections, type ReporterConfig } from './config.ts';
import { meanWords } from './meanWords.ts';
import { startSections, stepSentence } from './sentenceLstm.ts';
import { topicDecoder } from './topicWords.ts';

/** What may be said at one place of a report. */
export interface Offer {
  /** Index of the study, and of the section among `sections`. */
  readonly study: number;
  readonly section: number;
  /** From 0. */
  readonly place: number;
  /** p(stop_s): that the section is done. */
  readonly stop: number;
  /** Where the model looked, over the patches of both views, and on which rows of the assertions it leaned. */
  readonly visualMap: Float32Array;
  readonly semanticMap: Float32Array;
  /** The most probable first. */
  readonly candidates: readonly FoundSentence[];
}

/** The candidate that is said, 'skip' to say nothing at this place, 'stop' to end the section. */
export type Choice = FoundSentence | 'skip' | 'stop';

export interface SpeakOptions {
  /** Sections to speak, by index; the others stay silent. */
  readonly sections: readonly number[];
  /** Word ids that are never said. */
  readonly forbidden: readonly number[];
  readonly choose: (offer: Offer) => Choice;
  /** What draws the searches, its gains by study: [studies][vocabulary]; undefined for the words' probabilities alone. */
  readonly guidance?: Guidance | undefined;
}

async function rowsOf(matrix: tf.Tensor, width: number): Promise<Float32Array[]> {
  const values = await matrix.data<'float32'>();
  return Array.from({ length: values.length / width }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
}

/**
 * Speaks the sections of n studies, place by place.
 * @param memory of n studies
 */
export async function speak(
  weights: Weights,
  config: Pick<ReporterConfig, 'maxWords' | 'maxSentences' | 'decoding'>,
  memory: Memory,
  options: SpeakOptions,
): Promise<void> {
  const n = memory.visual.shape[0];
  const all = Array.from({ length: n * sections.length }, (_, row) => row);
  let open = all.filter((row) => options.sections.includes(row % sections.length));
  const last: (readonly number[])[] = all.map(() => []);
  let state: LstmState = tf.tidy(() => startSections(weights, memory));
  for (let place = 0; place < config.maxSentences && open.length > 0; place++) {
    const before = meanWords(weights, last);
    const step = tf.tidy(() => stepSentence(weights, memory, state, before));
    tf.dispose([state.h, state.c, before]);
    state = { h: step.h, c: step.c };
    const found = await offers(weights, config, step, open, options);
    const still: number[] = [];
    for (const [i, row] of open.entries()) {
      const study = Math.floor(row / sections.length);
      const offer = {
        ...(found[i] as Omit<Offer, 'study' | 'section' | 'place'>),
        study,
        section: row % sections.length,
        place,
      };
      const choice = options.choose(offer);
      if (choice === 'stop') continue;
      still.push(row);
      if (choice !== 'skip') last[row] = choice.words.map((word) => word.id);
    }
    open = still;
    tf.dispose([step.topic, step.context, step.stop, step.visualMap, step.semanticMap]);
  }
  tf.dispose([state.h, state.c]);
}

/** What may be said in the rows that are still open. */
async function offers(
  weights: Weights,
  { maxWords, decoding }: Pick<ReporterConfig, 'maxWords' | 'decoding'>,
  step: ReturnType<typeof stepSentence>,
  open: readonly number[],
  { forbidden, guidance }: Pick<SpeakOptions, 'forbidden' | 'guidance'>,
): Promise<Omit<Offer, 'study' | 'section' | 'place'>[]> {
  const [n, states] = step.topic.shape;
  const hidden = step.topic.shape[2];
  const picked = tf.tidy(() => {
    const rows = tf.tensor1d([...open], 'int32');
    const pick = (x: tf.Tensor, width: number): tf.Tensor2D =>
      tf.gather(tf.reshape<tf.Rank.R2>(x, [n * states, width]), rows);
    return {
      topics: pick(step.topic, hidden),
      contexts: pick(step.context, hidden),
      stops: tf.sigmoid(pick(step.stop, 1)),
      visual: pick(step.visualMap, step.visualMap.shape[2]),
      semantic: pick(step.semanticMap, step.semanticMap.shape[2]),
    };
  });
  const decoder = topicDecoder(weights, picked.topics, picked.contexts);
  const gains = open.map((row) => guidance?.gains[Math.floor(row / sections.length)] ?? new Float32Array());
  const { beam, lengthPower } = decoding;
  const sentences = await beamSearch(decoder, {
    ...{ beam, maxWords, lengthPower, forbidden },
    guidance: guidance && { gains, strengths: guidance.strengths },
  });
  const [stops, visual, semantic] = await Promise.all([
    rowsOf(picked.stops, 1),
    rowsOf(picked.visual, picked.visual.shape[1]),
    rowsOf(picked.semantic, picked.semantic.shape[1]),
  ]);
  tf.dispose(Object.values(picked));
  return open.map((_, i) => ({
    stop: stops[i]?.[0] ?? 1,
    visualMap: visual[i] ?? new Float32Array(),
    semanticMap: semantic[i] ?? new Float32Array(),
    candidates: sentences[i] ?? [],
  }));
}
