// The way from one peer to another: a bend to the right of its direction, as on a road, so that both directions are told apart.

import type { Size } from './arrange.ts';
import type { World } from './scene.ts';

/** A quadratic curve. */
export interface Way {
  x1: number;
  y1: number;
  cx: number;
  cy: number;
  x2: number;
  y2: number;
}

/** More peers than this are joined by straight lines. */
const BENDS_MAX = 80;
/** Pixels between a picture and the way's end. */
const GAP = 3;

/** From the rim of the peer in one row to the rim of the other. */
export function wayOf({ frame, seating, detail }: World, from: number, to: number): Way {
  const { xs, ys, cam } = seating;
  const [x1, y1, x2, y2] = [xs[from] ?? 0, ys[from] ?? 0, xs[to] ?? 0, ys[to] ?? 0];
  const [dx, dy] = [x2 - x1, y2 - y1];
  if (detail !== 'pictures' || !cam.picture) {
    const bend = frame.peers.count > BENDS_MAX ? 0 : 1 / 8;
    return { x1, y1, cx: (x1 + x2) / 2 - dy * bend, cy: (y1 + y2) / 2 + dx * bend, x2, y2 };
  }
  const length = Math.hypot(dx, dy) || 1;
  // A few pixels to the right, and a small bend: long ways do not leave the stage.
  const side = Math.min(7, 0.05 * length + 2);
  const [ox, oy] = [(-dy / length) * side, (dx / length) * side];
  const bend = Math.min(26, 0.09 * length);
  const [cx, cy] = [(x1 + x2) / 2 + ox - (dy / length) * bend, (y1 + y2) / 2 + oy + (dx / length) * bend];
  const start = rim(cam.picture, x1 + ox, y1 + oy, cx, cy);
  const end = rim(cam.picture, x2 + ox, y2 + oy, cx, cy);
  return { x1: start.x, y1: start.y, cx, cy, x2: end.x, y2: end.y };
}

/** Where the line from a picture's middle towards a point leaves the picture. */
function rim({ w, h }: Size, x: number, y: number, tx: number, ty: number): { x: number; y: number } {
  const [dx, dy] = [tx - x, ty - y];
  const part = Math.min(
    (w / 2 + GAP) / Math.max(1e-6, Math.abs(dx)),
    (h / 2 + GAP) / Math.max(1e-6, Math.abs(dy)),
  );
  const t = Math.min(0.9, part);
  return { x: x + dx * t, y: y + dy * t };
}

/** The point at `u` of the way, 0 to 1. */
export function along({ x1, y1, cx, cy, x2, y2 }: Way, u: number): { x: number; y: number } {
  const v = 1 - u;
  return { x: v * v * x1 + 2 * u * v * cx + u * u * x2, y: v * v * y1 + 2 * u * v * cy + u * u * y2 };
}
