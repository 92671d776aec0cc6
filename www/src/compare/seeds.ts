// The pair of runs over many seeds: each seed is run with A's scenario and with B's, and only what is compared is kept.

import { signal } from '@preact/signals-core';
import type { Answer, History, LoggedCommand, Scenario } from '../gen/types.ts';
import { type AskedRun, asked } from '../questions/asked.ts';
import type { Progress } from '../questions/engine.ts';
import type { QuestionHost } from '../questions/question-host.ts';
import {
  figureOf,
  type GroupTimes,
  type MeasureId,
  measure,
  minus,
  parts,
  type RunMeasures,
  sameIn,
} from './measure.ts';
import { type Hand, Pool } from './pool.ts';
import { correlation, type Interval, interval, largest } from './statistics.ts';

/** Events of a run that is one of many. */
export const EVENTS_MAX = 10_000_000;
/** Milliseconds of work between two looks at whether it is still wanted. */
const BITE_MS = 200;

/** What both runs of each seed have in common. */
export interface Pair {
  /** The scenarios of A and of B, and what a person did in the run. */
  scenarios: readonly [Scenario, Scenario];
  commands: readonly LoggedCommand[];
  torrent: number;
  /** Each run is followed up to this moment, in seconds. */
  toS: number;
  unnamed: (group: number) => string;
}

export interface SeedResult {
  seed: string;
  a: RunMeasures;
  b: RunMeasures;
}

/** Where the work stands. A new value with each seed: what is drawn of it is made once. */
export interface SeedsState {
  results: readonly SeedResult[];
  of: number;
  running: boolean;
  cancelled: boolean;
  /** Seeds that could not be run, and why the latest of them could not. */
  failed: number;
  fault: unknown;
  hands: number;
  /** Milliseconds since the beginning, at the latest seed. */
  tookMs: number;
}

/** Seconds until all seeds are run, at the pace so far; null before the first one is. */
export function leftS({ results, of, failed, tookMs, running }: SeedsState): number | null {
  const done = results.length + failed;
  return running && done > 0 ? ((tookMs / done) * (of - done)) / 1000 : null;
}

export class Seeds {
  readonly state = signal<SeedsState | null>(null);
  readonly #start: () => Promise<QuestionHost>;
  readonly #now: () => number;
  #pool: Pool<string, SeedResult> | null = null;

  constructor(
    start: () => Promise<QuestionHost> = async () =>
      (await import('../questions/question-host.ts')).startQuestions(),
    now: () => number = () => performance.now(),
  ) {
    this.#start = start;
    this.#now = now;
  }

  /** Runs the seeds 1, 2, ... in so many workers. */
  run(pair: Pair, count: number, hands: number): void {
    this.forget();
    const began = this.#now();
    const jobs = Array.from({ length: count }, (_, i) => String(i + 1));
    this.state.value = {
      results: [],
      of: count,
      running: true,
      cancelled: false,
      failed: 0,
      fault: null,
      hands: Math.min(hands, count),
      tookMs: 0,
    };
    const next = (change: Partial<SeedsState>): void => {
      const { value } = this.state;
      if (value) this.state.value = { ...value, tookMs: this.#now() - began, ...change };
    };
    const known = () => this.state.value;
    this.#pool = new Pool(jobs, hands, () => this.#hire(pair), {
      done: (_, result) => next({ results: [...(known()?.results ?? []), result] }),
      failed: (_, fault) => next({ failed: (known()?.failed ?? 0) + 1, fault }),
      ended: () => next({ running: false }),
    });
  }

  /** Ends the work; what is there stays. */
  cancel(): void {
    this.#pool?.cancel();
    this.#pool = null;
    const { value } = this.state;
    if (value?.running) this.state.value = { ...value, running: false, cancelled: true };
  }

  /** Ends the work, and forgets what came of it. */
  forget(): void {
    this.cancel();
    this.state.value = null;
  }

  async #hire(pair: Pair): Promise<Hand<string, SeedResult>> {
    const host = await this.#start();
    return { work: (seed) => runSeed(host, pair, seed), drop: () => host.drop() };
  }
}

async function runSeed(host: QuestionHost, pair: Pair, seed: string): Promise<SeedResult> {
  const measures: RunMeasures[] = [];
  for (const scenario of pair.scenarios) {
    const run = asked({ scenario, seed, commands: [...pair.commands] }, pair.torrent);
    if (run)
      measures.push(measure(await historyOf(host, run, pair.toS), scenario, pair.torrent, pair.unnamed));
  }
  const [a, b] = measures as [RunMeasures, RunMeasures];
  return { seed, a, b };
}

/** A whole history, asked for in bites, so that a worker that was ended is noticed and a page without workers goes on. */
async function historyOf(host: QuestionHost, run: AskedRun, toS: number): Promise<History> {
  await host.call('begin', [run]);
  await host.call('ask', [{ history: { to_s: toS, events_max: EVENTS_MAX } }, false]);
  for (;;) {
    const { answer } = (await host.call('goOn', [false, host.beside ? BITE_MS : 6])) as Progress;
    if (answer) return (answer as Extract<Answer, { history: unknown }>).history;
    if (!host.beside) await new Promise((resolve) => setTimeout(resolve));
  }
}

/** The differences B - A of one group over the seeds. */
export interface GroupDifference {
  name: string;
  /** A figure a seed, of the seeds in which both runs have one. */
  each: { seed: string; a: number; b: number; by: number }[];
  /** Over the differences within each seed. */
  interval: Interval | null;
  /** Of A's and B's figures over the seeds. */
  correlation: number | null;
}

export function differences(results: readonly SeedResult[], id: MeasureId): GroupDifference[] {
  const [first] = results;
  if (!first) return [];
  const wanted = first.a.groups.length > 0 ? [first.a.all, ...first.a.groups] : [first.a.all];
  return wanted.map((group) => differenceOf(results, group, id));
}

function differenceOf(results: readonly SeedResult[], group: GroupTimes, id: MeasureId): GroupDifference {
  const each = results.flatMap(({ seed, a, b }) => {
    const value = (run: RunMeasures) => {
      const mine = sameIn(run, group);
      return mine ? figureOf(mine, id) : null;
    };
    const [one, other] = [value(a), value(b)];
    const by = minus(other, one);
    return one === null || other === null || by === null ? [] : [{ seed, a: one, b: other, by }];
  });
  return {
    name: group.name,
    each,
    interval: interval(each.map(({ by }) => by)),
    correlation: correlation(each.map(({ a, b }) => [a, b] as const)),
  };
}

/** Who has it over time, of all seeds together: the moments, rising, and how many peers there were. */
export interface Pooled {
  name: string;
  a: { s: number[]; of: number };
  b: { s: number[]; of: number };
}

export function pooled(results: readonly SeedResult[]): Pooled[] {
  const [first] = results;
  if (!first) return [];
  return parts(first.a).map((group) => {
    const of = (run: (result: SeedResult) => RunMeasures) => {
      const all = results.flatMap((result) => sameIn(run(result), group) ?? []);
      const s = all.flatMap(({ tookS }) => tookS).sort((x, y) => x - y);
      return { s, of: all.reduce((total, one) => total + one.of, 0) };
    };
    return { name: group.name, a: of(({ a }) => a), b: of(({ b }) => b) };
  });
}

/** Seeds that are worth a look. */
export interface Told {
  why: 'worst' | 'later' | 'sooner';
  seed: string;
  a: number | null;
  b: number | null;
}

/** The seed with the latest completion of all, and those in which B is furthest behind and furthest ahead. */
export function remarkable(results: readonly SeedResult[]): Told[] {
  const rows = results.map(({ seed, a, b }) => ({ seed, a: largest(a.all.atS), b: largest(b.all.atS) }));
  const most = (figure: (row: (typeof rows)[number]) => number | null) =>
    rows.reduce<{ row: (typeof rows)[number]; value: number } | null>((best, row) => {
      const value = figure(row);
      return value !== null && (best === null || value > best.value) ? { row, value } : best;
    }, null);
  const worst = most(({ a, b }) => (a === null && b === null ? null : Math.max(a ?? 0, b ?? 0)));
  const later = most(({ a, b }) => minus(b, a));
  const sooner = most(({ a, b }) => minus(a, b));
  return [
    ...(worst ? [{ why: 'worst' as const, ...worst.row }] : []),
    ...(later && later.value > 0 ? [{ why: 'later' as const, ...later.row }] : []),
    ...(sooner && sooner.value > 0 ? [{ why: 'sooner' as const, ...sooner.row }] : []),
  ];
}

/** Peers that did not become complete in the time they were followed, and runs that were cut off. */
export function unfinished(results: readonly SeedResult[]): { peers: number; runs: number } {
  let [peers, runs] = [0, 0];
  for (const run of results.flatMap(({ a, b }) => [a, b])) {
    const missing = run.all.of - run.all.atS.length;
    peers += missing;
    if (missing > 0 && run.cut) runs += 1;
  }
  return { peers, runs };
}
