// Where a peer stands in a frame's columns, and what it is.
//
// Owns the names of roles in the order in which the core numbers them, and the search by number. Must never know places or
// colours.

import type { Frame } from '../gen/frame.ts';

export type Role = 'seeder' | 'leecher' | 'rider' | 'polluter' | 'crashed';

/** As the columns `tile`, `classes.role`, `flows.from` and `flows.to` number them. */
export const ROLES: readonly Role[] = ['leecher', 'seeder', 'rider', 'polluter', 'crashed'];
/** How complete a tile can be: from 0 to this. */
export const TILE_LEVELS = 31;

export const roleOfTile = (tile: number): Role => ROLES[tile >>> 5] ?? 'leecher';
export const roleAt = (frame: Frame, row: number): Role => roleOfTile(frame.peers.tile[row] ?? 0);

/** The row of a number in a column that rises, or -1. */
export function rowOf(ids: Uint32Array, id: number): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ids[middle] ?? 0;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
