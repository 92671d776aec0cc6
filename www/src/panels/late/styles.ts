// The critical path's styles: a colour for each kind of part, and its name beside it.

import { css } from 'lit';

export const lateStyles = css`
  .late { display: grid; gap: var(--s2); }
  .late h3, .late h4 { margin: var(--s2) 0 0; }
  .late .lead-sentence { font-weight: 600; }
  .late .bar { width: 100%; display: block; }
  .late .bar rect { stroke: var(--swarm-paper); stroke-width: 0.5; fill: var(--swarm-muted); }
  .late .parts > div { display: flex; justify-content: space-between; gap: var(--s2); }
  .late .swatch { display: inline-block; width: 10px; height: 10px; background: var(--swarm-muted); }
  .late .refused { fill: var(--swarm-bad) !important; background: var(--swarm-bad); }
  .late :is(.in_use, .busy) { fill: var(--swarm-tracker) !important; background: var(--swarm-tracker); }
  .late .queue { fill: var(--swarm-leecher) !important; background: var(--swarm-leecher); }
  .late .link:not(button) { fill: var(--swarm-seeder) !important; background: var(--swarm-seeder); }
  .late .hash { fill: var(--swarm-ink) !important; background: var(--swarm-ink); }
  .late .unused { fill: var(--swarm-polluter) !important; background: var(--swarm-polluter); }
  .late .steps { display: grid; gap: var(--s1); list-style: decimal; padding-inline-start: 1.4em; }
  .late .steps span { display: block; }
`;
