import { expect, test } from 'vitest';
import { findTagWords } from '../../../src/training/reporter/tagWords.ts';

const words = (...all: string[]): ReadonlySet<string> => new Set(all);

test('a tag is named by the words that its reports have far more often than others, the most telling first', () => {
  const others = Array.from({ length: 38 }, () => words('heart', 'normal'));
  const reports = [words('scar', 'apical', 'heart'), words('scar', 'heart', 'normal'), ...others];
  const tagged = reports.map((_, i) => Float32Array.of(i < 2 ? 1 : 0, i === 39 ? 1 : 0, 0));
  expect(findTagWords(reports, tagged)).toEqual([['scar', 'apical'], [], []]);
});

test('of many words five stay', () => {
  const rare = words('a', 'b', 'c', 'd', 'e', 'f', 'g');
  const reports = [rare, ...Array.from({ length: 20 }, () => words('x'))];
  const [first] = findTagWords(
    reports,
    reports.map((_, i) => Float32Array.of(i === 0 ? 1 : 0)),
  );
  expect(first).toEqual(['a', 'b', 'c', 'd', 'e']);
});
