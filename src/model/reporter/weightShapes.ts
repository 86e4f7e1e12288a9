// The name and shape of every weight of a reporter, as its config has it: what a model folder is checked against.
import { encoderShapes, gridChannels } from '../mobileNetV2.ts';
import { gateKinds, sections, type ReporterConfig } from './config.ts';

/** Shapes by name. A test holds this table against the init functions of the parts. */
export function reporterShapes(config: ReporterConfig): ReadonlyMap<string, readonly number[]> {
  const {
    vocabularySize: words,
    hiddenSize: hidden,
    attentionSize: attention,
    tagHiddenSize,
    tagCount: tags,
  } = config;
  return new Map<string, readonly number[]>([
    ...encoderShapes(),
    ['gate/kernel', [gridChannels, gateKinds.length]],
    ['gate/bias', [gateKinds.length]],
    ['views/embedding', [2, hidden]],
    ['tags/hidden/kernel', [2 * gridChannels, tagHiddenSize]],
    ['tags/hidden/bias', [tagHiddenSize]],
    ['tags/output/kernel', [tagHiddenSize, tags]],
    ['tags/output/bias', [tags]],
    ['tags/embedding', [tags + 1, hidden]],
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
    ['sentences/start/kernel', [2 * hidden, 2 * hidden]],
    ['sentences/start/sections', [sections.length, 2 * hidden]],
    ['sentences/lstm/kernel', [3 * hidden, 4 * hidden]],
    ['sentences/lstm/bias', [4 * hidden]],
    ['sentences/W_th', [hidden, hidden]],
    ['sentences/W_tctx', [hidden, hidden]],
    ['sentences/b_t', [hidden]],
    ['sentences/W_stop_before', [hidden, hidden]],
    ['sentences/W_stop_now', [hidden, hidden]],
    ['sentences/W_stop', [hidden, 1]],
    ['sentences/b_stop', [1]],
    ['words/embedding', [words, hidden]],
    ['words/start/kernel', [2 * hidden, 2 * hidden]],
    ['words/start/bias', [2 * hidden]],
    ['words/lstm/wordKernel', [hidden, 4 * hidden]],
    ['words/lstm/stateKernel', [2 * hidden, 4 * hidden]],
    ['words/lstm/bias', [4 * hidden]],
    ['words/output/kernel', [3 * hidden, hidden]],
    ['words/output/bias', [hidden]],
    ['words/output/vocabularyBias', [words]],
  ]);
}
