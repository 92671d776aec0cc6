// What the views fold from a run's history.

import { expect, test } from 'vitest';
import type { History } from '../../../www/src/gen/types.ts';
import { given, returned } from '../../../www/src/views/gifts/given.ts';
import { arrivals, curves, downloaders, past } from '../../../www/src/views/progress/curves.ts';

/** An owner and three others of two groups: eight blocks in ten seconds. */
const history = (): History =>
  ({
    end_s: 10,
    ends_by: 'run',
    marks: [],
    marks_left_out: [],
    peers: {
      peer: [0, 1, 2, 3],
      group: [0, 1, 1, 2],
      joined_s: [0, 0, 0, 0],
      brought: [4, 0, 0, 0],
      first_block_s: [null, 1, 2, 6],
      completed_s: [null, 8, 9, null],
      left_s: [null, null, null, null],
      left_out: 0,
    },
    n_blocks: 6,
    blocks: {
      at_s: [1, 2, 3, 4, 6, 8],
      from: [0, 0, 1, 2, 0, 1],
      to: [1, 2, 2, 1, 3, 2],
      piece: [0, 1, 0, 1, 0, 2],
      bytes: [10, 10, 10, 4, 10, 10],
    },
    pieces: { at_s: [], peer: [], piece: [], left_out: 0 },
    steps: {
      step_s: 1,
      rarest: [],
      flows: [
        { from: 0, to: 1, bytes: [0, 10, 10] },
        { from: 1, to: 1, bytes: [0, 0, 0, 10, 4, 0, 0, 0, 10] },
        { from: 0, to: 2, bytes: [0, 0, 0, 0, 0, 0, 10] },
      ],
    },
  }) as unknown as History;

test('who gave whom is summed up to the moment, those who brought the content first', () => {
  const table = given(history(), 4);
  expect([table.by, table.ids, table.total, table.most]).toEqual(['peer', [0, 1, 2, 3], 34, 10]);
  expect(table.bytes.map((row) => [...row])).toEqual([
    [0, 10, 10, 0],
    [0, 0, 10, 0],
    [0, 4, 0, 0],
    [0, 0, 0, 0],
  ]);
  // 1 gave 2 ten and got four: of fourteen eight were returned. What the owner gave is no trade.
  expect(returned(table, (peer) => peer === 0)).toBeCloseTo(8 / 14, 12);
  expect(returned(given(history(), 0.5), (peer) => peer === 0)).toBe(null);
});

test('without single blocks it is summed by group', () => {
  const table = given({ ...history(), blocks: null }, 9);
  expect([table.by, table.ids]).toEqual(['group', [0, 1, 2]]);
  expect(table.bytes.map((row) => [...row])).toEqual([
    [0, 20, 10],
    [0, 24, 0],
    [0, 0, 0],
  ]);
});

test('curves count those who came to download', () => {
  expect(downloaders(history(), 4)).toEqual([1, 2, 3]);
  const { complete, reached, byGroup } = curves(history(), 4, (group) => `group ${group}`);
  expect([complete.of, complete.s, reached.s]).toEqual([3, [8, 9], [1, 2, 6]]);
  expect(byGroup.map(({ name, of, s }) => [name, of, s])).toEqual([
    ['group 1', 2, [8, 9]],
    ['group 2', 1, []],
  ]);
  expect([past(reached, 0.9), past(reached, 2), past(reached, 60)]).toEqual([0, 2, 3]);
});

test('what arrives is summed in equal steps', () => {
  const rows = arrivals(history(), [1, 2, 3], 10, 5);
  expect(rows?.map((row) => [...row])).toEqual([
    [10, 0, 4, 0, 0],
    [0, 20, 0, 0, 10],
    [0, 0, 0, 10, 0],
  ]);
  expect(arrivals({ ...history(), blocks: null }, [1], 10, 5)).toBe(null);
});
