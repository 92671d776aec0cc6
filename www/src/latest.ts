// What a frame tells of who is there: who came as a seeder, who goes first, and whether the swarm may stand still.

import { PEER_FLAGS, PEER_STATE } from './gen/codes.ts';
import type { Frame } from './gen/frame.ts';
import type { PeerState } from './gen/types.ts';

/** Peers that are not on their way out. */
const STAYING: ReadonlySet<PeerState | undefined> = new Set<PeerState>(['leeching', 'seeding', 'idle']);

/** Whether a peer came as a seeder. */
export const isOrigin = ({ peers }: Frame, row: number): boolean =>
  ((peers.flags[row] ?? 0) & PEER_FLAGS.origin) !== 0;

/** The latest of a kind; of seeders first those that brought the content. */
export function latestOf(frame: Frame, seeder: boolean, count: number): number[] {
  const { peers, swarm } = frame;
  const rows: number[] = [];
  for (let row = peers.count - 1; row >= 0; row -= 1) {
    const complete = (peers.have[row] ?? 0) >= swarm.nPieces;
    if (STAYING.has(PEER_STATE[peers.state[row] ?? 0]) && complete === seeder) rows.push(row);
  }
  if (seeder) rows.sort((x, y) => Number(isOrigin(frame, y)) - Number(isOrigin(frame, x)));
  return rows.slice(0, count).map((row) => peers.id[row] ?? 0);
}

/** Somebody waits, and nothing moves or a piece has no copy. */
export function mayStall({ swarm }: Frame): boolean {
  return swarm.leeching > 0 && (swarm.upRate === 0 || swarm.rarestCopies === 0);
}
