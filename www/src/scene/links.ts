// Who serves whom: one shape for each direction in which something may flow.

import { LINK_FLAGS } from '../gen/codes.ts';
import type { Role } from '../gen/types.ts';
import { roleAt, rowOf } from './peers.ts';
import type { World } from './scene.ts';
import { type Way, wayOf } from './ways.ts';

/** One direction of a connection: from the one who sends. */
export interface LinkShape extends Way {
  role: Role;
  /** 0 barely used, 1 as fast as the fastest uplink. */
  strength: number;
  optimistic: boolean;
  /** Nothing may flow: shown around the selected peer only. */
  choked: boolean;
  alpha: number;
  /** Seen from the selected peer: it gets, it gives, or neither. */
  side: 'got' | 'given' | 'none';
}

interface Direction {
  from: number;
  to: number;
  rate: number;
  open: boolean;
  optimistic: boolean;
}

export function linkShapes(world: World): LinkShape[] {
  const { frame, view, detail } = world;
  const { links } = frame;
  const fastest = fastestUplink(world);
  const chosen = world.chosen < 0 ? null : view.selected;
  const out: LinkShape[] = [];
  for (let row = 0; row < links.count; row += 1) {
    const [a, b] = [links.a[row] ?? 0, links.b[row] ?? 0];
    const near = a === chosen || b === chosen;
    // Of a multitude the frame has the links of all that are watched: of those that are only pointed at none is drawn.
    if (detail === 'tiles' && !near) continue;
    for (const direction of directions(world, row, near)) add(out, world, direction, fastest, chosen);
  }
  return out;
}

/** The directions of a connection that are drawn. */
function directions({ frame, detail }: World, row: number, near: boolean): Direction[] {
  const { links } = frame;
  const [a, b, flags] = [links.a[row] ?? 0, links.b[row] ?? 0, links.flags[row] ?? 0];
  const has = (flag: number) => (flags & flag) !== 0;
  const both: Direction[] = [
    {
      from: a,
      to: b,
      rate: links.rateAb[row] ?? 0,
      open: has(LINK_FLAGS.aUnchokes) && has(LINK_FLAGS.bInterested),
      optimistic: has(LINK_FLAGS.aOptimistic),
    },
    {
      from: b,
      to: a,
      rate: links.rateBa[row] ?? 0,
      open: has(LINK_FLAGS.bUnchokes) && has(LINK_FLAGS.aInterested),
      optimistic: has(LINK_FLAGS.bOptimistic),
    },
  ];
  const thin = detail === 'arcs' && !near;
  const open = both.filter((one) => one.open);
  if (near && open.length === 0)
    return both.slice(0, 1).map((one) => ({ ...one, rate: 0, optimistic: false }));
  return open.filter((one) => !(thin && one.rate <= 0));
}

function fastestUplink({ frame }: World): number {
  const { details } = frame;
  let fastest = 1;
  for (let row = 0; row < details.count; row += 1)
    fastest = Math.max(fastest, details.uploadCapacity[row] ?? 0);
  return fastest;
}

function add(out: LinkShape[], world: World, direction: Direction, fastest: number, chosen: number | null) {
  const { frame } = world;
  const { from, to, rate, open, optimistic } = direction;
  const [f, t] = [rowOf(frame.peers.id, from), rowOf(frame.peers.id, to)];
  if (f < 0 || t < 0) return;
  const near = from === chosen || to === chosen;
  out.push({
    ...wayOf(world, f, t),
    role: roleAt(frame, f),
    strength: Math.min(1, (3 * rate) / fastest),
    optimistic,
    choked: !open,
    alpha: chosen === null || near ? 1 : 0.18,
    side: to === chosen ? 'got' : from === chosen ? 'given' : 'none',
  });
}
