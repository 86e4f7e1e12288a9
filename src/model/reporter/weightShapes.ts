// The name and shape of every weight of a reporter, as its config has it: what a model folder is checked against.
import { attentionShapes, wordShapes } from '../decoderShapes.ts';
import { encoderShapes, gridChannels } from '../mobileNetV2.ts';
import { gateKinds, sections, type ReporterConfig } from './config.ts';

/** Shapes by name. A test holds this table against the init functions of the parts. */
export function reporterShapes(config: ReporterConfig): ReadonlyMap<string, readonly number[]> {
  const { hiddenSize: hidden, tagHiddenSize, tagCount: tags } = config;
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
    ...attentionShapes(config),
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
    ...wordShapes(config),
  ]);
}
