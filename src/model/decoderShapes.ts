// Shapes of the weights that every decoder has, whatever it decodes: co-attention and the word LSTM.
import { gridChannels } from './mobileNetV2.ts';

interface DecoderSizes {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly attentionSize: number;
}

type Shapes = readonly (readonly [name: string, shape: readonly number[]])[];

/** See coAttention.ts. */
export const attentionShapes = ({ hiddenSize: hidden, attentionSize: attention }: DecoderSizes): Shapes => [
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
];

/** See wordLstm.ts. */
export const wordShapes = ({ vocabularySize: words, hiddenSize: hidden }: DecoderSizes): Shapes => [
  ['words/embedding', [words, hidden]],
  ['words/start/kernel', [2 * hidden, 2 * hidden]],
  ['words/start/bias', [2 * hidden]],
  ['words/lstm/wordKernel', [hidden, 4 * hidden]],
  ['words/lstm/stateKernel', [2 * hidden, 4 * hidden]],
  ['words/lstm/bias', [4 * hidden]],
  ['words/output/kernel', [3 * hidden, hidden]],
  ['words/output/bias', [hidden]],
  ['words/output/vocabularyBias', [words]],
];
