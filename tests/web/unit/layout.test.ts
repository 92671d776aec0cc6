import { expect, test } from 'vitest';
import { camera, LABEL, toPixels } from '../../../www/src/scene/arrange.ts';
import { capacity, slots } from '../../../www/src/scene/layout.ts';
import { frame, peer } from '../fake/frames.ts';

test('a place follows from the number alone', () => {
  const cam = camera(20, 900, 560);
  expect(toPixels(cam, 0)).toEqual({ x: cam.midX, y: cam.midY });
  expect(toPixels(cam, 7)).toEqual(toPixels(cam, 7));
  const few = slots(Uint32Array.from([0, 1, 5]), 20);
  const many = slots(Uint32Array.from([0, 1, 2, 3, 4, 5, 6]), 20);
  expect([...few]).toEqual([0, 1, 5]);
  expect(many[5]).toBe(5);
});

test.each([3, 20, 150, 2000])('nobody stands on anybody among %i', (n) => {
  const cam = camera(n, 900, 560);
  const at = Array.from({ length: n }, (_, i) => toPixels(cam, i));
  const { w, h } = cam.picture ?? { w: 2 * cam.radius, h: 2 * cam.radius };
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < Math.min(n, i + 120); j += 1) {
      const [a, b] = [at[i], at[j]];
      if (!a || !b) continue;
      const apart = cam.picture
        ? Math.abs(a.x - b.x) > w || Math.abs(a.y - b.y) > h + LABEL - 1
        : Math.hypot(a.x - b.x, a.y - b.y) > w;
      if (!apart) throw new Error(`${i} covers ${j}`);
    }
  }
});

test.each([
  [900, 560],
  [360, 300],
  [300, 900],
])('everybody fits on a stage of %i by %i', (width, height) => {
  for (const n of [3, 9, 16, 20, 200]) {
    const cam = camera(n, width, height);
    const { w, h } = cam.picture ?? { w: 2 * cam.radius, h: 2 * cam.radius };
    for (let i = 0; i < n; i += 1) {
      const { x, y } = toPixels(cam, i);
      expect(Math.min(x, width - x), `${i} of ${n}`).toBeGreaterThan(w / 2);
      expect(Math.min(y, height - y), `${i} of ${n}`).toBeGreaterThan(h / 2);
      if (cam.picture) expect(height - y - h / 2, `name of ${i} of ${n}`).toBeGreaterThan(LABEL / 2);
    }
  }
});

test('few stand on a ring with pictures, number 1 at the bottom; of many nobody has one', () => {
  const few = camera(9, 900, 560);
  expect(few.picture?.w).toBeGreaterThan(90);
  const [first, ...others] = Array.from({ length: 8 }, (_, i) => toPixels(few, i + 1));
  for (const other of others) expect(other.y).toBeLessThan(first?.y ?? 0);
  expect(camera(40, 900, 560).picture?.w).toBeGreaterThan(29);
  expect(camera(200, 900, 560).picture).toBe(null);
  expect(camera(9, 120, 60).picture).toBe(null);
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
