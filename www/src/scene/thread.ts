// A critical path as a thread through the people who held it up: from who brought the content to who was complete last. Pure.

import { labelOf } from '../people.ts';
import type { Thread } from '../store.ts';
import { toPixels } from './arrange.ts';
import { rowOf } from './peers.ts';
import type { World } from './scene.ts';
import { along, type Way } from './ways.ts';

/** Radius of the disc with a step's number. */
export const BADGE_R = 9;
/** A step whose ends are nearer than this has no room for its number. */
const NUMBERED_MIN = 2 * BADGE_R + 22;
/** Radius of a stop among tiles, which are smaller than a finger. */
const TILE_STOP_R = 9;
/** How far a step bends, as a part of its length: two steps between the same peers are told apart. */
const BEND = 0.14;
/** Where on a step its number may stand, the best place first. */
const PLACES = [0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75];

/** A step of the path: the piece came this way. */
export interface ThreadStep extends Way {
  from: number;
  to: number;
  number: number;
  /** Where the number stands; null where there is no room for it. */
  badge: { x: number; y: number } | null;
}

/** Somebody whom the thread runs through. */
export interface ThreadStop {
  id: number;
  x: number;
  y: number;
  /** Half of what it takes on the stage, in pixels. */
  halfW: number;
  halfH: number;
  /** It is here at this moment; else its place stands for it. */
  here: boolean;
  label: string;
  /** When it had the piece, in seconds; null for who brought it. */
  atS: number | null;
  /** Its time can be written at it without standing on another stop. */
  timed: boolean;
}

export interface ThreadShape {
  piece: number;
  stops: ThreadStop[];
  steps: ThreadStep[];
}

/** The thread on the stage; null for a path of fewer than two. */
export function threadShape(world: World, { piece, peers, atS }: Thread): ThreadShape | null {
  const stops: ThreadStop[] = [];
  const places = peers.map((id, i) => {
    const known = stops.find((stop) => stop.id === id);
    if (known) {
      // The piece came here twice, the first time with a wrong hash: the later time is the one that counts.
      known.atS = atS[i] ?? known.atS;
      return known;
    }
    const stop = stopAt(world, id, atS[i] ?? null);
    stops.push(stop);
    return stop;
  });
  if (places.length < 2) return null;
  const steps: ThreadStep[] = [];
  for (let i = 1; i < places.length; i += 1) {
    const [from, to] = [places[i - 1], places[i]];
    if (!from || !to || from === to) continue;
    const way = threadWay(from, to);
    steps.push({ ...way, from: from.id, to: to.id, number: i, badge: null });
  }
  for (const step of steps) step.badge = badgeOf(step, steps, stops);
  for (const stop of stops) stop.timed = isFree(stop, stops);
  return { piece, stops, steps };
}

function stopAt({ frame, seating, detail }: World, id: number, atS: number | null): ThreadStop {
  const { cam, xs, ys, places } = seating;
  const row = rowOf(frame.peers.id, id);
  const at = row < 0 ? toPixels(cam, id % Math.max(1, places)) : { x: xs[row] ?? 0, y: ys[row] ?? 0 };
  const radius = detail === 'tiles' ? TILE_STOP_R : cam.radius * (detail === 'arcs' ? 1.15 : 1);
  const { w, h } = detail === 'pictures' && cam.picture ? cam.picture : { w: 2 * radius, h: 2 * radius };
  return { id, ...at, halfW: w / 2, halfH: h / 2, here: row >= 0, label: labelOf(id), atS, timed: false };
}

/** From the rim of one stop to the rim of the next, with a bend to the right of its direction. */
function threadWay(from: ThreadStop, to: ThreadStop): Way {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const cx = (from.x + to.x) / 2 - dy * BEND;
  const cy = (from.y + to.y) / 2 + dx * BEND;
  const [start, end] = [rim(from, cx, cy, 2), rim(to, cx, cy, 5)];
  return { x1: start.x, y1: start.y, cx, cy, x2: end.x, y2: end.y };
}

/** Where the line from a stop's middle towards a point leaves the stop. */
function rim({ x, y, halfW, halfH }: ThreadStop, tx: number, ty: number, gap: number) {
  const [dx, dy] = [tx - x, ty - y];
  const part = Math.min(
    (halfW + gap) / Math.max(1e-6, Math.abs(dx)),
    (halfH + gap) / Math.max(1e-6, Math.abs(dy)),
  );
  const t = Math.min(0.8, part);
  return { x: x + dx * t, y: y + dy * t };
}

/** The first place on a step where its number covers no other number and no stop. */
function badgeOf(step: ThreadStep, steps: ThreadStep[], stops: ThreadStop[]) {
  if (Math.hypot(step.x2 - step.x1, step.y2 - step.y1) < NUMBERED_MIN) return null;
  const free = (u: number): boolean => {
    const { x, y } = along(step, u);
    const taken = steps.some(({ badge }) => badge && Math.hypot(badge.x - x, badge.y - y) < 2 * BADGE_R + 2);
    return !taken && !stops.some((stop) => covers(stop, x, y));
  };
  const at = PLACES.find(free);
  return at === undefined ? null : along(step, at);
}

const covers = ({ x, y, halfW, halfH }: ThreadStop, px: number, py: number): boolean =>
  Math.abs(px - x) < halfW + BADGE_R && Math.abs(py - y) < halfH + BADGE_R;

/** Nothing of the thread stands where this stop's words would. */
function isFree(stop: ThreadStop, stops: ThreadStop[]): boolean {
  return stops.every(
    (other) =>
      other === stop ||
      Math.abs(other.x - stop.x) > other.halfW + 62 ||
      other.y - stop.y > stop.halfH + other.halfH + 36 ||
      stop.y - other.y > stop.halfH + other.halfH,
  );
}
