import { expect, test } from 'vitest';
import { withoutMarks } from '../../src/text/deidentified.ts';

test.each([
  ['There are XXXX opacities in the left base.', 'There are opacities in the left base.'],
  ['There is a XXXX opacity.', 'There is an opacity.'],
  ['There is an XXXX nodule.', 'There is a nodule.'],
  ['Mild, XXXX opacity at the apex.', 'Mild opacity at the apex.'],
  ['Streaky opacities, XXXX atelectasis.', 'Streaky opacities, atelectasis.'],
  ['XXXX XXXX bilateral pleural effusions.', 'bilateral pleural effusions.'],
  ['No XXXX infiltrates.', 'No infiltrates.'],
  ['An opacity XXXX represents atelectasis.', 'An opacity represents atelectasis.'],
  ['Opacities, most XXXX due to edema.', 'Opacities, due to edema.'],
  [
    'Streaky basilar XXXX opacity, right greater than left, XXXX scarring.',
    'Streaky basilar opacity, right greater than left, scarring.',
  ],
  ['A nodule is unchanged from XXXX.', 'A nodule is unchanged .'],
  ['Nothing was taken out here.', 'Nothing was taken out here.'],
])('the mark goes: %s', (sentence, without) => expect(withoutMarks(sentence)).toBe(without));

test.each([
  'The XXXX are intact.',
  'Heart size and pulmonary XXXX are normal.',
  'Blunting of the costophrenic XXXX.',
  'Negative chest x-XXXX.',
  'There are XXXX lung volumes.',
  'XXXX unremarkable.',
  'XXXX change.',
  'No XXXX of pleural effusions.',
  'The heart and lungs have XXXX XXXX in the interval.',
  'Left costophrenic XXXX represents scarring.',
  'Unchanged from the XXXX.',
  'Dr. XXXX was notified at XXXX.',
  'XXXX',
])('the sentence goes: %s', (sentence) => expect(withoutMarks(sentence)).toBeUndefined());
