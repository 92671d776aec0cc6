// What the page asks of a simulation, and nothing about how it is run.
//
// Owns the interface `SimSource` and its types. Must never know wasm, workers or the DOM: `WasmSim` (in a worker or in
// the page) and `RecordedSim` (a recording, for tests and stills) implement it, so every panel and test runs without wasm.

import type { Frame } from '../gen/frame';
import type { Command, ConfigError, Figures, Scenario } from '../gen/types';

/** A run is a value: what is simulated, with which seed, and what a person did to it. */
export interface Run {
  scenario: Scenario;
  /** Decimal digits of a u64: JavaScript's numbers are exact only to 2^53. */
  seed: string;
  commands: LoggedCommand[];
}

/** A command with its exact place in a run. */
export interface LoggedCommand {
  at_ns: string;
  after_events: number;
  command: Command;
}

/** What a started run tells about itself. */
export interface Started {
  /** The scenario as it was understood, every default written out. */
  scenario: Scenario;
  /** Sentences about keys that were not understood. */
  warnings: string[];
  frame: Frame;
}

/** A `.torrent` as it was read. */
export interface TorrentInfo {
  name: string;
  /** 40 hex digits. */
  info_hash: string;
  /** 64 hex digits for a hybrid, else null. */
  v2_info_hash: string | null;
  pieces: number;
  piece_length: number;
  last_piece_length: number;
  total_length: number;
  files: { path: string; length: number }[];
  private: boolean;
}

/** One decision of a peer, in words and figures. */
export interface Decision {
  t_s: number;
  kind: 'choke' | 'piece' | 'snub' | 'ban';
  /** The rule that decided, with its source. */
  rule: string;
  /** What was decided, one sentence. */
  text: string;
  /** The figures it was ranked by, best first. */
  candidates: { peer: number; figure: string; chosen: boolean }[];
}

/** One peer as it sees the swarm itself: only what messages told it. */
export interface Inspection {
  peer: number;
  state: string;
  group: string;
  have: number;
  partial: { piece: number; received: number; requested: number; blocks: number }[];
  neighbours: {
    peer: number;
    am_choking: boolean;
    am_interested: boolean;
    peer_choking: boolean;
    peer_interested: boolean;
    optimistic: boolean;
    snubbed: boolean;
    have: number;
    outstanding: number;
    down_rate: number;
    up_rate: number;
  }[];
  /** Newest last. */
  decisions: Decision[];
}

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
  /** Begins a run from its start, replaying its commands as it advances. */
  start(scenarioJson: string, seed: string, commands?: LoggedCommand[]): Promise<Started>;
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
  /** Simulates the next event, and the others of the same moment. */
  step(): Promise<Frame>;
  /** Acts on the swarm now. */
  apply(command: Command): Promise<Frame>;
  inspect(peer: number): Promise<Inspection | null>;
  /** What was measured so far, why the swarm stands still if it does, and what theory says of the scenario. */
  figures(): Promise<Figures | null>;
  /** The run so far, as a value that reproduces it. */
  run(): Promise<Run>;
  traceHash(): Promise<string>;
  readTorrent(bytes: Uint8Array): Promise<TorrentInfo>;
  /** Presets in order, the first one is the page's. */
  presets(): Promise<{ id: string; scenario: Scenario }[]>;
  /** A fresh seed from the machine's entropy. */
  freshSeed(): Promise<string>;
  dispose(): void;
}
