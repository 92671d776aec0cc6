// How the charts look: the part that is loaded late, with uPlot.

import uPlot from 'uplot';
import css from 'uplot/dist/uPlot.min.css?inline';
import { clock, rate } from '../format.ts';
import type { Theme } from '../render/theme.ts';

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Steps of a time axis that a person would choose. */
const STEPS_S = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 432000,
];

export function makePlots(peopleBox: HTMLElement, flowBox: HTMLElement, theme: Theme): [uPlot, uPlot] {
  const whole = (n: number) => (Number.isInteger(n) ? String(n) : '');
  return [
    plot(peopleBox, theme, [theme.role.seeder, theme.role.leecher, theme.ink], whole, 4),
    plot(flowBox, theme, [theme.role.leecher, theme.role.seeder], (n) => (n === 0 ? '0' : rate(n)), 1000),
  ];
}

function plot(
  box: HTMLElement,
  theme: Theme,
  colours: string[],
  text: (n: number) => string,
  least: number,
): uPlot {
  const axis: uPlot.Axis = {
    stroke: theme.muted,
    font: `11px ${theme.font}`,
    grid: { stroke: theme.line, width: 1 },
    ticks: { show: false },
  };
  const options: uPlot.Options = {
    width: Math.max(60, box.clientWidth),
    height: Math.max(60, box.clientHeight),
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, min, max) => [min ?? 0, Math.max((min ?? 0) + 10, max ?? 0)] },
      y: { range: (_, __, max) => [0, Math.max(least, (max ?? 1) * 1.08)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 2,
        values: (_, ticks) => ticks.map(clock),
        space: 60,
        incrs: STEPS_S,
      },
      { ...axis, size: 62, gap: 4, values: (_, ticks) => ticks.map(text), space: 26 },
    ],
    series: [
      {},
      ...colours.map(
        (colour, i): uPlot.Series => ({
          stroke: colour,
          width: i === 0 ? 2 : 1.5,
          ...(i === 2 ? { dash: [5, 4] } : {}),
          points: { show: false },
        }),
      ),
    ],
  };
  return new uPlot(options, [[], ...colours.map(() => [])], box);
}
