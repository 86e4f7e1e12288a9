import { describe, expect, test } from 'vitest';
import { readOpenI } from '../../../src/data/openI.ts';
import { findContradictions } from '../../../src/evaluation/contradictions/findContradictions.ts';
import { needsShared, sharedPath } from '../../needs.ts';
import { flaggedShare } from './humanReports.ts';

const rules = (...findings: string[]): string[] => findContradictions(findings).map(({ rule }) => rule);

describe('found', () => {
  test.each([
    [
      'affirmed and denied',
      'There is a small left pleural effusion.',
      'No pleural effusion or pneumothorax.',
    ],
    ['affirmed and denied', 'The heart size is normal.', 'Stable cardiomegaly.'],
    [
      'affirmed and denied',
      'The heart is mildly enlarged.',
      'The cardiomediastinal silhouette is within normal limits.',
    ],
    ['affirmed and denied', 'No focal consolidation.', 'Consolidation in the right lower lobe.'],
    ['affirmed and denied', 'No focal airspace disease.', 'Left basilar airspace disease.'],
    ['affirmed and denied', 'Possible right pneumothorax.', 'No pneumothorax.'],
    ['affirmed and denied', 'Bilateral pleural effusions.', 'No right pleural effusion.'],
    ['affirmed and denied', 'A large effusion is seen.', 'No large effusion.'],
    ['clear lungs', 'The lungs are clear.', 'Patchy opacity in the left base.'],
    ['clear lungs', 'Clear lungs bilaterally.', 'Bibasilar atelectasis.'],
    ['clear lungs', 'The left lung is clear.', 'Left upper lobe pneumonia.'],
    ['no acute abnormality', 'No acute cardiopulmonary abnormality.', 'Small left pleural effusion.'],
    ['no acute abnormality', 'Right lower lobe airspace opacity.', 'No evidence of active disease.'],
    ['normal chest', 'Normal chest.', 'Mild cardiomegaly.'],
    ['clear pleura', 'The pleural spaces are clear.', 'Left pleural effusion.'],
    ['normal vessels', 'Pulmonary vascularity is normal.', 'Pulmonary vascular congestion.'],
    ['intact bones', 'The osseous structures are intact.', 'Acute fracture of the left sixth rib.'],
    ['small and large', 'Small left pleural effusion.', 'Large left pleural effusion.'],
    ['lung volumes', 'Low lung volumes.', 'The lungs are hyperexpanded.'],
    ['said twice', 'No pneumothorax.', 'no pneumothorax'],
  ])('%s: %s / %s', (rule, one, other) => {
    expect(rules(one, other)).toContain(rule);
    expect(rules(other, one)).toContain(rule);
  });

  test('within one sentence', () => {
    expect(findContradictions(['Right pneumothorax without pneumothorax.'])).toMatchObject([
      { rule: 'affirmed and denied', places: [0, 0] },
    ]);
  });

  test('one side in the findings, the other in the impression', () => {
    const found = findContradictions(
      ['The heart is normal.', 'Left pleural effusion.'],
      ['Right pleural effusion.'],
    );
    expect(found).toEqual([
      {
        rule: 'left and right',
        places: [1, 2],
        reason: 'Pleural Effusion is left in the findings and right in the impression.',
      },
    ]);
  });

  test('the places are those of the two sentences, and each reason stands once', () => {
    expect(
      findContradictions(['Clear lungs.', 'No effusion.', 'Left effusion, small right effusion.']),
    ).toEqual([
      {
        rule: 'affirmed and denied',
        places: [1, 2],
        reason: 'Pleural Effusion is affirmed in one place and denied in the other.',
      },
    ]);
  });
});

describe('let through', () => {
  test.each([
    ['Small left effusion.', 'No right effusion.'],
    ['Small left effusion.', 'No large pleural effusion.'],
    ['Streaky opacities in the left base.', 'No focal airspace disease.'],
    ['Vascular congestion.', 'No edema.'],
    ['Left basilar atelectasis.', 'The lungs are otherwise clear.'],
    ['Right lower lobe opacity.', 'The left lung is clear.'],
    ['Cardiomegaly.', 'The lungs are clear.'],
    ['Small left effusion.', 'The lungs are clear.'],
    ['Chronic opacities, unchanged.', 'No acute disease.'],
    ['Minimal streaky opacity.', 'No acute cardiopulmonary abnormality.'],
    ['Heart size is at the upper limits of normal.', 'Mild cardiomegaly.'],
    ['Old rib fractures.', 'The osseous structures are intact.'],
    ['Small left effusion.', 'Large right effusion.'],
    ['No pneumothorax.', 'No pneumothorax or effusion.'],
  ])('%s / %s', (one, other) => {
    expect(rules(one, other)).toEqual([]);
    expect(rules(other, one)).toEqual([]);
  });

  test('the impression may repeat the findings', () => {
    expect(findContradictions(['Clear lungs.'], ['Clear lungs.'])).toEqual([]);
  });
});

const openI = needsShared('data/iu-xray');
test.skipIf(openI.missing)(openI.named('few of the reports that people wrote are flagged'), async () => {
  const { splits } = await readOpenI(sharedPath('data/iu-xray'));
  const { share, ofFindings } = flaggedShare(splits.train.slice(0, 600));
  expect(share).toBeLessThan(0.025);
  expect(ofFindings).toBeLessThan(0.015);
});
