// Where a peer stands.
//
// Owns places: a place follows from the peer's number alone, so a peer keeps it for life, over seeks and reloads; only the
// camera steps back when the swarm grows. In a multitude it follows from the order in which peers were reached. Pure. Must never know what is drawn at a place.

import { DETAIL, PEER_FLAGS } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import { type Camera, camera, unitOf } from './arrange.ts';

/**
 * How many places the stage has: at least for all who are expected. Where many come and go numbers grow without end, and
 * places are taken again: then the count follows those that are there, in steps, so that it seldom changes.
 */
export function capacity(frame: Frame, expected: number): number {
  const { id, count } = frame.peers;
  const highest = count > 0 ? (id[count - 1] ?? 0) + 1 : 0;
  const needed = Math.max(3, expected >= count ? expected : Math.ceil(count * 1.25));
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

/**
 * The slots of a multitude in the order in which its peers were reached by a first block: who brought the content in the middle, then rank
 * by rank, so that the wave in which everybody is reached is a disc that grows. A peer that is reached changes places with whoever stands
 * where the disc grows to; everybody else stays. It follows from the ranks alone, whatever was looked at before. Null where numbers outgrow
 * the places: peers come and go there.
 */
export function slotsByReach({ peers, swarm }: Frame, places: number): Uint32Array | null {
  const { id, flags, reached, count } = peers;
  if (swarm.arrived > places || count > places) return null;
  const out = slots(id, places);
  const rowAt = new Int32Array(places).fill(-1);
  out.forEach((slot, row) => {
    rowAt[slot] = row;
  });
  const move = (row: number, slot: number) => {
    const [before, other] = [out[row] ?? 0, rowAt[slot] ?? -1];
    rowAt[before] = other;
    if (other >= 0) out[other] = before;
    rowAt[slot] = row;
    out[row] = slot;
  };
  let brought = 0;
  const ranked = new Int32Array(places + 1).fill(-1);
  for (let row = 0; row < count; row += 1) {
    if (((flags[row] ?? 0) & PEER_FLAGS.origin) !== 0) move(row, brought++);
    else if ((reached[row] ?? 0) <= places) ranked[reached[row] ?? 0] = row;
  }
  for (let rank = 1; brought + rank - 1 < places; rank += 1) {
    const row = ranked[rank] ?? -1;
    if (row >= 0) move(row, brought + rank - 1);
  }
  return out;
}

/** Where everybody stands on a stage: kept from frame to frame, for it changes only when somebody comes or goes. One a run. */
export class Seating {
  cam: Camera = camera(4, 0, 0);
  places = 0;
  /** A copy: it outlives the frame. */
  ids = new Uint32Array(0);
  /** Pixels, row by row. */
  xs = new Float64Array(0);
  ys = new Float64Array(0);
  /** Nearer to the middle means reached earlier. */
  byReach = false;
  /** Another number when somebody stands elsewhere than before. */
  version = 0;
  private reached = -1;
  private width = -1;
  private height = -1;
  /** Of every slot, in the camera's units: ten thousand sines are worth keeping. */
  private units = new Float64Array(0);
  private arranged = -1;

  seat(frame: Frame, expected: number, width: number, height: number): this {
    const { id } = frame.peers;
    const places = capacity(frame, expected);
    const reached = DETAIL[frame.swarm.detail] === 'tiles' ? frame.swarm.reached : -1;
    const size = places === this.places && width === this.width && height === this.height;
    if (size && reached === this.reached && same(id, this.ids)) return this;
    Object.assign(this, {
      places,
      width,
      height,
      reached,
      ids: id.slice(),
      cam: camera(places, width, height),
    });
    this.version += 1;
    this.reckon(places);
    const byReach = reached < 0 ? null : slotsByReach(frame, places);
    const [taken, { cam, units }] = [byReach ?? slots(this.ids, places), this];
    this.byReach = byReach !== null;
    this.xs = Float64Array.from(taken, (slot) => cam.midX + (units[2 * slot] ?? 0) * cam.scaleX);
    this.ys = Float64Array.from(taken, (slot) => cam.midY + (units[2 * slot + 1] ?? 0) * cam.scaleY);
    return this;
  }

  private reckon(places: number): void {
    if (this.arranged === this.cam.ring && this.units.length >= 2 * places) return;
    this.arranged = this.cam.ring;
    this.units = new Float64Array(2 * places);
    for (let slot = 0; slot < places; slot += 1) {
      const { x, y } = unitOf(this.cam, slot);
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
