// The wave in which a multitude is reached: who stands where, what a tile shows, and the sentence above it.

import { expect, test } from 'vitest';
import { PEER_FLAGS, TILE_LEVEL_MAX } from '../../../www/src/gen/codes.ts';
import type { Row } from '../../../www/src/gen/types.ts';
import { makeSheet } from '../../../www/src/render/tiles.ts';
import { slotsByReach } from '../../../www/src/scene/layout.ts';
import { makeScene } from '../../../www/src/scene/scene.ts';
import { notBefore, waveOf } from '../../../www/src/views/swarm/heading.ts';
import { frame, peer } from '../fake/frames.ts';

const N = 601;
const view = { width: 900, height: 560, expected: N, selected: null, speed: 1 };

/** One who brought the content, and 600 of whom `ranks` are reached, in that order; each has its first block and no piece. */
const swarm = (ranks: readonly number[], done: readonly number[] = []) =>
  frame(
    Array.from({ length: N }, (_, id) =>
      peer(id, id === 0 || done.includes(id) ? 'xxxx' : '....', {
        flags: id === 0 ? PEER_FLAGS.origin : 0,
        reached: ranks.indexOf(id) + 1,
      }),
    ),
  );

const distance = (here: ReturnType<typeof swarm>) => {
  const { tiles } = makeScene(here, view);
  const [midX, midY] = [view.width / 2, view.height / 2];
  const { cam, xs, ys } = tiles?.seating ?? { cam: null, xs: [], ys: [] };
  return (id: number) =>
    Math.hypot(((xs[id] ?? 0) - midX) / (cam?.scaleX ?? 1), ((ys[id] ?? 0) - midY) / (cam?.scaleY ?? 1));
};

test('who is reached stands in a disc around who brought the content, in the order in which it was reached', () => {
  const ranks = [300, 17, 599, 4, 128];
  const far = distance(swarm(ranks));
  const disc = [0, ...ranks].map(far);
  expect(disc).toEqual([...disc].sort((a, b) => a - b));
  const outside = Array.from({ length: N }, (_, id) => id).filter((id) => id !== 0 && !ranks.includes(id));
  expect(Math.min(...outside.map(far))).toBeGreaterThan(Math.max(...disc));
});

test('each has a place of its own, and one more who is reached moves two at most', () => {
  const ranks = Array.from({ length: 250 }, (_, i) => 1 + ((i * 7) % 600));
  let before: Uint32Array | null = null;
  for (const n of [0, 1, 2, 100, 101, 250]) {
    const slots = slotsByReach(swarm(ranks.slice(0, n)), N);
    expect(new Set(slots).size).toBe(N);
    const moved = before ? [...(slots ?? [])].filter((slot, row) => slot !== before?.[row]).length : 0;
    if (n === 1 || n === 2 || n === 101) expect(moved).toBeLessThanOrEqual(2);
    before = slots;
  }
});

test('where peers come and go without end they stand by their numbers', () => {
  const here = swarm([3, 2, 1]);
  const later = { ...here, swarm: { ...here.swarm, arrived: 5000 } };
  expect(slotsByReach(later, N)).toBe(null);
});

test('nothing, a first block, pieces and everything look different, in a large tile and in a small one', () => {
  const grey = [90, 90, 90] as const;
  const ink = [1, 1, 1] as const;
  const blue = [0, 0, 255] as const;
  const green = [0, 255, 0] as const;
  const colours = {
    leecher: blue,
    seeder: green,
    free_rider: blue,
    polluter: blue,
    crashed: grey,
    nothing: grey,
    reached: ink,
  };
  for (const side of [3, 5, 12]) {
    const { pixels } = makeSheet(side, colours);
    const look = (level: number) => {
      const tile = [...pixels.slice(level * side * side, (level + 1) * side * side)];
      const seen = tile.filter((pixel) => pixel >>> 24 > 0);
      return {
        hues: new Set(seen.map((pixel) => pixel & 0xffffff)),
        ink: seen.reduce((sum, pixel) => sum + (pixel >>> 24), 0),
      };
    };
    const hue = ([r, g, b]: readonly [number, number, number]) => new Set([r | (g << 8) | (b << 16)]);
    expect(look(0).hues).toEqual(hue(grey));
    expect(look(1).hues).toEqual(hue(ink));
    for (const level of [2, 16, TILE_LEVEL_MAX - 1]) expect(look(level).hues).toEqual(hue(blue));
    expect(look(0).ink).toBeLessThan(look(1).ink);
    expect(look(2).ink).toBeLessThan(look(30).ink);
  }
});

test('the counts of the sentence are those who came to download, and the bound is the one ahead', () => {
  const here = swarm([5, 6, 7], [5]);
  expect(waveOf(here)).toEqual({ n: 600, reached: 3, done: 1 });
  const rows = [
    { id: 'all_complete', value: 100, unit: 'seconds', applies: true, note: 'no_run_is_faster' },
    { id: 'first_complete', value: 64, unit: 'seconds', applies: true, note: 'every_byte_once' },
  ] as const satisfies Row[];
  const wave = (done: number) => ({ n: 600, reached: 3, done });
  expect(notBefore(rows, wave(0), 10)).toEqual({ bound: 'first', at: '1:04' });
  expect(notBefore(rows, wave(0), 70)).toEqual({ bound: 'all', at: '1:40' });
  expect(notBefore(rows, wave(2), 70)).toEqual({ bound: 'all', at: '1:40' });
  expect(notBefore(rows, wave(2), 120).bound).toBe('none');
  // What is computed as if all came at once is no bound of this run.
  const asIf = [{ ...rows[0], note: 'as_if_all_at_start' as const }, rows[1]];
  expect(notBefore(asIf, wave(0), 70).bound).toBe('none');
  // But whenever they come, every byte must leave a seeder once.
  expect(notBefore(asIf, wave(0), 10)).toEqual({ bound: 'first', at: '1:04' });
});
