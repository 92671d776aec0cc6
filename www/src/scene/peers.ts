// Where a peer stands in a frame's columns, and what it is.

import { ROLE, TILE_LEVEL_BITS } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import type { Role } from '../gen/types.ts';

export const roleOfTile = (tile: number): Role => ROLE[tile >>> TILE_LEVEL_BITS] ?? 'leecher';
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
