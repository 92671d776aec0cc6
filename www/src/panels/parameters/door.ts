// The door to all parameters: what is behind it, its style sheet too, is loaded when somebody opens it.

import { html, type TemplateResult } from 'lit';
import { say } from '../../say.ts';
import type { Session } from '../../session.ts';
import { icons } from '../icons.ts';

export class ParametersDoor {
  #behind: { template(): TemplateResult } | null = null;
  #loading = false;
  #why: string | null = null;

  constructor(private readonly host: { readonly renderRoot: ParentNode; requestUpdate(): void }) {}

  template(session: Session, close: () => void): TemplateResult {
    void this.#load(session);
    const state = this.#why === null ? say('door-loading') : say('door-failed', { why: this.#why });
    return html`
      <div class="sheet params" role="dialog" aria-modal="false" aria-labelledby="params-title" tabindex="-1">
        <h2 id="params-title">${say('params-title')} <button type="button" class="tool" aria-label=${say('sheet-close')} @click=${close}>${icons.close}</button></h2>
        ${this.#behind?.template() ?? html`<p role="status">${state}</p>`}
      </div>
    `;
  }

  async #load(session: Session): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    const { host } = this;
    try {
      const { Parameters, parametersStyles } = await import('./index.ts');
      const { styleSheet } = parametersStyles;
      if (host.renderRoot instanceof ShadowRoot && styleSheet)
        host.renderRoot.adoptedStyleSheets = [...host.renderRoot.adoptedStyleSheets, styleSheet];
      this.#behind = new Parameters(session, () => host.requestUpdate());
      this.#why = null;
    } catch (error) {
      this.#why = error instanceof Error ? error.message : String(error);
      this.#loading = false;
    }
    host.requestUpdate();
  }
}
