// The list of branches.

import { css } from 'lit';

export const branchesStyles = css`
  .branches { display: grid; gap: var(--s2); justify-items: start; }
  .branches p:empty { display: none; }
  .branches p { font-weight: 600; }
  .branches ul { width: 100%; }
  .branches li { display: flex; align-items: center; gap: var(--s2); min-height: var(--touch, 34px); border-top: 1px solid var(--swarm-line); padding: 2px 0; }
  .branches li span { flex: 1; min-width: 0; overflow-wrap: anywhere; font-size: 13px; }
  .branches li.shown b { color: var(--swarm-accent); }
  .branches em { font-style: normal; color: var(--swarm-muted); font-size: 13px; }
`;
