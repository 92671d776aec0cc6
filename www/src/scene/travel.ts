// What is on its way between peers: blocks, and the messages that ask for them, refuse them and announce pieces.

import { ACT_KIND } from '../gen/codes.ts';
import type { ActKind } from '../gen/types.ts';
import type { Size } from './arrange.ts';
import { rowOf } from './peers.ts';
import { copiesOf, othersOf, type Rarity, rarityOf } from './rarity.ts';
import { isNear, type World } from './scene.ts';
import { along, wayOf } from './ways.ts';

export interface BlockShape {
  x: number;
  y: number;
  from: number;
  to: number;
  piece: number;
  /** The block's place in its piece. */
  block: number;
  rarity: Rarity;
  alpha: number;
}

/** A message: where it is, and how much of it is still to be seen. An announcement opens around its sender instead. */
export interface ActShape {
  x: number;
  y: number;
  kind: ActKind;
  /** 0 to 1. */
  age: number;
  /** Of the picture around which an announcement opens. */
  size: Size;
}

/** More peers than this exchange more messages than can be followed. */
const ACTS_PEERS_MAX = 12;
/** Above this speed none of them can be followed. */
const ACTS_SPEED_MAX = 1;
/** Seconds of ours for which a message stays to be seen where it arrived, and for which an announcement opens. */
const STAYS_S = 0.35;
const OPENS_S = 0.7;

export function blockShapes(world: World): BlockShape[] {
  const { frame, view, now } = world;
  const { flights, peers } = frame;
  const out: BlockShape[] = [];
  const others = othersOf(frame);
  for (let row = 0; row < flights.count; row += 1) {
    const [from, to] = [flights.from[row] ?? 0, flights.to[row] ?? 0];
    const [f, t] = [rowOf(peers.id, from), rowOf(peers.id, to)];
    if (f < 0 || t < 0) continue;
    const [start, end] = [flights.startS[row] ?? 0, flights.endS[row] ?? 0];
    const way = end > start ? (now - start) / (end - start) : 1;
    if (way < 0 || way > 1) continue;
    const piece = flights.piece[row] ?? 0;
    out.push({
      ...along(wayOf(world, f, t), between(world, f, t, way)),
      from,
      to,
      piece,
      block: flights.block[row] ?? 0,
      rarity: rarityOf(copiesOf(frame, piece), others),
      alpha: isNear(view, from, to) ? 1 : 0.2,
    });
  }
  return out;
}

/** A way ends at pictures; among rings and arcs it goes from middle to middle, and what moves goes from rim to rim. */
function between({ seating, detail }: World, from: number, to: number, way: number): number {
  if (detail === 'pictures') return way;
  const { xs, ys, cam } = seating;
  const length = Math.hypot((xs[to] ?? 0) - (xs[from] ?? 0), (ys[to] ?? 0) - (ys[from] ?? 0));
  const rim = Math.min(0.45, (cam.radius + 3) / Math.max(1, length));
  return rim + way * (1 - 2 * rim);
}

/** Of a small swarm played slowly: all messages, or those of the selected peer. */
export function actShapes(world: World): ActShape[] {
  const { frame, view, now, detail } = world;
  const { acts, peers } = frame;
  const out: ActShape[] = [];
  if (detail !== 'pictures' || view.settled || view.speed > ACTS_SPEED_MAX) return out;
  const chosen = world.chosen < 0 ? null : view.selected;
  const size = world.seating.cam.picture ?? { w: 0, h: 0 };
  if (chosen === null && peers.count > ACTS_PEERS_MAX) return out;
  for (let row = acts.count - 1; row >= 0; row -= 1) {
    const age = now - (acts.tS[row] ?? 0);
    const [from, to] = [acts.from[row] ?? 0, acts.to[row] ?? 0];
    if (age < 0 || !(isNear(view, from, to) || isNear(view, to, from))) continue;
    const kind = ACT_KIND[acts.kind[row] ?? 0] ?? 'request';
    const [f, t] = [rowOf(peers.id, from), rowOf(peers.id, to)];
    if (f < 0 || t < 0) continue;
    if (from === to) {
      const part = age / (OPENS_S * view.speed);
      if (part <= 1)
        out.push({ x: world.seating.xs[f] ?? 0, y: world.seating.ys[f] ?? 0, kind, age: part, size });
      continue;
    }
    const latency = Math.max(1e-6, acts.latencyS[row] ?? 0);
    const gone = (age - latency) / (STAYS_S * view.speed);
    if (gone > 1) continue;
    out.push({
      ...along(wayOf(world, f, t), Math.min(1, age / latency)),
      kind,
      age: Math.max(0, gone),
      size,
    });
  }
  return out;
}
