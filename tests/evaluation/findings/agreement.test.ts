import { expect, test } from 'vitest';
import { readOpenI } from '../../../src/data/openI.ts';
import { needsShared, sharedPath } from '../../needs.ts';
import { agreement } from './agreement.ts';

const openI = needsShared('data/iu-xray');
// The machine labels deny much that reports say: what agreement can be had is written beside the labeler's table.
test.skipIf(openI.missing)(openI.named('the labeler agrees with the machine labels as it did'), async () => {
  const { splits } = await readOpenI(sharedPath('data/iu-xray'));
  const { labels, microF1, microF1All } = agreement(splits.val);
  expect(microF1All).toBeGreaterThan(0.87);
  expect(microF1).toBeGreaterThan(0.73);
  expect(labels['Pleural Effusion'].f1).toBeGreaterThan(0.95);
  expect(labels['No Finding'].f1).toBeGreaterThan(0.95);
});
