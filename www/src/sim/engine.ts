// The compiled simulator and the one simulation that runs in it.
//
// Owns the wasm instance: how its module is fetched and compiled, and every call into it. Must never know whether it lives
// in a worker or in the page, or what a frame means. Its calls are synchronous; each either answers or throws a `SimFault`.

import type * as bindings from '../../pkg/swarmscope_wasm.js';
import type { Command, ConfigError, Figures, Inspection, LoggedCommand, Run } from '../gen/types.ts';
import type { Calls, Preset, Understood } from './calls.ts';
import { NO_WEBASSEMBLY, SimFault } from './source.ts';

/** What wasm-bindgen wrote: stateful, one module object for one instance. */
export type Glue = typeof bindings;

/**
 * Fetches and compiles the simulator.
 *
 * @throws SimFault of kind `load` when it cannot be fetched, or this browser runs no WebAssembly.
 */
export async function compile(url: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new SimFault('load', NO_WEBASSEMBLY);
  try {
    const answer = await fetchPatiently(url);
    // Compiling while it streams in asks for the right media type, which not every host sends.
    if (answer.headers.get('content-type')?.startsWith('application/wasm')) {
      return await WebAssembly.compileStreaming(answer);
    }
    return await WebAssembly.compile(await answer.arrayBuffer());
  } catch (error) {
    throw new SimFault('load', messageOf(error));
  }
}

/** Milliseconds before a file is asked for again: a phone in a tunnel, a host that restarts. */
const AGAIN_MS = [300, 1500];

/** Asks for a file, and asks again where it did not come. A file that is not there is not asked for again. */
async function fetchPatiently(url: string): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const wait = AGAIN_MS[tries];
    try {
      const answer = await fetch(url);
      if (answer.ok) return answer;
      if (answer.status < 500 || wait === undefined)
        throw new NotThere(`${answer.status} ${answer.statusText}`);
    } catch (error) {
      if (error instanceof NotThere || wait === undefined) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

class NotThere extends Error {}

/** Bytes of checkpoints: a tenth of the machine's memory where the browser tells it, up to 8 GiB, so that a phone keeps few. */
const { deviceMemory = 2.5 } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
const CHECKPOINTS_MAX = (Math.min(deviceMemory, 8) / 10) * 2 ** 30;

/** Milliseconds that a bite should take. */
const BITE_MS = 3;

/** The next bite, when the last one was whole and took so long. */
export function nextBite(events: number, tookMs: number): number {
  const factor = Math.min(2, Math.max(0.5, BITE_MS / Math.max(0.1, tookMs)));
  return Math.min(1_000_000, Math.max(200, Math.round(events * factor)));
}

/** One wasm instance. After it threw a fault of kind `panic` it is of no use any more. */
export class Engine implements Calls {
  readonly #glue: Glue;
  readonly #memory: WebAssembly.Memory;
  #simulation: bindings.Simulation | null = null;
  /** Events simulated between two looks at the clock. */
  #bite = 1000;

  private constructor(glue: Glue, memory: WebAssembly.Memory) {
    this.#glue = glue;
    this.#memory = memory;
  }

  /** Makes the instance. A glue that made one before gives that one again, even when it is dead: import it afresh then. */
  static async create(glue: Glue, module: WebAssembly.Module): Promise<Engine> {
    const { memory } = await glue.default({ module_or_path: module });
    return new Engine(glue, memory);
  }

  /** The wasm memory's buffer of this moment. It is another one after the memory grew, and views of the old one are
   * silently empty: ask for it after each call. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  start(scenarioJson: string, seed: string, commands: LoggedCommand[], lenient: boolean): Understood {
    return this.#guarded(() => {
      const commandsJson = commands.length ? JSON.stringify(commands) : '';
      const next = new this.#glue.Simulation(scenarioJson, seed, commandsJson, lenient, CHECKPOINTS_MAX);
      // The old run goes only when the new one was accepted.
      this.#simulation?.free();
      this.#simulation = next;
      return { scenario: next.scenario(), ignored: next.ignored() };
    });
  }

  advance(untilS: number, wallMs: number): void {
    this.#inBites(wallMs, (events) => this.#running().advance(untilS, events));
  }

  seek(momentS: number, wallMs: number): void {
    this.#inBites(wallMs, (events) => this.#running().seek(momentS, events));
  }

  /** How many events fit into the time nobody knows before, and the simulator has no clock. */
  #inBites(wallMs: number, work: (events: number) => boolean): void {
    const start = performance.now();
    this.#guarded(() => {
      let [more, before] = [true, start];
      while (more) {
        more = work(this.#bite);
        const now = performance.now();
        if (more) this.#bite = nextBite(this.#bite, now - before);
        if (now - start >= wallMs) return;
        before = now;
      }
    });
  }

  watch(peers: number[]): void {
    this.#guarded(() => this.#running().watch(Uint32Array.from(peers)));
  }

  show(torrent: number): void {
    this.#guarded(() => this.#running().show(torrent));
  }

  step(): boolean {
    return this.#guarded(() => this.#running().step());
  }

  apply(command: Command): Run {
    this.#guarded(() => this.#running().apply(JSON.stringify(command)));
    return this.run();
  }

  /** The address of this moment's frame in `buffer`, in bytes. */
  framePlace(): number {
    return this.#guarded(() => this.#running().frame());
  }

  inspect(peer: number): Inspection | null {
    return this.#guarded(() => this.#running().inspect(peer));
  }

  figures(): Figures | null {
    return this.#guarded(() => this.#running().figures());
  }

  run(): Run {
    return this.#guarded(() => this.#running().run());
  }

  traceHash(): string {
    return this.#guarded(() => this.#running().trace_hash());
  }

  memory(): number {
    return this.#memory.buffer.byteLength;
  }

  presets(): Preset[] {
    return this.#guarded(() => this.#glue.presets());
  }

  freshSeed(): string {
    return this.#guarded(() => this.#glue.fresh_seed());
  }

  panicForTest(): void {
    this.#guarded(() => this.#glue.panic_for_test());
  }

  #running(): bindings.Simulation {
    if (!this.#simulation) throw new SimFault('config', 'No run was started.');
    return this.#simulation;
  }

  #guarded<T>(call: () => T): T {
    return guarded(call, () => this.#glue.last_panic());
  }
}

/** What a module refuses it throws as a list or a sentence; whatever else is thrown is a bug. */
export function guarded<T>(call: () => T, lastPanic: () => string | undefined): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof SimFault) throw error;
    if (Array.isArray(error)) throw configFault(error);
    if (typeof error === 'string') throw new SimFault('torrent', error);
    let lastWords: string | undefined;
    try {
      lastWords = lastPanic();
    } catch {
      // After a stack overflow the instance answers nothing any more.
    }
    throw new SimFault('panic', lastWords ?? messageOf(error));
  }
}

function configFault(errors: ConfigError[]): SimFault {
  return new SimFault('config', errors.map(({ field }) => field).join(', '), errors);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
