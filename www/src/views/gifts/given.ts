// Who gave whom how much up to a moment: by peer where blocks are kept and there is room, else by group. Pure.

import type { History } from '../../gen/types.ts';

/** A row and a column a peer, or a group. */
export interface Given {
  by: 'peer' | 'group';
  /** Numbers of the peers, or of the groups. */
  ids: number[];
  /** Bytes from the row's to the column's. */
  bytes: Float64Array[];
  most: number;
  total: number;
}

/** Peers that have a row each. */
export const PEERS_MAX = 40;

export function given(history: History, nowS: number): Given {
  const peers = history.peers.peer;
  if (history.blocks && peers.length <= PEERS_MAX) return byPeer(history, nowS);
  return byGroup(history, nowS);
}

function table(by: Given['by'], ids: number[]): Given {
  return { by, ids, bytes: ids.map(() => new Float64Array(ids.length)), most: 0, total: 0 };
}

function add(to: Given, from: number | undefined, into: number | undefined, bytes: number): void {
  const row = from === undefined ? undefined : to.bytes[from];
  if (!row || into === undefined) return;
  row[into] = (row[into] ?? 0) + bytes;
  to.most = Math.max(to.most, row[into] ?? 0);
  to.total += bytes;
}

function byPeer({ peers, blocks }: History, nowS: number): Given {
  const rows = peers.peer.map((_, row) => row);
  // Groups stand together, those who brought the content first.
  rows.sort(
    (a, b) =>
      (peers.brought[b] ?? 0) - (peers.brought[a] ?? 0) ||
      (peers.group[a] ?? 0) - (peers.group[b] ?? 0) ||
      a - b,
  );
  const out = table(
    'peer',
    rows.map((row) => peers.peer[row] ?? 0),
  );
  const place = new Map(out.ids.map((peer, at) => [peer, at]));
  for (let i = 0; i < (blocks?.at_s.length ?? 0) && (blocks?.at_s[i] ?? 0) <= nowS; i += 1)
    add(out, place.get(blocks?.from[i] ?? -1), place.get(blocks?.to[i] ?? -1), blocks?.bytes[i] ?? 0);
  return out;
}

function byGroup({ steps }: History, nowS: number): Given {
  const ids = [...new Set(steps.flows.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const out = table('group', ids);
  for (const { from, to, bytes } of steps.flows) {
    const until = Math.floor(nowS / steps.step_s);
    const sum = bytes.slice(0, until).reduce((all, one) => all + Number(one), 0);
    add(out, ids.indexOf(from), ids.indexOf(to), sum);
  }
  return out;
}

/** Of what pairs gave each other, the part that came back: 1 where each got from the other what it gave. */
export function returned({ ids, bytes, by }: Given, isOrigin: (id: number) => boolean): number | null {
  if (by !== 'peer') return null;
  let [both, all] = [0, 0];
  for (let a = 0; a < ids.length; a += 1)
    for (let b = a + 1; b < ids.length; b += 1) {
      if (isOrigin(ids[a] ?? 0) || isOrigin(ids[b] ?? 0)) continue;
      const [there, back] = [bytes[a]?.[b] ?? 0, bytes[b]?.[a] ?? 0];
      both += 2 * Math.min(there, back);
      all += there + back;
    }
  return all > 0 ? both / all : null;
}
