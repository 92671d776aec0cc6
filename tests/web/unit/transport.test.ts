import { expect, test } from 'vitest';
import { momentScale } from '../../../www/src/panels/timeline/index.ts';

test('the slider of moments has a few hundred round steps, and ends where the run has got to or just behind', () => {
  for (const furthestS of [0.3, 1, 7.77, 36.2, 99.99, 250, 1234.5, 86_400]) {
    const { stepS, maxS } = momentScale(furthestS);
    expect(maxS).toBeGreaterThanOrEqual(furthestS - 1e-9);
    expect(maxS - furthestS).toBeLessThan(stepS);
    expect(maxS / stepS).toBeGreaterThan(190);
    expect(maxS / stepS).toBeLessThan(510);
    expect([1, 2, 5]).toContain(Number(stepS.toExponential()[0]));
    expect(String(maxS).length).toBeLessThan(8);
  }
});

test('before anything was played it has one step', () => {
  expect(momentScale(0)).toEqual({ stepS: 0.001, maxS: 0.001 });
});
