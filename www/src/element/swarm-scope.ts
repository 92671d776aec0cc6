// `<swarm-scope>`: the whole figure, on our page and on any other.
//
// The element's life, its attributes, and what is drawn when. It is given a `SimSource` and never knows how a swarm is simulated.

import { effect } from '@preact/signals-core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Charts } from '../chart/charts.ts';
import { Refusal } from '../errors.ts';
import type { Panel } from '../panels/context.ts';
import { lateStyles } from '../panels/late/styles.ts';
import { Speaker } from '../panels/notices.ts';
import { helpPanel, sharePanel } from '../panels/overlays.ts';
import { timelineStyles } from '../panels/timeline/styles.ts';
import { readTheme, type Theme } from '../render/theme.ts';
import { say } from '../say.ts';
import { type Request, Session } from '../session.ts';
import { loadRun, Sharing, saveRun, takeFiles } from '../share/transfer.ts';
import type { SimSource } from '../sim/source.ts';
import { makeStore } from '../store.ts';
import { viewOf } from '../views/index.ts';
import { logStyles } from '../views/log/styles.ts';
import { treeStyles } from '../views/tree/styles.ts';
import { type Attributes, PROPERTIES, RUN_FIELDS, readAttribute, readAttributes } from './attributes.ts';
import { takeKey } from './keys.ts';
import { layout, spoken } from './layout.ts';
import { watchPresence } from './presence.ts';
import { Stage } from './stage.ts';
import { styles } from './styles.ts';

export class SwarmScope extends LitElement {
  static override styles = [styles, timelineStyles, logStyles, treeStyles, lateStyles];
  static override properties = PROPERTIES;

  declare play: string | null;
  declare src: string | null;
  declare ui: string | null;
  declare theme: string | null;

  /** Where simulations come from; tests put their own here. */
  static createSim: () => Promise<SimSource> = async () =>
    (await import('../sim/wasm-sim.ts')).createWasmSim();

  /** A run that an address brought: set before the element is put on the page. */
  request: Request | null = null;
  readonly store = makeStore();
  private session: Session | null = null;
  private readonly stage = new Stage();
  private charts: Charts | null = null;
  private colours: Theme | null = null;
  private readonly speaker = new Speaker();
  private readonly sharing = new Sharing({
    changed: () => this.requestUpdate(),
    // Where the clipboard is refused, in other people's frames, the link is marked, so that it can be copied by hand.
    mark: () => this.find<HTMLInputElement>('share-link')?.select(),
  });
  private dropping = false;
  private ends: AbortController | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved within the page: everything goes on.
    if (!this.session) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.end();
    });
  }

  private begin(): void {
    const session = new Session(SwarmScope.createSim, this.store, {
      draw: () => this.draw(),
      write: () => this.requestUpdate(),
      begun: () => {
        this.stage.forget();
        this.dispatchEvent(new CustomEvent('swarm-begun', { bubbles: true, composed: true }));
      },
    });
    this.session = session;
    this.ends = new AbortController();
    const { signal } = this.ends;
    const { selected, overlay, tab, theme, view } = this.store;
    const { logPeer, logKind, treePiece, latePeer, thread } = this.store;
    const stop = effect(() => {
      for (const choice of [selected, overlay, tab, theme, view]) choice.value;
      for (const choice of [logPeer, logKind, treePiece, latePeer, thread]) choice.value;
      session.player.markText();
      void session.watch(this.stage.pointer.peer);
      void session.look();
      this.requestUpdate();
    });
    signal.addEventListener('abort', stop);
    this.addEventListener('keydown', (event) => this.key(event), { signal });
    watchPresence(this, session.player, signal, {
      size: () => this.redraw(),
      colours: () => this.retheme(),
    });
    void this.open(session);
  }

  private async open(session: Session): Promise<void> {
    const { request, notes } = readAttributes(this.attributes_);
    this.applySpeed();
    let run = this.request?.run;
    if (!run && this.src) {
      try {
        run = await loadRun(this.src);
      } catch (error) {
        notes.push(error instanceof Error ? error.message : String(error));
      }
    }
    await session.open({ ...request, ...this.request, ...(run ? { run } : {}) });
    if (session !== this.session) return;
    this.complain(notes);
    if (this.wantsPlay()) session.play();
    this.requestUpdate();
  }

  private end(): void {
    this.ends?.abort();
    this.session?.dispose();
    this.charts?.dispose();
    Object.assign(this, { ends: null, session: null, charts: null });
    this.stage.forget();
  }

  // Lit gives each declared property the attribute's text.
  private get attributes_(): Attributes {
    return this as unknown as Attributes;
  }

  private complain(notes: string[]): void {
    if (notes.length > 0) this.session?.report(new Refusal('A value cannot be used', notes.join(' ')));
  }

  private wantsPlay(): boolean {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return readAttribute(this.attributes_, 'play') === true && !calm;
  }

  private applySpeed(): void {
    const speed = readAttribute(this.attributes_, 'speed');
    if (speed !== undefined) this.session?.setSpeed(speed);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('theme')) this.retheme();
    const { session } = this;
    if (!this.hasUpdated || !session || session.loading) return;
    if (changed.has('speed')) this.applySpeed();
    if (changed.has('play')) {
      if (this.wantsPlay()) session.play();
      else session.pause();
    }
    if (RUN_FIELDS.some((field) => changed.has(field))) {
      const { request, notes } = readAttributes(this.attributes_);
      void session.begin(request).then(() => this.complain(notes));
    }
  }

  protected override updated(): void {
    const { session } = this;
    const [people, flow] = [this.find('people'), this.find('flow')];
    if (people && flow && !this.charts && this.renderRoot instanceof ShadowRoot) {
      this.charts = new Charts(this.renderRoot, people, flow, () => this.requestUpdate());
    }
    if (!people) {
      this.charts?.dispose();
      this.charts = null;
    }
    this.stage.pointer.place(this.renderRoot);
    if (!session?.frame) return;
    this.charts?.update(session.frame, this.theming());
    this.draw();
  }

  private find<E extends HTMLElement>(id: string): E | null {
    return this.renderRoot.querySelector<E>(`#${id}`);
  }

  private theming(): Theme {
    this.colours ??= readTheme(this);
    return this.colours;
  }

  private retheme(): void {
    this.colours = null;
    this.charts?.retheme();
    this.redraw();
  }

  private redraw(): void {
    this.session?.player.markText();
    this.requestUpdate();
  }

  private draw(): void {
    const { session } = this;
    if (!session) return;
    const panel = this.panel(session);
    const full = this.interface_ === 'full';
    if (full) viewOf(this.store.view.value).draw?.(this.renderRoot, panel, this.theming());
    else this.stage.draw(this.renderRoot, panel, this.theming());
  }

  /** A key that was pressed while the figure has the focus. Public: our page sends its own keys here. */
  key(event: KeyboardEvent): void {
    const { session, store } = this;
    if (!session) return;
    takeKey(event, {
      session,
      store,
      toggle: (which) => this.toggleOverlay(which),
      close: () => this.closeOverlay(),
    });
  }

  private toggleOverlay(which: 'help' | 'share'): void {
    const { overlay } = this.store;
    overlay.value = overlay.value === which ? 'none' : which;
    if (overlay.value === 'share') void this.sharing.make(this.session);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.sheet')?.focus());
  }

  private closeOverlay(): void {
    const was = this.store.overlay.value;
    this.store.overlay.value = 'none';
    void this.updateComplete.then(() => this.find(`${was}-button`)?.focus());
  }

  /** Files from a drop or from the open button: a torrent, a run that was saved, or a picture. */
  async takeFiles(files: readonly File[]): Promise<void> {
    if (this.session) await takeFiles(this.session, files);
  }

  /** A file hangs over the page. */
  hoverFile(over: boolean): void {
    if (this.dropping === over) return;
    this.dropping = over;
    this.requestUpdate();
  }

  reportFault(error: unknown): void {
    this.session?.report(error);
  }

  /** The run that is on, for a link. */
  async linkState() {
    return (await this.session?.linkState()) ?? {};
  }

  private cycleTheme(): void {
    this.theme = this.theming().dark ? 'light' : 'dark';
    this.dispatchEvent(new CustomEvent('swarm-theme', { detail: this.theme, bubbles: true, composed: true }));
  }

  private get interface_(): 'none' | 'basic' | 'full' {
    return readAttribute(this.attributes_, 'ui') ?? 'basic';
  }

  private panel(session: Session): Panel {
    const active = this.shadowRoot?.activeElement ?? null;
    return {
      session,
      store: this.store,
      stage: this.stage,
      focused: active?.matches('input[type=number], input[type=text]') ? active.id : null,
      dark: this.theming().dark,
      openFile: () => this.find('file')?.click(),
      takeFiles: (files) => void this.takeFiles(files),
      cycleTheme: () => this.cycleTheme(),
      toggle: (which) => this.toggleOverlay(which),
      redraw: () => this.redraw(),
    };
  }

  protected override render(): TemplateResult {
    const { session, store } = this;
    if (!session) return html`${nothing}`;
    if (session.frame) this.speaker.hear(session.frame, performance.now());
    const share = {
      close: () => this.closeOverlay(),
      copy: () => void this.sharing.copy(),
      save: () => void saveRun(session),
    };
    return html`
      ${layout(this.panel(session), this.interface_)}
      ${store.overlay.value === 'help' ? helpPanel(() => this.closeOverlay()) : nothing}
      ${store.overlay.value === 'share' ? sharePanel(this.sharing.shared, share) : nothing}
      ${this.dropping ? html`<div class="drop">${say('panel-drop')}</div>` : nothing}
      ${spoken(this.speaker.text)}
    `;
  }
}

if (!customElements.get('swarm-scope')) customElements.define('swarm-scope', SwarmScope);

declare global {
  interface HTMLElementTagNameMap {
    'swarm-scope': SwarmScope;
  }
}
