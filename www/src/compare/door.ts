// The door to Compare: what is behind it is loaded when somebody opens it.

import { html, type TemplateResult } from 'lit';
import type { Panel } from '../panels/context.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import type { Store } from '../store.ts';

/** What is behind the door. */
interface Behind {
  template(panel: Panel, width: number): TemplateResult;
  dispose(): void;
}

export class CompareDoor {
  #behind: Behind | null = null;
  #loading = false;
  #why: string | null = null;
  #disposed = false;

  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly host: { changed(): void; width(): number },
  ) {}

  template(panel: Panel): TemplateResult {
    if (this.#behind) return this.#behind.template(panel, this.host.width());
    void this.#load();
    const words = this.#why === null ? say('door-loading') : say('door-failed', { why: this.#why });
    return html`<div class="compare"><p role="status">${words}</p></div>`;
  }

  dispose(): void {
    this.#disposed = true;
    this.#behind?.dispose();
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { Compare } = await import('./index.ts');
      if (!this.#disposed) this.#behind = new Compare(this.session, this.store, this.host.changed);
    } catch (error) {
      this.#why = error instanceof Error ? error.message : String(error);
    }
    this.host.changed();
  }
}
