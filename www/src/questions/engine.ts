// The compiled answerer of questions, and the run that it repeats.
//
// It lives in a worker or, where none can be started, in the page. Its calls are synchronous and short: an answer is made in
// bites, so that a question can be dropped at any moment.

import type * as bindings from '../../pkg/swarmscope_questions.js';
import type { Answer, BlockColumns, ChokeShares, History, PieceColumns, Question } from '../gen/types.ts';
import { guarded, nextBite } from '../sim/engine.ts';
import { SimFault } from '../sim/source.ts';
import type { AskedRun } from './asked.ts';

/** What wasm-bindgen wrote: stateful, one module object for one instance. */
export type Glue = typeof bindings;

/** Where an answer stands. */
export interface Progress {
  answer: Answer | null;
  /** How far the run was repeated, in seconds. */
  nowS: number;
}

/** What can be asked of an engine, wherever it is. */
export interface QuestionCalls {
  begin(run: AskedRun): void;
  ask(question: Question, behind: boolean): void;
  goOn(behind: boolean, wallMs: number): Progress;
}

export class QuestionEngine implements QuestionCalls {
  readonly #glue: Glue;
  #questions: bindings.Questions | null = null;
  #bite = 1000;

  private constructor(glue: Glue) {
    this.#glue = glue;
  }

  static async create(glue: Glue, module: WebAssembly.Module): Promise<QuestionEngine> {
    await glue.default({ module_or_path: module });
    return new QuestionEngine(glue);
  }

  begin({ scenario, seed, commands, torrent }: AskedRun): void {
    this.#guarded(() => {
      const next = new this.#glue.Questions(scenario, seed, commands, torrent);
      this.#questions?.free();
      this.#questions = next;
    });
  }

  ask(question: Question, behind: boolean): void {
    this.#guarded(() => this.#running().ask(JSON.stringify(question), behind));
  }

  goOn(behind: boolean, wallMs: number): Progress {
    return this.#guarded(() => {
      const start = performance.now();
      let before = start;
      for (;;) {
        const answer = this.#running().answer(behind, this.#bite) as Answer | null;
        if (answer) return { answer: packed(answer), nowS: 0 };
        const now = performance.now();
        this.#bite = nextBite(this.#bite, now - before);
        if (now - start >= wallMs) return { answer: null, nowS: this.#running().now_s(behind) };
        before = now;
      }
    });
  }

  /** Needs no run. */
  choke(trialJson: string, policies: readonly string[], seed: number): ChokeShares[] {
    return this.#guarded(() => this.#glue.choke(trialJson, JSON.stringify(policies), seed));
  }

  #running(): bindings.Questions {
    if (!this.#questions) throw new SimFault('config', 'No run was begun.');
    return this.#questions;
  }

  #guarded<T>(call: () => T): T {
    return guarded(call, () => this.#glue.last_panic());
  }
}

/** Long columns as typed arrays: between threads they are copied as one piece of memory. */
function packed(answer: Answer): Answer {
  if (!('history' in answer)) return answer;
  const { blocks, pieces } = answer.history;
  const history: History = {
    ...answer.history,
    pieces: packedPieces(pieces),
    blocks: blocks && packedBlocks(blocks),
  };
  return { history };
}

const packedPieces = (columns: PieceColumns): PieceColumns => ({
  ...columns,
  at_s: Float64Array.from(columns.at_s),
  peer: Uint32Array.from(columns.peer),
  piece: Uint32Array.from(columns.piece),
  from: Uint32Array.from(columns.from),
});

const packedBlocks = (columns: BlockColumns): BlockColumns => ({
  at_s: Float64Array.from(columns.at_s),
  from: Uint32Array.from(columns.from),
  to: Uint32Array.from(columns.to),
  piece: Uint32Array.from(columns.piece),
  bytes: Uint32Array.from(columns.bytes),
});

/** Does what is asked by name. */
export function perform(engine: QuestionEngine, call: string, args: unknown[]): unknown {
  if (call === 'begin') return engine.begin(args[0] as AskedRun);
  if (call === 'ask') return engine.ask(args[0] as Question, args[1] as boolean);
  if (call === 'goOn') return engine.goOn(args[0] as boolean, args[1] as number);
  if (call === 'choke') return engine.choke(args[0] as string, args[1] as string[], args[2] as number);
  throw new SimFault('panic', `No such call: ${call}.`);
}
