// The styles of who gave whom.

import { css } from 'lit';

export const giftsStyles = css`
  .gifts { padding: var(--s2) var(--s5) 0; min-height: 0; display: grid; }
  .gifts svg { width: 100%; height: 100%; min-height: 0; display: block; }
  .gifts text { fill: var(--swarm-ink); }
  .gifts .from { text-anchor: end; }
  .gifts .axis { fill: var(--swarm-muted); font-size: 14px; }
  .gifts .amount { text-anchor: middle; font-size: 15px; paint-order: stroke; stroke: var(--swarm-paper); stroke-width: 4px; }
  .gifts .some { fill: var(--swarm-get); }
  .gifts .none { fill: var(--swarm-cell); }
  .gifts .self { fill: var(--swarm-edge); }
  .gifts g { cursor: pointer; }
  .gifts g.chosen text { fill: var(--swarm-focus); font-weight: 700; }
  @container (max-width: 560px) { .gifts { padding: var(--s1) var(--s3) 0; } }
`;
