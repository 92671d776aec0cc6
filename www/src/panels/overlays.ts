// What lies over the page for a moment: a fault, the help, the link to share, a file that hangs over it.

import { html, nothing, type TemplateResult } from 'lit';
import type { Fault } from '../errors.ts';
import { say } from '../say.ts';
import { LINK_MAX } from '../share/link.ts';
import type { Shared } from '../share/transfer.ts';
import type { Panel } from './context.ts';
import { foreign } from './foreign.ts';
import { icons } from './icons.ts';

export function faultPanel({ session }: Panel, fault: Fault, share: () => void): TemplateResult {
  return html`
    <div class="fault" role="alert">
      ${icons.alert}
      <div>
        <strong>${fault.title}</strong>
        ${fault.lines.map((line) => html`<p>${foreign(line, fault.english)}</p>`)}
        ${
          fault.panic
            ? html`<p class="acts">
                <button type="button" class="primary" @click=${() => session.recover()}>${say('fault-restart')}</button>
                <button type="button" @click=${share}>${say('fault-link')}</button>
              </p>`
            : nothing
        }
      </div>
      <button type="button" class="tool" aria-label=${say('fault-dismiss')} @click=${() => session.dismiss()}>${icons.close}</button>
    </div>
  `;
}

export function notePanel({ session }: Panel): TemplateResult {
  return html`
    <div class="fault note" role="status">
      <div>${session.warnings.slice(0, 5).map((line) => html`<p>${line}</p>`)}</div>
      <button type="button" class="tool" aria-label=${say('fault-dismiss')} @click=${() => session.dismiss()}>${icons.close}</button>
    </div>
  `;
}

/** What each key does; the first one has a name. */
const KEYS = [
  ['', 'keys-play'],
  [', .', 'keys-events'],
  ['>', 'keys-step'],
  ['← →', 'keys-peers'],
  ['↑ ↓', 'keys-speed'],
  ['Ctrl+Z', 'keys-undo'],
  ['R', 'keys-restart'],
  ['Esc', 'keys-close'],
  ['?', 'keys-help'],
] as const;

const TERMS = [
  'tile',
  'piece',
  'block',
  'unchoked',
  'optimistic',
  'rarest',
  'endgame',
  'offer',
  'bound',
  'stall',
  'tracker',
  'seed',
  'laws',
] as const;

export function helpPanel(close: () => void): TemplateResult {
  const words: [string, string][] = [
    [say('role-seeder'), say('role-seeder.meaning')],
    [say('role-leecher'), say('role-leecher.meaning')],
    ...TERMS.map((term): [string, string] => [say(`help-${term}.term`), say(`help-${term}`)]),
  ];
  return html`
    <div class="sheet" role="dialog" aria-modal="false" aria-labelledby="help-title" tabindex="-1">
      <h2 id="help-title">${say('sheet-help')} <button type="button" class="tool" aria-label=${say('sheet-close_help')} @click=${close}>${icons.close}</button></h2>
      <dl class="words">${words.map(([word, text]) => html`<div><dt>${word}</dt><dd>${text}</dd></div>`)}</dl>
      <h3>${say('keys-title')}</h3>
      <dl class="words keys">${KEYS.map(([key, id]) => html`<div><dt><kbd>${key || say('keys-space')}</kbd></dt><dd>${say(id)}</dd></div>`)}</dl>
      <p class="muted">${say('sheet-hints')}</p>
    </div>
  `;
}

export function sharePanel(
  shared: Shared | null,
  act: { close(): void; copy(): void; save(): void },
): TemplateResult {
  return html`
    <div class="sheet small" role="dialog" aria-modal="false" aria-labelledby="share-title" tabindex="-1">
      <h2 id="share-title">${say('sheet-share')} <button type="button" class="tool" aria-label=${say('sheet-close')} @click=${act.close}>${icons.close}</button></h2>
      ${
        shared
          ? html`
              <p class="muted">${say('sheet-link.meaning')}</p>
              <input id="share-link" class="wide" type="text" readonly aria-label=${say('sheet-link')} .value=${shared.href} />
              ${shared.tooLong ? html`<p>${say('sheet-link.too_long', { characters: shared.href.length, limit: LINK_MAX })}</p>` : nothing}
              <p class="acts">
                <button type="button" class="primary" @click=${act.copy}>${say(shared.copied ? 'sheet-copied' : 'sheet-copy')}</button>
                <button type="button" @click=${act.save}>${say('sheet-save')}</button>
              </p>
            `
          : html`<p class="muted">${say('sheet-packing')}</p>`
      }
    </div>
  `;
}
