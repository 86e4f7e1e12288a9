import { expect, test } from 'vitest';
import { folded } from '../../renderer/photos/folded.ts';

test.each([
  ['ΘΆΛΑΣΣΑ', 'θαλασσα'],
  ['ΣΚΎΛΟΣ', 'σκυλοσ'],
  ['σκύλος', 'σκυλοσ'],
  ['σκύλος.jpg', 'σκυλοσ.jpg'],
  ['Προϊόν, ταΐζω', 'προιον, ταιζω'],
  ['CAFÉ', 'cafe'],
  // As macOS writes names of files: letter and accent apart.
  ['cafe\u0301', 'cafe'],
  // Not by the rules of the person's locale: in Turkish, I would become a letter of its own.
  ['INDEX İZMİR', 'index izmir'],
  ['日本語 がく', '日本語 がく'.normalize('NFD')],
  ['', ''],
])('%s is compared as %s', (words, expected) => {
  expect(folded(words)).toBe(expected);
});
