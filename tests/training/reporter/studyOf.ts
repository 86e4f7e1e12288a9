// A made-up study, for tests that read studies.
import type { Study } from '../../../src/data/openI.ts';

const unread = (): Promise<never> => Promise.reject(new Error('nobody looks at the films here'));

export const studyOf = (parts: Partial<Study> = {}): Study => ({
  uid: '1',
  images: [{ file: '1.webp', view: 'frontal', read: unread }],
  exam: '',
  indication: '',
  comparison: '',
  findings: '',
  impression: '',
  mesh: [],
  problems: [],
  chexpert: undefined,
  split: 'train',
  ...parts,
});
