// The styles of the five ticks.

import { css } from 'lit';

export const ticksStyles = css`
  .ticks { margin: 0 var(--s4); max-height: 240px; overflow: auto; padding: var(--s2) var(--s4) var(--s3); border: 1px solid var(--swarm-edge); border-radius: 12px; background: var(--swarm-card); }
  .ticks h3 { display: flex; justify-content: space-between; align-items: center; font-size: 15px; font-weight: 650; }
  .ticks ol { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: var(--s3); }
  .ticks li { display: flex; gap: var(--s2); align-items: flex-start; line-height: 1.3; }
  .ticks b { flex: none; width: 22px; height: 22px; border-radius: 50%; background: var(--swarm-ink); color: var(--swarm-paper); display: grid; place-items: center; font-size: 13px; }
  .ticks li.fails b { background: none; color: var(--swarm-bad); border: 2px solid var(--swarm-bad); }
  .ticks small { display: block; line-height: 1.35; }
  @container (max-width: 759px) {
    .ticks { margin: 0 var(--s2); }
    .ticks ol { grid-template-columns: minmax(0, 1fr); gap: var(--s1); }
  }
`;
