// The podium's styles.

import { css } from 'lit';

export const podiumStyles = css`
  .podium li { display: grid; grid-template-columns: 18px 76px minmax(0, 1fr) auto; gap: var(--s2); align-items: center; min-height: 26px; font-size: 13px; font-variant-numeric: tabular-nums; }
  .podium .place { font-weight: 700; text-align: center; }
  .podium small { grid-column: 2 / -1; margin-top: -4px; }
  .podium meter { width: 100%; height: 10px; background: none; border: 0; }
  .podium meter::-webkit-meter-bar { background: var(--swarm-cell); border: 0; border-radius: 3px; height: 10px; }
  .podium meter::-webkit-meter-optimum-value { background: var(--swarm-get); border-radius: 3px; }
  .podium meter::-moz-meter-bar { background: var(--swarm-get); }
  .podium .optimistic meter::-webkit-meter-optimum-value { background: var(--swarm-optimistic); }
  .podium .choked { color: var(--swarm-muted); }
  .podium .choked meter::-webkit-meter-optimum-value { background: var(--swarm-edge); }
  .podium .end { display: block; border-top: 2px solid var(--swarm-ink); text-align: right; min-height: 18px; color: var(--swarm-muted); font-size: var(--small); margin-top: 2px; }
`;
