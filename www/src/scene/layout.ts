// Where a peer stands.
//
// Owns places: a place follows from the peer's number alone, so a peer keeps it for life, over seeks and reloads; only the
// camera steps back when the swarm grows. Pure. Must never know what is drawn at a place.
//
//        5   2        Places lie on a sunflower: number n at the golden angle times n, at the distance sqrt(n + 2).
//      4   0   3      The first peer, the seeder of most stories, stands in the middle. Everybody has as much room
//        1   6        as everybody else, whether they are three or ten thousand.

import type { Frame } from '../gen/frame.ts';

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Where number 1 stands: nearly overhead, so that a small swarm begins where clocks do. */
const FIRST_ANGLE = -Math.PI / 2 - GOLDEN_ANGLE;
/** Distance from the middle of place `slot`. */
const distance = (slot: number): number => (slot === 0 ? 0 : Math.sqrt(slot + 2));

/** The place of a slot, in units of the sunflower. */
export function placeOf(slot: number): { x: number; y: number } {
  const angle = FIRST_ANGLE + slot * GOLDEN_ANGLE;
  return { x: distance(slot) * Math.cos(angle), y: distance(slot) * Math.sin(angle) };
}

/**
 * How many places the stage has: at least for all who are expected. Where many come and go numbers grow without end, and
 * places are taken again: then the count follows those that are there, in steps, so that it seldom changes.
 */
export function capacity(frame: Frame, expected: number): number {
  const { id, count } = frame.peers;
  const highest = count > 0 ? (id[count - 1] ?? 0) + 1 : 0;
  const needed = Math.max(4, expected, Math.ceil(count * 1.25));
  if (highest <= needed) return needed;
  let tier = 16;
  while (tier < 2 * needed) tier = Math.ceil(tier * 1.5);
  return Math.min(highest, tier);
}

/** The slot of every peer that is there: its number, or the next free one when a longer-lived peer has that. */
export function slots(ids: Uint32Array, places: number): Uint32Array {
  const taken = new Uint8Array(places);
  const out = new Uint32Array(ids.length);
  ids.forEach((id, row) => {
    let slot = id % places;
    while (taken[slot] === 1) slot = (slot + 1) % places;
    taken[slot] = 1;
    out[row] = slot;
  });
  return out;
}

/** From places to pixels: the middle of the stage and a stretch for each axis. */
export interface Camera {
  midX: number;
  midY: number;
  scaleX: number;
  scaleY: number;
  /** Radius of a peer in pixels. */
  radius: number;
}

/** The camera that shows so many places in a stage of this size. */
export function camera(places: number, width: number, height: number): Camera {
  const reach = Math.max(distance(places - 1), 2);
  // A ring, its halo and its label must fit beyond the outermost place; tiles have none of these.
  const pad = Math.min(44, 0.09 * Math.min(width, height) + 8, 10 + 500 / Math.sqrt(places));
  const [halfW, halfH] = [Math.max(1, width / 2 - pad), Math.max(1, height / 2 - pad)];
  const scale = Math.min(halfW, halfH) / reach;
  const scaleX = Math.min(halfW / reach, scale * 1.75);
  const scaleY = Math.min(halfH / reach, scale * 1.75);
  const radius = Math.max(1.2, Math.min(30, 0.62 * Math.sqrt(scale * Math.sqrt(scaleX * scaleY))));
  return { midX: width / 2, midY: height / 2, scaleX, scaleY, radius };
}

export const toPixels = (cam: Camera, slot: number): { x: number; y: number } => {
  const { x, y } = placeOf(slot);
  return { x: cam.midX + x * cam.scaleX, y: cam.midY + y * cam.scaleY };
};

/** Where everybody stands on a stage: kept from frame to frame, for it changes only when somebody comes or goes. One a run. */
export class Seating {
  cam: Camera = camera(4, 0, 0);
  places = 0;
  /** A copy: it outlives the frame. */
  ids = new Uint32Array(0);
  /** Pixels, row by row. */
  xs = new Float64Array(0);
  ys = new Float64Array(0);
  /** Another number when somebody stands elsewhere than before. */
  version = 0;
  private width = -1;
  private height = -1;
  /** Of every slot, in units of the sunflower: ten thousand sines are worth keeping. */
  private units = new Float64Array(0);

  seat(frame: Frame, expected: number, width: number, height: number): this {
    const { id } = frame.peers;
    const places = capacity(frame, expected);
    if (places === this.places && width === this.width && height === this.height && same(id, this.ids))
      return this;
    Object.assign(this, { places, width, height, ids: id.slice(), cam: camera(places, width, height) });
    this.version += 1;
    this.reckon(places);
    const [taken, { cam, units }] = [slots(this.ids, places), this];
    this.xs = Float64Array.from(taken, (slot) => cam.midX + (units[2 * slot] ?? 0) * cam.scaleX);
    this.ys = Float64Array.from(taken, (slot) => cam.midY + (units[2 * slot + 1] ?? 0) * cam.scaleY);
    return this;
  }

  private reckon(places: number): void {
    if (this.units.length >= 2 * places) return;
    this.units = new Float64Array(2 * places);
    for (let slot = 0; slot < places; slot += 1) {
      const { x, y } = placeOf(slot);
      this.units[2 * slot] = x;
      this.units[2 * slot + 1] = y;
    }
  }
}

function same(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
