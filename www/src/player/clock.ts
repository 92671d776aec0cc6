// How wall time becomes simulated time.
//
// Owns the wished moment, the speed, whether time runs, and the cap on catching up. Pure: it is told how much wall time
// passed and never looks. Must never know frames, workers or drawing.

/** Slowest and fastest simulated seconds for one of ours. */
export const SPEED_MIN = 1 / 32;
export const SPEED_MAX = 4096;
/** A longer pause between two steps (a sleeping laptop, a slow machine) is not caught up with. */
const CATCH_UP_S = 0.25;
/** The true speed is measured over so many of our seconds: shorter ones flicker. */
const MEASURE_S = 0.5;

export const clampSpeed = (speed: number): number =>
  Number.isFinite(speed) ? Math.min(SPEED_MAX, Math.max(SPEED_MIN, speed)) : 1;

export class Clock {
  /** The moment the simulation has reached. */
  nowS = 0;
  /** The furthest moment of this run that was reached: how far one can go forwards without playing. */
  furthestS = 0;
  /** The moment it should reach. */
  targetS = 0;
  playing = false;
  speed = 1;
  /** Where it stops by itself; null where it goes on. */
  untilS: number | null = null;
  /** Whether the simulation does not keep up with the speed that was asked for. */
  late = false;
  /** Simulated seconds for one of ours, as they came true over the last span of time. */
  trueSpeed = 0;
  private span = { wallS: 0, fromS: 0 };

  /** Wall time passed; tells the moment the simulation should reach. */
  step(wallDeltaS: number): number {
    if (!this.playing) return this.nowS;
    this.measure(Math.max(0, wallDeltaS || 0));
    const delta = Math.min(CATCH_UP_S, Math.max(0, wallDeltaS || 0));
    const wished = this.targetS + delta * this.speed;
    const limit = this.nowS + CATCH_UP_S * this.speed;
    this.late = wished > limit;
    this.targetS = Math.min(wished, limit, this.untilS ?? Number.POSITIVE_INFINITY);
    return this.targetS;
  }

  private measure(wallS: number): void {
    const { span } = this;
    span.wallS += wallS;
    if (span.wallS < MEASURE_S) return;
    this.trueSpeed = (this.nowS - span.fromS) / span.wallS;
    this.span = { wallS: 0, fromS: this.nowS };
  }

  /** The simulation answered. When its event budget ended early, the wish comes back to what is true. */
  reached(nowS: number): void {
    this.nowS = nowS;
    this.furthestS = Math.max(this.furthestS, nowS);
    if (this.targetS < nowS) this.targetS = nowS;
  }

  /** A step, a seek or a command: the wish is where we are. */
  settle(nowS: number): void {
    this.reached(nowS);
    this.targetS = nowS;
    this.late = false;
    this.span = { wallS: 0, fromS: nowS };
  }

  /** Another run begins, or this one becomes another here: what was ahead is gone. */
  begin(nowS: number): void {
    this.settle(nowS);
    this.furthestS = nowS;
  }
}
