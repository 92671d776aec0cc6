// The runs of a chapter: their scenarios, and their histories, which tell where a step stops and what it reveals.

import type { Chapter, History, MarkWanted, Step, Stop, StoryRun } from '../gen/types.ts';
import type { AskedRun } from '../questions/asked.ts';
import { Questions } from '../questions/questions.ts';
import { takes } from './figure.ts';

/** A run of which nobody is ever complete is told so far, in seconds. */
const HISTORY_S = 1_000;
const EVENTS_MAX = 30_000_000;

export const runOf = (chapter: Chapter, id: string): StoryRun | undefined =>
  chapter.runs.find((run) => run.id === id);

/** The run of each step: its own, or that of the step before. */
export function runIds({ runs, steps }: Chapter): string[] {
  let run = runs[0]?.id ?? '';
  return steps.map((step) => {
    run = step.run ?? run;
    return run;
  });
}

/** The scenario of a run, as text: the chapter's, with the parts that are other in this run. */
export function scenarioText(chapter: Chapter, run: StoryRun): string {
  const tree = structuredClone(chapter.scenario) as Record<string, unknown>;
  for (const [place, value] of Object.entries(run.set ?? {})) {
    const keys = place.split('.');
    const last = keys.pop() ?? '';
    let at: Record<string, unknown> = tree;
    for (const key of keys) {
      if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = value;
  }
  return JSON.stringify(tree);
}

export const pieceBytes = (chapter: Chapter): number => {
  const { torrent } = chapter.scenario as { torrent: { pieces: number; piece_length: number } };
  return torrent.pieces * torrent.piece_length;
};

/** When a step stops; undefined where that never happens. */
export function momentOf(stop: Stop, history: History | null): number | undefined {
  if ('at_s' in stop) return stop.at_s;
  return history ? findMark(stop.mark, history) : undefined;
}

export const findMark = (wanted: MarkWanted, history: History): number | undefined =>
  history.marks.filter((mark) => takes(wanted, mark))[(wanted.nth ?? 1) - 1]?.at_s;

/** Whether a step needs a history: to find its stop, or for what it tells. */
export const needsHistory = (step: Step): boolean =>
  !('at_s' in step.stop) ||
  (step.reveal ?? []).length > 0 ||
  (step.question != null && 'seconds' in step.question);

/** The histories of a chapter's runs, each asked for once. */
export class Histories {
  #run: AskedRun | null = null;
  readonly #questions = new Questions(async () => this.#run);
  readonly #known = new Map<string, Promise<History>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly chapter: Chapter) {}

  get(id: string): Promise<History> {
    let known = this.#known.get(id);
    if (!known) {
      known = this.#turn.then(() => this.#ask(id));
      // One after another: the answerer has one run at a time.
      this.#turn = known.catch(() => {});
      this.#known.set(id, known);
    }
    return known;
  }

  async #ask(id: string): Promise<History> {
    const run = runOf(this.chapter, id);
    if (!run) throw new Error(`no such run: ${id}`);
    this.#run = {
      scenario: scenarioText(this.chapter, run),
      seed: String(run.seed),
      commands: '',
      torrent: 0,
    };
    this.#questions.renew();
    return this.#questions.ask('history', { to_s: run.until_s ?? HISTORY_S, events_max: EVENTS_MAX });
  }

  drop(): void {
    this.#questions.dispose();
  }
}
