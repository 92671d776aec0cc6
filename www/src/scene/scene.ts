// What is to be seen at a moment: a display list.
//
// Owns the translation of a frame into shapes with places, sizes and strengths. Pure: frame, choice, size and moment in,
// list out. Must never know colours or a canvas; roles and piece numbers are turned into colours by `render`.

import { DETAIL, LINK_FLAGS, NOTICE_KIND, PEER_FLAGS, PEER_STATE } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import type { NoticeKind, Role } from '../gen/types.ts';
import { Seating, toPixels } from './layout.ts';
import { roleAt, rowOf } from './peers.ts';

/** How much is drawn: every segment of every ring; an arc for each peer; a tile for each peer. The frame says which. */
export type Detail = 'rings' | 'arcs' | 'tiles';
const DRAWN = { whole: 'rings', crowd: 'arcs', tiles: 'tiles' } as const;

export interface PeerShape {
  id: number;
  x: number;
  y: number;
  r: number;
  role: Role;
  /** It brought the content; the others got it here. */
  origin: boolean;
  /** Part of the pieces it has, 0 to 1. */
  share: number;
  /** For each segment of its ring how much of it there is, 0 to 255. Empty without rings. */
  ring: Uint8Array;
  alpha: number;
  selected: boolean;
  label: string;
}

/** One direction of a connection: from the one who sends. It bends to its own side, so both directions can be told apart. */
export interface LinkShape {
  x1: number;
  y1: number;
  cx: number;
  cy: number;
  x2: number;
  y2: number;
  role: Role;
  /** 0 barely used, 1 as fast as the fastest uplink. */
  strength: number;
  optimistic: boolean;
  /** Nothing may flow: shown around the selected peer only. */
  choked: boolean;
  alpha: number;
}

export interface DotShape {
  x: number;
  y: number;
  /** Piece number over the number of pieces: its colour. */
  tint: number;
  alpha: number;
}

/** Something that just happened there: completed, gone, crashed. `age` goes from 0 to 1. */
export interface PulseShape {
  x: number;
  y: number;
  r: number;
  kind: 'completed' | 'left' | 'crashed';
  age: number;
}

/**
 * A multitude: one look and one place for each peer, in columns. However many there are, they are no list of shapes. `codes` is
 * the frame's own column, and read only while the frame holds.
 */
export interface Tiles {
  codes: Uint8Array;
  seating: Seating;
  /** Side in pixels. */
  size: number;
  /** A peer is selected: all but it and its neighbours, in these rows, step back. */
  near: number[] | null;
}

export interface Scene {
  width: number;
  height: number;
  detail: Detail;
  /** Of a multitude; of fewer everybody is in `peers`. */
  tiles: Tiles | null;
  /** Links are straight, thin and whole: among hundreds nobody sees bends and dashes, and they cost most of a picture. */
  plain: boolean;
  links: LinkShape[];
  peers: PeerShape[];
  dots: DotShape[];
  dotRadius: number;
  pulses: PulseShape[];
  tracker: { x: number; y: number; up: boolean };
}

export interface View {
  width: number;
  height: number;
  /** Pixels at the bottom where nobody stands: something is written there. */
  foot?: number;
  /** Peers that are to be expected in all. */
  expected: number;
  selected: number | null;
  /** Simulated seconds for one of ours: a pulse lasts about a second of ours. */
  speed: number;
  /** Nothing will move any more: whoever is there stands in its place, and nothing pulses. */
  settled?: boolean;
}

const BENDS_MAX = 80;
const PULSE_S = 0.9;
/** Radius of the selected peer among tiles: its ring must be seen. */
const LENS_R = 11;
/** A tile's side in radii: they nearly touch. */
const TILE_SIDE = 2.35;

const LEAVING = PEER_STATE.indexOf('leaving');

/** What a picture takes over from the one before: places and rings. One for each run. */
export class SceneMemory {
  readonly seating = new Seating();
  private readonly rings = new Map<number, { have: number; ring: Uint8Array }>();

  /** A ring changes only when its peer verifies a piece. */
  ring(frame: Frame, row: number, segments: number): Uint8Array {
    const id = frame.peers.id[row] ?? 0;
    const have = frame.peers.have[row] ?? 0;
    const known = this.rings.get(id);
    if (known && known.have === have && known.ring.length === segments) return known.ring;
    const ring = readRing(frame, rowOf(frame.owners.id, id), segments);
    this.rings.set(id, { have, ring });
    return ring;
  }
}

/** The pieces of an owner, gathered in so many segments. */
export function readRing(frame: Frame, owner: number, segments: number): Uint8Array {
  const { nPieces, haveWords } = frame.swarm;
  const sums = new Uint32Array(segments);
  const totals = new Uint32Array(segments);
  for (let piece = 0; piece < nPieces; piece += 1) {
    const segment = Math.floor((piece * segments) / nPieces);
    const word = frame.have.bits[owner * haveWords + (piece >>> 5)] ?? 0;
    sums[segment] = (sums[segment] ?? 0) + ((word >>> (piece & 31)) & 1);
    totals[segment] = (totals[segment] ?? 0) + 1;
  }
  return Uint8Array.from(sums, (sum, i) => Math.round((255 * sum) / (totals[i] || 1)));
}

/** The display list of a moment. */
export function makeScene(frame: Frame, view: View, memory = new SceneMemory()): Scene {
  const { peers, swarm } = frame;
  const height = Math.max(0, view.height - (view.foot ?? 0));
  const seating = memory.seating.seat(frame, view.expected, view.width, height);
  const detail = DRAWN[DETAIL[swarm.detail] ?? 'tiles'];
  const chosen = view.selected === null ? -1 : rowOf(peers.id, view.selected);
  const world: World = { frame, view, seating, detail, chosen, now: swarm.nowS };
  const { radius } = seating.cam;
  return {
    plain: peers.count > BENDS_MAX && detail !== 'tiles',
    width: view.width,
    height: view.height,
    detail,
    tiles: detail === 'tiles' ? tilesOf(world) : null,
    links: linkShapes(world),
    peers: peerShapes(world, memory),
    dots: dotShapes(world),
    // Tiles may be smaller than any dot of fewer peers.
    dotRadius: Math.max(detail === 'tiles' ? 1 : 1.6, Math.min(4.2, radius * 0.2 + 0.6)),
    pulses: pulseShapes(world),
    tracker: { x: 30, y: 30, up: swarm.trackerUp === 1 },
  };
}

interface World {
  frame: Frame;
  view: View;
  seating: Seating;
  detail: Detail;
  /** Row of the selected peer, or -1. */
  chosen: number;
  now: number;
}

function tilesOf({ frame, seating, chosen }: World): Tiles {
  const { peers, links } = frame;
  const size = TILE_SIDE * seating.cam.radius;
  if (chosen < 0) return { codes: peers.tile, seating, size, near: null };
  const near = [chosen];
  const id = peers.id[chosen] ?? 0;
  for (let row = 0; row < links.count; row += 1) {
    const [a, b] = [links.a[row] ?? 0, links.b[row] ?? 0];
    const other = a === id ? b : b === id ? a : id;
    const at = other === id ? -1 : rowOf(peers.id, other);
    if (at >= 0) near.push(at);
  }
  return { codes: peers.tile, seating, size, near };
}

/** Everybody, or of a multitude the selected peer alone: the others are tiles. */
function peerShapes(world: World, memory: SceneMemory): PeerShape[] {
  const { frame, detail, chosen } = world;
  if (detail === 'tiles') return chosen < 0 ? [] : [peerShape(world, memory, chosen, LENS_R)];
  const { radius } = world.seating.cam;
  return Array.from({ length: frame.peers.count }, (_, row) => peerShape(world, memory, row, radius));
}

function peerShape(world: World, memory: SceneMemory, row: number, radius: number): PeerShape {
  const { frame, view, seating, detail, now } = world;
  const { peers, swarm, details } = frame;
  const id = peers.id[row] ?? 0;
  const have = peers.have[row] ?? 0;
  const segments = Math.max(
    1,
    Math.min(swarm.nPieces, Math.floor((2 * Math.PI * radius) / (peers.count > 60 ? 4 : 2.6))),
  );
  // Newcomers grow into their place within half a second of ours. Who is there from the beginning is no newcomer.
  const came = details.joinedS[rowOf(details.id, id)] ?? 0;
  const age = (now - came) / (0.5 * view.speed);
  const born = came <= 0 || view.settled || detail === 'tiles' ? 1 : Math.min(1, Math.max(0.15, age));
  const ringed = have < swarm.nPieces && rowOf(frame.owners.id, id) >= 0 && detail !== 'arcs';
  return {
    id,
    x: seating.xs[row] ?? 0,
    y: seating.ys[row] ?? 0,
    r: radius * ease(born),
    role: roleAt(frame, row),
    origin: ((peers.flags[row] ?? 0) & PEER_FLAGS.origin) !== 0,
    share: swarm.nPieces > 0 ? have / swarm.nPieces : 0,
    ring: ringed ? memory.ring(frame, row, segments) : NO_RING,
    alpha: peers.state[row] === LEAVING ? 0.45 : born,
    selected: view.selected === id,
    label: radius >= 13 ? String(id) : '',
  };
}

const NO_RING = new Uint8Array(0);

function linkShapes(world: World): LinkShape[] {
  const { frame, view, seating, detail } = world;
  const { xs, ys } = seating;
  const { links, peers, details } = frame;
  let fastest = 1;
  for (let row = 0; row < details.count; row += 1)
    fastest = Math.max(fastest, details.uploadCapacity[row] ?? 0);
  const out: LinkShape[] = [];
  const chosen = world.chosen < 0 ? null : view.selected;
  const add = (from: number, to: number, rate: number, open: boolean, optimistic: boolean, near: boolean) => {
    const [f, t] = [rowOf(peers.id, from), rowOf(peers.id, to)];
    if (f < 0 || t < 0) return;
    const [x1, y1, x2, y2] = [xs[f] ?? 0, ys[f] ?? 0, xs[t] ?? 0, ys[t] ?? 0];
    const bend = bendOf(world, x1, y1, x2, y2);
    const strength = Math.min(1, (3 * rate) / fastest);
    const alpha = chosen === null || near ? 1 : 0.18;
    out.push({
      x1,
      y1,
      ...bend,
      x2,
      y2,
      role: roleAt(frame, f),
      strength,
      optimistic,
      choked: !open,
      alpha,
    });
  };
  for (let row = 0; row < links.count; row += 1) {
    const [a, b, flags] = [links.a[row] ?? 0, links.b[row] ?? 0, links.flags[row] ?? 0];
    const near = a === chosen || b === chosen;
    // Of a multitude the frame has the links of all that are watched: of those that are only pointed at none is drawn.
    if (detail === 'tiles' && !near) continue;
    const aOpen = (flags & LINK_FLAGS.aUnchokes) !== 0 && (flags & LINK_FLAGS.bInterested) !== 0;
    const bOpen = (flags & LINK_FLAGS.bUnchokes) !== 0 && (flags & LINK_FLAGS.aInterested) !== 0;
    const thin = detail === 'arcs' && !near;
    if (aOpen && !(thin && (links.rateAb[row] ?? 0) <= 0)) {
      add(a, b, links.rateAb[row] ?? 0, true, (flags & LINK_FLAGS.aOptimistic) !== 0, near);
    }
    if (bOpen && !(thin && (links.rateBa[row] ?? 0) <= 0)) {
      add(b, a, links.rateBa[row] ?? 0, true, (flags & LINK_FLAGS.bOptimistic) !== 0, near);
    }
    if (near && !aOpen && !bOpen) add(a, b, 0, false, false, true);
  }
  return out;
}

/** A link bends to the right of its direction, by an eighth of its length; in a crowd it is straight. */
function bendOf(
  { frame }: World,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): { cx: number; cy: number } {
  const part = frame.peers.count > BENDS_MAX ? 0 : 1 / 8;
  return { cx: (x1 + x2) / 2 - (y2 - y1) * part, cy: (y1 + y2) / 2 + (x2 - x1) * part };
}

function dotShapes(world: World): DotShape[] {
  const { frame, view, seating, now } = world;
  const { xs, ys, cam } = seating;
  const { flights, peers, swarm } = frame;
  const out: DotShape[] = [];
  const chosen = world.chosen < 0 ? null : view.selected;
  for (let row = 0; row < flights.count; row += 1) {
    const from = flights.from[row] ?? 0;
    const to = flights.to[row] ?? 0;
    const [f, t] = [rowOf(peers.id, from), rowOf(peers.id, to)];
    if (f < 0 || t < 0) continue;
    const start = flights.startS[row] ?? 0;
    const end = flights.endS[row] ?? 0;
    const way = end > start ? (now - start) / (end - start) : 1;
    if (way < 0 || way > 1) continue;
    const [x1, y1, x2, y2] = [xs[f] ?? 0, ys[f] ?? 0, xs[t] ?? 0, ys[t] ?? 0];
    const { cx, cy } = bendOf(world, x1, y1, x2, y2);
    // From rim to rim, not from middle to middle.
    const rim = Math.min(0.45, (cam.radius + 3) / Math.max(1, Math.hypot(x2 - x1, y2 - y1)));
    const u = rim + way * (1 - 2 * rim);
    const v = 1 - u;
    out.push({
      x: v * v * x1 + 2 * u * v * cx + u * u * x2,
      y: v * v * y1 + 2 * u * v * cy + u * u * y2,
      tint: swarm.nPieces > 1 ? (flights.piece[row] ?? 0) / (swarm.nPieces - 1) : 0,
      alpha: chosen === null || from === chosen || to === chosen ? 1 : 0.2,
    });
  }
  return out;
}

const PULSES: ReadonlySet<NoticeKind> = new Set<PulseShape['kind']>(['completed', 'left', 'crashed']);
const pulses = (kind: NoticeKind | undefined): kind is PulseShape['kind'] =>
  kind !== undefined && PULSES.has(kind);

function pulseShapes({ frame, view, seating, detail, now }: World): PulseShape[] {
  const { notices, peers } = frame;
  const { cam, places, xs, ys } = seating;
  const out: PulseShape[] = [];
  if (view.settled) return out;
  for (let row = notices.count - 1; row >= 0; row -= 1) {
    const age = (now - (notices.tS[row] ?? 0)) / (PULSE_S * view.speed);
    if (age > 1) break;
    const kind = NOTICE_KIND[notices.kind[row] ?? 0];
    if (!pulses(kind) || age < 0) continue;
    const id = notices.peer[row] ?? 0;
    const there = rowOf(peers.id, id);
    const at = there < 0 ? toPixels(cam, id % places) : { x: xs[there] ?? 0, y: ys[there] ?? 0 };
    out.push({ ...at, r: detail === 'tiles' ? Math.max(5, cam.radius) : cam.radius, kind, age });
  }
  return out;
}

const ease = (t: number): number => 1 - (1 - t) * (1 - t);

/** The peer at a point, or the nearest one within a finger's reach. */
export function peerAt(scene: Scene, x: number, y: number, reach = 22): number | null {
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  const consider = (id: number, dx: number, dy: number, r: number) => {
    const distance = Math.hypot(dx, dy);
    if (distance > Math.max(r, reach) || distance >= bestDistance) return;
    best = id;
    bestDistance = distance;
  };
  for (const peer of scene.peers) consider(peer.id, peer.x - x, peer.y - y, peer.r);
  if (!scene.tiles) return best;
  const { ids, xs, ys, cam } = scene.tiles.seating;
  ids.forEach((id, row) => {
    consider(id, (xs[row] ?? 0) - x, (ys[row] ?? 0) - y, cam.radius);
  });
  return best;
}

export const atTracker = (scene: Scene, x: number, y: number): boolean =>
  Math.hypot(scene.tracker.x - x, scene.tracker.y - y) <= 24;
