// How the figure looks in a box that is narrower or lower than a desk's, to whom motion is too much, and on paper.

import { css } from 'lit';

export const smallStyles = css`
  /* Between a phone and a desk: marks without words, so that nothing is squeezed. */
  @container (min-width: 760px) and (max-width: 1020px) {
    .bar .word { display: none; }
    .bar > button { padding: 0; min-width: 34px; }
    .bar h1 { margin-right: 0; }
    .bar select { flex: 0 1 220px; }
    .frame.full { grid-template-columns: minmax(0, 1fr) 320px; }
    .frame.full .speed .label { display: none; }
    .frame.full .speed input { width: 90px; }
  }
  /* A phone, or a narrow column: the stage above, a sheet with tabs below. */
  @container (max-width: 759px) {
    .frame { --touch: 44px; }
    .frame.full {
      grid:
        'bar' auto
        'lead' auto
        'view' minmax(0, 1fr)
        'transport' auto
        'tabs' auto
        'panel' 0 / minmax(0, 1fr);
    }
    .frame.full:not(.open) > .panel { display: none; }
    .frame.full.open { grid-template-rows: auto auto minmax(0, 1fr) auto auto minmax(0, 42%); }
    .frame.full.open :is(.strip, .under, .timeline .events) { display: none; }
    .frame.full.open .lead h2 { display: none; }
    .lead { padding: var(--s1) var(--s3) 0; }
    .lead h2 { font-size: 17px; }
    .frame.full .lead .note { display: none; }
    .views { margin-bottom: 0; }
    .views button { flex: none; min-width: 44px; justify-content: start; }
    .view .under { padding: 0 var(--s3); }
    .matrix { margin: var(--s2) var(--s3); }
    .bar { padding: var(--s1) var(--s2) var(--s1) var(--s3); gap: 0; }
    .bar h1 { margin-right: var(--s2); }
    .bar h1 span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .bar select { flex: 1 1 0; max-width: none; }
    .bar .word, .bar .space { display: none; }
    .bar button { padding: 0; min-width: var(--touch); border-color: transparent; background: transparent; }
    .strip { padding: 0 var(--s3); }
    .strip canvas { height: 26px; }
    .strip.parts canvas { height: 54px; }
    .under { display: block; }
    .full .view .legend { display: none; }
    .panel .foot { position: static; border-top: 0; }
    .panel .narrow { display: block; padding-top: var(--s3); }
    .panel .narrow.story { padding-top: 0; }
    .bar select { padding: 0 var(--s2); }
    /* Two letters stand for the list, which lies over them and is not seen. */
    .bar .language b { display: grid; place-items: center; min-width: var(--touch); height: var(--touch); text-transform: uppercase; font-weight: 600; }
    .bar .language select { position: absolute; inset: 0; opacity: 0; }
    .bar .language:has(:focus-visible) { outline: 2px solid var(--swarm-focus); border-radius: 8px; }
    .transport { padding: 0 var(--s3) var(--s2); }
    .buttons { gap: var(--s1); }
    .moment { margin-bottom: -6px; }
    .clock { font-size: var(--large); font-weight: 400; min-width: 68px; padding-left: var(--s1); }
    .speed { flex: 1; gap: var(--s1); }
    .speed .label { display: none; }
    .speed input { width: 60px; }
    .speed .value { min-width: 46px; }
    .tabs { display: flex; border-top: 1px solid var(--swarm-line); background: var(--swarm-card); }
    .tabs button { flex: 1; border: 0; border-radius: 0; padding: 0; background: none; color: var(--swarm-muted); border-bottom: 2px solid transparent; }
    .tabs button[aria-selected='true'] { color: var(--swarm-ink); border-bottom-color: var(--swarm-accent); }
    .panel { border-left: 0; padding: 0 var(--s3); }
    .panel section { border-bottom: 0; }
    .panel:not([data-tab='swarm']) .of-swarm,
    .panel:not([data-tab='charts']) .of-charts,
    .panel:not([data-tab='controls']) .of-controls,
    .panel:not([data-tab='events']) .of-events { display: none; }
    .sheet { --touch: 44px; right: var(--s2); top: 52px; width: calc(100% - 16px); padding: var(--s3) var(--s4); }
    .switch { width: 52px; height: 44px; background: none; }
    .switch::before { content: ''; position: absolute; inset: 10px 2px; border-radius: 12px; background: var(--swarm-muted); }
    .switch::after { left: 5px; top: 13px; }
    .switch:checked { background: none; }
    .switch:checked::before { background: var(--swarm-accent); }
    .switch:checked::after { left: 29px; }
    button.link { min-height: 44px; min-width: 44px; }
    details summary { min-height: 44px; padding: 12px 0; }
  }
  /* So low a box has room for the swarm and one row of controls. */
  @container (max-height: 420px) {
    .frame.full { grid: 'view' minmax(0, 1fr) 'transport' auto / minmax(0, 1fr); }
    .frame.full > :is(.bar, .lead, .tabs, .panel), .frame .strip, .frame .under, .frame .timeline .events, .frame .timeline .marks text { display: none; }
    .frame .transport { padding: 0 var(--s2); }
    .frame .play { width: 36px; height: 36px; min-height: 36px; }
  }
  @container (max-height: 300px) {
    .frame.basic .lead { display: none; }
    .frame.basic > .legend { display: none; }
    .frame.basic .transport { padding: 0 var(--s3) var(--s1); }
  }
  @media (prefers-reduced-motion: reduce) {
    * { transition: none !important; }
  }
  @media print {
    .transport, .tabs, .bar button { display: none; }
  }
`;
