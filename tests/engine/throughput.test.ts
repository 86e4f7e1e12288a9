import { expect, test } from 'vitest';
import { createThroughput } from '../../src/engine/throughput.ts';

test('counts pictures a second over the last ten seconds', () => {
  const throughput = createThroughput();
  throughput.reset(1000);
  expect(throughput.perSecond(2000)).toBeUndefined();
  for (let i = 0; i < 8; i += 1) throughput.count('done', 2000);
  expect(throughput.perSecond(3000)).toBe(4);
  throughput.count('failed', 11_500);
  expect(throughput.perSecond(13_000)).toBe(0.1);
  expect([throughput.done, throughput.failed]).toEqual([8, 1]);
  throughput.reset(13_000);
  expect([throughput.done, throughput.failed, throughput.perSecond(14_000)]).toEqual([0, 0, undefined]);
});
