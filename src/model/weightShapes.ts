// The name and shape of every weight of a photo captioner, as its config has it: what a model folder is checked against.
import type { CaptionerConfig } from './config.ts';
import { encoderShapes, gridChannels } from './mobileNetV2.ts';

/** Shapes by name. A test holds this table against the init functions of the parts. */
export function captionerShapes(config: CaptionerConfig): ReadonlyMap<string, readonly number[]> {
  const {
    vocabularySize: words,
    hiddenSize: hidden,
    attentionSize: attention,
    tagHiddenSize,
    tagCount: tags,
    relevanceHiddenSize,
    jointHiddenSize,
    jointSize,
    jointPhotos,
  } = config;
  return new Map<string, readonly number[]>([
    ...encoderShapes(),
    ['tags/hidden/kernel', [gridChannels, tagHiddenSize]],
    ['tags/hidden/bias', [tagHiddenSize]],
    ['tags/output/kernel', [tagHiddenSize, tags]],
    ['tags/output/bias', [tags]],
    ['tags/embedding', [tags, hidden]],
    ['attention/visual/kernel', [gridChannels, hidden]],
    ['attention/visual/bias', [hidden]],
    ['attention/W_v', [hidden, attention]],
    ['attention/W_a', [hidden, attention]],
    ['attention/W_vh', [hidden, attention]],
    ['attention/W_ah', [hidden, attention]],
    ['attention/W_vatt', [attention, 1]],
    ['attention/W_aatt', [attention, 1]],
    ['attention/W_fc', [2 * hidden, hidden]],
    ['attention/b_fc', [hidden]],
    ['words/embedding', [words, hidden]],
    ['words/start/kernel', [2 * hidden, 2 * hidden]],
    ['words/start/bias', [2 * hidden]],
    ['words/lstm/wordKernel', [hidden, 4 * hidden]],
    ['words/lstm/stateKernel', [2 * hidden, 4 * hidden]],
    ['words/lstm/bias', [4 * hidden]],
    ['words/output/kernel', [3 * hidden, hidden]],
    ['words/output/bias', [hidden]],
    ['words/output/vocabularyBias', [words]],
    ['relevance/hidden/kernel', [gridChannels, relevanceHiddenSize]],
    ['relevance/hidden/bias', [relevanceHiddenSize]],
    ['relevance/output/kernel', [relevanceHiddenSize, words]],
    ['relevance/output/bias', [words]],
    ['relevance/logShares', [words]],
    ['joint/photo/hidden/kernel', [gridChannels, jointHiddenSize]],
    ['joint/photo/hidden/bias', [jointHiddenSize]],
    ['joint/photo/output/kernel', [jointHiddenSize, jointSize]],
    ['joint/sentence/embedding', [words, jointSize]],
    ['joint/sentence/kernel', [jointSize, jointSize]],
    ['joint/sentence/bias', [jointSize]],
    ['joint/logScale', [1]],
    ['joint/photos', [jointPhotos, jointSize]],
  ]);
}
