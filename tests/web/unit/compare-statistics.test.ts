import { expect, test } from 'vitest';
import {
  band,
  correlation,
  countUpTo,
  deviation,
  interval,
  largest,
  mean,
  median,
  quantile,
  t975,
} from '../../../www/src/compare/statistics.ts';

test('figures of a sample, worked out by hand', () => {
  expect(mean([2, 4, 9])).toBe(5);
  expect(median([9, 2, 4])).toBe(4);
  expect(median([1, 2, 3, 10])).toBe(2.5);
  expect(quantile([10, 20, 30, 40, 50], 0.1)).toBe(14);
  expect(quantile([7], 0.9)).toBe(7);
  expect(largest([3, -1, 8, 2])).toBe(8);
  // (3, 5, 10): mean 6, squares 9 + 1 + 16 = 26, over 2.
  expect(deviation([3, 5, 10])).toBeCloseTo(Math.sqrt(13), 12);
});

test('of nothing there is no figure', () => {
  expect([mean([]), median([]), largest([]), deviation([4]), interval([]), correlation([[1, 2]])]).toEqual(
    Array(6).fill(null),
  );
});

test.each([
  [1, 12.7062],
  [4, 2.7764],
  [30, 2.0423],
  // Beyond the table, from printed tables of the distribution.
  [31, 2.0395],
  [40, 2.0211],
  [60, 2.0003],
  [120, 1.9799],
  [199, 1.972],
])('97.5 %% of t with %i degrees of freedom lie below %d', (freedom, wanted) => {
  expect(t975(freedom)).toBeCloseTo(wanted, 4);
});

test('the interval of paired differences', () => {
  // Differences 1, 2, 3, 4: mean 2.5, deviation 1.290994, half 3.1824 * 1.290994 / 2.
  const told = interval([1, 2, 3, 4]);
  expect(told?.mean).toBe(2.5);
  expect(told?.low).toBeCloseTo(2.5 - 2.05423, 4);
  expect(told?.high).toBeCloseTo(2.5 + 2.05423, 4);
  expect(interval([7])).toEqual({ n: 1, mean: 7, low: null, high: null });
});

test('correlation: together, against each other, and neither', () => {
  expect(
    correlation([
      [1, 2],
      [2, 4],
      [3, 6],
    ]),
  ).toBeCloseTo(1, 12);
  expect(
    correlation([
      [1, 6],
      [2, 4],
      [3, 2],
    ]),
  ).toBeCloseTo(-1, 12);
  // Products of the deviations: 1, 0, 1; squares 2 and 2 over (1,1),(2,3),(3,2): sum 1, so 1/2.
  expect(
    correlation([
      [1, 1],
      [2, 3],
      [3, 2],
    ]),
  ).toBeCloseTo(0.5, 12);
  expect(
    correlation([
      [1, 5],
      [2, 5],
    ]),
  ).toBeNull();
});

test('a band holds the middle eight of ten curves', () => {
  const curves = Array.from({ length: 11 }, (_, i) => [i]);
  const { at, low, middle, high } = band(curves, 10, 2);
  expect(at).toEqual([0, 5, 10]);
  expect(middle).toEqual([0, 1, 1]);
  expect(low).toEqual([0, 0, 1]);
  expect(high).toEqual([0, 1, 1]);
  expect(countUpTo([1, 2, 2, 5], 2)).toBe(3);
  expect(countUpTo([], 2)).toBe(0);
});
