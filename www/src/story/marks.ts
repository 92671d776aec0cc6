// What the marks on the stage mean: each mark as it is drawn, and its meaning beside it.

import { html, svg, type TemplateResult } from 'lit';
import { glyph } from '../panels/icons.ts';
import { type SentenceId, say, sayAny } from '../say.ts';

const drawn = (mark: TemplateResult): TemplateResult =>
  html`<svg class="mark" viewBox="0 0 28 16" aria-hidden="true">${mark}</svg>`;

const way = (kind: string) => drawn(svg`<path class="way ${kind}" d="M2 8h24" />`);
const cell = (rarity: number) =>
  drawn(svg`<rect class="cell rarity-${rarity}" x="7" y="2" width="14" height="12" />`);
const cross = svg`<path class="ink" d="M8 14 20 2" />`;

/** In the order in which a reader meets them. */
const MARKS: readonly (readonly [mark: TemplateResult, meaning: SentenceId])[] = [
  [glyph('seeder'), 'story-key_all'],
  [glyph('leecher'), 'story-key_some'],
  [glyph('free_rider'), 'story-key_rider'],
  [glyph('polluter'), 'story-key_liar'],
  [way('give'), 'story-key_from'],
  [way('get'), 'story-key_to'],
  [way('others'), 'story-key_others'],
  [way('chance'), 'story-key_chance'],
  [way('known'), 'story-key_known'],
  [drawn(svg`<circle class="block" cx="14" cy="8" r="3.5" />`), 'story-key_block'],
  [drawn(svg`<circle class="ink" cx="14" cy="8" r="4" />`), 'story-key_request'],
  [drawn(svg`<circle class="ink" cx="14" cy="8" r="4" />${cross}`), 'story-key_cancel'],
  [drawn(svg`<circle class="ink full" cx="14" cy="8" r="4" />`), 'story-key_opens'],
  [drawn(svg`<rect class="ink" x="10.5" y="4.5" width="7" height="7" />`), 'story-key_reject'],
  [drawn(svg`<rect class="have" x="6" y="2" width="16" height="12" rx="4" />`), 'story-key_have'],
  [drawn(svg`<rect class="part" x="7" y="2" width="14" height="12" />`), 'story-key_part'],
  [drawn(svg`<path class="bars" d="M7 5h14M7 9h14M7 13h14" />`), 'story-key_copies'],
  [cell(0), 'story-key_rare'],
  [cell(1), 'story-key_few'],
  [cell(2), 'story-key_more'],
  [cell(3), 'story-key_common'],
  [
    drawn(svg`<rect class="gone" x="7" y="2" width="14" height="12" /><path class="gone" d="M7 14 21 2" />`),
    'story-key_gone',
  ],
];

export function marks(): TemplateResult {
  return html`
    <details class="keys">
      <summary>${say('story-key')}</summary>
      <ul>${MARKS.map(([mark, meaning]) => html`<li>${mark}<span>${sayAny(meaning)}</span></li>`)}</ul>
    </details>
  `;
}
