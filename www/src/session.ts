// One run on the page, and everything a person can do to it.
//
// Owns the simulation's life (start, restart, replace, dispose), the scenario a restart begins with, and the one door
// through which panels act. Must never draw or hold the DOM.

import { Acts } from './acts.ts';
import { branched } from './branched.ts';
import { Branches } from './branches.ts';
import { describeFault, type Fault, Refusal } from './errors.ts';
import type { Frame } from './gen/frame.ts';
import type { Command, Figures, Inspection, LoggedCommand, Run, Scenario, TorrentInfo } from './gen/types.ts';
import { Looking } from './looking.ts';
import { MemoryWatch } from './memory.ts';
import { Player } from './player/player.ts';
import { asked } from './questions/asked.ts';
import { Questions } from './questions/questions.ts';
import { say } from './say.ts';
import { expectedOf, type Overrides, ofTorrent, withOverrides } from './scenario-edit.ts';
import { asText, pickOverrides, type Request, type SessionHost, seenAs, warnings } from './session-host.ts';
import type { LinkState } from './share/link.ts';
import type { SimSource } from './sim/source.ts';
import type { Store } from './store.ts';

/** Milliseconds for which a run's first moment is looked at before it is shown; more comes when it is played. */
const FIRST_MS = 100;

export type { Request } from './session-host.ts';

export class Session {
  readonly player: Player;
  /** Questions about the run that is on, and its history. */
  readonly questions: Questions;
  /** What a person does to it. */
  readonly acts: Acts;
  /** The runs that were made of it. */
  readonly branches: Branches;
  private readonly looking: Looking;
  private readonly memory: MemoryWatch;
  scenario: Scenario | null = null;
  /** The preset this run began from, as long as nothing in it was changed. */
  preset: string | null = null;
  seed = '';
  presets: { id: string; scenario: Scenario }[] = [];
  warnings: string[] = [];
  fault: Fault | null = null;
  torrent: TorrentInfo | null = null;
  ended = false;
  loading = true;
  /** What was changed in the preset. */
  overrides: Overrides = {};
  /** The torrent that is shown, by its number. */
  shown = 0;
  /** Peers that were added by hand count as expected, so that the camera makes room at once. */
  private added = 0;
  private acted = false;
  private source: SimSource | null = null;
  private lastRun: Run | null = null;
  private disposed = false;
  /** Peers of which frames tell everything. */
  private watched = '';

  constructor(
    private readonly createSim: () => Promise<SimSource>,
    private readonly store: Store,
    private readonly host: SessionHost,
  ) {
    this.acts = new Acts(this, store);
    this.branches = new Branches(branched(this, store));
    this.looking = new Looking(this, store);
    this.memory = new MemoryWatch(this, (words) => {
      this.warnings = [words];
      this.pause();
    });
    this.questions = new Questions(
      async () => (this.fault?.panic ? null : asked(this.lastRun, this.shown)),
      () => host.write(),
    );
    this.player = new Player({
      draw: (frame, now) => host.draw(frame, now),
      write: () => {
        void this.look();
        if (this.playing) void this.memory.look(performance.now());
        host.write();
      },
      ended: () => {
        this.ended = true;
        void this.look();
        host.write();
      },
      fault: (error) => this.report(error),
    });
  }

  get inspection(): Inspection | null {
    return this.looking.inspection;
  }

  get told(): Figures | null {
    return this.looking.told;
  }

  asked(): SimSource | null {
    return this.fault?.panic || this.disposed ? null : this.source;
  }

  write(): void {
    this.host.write();
  }

  get frame(): Frame | null {
    return this.player.frame;
  }

  /** The run that is on, from its beginning: what a link holds. */
  get run(): Run | null {
    return this.lastRun;
  }

  get expected(): number {
    return (this.scenario ? expectedOf(ofTorrent(this.scenario, this.shown)) : 0) + this.added;
  }

  get playing(): boolean {
    return this.player.clock.playing;
  }

  /** Loads the simulator and begins what was asked for; where that is refused, it says why and begins the first preset. */
  async open(request: Request): Promise<void> {
    try {
      const source = await this.createSim();
      if (this.disposed) {
        source.dispose();
        return;
      }
      this.source = source;
      this.presets = await source.presets();
    } catch (error) {
      this.loading = false;
      this.report(error);
      return;
    }
    if (!(await this.begin(request))) await this.beginPlain();
    this.loading = false;
    this.host.write();
  }

  /** Begins a run in place of the one that is on; when it is refused, that one is untouched. */
  async begin(request: Request): Promise<boolean> {
    this.store.clientOf.value = null;
    try {
      if (request.run) {
        const { scenario, seed, commands, lenient, notes } = { lenient: false, notes: [], ...request.run };
        return await this.start(scenario, seed, commands, null, lenient, notes);
      }
      const id = request.preset ?? this.presets[0]?.id ?? '';
      const preset = this.presets.find((known) => known.id === id);
      if (!preset) {
        const names = this.presets.map((known) => known.id).join(', ');
        throw new Refusal(
          () => say('fault-preset'),
          () =>
            `${say('refused-unexpected', { field: 'preset', value: `“${id}”`, expected: say('expected-one_of', { words: names }) })}.`,
        );
      }
      const overrides = pickOverrides(request);
      if (!(await this.start(withOverrides(preset.scenario, overrides), request.seed ?? '1', [], id)))
        return false;
      this.overrides = overrides;
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  private async beginPlain(): Promise<void> {
    const { fault } = this;
    const [first] = this.presets;
    if (first && (await this.start(first.scenario, '1', [], first.id))) this.fault = fault;
  }

  /** Begins this run. */
  async start(
    scenario: Scenario | string,
    seed: string,
    commands: LoggedCommand[],
    preset: string | null,
    lenient = false,
    notes: readonly string[] = [],
  ): Promise<boolean> {
    const { source } = this;
    if (!source) return false;
    try {
      // What follows a run that has ended is watched as that was.
      const playing = this.playing || this.ended;
      this.player.hold(true);
      const started = await source.start(asText(scenario), seed, commands, lenient);
      if (this.disposed) return false;
      this.scenario = started.scenario;
      this.warnings = [...notes, ...started.ignored.map(({ field }) => say('ignored-key', { field }))];
      this.warnings.push(...warnings(started.scenario));
      this.seed = seed;
      this.preset = preset;
      if (preset === null) this.overrides = {};
      this.torrent = null;
      this.fault = null;
      this.looking.forget();
      this.memory.forget();
      this.shown = 0;
      this.ended = false;
      this.added = 0;
      this.acted = commands.length > 0;
      this.lastRun = { scenario: started.scenario, seed, commands };
      this.branches.forget();
      this.store.selected.value = null;
      this.store.seedersLeave.value = null;
      this.watched = '';
      this.player.attach(source, started.frame, started.scenario.end_s);
      // Who is there from the beginning is seen before anything is played.
      await this.player.act((attached) => attached.advance(0, FIRST_MS));
      if (this.disposed) return false;
      this.renewQuestions();
      this.host.begun();
      if (playing) this.player.play();
      this.player.markText();
      return true;
    } catch (error) {
      this.report(error);
      return false;
    } finally {
      this.player.hold(false);
    }
  }

  /** The same scenario and seed from the beginning, without what the person did. */
  async restart(changes?: (scenario: Scenario) => Scenario | string): Promise<void> {
    if (!this.scenario) return;
    if (this.fault?.panic) this.fault = null;
    const { torrent, playing, ended } = this;
    const scenario = changes ? changes(this.scenario) : this.scenario;
    const same = this.seed === this.lastRun?.seed;
    const done = this.branches.beforeRestart(changes ? 'edited' : same ? 'restarted' : 'seed');
    if (await this.start(scenario, this.seed, [], changes ? null : this.preset)) {
      done();
      if (torrent && this.scenario.torrent.info_hash === torrent.info_hash) this.torrent = torrent;
      if (playing || ended) this.play();
    }
  }

  /** After a panic: the same run from its beginning, or, where that is refused too, the first preset. */
  async recover(): Promise<void> {
    this.fault = null;
    if (!this.source) return this.open({});
    const { scenario, seed, preset } = this;
    if (!scenario || !(await this.start(scenario, seed, [], preset))) await this.beginPlain();
    this.player.play();
    this.host.write();
  }

  async reseed(seed: string): Promise<void> {
    this.seed = seed;
    await this.restart();
  }

  async freshSeed(): Promise<void> {
    if (this.source) await this.reseed(await this.source.freshSeed());
  }

  play(): void {
    // Where the simulator could not be loaded there is nothing to wait for.
    if (!this.source && !this.loading) return;
    if (this.ended) {
      this.ended = false;
      // What was done belongs to the run, and is done again.
      if (this.acted) this.goTo(0);
      void (this.acted ? Promise.resolve() : this.restart()).then(() => this.player.play());
      return;
    }
    this.player.play();
    this.host.write();
  }

  pause(): void {
    this.player.pause();
    this.host.write();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  async step(): Promise<void> {
    await this.player.step();
    this.host.write();
  }

  /**
   * Goes to a moment; what plays waits until it was chosen, and goes on from there. A moment that was not played yet is played to,
   * as quickly as can be.
   */
  seek(momentS: number): void {
    this.ended = false;
    this.player.scrub(true);
    this.player.seek(momentS);
    this.host.write();
  }

  /** Goes to a moment that was chosen at once. */
  goTo(momentS: number): void {
    this.seek(momentS);
    this.sought();
  }

  /** The moment was chosen. */
  sought(): void {
    this.player.scrub(false);
  }

  setSpeed(speed: number): void {
    this.player.setSpeed(speed);
    this.store.speed.value = this.player.clock.speed;
    this.host.write();
  }

  /** The one door: commands go to the simulation, and the run that they make is remembered for a link. */
  async apply(...commands: Command[]): Promise<void> {
    this.ended = false;
    this.acted = true;
    const { fault } = this;
    const done = this.branches.before();
    for (const command of commands) await this.player.change((source) => source.apply(command));
    // Who comes by a command is seen at once, also while time stands still.
    if (!this.playing) await this.player.act((source) => source.advance(this.player.clock.nowS, FIRST_MS));
    await this.remember();
    // What was refused was not done.
    if (this.fault === fault) done(commands);
    this.renewQuestions();
  }

  /** So many more peers are to come: the camera makes room at once. */
  expectMore(count: number): void {
    this.added += count;
  }

  /** What a restart begins with is another scenario from now on, and no preset any more. */
  amend(scenario: Scenario): void {
    this.scenario = scenario;
    this.preset = null;
  }

  private async remember(): Promise<void> {
    try {
      if (this.source) this.lastRun = await this.source.run();
    } catch {
      // A run that cannot be told is told from its last known state.
    }
  }

  /** It is another run that questions are about. */
  private renewQuestions(): void {
    this.store.latePeer.value = null;
    this.store.thread.value = null;
    this.questions.renew();
  }

  /** The selected peer, and one that is pointed at: of a large swarm only these are told in full. */
  async watch(pointed: number | null): Promise<void> {
    const peers = [this.store.selected.value, pointed].filter((peer) => peer !== null);
    const watched = peers.join();
    if (watched === this.watched || !this.source || this.fault?.panic) return;
    this.watched = watched;
    await this.player.glance((source) => source.watch(peers));
  }

  /** Another torrent's swarm is shown from now on; it is the same run. */
  async show(torrent: number): Promise<void> {
    if (torrent === this.shown || !this.source || this.fault?.panic) return;
    this.shown = torrent;
    this.store.selected.value = null;
    this.looking.forget();
    await this.player.glance((source) => source.show(torrent));
    this.renewQuestions();
    this.host.write();
    await this.look();
  }

  async look(): Promise<void> {
    await this.looking.look();
  }

  /** What a link must hold to show this run again. */
  async linkState(): Promise<LinkState> {
    const view = seenAs(this.store, this.player.clock, this.ended);
    if (this.preset !== null && !this.acted)
      return { preset: this.preset, ...this.overrides, seed: this.seed, ...view };
    if (!this.fault?.panic) await this.remember();
    return { ...view, ...(this.lastRun ? { run: this.lastRun } : {}) };
  }

  report(error: unknown): void {
    this.fault = describeFault(error);
    if (this.fault.panic) {
      this.player.pause();
      // Whoever was waiting beside the call that failed hears only that all is over; the simulation knows why.
      this.source?.traceHash().catch((cause) => {
        if (this.fault?.panic) this.fault = describeFault(cause);
        this.host.write();
      });
    }
    this.host.write();
  }

  dismiss(): void {
    this.fault = null;
    this.warnings = [];
    this.host.write();
  }

  dispose(): void {
    this.disposed = true;
    this.questions.dispose();
    this.player.detach();
    this.source?.dispose();
    this.source = null;
  }
}
