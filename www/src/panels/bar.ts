// The bar on top: the name, the stories, and what is done to the page as a whole.

import { html, nothing, type TemplateResult } from 'lit';
import { LANGUAGES, type Language } from '../language.ts';
import { say } from '../say.ts';
import { DOORS } from '../store.ts';
import { promisedSpeed } from '../story/promises.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

export function bar(panel: Panel): TemplateResult {
  const { session, dark } = panel;
  return html`
    <header class="bar">
      ${brand()}
      <select aria-label=${say('bar-story')} title=${say('bar-story.meaning')} @change=${(event: Event) => {
        const preset = (event.target as HTMLSelectElement).value;
        session.setSpeed(promisedSpeed(preset));
        void session.begin({ preset, seed: session.seed });
      }}>
        ${session.preset === null ? html`<option selected value="">${say(session.torrent ? 'bar-your_torrent' : 'bar-your_own')}</option>` : nothing}
        ${session.presets.map(
          ({ id, scenario }) =>
            html`<option lang="en" value=${id} .selected=${id === session.preset}>${scenario.name}</option>`,
        )}
      </select>
      <span class="space"></span>
      ${doors(panel)}
      <button type="button" @click=${panel.openFile} title=${say('bar-open.meaning')} aria-label=${say('bar-open.meaning')}>
        ${icons.open}<span class="word">${say('bar-open')}</span>
      </button>
      <button id="share-button" type="button" @click=${() => panel.toggle('share')} title=${say('bar-share.meaning')} aria-label=${say('bar-share.meaning')}>
        ${icons.share}<span class="word">${say('bar-share')}</span>
      </button>
      <button type="button" class="tool" @click=${panel.cycleTheme} title=${say(dark ? 'bar-light' : 'bar-dark')} aria-label=${say(dark ? 'bar-light.meaning' : 'bar-dark.meaning')}>
        ${dark ? icons.sun : icons.moon}
      </button>
      ${languages(panel)}
      <button id="help-button" type="button" class="tool" @click=${() => panel.toggle('help')} title=${say('bar-help.meaning')} aria-label=${say('bar-help')}>
        ${icons.help}
      </button>
      <input id="file" class="hidden" type="file" accept=".torrent,.json,image/*,application/x-bittorrent" tabindex="-1" aria-hidden="true" @change=${(
        event: Event,
      ) => {
        const input = event.target as HTMLInputElement;
        const files = [...(input.files ?? [])];
        input.value = '';
        if (files.length > 0) panel.takeFiles(files);
      }} />
    </header>
  `;
}

/** The name and the mark. */
export const brand = (): TemplateResult => html`
  <h1>
    <svg viewBox="0 0 26 26" aria-hidden="true">
      <path class="mark-line" d="M13 12 5 5M13 12l8-6M13 12l1 10" />
      <path class="mark-seeder" d="M13 6l5.2 3v6L13 18l-5.2-3V9z" />
      <circle class="mark-leecher" cx="4.5" cy="4.5" r="3" /><circle class="mark-leecher" cx="21.5" cy="5.5" r="3" /><circle class="mark-leecher" cx="14.2" cy="22" r="3" />
    </svg>
    <span>Swarmscope</span>
  </h1>
`;

/** The languages, each by its own name. */
export function languages({ store, setLanguage }: Panel): TemplateResult {
  const choose = (event: Event) => setLanguage((event.target as HTMLSelectElement).value as Language);
  return html`
    <span class="language"><b aria-hidden="true">${store.language.value}</b><select aria-label=${say('bar-language')} title=${say('bar-language')} @change=${choose}>
      ${LANGUAGES.map(
        (language) =>
          html`<option value=${language} lang=${language} .selected=${language === store.language.value}>${say(`language-${language}`)}</option>`,
      )}
    </select></span>
  `;
}

/** The ways into the page. */
export function doors({ store, openDoor }: Panel): TemplateResult {
  return html`
    <div class="doors" role="group" aria-label=${say('door-title')}>
      ${DOORS.map(
        (door) =>
          html`<button type="button" aria-pressed=${store.door.value === door} @click=${() => openDoor(door)}>${say(`door-${door}`)}</button>`,
      )}
    </div>
  `;
}
