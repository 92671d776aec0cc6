// The time line's styles. Adopted as a part of the element's sheet.

import { css } from 'lit';

export const timelineStyles = css`
  .timeline { display: grid; gap: 2px; min-width: 0; width: 100%; }
  .timeline .line { position: relative; display: block; width: auto; height: 66px; min-width: 0; stroke: none; }
  .timeline .marks { position: absolute; left: 8px; top: 0; width: calc(100% - 16px); overflow: visible; pointer-events: none; }
  .timeline .moment { position: absolute; left: 0; --tall: var(--touch, 24px); top: calc(44px - var(--tall) / 2); margin: 0; width: 100%; height: var(--tall); min-height: 0; opacity: 1; appearance: none; background: none; cursor: pointer; }
  .timeline .moment::-webkit-slider-runnable-track { height: var(--tall); background: none; }
  .timeline .moment::-moz-range-track { height: var(--tall); background: none; }
  .timeline .moment::-webkit-slider-thumb { appearance: none; width: 16px; height: 16px; margin-top: calc((var(--tall) - 16px) / 2); border: 3px solid var(--swarm-accent); border-radius: 50%; background: var(--swarm-card); box-sizing: border-box; }
  .timeline .moment::-moz-range-thumb { width: 16px; height: 16px; border: 3px solid var(--swarm-accent); border-radius: 50%; background: var(--swarm-card); box-sizing: border-box; }
  .timeline .whole { fill: var(--swarm-edge); }
  .timeline .played { fill: var(--swarm-accent); }
  .timeline .tick { font-size: 11px; fill: var(--swarm-muted); text-anchor: middle; font-variant-numeric: tabular-nums; }
  .timeline .tick.first { text-anchor: start; }
  .timeline .mark { stroke-width: 1.6; stroke: var(--swarm-ink); fill: none; }
  .timeline .mark.joined { stroke: var(--swarm-muted); }
  .timeline .mark.done { fill: var(--swarm-leecher); stroke: none; }
  .timeline .mark.rider { fill: var(--swarm-rider); stroke: none; }
  .timeline .mark.mishap { stroke: var(--swarm-bad); stroke-width: 2; }
  .timeline .mark.act { fill: var(--swarm-ink); stroke: none; }
  .timeline .mark.gone, .timeline .mark.slot, .timeline .mark.phase { stroke: var(--swarm-muted); }
  .timeline .more { stroke: var(--swarm-muted); stroke-width: 3; }
  .timeline .round { stroke: var(--swarm-muted); stroke-width: 1; }
  .timeline .events { display: flex; flex-wrap: wrap; gap: 0 var(--s3); min-width: 0; font-size: var(--small); color: var(--swarm-muted); }
  .timeline .events button { flex: 1 1 40%; min-width: 0; min-height: 24px; padding: 2px 4px; border: 0; background: none; gap: 6px; justify-content: flex-start; color: inherit; }
  .timeline .events button.next { justify-content: flex-end; }
  .timeline .events button:hover .said { text-decoration: underline; }
  .timeline .events .way { color: var(--swarm-accent); }
  .timeline .events .said { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--swarm-ink); }
  .timeline .events button:disabled { cursor: default; }
  .timeline .events button:disabled :is(.said, .way) { color: var(--swarm-muted); text-decoration: none; }
  @container (max-width: 560px) {
    .timeline .events .way { display: none; }
  }
  @container (max-height: 300px) {
    .timeline .line { height: 30px; }
    .timeline .marks { top: -36px; clip-path: inset(26px -8px 16px -8px); }
    .timeline .moment { top: calc(8px - var(--tall) / 2); }
    .timeline .events { display: none; }
  }
  @media (forced-colors: active) {
    .timeline .mark, .timeline .more, .timeline .round { stroke: CanvasText; fill: Canvas; }
    .timeline .played { fill: Highlight; }
    .timeline .whole { fill: GrayText; }
    .timeline .tick { fill: CanvasText; }
  }
`;
