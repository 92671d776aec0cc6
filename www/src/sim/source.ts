// What the page asks of a simulation, and nothing about how it is run.
//
// Owns the interface `SimSource` and its types. Must never know wasm, workers or the DOM: `WasmSim` (in a worker or in
// the page) and `RecordedSim` (a recording, for tests and stills) implement it, so every panel and test runs without wasm.

import type { Frame } from '../gen/frame';
import type {
  Command,
  ConfigError,
  Figures,
  Inspection,
  LoggedCommand,
  Run,
  Scenario,
  TorrentInfo,
} from '../gen/types';

/** A run from outside. */
export interface ReadRun extends Run {
  /** A program of an earlier format has saved it: a key that is not known is another version's and no slip, so it is ignored. */
  lenient: boolean;
  /** What is to be told of it: who made it, and what was ignored. */
  notes: string[];
}

/** What a started run tells about itself. */
export interface Started {
  /** The scenario as it was understood, every default written out. */
  scenario: Scenario;
  /** The unknown keys that were ignored. */
  ignored: ConfigError[];
  frame: Frame;
}

/** The message of a fault of kind `load` where the browser runs no WebAssembly at all. */
export const NO_WEBASSEMBLY = 'no_webassembly';

/** Why a simulation did not do as it was asked. */
export class SimFault extends Error {
  constructor(
    /** `config`: a value from outside was refused. `torrent`: a file was refused. `panic`: a bug in the simulator. */
    readonly kind: 'config' | 'torrent' | 'panic' | 'load',
    message: string,
    readonly errors: ConfigError[] = [],
  ) {
    super(message);
    this.name = 'SimFault';
  }
}

/**
 * One simulation. Calls are answered in the order they were made. A frame stays valid until the next call is answered.
 * Every method may reject with a `SimFault`; after `panic` only `start` and `dispose` are useful.
 */
export interface SimSource {
  /** It works beside the page, in a thread of its own: the page moves on while it answers. */
  readonly beside?: boolean;
  /**
   * Begins a run from its start, replaying its commands as it advances. A key of the scenario that is not known is refused; where
   * `lenient`, it is ignored and told.
   */
  start(scenarioJson: string, seed: string, commands?: LoggedCommand[], lenient?: boolean): Promise<Started>;
  /** Simulates up to `untilS` (simulated seconds), for about `wallMs` milliseconds of ours at most. */
  advance(untilS: number, wallMs: number): Promise<Frame>;
  /**
   * Goes to the moment `momentS`, before now or after, working for about `wallMs` milliseconds of ours at most; a frame of an
   * earlier moment says that there is more to do. What was done later is done again on the way forwards; whoever acts before
   * that makes another run.
   */
  seek(momentS: number, wallMs: number): Promise<Frame>;
  /** Of these peers frames tell everything from now on; of a large swarm they tell only what is drawn of all. */
  watch(peers: number[]): Promise<Frame>;
  /** Frames, figures and theory are about this torrent's swarm from now on. The first torrent is number 0. */
  show(torrent: number): Promise<Frame>;
  /** Simulates the next event, and the others of the same moment. */
  step(): Promise<Frame>;
  /** Acts on the swarm now. */
  apply(command: Command): Promise<Frame>;
  inspect(peer: number): Promise<Inspection | null>;
  /** What was measured so far, why the swarm stands still if it does, and what theory says of the scenario. */
  figures(): Promise<Figures | null>;
  /** The run so far, as a value that reproduces it. Settings that are defaults or the client's may be left out. */
  run(): Promise<Run>;
  traceHash(): Promise<string>;
  /** Bytes of memory that the simulator has taken; a stand-in has none to tell. */
  memory?(): Promise<number>;
  readTorrent(bytes: Uint8Array): Promise<TorrentInfo>;
  /** Presets in order, the first one is the page's. */
  presets(): Promise<{ id: string; scenario: Scenario }[]>;
  /** A fresh seed from the machine's entropy. */
  freshSeed(): Promise<string>;
  dispose(): void;
}
