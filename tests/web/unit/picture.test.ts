// The content as a picture: which part of it a piece is, how rare a piece is, and what is seen of messages.

import { expect, test } from 'vitest';
import { ACT_KIND, PEER_FLAGS } from '../../../www/src/gen/codes.ts';
import { blockCell, cellsOf, rowsOf } from '../../../www/src/render/grid.ts';
import { copiesOf, othersOf, rarityOf } from '../../../www/src/scene/rarity.ts';
import { makeScene } from '../../../www/src/scene/scene.ts';
import { frame, peer } from '../fake/frames.ts';

test.each([1, 2, 7, 16, 64, 97, 120, 1310])(
  '%i pieces fill the picture, each with a part of its own',
  (n) => {
    const cells = cellsOf(n);
    expect(cells).toHaveLength(n);
    const area = cells.reduce((sum, { w, h }) => sum + w * h, 0);
    expect(area).toBeCloseTo(1, 9);
    for (const { x, y, w, h } of cells) {
      expect(x + w).toBeLessThan(1 + 1e-9);
      expect(y + h).toBeLessThan(1 + 1e-9);
    }
  },
);

test('sixteen pieces are four rows of four, and four blocks the quarters of a piece', () => {
  expect(rowsOf(16)).toBe(4);
  expect(cellsOf(16)[5]).toEqual({ x: 0.25, y: 0.25, w: 0.25, h: 0.25 });
  expect(blockCell({ x: 0.5, y: 0, w: 0.25, h: 0.25 }, 3, 4)).toEqual({
    x: 0.625,
    y: 0.125,
    w: 0.125,
    h: 0.125,
  });
});

test('a copy that was brought does not make a piece less rare', () => {
  const here = frame([
    peer(0, 'xxxx', { flags: PEER_FLAGS.origin }),
    peer(1, 'x...'),
    peer(2, 'xx..'),
    peer(3, 'x...'),
    peer(4, 'x...'),
  ]);
  expect(othersOf(here)).toBe(4);
  expect([0, 1, 2, 3].map((piece) => copiesOf(here, piece))).toEqual([4, 1, 0, 0]);
  expect([0, 1, 2].map((piece) => rarityOf(copiesOf(here, piece), 4))).toEqual([3, 1, 0]);
  expect(rarityOf(2, 4)).toBe(2);
});

test('a request goes its way and stays where it arrived; an announcement opens; at high speed neither is drawn', () => {
  const pair = [peer(0, 'xxxx', { flags: PEER_FLAGS.origin }), peer(1, '....')];
  const request = ACT_KIND.indexOf('request');
  const have = ACT_KIND.indexOf('have');
  const acts = [
    { tS: 10, kind: request, from: 1, to: 0, piece: 2, latencyS: 0.1 },
    { tS: 10, kind: have, from: 1, to: 1, piece: 2, latencyS: 0 },
  ];
  const at = (now: number, speed = 0.25) =>
    makeScene(frame(pair, { now, acts }), { width: 600, height: 400, expected: 2, selected: null, speed })
      .acts;
  const way = (now: number) => at(now).find(({ kind }) => kind === 'request');
  const [start, half, end] = [way(10), way(10.05), way(10.1)];
  if (!start || !half || !end) throw new Error('it is not drawn');
  const gone = (from: { x: number; y: number }, to: { x: number; y: number }) =>
    Math.hypot(from.x - to.x, from.y - to.y);
  expect(gone(start, half)).toBeCloseTo(gone(half, end), 0);
  expect(gone(way(10.15) ?? start, end)).toBeLessThan(0.01);
  expect(way(10.3)).toBe(undefined);
  expect(at(10.1).map(({ kind }) => kind)).toContain('have');
  expect(at(10.05, 4)).toEqual([]);
});
