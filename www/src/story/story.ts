// The story that is told: the chapter and step, what was guessed, and the run that is played to where the step stops.

import type { Chapter, FigureOf, History, Step } from '../gen/types.ts';
import { setNames } from '../people.ts';
import type { Request, Session } from '../session.ts';
import type { Store } from '../store.ts';
import { VIEW_IDS, type ViewId } from '../views/view.ts';
import { CHAPTERS } from './chapters.ts';
import { figure } from './figure.ts';
import { Histories, momentOf, needsHistory, pieceBytes, runIds, runOf, scenarioText } from './runs.ts';

/** What was guessed at a step: the number of an answer, or seconds. */
export type Guesses = ReadonlyMap<string, number>;

/** A moment and the frame of it may differ by so many seconds. */
const SAME_S = 1e-6;

export interface StoryHost {
  session: Session;
  store: Store;
  /** There is something new to write. */
  changed(): void;
  /** Another step is shown. */
  moved(chapter: string, step: number): void;
}

export class Story {
  chapter: Chapter;
  /** The step that is shown, or played to. */
  at = 0;
  /** Where the step stops; null until that is known. */
  stopS: number | null = null;
  /** Where the step begins. */
  private startS = 0;
  /** The history of the step's run, when it is there. */
  history: History | null = null;
  /** Histories of other runs that the step tells of, by run. */
  readonly others = new Map<string, History>();
  readonly guesses = new Map<string, number>();
  /** Why the step cannot be shown. */
  fault: unknown = null;
  private histories: Histories;
  /** The run that is on, by chapter and name. */
  private on = '';
  private turn = 0;

  constructor(
    private readonly host: StoryHost,
    chapter?: Chapter,
  ) {
    this.chapter = chapter ?? (CHAPTERS[0] as Chapter);
    this.histories = new Histories(this.chapter);
  }

  get step(): Step {
    return this.chapter.steps[this.at] as Step;
  }

  get number(): number {
    return CHAPTERS.indexOf(this.chapter);
  }

  get run(): string {
    return runIds(this.chapter)[this.at] ?? '';
  }

  /** The step's moment is reached: its words are shown. */
  get arrived(): boolean {
    const { session } = this.host;
    const nowS = session.frame?.swarm.nowS ?? -1;
    return this.stopS !== null && this.on === this.runKey && nowS >= this.stopS - SAME_S && !session.playing;
  }

  /** The step is of another run than the one before it. */
  get anotherRun(): boolean {
    const runs = runIds(this.chapter);
    return this.at > 0 && runs[this.at] !== runs[this.at - 1];
  }

  get next(): Chapter | undefined {
    return this.number < 0 ? undefined : CHAPTERS[this.number + 1];
  }

  private get runKey(): string {
    return `${this.chapter.id} ${this.run}`;
  }

  /** The run of a step, to open the figure with. */
  request(): Request {
    const run = runOf(this.chapter, this.run);
    if (!run) return {};
    const scenario = JSON.parse(scenarioText(this.chapter, run));
    return { run: { scenario, seed: String(run.seed), commands: [] } };
  }

  /** The figure was opened with the run of the first step. */
  opened(): void {
    this.on = this.runKey;
  }

  /** Another chapter, from one of its steps. */
  async tell(chapter: Chapter, at = 0): Promise<void> {
    if (chapter !== this.chapter) {
      this.histories.drop();
      this.chapter = chapter;
      this.histories = new Histories(chapter);
      this.guesses.clear();
      this.others.clear();
    }
    await this.show(Math.min(Math.max(0, at), chapter.steps.length - 1), true);
  }

  /** The same step, after something else was played. */
  async again(): Promise<void> {
    this.on = '';
    await this.show(this.at, true);
  }

  /** It is the last step of the last chapter. */
  get over(): boolean {
    return this.at + 1 === this.chapter.steps.length && !this.next;
  }

  /** The next step, or the next chapter; after the last one the lab. */
  async forward(): Promise<void> {
    if (this.stopS !== null && !this.arrived) this.skip();
    else if (this.at + 1 < this.chapter.steps.length) await this.show(this.at + 1, calm());
    else if (this.next) await this.tell(this.next);
    else this.host.store.door.value = 'lab';
  }

  /** The step before, at its end. */
  async back(): Promise<void> {
    const before = CHAPTERS[this.number - 1];
    if (this.at > 0) await this.show(this.at - 1, true);
    else if (before) await this.tell(before, before.steps.length - 1);
  }

  /** The step once more, from where it began. */
  async replay(): Promise<void> {
    const { stopS, startS } = this;
    if (stopS !== null && startS < stopS) this.play(startS, false);
    this.host.changed();
  }

  /** Something is to be seen on the way to the step's stop. */
  get moves(): boolean {
    return this.stopS !== null && this.stopS - this.startS > SAME_S;
  }

  /** To the stop at once. */
  skip(): void {
    const { session } = this.host;
    if (this.stopS === null) return;
    session.player.clock.untilS = null;
    session.pause();
    session.goTo(this.stopS);
  }

  guess(value: number): void {
    this.guesses.set(this.step.id, value);
    this.host.changed();
  }

  /** A figure that the step tells; undefined while it is not known. */
  figure(of: FigureOf): number | undefined {
    const history =
      of.run == null ? this.history : of.run === this.run ? this.history : this.others.get(of.run);
    const stopS = of.run == null ? (this.stopS ?? 0) : Number.POSITIVE_INFINITY;
    return history ? figure(of.of, history, stopS, pieceBytes(this.chapter)) : undefined;
  }

  /** The step whose question this one answers. */
  get asked(): Step | null {
    const { answers } = this.step;
    return answers == null ? null : (this.chapter.steps.find(({ id }) => id === answers) ?? null);
  }

  /** Shows a step: plays to its stop, or goes there at once. */
  private async show(at: number, atOnce: boolean): Promise<void> {
    const turn = ++this.turn;
    const before = { run: this.run, stopS: this.stopS, chapter: this.on };
    this.at = at;
    this.stopS = null;
    this.fault = null;
    this.host.moved(this.chapter.id, at + 1);
    this.host.changed();
    try {
      const same = await this.put(turn);
      if (turn !== this.turn) return;
      const stopS = await this.find(turn);
      if (turn !== this.turn || stopS === undefined) return;
      this.stopS = stopS;
      const startS = this.step.from_s ?? (same && before.run === this.run ? (before.stopS ?? 0) : 0);
      this.startS = Math.min(startS, stopS);
      this.play(this.startS, atOnce);
      void this.fill(turn);
    } catch (error) {
      if (turn === this.turn) this.fault = error;
    }
    this.host.changed();
  }

  /** Puts the step's run on, if another one is; false then. */
  private async put(turn: number): Promise<boolean> {
    const { session, store } = this.host;
    const { step } = this;
    session.player.clock.untilS = null;
    session.pause();
    const same = this.on === this.runKey;
    if (!same) {
      session.ended = false;
      this.history = null;
      if (!(await session.begin(this.request()))) throw new Error('the run cannot be begun');
      if (turn !== this.turn) return false;
      this.on = this.runKey;
      session.pause();
    }
    setNames(this.chapter.names);
    session.setSpeed(step.speed);
    store.view.value = VIEW_IDS.find((id) => id === step.view) ?? ('swarm' as ViewId);
    store.selected.value = step.select ?? null;
    store.block.value = null;
    return same;
  }

  /** Where the step stops. */
  private async find(turn: number): Promise<number | undefined> {
    const { step } = this;
    if ('at_s' in step.stop) return step.stop.at_s;
    this.history = await this.histories.get(this.run);
    if (turn !== this.turn) return undefined;
    const stopS = momentOf(step.stop, this.history);
    if (stopS === undefined) throw new Error('what the step waits for never happens');
    return stopS;
  }

  /** The histories that the step tells of. */
  private async fill(turn: number): Promise<void> {
    const { step, asked } = this;
    if (needsHistory(step) || asked) this.history = await this.histories.get(this.run);
    const told = [
      ...(step.reveal ?? []).map(({ figure: of }) => of),
      ...(asked?.question && 'seconds' in asked.question ? [asked.question.seconds.truth] : []),
    ];
    for (const { run } of told) {
      if (run == null || run === this.run || turn !== this.turn) continue;
      this.others.set(run, await this.histories.get(run));
    }
    // What the next step waits for is found meanwhile.
    const next = this.chapter.steps[this.at + 1];
    if (turn === this.turn && next && needsHistory(next))
      await this.histories.get(runIds(this.chapter)[this.at + 1] ?? '').catch(() => {});
    this.host.changed();
  }

  private play(startS: number, atOnce: boolean): void {
    const { session } = this.host;
    const stopS = this.stopS ?? 0;
    const nowS = session.frame?.swarm.nowS ?? 0;
    if (atOnce || stopS - startS < SAME_S) {
      if (Math.abs(nowS - stopS) > SAME_S) session.goTo(stopS);
      return;
    }
    if (Math.abs(nowS - startS) > SAME_S) session.goTo(startS);
    session.ended = false;
    session.player.clock.untilS = stopS;
    session.play();
  }

  drop(): void {
    this.turn += 1;
    this.host.session.player.clock.untilS = null;
    this.histories.drop();
  }
}

/** Whoever wants no motion sees where it ends. */
const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
