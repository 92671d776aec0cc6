// What is asked of the simulation again and again while somebody looks: the selected peer's own view, or the swarm's figures. One
// question at a time; what is asked meanwhile is asked after.

import type { Frame } from './gen/frame.ts';
import type { Figures, Inspection } from './gen/types.ts';
import type { SimSource } from './sim/source.ts';
import type { Store } from './store.ts';

/** The run that is looked at. */
export interface Looked {
  readonly frame: Frame | null;
  readonly ended: boolean;
  /** The simulation; null where there is none to ask, or the run has ended in a panic. */
  asked(): SimSource | null;
  report(error: unknown): void;
  /** There is something new to write. */
  write(): void;
}

export class Looking {
  inspection: Inspection | null = null;
  /** Measures and theory, as they were last asked for. */
  told: Figures | null = null;
  private toldOf: Frame | null = null;
  private asking = false;
  private again = false;

  constructor(
    private readonly run: Looked,
    private readonly store: Store,
  ) {}

  /** Another run is on, or another swarm of it is shown. */
  forget(): void {
    this.inspection = null;
    this.told = null;
  }

  async look(): Promise<void> {
    if (this.store.selected.value === null) this.inspection = null;
    const source = this.run.asked();
    if (!source) return;
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    try {
      await this.ask(source);
    } catch (error) {
      this.run.report(error);
    } finally {
      this.asking = false;
      this.run.write();
    }
    if (this.again) void this.look();
  }

  private async ask(source: SimSource): Promise<void> {
    const peer = this.store.selected.value;
    const { frame } = this.run;
    if (peer !== null) {
      const seen = await source.inspect(peer);
      if (this.store.selected.value === peer) this.inspection = seen;
    } else if (this.wantsFigures()) {
      this.told = await source.figures();
      this.toldOf = frame;
    }
  }

  /**
   * They are folded from every peer: asked for while somebody reads them, when a run begins and when it is over, and while it
   * may stand still.
   */
  private wantsFigures(): boolean {
    const { told, toldOf } = this;
    const { frame, ended } = this.run;
    if (!frame || (told && toldOf === frame)) return false;
    const { leeching, upRate, rarestCopies } = frame.swarm;
    const still = leeching > 0 && (upRate === 0 || rarestCopies === 0);
    return !told || this.store.figures.value || ended || still || told.stall !== null;
  }
}
