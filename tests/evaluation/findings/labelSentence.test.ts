import { describe, expect, test } from 'vitest';
import { labelSentence, mentionsIn } from '../../../src/evaluation/findings/labelSentence.ts';

/** "Cardiomegaly+ Edema- Pneumonia?", in alphabetical order. */
const labels = (sentence: string): string =>
  Array.from(
    labelSentence(sentence),
    ([finding, assertion]) => `${finding}${{ positive: '+', negative: '-', uncertain: '?' }[assertion]}`,
  )
    .sort()
    .join(' ');

describe('affirmed', () => {
  test.each([
    ['There is a small left pleural effusion.', 'Pleural Effusion+'],
    ['Stable cardiomegaly with pulmonary edema.', 'Cardiomegaly+ Edema+'],
    ['The heart is mildly enlarged.', 'Cardiomegaly+'],
    ['Enlarged cardiac silhouette, normal mediastinum.', 'Cardiomegaly+ Enlarged Cardiomediastinum-'],
    ['There is widening of the mediastinum.', 'Enlarged Cardiomediastinum+'],
    ['Right lower lobe air space disease.', 'Lung Opacity+'],
    ['Streaky opacities consistent with atelectasis.', 'Atelectasis+ Lung Opacity+'],
    ['A 2 cm nodule in the left apex.', 'Lung Lesion+'],
    ['No change in the right pleural effusion.', 'Pleural Effusion+'],
    ['Acute fracture of the sixth rib.', 'Fracture+'],
    ['Biapical pleural thickening.', 'Pleural Other+'],
    ['PICC line with its tip in the SVC.', 'Support Devices+'],
  ])('%s', (sentence, expected) => expect(labels(sentence)).toBe(expected));
});

describe('denied', () => {
  test.each([
    [
      'No focal consolidation, pneumothorax or large pleural effusion.',
      'Consolidation- Pleural Effusion- Pneumothorax-',
    ],
    [
      'Negative for pneumothorax, pleural effusion, or focal airspace disease.',
      'Lung Opacity- Pleural Effusion- Pneumothorax-',
    ],
    ['The lungs are clear of consolidation.', 'Consolidation-'],
    [
      'The heart size and mediastinal contours are within normal limits.',
      'Cardiomegaly- Enlarged Cardiomediastinum-',
    ],
    ['Heart size is at the upper limits of normal.', 'Cardiomegaly-'],
    ['The heart is not enlarged.', 'Cardiomegaly-'],
    ['The previously seen effusion has resolved.', 'Pleural Effusion-'],
    ['A pneumothorax is not seen.', 'Pneumothorax-'],
    ['Interval removal of the chest tube.', 'Support Devices-'],
    ['No radiographic evidence of pneumonia.', 'Pneumonia-'],
  ])('%s', (sentence, expected) => expect(labels(sentence)).toBe(expected));
});

describe('doubted', () => {
  test.each([
    ['Opacities which may represent pneumonia.', 'Lung Opacity+ Pneumonia?'],
    ['Atelectasis versus infiltrate in the left base.', 'Atelectasis? Lung Opacity?'],
    ['A small effusion cannot be excluded.', 'Pleural Effusion?'],
    ['Cannot exclude early edema.', 'Edema?'],
    ['Possible right pneumothorax.', 'Pneumothorax?'],
    ['Findings are suspicious for malignancy.', 'Lung Lesion?'],
  ])('%s', (sentence, expected) => expect(labels(sentence)).toBe(expected));
});

describe('a denial ends where its clause ends', () => {
  test.each([
    ['Cardiomegaly without edema or effusion.', 'Cardiomegaly+ Edema- Pleural Effusion-'],
    ['No pneumothorax, small left effusion.', 'Pleural Effusion+ Pneumothorax-'],
    ['No pneumothorax but there is atelectasis.', 'Atelectasis+ Pneumothorax-'],
    ['There is no effusion and the heart is enlarged.', 'Cardiomegaly+ Pleural Effusion-'],
    ['No large effusion, focal opacity, or fracture.', 'Fracture- Lung Opacity- Pleural Effusion-'],
  ])('%s', (sentence, expected) => expect(labels(sentence)).toBe(expected));
});

test.each([
  'Old healed rib fractures.',
  'A fractured sternotomy wire.',
  'Calcified nodule in the right base.',
  'Evidence of prior granulomatous infection.',
  'A pericardial effusion.',
  'History of pneumonia.',
  'Soft tissue edema of the ankle.',
  'Borderline cardiomegaly.',
  'The lungs are clear.',
  'The aorta is tortuous.',
  '',
])('no finding is meant: %s', (sentence) => expect(labels(sentence)).toBe(''));

describe('sides', () => {
  const sides = (sentence: string): string[] =>
    mentionsIn(sentence).map(({ finding, side }) => `${finding} ${side ?? 'nowhere'}`);
  test.each([
    ['Left pleural effusion and right basilar atelectasis.', ['Atelectasis right', 'Pleural Effusion left']],
    ['Opacity in the lingula.', ['Lung Opacity left']],
    ['Bilateral effusions, right greater than left.', ['Pleural Effusion both']],
    ['Pneumothorax.', ['Pneumothorax nowhere']],
  ])('%s', (sentence, expected) => expect(sides(sentence)).toEqual(expected));
});
