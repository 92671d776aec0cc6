// Where each peer of a family tree stands: across by time, down by whom the piece came from, so that no two lines cross without need.

import type { FamilyTree } from '../../gen/types.ts';

export interface Node {
  peer: number;
  from: number | null;
  atS: number;
  depth: number;
  /** The row, from 0 at the top. */
  row: number;
  children: Node[];
}

export interface Layout {
  /** The peers that are drawn, givers before receivers. */
  nodes: Node[];
  roots: Node[];
  rows: number;
  fromS: number;
  toS: number;
  /** How many are not drawn. */
  more: number;
}

/** Lays out the first `most` peers that had the piece up to a moment. */
export function layout({ list, left_out }: FamilyTree, toS: number, most: number): Layout {
  const there = list.filter(({ at_ns }) => at_ns / 1e9 <= toS + 1e-6);
  const known = new Map<number, Node>();
  const roots: Node[] = [];
  const nodes: Node[] = [];
  for (const { peer, from, at_ns, depth } of there.slice(0, most)) {
    const node: Node = { peer, from, atS: at_ns / 1e9, depth, row: 0, children: [] };
    known.set(peer, node);
    nodes.push(node);
    const giver = from === null ? undefined : known.get(from);
    if (giver) giver.children.push(node);
    else roots.push(node);
  }
  const rows = place(roots);
  const times = nodes.filter(({ from }) => from !== null).map(({ atS }) => atS);
  return {
    nodes,
    roots,
    rows,
    fromS: Math.min(...nodes.map(({ atS }) => atS), ...times.slice(0, 1)),
    toS: Math.max(1, ...times),
    more: Math.max(0, there.length - most) + (there.length === list.length ? left_out : 0),
  };
}

/** A row for each end of the tree; a giver stands in the middle of those that it gave to. Without recursion: a tree may be deep. */
function place(roots: readonly Node[]): number {
  let rows = 0;
  const open: { node: Node; left: number }[] = [];
  const enter = (node: Node) => open.push({ node, left: 0 });
  for (const root of roots) {
    enter(root);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const { node } = top;
      const child = node.children[top.left];
      if (child) {
        top.left += 1;
        enter(child);
        continue;
      }
      const [first, last] = [node.children[0], node.children.at(-1)];
      node.row = first && last ? (first.row + last.row) / 2 : rows++;
      open.pop();
    }
  }
  return rows;
}
