import { expect, test } from 'vitest';
import { makeScene } from '../../../www/src/scene/scene.ts';
import { BADGE_R, type ThreadStop } from '../../../www/src/scene/thread.ts';
import { along } from '../../../www/src/scene/ways.ts';
import { crowd, frame, peer, trio } from '../fake/frames.ts';

const view = { width: 900, height: 600, expected: 3, selected: null, speed: 1 };
const thread = { piece: 3, peers: [0, 2, 1], atS: [null, 4, 9.5] };
const outside = ({ x, y, halfW, halfH }: ThreadStop, px: number, py: number) =>
  Math.abs(px - x) > halfW || Math.abs(py - y) > halfH;

test('no thread is drawn where none is laid, nor through one peer', () => {
  expect(makeScene(trio(), view).thread).toBe(null);
  expect(makeScene(trio(), { ...view, thread: { piece: 0, peers: [1], atS: [null] } }).thread).toBe(null);
});

test('a thread leads from each peer to the next, from rim to rim, with numbers in the order of the path', () => {
  const scene = makeScene(trio(), { ...view, thread });
  const { stops = [], steps = [] } = scene.thread ?? {};
  expect(steps.map(({ from, to, number }) => [number, from, to])).toEqual([
    [1, 0, 2],
    [2, 2, 1],
  ]);
  expect(stops.map(({ id, atS, here }) => [id, atS, here])).toEqual([
    [0, null, true],
    [2, 4, true],
    [1, 9.5, true],
  ]);
  for (const step of steps) {
    const [from, to] = [step.from, step.to].map((id) => stops.find((stop) => stop.id === id));
    if (!from || !to || !step.badge) throw new Error('a step without ends');
    expect(outside(from, step.x1, step.y1) && outside(to, step.x2, step.y2)).toBe(true);
    // It begins at the one and ends at the other, not the other way round.
    const near = (stop: ThreadStop, x: number, y: number) => Math.hypot(stop.x - x, stop.y - y);
    expect(near(from, step.x1, step.y1)).toBeLessThan(near(to, step.x1, step.y1));
    expect(near(to, step.x2, step.y2)).toBeLessThan(near(from, step.x2, step.y2));
    for (const stop of stops) expect(outside(stop, step.badge.x, step.badge.y)).toBe(true);
  }
});

test('a piece that goes back and forth between two has two lines, and no number covers another', () => {
  const back = { piece: 1, peers: [0, 1, 2, 1, 2], atS: [null, 1, 2, 3, 4] };
  const { steps = [] } = makeScene(trio(), { ...view, thread: back }).thread ?? {};
  expect(steps.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
    [2, 1],
    [1, 2],
  ]);
  const [there, home] = [steps[1], steps[2]];
  if (!there || !home) throw new Error('no steps');
  const [a, b] = [along(there, 0.5), along(home, 0.5)];
  expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(20);
  const badges = steps.flatMap(({ badge }) => (badge ? [badge] : []));
  expect(badges.length).toBeGreaterThan(2);
  badges.forEach((one, i) => {
    for (const two of badges.slice(i + 1))
      expect(Math.hypot(one.x - two.x, one.y - two.y)).toBeGreaterThan(2 * BADGE_R);
  });
});

test('who has left is on the thread by its place', () => {
  const pair = [peer(1, 'xx..'), peer(2, '....')];
  const { stops = [], steps = [] } = makeScene(frame(pair), { ...view, thread }).thread ?? {};
  expect(steps).toHaveLength(2);
  expect(stops.map(({ id, here }) => [id, here])).toEqual([
    [0, false],
    [2, true],
    [1, true],
  ]);
});

test('among tiles the people of a thread are drawn beside the tiles, and all others step back', () => {
  const many = crowd(600, 8);
  const scene = makeScene(many, {
    ...view,
    expected: 600,
    thread: { piece: 0, peers: [3, 250, 599], atS: [] },
  });
  expect(scene.detail).toBe('tiles');
  expect(scene.peers.map(({ id }) => id)).toEqual([3, 250, 599]);
  expect(scene.tiles?.near).toEqual([3, 250, 599]);
  expect(scene.thread?.steps).toHaveLength(2);
});
