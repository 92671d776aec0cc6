// Ten thousand peers: what a picture of them may consist of, and that it says what the frame says. Nothing here is timed.

import { expect, test } from 'vitest';
import { describePeer } from '../../../www/src/describe.ts';
import { PEER_FLAGS, ROLE } from '../../../www/src/gen/codes.ts';
import type { Frame } from '../../../www/src/gen/frame.ts';
import { sendings } from '../../../www/src/panels/flows.ts';
import { makeSheet, TilePicture } from '../../../www/src/render/tiles.ts';
import { rowOf } from '../../../www/src/scene/peers.ts';
import { makeScene, peerAt, type Scene, SceneMemory } from '../../../www/src/scene/scene.ts';
import { frame, peer, SERVES } from '../fake/frames.ts';

const N = 10_000;
const PIECES = 62;
const view = { width: 900, height: 560, expected: N, selected: null, speed: 1 };
const colours = {
  leecher: [0, 0, 255],
  seeder: [0, 255, 0],
  free_rider: [255, 0, 0],
  polluter: [255, 0, 255],
  crashed: [128, 128, 128],
  nothing: [90, 90, 90],
  reached: [1, 1, 1],
} as const;

/** Peer `id` has `id % 63` of 62 pieces; each of ten is a free rider; every one has fifty neighbours. */
function multitude(more: { watched?: number[]; bump?: number } = {}): Frame {
  const peers = Array.from({ length: N }, (_, id) => {
    const have = id === more.bump ? PIECES : id % (PIECES + 1);
    return peer(id, `${'x'.repeat(have)}${'.'.repeat(PIECES - have)}`, {
      flags: id % 10 === 3 ? PEER_FLAGS.freeRider : 0,
    });
  });
  const links = peers.flatMap(({ id }) =>
    Array.from({ length: 25 }, (_, i) => id + 17 * i + 1)
      .filter((other) => other < N)
      .map((other) => ({ a: id, b: other, flags: SERVES, ab: 1000, ba: 0 })),
  );
  const flights = Array.from({ length: 600 }, (_, i) => ({
    from: i,
    to: N - 1 - i,
    piece: i % PIECES,
    block: 0,
    start: 9.9,
    end: 10.1,
  }));
  return frame(peers, { links, flights, ...(more.watched ? { watched: more.watched } : {}) });
}

const shapes = ({ peers, links, blocks, acts, pulses }: Scene): number =>
  peers.length + links.length + blocks.length + acts.length + pulses.length;

test('the picture is a bounded number of shapes, and a column of looks', () => {
  const here = multitude();
  const scene = makeScene(here, view);
  expect(scene.detail).toBe('tiles');
  expect(scene.tiles?.codes).toHaveLength(N);
  expect(shapes(scene)).toBeLessThanOrEqual(600);
});

test('a selected peer brings itself and its links, and nobody else’s', () => {
  const here = multitude({ watched: [5000] });
  const scene = makeScene(here, { ...view, selected: 5000 });
  expect(scene.peers.map(({ id, selected }) => ({ id, selected }))).toEqual([{ id: 5000, selected: true }]);
  expect(scene.peers[0]?.ring.length).toBeGreaterThan(1);
  expect(scene.links).toHaveLength(50);
  expect(scene.tiles?.near).toHaveLength(51);
  expect(shapes(scene)).toBeLessThanOrEqual(700);
});

test('what a frame tells of each peer is a few bytes, whatever the torrent', () => {
  const bytes = (block: object) =>
    Object.values(block).reduce(
      (sum, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0),
      0,
    );
  const { peers, details, owners, have, links } = multitude();
  expect(bytes(peers) / N).toBe(15);
  expect([details.count, owners.count, have.count, links.count]).toEqual([0, 0, 0, 0]);
});

test('who is pointed at is found, and described as soon as it is told', () => {
  const scene = makeScene(multitude(), view);
  const seats = scene.tiles?.seating;
  expect(peerAt(scene, seats?.xs[7777] ?? 0, seats?.ys[7777] ?? 0, 8)).toBe(7777);
  expect(describePeer(multitude(), 100)).toBe('Peer 100, leecher, 59 %: 37 of 62 pieces.');
  expect(describePeer(multitude({ watched: [100] }), 100)).toContain('receives');
});

/** Device pixels of one tile. */
function cut(picture: TilePicture, scene: Scene, row: number, side: number): number[] {
  const [x = 0, y = 0] = [scene.tiles?.seating.xs[row], scene.tiles?.seating.ys[row]];
  const [left, top] = [picture.left(x), picture.left(y)];
  return Array.from({ length: side * side }, (_, at) => {
    const place = (top + Math.floor(at / side)) * picture.width + left + (at % side);
    return picture.pixels[place] ?? 0;
  });
}

test.each([1, 3])('every peer has its own look in the picture, at %i pixels for one of the page', (ratio) => {
  const here = multitude();
  const scene = makeScene(here, view);
  if (!scene.tiles) throw new Error('no tiles');
  // One pixel less, so that no neighbour's tile covers an edge.
  const side = Math.max(2, Math.round(scene.tiles.size * ratio) - 1);
  const picture = new TilePicture(900 * ratio, 560 * ratio, ratio, makeSheet(side, colours));
  expect(picture.paint(scene.tiles)).toBe(N);
  const strength = (row: number) =>
    cut(picture, scene, row, side).reduce((sum, pixel) => sum + (pixel >>> 24), 0);
  for (let row = 0; row < N; row += 97) {
    const have = here.peers.have[row] ?? 0;
    const [r, g, b] =
      have === 0
        ? colours.nothing
        : have === PIECES
          ? colours.seeder
          : row % 10 === 3
            ? colours.free_rider
            : colours.leecher;
    const seen = cut(picture, scene, row, side).filter((pixel) => pixel >>> 24 > 0);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map((pixel) => pixel & 0xffffff))).toEqual(new Set([r | (g << 8) | (b << 16)]));
  }
  // Peers 127, 140, ... 187 lack less and less: the more they have, the more ink.
  const inks = [127, 140, 152, 165, 180, 187].map(strength);
  expect(inks).toEqual([...inks].sort((a, b) => a - b));
  expect(new Set(inks).size).toBe(inks.length);
});

test('only what has changed is painted again', () => {
  const memory = new SceneMemory();
  const first = makeScene(multitude(), view, memory);
  const picture = new TilePicture(900, 560, 1, makeSheet(4, colours));
  const painted = (scene: Scene) => (scene.tiles ? picture.paint(scene.tiles) : -1);
  expect(painted(first)).toBe(N);
  expect(painted(makeScene(multitude(), view, memory))).toBe(0);
  expect(painted(makeScene(multitude({ bump: 1000 }), view, memory))).toBe(1);
  expect(painted(makeScene(multitude(), { ...view, width: 500 }, memory))).toBe(N);
});

test('the looks are 32 for each role, and no two of a leecher’s are alike where there is room', () => {
  const side = 24;
  const { pixels } = makeSheet(side, colours);
  expect(pixels).toHaveLength(32 * ROLE.length * side * side);
  const looks = Array.from({ length: 31 }, (_, i) =>
    pixels.slice(i * side * side, (i + 1) * side * side).join(),
  );
  expect(new Set(looks).size).toBe(31);
});

test('flows count every block, by the roles of both ends', () => {
  const here = multitude();
  const told = sendings(here);
  const blocks = told.flatMap(({ to }) => to.map((one) => one.blocks)).reduce((sum, n) => sum + n, 0);
  expect(blocks).toBe(600);
  expect(told.reduce((sum, { peers }) => sum + peers, 0)).toBeGreaterThan(9000);
  // When nothing is on its way, a rate of the last 20 s must not say that somebody sends.
  expect(sendings({ ...here, flows: { ...here.flows, count: 0 } })).toEqual([]);
});

test('a number is found in a rising column', () => {
  const ids = Uint32Array.from([3, 5, 8, 13, 4_000_000_000]);
  expect([3, 5, 8, 13, 4_000_000_000].map((id) => rowOf(ids, id))).toEqual([0, 1, 2, 3, 4]);
  expect([0, 4, 14, 4_294_967_295].map((id) => rowOf(ids, id))).toEqual([-1, -1, -1, -1]);
  expect(rowOf(new Uint32Array(0), 0)).toBe(-1);
});
