import { expect, test } from 'vitest';
import {
  firstBlockS,
  firstDecisions,
  firstMark,
  isDraw,
  partS,
} from '../../../www/src/compare/difference.ts';
import { figureOf, measure, minus, parts } from '../../../www/src/compare/measure.ts';
import {
  differences,
  leftS,
  pooled,
  remarkable,
  type SeedResult,
  Seeds,
  unfinished,
} from '../../../www/src/compare/seeds.ts';
import type { History, Mark, Told } from '../../../www/src/gen/types.ts';
import { SimFault } from '../../../www/src/sim/source.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

const mark = (at_s: number, kind: Mark['kind'], peer: number): Mark => ({
  at_s,
  kind,
  peer,
  other: null,
  piece: null,
  slot: null,
  act: null,
});

/** Three peers of two groups: a seeder, and two who came at 0 and 4 s and had everything at these moments. */
function history(done: (number | null)[] = [10, 24], change: Partial<History> = {}): History {
  return {
    end_s: 30,
    ends_by: 'run',
    marks: [],
    marks_left_out: [],
    peers: {
      peer: [0, 1, 2],
      group: [0, 1, 2],
      joined_s: [0, 0, 4],
      brought: [48, 0, 0],
      first_block_s: [null, 1, 5],
      completed_s: [null, ...done],
      left_s: [null, null, null],
      left_out: 0,
    },
    n_blocks: 0,
    blocks: null,
    pieces: { at_s: [], peer: [], piece: [], from: [], left_out: 0 },
    steps: { step_s: 1, rarest: [], flows: [] },
    fluid: { at_s: [], completed: [], why_not: null },
    ...change,
  };
}

const blocks = (rows: [number, number, number, number][]) => ({
  at_s: rows.map(([at]) => at),
  from: rows.map(([, from]) => from),
  to: rows.map(([, , to]) => to),
  piece: rows.map(([, , , piece]) => piece),
  bytes: rows.map(() => 16384),
});

test('the first mark that differs, by moment, kind or peer', () => {
  const a = history([], {
    marks: [mark(0, 'joined', 0), mark(2, 'first_block', 1), mark(9, 'completed', 1)],
  });
  const b = history([], {
    marks: [mark(0, 'joined', 0), mark(2, 'first_block', 1), mark(8, 'completed', 1)],
  });
  expect(firstMark(a, b)).toEqual({ a: mark(9, 'completed', 1), b: mark(8, 'completed', 1) });
  expect(partS(a, b)).toBe(8);
  expect(firstMark(a, a)).toBeNull();
  expect(partS(a, a)).toBeNull();
  const shorter = history([], { marks: a.marks.slice(0, 2) });
  expect(firstMark(a, shorter)).toEqual({ a: mark(9, 'completed', 1), b: null });
});

test('blocks tell of a difference before marks do', () => {
  const marks = [mark(9, 'completed', 1)];
  const a = history([], {
    marks,
    blocks: blocks([
      [1, 0, 1, 5],
      [2, 0, 1, 6],
    ]),
  });
  const b = history([], {
    marks,
    blocks: blocks([
      [1, 0, 1, 5],
      [2, 0, 2, 6],
    ]),
  });
  expect(firstBlockS(a, b)).toBe(2);
  expect(partS(a, b)).toBe(2);
  expect(firstBlockS(a, history())).toBeNull();
});

const choke = (t_s: number, peer: number, rule: string, open: [number, number][]): Told =>
  ({
    peer,
    t_s,
    reason: {
      choke: {
        rule,
        source: 'round',
        ties: 'random',
        rows: open.map(([peer, figure]) => ({ peer, figure, verdict: 'regular', slot: 'ranked' })),
      },
    },
  }) as unknown as Told;

test('the first decision with another result, and the first that chance did not make', () => {
  const a = [
    choke(1, 4, 'tit_for_tat', [[1, 0]]),
    choke(2, 5, 'tit_for_tat', [[2, 0]]),
    choke(10, 6, 'tit_for_tat', [[3, 900]]),
  ];
  const b = [
    choke(1, 4, 'tit_for_tat', [[1, 0]]),
    choke(2, 5, 'tit_for_tat', [[7, 0]]),
    choke(10, 6, 'tit_for_tat', [[8, 700]]),
  ];
  const told = firstDecisions({ told: a, left_out: 0 }, { told: b, left_out: 0 });
  expect(told.first).toEqual({ a: a[1], b: b[1] });
  expect(told.chosen).toEqual({ a: a[2], b: b[2] });
  // Nobody has given anything yet: the ranking is a draw.
  expect([a[1], a[2]].map((one) => one && isDraw(one))).toEqual([true, false]);
  const drawn = b.map((one) => choke(one.t_s, one.peer, 'random', [[9, 5]]));
  expect(firstDecisions({ told: a, left_out: 0 }, { told: drawn, left_out: 0 }).chosen).toBeNull();
});

test('what is measured of a run', () => {
  const { groups } = fakeScenario();
  const scenario = {
    ...fakeScenario(),
    groups: groups.map((one, at) => ({ ...one, name: ['seeder', 'fast', ''][at] ?? '' })),
  };
  const length = 47 * 262144 + 100000;
  const flows = [
    { from: 0, to: 1, bytes: [length, length / 2] },
    { from: 1, to: 2, bytes: [length] },
  ];
  const told = measure(
    history([10, 24], { steps: { step_s: 1, rarest: [], flows } }),
    scenario,
    0,
    (group) => `group ${group}`,
  );
  expect(told.all).toEqual({ name: '', of: 2, tookS: [10, 20], atS: [10, 24] });
  expect(parts(told).map(({ name, tookS }) => [name, tookS])).toEqual([
    ['fast', [10]],
    ['group 2', [20]],
  ]);
  expect(told.seedCopies).toBe(1.5);
  expect(['mean', 'median', 'last'].map((id) => figureOf(told.all, id as 'mean'))).toEqual([15, 15, 24]);
  expect([minus(5, 3), minus(null, 3)]).toEqual([2, null]);
  // Groups of one name are one, and one group alone is everybody.
  expect(measure(history(), fakeScenario(), 0, String).groups).toEqual([]);
});

const result = (seed: string, a: (number | null)[], b: (number | null)[]): SeedResult => ({
  seed,
  a: measure(history(a), fakeScenario(), 0, String),
  b: measure(history(b, { ends_by: 'moment' }), fakeScenario(), 0, String),
});

test('paired differences over seeds, with what they are taken from', () => {
  // Times from joining: A (10, 20), (12, 20), (11, 21): means 15, 16, 16; B means 17, 20, 21: by 2, 4, 5.
  const results = [
    result('1', [10, 24], [14, 24]),
    result('2', [12, 24], [20, 24]),
    result('3', [11, 25], [20, 26]),
  ];
  const [all] = differences(results, 'mean');
  expect(all?.each.map(({ a, b, by }) => [a, b, by])).toEqual([
    [15, 17, 2],
    [16, 20, 4],
    [16, 21, 5],
  ]);
  expect(all?.interval?.mean).toBeCloseTo(11 / 3, 12);
  // Deviation of 2, 4, 5 is sqrt(7/3); t of 2 degrees of freedom.
  expect(all?.interval?.high).toBeCloseTo(11 / 3 + 4.3027 * Math.sqrt(7 / 9), 4);
  // A: 15, 16, 16; B: 17, 20, 21. Products 7/3 ... : (-2/3)(-7/3) + (1/3)(2/3) + (1/3)(5/3) = 21/9; squares 6/9 and 78/9.
  expect(all?.correlation).toBeCloseTo(21 / Math.sqrt(6 * 78), 10);
  expect(pooled(results)).toEqual([
    { name: '', a: { s: [10, 11, 12, 20, 20, 21], of: 6 }, b: { s: [14, 20, 20, 20, 20, 22], of: 6 } },
  ]);
  expect(remarkable(results)).toEqual([
    { why: 'worst', seed: '3', a: 25, b: 26 },
    { why: 'later', seed: '3', a: 25, b: 26 },
  ]);
});

test('who is not complete counts in no mean, and is told', () => {
  const results = [result('1', [10, null], [null, null])];
  expect(unfinished(results)).toEqual({ peers: 3, runs: 1 });
  expect(differences(results, 'last')[0]).toEqual({ name: '', each: [], interval: null, correlation: null });
});

/** An answerer that gives one history again and again, or refuses the run of some seeds. */
const host = (drops: string[], refuse: string[] = []) => {
  let seed = '';
  return async () => ({
    beside: true,
    async call(call: string, args: unknown[]) {
      if (call === 'begin') seed = (args[0] as { seed: string }).seed;
      if (refuse.includes(seed)) throw new SimFault('panic', 'out of memory');
      return call === 'goOn' ? { answer: { history: history() }, nowS: 0 } : null;
    },
    drop: () => drops.push(seed),
  });
};
const pair = {
  scenarios: [fakeScenario(), fakeScenario()] as const,
  commands: [],
  torrent: 0,
  toS: 100,
  unnamed: String,
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('many seeds are run with progress; what fails is told, and the rest goes on', async () => {
  let ms = 0;
  const drops: string[] = [];
  const seeds = new Seeds(host(drops, ['2']), () => (ms += 100));
  seeds.run(pair, 3, 1);
  expect(seeds.state.value).toMatchObject({ of: 3, running: true, results: [] });
  await settled();
  const { value } = seeds.state;
  expect(value).toMatchObject({ running: false, failed: 1, cancelled: false });
  expect(value?.results.map(({ seed }) => seed)).toEqual(['1', '3']);
  expect(drops).toHaveLength(2);
  expect(
    leftS({ ...(value as never as NonNullable<typeof value>), running: true, of: 6, tookMs: 3000 }),
  ).toBe(3);
});

test('a cancel keeps what is there', async () => {
  const seeds = new Seeds(host([]));
  seeds.run(pair, 50, 2);
  seeds.cancel();
  await settled();
  expect(seeds.state.value).toMatchObject({ running: false, cancelled: true, results: [] });
  seeds.forget();
  expect(seeds.state.value).toBeNull();
});
