// The log's styles.

import { css } from 'lit';

export const logStyles = css`
  .log { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); gap: var(--s2); padding: var(--s2) var(--s5) 0; min-height: 0; }
  .log .filters { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); align-items: center; }
  .log .filters select { max-width: 220px; }
  .log .lines { overflow-y: auto; min-height: 0; overflow-anchor: none; }
  .log li button { display: grid; grid-template-columns: 64px 12px minmax(0, 1fr); gap: var(--s2); width: 100%; min-height: 28px; padding: 2px var(--s2); border: 0; border-radius: 4px; background: none; text-align: start; justify-content: start; align-items: baseline; white-space: normal; }
  .log li button:hover { background: var(--swarm-card); }
  .log li time { color: var(--swarm-muted); text-align: right; }
  .log li.ahead button > span:last-child { color: var(--swarm-muted); }
  .log .kind { width: 8px; height: 8px; border-radius: 50%; align-self: center; background: var(--swarm-edge); }
  .log .kind.completed { background: var(--swarm-leecher); }
  .log .kind:is(.crashed, .piece_lost, .hash_failed, .banned, .snubbed, .tracker_down) { background: var(--swarm-bad); border-radius: 0; transform: rotate(45deg); }
  .log .kind:is(.slot_lost, .first_optimistic, .first_unchoked) { background: none; border: 2px solid var(--swarm-muted); }
  .log .kind.acted { background: var(--swarm-ink); border-radius: 0; }
  .log .now { display: flex; align-items: center; gap: var(--s2); color: var(--swarm-accent); font-weight: 600; padding: 2px var(--s2); }
  .log .now::before, .log .now::after { content: ''; flex: 1; border-top: 2px solid var(--swarm-accent); }
  .log .now::before { flex: 0 0 56px; }
  @container (max-width: 560px) {
    .log { padding: var(--s2) var(--s3) 0; }
    .log li button { grid-template-columns: 52px 10px minmax(0, 1fr); padding: 2px 0; }
  }
`;
