// The styles of Compare. Run A is solid and in the colour of acts, run B dashed and in that of optimistic slots; both have a letter.

import { css } from 'lit';

export const compareStyles = css`
  .frame.full.comparing { grid: 'bar' auto 'compare' minmax(0, 1fr) 'transport' auto / minmax(0, 1fr); }
  .compare { grid-area: compare; min-width: 0; min-height: 0; overflow: hidden auto; padding: var(--s3) var(--s5) var(--s5); }
  .compare h2 { font-size: var(--huge); line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; overflow-wrap: anywhere; }
  .compare h3 { font-size: var(--large); padding: var(--s5) 0 var(--s1); }
  .compare h4 { margin: 0; font-size: var(--body); padding: var(--s4) 0 2px; }
  .compare p { max-width: 90ch; overflow-wrap: anywhere; }
  .compare .choice { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2) var(--s3); padding: var(--s2) 0; }
  .compare .choice label { display: inline-flex; align-items: center; gap: var(--s2); min-width: 0; }
  .compare .choice label span { white-space: nowrap; }
  .compare .choice select { min-width: 0; max-width: 100%; }
  .compare .suggestions { display: flex; flex-wrap: wrap; gap: var(--s2); padding-top: var(--s3); }
  .compare .suggestions button { white-space: normal; text-align: left; }
  .compare .two { display: grid; grid-template-columns: minmax(0, 58fr) minmax(0, 42fr); gap: 0 var(--s5); }
  .compare .over { font-size: var(--large); font-weight: 600; padding-top: var(--s3); }
  .compare figure { margin: 0; min-width: 0; }
  .compare figcaption { font-weight: 600; }
  .compare .many { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); padding-top: var(--s2); }
  .compare .claims details { border-top: 1px solid var(--swarm-line); max-width: 90ch; }
  .compare .claims summary { font-size: var(--body); color: var(--swarm-ink); font-weight: 600; min-height: 34px; padding: 7px 0; }
  .compare .rates input, .compare .choice input[type='text'] { width: 64px; padding: 0 var(--s2); text-align: right; }
  .compare .choice button[aria-pressed='true'] { border-color: var(--swarm-accent); color: var(--swarm-accent); font-weight: 600; }
  .compare .rates { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); }
  .compare .wide { overflow-x: auto; }
  .compare .bench td, .compare .bench th { padding: 4px 12px 4px 0; border-top: 1px solid var(--swarm-line); }
  .compare .bench tbody th { font-weight: 600; }
  .compare .trouble { color: var(--swarm-bad); }
  .compare .claims p { padding-bottom: var(--s2); }
  .compare .claims button { white-space: normal; text-align: left; }
  .compare a { color: var(--swarm-accent); }
  .compare svg { display: block; max-width: 100%; height: auto; font-size: 12px; font-variant-numeric: tabular-nums; }
  .compare svg text { fill: var(--swarm-ink); paint-order: stroke; stroke: var(--swarm-paper); stroke-width: 3px; stroke-linejoin: round; }
  .compare svg .tick { text-anchor: middle; fill: var(--swarm-muted); }
  .compare svg .up { text-anchor: end; fill: var(--swarm-muted); }
  .compare .grid { stroke: var(--swarm-line); }
  .compare .curve { fill: none; stroke-width: 2.25; }
  .compare .curve.a { stroke: var(--swarm-accent); }
  .compare .curve.b { stroke: var(--swarm-optimistic); stroke-dasharray: 6 4; }
  .compare .band { stroke: none; opacity: 0.2; }
  .compare .band.a { fill: var(--swarm-accent); }
  .compare .band.b { fill: var(--swarm-optimistic); }
  .compare svg text.name { font-weight: 700; font-size: 15px; }
  .compare svg text.name.a { fill: var(--swarm-accent); }
  .compare svg text.name.b { fill: var(--swarm-optimistic); }
  .compare .now { stroke: var(--swarm-ink); stroke-width: 1.5; }
  .compare .rings circle { fill: none; stroke: var(--swarm-accent); stroke-width: 1.5; }
  .compare .rings .zero { stroke: var(--swarm-muted); }
  .compare .rings .span { stroke: var(--swarm-ink); stroke-width: 4; }
  .compare .rings line.mean { stroke: var(--swarm-ink); stroke-width: 3; }
  .compare svg text.mean, .compare svg text.of { font-weight: 600; font-size: 13px; }
  .compare .wide { overflow-x: auto; max-width: 860px; }
  .compare .figures { font-size: 13px; }
  .compare .figures thead th { background: none; }
  .compare .figures th[scope='rowgroup'] { font-weight: 600; width: auto; vertical-align: top; }
  .compare .figures th:first-child { width: auto; padding-left: var(--s2); }
  .compare .figures tbody + tbody tr:first-child > * { border-top: 2px solid var(--swarm-edge); }
  .compare .figures th[scope='row'] { width: 100%; white-space: normal; min-width: 110px; }
  .compare .look button.link { padding: 0 var(--s1); }
  .compare .parting dl { display: grid; grid-template-columns: 24px 1fr; gap: 2px var(--s1); max-width: 100ch; }
  .compare .parting dt { font-weight: 700; color: var(--swarm-accent); }
  .compare .parting dt:nth-of-type(2) { color: var(--swarm-optimistic); }
  .compare progress { width: min(480px, 100%); height: 12px; accent-color: var(--swarm-accent); }
  .compare .fault { position: sticky; transform: none; left: 0; bottom: var(--s3); }
  @container (max-width: 759px) {
    .frame.full.comparing { grid: 'bar' auto 'compare' minmax(0, 1fr) 'transport' auto / minmax(0, 1fr); }
    .bar { flex-wrap: wrap; }
    .bar .doors { order: 9; flex: 1 0 100%; }
    .bar .doors button { flex: 1; padding: 0 var(--s2); }
    .compare { padding: var(--s2) var(--s3) var(--s4); }
    .compare h2 { font-size: var(--large); }
    .compare .choice label { flex-wrap: wrap; }
    .comparing .timeline { display: none; }
  }
  @media (forced-colors: active) {
    .compare .curve, .compare .rings circle, .compare .span { stroke: CanvasText; }
    .compare svg text, .compare svg text.name { fill: CanvasText; }
    .compare .band { display: none; }
  }
`;
