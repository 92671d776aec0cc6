// The styles of what the selected peer knows and says.

import { css } from 'lit';

export const nearStyles = css`
  .near .eyes { display: flex; gap: var(--s2); align-items: center; cursor: pointer; }
  .near .asked ul { padding-left: var(--s3); color: var(--swarm-muted); font-size: 13px; }
  .near .asked .on_wire { color: var(--swarm-get); }
  .near .partials li { display: flex; gap: var(--s2); align-items: center; }
  .near .partials b { min-width: 3ch; text-align: right; font-variant-numeric: tabular-nums; }
  .near .cells { display: flex; flex-wrap: wrap; gap: 2px; }
  .near .cells i { width: 9px; height: 12px; border: 1px solid var(--swarm-get); }
  .near .cells .h { background: var(--swarm-get); }
  .near .cells .a { background: linear-gradient(to top, var(--swarm-get) 50%, transparent 50%); }
  .near .cells .m { border-style: dotted; border-color: var(--swarm-muted); }
  .near .messages { margin-top: var(--s2); max-height: 420px; overflow: auto; }
  .near .messages summary { cursor: pointer; font-variant-numeric: tabular-nums; }
  .near .messages table { width: 100%; border-collapse: collapse; font-size: 13px; }
  .near .messages th { text-align: left; font-weight: 400; }
  .near .messages :is(th, td) { padding: 2px var(--s2) 2px 0; vertical-align: top; overflow-wrap: anywhere; }
  .near .hex { font-family: ui-monospace, monospace; }
`;
