// What the shapes under the stage mean. The legend names only what can be seen in this run.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { DETAIL, ROLE } from '../gen/codes.ts';
import type { Role } from '../gen/types.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';
import { glyph } from './icons.ts';

/** What the tile of a downloader shows. */
const STAGES = ['nothing', 'reached', 'filling'] as const;

const TILES = {
  nothing: svg`<circle cx="8" cy="8" r="3" fill="var(--swarm-muted)" />`,
  reached: svg`<circle cx="8" cy="8" r="4.5" fill="none" stroke="var(--swarm-ink)" stroke-width="3" />`,
  filling: svg`<circle cx="8" cy="8" r="6" fill="var(--swarm-leecher)" opacity="0.35" /><path d="M8 8V2a6 6 0 0 1 0 12z" fill="var(--swarm-leecher)" />`,
} as const;

const stage = (name: (typeof STAGES)[number]): TemplateResult =>
  html`<li tabindex="0" title=${say('help-tile')}><svg viewBox="0 0 16 16" class="glyph" aria-hidden="true">${TILES[name]}</svg> ${say(`legend-${name}`)}</li>`;

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
      ${role('seeder')} ${tiles ? STAGES.map(stage) : role('leecher', ` ${say('help-ring')}`)}
      ${rare.map((name) => (there.has(name) ? role(name) : nothing))}
      <li tabindex="0" title=${say('help-block')}><svg viewBox="0 0 16 16" class="glyph block" aria-hidden="true"><circle cx="8" cy="8" r="3.5" /></svg> ${say('legend-block')}</li>
      ${lines ? html`<li tabindex="0" title=${say('help-unchoked')}>${line('solid')} ${say('legend-unchoked')}</li>` : nothing}
      ${lines ? html`<li tabindex="0" title=${say('help-optimistic')}>${line('dashed')} ${say('legend-optimistic')}</li>` : nothing}
    </ul>
  `;
}
