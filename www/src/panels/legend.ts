// What the shapes mean.
//
// Owns the legend under the stage. It names only what can be seen in this run.

import { html, nothing, type TemplateResult } from 'lit';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { glyph } from './icons.ts';

export function legend({ session }: Panel): TemplateResult {
  const { frame } = session;
  let [riders, polluters, crashed] = [false, false, false];
  for (let row = 0; row < (frame?.peers.count ?? 0); row += 1) {
    const flags = frame?.peers.flags[row] ?? 0;
    riders ||= (flags & 2) !== 0;
    polluters ||= (flags & 4) !== 0;
    crashed ||= frame?.peers.state[row] === 3;
  }
  const line = (kind: string) =>
    html`<svg viewBox="0 0 24 8" class="line ${kind}" aria-hidden="true"><path d="M1 4h22" /></svg>`;
  return html`
    <ul class="legend" aria-label="Legend">
      <li title=${WORDS.seeder}>${glyph('seeder')} Seeder</li>
      <li title="${WORDS.leecher} ${WORDS.ring}">${glyph('leecher')} Leecher</li>
      ${riders ? html`<li title=${WORDS.rider}>${glyph('rider')} Free rider</li>` : nothing}
      ${polluters ? html`<li title=${WORDS.polluter}>${glyph('polluter')} Polluter</li>` : nothing}
      ${crashed ? html`<li title=${WORDS.crashed}>${glyph('crashed')} Crashed</li>` : nothing}
      <li title=${WORDS.block}><svg viewBox="0 0 16 16" class="glyph block" aria-hidden="true"><circle cx="8" cy="8" r="3.5" /></svg> Block</li>
      <li title=${WORDS.unchoked}>${line('solid')} Unchoked</li>
      <li title=${WORDS.optimistic}>${line('dashed')} Optimistic</li>
    </ul>
  `;
}
