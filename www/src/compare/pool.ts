// A pool of workers for many small jobs, each done by one worker from its beginning to its end.
//
// Invariant: after `cancel` no job is begun, nothing is told any more, and every worker is ended.

/** Does jobs one after another. */
export interface Hand<Job, Result> {
  work(job: Job): Promise<Result>;
  drop(): void;
}

export interface PoolTold<Job, Result> {
  done(job: Job, result: Result): void;
  /** A job that failed; the others go on. */
  failed(job: Job, error: unknown): void;
  /** All jobs are done or failed. */
  ended(): void;
}

export class Pool<Job, Result> {
  readonly #start: () => Promise<Hand<Job, Result>>;
  readonly #told: PoolTold<Job, Result>;
  readonly #waiting: Job[];
  readonly #hands = new Set<Hand<Job, Result>>();
  #cancelled = false;
  #busy = 0;

  /** Begins at once, with so many workers at most. */
  constructor(
    jobs: readonly Job[],
    hands: number,
    start: () => Promise<Hand<Job, Result>>,
    told: PoolTold<Job, Result>,
  ) {
    this.#waiting = [...jobs];
    this.#start = start;
    this.#told = told;
    this.#busy = Math.max(1, Math.min(hands, jobs.length));
    for (let i = 0; i < this.#busy; i += 1) void this.#run();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#waiting.length = 0;
    for (const hand of this.#hands) hand.drop();
    this.#hands.clear();
  }

  async #run(): Promise<void> {
    let hand: Hand<Job, Result> | null = null;
    for (;;) {
      const job = this.#waiting.shift();
      if (job === undefined || this.#cancelled) break;
      try {
        hand ??= await this.#hire();
        const result = await hand.work(job);
        if (!this.#cancelled) this.#told.done(job, result);
      } catch (error) {
        // What failed once may be of no use any more: the next job gets a worker of its own.
        if (hand) this.#dismiss(hand);
        hand = null;
        if (!this.#cancelled) this.#told.failed(job, error);
      }
    }
    if (hand) this.#dismiss(hand);
    this.#busy -= 1;
    if (this.#busy === 0 && !this.#cancelled) this.#told.ended();
  }

  async #hire(): Promise<Hand<Job, Result>> {
    const hand = await this.#start();
    if (this.#cancelled) {
      hand.drop();
      throw new Error('The pool was cancelled.');
    }
    this.#hands.add(hand);
    return hand;
  }

  #dismiss(hand: Hand<Job, Result>): void {
    if (this.#hands.delete(hand)) hand.drop();
  }
}

/** One processor is left to the page. */
export const handsOf = (processors: number): number => Math.max(1, (processors || 2) - 1);
