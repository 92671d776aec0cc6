// The progress view's styles.

import { css } from 'lit';

export const progressStyles = css`
  .progress { padding: var(--s2) var(--s5) 0; min-height: 0; overflow: auto; }
  .progress svg { width: 100%; max-height: 100%; display: block; font-size: 13px; font-variant-numeric: tabular-nums; }
  .progress text { fill: var(--swarm-ink); }
  .progress .grid { stroke: var(--swarm-line); }
  .progress .tick { fill: var(--swarm-muted); text-anchor: middle; }
  .progress .tick[text-anchor='end'], .progress .name { text-anchor: end; }
  .progress .lane { cursor: pointer; }
  .progress .lane path { fill: var(--swarm-get); }
  .progress .lane.chosen path { fill: var(--swarm-focus); }
  .progress .done { fill: var(--swarm-have); font-size: 12px; }
  .progress .all { fill: none; stroke: var(--swarm-ink); stroke-width: 2.5; }
  .progress .reached { fill: none; stroke: var(--swarm-get); stroke-width: 2; stroke-dasharray: 5 4; }
  .progress .alone { fill: none; stroke: var(--swarm-bad); stroke-width: 2; }
  .progress .fluid { fill: none; stroke: var(--swarm-optimistic); stroke-width: 2; stroke-dasharray: 8 3 2 3; }
  .progress .bound { fill: none; stroke: var(--swarm-have); stroke-width: 2; }
  .progress .group { fill: none; stroke-width: 1.75; }
  .progress .g0 { stroke: var(--swarm-leecher); }
  .progress .g1 { stroke: var(--swarm-rider); stroke-dasharray: 3 2; }
  .progress .g2 { stroke: var(--swarm-tracker); stroke-dasharray: 7 3; }
  .progress .g3 { stroke: var(--swarm-optimistic); stroke-dasharray: 1 2; }
  .progress .ghost { fill: none; stroke: var(--swarm-crashed); stroke-width: 2; }
  .progress text.ghost { fill: var(--swarm-muted); text-anchor: end; }
  .progress text:is(.all, .reached, .alone, .bound, .group, .ghost, .fluid) { stroke: none; font-size: 12px; }
  .progress text.reached { fill: var(--swarm-get); }
  .progress text.fluid { fill: var(--swarm-optimistic); }
  .progress text.alone { fill: var(--swarm-bad); }
  .progress text.bound { fill: var(--swarm-have); text-anchor: end; }
  .progress text.g0 { fill: var(--swarm-leecher); }
  .progress text.g1 { fill: var(--swarm-rider); }
  .progress text.g2 { fill: var(--swarm-tracker); }
  .progress text.g3 { fill: var(--swarm-optimistic); }
  .progress .ahead { fill: var(--swarm-paper); opacity: 0.6; pointer-events: none; }
  .progress .now { stroke: var(--swarm-accent); stroke-width: 1.5; }
  @container (max-width: 560px) {
    .progress { padding: var(--s2) var(--s3) 0; }
    .progress svg { font-size: 22px; }
    .progress text:is(.all, .reached, .alone, .bound, .group, .fluid, .done) { font-size: 20px; }
  }
`;
