import { expect, test } from 'vitest';
import { splitSentences } from '../../src/text/sentences.ts';

test.each([
  ['The lungs are clear. No effusion.', ['The lungs are clear.', 'No effusion.']],
  ['A 5.2 cm mass. A 3.0 x 1.2 cm nodule.', ['A 5.2 cm mass.', 'A 3.0 x 1.2 cm nodule.']],
  ['Opacity measuring 2 cm. No change.', ['Opacity measuring 2 cm.', 'No change.']],
  ['Wedge fracture of T8. Clear lungs.', ['Wedge fracture of T8.', 'Clear lungs.']],
  ['Scarring vs. atelectasis. Seen at 9 a.m. today.', ['Scarring vs. atelectasis.', 'Seen at 9 a.m. today.']],
  ['1. Cardiomegaly. 2. 3 mm nodule.', ['Cardiomegaly.', '3 mm nodule.']],
  ['1. Cardiomegaly 2. No edema 3.Low volumes', ['Cardiomegaly', 'No edema', 'Low volumes']],
  ['A fracture of right rib 4. No effusion.', ['A fracture of right rib 4.', 'No effusion.']],
  ['Lungs are clear.There is no effusion..', ['Lungs are clear.', 'There is no effusion..']],
  ['Normal chest No evidence of edema', ['Normal chest', 'No evidence of edema']],
  ['No effusion or The heart is normal.', ['No effusion or The heart is normal.']],
  ['Question edema? Stable.', ['Question edema?', 'Stable.']],
  ['[&lt;Heart normal.&gt;] Nodules<BR>seen. .', ['Heart normal.', 'Nodules seen.']],
  ['', []],
])('%s', (text, sentences) => expect(splitSentences(text)).toEqual(sentences));
