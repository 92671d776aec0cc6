// Whom the selected peer serves: the order of its neighbours, and when it looks again.

import { expect, test } from 'vitest';
import type { Considered, Explained } from '../../../www/src/gen/types.ts';
import { latestChoke, nextRound, order } from '../../../www/src/panels/podium/index.ts';

const row = (peer: number, figure: number, verdict: Considered['verdict'], interested = true): Considered =>
  ({
    peer,
    figure,
    by: 'rate',
    standing: 'ranked',
    interested,
    snubbed: false,
    verdict,
    slot: 'none',
    turn: null,
  }) as Considered;

const decided = (t_s: number, source: string, rows: Considered[]): Explained =>
  ({ t_s, reason: { choke: { rule: 'tit_for_tat', source, rows } } }) as unknown as Explained;

test('slots stand first by figure, then the trial, then who waits, then who wants nothing', () => {
  const rows = [
    row(1, 5, 'choked'),
    row(2, 9, 'choked', false),
    row(3, 0, 'optimistic'),
    row(4, 7, 'regular'),
    row(5, 8, 'regular'),
  ];
  expect(order(rows).map(({ peer }) => peer)).toEqual([5, 4, 3, 1, 2]);
});

test('a decision about one neighbour alone is no podium', () => {
  const alone = { ...row(1, 0, 'regular'), standing: 'alone' } as Considered;
  const list = [decided(10, 'round', [row(2, 3, 'regular')]), decided(12, 'free_slot', [alone])];
  expect(latestChoke(list)?.t_s).toBe(10);
  expect(latestChoke([])).toBe(null);
});

test('the next round comes an interval after the latest, whatever was decided between', () => {
  const list = [decided(10, 'round', []), decided(14, 'free_slot', [])];
  expect(nextRound(list, 10, 17)).toBeCloseTo(3, 9);
  expect(nextRound(list, 10, 27)).toBeCloseTo(3, 9);
  expect(nextRound([decided(14, 'free_slot', [])], 10, 17)).toBe(null);
});
