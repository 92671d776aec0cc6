// A simulation that was recorded: the same frames again, without wasm.
//
// Owns the frames and where in them it is. Must never know how they were made. For tests, and for stills in a page that
// runs no scripts of ours but this one. What was not recorded cannot be asked: commands are noted and change nothing.

import { type Frame, readFrame } from '../gen/frame.ts';
import type {
  Command,
  Figures,
  Inspection,
  LoggedCommand,
  Run,
  Scenario,
  TorrentInfo,
} from '../gen/types.ts';
import type { Preset } from './calls.ts';
import type { SimSource, Started } from './source.ts';
import { SimFault } from './source.ts';

/** What was recorded. */
export interface Recording {
  scenario: Scenario;
  /** At least one frame's buffer, by rising time. */
  frames: readonly ArrayBufferLike[];
  /** Peers as they saw the swarm at the end, by number. */
  inspections?: ReadonlyMap<number, Inspection>;
}

/** Plays a recording. */
export class RecordedSim implements SimSource {
  readonly #recording: Recording;
  readonly #frames: readonly Frame[];
  #at = 0;
  #seed = '0';
  #commands: LoggedCommand[] = [];

  /** @throws FrameFault when a buffer is no frame of this build's layout. */
  constructor(recording: Recording) {
    if (recording.frames.length === 0) throw new SimFault('load', 'The recording holds no frame.');
    this.#recording = recording;
    this.#frames = recording.frames.map((buffer) => readFrame(buffer));
  }

  /** Goes to the first frame; the recording's scenario is told, whichever was asked for. */
  async start(_scenarioJson: string, seed: string, commands: LoggedCommand[] = []): Promise<Started> {
    this.#at = 0;
    this.#seed = seed;
    this.#commands = [...commands];
    return {
      scenario: this.#recording.scenario,
      ignored: [],
      frame: this.#frame(),
    };
  }

  /** Goes to the last frame that is not later. */
  async advance(untilS: number, _wallMs: number): Promise<Frame> {
    let next = this.#frames[this.#at + 1];
    while (next && next.swarm.nowS <= untilS) {
      this.#at += 1;
      next = this.#frames[this.#at + 1];
    }
    return this.#frame();
  }

  /** Goes to the last frame that is not later, back as well. */
  async seek(momentS: number, wallMs: number): Promise<Frame> {
    this.#at = 0;
    return this.advance(momentS, wallMs);
  }

  /** What was recorded is told, and no more. */
  async watch(_peers: number[]): Promise<Frame> {
    return this.#frame();
  }

  /** A recording is of one torrent. */
  async show(_torrent: number): Promise<Frame> {
    return this.#frame();
  }

  async step(): Promise<Frame> {
    this.#at = Math.min(this.#at + 1, this.#frames.length - 1);
    return this.#frame();
  }

  async apply(command: Command): Promise<Frame> {
    const frame = this.#frame();
    const at_ns = String(Math.round(frame.swarm.nowS * 1e9));
    this.#commands.push({ at_ns, after_events: frame.swarm.events, command });
    return frame;
  }

  async inspect(peer: number): Promise<Inspection | null> {
    return this.#recording.inspections?.get(peer) ?? null;
  }

  async figures(): Promise<Figures | null> {
    return null;
  }

  async run(): Promise<Run> {
    return { scenario: this.#recording.scenario, seed: this.#seed, commands: [...this.#commands] };
  }

  async traceHash(): Promise<string> {
    const { traceHashHigh, traceHashLow } = this.#frame().swarm;
    return [traceHashHigh, traceHashLow].map((half) => half.toString(16).padStart(8, '0')).join('');
  }

  async readTorrent(_bytes: Uint8Array): Promise<TorrentInfo> {
    throw new SimFault('torrent', 'A recording reads no torrents.');
  }

  async presets(): Promise<Preset[]> {
    return [{ id: 'recording', scenario: this.#recording.scenario }];
  }

  async freshSeed(): Promise<string> {
    return this.#seed;
  }

  dispose(): void {}

  #frame(): Frame {
    const frame = this.#frames[this.#at];
    if (!frame) throw new SimFault('load', 'The recording holds no frame.');
    return frame;
  }
}
