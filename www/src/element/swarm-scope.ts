// `<swarm-scope>`: the whole figure, on our page and on any other.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Language } from '../language.ts';
import type { Request, Session } from '../session.ts';
import type { SimSource } from '../sim/source.ts';
import { makeStore } from '../store.ts';
import { Asked } from './asked.ts';
import { type Attributes, PROPERTIES, readAttribute } from './attributes.ts';
import { Figure, type FigureHost } from './figure.ts';
import type { Ui } from './layout.ts';
import { sheets } from './sheets.ts';

export class SwarmScope extends LitElement implements FigureHost {
  static override styles = sheets;
  static override properties = PROPERTIES;

  declare play: string | null;
  declare src: string | null;
  declare ui: string | null;
  declare theme: string | null;
  declare lang: string;

  /** Where simulations come from; tests put their own here. */
  static createSim: () => Promise<SimSource> = async () =>
    (await import('../sim/wasm-sim.ts')).createWasmSim();

  /** A run that an address brought: set before the element is put on the page. */
  request: Request | null = null;
  readonly store = makeStore();
  private figure: Figure | null = null;
  private readonly asked = new Asked(this);

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved within the page: everything goes on.
    if (this.figure) return;
    this.figure = new Figure(this, this.store, SwarmScope.createSim);
    void this.asked.open(this.figure);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.figure?.end();
      this.figure = null;
    });
  }

  // Lit gives each declared property the attribute's text.
  get given(): Attributes {
    return this as unknown as Attributes;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.figure) this.asked.changed(this.figure, changed, this.hasUpdated);
  }

  protected override updated(): void {
    this.figure?.updated();
  }

  protected override render(): TemplateResult {
    return this.figure?.template() ?? html`${nothing}`;
  }

  get interface_(): Ui {
    return readAttribute(this.given, 'ui') ?? 'basic';
  }

  /** The run that is on; null while the element is on no page. */
  get session(): Session | null {
    return this.figure?.session ?? null;
  }

  setTheme(theme: 'light' | 'dark'): void {
    this.theme = theme;
    this.dispatchEvent(new CustomEvent('swarm-theme', { detail: theme, bubbles: true, composed: true }));
  }

  setLanguage(language: Language): void {
    // Chosen again after it could not be fetched.
    if (this.lang === language) void this.figure?.setLanguage(language);
    this.lang = language;
    this.dispatchEvent(
      new CustomEvent('swarm-language', { detail: language, bubbles: true, composed: true }),
    );
  }

  /** A key for the figure, from a page that sends it its own. */
  key(event: KeyboardEvent): void {
    this.figure?.key(event);
  }

  /** Files from a drop or from the open button: a torrent, a run that was saved, or a picture. */
  async takeFiles(files: readonly File[]): Promise<void> {
    await this.figure?.takeFiles(files);
  }

  /** A file hangs over the page. */
  hoverFile(over: boolean): void {
    this.figure?.hover(over);
  }

  reportFault(error: unknown): void {
    this.session?.report(error);
  }

  /** The run that is on, for a link. */
  async linkState() {
    return (await this.session?.linkState()) ?? {};
  }
}

if (!customElements.get('swarm-scope')) customElements.define('swarm-scope', SwarmScope);

declare global {
  interface HTMLElementTagNameMap {
    'swarm-scope': SwarmScope;
  }
}
