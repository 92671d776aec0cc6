// What the shapes under the stage mean. The legend names only what can be seen in this run.

import { html, nothing, type TemplateResult } from 'lit';
import { DETAIL, ROLE } from '../gen/codes.ts';
import type { Role } from '../gen/types.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';
import { glyph } from './icons.ts';

export function legend({ session, store }: Panel): TemplateResult {
  const { frame } = session;
  const there = new Set(Array.from(frame?.classes.role ?? [], (code) => ROLE[code]));
  const tiles = DETAIL[frame?.swarm.detail ?? 0] === 'tiles';
  // Among tiles only the links of the selected peer are drawn.
  const lines = !tiles || store.selected.value !== null;
  const line = (kind: string) =>
    html`<svg viewBox="0 0 24 8" class="line ${kind}" aria-hidden="true"><path d="M1 4h22" /></svg>`;
  const role = (name: Role, more = '') =>
    html`<li tabindex="0" title="${say(`role-${name}.meaning`)}${more}">${glyph(name)} ${say(`role-${name}`)}</li>`;
  const rare: readonly Role[] = ['free_rider', 'polluter', 'crashed'];
  return html`
    <ul class="legend" aria-label=${say('legend-title')}>
      ${role('seeder')} ${role('leecher', ` ${say(tiles ? 'help-tile' : 'help-ring')}`)}
      ${rare.map((name) => (there.has(name) ? role(name) : nothing))}
      <li tabindex="0" title=${say('help-block')}><svg viewBox="0 0 16 16" class="glyph block" aria-hidden="true"><circle cx="8" cy="8" r="3.5" /></svg> ${say('legend-block')}</li>
      ${lines ? html`<li tabindex="0" title=${say('help-unchoked')}>${line('solid')} ${say('legend-unchoked')}</li>` : nothing}
      ${lines ? html`<li tabindex="0" title=${say('help-optimistic')}>${line('dashed')} ${say('legend-optimistic')}</li>` : nothing}
    </ul>
  `;
}
