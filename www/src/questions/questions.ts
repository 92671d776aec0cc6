// Questions about the run that is on, and its history.
//
// One question is answered at a time; the history, which takes longest, goes on when nobody waits for anything else. Another run makes
// every question before it stale: their promises reject with `Dropped`, and the history is written anew.

import { signal } from '@preact/signals-core';
import type { Answer, History, Question } from '../gen/types.ts';
import { SimFault } from '../sim/source.ts';
import type { AskedRun } from './asked.ts';
import type { Progress } from './engine.ts';
import type { QuestionHost } from './question-host.ts';

/** A question was taken back, or its run is not on any more. */
export class Dropped extends Error {
  constructor() {
    super('The question was dropped.');
    this.name = 'Dropped';
  }
}

/** Milliseconds that an answer may be worked at without a pause, in a worker and in the page. */
const WORKER_MS = 60;
const PAGE_MS = 6;
/** Events of a history: a run that has more is told up to them. */
const HISTORY_EVENTS = 30_000_000;
/** Seconds of a history of a run that never ends: so many times what its first peers took is unknown, so a day. */
const HISTORY_S = 86_400;

/** Milliseconds after the first picture until the history is begun. */
const EXPECTED_MS = 2000;

/** The kind of a question, and of its answer. */
export type Kind = 'decisions' | 'path' | 'tree' | 'history' | 'block' | 'messages';
type OneOf<T, K extends Kind> = Extract<T, Record<K, unknown>>;
export type QuestionOf<K extends Kind> = OneOf<Question, K>;
type AnswerOf<K extends Kind> = OneOf<Answer, K> extends Record<K, infer A> ? A : never;

/** An answer that a template reads: there, or not yet, or refused. */
export type Held<T> =
  | { state: 'waiting' }
  | { state: 'answered'; answer: T }
  | { state: 'refused'; error: unknown };

interface Place {
  key: string;
  held: Held<unknown>;
  answer: Promise<unknown>;
  taken: AbortController;
}

interface Open {
  kind: Kind;
  question: Question;
  begun: boolean;
  /** Nobody waits for it: it goes on when there is nothing else to do. */
  behind: boolean;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

export class Questions {
  /** The history of the run that is on, to its end; null until it is written. */
  readonly history = signal<History | null>(null);
  /** How far the history is written, in seconds; null while nobody writes it. */
  readonly writtenS = signal<number | null>(null);
  /** Why there is no history. */
  readonly fault = signal<unknown>(null);
  readonly #run: () => Promise<AskedRun | null>;
  readonly #start: () => Promise<QuestionHost>;
  #host: Promise<QuestionHost> | null = null;
  readonly #changed: () => void;
  #asked: Open[] = [];
  readonly #places = new Map<string, Place>();
  /** The run that the host has. */
  #begun = -1;
  #generation = 0;
  #working = false;
  #wanted = false;
  #disposed = false;
  #expected = 0;

  /** `run` is the run that is on; `changed` is called when there is something new to read. */
  constructor(
    run: () => Promise<AskedRun | null>,
    changed: () => void = () => {},
    start: () => Promise<QuestionHost> = async () => (await import('./question-host.ts')).startQuestions(),
  ) {
    this.#run = run;
    this.#changed = changed;
    this.#start = start;
  }

  /** Asks about the run that is on; `signal` takes the question back. */
  ask<K extends Kind>(kind: K, question: QuestionOf<K>[K], signal?: AbortSignal): Promise<AnswerOf<K>> {
    return this.#put(kind, { [kind]: question } as unknown as Question, false, signal) as Promise<
      AnswerOf<K>
    >;
  }

  /**
   * The answer for a template that is written again and again: asked for once. Each place holds one question: another one there takes
   * the one before back.
   */
  read<K extends Kind>(place: string, kind: K, question: QuestionOf<K>[K]): Held<AnswerOf<K>> {
    return this.#placed(place, kind, question).held as Held<AnswerOf<K>>;
  }

  /** The same for whoever waits for it. */
  get<K extends Kind>(place: string, kind: K, question: QuestionOf<K>[K]): Promise<AnswerOf<K>> {
    return this.#placed(place, kind, question).answer as Promise<AnswerOf<K>>;
  }

  #placed<K extends Kind>(place: string, kind: K, question: QuestionOf<K>[K]): Place {
    const key = `${kind} ${JSON.stringify(question)}`;
    const before = this.#places.get(place);
    if (before?.key === key) return before;
    before?.taken.abort();
    const taken = new AbortController();
    const answer = this.ask(kind, question, taken.signal);
    const next: Place = { key, held: { state: 'waiting' }, answer, taken };
    this.#places.set(place, next);
    answer.then(
      (found) => {
        next.held = { state: 'answered', answer: found };
        this.#changed();
      },
      (error) => {
        if (error instanceof Dropped) return;
        next.held = { state: 'refused', error };
        this.#changed();
      },
    );
    return next;
  }

  /** The history will be wanted: its module is loaded when the page has had time for its first picture. */
  expectHistory(): void {
    if (this.#wanted || this.#disposed || this.#expected !== 0) return;
    this.#expected = setTimeout(() => this.wantHistory(), EXPECTED_MS) as unknown as number;
  }

  /** From now on the history of the run that is on is written, and of every run after it. */
  wantHistory(): void {
    if (this.#wanted || this.#disposed) return;
    this.#wanted = true;
    this.#write();
  }

  /** Another run is on, or another torrent of it is shown. */
  renew(): void {
    this.#generation += 1;
    this.history.value = null;
    this.writtenS.value = null;
    this.fault.value = null;
    this.#places.clear();
    for (const { reject } of this.#asked.splice(0)) reject(new Dropped());
    this.#changed();
    if (this.#wanted) this.#write();
  }

  dispose(): void {
    clearTimeout(this.#expected);
    this.#disposed = true;
    this.#wanted = false;
    this.renew();
    void this.#host?.then((host) => host.drop()).catch(() => {});
    this.#host = null;
  }

  #write(): void {
    const generation = this.#generation;
    this.writtenS.value = 0;
    const question = { history: { to_s: HISTORY_S, events_max: HISTORY_EVENTS } } as Question;
    this.#put('history', question, true).then(
      (history) => {
        if (generation !== this.#generation) return;
        this.history.value = history as History;
        this.writtenS.value = null;
        this.#changed();
      },
      (error) => {
        if (generation !== this.#generation || error instanceof Dropped) return;
        this.writtenS.value = null;
        this.fault.value = error;
        this.#changed();
      },
    );
  }

  #put(kind: Kind, question: Question, behind: boolean, signal?: AbortSignal): Promise<unknown> {
    if (this.#disposed || signal?.aborted) return Promise.reject(new Dropped());
    const answer = new Promise((resolve, reject) => {
      const asked: Open = { kind, question, behind, begun: false, resolve, reject };
      this.#asked.push(asked);
      signal?.addEventListener('abort', () => {
        this.#asked = this.#asked.filter((other) => other !== asked);
        reject(new Dropped());
      });
    });
    void this.#work();
    return answer;
  }

  /** Answers what is asked, by turns with whatever comes meanwhile. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (;;) {
        const asked = this.#asked.find(({ behind }) => !behind) ?? this.#asked[0];
        if (!asked) return;
        const generation = this.#generation;
        try {
          const answer = await this.#goOn(asked);
          // Taken back, or of a run that is not on any more.
          if (generation !== this.#generation || answer === null) continue;
          this.#finish(asked);
          asked.resolve(answer);
        } catch (error) {
          if (error instanceof SimFault && error.kind !== 'config') this.#forget();
          this.#finish(asked);
          asked.reject(error);
        }
      }
    } finally {
      this.#working = false;
    }
  }

  #finish(asked: Open): void {
    this.#asked = this.#asked.filter((other) => other !== asked);
  }

  /** After a bug, or where the module could not be fetched, the next question starts afresh. */
  #forget(): void {
    void this.#host?.then((host) => host.drop()).catch(() => {});
    this.#host = null;
    this.#begun = -1;
  }

  /** One bite of an answer; null when there is more to do. */
  async #goOn(asked: Open): Promise<unknown> {
    this.#host ??= this.#start();
    const host = await this.#host;
    if (this.#begun !== this.#generation) {
      const generation = this.#generation;
      const run = await this.#run();
      if (!run || generation !== this.#generation) throw new Dropped();
      await host.call('begin', [run]);
      this.#begun = generation;
      for (const other of this.#asked) other.begun = false;
    }
    if (!asked.begun) {
      await host.call('ask', [asked.question, asked.behind]);
      asked.begun = true;
    }
    const wallMs = host.beside ? WORKER_MS : PAGE_MS;
    const { answer, nowS } = (await host.call('goOn', [asked.behind, wallMs])) as Progress;
    if (answer) return (answer as Record<string, unknown>)[asked.kind];
    if (asked.kind === 'history' && this.#asked.includes(asked)) this.writtenS.value = nowS;
    // In the page, what waits to be drawn is drawn first.
    if (!host.beside) await new Promise((resolve) => setTimeout(resolve));
    return null;
  }
}
