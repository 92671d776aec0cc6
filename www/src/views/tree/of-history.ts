// The family tree of a piece out of the history of the run, where that lists every verified piece: no run is repeated for it.

import type { FamilyTree, History, TreePeer } from '../../gen/types.ts';

/** Peers that are listed, as the core lists them. */
const LISTED_MAX = 10_000;

/** Who had a piece from whom; null where the history does not know all of it. */
export function treeOf({ pieces, peers }: History, piece: number, nPieces: number): FamilyTree | null {
  if (pieces.left_out > 0 || peers.left_out > 0) return null;
  const joined = new Map(peers.peer.map((peer, row) => [peer, peers.joined_s[row] ?? 0]));
  const found = new Map<number, TreePeer>();
  const brought = (peer: number): TreePeer => {
    const row = { peer, from: null, at_ns: (joined.get(peer) ?? 0) * 1e9, depth: 0 };
    found.set(peer, row);
    return row;
  };
  peers.peer.forEach((peer, row) => {
    if (peers.brought[row] === nPieces) brought(peer);
  });
  let depth = 0;
  for (let row = 0; row < pieces.at_s.length; row += 1) {
    const [peer, from] = [pieces.peer[row] ?? 0, pieces.from[row] ?? 0];
    // Who came again and got it again has it since the first time.
    if (pieces.piece[row] !== piece || found.has(peer)) continue;
    // A giver that did not get it here brought it.
    const giver = found.get(from) ?? brought(from);
    found.set(peer, { peer, from, at_ns: (pieces.at_s[row] ?? 0) * 1e9, depth: giver.depth + 1 });
    depth = Math.max(depth, giver.depth + 1);
  }
  const list = [...found.values()].sort((a, b) => a.at_ns - b.at_ns || a.peer - b.peer);
  return {
    piece,
    depth,
    peers: list.length,
    list: list.slice(0, LISTED_MAX),
    left_out: Math.max(0, list.length - LISTED_MAX),
  };
}
