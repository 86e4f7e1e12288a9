import { describe, expect, it } from 'vitest';
import { createNgramTable } from '../../src/evaluation/ngrams.ts';
import { words } from './fixture.ts';

describe('createNgramTable', () => {
  it('gives the same n-gram the same number and different ones different numbers', () => {
    const table = createNgramTable();
    const [one, two, three, four] = table.add(words('a b a b'));
    expect(one).toEqual([1, 2, 1, 2]);
    expect(two).toEqual([3, 4, 3]);
    expect([three, four]).toEqual([[5, 6], [7]]);
    expect(table.find(words('a b'))).toEqual([[1, 2], [3], [], []]);
    expect(table.size()).toBe(7);
  });

  it('numbers what it does not know above its size, for one call', () => {
    const table = createNgramTable();
    table.add(words('a'));
    expect(table.find(words('x a x'))[0]).toEqual([2, 1, 2]);
    expect(table.find(words('y'))[0]).toEqual([2]);
    expect(table.size()).toBe(1);
  });

  it('keeps words and their numbers apart', () => {
    const table = createNgramTable();
    expect(table.add(['1', 1])[0]).toEqual([1, 2]);
  });
});
