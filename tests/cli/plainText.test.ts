// Whatever a name holds, a line stays a line and a terminal is left alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from '../../src/cli/plainText.ts';

test.each([
  ['beach.jpg', 'beach.jpg'],
  ["it's 100 % “fine” — Ελλάδα 🐈‍⬛.jpg", "it's 100 % “fine” — Ελλάδα 🐈‍⬛.jpg"],
  ['a\tb\r\nc', 'a\\tb\\r\\nc'],
  ['\u001b[31mred\u0007', '\\u{1b}[31mred\\u{7}'],
  ['gpj.\u202Eexe', 'gpj.\\u{202e}exe'],
  ['half \uD83D of a pair', 'half \\u{d83d} of a pair'],
])('%j', (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test('nothing that moves the cursor is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plainText(text)).not.toMatch(/\p{Cc}|\p{Cs}|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
});
