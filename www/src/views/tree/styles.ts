// The family tree's styles.

import { css } from 'lit';

export const treeStyles = css`
  .family { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); gap: var(--s2); padding: var(--s2) var(--s5) 0; min-height: 0; }
  .family .filters { display: flex; flex-wrap: wrap; gap: var(--s2); align-items: center; }
  .family .filters input { width: 90px; }
  .family .picture { overflow: auto; scrollbar-gutter: stable; min-height: 0; }
  .family svg { display: block; }
  .family .grid { stroke: var(--swarm-line); stroke-width: 1; }
  .family .tick { font-size: 13px; fill: var(--swarm-muted); text-anchor: middle; }
  .family .branch { fill: none; stroke: var(--swarm-leecher); stroke-width: 2; opacity: 0.85; }
  .family .branch.first { stroke: var(--swarm-seeder); stroke-width: 2.5; }
  .family .many .branch { stroke-width: 1; opacity: 0.5; }
  .family .node { cursor: pointer; fill: var(--swarm-leecher); stroke: var(--swarm-paper); stroke-width: 1.5; }
  .family .node.small { stroke: none; }
  .family .node.brought { fill: var(--swarm-seeder); }
  .family .node.selected { stroke: var(--swarm-ink); stroke-width: 2.5; }
  .family .node text { fill: var(--swarm-ink); stroke: var(--swarm-paper); stroke-width: 3; paint-order: stroke; font-size: 14px; font-weight: 600; }
  @container (max-width: 560px) {
    .family { padding: var(--s2) var(--s3) 0; }
    .family .node text { font-size: 12px; }
    .family .tick { font-size: 11px; }
  }
  @media (forced-colors: active) {
    .family .branch { stroke: CanvasText; }
    .family .node { fill: CanvasText; }
    .family .node text { fill: CanvasText; stroke: Canvas; }
  }
`;
