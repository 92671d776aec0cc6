// `<swarm-scope>`: the whole figure, on our page and on any other.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Refusal } from '../errors.ts';
import { type Language, languageAround } from '../language.ts';
import { say } from '../say.ts';
import type { Request, Session } from '../session.ts';
import { loadRun } from '../share/transfer.ts';
import type { SimSource } from '../sim/source.ts';
import { makeStore } from '../store.ts';
import { type Attributes, PROPERTIES, RUN_FIELDS, readAttribute, readAttributes } from './attributes.ts';
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

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved within the page: everything goes on.
    if (this.figure) return;
    this.figure = new Figure(this, this.store, SwarmScope.createSim);
    this.applyLanguage();
    void this.open(this.figure);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.figure?.end();
      this.figure = null;
    });
  }

  private async open(figure: Figure): Promise<void> {
    const { request, notes } = readAttributes(this.given);
    this.applySpeed();
    this.applyComparison();
    let run = this.request?.run;
    if (!run && this.src) {
      try {
        run = await loadRun(this.src);
      } catch (error) {
        notes.push(error instanceof Error ? error.message : String(error));
      }
    }
    if (!run && (await this.tellStory())) {
      this.complain(notes);
      return;
    }
    await figure.session.open({ ...request, ...this.request, ...(run ? { run } : {}) });
    if (figure !== this.figure) return;
    this.complain(notes);
    if (this.wantsPlay()) figure.session.play();
    this.requestUpdate();
  }

  /** Tells the chapter that the attributes name; false where they name none. */
  private async tellStory(): Promise<boolean> {
    const story = readAttribute(this.given, 'story');
    if (story === undefined || !this.figure) return false;
    const step = (readAttribute(this.given, 'step') ?? 1) - 1;
    await this.figure.tell(story, step).catch((error) => this.reportFault(error));
    return true;
  }

  // Lit gives each declared property the attribute's text.
  private get given(): Attributes {
    return this as unknown as Attributes;
  }

  private complain(notes: string[]): void {
    if (notes.length > 0) this.reportFault(new Refusal(() => say('fault-value'), notes.join(' ')));
  }

  private wantsPlay(): boolean {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return readAttribute(this.given, 'play') === true && !calm;
  }

  /** The language that the attribute names, or else that of the place where the element stands. */
  private applyLanguage(): void {
    const language = readAttribute(this.given, 'lang') ?? languageAround(this) ?? 'en';
    void this.figure?.setLanguage(language);
  }

  private applySpeed(): void {
    const speed = readAttribute(this.given, 'speed');
    if (speed !== undefined) this.session?.setSpeed(speed);
  }

  /** A change to compare opens its part of the page. */
  private applyComparison(): void {
    const { door, change, seeds } = this.store;
    seeds.value = readAttribute(this.given, 'seeds') ?? seeds.value;
    const given = readAttribute(this.given, 'compare');
    if (given === undefined) return;
    change.value = given;
    door.value = 'compare';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('theme')) this.figure?.retheme();
    if (changed.has('lang')) this.applyLanguage();
    const { session } = this;
    if (!this.hasUpdated || !session || session.loading) return;
    if (changed.has('speed')) this.applySpeed();
    if (changed.has('compare') || changed.has('seeds')) this.applyComparison();
    if (changed.has('play')) {
      if (this.wantsPlay()) session.play();
      else session.pause();
    }
    if (changed.has('story') || changed.has('step')) void this.tellStory();
    if (RUN_FIELDS.some((field) => changed.has(field))) {
      const { request, notes } = readAttributes(this.given);
      void session.begin(request).then(() => this.complain(notes));
    }
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
