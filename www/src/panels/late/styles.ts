// The critical path's styles: a colour for each kind of part, and its name beside it.

import { css } from 'lit';

export const lateStyles = css`
  .late-path { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--s2); justify-items: start; }
  .late-path > * { max-width: 100%; }
  .late-path :is(.spent, .kinds, .hops) { width: 100%; }
  .late-path .sentence { font-weight: 600; }
  .late-path .spent { display: block; }
  .late-path .spent rect { stroke: var(--swarm-card); stroke-width: 0.5; }
  .late-path .kinds > div { display: flex; justify-content: space-between; gap: var(--s2); }
  .late-path .kinds dd { white-space: nowrap; }
  .late-path .swatch { display: inline-block; width: 10px; height: 10px; }
  .late-path :is(.p-absent, .p-knowledge, .p-interest) { fill: var(--swarm-muted); background: var(--swarm-muted); }
  .late-path .p-refused { fill: var(--swarm-bad); background: var(--swarm-bad); }
  .late-path :is(.p-in_use, .p-busy, .p-other_torrent) { fill: var(--swarm-tracker); background: var(--swarm-tracker); }
  .late-path .p-queue { fill: var(--swarm-leecher); background: var(--swarm-leecher); }
  .late-path .p-link { fill: var(--swarm-seeder); background: var(--swarm-seeder); }
  .late-path .p-hash { fill: var(--swarm-ink); background: var(--swarm-ink); }
  .late-path .p-unused { fill: var(--swarm-polluter); background: var(--swarm-polluter); }
  .late-path .hops { display: grid; gap: var(--s1); list-style: decimal; padding-inline-start: 1.4em; }
  .late-path .hops .muted { display: block; }
`;
