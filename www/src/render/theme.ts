// The colours of the canvas.
//
// Owns the ramp of the pieces, and the reading of everything else from the element's CSS variables, where a host page may
// set them. Must never know shapes.

import type { Role } from '../gen/types.ts';

export interface Theme {
  dark: boolean;
  ink: string;
  muted: string;
  line: string;
  paper: string;
  focus: string;
  tracker: string;
  bad: string;
  /** What is got, what is given, what is complete. */
  get: string;
  give: string;
  have: string;
  /** An empty part of a picture; the edge and the filling of a way. */
  cell: string;
  edge: string;
  fill: string;
  /** A slot that was given by lot. */
  optimistic: string;
  /** By rarity, rarest first. */
  rarity: readonly [string, string, string, string];
  role: Record<Role, string>;
  /** Text on a peer of this role. */
  ramp: string[];
  font: string;
}

/** Steps of the ramp: neighbours can still be told apart, and segments of one step are drawn together. */
export const RAMP_STEPS = 32;

/** Cividis (Nuñez, Anderton, Renslow 2018): even steps of lightness, the same for eyes that confuse red and green. */
const CIVIDIS: readonly (readonly [number, number, number])[] = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 179, 105],
  [225, 204, 85],
  [254, 232, 56],
];

/** The ramp's colour at `t` from 0 to 1. */
export function cividis(t: number): string {
  const at = Math.min(1, Math.max(0, t)) * (CIVIDIS.length - 1);
  const i = Math.min(CIVIDIS.length - 2, Math.floor(at));
  const [low, high] = [CIVIDIS[i] ?? [0, 0, 0], CIVIDIS[i + 1] ?? [0, 0, 0]];
  const mix = (c: 0 | 1 | 2) => Math.round(low[c] + (high[c] - low[c]) * (at - i));
  return `rgb(${mix(0)} ${mix(1)} ${mix(2)})`;
}

/** The part of the ramp that stands out from the paper. */
export function ramp(dark: boolean): string[] {
  const [from, to] = dark ? [0.22, 1] : [0, 0.93];
  return Array.from({ length: RAMP_STEPS }, (_, i) => cividis(from + ((to - from) * i) / (RAMP_STEPS - 1)));
}

export function readTheme(host: Element): Theme {
  const style = getComputedStyle(host);
  const read = (name: string) => style.getPropertyValue(`--swarm-${name}`).trim() || '#888';
  const dark = read('dark') === '1';
  return {
    dark,
    ink: read('ink'),
    muted: read('muted'),
    line: read('line'),
    paper: read('paper'),
    focus: read('focus'),
    tracker: read('tracker'),
    bad: read('bad'),
    get: read('get'),
    give: read('give'),
    have: read('have'),
    cell: read('cell'),
    edge: read('way-edge'),
    fill: read('way-fill'),
    optimistic: read('optimistic'),
    rarity: [read('rarity-0'), read('rarity-1'), read('rarity-2'), read('rarity-3')],
    role: {
      seeder: read('seeder'),
      leecher: read('leecher'),
      free_rider: read('rider'),
      polluter: read('polluter'),
      crashed: read('crashed'),
    },
    ramp: ramp(dark),
    font: style.fontFamily || 'sans-serif',
  };
}
