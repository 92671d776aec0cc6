// Means, quantiles and intervals of small samples. Pure; none invents a figure where there are too few values.

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length;

/** A part of the values is not above it; between two values in proportion (type 7 of Hyndman and Fan, as in R). */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

/** The largest; null of nothing. */
export const largest = (values: readonly number[]): number | null =>
  values.reduce<number | null>((most, value) => (most === null || value > most ? value : most), null);

/** The standard deviation of a sample: over n - 1. */
export function deviation(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null || values.length < 2) return null;
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
}

/** 97.5 % of Student's t distribution with 1, 2, ... 30 degrees of freedom lie below. */
const T_975 = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604,
  2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
  2.0518, 2.0484, 2.0452, 2.0423,
];
/** The same of the normal distribution. */
const Z_975 = 1.959964;

/** The 97.5 % quantile of Student's t: above 30 degrees of freedom by the expansion in 1/n (Abramowitz and Stegun 26.7.5). */
export function t975(freedom: number): number {
  const known = T_975[freedom - 1];
  if (known !== undefined) return known;
  const z = Z_975;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

/** A mean with the interval that holds the true one in 95 of 100 samples. */
export interface Interval {
  n: number;
  mean: number;
  /** Null with fewer than two values. */
  low: number | null;
  high: number | null;
}

/** The interval of a mean: Student's t over the values themselves. Of paired differences it is the paired interval. */
export function interval(values: readonly number[]): Interval | null {
  const middle = mean(values);
  const spread = deviation(values);
  if (middle === null) return null;
  if (spread === null) return { n: values.length, mean: middle, low: null, high: null };
  const half = (t975(values.length - 1) * spread) / Math.sqrt(values.length);
  return { n: values.length, mean: middle, low: middle - half, high: middle + half };
}

/** Pearson's correlation of pairs; null where one of the two never changes. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const [a, b] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, other]) => other))];
  if (a === null || b === null || pairs.length < 2) return null;
  const product = sum(pairs.map(([one, other]) => (one - a) * (other - b)));
  const squares = [
    sum(pairs.map(([one]) => (one - a) ** 2)),
    sum(pairs.map(([, other]) => (other - b) ** 2)),
  ];
  const below = Math.sqrt((squares[0] ?? 0) * (squares[1] ?? 0));
  return below === 0 ? null : product / below;
}

/** How many of values that rise are not above a limit. */
export function countUpTo(rising: readonly number[], limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A band over time: of each moment the least, the middle and the most of the curves, without the outer tenths. */
export interface Band {
  at: readonly number[];
  low: readonly number[];
  middle: readonly number[];
  high: readonly number[];
}

/** The band of step curves, each given by the moments at which it rises by one: between the 10 % and the 90 % quantile. */
export function band(curves: readonly (readonly number[])[], endS: number, steps: number): Band {
  const at = Array.from({ length: steps + 1 }, (_, i) => (endS * i) / steps);
  const counts = at.map((moment) => curves.map((rising) => countUpTo(rising, moment)));
  const part = (q: number) => counts.map((values) => quantile(values, q) ?? 0);
  return { at, low: part(0.1), middle: part(0.5), high: part(0.9) };
}
