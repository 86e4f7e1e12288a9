// The name and shape of every weight of a photo captioner, as its config has it: what a model folder is checked against.
import type { CaptionerConfig } from './config.ts';
import { attentionShapes, wordShapes } from './decoderShapes.ts';
import { encoderShapes, gridChannels } from './mobileNetV2.ts';

/** Shapes by name. A test holds this table against the init functions of the parts. */
export function captionerShapes(config: CaptionerConfig): ReadonlyMap<string, readonly number[]> {
  const {
    vocabularySize: words,
    hiddenSize: hidden,
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
    ...attentionShapes(config),
    ...wordShapes(config),
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
