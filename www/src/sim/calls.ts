// What can be asked of an engine, wherever it runs.
//
// Owns the list of calls and the interface `Host`. Must never know wasm or workers. `Engine` answers the calls; a host
// carries them there: into a worker, or just across the page.

import type { Frame } from '../gen/frame.ts';
import type { Command, Figures, Inspection, LoggedCommand, Run, Scenario } from '../gen/types.ts';
import type { Started } from './source.ts';

/** What is told of a started run besides its first frame. */
export type Understood = Omit<Started, 'frame'>;

/** A scenario with its name in links. */
export interface Preset {
  id: string;
  scenario: Scenario;
}

/** Every call; `SimSource` says what each does. */
export interface Calls {
  start(scenarioJson: string, seed: string, commands: LoggedCommand[], lenient: boolean): Understood;
  advance(untilS: number, wallMs: number): void;
  seek(momentS: number, wallMs: number): void;
  watch(peers: number[]): void;
  show(torrent: number): void;
  step(): boolean;
  /** Answers with the run as it is now, so that the page can tell it even when the simulator dies of the command. */
  apply(command: Command): Run;
  inspect(peer: number): Inspection | null;
  figures(): Figures | null;
  run(): Run;
  traceHash(): string;
  /** Bytes of the memory that the simulator has taken so far; it gives none of it back. */
  memory(): number;
  presets(): Preset[];
  freshSeed(): string;
  /** Panics, so that tests can see what the page makes of it. */
  panicForTest(): void;
}

/** A call's name. */
export type Call = keyof Calls;

/** Whether the swarm, or what is told of it, is another one after the call: then its answer comes with a frame. */
const CHANGES: Readonly<Record<Call, boolean>> = {
  start: true,
  advance: true,
  seek: true,
  watch: true,
  show: true,
  step: true,
  apply: true,
  inspect: false,
  figures: false,
  run: false,
  traceHash: false,
  memory: false,
  presets: false,
  freshSeed: false,
  panicForTest: false,
};

/** An answer, and the frame after a call that changes the swarm. */
export interface Answer<K extends Call> {
  value: ReturnType<Calls[K]>;
  frame: Frame | null;
}

/** Carries calls to one engine. */
export interface Host {
  /** In a thread of its own. */
  readonly beside: boolean;
  call<K extends Call>(call: K, args: Parameters<Calls[K]>): Promise<Answer<K>>;
  /** Ends the engine; what is waiting for it is rejected. */
  drop(): void;
}

/** Whether the answer to this call comes with a frame. */
export function changesSwarm(call: Call): boolean {
  return CHANGES[call];
}

/** Does what a message asks for. */
export function perform(calls: Calls, call: string, args: readonly unknown[]): unknown {
  if (!Object.hasOwn(CHANGES, call)) throw new Error(`there is no call ${call}`);
  const method = calls[call as Call] as (...args: readonly unknown[]) => unknown;
  return method.apply(calls, [...args]);
}
