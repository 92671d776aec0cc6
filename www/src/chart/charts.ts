// The two live charts.
//
// Owns uPlot, which is loaded only when there are samples and a chart is seen, and the turning of the frame's series into its columns. The
// table beside them says the same in numbers. Must never keep samples of its own.

import type { Frame } from '../gen/frame.ts';
import type { Theme } from '../render/theme.ts';

type Plot = import('uplot');
type Columns = [number[], number[], number[], ...number[][]];

export class Charts {
  private people: Plot | null = null;
  private flow: Plot | null = null;
  private loading = false;
  private disposed = false;

  constructor(
    private readonly root: ShadowRoot,
    private readonly peopleBox: HTMLElement,
    private readonly flowBox: HTMLElement,
    /** Called when charts can be drawn: a frame does not outlive the loading, so the next one is drawn. */
    private readonly ready: () => void,
  ) {}

  /** Draws the series; the first time it loads what draws. */
  update(frame: Frame, theme: Theme): void {
    const width = this.peopleBox.clientWidth;
    if (width === 0) return;
    if (!this.people || !this.flow) {
      // It would hold up the first motion, and before the first sample there is nothing to draw.
      if (frame.series.count > 0) void this.load(theme);
      return;
    }
    const height = this.peopleBox.clientHeight;
    for (const plot of [this.people, this.flow]) {
      if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
    }
    const [people, flow] = columns(frame);
    this.people.setData(people);
    this.flow.setData(flow);
  }

  private async load(theme: Theme): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    const { makePlots, sheet } = await import('./plots.ts');
    if (this.disposed) return;
    if (!this.root.adoptedStyleSheets.includes(sheet)) {
      this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
    }
    [this.people, this.flow] = makePlots(this.peopleBox, this.flowBox, theme);
    this.loading = false;
    this.ready();
  }

  /** Other colours: the charts are made anew. */
  retheme(): void {
    this.people?.destroy();
    this.flow?.destroy();
    this.people = null;
    this.flow = null;
  }

  dispose(): void {
    this.disposed = true;
    this.retheme();
  }
}

/**
 * Numbers of the two charts: time, then one array a line; the last point is the frame's own moment. Copied, because a
 * frame's columns do not outlive it.
 */
function columns({ series, swarm }: Frame): [Columns, Columns] {
  const seederRate = series.seederRate[series.count - 1] ?? 0;
  return [
    [
      [...series.tS, swarm.nowS],
      [...series.seeding, swarm.seeding],
      [...series.leeching, swarm.leeching],
      [...series.reached, swarm.reached],
    ],
    [
      [...series.tS, swarm.nowS],
      [...series.upRate, swarm.upRate],
      [...series.seederRate, seederRate],
    ],
  ];
}

/** A few rows of the series, evenly chosen, the last one always. */
export function sampleRows(count: number, rows: number): number[] {
  if (count <= rows) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: rows }, (_, i) => Math.round((i * (count - 1)) / (rows - 1)));
}
