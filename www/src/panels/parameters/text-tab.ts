// The scenario as text, to see and to edit. As long as nothing was written it is the scenario that runs.

import { html, nothing, type TemplateResult } from 'lit';
import { refusal } from '../../errors.ts';
import type { ConfigError, Scenario } from '../../gen/types.ts';
import { say } from '../../say.ts';
import type { Session } from '../../session.ts';
import { lineOf, printScenario } from './text.ts';

export class TextTab {
  /** What was written and has not been run. */
  private draft: string | null = null;
  private whole = false;
  private errors: readonly ConfigError[] = [];
  private copied = false;

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {}

  template(scenario: Scenario): TemplateResult {
    const text = this.draft ?? printScenario(scenario, this.whole);
    const marked = new Set(this.errors.map((error) => lineOf(text, error)));
    const lines = text.split('\n').length;
    return html`
      <p class="note">${say(this.draft === null ? 'params-text_note' : 'params-text_draft')}</p>
      <div class="params-text">
        <div class="gutter" aria-hidden="true"><pre>${Array.from({ length: lines }, (_, i) =>
          marked.has(i + 1) ? html`<b>▸ ${i + 1}</b>\n` : `${i + 1}\n`,
        )}</pre></div>
        <textarea id="params-json" aria-label=${say('params-text.field')} aria-describedby="params-errors" aria-invalid=${this.errors.length > 0} spellcheck="false" autocomplete="off" wrap="off"
          .value=${text}
          @input=${(event: Event) => this.write((event.target as HTMLTextAreaElement).value)}
          @scroll=${(event: Event) => this.follow(event.target as HTMLTextAreaElement)}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void this.run(text);
          }}></textarea>
      </div>
      <div id="params-errors" role="alert">
        ${this.errors.map((error) => {
          const line = lineOf(text, error);
          return html`<p class="error">${line === null ? nothing : html`<b>${say('params-line', { line })}</b> `}${refusal(error)}.</p>`;
        })}
      </div>
      <p class="acts">
        <button type="button" class="primary" @click=${() => this.run(text)}>${say('params-run')} <kbd>${say('params-run.keys')}</kbd></button>
        ${this.draft === null ? nothing : html`<button type="button" @click=${() => this.forget()}>${say('params-take_back')}</button>`}
        <button type="button" @click=${() => this.copy(text)}>${say(this.copied ? 'sheet-copied' : 'params-copy_text')}</button>
        <button type="button" @click=${() => save(text)}>${say('params-save')}</button>
      </p>
      <label class="row"><span>${say('params-whole')}</span>
        <input type="checkbox" class="switch" role="switch" .checked=${this.whole} ?disabled=${this.draft !== null} @change=${(
          event: Event,
        ) => {
          this.whole = (event.target as HTMLInputElement).checked;
          this.changed();
        }} />
      </label>
    `;
  }

  private write(text: string): void {
    this.draft = text;
    this.copied = false;
    this.changed();
  }

  private forget(): void {
    this.draft = null;
    this.errors = [];
    this.changed();
  }

  private async run(text: string): Promise<void> {
    this.errors = await this.session.acts.edit(text);
    if (this.errors.length === 0) this.draft = null;
    this.changed();
  }

  private async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text).then(
      () => {
        this.copied = true;
      },
      // Where the clipboard is refused, in other people's frames, the text can be marked and copied by hand.
      () => {},
    );
    this.changed();
  }

  /** The numbers of the lines go with the text. */
  private follow(area: HTMLTextAreaElement): void {
    const gutter = area.previousElementSibling;
    if (gutter) gutter.scrollTop = area.scrollTop;
  }
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'swarmscope-scenario.json';
  link.click();
  URL.revokeObjectURL(url);
}
