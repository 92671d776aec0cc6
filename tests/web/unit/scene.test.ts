import { expect, test } from 'vitest';
import { LINK_FLAGS, PEER_FLAGS } from '../../../www/src/gen/codes.ts';
import { roleAt } from '../../../www/src/scene/peers.ts';
import { blockAt, makeScene, peerAt, readRing } from '../../../www/src/scene/scene.ts';
import { crowd, frame, peer, SERVES, trio } from '../fake/frames.ts';

const view = { width: 600, height: 400, expected: 3, selected: null, speed: 1 };

test('the display list of three peers', () => {
  const scene = makeScene(trio(), view);
  expect(scene.detail).toBe('pictures');
  expect(scene.peers.map(({ id, role, origin, share }) => ({ id, role, origin, share }))).toEqual([
    { id: 0, role: 'seeder', origin: true, share: 1 },
    { id: 1, role: 'leecher', origin: false, share: 0.5 },
    { id: 2, role: 'leecher', origin: false, share: 0 },
  ]);
  expect(scene.peers.map(({ portrait }) => [portrait?.count, ...(portrait?.have ?? [])])).toEqual([
    [4, 0b1111],
    [2, 0b0011],
    [0, 0],
  ]);
  // On a stage without room for pictures it is a ring of pieces.
  const small = makeScene(trio(), { ...view, width: 90, height: 60 });
  expect(small.detail).toBe('rings');
  expect([...(small.peers[1]?.ring ?? [])]).toEqual([255, 255, 0, 0]);
  expect(scene.links.map(({ role, optimistic, choked }) => ({ role, optimistic, choked }))).toEqual([
    { role: 'seeder', optimistic: false, choked: false },
    { role: 'seeder', optimistic: true, choked: false },
    { role: 'leecher', optimistic: false, choked: false },
  ]);
  // The third block has not begun.
  expect(scene.blocks.map(({ piece, rarity }) => [piece, rarity])).toEqual([
    [2, 0],
    [0, 2],
  ]);
  expect(scene.pulses.map(({ kind }) => kind)).toEqual(['completed']);
});

test('when all is over nobody stands in the middle of a pulse', () => {
  const over = makeScene(trio(), { ...view, speed: 512, settled: true });
  expect(over.pulses).toEqual([]);
  expect(new Set(over.peers.map(({ alpha }) => alpha))).toEqual(new Set([1]));
});

test('who comes grows into its place, who is there from the beginning has its size', () => {
  const pair = [peer(0, 'xxxx', { flags: PEER_FLAGS.origin }), peer(1, '....', { joined: 10 })];
  const sizes = (now: number) =>
    makeScene(frame(pair, { now }), view).peers.map(({ r, alpha }) => [r, alpha]);
  const [[full = 0] = [], [small = 0, pale] = []] = sizes(10.1);
  expect(small).toBeLessThan(full);
  expect(pale).toBeCloseTo(0.2, 6);
  expect(sizes(11)).toEqual([
    [full, 1],
    [full, 1],
  ]);
  const atOnce = makeScene(
    frame([peer(0, 'xxxx', { flags: PEER_FLAGS.origin }), peer(1, '....')], { now: 0.02 }),
    view,
  );
  expect(atOnce.peers.map(({ r, alpha }) => [r, alpha])).toEqual([
    [full, 1],
    [full, 1],
  ]);
});

test('a block is half way at half time, and its place follows from the moment alone', () => {
  const pair = [peer(0, 'xxxx', { flags: PEER_FLAGS.origin }), peer(1, '....')];
  const at = (now: number) =>
    makeScene(
      frame(pair, { now, flights: [{ from: 0, to: 1, piece: 0, block: 0, start: 10, end: 12 }] }),
      view,
    );
  const [seeder, leecher] = at(11).peers;
  const [dot] = at(11).blocks;
  if (!seeder || !leecher || !dot) throw new Error('nothing there');
  const fromSeeder = Math.hypot(dot.x - seeder.x, dot.y - seeder.y);
  const fromLeecher = Math.hypot(dot.x - leecher.x, dot.y - leecher.y);
  expect(fromSeeder).toBeCloseTo(fromLeecher, 6);
  expect(at(9.9).blocks).toEqual([]);
  expect(at(12.1).blocks).toEqual([]);
  expect(at(11)).toEqual(at(11));
});

test('rings gather pieces when there are more pieces than room', () => {
  const one = frame([peer(0, `${'x'.repeat(50)}${'.'.repeat(50)}`)]);
  expect([...readRing(one, 0, 4)]).toEqual([255, 255, 0, 0]);
});

test('who is what', () => {
  const all = frame([
    peer(0, '....'),
    peer(1, 'xxxx'),
    peer(2, '....', { flags: PEER_FLAGS.freeRider }),
    peer(3, 'xxxx', { flags: PEER_FLAGS.polluter }),
    peer(4, 'xxxx', { flags: PEER_FLAGS.origin, state: 'crashed' }),
  ]);
  expect([0, 1, 2, 3, 4].map((row) => roleAt(all, row))).toEqual([
    'leecher',
    'seeder',
    'free_rider',
    'polluter',
    'crashed',
  ]);
});

test('a selected peer shows its choked neighbours, and the others step back', () => {
  const here = frame([peer(0, 'xxxx'), peer(1, '....'), peer(2, '....')], {
    links: [
      { a: 0, b: 1, flags: LINK_FLAGS.bInterested, ab: 0, ba: 0 },
      { a: 1, b: 2, flags: 0, ab: 0, ba: 0 },
      { a: 0, b: 2, flags: SERVES, ab: 5, ba: 0 },
    ],
  });
  expect(makeScene(here, view).links).toHaveLength(1);
  const scene = makeScene(here, { ...view, selected: 1 });
  expect(scene.links.filter((link) => link.choked)).toHaveLength(2);
  expect(scene.links.find((link) => !link.choked)?.alpha).toBeLessThan(0.5);
});

test('a click finds the peer under it, and a finger the one beside it', () => {
  const scene = makeScene(trio(), view);
  const one = scene.peers[1];
  if (!one) throw new Error('nobody there');
  expect(peerAt(scene, one.x, one.y)).toBe(1);
  expect(peerAt(scene, one.x + one.r + 4, one.y, one.r + 8)).toBe(1);
  expect(peerAt(scene, 1, 399, 8)).toBeNull();
});

test('detail steps down with the crowd', () => {
  expect(makeScene(crowd(200, 32), view).detail).toBe('arcs');
  expect(makeScene(crowd(500, 32), view).detail).toBe('tiles');
});

test('nobody there is a picture too', () => {
  const scene = makeScene(frame([], { nPieces: 4 }), { ...view, width: 0, height: 0 });
  expect(scene.peers).toEqual([]);
});

test('a block is picked where blocks can be told apart, and not among hundreds', () => {
  const scene = makeScene(trio(), view);
  const [block] = scene.blocks;
  if (!block) throw new Error('nothing there');
  expect(blockAt(scene, block.x + 3, block.y)).toBe(block);
  expect(blockAt(scene, block.x + 40, block.y + 40)).not.toBe(block);
  expect(blockAt({ ...scene, detail: 'tiles' }, block.x, block.y)).toBe(null);
});
