// What makes the page move.
//
// Owns the page's one requestAnimationFrame: it asks the simulation for the next moment, never twice at once, and tells its
// host when to draw and when to write numbers. Must never know what is drawn. It sleeps when nobody looks.

import type { Frame } from '../gen/frame.ts';
import type { SimSource } from '../sim/source.ts';
import { Clock, clampSpeed } from './clock.ts';

export interface PlayerHost {
  /** Once in an animation frame, when something changed. */
  draw(frame: Frame, nowS: number): void;
  /** A few times a second: text and charts. */
  write(frame: Frame): void;
  /** Nothing more will happen. */
  ended(): void;
  fault(error: unknown): void;
}

/** Wall milliseconds between two updates of the text. */
const WRITE_EVERY_MS = 125;
/** Wall milliseconds that a call to a simulation that does not keep up should take: two animation frames. */
const CALL_MS = 30;
/** Wall milliseconds of simulating in a call, at least and at most. */
const WORK_MIN_MS = 10;
const WORK_MAX_MS = 100;
/** The same of a seek: with a worker most come true within it, without one the page must not stand still for so long. */
const SEEK_MS = 200;
const SEEK_IN_PAGE_MS = 50;
/** A moment and the frame of it may differ by so many seconds: one is written in decimals, the other counted in nanoseconds. */
const SAME_S = 1e-6;

/** Seconds of ours behind which a simulation does not keep up. */
const BEHIND_S = 0.02;

/**
 * How long the simulation may work until it tells its next frame, when telling one took so long besides: the picture moves thirty
 * times a second where it can, and at least half of the time goes into the swarm where it cannot.
 */
export function workMs(tellingMs: number): number {
  return Math.min(WORK_MAX_MS, Math.max(WORK_MIN_MS, CALL_MS - tellingMs, tellingMs));
}

/** Nothing more will happen, and what was on its way has come. */
const isOver = (frame: Frame): boolean => frame.swarm.finished === 1 && frame.flights.count === 0;

export class Player {
  readonly clock = new Clock();
  frame: Frame | null = null;
  private source: SimSource | null = null;
  private endS = Number.POSITIVE_INFINITY;
  private request = 0;
  private lastMs = 0;
  private writtenMs = 0;
  private marked = true;
  private busy = false;
  private held = false;
  /** The moment that was asked for and is not reached yet; there is only ever one. */
  private wish: number | null = null;
  private seeking: Promise<void> | null = null;
  /** Somebody is choosing a moment: what plays waits for the choice. */
  private scrubbing = false;
  /** Answers of an earlier run are dropped. */
  private generation = 0;
  /** Wall milliseconds that a call took beyond its work, smoothed: telling a frame, and its way. */
  private tellingMs = 8;
  private readonly asleep = new Set<string>();

  constructor(private readonly host: PlayerHost) {}

  /** A run begins, or another one, which ends at `endS` at the latest. */
  attach(source: SimSource, frame: Frame, endS = Number.POSITIVE_INFINITY): void {
    this.generation += 1;
    this.endS = endS;
    this.busy = false;
    this.source = source;
    this.leave();
    this.clock.begin(frame.swarm.nowS);
    this.take(frame);
  }

  /** Another run is being started: until it is attached, or was refused, nothing is asked of the simulation. */
  hold(held: boolean): void {
    this.held = held;
    if (!held) this.mark();
  }

  detach(): void {
    this.generation += 1;
    this.busy = false;
    this.source = null;
    this.frame = null;
    this.leave();
    this.clock.playing = false;
    cancelAnimationFrame(this.request);
    this.request = 0;
  }

  /** Also before a run is attached: somebody who cannot wait is not asked twice. */
  play(): void {
    if (this.clock.playing) return;
    this.clock.playing = true;
    this.clock.settle(this.clock.nowS);
    this.lastMs = 0;
    this.mark();
  }

  pause(): void {
    this.clock.playing = false;
    this.clock.settle(this.clock.nowS);
    this.mark();
  }

  setSpeed(speed: number): void {
    this.clock.speed = clampSpeed(speed);
    this.mark();
  }

  /** Simulates the next event, and those of the same moment. */
  async step(): Promise<void> {
    this.pause();
    await this.act((source) => source.step());
  }

  /** The moment that is shown, or was asked for and will be. */
  get momentS(): number {
    return this.wish ?? this.clock.nowS;
  }

  /**
   * Goes to another moment; to one that was not played yet through all between, as quickly as can be. While it is on its way only the
   * latest wish counts.
   */
  seek(momentS: number): void {
    if (!this.source || !Number.isFinite(momentS)) return;
    this.wish = Math.min(Math.max(0, momentS), this.endS);
    this.seeking ??= this.follow(this.source);
  }

  /** A moment is being chosen, and time stands still; or it was chosen, and what played goes on from there. */
  scrub(choosing: boolean): void {
    if (this.scrubbing === choosing) return;
    this.scrubbing = choosing;
    if (!choosing) this.arrive();
  }

  private async follow(source: SimSource): Promise<void> {
    const { generation } = this;
    try {
      while (this.wish !== null) {
        const moment = this.wish;
        const frame = await source.seek(moment, source.beside ? SEEK_MS : SEEK_IN_PAGE_MS);
        if (generation !== this.generation) return;
        if (this.wish === moment && frame.swarm.nowS >= moment - SAME_S) this.wish = null;
        this.clock.settle(frame.swarm.nowS);
        // Text a few times a second, while more is to come.
        this.frame = frame;
        this.mark();
      }
      this.seeking = null;
      this.arrive();
    } catch (error) {
      if (generation !== this.generation) return;
      this.leave();
      this.pause();
      this.host.fault(error);
    }
  }

  /** Where somebody wanted to be. */
  private arrive(): void {
    if (this.seeking) return;
    this.lastMs = 0;
    this.markText();
    if (!this.scrubbing && this.frame && isOver(this.frame)) this.end();
  }

  private leave(): void {
    this.wish = null;
    this.seeking = null;
    this.scrubbing = false;
  }

  private end(): void {
    this.pause();
    this.markText();
    this.host.ended();
  }

  /** The run is another one after this call. */
  async change(call: (source: SimSource) => Promise<Frame>): Promise<void> {
    const { generation } = this;
    await this.act(async (source) => {
      const frame = await call(source);
      if (generation === this.generation) this.clock.begin(frame.swarm.nowS);
      return frame;
    });
  }

  /** Calls the simulation and shows the frame it answers with; where a moment was asked for, it is called there. */
  async act(call: (source: SimSource) => Promise<Frame>): Promise<void> {
    await this.seeking;
    const { source, generation } = this;
    if (!source) return;
    try {
      const frame = await call(source);
      if (generation !== this.generation) return;
      this.clock.settle(frame.swarm.nowS);
      this.take(frame);
    } catch (error) {
      if (generation === this.generation) this.host.fault(error);
    }
  }

  /** Another frame of the same moment: time is not touched. */
  async glance(call: (source: SimSource) => Promise<Frame>): Promise<void> {
    const { source, generation } = this;
    if (!source) return;
    try {
      const frame = await call(source);
      if (generation !== this.generation) return;
      this.clock.reached(frame.swarm.nowS);
      this.take(frame);
    } catch (error) {
      if (generation === this.generation) this.host.fault(error);
    }
  }

  /** Nobody looks, for this reason, or somebody does again. */
  sleep(reason: string, asleep: boolean): void {
    if (asleep) this.asleep.add(reason);
    else this.asleep.delete(reason);
    this.lastMs = 0;
    this.mark();
  }

  /** Something changed: draw at the next animation frame. */
  mark(): void {
    this.marked = true;
    this.schedule();
  }

  /** The text too. */
  markText(): void {
    this.writtenMs = 0;
    this.mark();
  }

  private take(frame: Frame): void {
    this.frame = frame;
    this.markText();
  }

  private schedule(): void {
    if (this.request === 0 && this.asleep.size === 0 && this.source) {
      this.request = requestAnimationFrame(this.tick);
    }
  }

  private readonly tick = (wallMs: number): void => {
    this.request = 0;
    if (this.asleep.size > 0 || !this.source || !this.frame) return;
    const deltaS = this.lastMs === 0 ? 0 : (wallMs - this.lastMs) / 1000;
    this.lastMs = wallMs;
    const target = this.chosen ? this.clock.step(deltaS) : this.clock.nowS;
    if (this.marked) {
      this.marked = false;
      this.host.draw(this.frame, this.frame.swarm.nowS);
      if (wallMs - this.writtenMs >= WRITE_EVERY_MS) {
        this.writtenMs = wallMs;
        this.host.write(this.frame);
      }
    }
    if (this.clock.playing) {
      if (this.wants(target)) void this.advance(this.source, target);
      this.schedule();
    }
  };

  /** Nobody is on the way to another moment. */
  private get chosen(): boolean {
    return !this.seeking && !this.scrubbing;
  }

  /** It has come to where it stops by itself. */
  private isAtStop(frame: Frame): boolean {
    const { untilS, playing } = this.clock;
    return playing && untilS !== null && frame.swarm.nowS >= untilS - SAME_S;
  }

  private wants(target: number): boolean {
    const awake = this.asleep.size === 0 && this.clock.playing && this.chosen;
    return awake && !this.busy && !this.held && target > this.clock.nowS;
  }

  private async advance(source: SimSource, target: number): Promise<void> {
    const { generation } = this;
    this.busy = true;
    const work = workMs(this.tellingMs);
    const startedMs = performance.now();
    try {
      const frame = await source.advance(target, work);
      if (generation !== this.generation) return;
      this.busy = false;
      // Only a call that used up its time tells how long the rest took.
      if (performance.now() - startedMs > work && frame.swarm.nowS < target)
        this.tellingMs += 0.2 * (performance.now() - startedMs - work - this.tellingMs);
      this.clock.reached(frame.swarm.nowS);
      this.frame = frame;
      this.marked = true;
      if (this.isAtStop(frame)) this.pause();
      // Asked for before a pause, answered after it: no animation frame is coming any more.
      if (!this.clock.playing) this.markText();
      // One that is more than an animation frame behind waits for none.
      const { targetS, speed } = this.clock;
      if (source.beside && this.wants(targetS - BEHIND_S * speed)) void this.advance(source, targetS);
      if (isOver(frame) && this.clock.playing && this.chosen) this.end();
    } catch (error) {
      if (generation !== this.generation) return;
      this.busy = false;
      this.pause();
      this.host.fault(error);
    }
  }
}
