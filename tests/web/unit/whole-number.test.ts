import { expect, test } from 'vitest';
import { readWhole } from '../../../www/src/panels/whole-number.ts';

const SEED_MAX = 2n ** 64n - 1n;

test('a whole number within its bounds is read, to the last digit of a seed', () => {
  expect(readWhole('0', 0n, 10_000n)).toBe(0n);
  expect(readWhole('10000', 0n, 10_000n)).toBe(10_000n);
  expect(readWhole('18446744073709551615', 0n, SEED_MAX)).toBe(SEED_MAX);
});

test.each(['', 'abc', '-3', '1.5', '1e3', '10001', '99999', '٣'])('“%s” is refused', (text) => {
  expect(readWhole(text, 0n, 10_000n)).toBe(null);
});

test('a seed beyond 64 bits is refused', () => {
  expect(readWhole('18446744073709551616', 0n, SEED_MAX)).toBe(null);
});
