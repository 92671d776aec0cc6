// The two runs that are compared: A is the run that is on, B the same with one change. Each has its own answerer of questions.

import type { Decisions, History, Run, Scenario } from '../gen/types.ts';
import { type AskedRun, asked } from '../questions/asked.ts';
import { type Held, Questions } from '../questions/questions.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import type { Store } from '../store.ts';
import { type Change, readChange } from './change.ts';
import { applied } from './changes.ts';
import { partS } from './difference.ts';
import { measure, type RunMeasures } from './measure.ts';
import { handsOf } from './pool.ts';
import { Seeds } from './seeds.ts';
import { changeText } from './words.ts';

/** Decisions of each run that are looked at for the first one that differs. */
export const DECISIONS_MAX = 5000;
/** Seconds before the parting of the runs in which the decision behind it is looked for, and behind it one that was not drawn. */
const BEFORE_S = 20;
const BEHIND_S = 60;
/** Many seeds are followed so many times as long as the slower of both runs took. */
const FOLLOWED = 4;
/** And as long at least. */
const FOLLOWED_S = 60;

/** The two runs with what is measured of them. */
export interface Both {
  histories: readonly [History, History];
  a: RunMeasures;
  b: RunMeasures;
  /** Up to here both are the same; null to the end. */
  partS: number | null;
  /** How far the slower of them goes before all have everything, or to its end. */
  endS: number;
}

/** The change as the address or the list has it, in this run. */
export type Chosen =
  | { state: 'none' }
  | { state: 'unread'; text: string }
  | { state: 'refused'; change: Change }
  | { state: 'made'; change: Change; scenario: Scenario };

export class Comparison {
  readonly seeds = new Seeds();
  readonly #session: Session;
  readonly #store: Store;
  readonly #b: Questions;
  readonly #ends: (() => void)[] = [];
  #run: Run | null = null;
  #text = '';
  #torrent = 0;
  #chosen: Chosen = { state: 'none' };
  #both: Both | null = null;

  constructor(session: Session, store: Store, changed: () => void) {
    this.#session = session;
    this.#store = store;
    this.#b = new Questions(async () => this.#askedB(), changed);
    for (const told of [this.seeds.state, this.#b.writtenS, session.questions.writtenS])
      this.#ends.push(told.subscribe(changed));
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#b.dispose();
    this.seeds.cancel();
  }

  /** The run that is on or the choice may be another one since the last look: what was known of them is forgotten. */
  look(): void {
    const { run, shown, questions } = this.#session;
    const text = this.#store.change.value ?? '';
    questions.wantHistory();
    this.#b.wantHistory();
    if (run === this.#run && text === this.#text && shown === this.#torrent) return;
    this.#run = run;
    this.#text = text;
    this.#torrent = shown;
    this.#chosen = chosenIn(run, text);
    this.#both = null;
    this.seeds.forget();
    this.#b.renew();
  }

  get chosen(): Chosen {
    return this.#chosen;
  }

  get run(): Run | null {
    return this.#run;
  }

  /** How far each run is simulated, in seconds. */
  get writtenS(): readonly [number, number] {
    const { history, writtenS } = this.#session.questions;
    const { history: ofB, writtenS: toB } = this.#b;
    return [history.value?.end_s ?? writtenS.value ?? 0, ofB.value?.end_s ?? toB.value ?? 0];
  }

  /** Why one of the runs has no history, and which. */
  get fault(): { run: 'A' | 'B'; error: unknown } | null {
    const [a, b] = [this.#session.questions.fault.value, this.#b.fault.value];
    if (a) return { run: 'A', error: a };
    return b && this.#chosen.state === 'made' ? { run: 'B', error: b } : null;
  }

  /** Both runs, once they are simulated to their end. */
  get both(): Both | null {
    const [ofA, ofB] = [this.#session.questions.history.value, this.#b.history.value];
    if (!ofA || !ofB || !this.#run || this.#chosen.state !== 'made') return null;
    const [before, after] = this.#both?.histories ?? [];
    if (before === ofA && after === ofB) return this.#both;
    const of = (history: History, scenario: Scenario) => measure(history, scenario, this.#torrent, unnamed);
    const [a, b] = [of(ofA, this.#run.scenario), of(ofB, this.#chosen.scenario)];
    this.#both = { histories: [ofA, ofB], a, b, partS: partS(ofA, ofB), endS: Math.max(lastS(a), lastS(b)) };
    return this.#both;
  }

  /** The decisions of both runs up to a while after they part; asked for once, while somebody reads them. */
  decisions(both: Both): readonly [Held<Decisions>, Held<Decisions>] | null {
    if (both.partS === null) return null;
    const question = {
      from_s: Math.max(0, both.partS - BEFORE_S),
      to_s: both.partS + BEHIND_S,
      most: DECISIONS_MAX,
    };
    return [
      this.#session.questions.read('compare', 'decisions', question),
      this.#b.read('compare', 'decisions', question),
    ];
  }

  /** How long a run of many is followed: what is not complete by then is told. */
  followedS(both: Both): number {
    return FOLLOWED * both.endS + FOLLOWED_S;
  }

  runSeeds(count: number): void {
    const { both } = this;
    if (!both || !this.#run || this.#chosen.state !== 'made') return;
    const pair = {
      scenarios: [this.#run.scenario, this.#chosen.scenario] as const,
      commands: timed(this.#run),
      torrent: this.#torrent,
      toS: this.followedS(both),
      unnamed,
    };
    this.seeds.run(pair, count, handsOf(navigator.hardwareConcurrency));
  }

  /** Leaves for the lab with one of the runs, with its own seed or another one. */
  async open(which: 'a' | 'b', seed = this.#run?.seed): Promise<void> {
    const run = this.#run;
    const { state } = this.#chosen;
    if (!run || seed === undefined || (which === 'b' && state !== 'made')) return;
    const scenario =
      which === 'b' && this.#chosen.state === 'made'
        ? told(this.#chosen.scenario, this.#chosen.change)
        : run.scenario;
    this.#store.door.value = 'lab';
    if (which === 'a' && run.commands.length === 0) return this.#session.reseed(seed);
    const commands = seed === run.seed && which === 'a' ? run.commands : timed(run);
    await this.#session.begin({ run: { scenario, seed, commands } });
  }

  #askedB(): AskedRun | null {
    const run = this.#run;
    if (!run || this.#chosen.state !== 'made') return null;
    return asked({ ...run, scenario: this.#chosen.scenario, commands: timed(run) }, this.#torrent);
  }
}

const unnamed = (group: number): string => say('compare-group', { group });

function chosenIn(run: Run | null, text: string): Chosen {
  if (text === '') return { state: 'none' };
  const change = readChange(text);
  if (!change) return { state: 'unread', text };
  const scenario = run && applied(run.scenario, change);
  return scenario ? { state: 'made', change, scenario } : { state: 'refused', change };
}

/** What its story says of the scenario holds no more. */
const told = (scenario: Scenario, change: Change): Scenario => ({
  ...scenario,
  story: say('compare-story', { change: changeText(change), name: scenario.name }),
});

/** A command comes at its moment: another run has other numbers of events before it. */
const timed = ({ commands }: Run) => commands.map((logged) => ({ ...logged, after_events: 0 }));

/** When the last one has everything, or the end of the run where some never do. */
const lastS = ({ all, endS }: RunMeasures): number =>
  all.atS.length === all.of ? (all.atS.at(-1) ?? endS) : endS;
