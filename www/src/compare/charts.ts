// The pictures of Compare: curves of both runs on one clock, bands over seeds, and differences seed by seed. Each is as wide as its
// place, in pixels, so that its text has one size everywhere.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { clock } from '../format.ts';
import { ticks } from '../panels/timeline/scale.ts';
import type { GroupDifference } from './seeds.ts';
import type { Band } from './statistics.ts';
import { groupText, signed } from './words.ts';

const [LEFT, RIGHT, TOP, BOTTOM] = [44, 14, 16, 24];

/** Room for the letter of a run. */
const NAME = 24;

/** Which run a curve is of. */
export type Which = 'a' | 'b';

export interface Chart {
  width: number;
  height: number;
  endS: number;
  /** The highest value, and how the axis writes its levels. */
  most: number;
  level?: (value: number) => string;
  /** A moment of both clocks. */
  nowS?: number;
  curves: readonly { which: Which; rising: readonly number[]; each?: number }[];
  bands?: readonly { which: Which; band: Band }[];
}

export function chart(of: Chart): TemplateResult {
  const { width, height, endS, most, nowS } = of;
  const x = (s: number) => LEFT + ((width - LEFT - RIGHT) * Math.min(s, endS)) / endS;
  const y = (n: number) => height - BOTTOM - ((height - TOP - BOTTOM) * n) / Math.max(1e-9, most);
  const level = of.level ?? String;
  const levels = most >= 2 ? [0, Math.round(most / 2), most] : [0, most / 2, most];
  const moments = ticks(endS).filter((_, at, all) => width > 420 || at % Math.ceil(all.length / 4) === 0);
  return html`<svg class="pair" width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
    ${levels.map((n) => svg`<line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(n)} y2=${y(n)}></line><text class="up" x=${LEFT - 6} y=${y(n) + 4}>${level(n)}</text>`)}
    ${moments.map((s) => svg`<text class="tick" x=${x(s)} y=${height - 6}>${clock(s)}</text>`)}
    ${(of.bands ?? []).map(({ which, band }) => svg`<path class="band ${which}" d=${bandWay(band, x, y)}></path>`)}
    ${(of.bands ?? []).map(({ which, band }) => svg`<path class="curve ${which}" d=${lineWay(band.at, band.middle, x, y)}></path>`)}
    ${of.curves.map(({ which, rising, each = 1 }) => svg`<path class="curve ${which}" d=${stepWay(rising, each, endS, x, y)}></path>`)}
    ${names(of, x, y)}
    ${nowS === undefined || nowS > endS ? nothing : svg`<line class="now" x1=${x(nowS)} x2=${x(nowS)} y1=${TOP} y2=${height - BOTTOM}></line>`}
  </svg>`;
}

type Place = (value: number) => number;

const round = (n: number): number => Math.round(n * 10) / 10;

const stepWay = (rising: readonly number[], each: number, endS: number, x: Place, y: Place): string =>
  `M${round(x(0))} ${round(y(0))}${rising.map((s, i) => `H${round(x(s))}V${round(y((i + 1) * each))}`).join('')}H${round(x(endS))}`;

const lineWay = (at: readonly number[], values: readonly number[], x: Place, y: Place): string =>
  at.map((s, i) => `${i === 0 ? 'M' : 'L'}${round(x(s))} ${round(y(values[i] ?? 0))}`).join('');

function bandWay({ at, low, high }: Band, x: Place, y: Place): string {
  const back = [...at.keys()].reverse();
  return `${lineWay(at, high, x, y)}${back.map((i) => `L${round(x(at[i] ?? 0))} ${round(y(low[i] ?? 0))}`).join('')}z`;
}

/** A and B beside their curves, where these are half way up: the sooner one above and to the left, the later one below and to the right. */
function names({ width, curves, bands, most }: Chart, x: Place, y: Place): SVGTemplateResult[] {
  const half = [
    ...curves.map(({ which, rising, each = 1 }) => ({ which, s: rising[Math.ceil(most / 2 / each) - 1] })),
    ...(bands ?? []).map(({ which, band }) => ({
      which,
      s: band.at[band.middle.findIndex((n) => n >= most / 2)],
    })),
  ].filter((one): one is { which: Which; s: number } => one.s !== undefined);
  const first = half.reduce<(typeof half)[number] | null>((a, b) => (a && a.s <= b.s ? a : b), null);
  return half.map((one) => {
    const { which, s } = one;
    const left = half.length > 1 && one === first && x(s) > LEFT + NAME;
    const above = one === first;
    return svg`<text class="name ${which}" text-anchor=${left || x(s) > width - RIGHT - NAME ? 'end' : 'start'} x=${x(s) + (left ? -8 : x(s) > width - RIGHT - NAME ? -2 : 8)} y=${y(most / 2) + (above ? -6 : 18)}>${which.toUpperCase()}</text>`;
  });
}

const [ROW, RINGS] = [58, 28];

/** A row a group: a ring a seed, and below the mean of the differences with its interval. */
export function differencePicture(
  differences: readonly GroupDifference[],
  width: number,
): TemplateResult | typeof nothing {
  const all = differences.flatMap(({ each, interval }) => [
    ...each.map(({ by }) => by),
    interval?.low ?? 0,
    interval?.high ?? 0,
  ]);
  if (all.length === 0) return nothing;
  const least = Math.min(0, ...all);
  const span = Math.max(0, ...all) - least || 1;
  const side = 22;
  const x = (by: number) => side + ((width - 2 * side) * (by - least)) / span;
  const height = differences.length * ROW + 24;
  return html`<svg class="rings" width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
    <line class="zero" x1=${x(0)} x2=${x(0)} y1="0" y2=${height - 20}></line>
    ${[...new Set([least, 0, least + span])].map((by) => svg`<text class="tick" x=${x(by)} y=${height - 5}>${signed(Math.round(by))}</text>`)}
    ${differences.map((one, at) => row(one, at * ROW, x, width))}
  </svg>`;
}

function row(
  { name, each, interval }: GroupDifference,
  top: number,
  x: Place,
  width: number,
): SVGTemplateResult {
  const y = top + ROW - 12;
  const [low, high] = [interval?.low ?? null, interval?.high ?? null];
  const middle = interval ? x(interval.mean) : 0;
  const right = middle > width * 0.7;
  return svg`<text class="of" x="2" y=${top + 13}>${groupText(name)}</text>
    ${each.map(({ by }, i) => svg`<circle cx=${round(x(by))} cy=${top + RINGS + ((i % 3) - 1) * 4} r="4"></circle>`)}
    ${low === null || high === null ? nothing : svg`<line class="span" x1=${x(low)} x2=${x(high)} y1=${y} y2=${y}></line>`}
    ${interval ? svg`<line class="mean" x1=${middle} x2=${middle} y1=${y - 6} y2=${y + 6}></line><text class="mean" text-anchor=${right ? 'end' : 'start'} x=${right ? x(low ?? interval.mean) - 8 : x(high ?? interval.mean) + 8} y=${y + 4}>${signed(interval.mean)}</text>` : nothing}`;
}
