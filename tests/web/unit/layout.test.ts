import { expect, test } from 'vitest';
import { camera, capacity, placeOf, slots } from '../../../www/src/scene/layout.ts';
import { frame, peer } from '../fake/frames.ts';

test('a place follows from the number alone', () => {
  expect(Math.hypot(placeOf(0).x, placeOf(0).y)).toBe(0);
  expect(placeOf(7)).toEqual(placeOf(7));
  const few = slots(Uint32Array.from([0, 1, 5]), 20);
  const many = slots(Uint32Array.from([0, 1, 2, 3, 4, 5, 6]), 20);
  expect([...few]).toEqual([0, 1, 5]);
  expect(many[5]).toBe(5);
});

test.each([3, 20, 150, 2000])('nobody stands on anybody among %i', (n) => {
  const cam = camera(n, 900, 560);
  const at = Array.from({ length: n }, (_, i) => placeOf(i));
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < Math.min(n, i + 120); j += 1) {
      const [a, b] = [at[i], at[j]];
      if (a && b) nearest = Math.min(nearest, Math.hypot((a.x - b.x) * cam.scaleX, (a.y - b.y) * cam.scaleY));
    }
  }
  expect(nearest).toBeGreaterThan(2 * cam.radius);
});

test.each([
  [900, 560],
  [360, 300],
  [300, 900],
])('everybody fits on a stage of %i by %i', (width, height) => {
  for (const n of [3, 20, 200]) {
    const cam = camera(n, width, height);
    for (let i = 0; i < n; i += 1) {
      const { x, y } = placeOf(i);
      expect(Math.abs(x * cam.scaleX) + cam.radius).toBeLessThan(width / 2);
      expect(Math.abs(y * cam.scaleY) + cam.radius).toBeLessThan(height / 2);
    }
  }
});

test('a stage of no size is no trouble', () => {
  const cam = camera(20, 0, 0);
  expect(Number.isFinite(cam.radius)).toBe(true);
});

test('where many come and go, places are taken again and never twice at once', () => {
  const ids = Uint32Array.from({ length: 30 }, (_, i) => 1000 + 17 * i);
  const here = frame([...ids].map((id) => peer(id, '.x')));
  const places = capacity(here, 10);
  expect(places).toBeLessThan(200);
  const taken = slots(ids, places);
  expect(new Set(taken).size).toBe(30);
  expect(Math.max(...taken)).toBeLessThan(places);
});
