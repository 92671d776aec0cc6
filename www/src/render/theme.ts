// The colours of the canvas.
//
// Read from the element's CSS variables, where a host page may set them. Shapes are drawn elsewhere.

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
  /** A critical path. */
  thread: string;
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
  font: string;
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
    thread: read('thread'),
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
    font: style.fontFamily || 'sans-serif',
  };
}
