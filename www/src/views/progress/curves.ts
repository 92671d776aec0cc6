// The curves of the progress view: how many are reached, and how many have everything, over time. Pure.

import type { History } from '../../gen/types.ts';

/** A step curve: at `s[i]` the count becomes `i + 1`. */
export interface Curve {
  name: string;
  /** Moments, rising. */
  s: number[];
  /** Peers that it is about. */
  of: number;
}

/** More groups than this share a curve. */
const GROUPS_MAX = 4;

const rising = (moments: readonly (number | null)[]): number[] =>
  moments.filter((s): s is number => s !== null).sort((a, b) => a - b);

/** Those who came to download: rows of the history's peers. */
export function downloaders({ peers }: History, nPieces: number): number[] {
  return peers.peer.map((_, row) => row).filter((row) => (peers.brought[row] ?? 0) < nPieces);
}

/** Who is reached (has its first block), who has everything, and the latter by group where there are several. */
export function curves(history: History, nPieces: number, nameOf: (group: number) => string) {
  const { peers } = history;
  const rows = downloaders(history, nPieces);
  const of = rows.length;
  const complete: Curve = { name: 'all', of, s: rising(rows.map((row) => peers.completed_s[row] ?? null)) };
  const reached: Curve = {
    name: 'reached',
    of,
    s: rising(rows.map((row) => peers.first_block_s[row] ?? null)),
  };
  const groups = [...new Set(rows.map((row) => peers.group[row] ?? 0))];
  const several = groups.length > 1 && groups.length <= GROUPS_MAX;
  const byGroup = !several
    ? []
    : groups.map((group): Curve => {
        const members = rows.filter((row) => peers.group[row] === group);
        return {
          name: nameOf(group),
          of: members.length,
          s: rising(members.map((row) => peers.completed_s[row] ?? null)),
        };
      });
  return { complete, reached, byGroup };
}

/** Bytes that each of these peers received in each of so many equal steps up to `endS`; null where blocks are not kept. */
export function arrivals({ blocks }: History, peers: readonly number[], endS: number, steps: number) {
  if (!blocks) return null;
  const place = new Map(peers.map((peer, at) => [peer, at]));
  const out = peers.map(() => new Float64Array(steps));
  for (let i = 0; i < blocks.at_s.length; i += 1) {
    const row = out[place.get(blocks.to[i] ?? -1) ?? -1];
    const at = Math.min(steps - 1, Math.floor(((blocks.at_s[i] ?? 0) / endS) * steps));
    if (row) row[at] = (row[at] ?? 0) + (blocks.bytes[i] ?? 0);
  }
  return out;
}

/** How many of a curve's peers are past at a moment. */
export function past({ s }: Curve, nowS: number): number {
  let n = 0;
  while (n < s.length && (s[n] ?? 0) <= nowS + 1e-6) n += 1;
  return n;
}
