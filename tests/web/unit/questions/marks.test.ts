import { expect, test } from 'vitest';
import type { FamilyTree, History, Mark, MarkKind } from '../../../../www/src/gen/types.ts';
import { piles, ticks } from '../../../../www/src/panels/timeline/scale.ts';
import {
  around,
  isAbout,
  lastComplete,
  MARK_KINDS,
  sentenceOf,
  sentenceOfStation,
  stations,
} from '../../../../www/src/questions/marks.ts';
import { layout } from '../../../../www/src/views/tree/layout.ts';
import { treeOf } from '../../../../www/src/views/tree/of-history.ts';

const mark = (at_s: number, kind: MarkKind, peer: number | null = null, rest: Partial<Mark> = {}): Mark => ({
  at_s,
  kind,
  peer,
  other: null,
  piece: null,
  slot: null,
  act: null,
  ...rest,
});

const history = (marks: Mark[]): History =>
  ({
    marks,
    end_s: 60,
    ends_by: 'run',
    peers: { peer: [0, 1, 2], group: [0, 1, 1], completed_s: [null, 40, 30] },
  }) as unknown as History;

test('every kind of mark has a sentence of its own', () => {
  const slot = { at: 3, rule: 'tit_for_tat', by: 'rate', lost: 9000, won: 28_000 } as const;
  const sentences = MARK_KINDS.map((kind) => sentenceOf(mark(1, kind, 1, { other: 2, piece: 5, slot })));
  expect(new Set(sentences).size).toBe(MARK_KINDS.length);
  for (const text of sentences) expect(text).toMatch(/^[A-Z]/);
  expect(sentenceOf(mark(1, 'slot_lost', 1, { other: 2, slot }))).toBe(
    'Peer 1 lost its slot at peer 3 to peer 2, which gave more: 28 kB/s, not 9 kB/s',
  );
});

test('marks of one kind and one moment are one station', () => {
  const all = stations(
    history([0, 1, 2].map((peer) => mark(0, 'joined', peer)).concat(mark(30, 'completed', 2))),
  );
  expect(all.map((station) => sentenceOfStation(station))).toEqual(['3 joined', 'Peer 2 is complete']);
});

test('the stations around a moment, and back from one', () => {
  const run = history([mark(0, 'joined', 0), mark(30, 'completed', 2), mark(40, 'completed', 1)]);
  const at = (nowS: number) => {
    const { before, next, earlier } = around(run, nowS);
    return [before?.atS, next?.atS, earlier?.atS];
  };
  expect(at(35)).toEqual([30, 40, 30]);
  expect(at(30)).toEqual([30, 40, 0]);
  expect(at(50)).toEqual([40, undefined, 40]);
  expect(lastComplete(run)).toBe(1);
  expect(isAbout(mark(1, 'banned', 1, { other: 2 }), 2)).toBe(true);
});

test('faults and acts are never hidden behind completions', () => {
  const many = Array.from({ length: 9 }, (_, peer) => mark(10, 'completed', peer));
  const run = history([...many, mark(10.01, 'crashed', 9)]);
  const [pile] = piles(stations(run), 60, (peer) => peer === 3);
  expect(pile?.shapes).toEqual(['mishap', 'rider', 'done', 'done']);
  expect(pile?.more).toBe(6);
  expect(ticks(62)).toEqual([0, 10, 20, 30, 40, 50, 60]);
});

test('in a family tree a giver stands in the middle of its receivers, and ends have rows of their own', () => {
  const row = (peer: number, from: number | null, s: number, depth: number) => ({
    peer,
    from,
    at_ns: s * 1e9,
    depth,
  });
  const list = [row(0, null, 0, 0), row(1, 0, 5, 1), row(2, 0, 6, 1), row(3, 1, 9, 2), row(4, 1, 12, 2)];
  const tree: FamilyTree = { piece: 0, depth: 2, peers: 5, list, left_out: 0 };
  const { nodes, rows, roots } = layout(tree, 100, 10);
  expect(rows).toBe(3);
  expect(nodes.map(({ row }) => row)).toEqual([1.25, 0.5, 2, 0, 1]);
  expect(roots).toHaveLength(1);
  const early = layout(tree, 9, 10);
  expect(early.nodes.map(({ peer }) => peer)).toEqual([0, 1, 2, 3]);
  expect(layout(tree, 100, 2).more).toBe(3);
});

test('what happens at every round is a stop only for the peers that it is about', () => {
  const slot = { at: 3, rule: 'tit_for_tat', by: 'rate', lost: 1, won: 2 } as const;
  const run = history([mark(1, 'joined', 1), mark(20, 'slot_lost', 1, { other: 2, slot })]);
  expect(stations(run).map(({ kind }) => kind)).toEqual(['joined']);
  expect(stations(run, 7).map(({ kind }) => kind)).toEqual(['joined']);
  for (const selected of [1, 2, 3])
    expect(stations(run, selected).map(({ kind }) => kind)).toEqual(['joined', 'slot_lost']);
});

test('the history tells the family tree that the core tells', () => {
  const told = {
    peers: { peer: [0, 1, 2, 3], brought: [2, 0, 0, 1], joined_s: [0, 0, 1, 2], left_out: 0 },
    pieces: { at_s: [4, 5, 6, 9], peer: [1, 2, 2, 1], piece: [0, 1, 0, 1], from: [0, 3, 1, 2], left_out: 0 },
  } as unknown as History;
  const row = (peer: number, from: number | null, s: number, depth: number) => ({
    peer,
    from,
    at_ns: s * 1e9,
    depth,
  });
  expect(treeOf(told, 0, 2)).toEqual({
    piece: 0,
    depth: 2,
    peers: 3,
    list: [row(0, null, 0, 0), row(1, 0, 4, 1), row(2, 1, 6, 2)],
    left_out: 0,
  });
  // Who brought only some pieces is known by what it gave.
  expect(treeOf(told, 1, 2)?.list).toEqual([
    row(0, null, 0, 0),
    row(3, null, 2, 0),
    row(2, 3, 5, 1),
    row(1, 2, 9, 2),
  ]);
  expect(treeOf({ ...told, pieces: { ...told.pieces, left_out: 1 } }, 0, 2)).toBe(null);
});
