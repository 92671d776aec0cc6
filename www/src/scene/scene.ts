// What is to be seen at a moment: a display list.
//
// Owns the translation of a frame into shapes with places, sizes and strengths. Pure: frame, choice, size and moment in,
// list out. Must never know colours or a canvas; roles and piece numbers are turned into colours by `render`.

import type { Frame } from '../gen/frame.ts';
import { type Camera, camera, capacity, slots, toPixels } from './layout.ts';

export type Role = 'seeder' | 'leecher' | 'rider' | 'polluter' | 'crashed';
/** How much is drawn: every segment of every ring; an arc for each peer; a speck for each peer. */
export type Detail = 'rings' | 'arcs' | 'specks';

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

export interface Scene {
  width: number;
  height: number;
  detail: Detail;
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
  /** Peers that are to be expected in all. */
  expected: number;
  selected: number | null;
  /** Simulated seconds for one of ours: a pulse lasts about a second of ours. */
  speed: number;
  /** Nothing will move any more: whoever is there stands in its place, and nothing pulses. */
  settled?: boolean;
}

const RINGS_MAX = 150;
const BENDS_MAX = 80;
const ARCS_MAX = 2000;
const PULSE_S = 0.9;

const FLAG = { origin: 1, rider: 2, polluter: 4 } as const;
const LINK = {
  aUnchokes: 1,
  bUnchokes: 2,
  aInterested: 4,
  bInterested: 8,
  bOptimistic: 16,
  aOptimistic: 32,
} as const;

/** Remembers rings from frame to frame: a ring changes only when its peer verifies a piece. One for each run. */
export class RingMemory {
  private readonly rings = new Map<number, { have: number; ring: Uint8Array }>();

  ring(frame: Frame, row: number, segments: number): Uint8Array {
    const id = frame.peers.id[row] ?? 0;
    const have = frame.peers.have[row] ?? 0;
    const known = this.rings.get(id);
    if (known && known.have === have && known.ring.length === segments) return known.ring;
    const ring = readRing(frame, row, segments);
    this.rings.set(id, { have, ring });
    return ring;
  }
}

/** The pieces of a peer, gathered in so many segments. */
export function readRing(frame: Frame, row: number, segments: number): Uint8Array {
  const { nPieces, haveWords } = frame.swarm;
  const sums = new Uint32Array(segments);
  const totals = new Uint32Array(segments);
  for (let piece = 0; piece < nPieces; piece += 1) {
    const segment = Math.floor((piece * segments) / nPieces);
    const word = frame.have.bits[row * haveWords + (piece >>> 5)] ?? 0;
    sums[segment] = (sums[segment] ?? 0) + ((word >>> (piece & 31)) & 1);
    totals[segment] = (totals[segment] ?? 0) + 1;
  }
  return Uint8Array.from(sums, (sum, i) => Math.round((255 * sum) / (totals[i] || 1)));
}

export function roleOf(state: number, flags: number, complete: boolean): Role {
  if (state === 3) return 'crashed';
  if (flags & FLAG.polluter) return 'polluter';
  if (complete) return 'seeder';
  return flags & FLAG.rider ? 'rider' : 'leecher';
}

/** The display list of a moment. */
export function makeScene(frame: Frame, view: View, memory = new RingMemory()): Scene {
  const { peers, swarm } = frame;
  const now = swarm.nowS;
  const places = capacity(frame, view.expected);
  const cam = camera(places, view.width, view.height);
  const detail: Detail = peers.count <= RINGS_MAX ? 'rings' : peers.count <= ARCS_MAX ? 'arcs' : 'specks';
  const taken = slots(peers.id, places);
  const index = new Map<number, number>();
  const xs = new Float64Array(peers.count);
  const ys = new Float64Array(peers.count);
  for (let row = 0; row < peers.count; row += 1) {
    const at = toPixels(cam, taken[row] ?? 0);
    xs[row] = at.x;
    ys[row] = at.y;
    index.set(peers.id[row] ?? 0, row);
  }
  const world: World = { frame, view, cam, detail, xs, ys, index, now };
  return {
    plain: peers.count > BENDS_MAX,
    width: view.width,
    height: view.height,
    detail,
    links: detail === 'specks' ? [] : linkShapes(world),
    peers: peerShapes(world, memory),
    dots: dotShapes(world),
    dotRadius: Math.max(detail === 'specks' ? 1 : 1.6, Math.min(4.2, cam.radius * 0.2 + 0.6)),
    pulses: pulseShapes(world, places),
    tracker: { x: 30, y: 30, up: swarm.trackerUp === 1 },
  };
}

interface World {
  frame: Frame;
  view: View;
  cam: Camera;
  detail: Detail;
  xs: Float64Array;
  ys: Float64Array;
  index: Map<number, number>;
  now: number;
}

function peerShapes({ frame, view, cam, detail, xs, ys, now }: World, memory: RingMemory): PeerShape[] {
  const { peers, swarm } = frame;
  const segments = Math.max(
    1,
    Math.min(swarm.nPieces, Math.floor((2 * Math.PI * cam.radius) / (peers.count > 60 ? 4 : 2.6))),
  );
  const none = new Uint8Array(0);
  return Array.from({ length: peers.count }, (_, row) => {
    const have = peers.have[row] ?? 0;
    const state = peers.state[row] ?? 0;
    const flags = peers.flags[row] ?? 0;
    const complete = have >= swarm.nPieces;
    // Newcomers grow into their place within half a second of ours.
    const age = (now - (peers.joinedS[row] ?? 0)) / (0.5 * view.speed);
    const born = now <= 0 || view.settled ? 1 : Math.min(1, Math.max(0.15, age));
    const id = peers.id[row] ?? 0;
    return {
      id,
      x: xs[row] ?? 0,
      y: ys[row] ?? 0,
      r: cam.radius * ease(born),
      role: roleOf(state, flags, complete),
      origin: (flags & FLAG.origin) !== 0,
      share: swarm.nPieces > 0 ? have / swarm.nPieces : 0,
      ring: detail === 'rings' && !complete ? memory.ring(frame, row, segments) : none,
      alpha: state === 2 ? 0.45 : born,
      selected: view.selected === id,
      label: cam.radius >= 13 ? String(id) : '',
    };
  });
}

function linkShapes(world: World): LinkShape[] {
  const { frame, view, xs, ys, index } = world;
  const { links, peers } = frame;
  let fastest = 1;
  for (let row = 0; row < peers.count; row += 1) fastest = Math.max(fastest, peers.uploadCapacity[row] ?? 0);
  const out: LinkShape[] = [];
  const chosen = view.selected !== null && index.has(view.selected) ? view.selected : null;
  const add = (from: number, to: number, rate: number, open: boolean, optimistic: boolean, near: boolean) => {
    const [f, t] = [index.get(from), index.get(to)];
    if (f === undefined || t === undefined) return;
    const [x1, y1, x2, y2] = [xs[f] ?? 0, ys[f] ?? 0, xs[t] ?? 0, ys[t] ?? 0];
    const bend = bendOf(world, x1, y1, x2, y2);
    const role = roleOf(
      peers.state[f] ?? 0,
      peers.flags[f] ?? 0,
      (peers.have[f] ?? 0) >= frame.swarm.nPieces,
    );
    const strength = Math.min(1, (3 * rate) / fastest);
    const alpha = chosen === null || near ? 1 : 0.18;
    out.push({ x1, y1, ...bend, x2, y2, role, strength, optimistic, choked: !open, alpha });
  };
  for (let row = 0; row < links.count; row += 1) {
    const [a, b, flags] = [links.a[row] ?? 0, links.b[row] ?? 0, links.flags[row] ?? 0];
    const near = a === chosen || b === chosen;
    const aOpen = (flags & LINK.aUnchokes) !== 0 && (flags & LINK.bInterested) !== 0;
    const bOpen = (flags & LINK.bUnchokes) !== 0 && (flags & LINK.aInterested) !== 0;
    const thin = world.detail === 'arcs' && !near;
    if (aOpen && !(thin && (links.rateAb[row] ?? 0) <= 0)) {
      add(a, b, links.rateAb[row] ?? 0, true, (flags & LINK.bOptimistic) !== 0, near);
    }
    if (bOpen && !(thin && (links.rateBa[row] ?? 0) <= 0)) {
      add(b, a, links.rateBa[row] ?? 0, true, (flags & LINK.aOptimistic) !== 0, near);
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
  const { frame, view, cam, xs, ys, index, now } = world;
  const { flights, swarm } = frame;
  const out: DotShape[] = [];
  const chosen = view.selected !== null && index.has(view.selected) ? view.selected : null;
  for (let row = 0; row < flights.count; row += 1) {
    const from = flights.from[row] ?? 0;
    const to = flights.to[row] ?? 0;
    const [f, t] = [index.get(from), index.get(to)];
    if (f === undefined || t === undefined) continue;
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

const PULSES: Record<number, PulseShape['kind']> = { 1: 'completed', 2: 'left', 3: 'crashed' };

function pulseShapes({ frame, view, cam, xs, ys, index, now }: World, places: number): PulseShape[] {
  const { notices } = frame;
  const out: PulseShape[] = [];
  if (view.settled) return out;
  for (let row = notices.count - 1; row >= 0; row -= 1) {
    const age = (now - (notices.tS[row] ?? 0)) / (PULSE_S * view.speed);
    if (age > 1) break;
    const kind = PULSES[notices.kind[row] ?? 0];
    if (!kind || age < 0) continue;
    const id = notices.peer[row] ?? 0;
    const there = index.get(id);
    const at = there === undefined ? toPixels(cam, id % places) : { x: xs[there] ?? 0, y: ys[there] ?? 0 };
    out.push({ ...at, r: cam.radius, kind, age });
  }
  return out;
}

const ease = (t: number): number => 1 - (1 - t) * (1 - t);

/** The peer at a point, or the nearest one within a finger's reach. */
export function peerAt(scene: Scene, x: number, y: number, reach = 22): number | null {
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const peer of scene.peers) {
    const distance = Math.hypot(peer.x - x, peer.y - y);
    if (distance <= Math.max(peer.r, reach) && distance < bestDistance) {
      best = peer.id;
      bestDistance = distance;
    }
  }
  return best;
}

export const atTracker = (scene: Scene, x: number, y: number): boolean =>
  Math.hypot(scene.tracker.x - x, scene.tracker.y - y) <= 24;
