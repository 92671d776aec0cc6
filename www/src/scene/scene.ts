// What is to be seen at a moment: a display list.
//
// Pure: frame, choice, size and moment in, list out. Must never know colours or a canvas; roles and rarities are turned into colours by
// `render`.

import { DETAIL, NOTICE_KIND, PEER_FLAGS, PEER_STATE } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import type { NoticeKind, Role } from '../gen/types.ts';
import { labelOf } from '../people.ts';
import type { Thread } from '../store.ts';
import { type Size, toPixels } from './arrange.ts';
import { Seating } from './layout.ts';
import { type LinkShape, linkShapes } from './links.ts';
import { roleAt, rowOf } from './peers.ts';
import { type ThreadShape, threadShape } from './thread.ts';
import { type ActShape, actShapes, type BlockShape, blockShapes } from './travel.ts';

/** How much is drawn of a peer: its picture; a ring of pieces; an arc; a tile. Room decides between the first two, the frame the rest. */
export type Detail = 'pictures' | 'rings' | 'arcs' | 'tiles';

/** What a peer has of the picture. The columns are the frame's own, and read only while the frame holds. */
export interface Portrait extends Size {
  have: Uint32Array;
  count: number;
  /** Pieces of which some blocks are here: piece, number of blocks, and bit i for block i of the first 32. */
  partials: { piece: number; blocks: number; here: number; bits: number }[];
}

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
  portrait: Portrait | null;
  alpha: number;
  selected: boolean;
  label: string;
}

/** Something that just happened there. `age` goes from 0 to 1. */
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
  /** Pieces of the torrent. */
  pieces: number;
  /** Pieces that nobody who is there has. */
  nowhere: ReadonlySet<number>;
  /** Of a multitude; of fewer everybody is in `peers`. */
  tiles: Tiles | null;
  /** Links are straight, thin and whole: among hundreds nobody sees bends and dashes, and they cost most of a picture. */
  plain: boolean;
  links: LinkShape[];
  peers: PeerShape[];
  blocks: BlockShape[];
  blockRadius: number;
  acts: ActShape[];
  pulses: PulseShape[];
  tracker: { x: number; y: number; up: boolean; told: 'full' | 'name' | 'mark' };
  /** A critical path: all but its people stand behind a veil. */
  thread: ThreadShape | null;
}

export interface View {
  width: number;
  height: number;
  /** Pixels at the bottom where nobody stands: something is written there. */
  foot?: number;
  /** Peers that are to be expected in all. */
  expected: number;
  selected: number | null;
  /** The ends of a block that is looked at: all others step back. */
  pair?: readonly [from: number, to: number] | null;
  /** What the selected peer cannot know steps back: all but it and its neighbours. */
  eyes?: boolean;
  /** A critical path that is laid through the swarm. */
  thread?: Thread | null;
  /** Simulated seconds for one of ours: a pulse lasts about a second of ours. */
  speed: number;
  /** Nothing will move any more: whoever is there stands in its place, and nothing pulses. */
  settled?: boolean;
}

/** What the parts of a scene are made from. */
export interface World {
  frame: Frame;
  view: View;
  seating: Seating;
  detail: Detail;
  /** Row of the selected peer, or -1. */
  chosen: number;
  /** Who is known to the selected peer, by number; null where everybody is looked at. */
  known: ReadonlySet<number> | null;
  now: number;
}

/** Between these two something is looked at; between all where nothing is. */
export function isNear({ selected, pair }: View, from: number, to: number): boolean {
  if (pair) return from === pair[0] && to === pair[1];
  return selected === null || from === selected || to === selected;
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
  const told = DETAIL[swarm.detail] ?? 'tiles';
  const near = seating.cam.picture ? 'pictures' : 'rings';
  const detail = told === 'whole' ? near : told === 'crowd' ? 'arcs' : 'tiles';
  const chosen = view.selected === null ? -1 : rowOf(peers.id, view.selected);
  const known = view.eyes && view.selected !== null ? neighbourhood(frame, view.selected) : null;
  const world: World = { frame, view, seating, detail, chosen, known, now: swarm.nowS };
  const { radius } = seating.cam;
  return {
    plain: peers.count > BENDS_MAX && detail !== 'tiles',
    width: view.width,
    height: view.height,
    detail,
    pieces: swarm.nPieces,
    nowhere: nowhere(frame),
    tiles: detail === 'tiles' ? tilesOf(world) : null,
    links: linkShapes(world),
    peers: peerShapes(world, memory),
    blocks: blockShapes(world),
    // Tiles may be smaller than any dot of fewer peers.
    blockRadius: Math.max(detail === 'tiles' ? 1 : 1.6, Math.min(4.2, radius * 0.2 + 0.6)),
    acts: actShapes(world),
    pulses: pulseShapes(world),
    tracker: { x: 30, y: 30, up: swarm.trackerUp === 1, told: wordsOfTracker(view.width, swarm.present) },
    thread: view.thread ? threadShape(world, view.thread) : null,
  };
}

/** Where nobody is there, nothing is lost. */
function nowhere({ pieces, swarm }: Frame): Set<number> {
  const out = new Set<number>();
  if (swarm.present === 0) return out;
  pieces.copies.forEach((copies, piece) => {
    if (copies === 0) out.add(piece);
  });
  return out;
}

function tilesOf({ frame, view, seating, chosen }: World): Tiles {
  const { peers, links } = frame;
  const size = TILE_SIDE * seating.cam.radius;
  if (view.thread) return { codes: peers.tile, seating, size, near: rowsOf(frame, view.thread.peers) };
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

const rowsOf = ({ peers }: Frame, ids: readonly number[]): number[] =>
  ids.map((id) => rowOf(peers.id, id)).filter((row) => row >= 0);

/** Everybody, or of a multitude the selected peer and those on the thread: the others are tiles. */
function peerShapes(world: World, memory: SceneMemory): PeerShape[] {
  const { frame, view, detail, chosen } = world;
  if (detail === 'tiles') {
    const rows = new Set(rowsOf(frame, view.thread?.peers ?? []));
    if (chosen >= 0) rows.add(chosen);
    return [...rows].map((row) => peerShape(world, memory, row, LENS_R));
  }
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
  const owned = rowOf(frame.owners.id, id) >= 0;
  const ringed = have < swarm.nPieces && owned && (detail === 'rings' || detail === 'tiles');
  return {
    id,
    x: seating.xs[row] ?? 0,
    y: seating.ys[row] ?? 0,
    r: radius * ease(born),
    role: roleAt(frame, row),
    origin: ((peers.flags[row] ?? 0) & PEER_FLAGS.origin) !== 0,
    share: swarm.nPieces > 0 ? have / swarm.nPieces : 0,
    ring: ringed ? memory.ring(frame, row, segments) : NO_RING,
    portrait: detail === 'pictures' && owned ? portraitOf(world, id, have, ease(born)) : null,
    alpha: stepsBack(world, id) ? 0.3 : peers.state[row] === LEAVING ? 0.45 : born,
    selected: view.selected === id,
    label: detail === 'pictures' || radius >= 13 ? labelOf(id) : '',
  };
}

const stepsBack = ({ view: { pair }, known }: World, id: number): boolean =>
  pair ? !pair.includes(id) : known !== null && !known.has(id);

/** A peer and its neighbours. Of who is selected a frame tells all connections. */
export function neighbourhood({ links }: Frame, peer: number): Set<number> {
  const out = new Set([peer]);
  for (let row = 0; row < links.count; row += 1) {
    const [a, b] = [links.a[row] ?? 0, links.b[row] ?? 0];
    if (a === peer) out.add(b);
    else if (b === peer) out.add(a);
  }
  return out;
}

const NO_RING = new Uint8Array(0);

function portraitOf({ frame, seating }: World, id: number, count: number, grown: number): Portrait {
  const { haveWords } = frame.swarm;
  const owner = rowOf(frame.owners.id, id);
  const { w, h } = seating.cam.picture ?? { w: 0, h: 0 };
  const { partials } = frame;
  const begun: Portrait['partials'] = [];
  for (let row = 0; row < partials.count; row += 1) {
    if (partials.owner[row] !== id) continue;
    begun.push({
      piece: partials.piece[row] ?? 0,
      blocks: partials.blocks[row] ?? 1,
      here: partials.here[row] ?? 0,
      bits: partials.bits[row] ?? 0,
    });
  }
  const have = frame.have.bits.subarray(owner * haveWords, (owner + 1) * haveWords);
  return { w: w * grown, h: h * grown, have, count, partials: begun };
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

/** The block at a point, within a finger's reach. Among hundreds of peers blocks are too many and too small to be meant. */
export function blockAt(scene: Scene, x: number, y: number, reach = 14): BlockShape | null {
  if (scene.detail === 'tiles' || scene.detail === 'arcs') return null;
  let best: BlockShape | null = null;
  let nearest = reach;
  for (const block of scene.blocks) {
    const distance = Math.hypot(block.x - x, block.y - y);
    if (block.alpha < 1 || distance > nearest) continue;
    [best, nearest] = [block, distance];
  }
  return best;
}

/** On a narrow stage its words would lie over a picture; among few people there is room to say what it is. */
function wordsOfTracker(width: number, present: number): Scene['tracker']['told'] {
  if (width < 480) return 'mark';
  return width >= 720 && present <= 12 ? 'full' : 'name';
}

export const atTracker = (scene: Scene, x: number, y: number): boolean =>
  Math.hypot(scene.tracker.x - x, scene.tracker.y - y) <= 24;
