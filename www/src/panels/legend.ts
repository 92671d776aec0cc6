// What the shapes mean.
//
// Owns the legend under the stage. It names only what can be seen in this run.

import { html, nothing, type TemplateResult } from 'lit';
import { ROLES } from '../scene/peers.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { glyph } from './icons.ts';

export function legend({ session, store }: Panel): TemplateResult {
  const { frame } = session;
  const there = new Set(Array.from(frame?.classes.role ?? [], (code) => ROLES[code]));
  const tiles = (frame?.swarm.detail ?? 0) > 1;
  // Among tiles only the links of the selected peer are drawn.
  const lines = !tiles || store.selected.value !== null;
  const line = (kind: string) =>
    html`<svg viewBox="0 0 24 8" class="line ${kind}" aria-hidden="true"><path d="M1 4h22" /></svg>`;
  return html`
    <ul class="legend" aria-label="Legend">
      <li title=${WORDS.seeder}>${glyph('seeder')} Seeder</li>
      <li title="${WORDS.leecher} ${tiles ? WORDS.tile : WORDS.ring}">${glyph('leecher')} Leecher</li>
      ${there.has('rider') ? html`<li title=${WORDS.rider}>${glyph('rider')} Free rider</li>` : nothing}
      ${there.has('polluter') ? html`<li title=${WORDS.polluter}>${glyph('polluter')} Polluter</li>` : nothing}
      ${there.has('crashed') ? html`<li title=${WORDS.crashed}>${glyph('crashed')} Crashed</li>` : nothing}
      <li title=${WORDS.block}><svg viewBox="0 0 16 16" class="glyph block" aria-hidden="true"><circle cx="8" cy="8" r="3.5" /></svg> Block</li>
      ${lines ? html`<li title=${WORDS.unchoked}>${line('solid')} Unchoked</li>` : nothing}
      ${lines ? html`<li title=${WORDS.optimistic}>${line('dashed')} Optimistic</li>` : nothing}
    </ul>
  `;
}
