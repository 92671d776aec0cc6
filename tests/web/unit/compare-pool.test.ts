import { expect, test } from 'vitest';
import { type Hand, handsOf, Pool } from '../../../www/src/compare/pool.ts';

/** Workers whose jobs end when the test says so. */
function makeWorks() {
  const open: { job: number; end(): void; fail(): void }[] = [];
  const lives = { started: 0, dropped: 0 };
  const start = async (): Promise<Hand<number, string>> => {
    lives.started += 1;
    return {
      work: (job) =>
        new Promise((resolve, reject) => {
          open.push({ job, end: () => resolve(`done ${job}`), fail: () => reject(new Error(`no ${job}`)) });
        }),
      drop: () => {
        lives.dropped += 1;
      },
    };
  };
  return { open, lives, start };
}

function makeTold() {
  const told: string[] = [];
  return {
    told,
    done: (_: number, result: string) => told.push(result),
    failed: (job: number) => told.push(`failed ${job}`),
    ended: () => told.push('ended'),
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test('every job is done once, by as many workers as there may be', async () => {
  const { open, lives, start } = makeWorks();
  const told = makeTold();
  new Pool([1, 2, 3], 2, start, told);
  await turn();
  expect(open.map(({ job }) => job)).toEqual([1, 2]);
  open[1]?.end();
  await turn();
  expect(open.map(({ job }) => job)).toEqual([1, 2, 3]);
  open[2]?.end();
  open[0]?.end();
  await turn();
  expect(told.told).toEqual(['done 2', 'done 3', 'done 1', 'ended']);
  expect(lives).toEqual({ started: 2, dropped: 2 });
});

test('after a cancel nothing is begun or told, and all workers are ended', async () => {
  const { open, lives, start } = makeWorks();
  const told = makeTold();
  const pool = new Pool([1, 2, 3, 4], 2, start, told);
  await turn();
  open[0]?.end();
  await turn();
  pool.cancel();
  expect(lives.dropped).toBe(2);
  for (const { end } of open) end();
  await turn();
  expect(told.told).toEqual(['done 1']);
  expect(open.map(({ job }) => job)).toEqual([1, 2, 3]);
});

test('a cancel while workers are started ends them when they come', async () => {
  const { open, lives, start } = makeWorks();
  const told = makeTold();
  new Pool([1, 2], 2, start, told).cancel();
  await turn();
  expect([open.length, lives.started, lives.dropped, told.told]).toEqual([0, 2, 2, []]);
});

test('a job that fails is told, and the next one has a fresh worker', async () => {
  const { open, lives, start } = makeWorks();
  const told = makeTold();
  new Pool([1, 2], 1, start, told);
  await turn();
  open[0]?.fail();
  await turn();
  open[1]?.end();
  await turn();
  expect(told.told).toEqual(['failed 1', 'done 2', 'ended']);
  expect(lives).toEqual({ started: 2, dropped: 2 });
});

test('one processor is left to the page', () => {
  expect([handsOf(8), handsOf(2), handsOf(1), handsOf(Number.NaN)]).toEqual([7, 1, 1, 1]);
});
