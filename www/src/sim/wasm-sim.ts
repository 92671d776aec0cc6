// The simulator behind `SimSource`: in a worker where one can be started, else in the page.
//
// Owns the choice, and what happens after a panic: the engine is dropped and the next `start` gets a fresh one. Must never
// know how calls travel or what they do.

import wasmUrl from '../../pkg/swarmscope_wasm_bg.wasm?url';
import type { Frame } from '../gen/frame.ts';
import type { Command, Figures, Inspection, LoggedCommand, Run, TorrentInfo } from '../gen/types.ts';
import type { Answer, Call, Calls, Host, Preset } from './calls.ts';
import { compile } from './engine.ts';
import type { SimSource, Started } from './source.ts';
import { SimFault } from './source.ts';
import { startWorkerHost } from './worker-host.ts';

/** These need no run, so they are answered even after a panic. */
const NEED_NO_RUN: ReadonlySet<Call> = new Set(['start', 'freshSeed', 'presets']);

let compiled: Promise<WebAssembly.Module> | null = null;

/** The module is compiled once for all simulations of a page; a failure is not kept. */
function compiledOnce(): Promise<WebAssembly.Module> {
  compiled ??= compile(wasmUrl).catch((error) => {
    compiled = null;
    throw error;
  });
  return compiled;
}

async function startHost(): Promise<Host> {
  const module = await compiledOnce();
  const inWorker = await startWorkerHost(module);
  if (inWorker) return inWorker;
  // Seldom needed, so loaded only then.
  const { startPageHost } = await import('./page-host.ts');
  return startPageHost(module);
}

/**
 * Loads the simulator.
 *
 * @throws SimFault of kind `load` when it cannot be fetched or run here.
 */
export async function createWasmSim(): Promise<WasmSim> {
  return new WasmSim(startHost, await startHost());
}

/** One simulation and the engine it runs in. */
export class WasmSim implements SimSource {
  readonly #startHost: () => Promise<Host>;
  #host: Promise<Host> | null;
  /** Why the last engine was dropped; until `start` it is the answer to everything about the run. */
  #fault: SimFault | null = null;
  /** The run as it was last heard of, for the link that reproduces a panic. */
  #run: Run | null = null;
  #beside = false;

  /** `startHost` gives a fresh engine each time; the first one may be at hand. */
  constructor(startHost: () => Promise<Host>, first?: Host) {
    this.#startHost = startHost;
    this.#host = first ? Promise.resolve(first) : null;
  }

  get beside(): boolean {
    return this.#beside;
  }

  async start(
    scenarioJson: string,
    seed: string,
    commands: LoggedCommand[] = [],
    lenient = false,
  ): Promise<Started> {
    const { value, frame } = await this.#call('start', [scenarioJson, seed, commands, lenient]);
    this.#run = { scenario: value.scenario, seed, commands };
    return { ...value, frame: present(frame) };
  }

  async advance(untilS: number, wallMs: number): Promise<Frame> {
    return present((await this.#call('advance', [untilS, wallMs])).frame);
  }

  async seek(momentS: number, wallMs: number): Promise<Frame> {
    return present((await this.#call('seek', [momentS, wallMs])).frame);
  }

  async watch(peers: number[]): Promise<Frame> {
    return present((await this.#call('watch', [peers])).frame);
  }

  async show(torrent: number): Promise<Frame> {
    return present((await this.#call('show', [torrent])).frame);
  }

  async step(): Promise<Frame> {
    return present((await this.#call('step', [])).frame);
  }

  async apply(command: Command): Promise<Frame> {
    const { value, frame } = await this.#call('apply', [command]);
    this.#run = value;
    return present(frame);
  }

  async inspect(peer: number): Promise<Inspection | null> {
    return (await this.#call('inspect', [peer])).value;
  }

  async figures(): Promise<Figures | null> {
    return (await this.#call('figures', [])).value;
  }

  /** After a panic it still tells the run, up to the last command that was carried out. */
  async run(): Promise<Run> {
    if (this.#fault && this.#run) return this.#run;
    return (await this.#call('run', [])).value;
  }

  async traceHash(): Promise<string> {
    return (await this.#call('traceHash', [])).value;
  }

  async readTorrent(bytes: Uint8Array): Promise<TorrentInfo> {
    // Seldom needed, so loaded only then.
    const { readTorrent } = await import('./torrent-reader.ts');
    return readTorrent(bytes);
  }

  async memory(): Promise<number> {
    return (await this.#call('memory', [])).value;
  }

  async presets(): Promise<Preset[]> {
    return (await this.#call('presets', [])).value;
  }

  async freshSeed(): Promise<string> {
    return (await this.#call('freshSeed', [])).value;
  }

  /** Panics, so that tests can see what the page makes of it. */
  async panicForTest(): Promise<void> {
    await this.#call('panicForTest', []);
  }

  dispose(): void {
    this.#fault = new SimFault('panic', 'The simulation was ended.');
    this.#drop();
  }

  async #call<K extends Call>(call: K, args: Parameters<Calls[K]>): Promise<Answer<K>> {
    if (call === 'start') this.#fault = null;
    if (this.#fault && !NEED_NO_RUN.has(call)) throw this.#fault;
    this.#host ??= this.#startHost();
    const starting = this.#host;
    try {
      const host = await starting;
      this.#beside = host.beside;
      return await host.call(call, args);
    } catch (error) {
      const fault = error instanceof SimFault ? error : new SimFault('panic', String(error));
      // Only the first to hear of it: what else was waiting hears of it when the host is dropped.
      if (fault.kind !== 'config' && fault.kind !== 'torrent' && this.#host === starting) {
        this.#fault = fault;
        this.#drop();
      }
      throw fault;
    }
  }

  #drop(): void {
    this.#host?.then(
      (host) => host.drop(),
      () => {},
    );
    this.#host = null;
  }
}

function present(frame: Frame | null): Frame {
  if (!frame) throw new SimFault('panic', 'The simulator answered without a frame.');
  return frame;
}
