// `<swarm-scope>`: the whole figure, on our page and on any other.
//
// Owns the element's life, its attributes, and how stage, panels and overlays are put together. Must never know how a swarm is
// simulated: it is given a `SimSource`. Attributes: preset seed peers seeders pieces client choker
// picker speed play ui theme src.

import { effect } from '@preact/signals-core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Charts } from '../chart/charts.ts';
import { describeSwarm } from '../describe.ts';
import { Refusal } from '../errors.ts';
import type { Frame } from '../gen/frame.ts';
import { bar } from '../panels/bar.ts';
import { caption, story } from '../panels/caption.ts';
import { charts } from '../panels/charts.ts';
import type { Panel } from '../panels/context.ts';
import { controls } from '../panels/controls.ts';
import { counts } from '../panels/counts.ts';
import { figures, stalled } from '../panels/figures.ts';
import { flows } from '../panels/flows.ts';
import { inspector } from '../panels/inspector.ts';
import { laws } from '../panels/laws.ts';
import { legend } from '../panels/legend.ts';
import { notices, Speaker } from '../panels/notices.ts';
import { faultPanel, helpPanel, notePanel, sharePanel } from '../panels/overlays.ts';
import { drawPieces, pieceAt, piecesCaption } from '../panels/pieces.ts';
import { transport } from '../panels/transport.ts';
import { drawScene, fitCanvas } from '../render/canvas.ts';
import { readTheme, type Theme } from '../render/theme.ts';
import { TileLayer } from '../render/tile-layer.ts';
import { say } from '../say.ts';
import { rowOf } from '../scene/peers.ts';
import { atTracker, makeScene, peerAt, type Scene, SceneMemory } from '../scene/scene.ts';
import { type Request, Session } from '../session.ts';
import { FIELDS, type Field, readField } from '../share/fields.ts';
import { loadRun, Sharing, saveRun, takeFiles } from '../share/transfer.ts';
import type { SimSource } from '../sim/source.ts';
import { makeStore, type Tab } from '../store.ts';
import { Pointer } from './pointer.ts';
import { styles } from './styles.ts';

const TABS: readonly Tab[] = ['swarm', 'charts', 'controls', 'events'];
const RUN_FIELDS = [
  'preset',
  'seed',
  'peers',
  'seeders',
  'pieces',
  'client',
  'choker',
  'picker',
  'src',
] as const;

export class SwarmScope extends LitElement {
  static override styles = styles;
  static override properties = {
    preset: { type: String },
    seed: { type: String },
    peers: { type: String },
    seeders: { type: String },
    pieces: { type: String },
    client: { type: String },
    choker: { type: String },
    picker: { type: String },
    speed: { type: String },
    play: { type: String },
    src: { type: String },
    ui: { type: String, reflect: true },
    theme: { type: String, reflect: true },
  };

  declare preset: string | null;
  declare seed: string | null;
  declare peers: string | null;
  declare seeders: string | null;
  declare pieces: string | null;
  declare client: string | null;
  declare choker: string | null;
  declare picker: string | null;
  declare speed: string | null;
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
  private scene: Scene | null = null;
  private memory = new SceneMemory();
  private readonly tiles = new TileLayer();
  private charts: Charts | null = null;
  private colours: Theme | null = null;
  private readonly speaker = new Speaker();
  private words = '';
  private readonly pointer = new Pointer();
  private pieceTip = '';
  private readonly sharing = new Sharing({
    changed: () => this.requestUpdate(),
    // Where the clipboard is refused, in other people's frames, the link is marked, so that it can be copied by hand.
    mark: () => this.renderRoot.querySelector<HTMLInputElement>('#share-link')?.select(),
  });
  private dropping = false;
  private ends: AbortController | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved within the page: everything goes on.
    if (this.session) return;
    this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.end();
    });
  }

  private begin(): void {
    const session = new Session(SwarmScope.createSim, this.store, {
      draw: (frame) => this.draw(frame),
      write: () => this.requestUpdate(),
      begun: () => {
        this.memory = new SceneMemory();
        this.scene = null;
        this.dispatchEvent(new CustomEvent('swarm-begun', { bubbles: true, composed: true }));
      },
    });
    this.session = session;
    this.ends = new AbortController();
    const { signal } = this.ends;
    const stop = effect(() => {
      this.store.selected.value;
      this.store.overlay.value;
      this.store.tab.value;
      this.store.theme.value;
      session.player.markText();
      void session.watch(this.pointer.peer);
      void session.look();
      this.requestUpdate();
    });
    signal.addEventListener('abort', stop);
    this.addEventListener('keydown', (event) => this.key(event), { signal });
    for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
      matchMedia(query).addEventListener('change', () => this.retheme(), { signal });
    }
    document.addEventListener('visibilitychange', () => session.player.sleep('hidden', document.hidden), {
      signal,
    });
    session.player.sleep('hidden', document.hidden);
    const seen = new IntersectionObserver((entries) => {
      session.player.sleep('away', !(entries.at(-1)?.isIntersecting ?? true));
    });
    seen.observe(this);
    const sized = new ResizeObserver(() => {
      session.player.markText();
      this.requestUpdate();
    });
    sized.observe(this);
    signal.addEventListener('abort', () => {
      seen.disconnect();
      sized.disconnect();
    });
    void this.open(session);
  }

  private async open(session: Session): Promise<void> {
    const { request, notes } = this.readAttributes();
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
    if (notes.length > 0) session.report(new Refusal('A value cannot be used', notes.join(' ')));
    if (this.wantsPlay()) session.play();
    this.requestUpdate();
  }

  private end(): void {
    this.ends?.abort();
    this.ends = null;
    this.session?.dispose();
    this.session = null;
    this.charts?.dispose();
    this.charts = null;
    this.scene = null;
  }

  /** The attributes as a request, and a sentence for each value that cannot be used. */
  private readAttributes(): { request: Request; notes: string[] } {
    const request: Request = {};
    const notes: string[] = [];
    for (const field of Object.keys(FIELDS) as Field[]) {
      const text = this[field];
      if (text === null || text === undefined) continue;
      const answer = readField(field, text);
      if ('refusal' in answer) notes.push(answer.refusal);
      else if ((RUN_FIELDS as readonly string[]).includes(field))
        Object.assign(request, { [field]: answer.value });
    }
    return { request, notes };
  }

  private read<F extends Field>(field: F) {
    const text = this[field];
    if (text === null || text === undefined) return undefined;
    const answer = readField(field, text);
    return 'value' in answer ? answer.value : undefined;
  }

  private wantsPlay(): boolean {
    return this.read('play') === true && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  private applySpeed(): void {
    const speed = this.read('speed');
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
      const { request, notes } = this.readAttributes();
      void session.begin(request).then(() => {
        if (notes.length > 0) session.report(new Refusal('A value cannot be used', notes.join(' ')));
      });
    }
  }

  protected override updated(): void {
    const { session } = this;
    if (!session) return;
    const [people, flow] = [this.find('people'), this.find('flow')];
    if (people && flow && !this.charts && this.renderRoot instanceof ShadowRoot) {
      this.charts = new Charts(this.renderRoot, people, flow, () => this.requestUpdate());
    }
    if (!people && this.charts) {
      this.charts.dispose();
      this.charts = null;
    }
    this.pointer.place(this.renderRoot);
    if (session.frame) {
      this.charts?.update(session.frame, this.theming());
      this.drawStrip(session.frame);
    }
  }

  private find(id: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`#${id}`);
  }

  private theming(): Theme {
    this.colours ??= readTheme(this);
    return this.colours;
  }

  private retheme(): void {
    this.colours = null;
    this.charts?.retheme();
    this.session?.player.markText();
    this.requestUpdate();
  }

  // Drawing.

  private draw(frame: Frame): void {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.stage canvas');
    const { session } = this;
    // Without a worker a frame lies in the simulator's memory, and is gone when that grew: the next one is near.
    if (!canvas || !session || frame.peers.id.length < frame.peers.count) return;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const context = fitCanvas(canvas, width, height);
    if (!context) return;
    const { clock } = session.player;
    // Beside so few words there is room in the corner; on a narrow stage everybody stands above them.
    const words = this.renderRoot.querySelector<HTMLElement>('.flows');
    const foot = words && words.offsetWidth * 3 > width ? words.offsetHeight : 0;
    const view = {
      width,
      height,
      foot,
      expected: session.expected,
      selected: this.store.selected.value,
      // What stands still must not stand in the middle of a pulse.
      speed: clock.playing ? clock.speed : Math.min(1, clock.speed),
      settled: session.ended,
    };
    this.scene = makeScene(frame, view, this.memory);
    drawScene(context, this.scene, this.theming(), this.tiles);
  }

  private drawStrip(frame: Frame): void {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.strip canvas');
    if (!canvas) return;
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const context = fitCanvas(canvas, size.width, size.height);
    if (context)
      drawPieces(context, frame, this.theming(), size, {
        selected: this.store.selected.value,
        lost: new Set(this.session?.told?.stall?.missing),
      });
  }

  // Pointer and keys.

  private at(event: MouseEvent): { x: number; y: number } {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private press(event: MouseEvent): void {
    const { scene, session } = this;
    if (!scene || !session?.frame || (event.target as Element).closest('.fault')) return;
    const { x, y } = this.at(event);
    if (atTracker(scene, x, y)) void session.tracker(session.frame.swarm.trackerUp !== 1);
    else this.store.selected.value = peerAt(scene, x, y);
  }

  private hover(event: PointerEvent): void {
    const { scene, session } = this;
    if (!scene || !session?.frame || event.pointerType === 'touch') return;
    const stage = event.currentTarget as HTMLElement;
    const { x, y } = this.at(event);
    const changed = this.pointer.move(scene, x, y);
    stage.classList.toggle('pointing', this.pointer.tip !== null);
    void session.watch(this.pointer.peer);
    if (changed) this.requestUpdate();
  }

  private unhover(): void {
    const changed = this.pointer.leave();
    void this.session?.watch(null);
    if (changed) this.requestUpdate();
  }

  /** The field that is being written in. */
  private focusedId(): string | null {
    const active = this.shadowRoot?.activeElement ?? null;
    return active?.matches('input[type=number], input[type=text]') ? active.id : null;
  }

  /** A key that was pressed while the figure has the focus. Public: our page sends its own keys here. */
  key(event: KeyboardEvent): void {
    const { session } = this;
    if (!session || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    const field = target instanceof Element && target.matches('input, select, textarea');
    const button = target instanceof Element && target.matches('button, summary, a, [role=region]');
    if (event.key === 'Escape') {
      if (this.store.overlay.value !== 'none') this.closeOverlay();
      else if (this.store.selected.value !== null) this.store.selected.value = null;
      else if (session.fault && !session.fault.panic) session.dismiss();
      else return;
      event.preventDefault();
      return;
    }
    if (field || (button && (event.key === ' ' || event.key === 'Enter' || event.key.startsWith('Arrow'))))
      return;
    const act = this.keys(session)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private keys(session: Session): Record<string, () => void> {
    const restart = () => void session.restart();
    return {
      ' ': () => session.toggle(),
      '.': () => void session.step(),
      r: restart,
      R: restart,
      '?': () => this.toggleOverlay('help'),
      ArrowRight: () => this.selectNext(1),
      ArrowLeft: () => this.selectNext(-1),
      ArrowUp: () => session.setSpeed(session.player.clock.speed * 2),
      ArrowDown: () => session.setSpeed(session.player.clock.speed / 2),
    };
  }

  private selectNext(by: 1 | -1): void {
    const ids = this.session?.frame?.peers.id;
    if (!ids || ids.length === 0) return;
    const { selected } = this.store;
    const at = selected.value === null ? (by > 0 ? -1 : ids.length) : rowOf(ids, selected.value);
    selected.value = ids[(at + by + ids.length) % ids.length] ?? null;
  }

  // Overlays and files.

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

  /** Files from a drop or from the open button: a torrent, or a run that was saved. */
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
    const dark = this.theming().dark;
    this.theme = dark ? 'light' : 'dark';
    this.dispatchEvent(new CustomEvent('swarm-theme', { detail: this.theme, bubbles: true, composed: true }));
  }

  // Templates.

  protected override render(): TemplateResult {
    const { session } = this;
    const ui = this.read('ui') ?? 'basic';
    if (!session) return html`${nothing}`;
    const panel: Panel = {
      session,
      store: this.store,
      focused: this.focusedId(),
      dark: this.theming().dark,
      openFile: () => this.renderRoot.querySelector<HTMLInputElement>('#file')?.click(),
      takeFiles: (files) => void this.takeFiles(files),
      cycleTheme: () => this.cycleTheme(),
      toggle: (which) => this.toggleOverlay(which),
    };
    return html`
      <div class="frame ${ui}">
        ${ui === 'full' ? [bar(panel), caption(session)] : nothing}
        ${this.stage(panel)}
        ${ui === 'full' ? this.strip(panel) : ui === 'basic' ? legend(panel) : nothing}
        ${ui === 'none' ? nothing : transport(panel)}
        ${ui === 'full' ? [this.tabs(), this.panel(panel)] : nothing}
      </div>
      ${this.store.overlay.value === 'help' ? helpPanel(() => this.closeOverlay()) : nothing}
      ${
        this.store.overlay.value === 'share'
          ? sharePanel(this.sharing.shared, {
              close: () => this.closeOverlay(),
              copy: () => void this.sharing.copy(),
              save: () => void saveRun(session),
            })
          : nothing
      }
      ${this.dropping ? html`<div class="drop">${say('panel-drop')}</div>` : nothing}
      <div class="hidden" aria-live="polite">${this.speaker.text}</div>
    `;
  }

  private stage(panel: Panel): TemplateResult {
    const { session } = panel;
    const { frame, fault } = session;
    this.words = frame ? describeSwarm(frame) : '';
    if (frame) this.speaker.hear(frame, performance.now());
    const tip = this.pointer.text(frame, session);
    return html`
      <div class="stage" tabindex="0" role="group" aria-label=${say('panel-swarm')} aria-describedby="words"
        @click=${this.press} @pointermove=${this.hover} @pointerleave=${this.unhover}>
        <canvas aria-hidden="true"></canvas>
        <p id="words" class="hidden">${this.words}</p>
        ${flows(frame)}
        ${session.loading ? html`<p class="hint" role="status">${say('panel-starting')}</p>` : nothing}
        ${tip && !fault ? html`<div class="tip" aria-hidden="true">${tip}</div>` : nothing}
        ${fault ? faultPanel(panel, fault, () => this.toggleOverlay('share')) : session.warnings.length > 0 ? notePanel(panel) : nothing}
      </div>
    `;
  }

  private strip(panel: Panel): TemplateResult {
    const { frame } = panel.session;
    return html`
      <div class="strip">
        <canvas aria-hidden="true" @pointermove=${(event: PointerEvent) => {
          const canvas = event.currentTarget as HTMLCanvasElement;
          if (frame)
            this.pieceTip = pieceAt(panel.session.frame ?? frame, this.at(event).x, canvas.clientWidth);
          this.requestUpdate();
        }} @pointerleave=${() => {
          this.pieceTip = '';
          this.requestUpdate();
        }}></canvas>
        <div class="under">
          <p>${this.pieceTip || (frame ? piecesCaption(frame) : '')}</p>
          ${legend(panel)}
        </div>
      </div>
    `;
  }

  private tabs(): TemplateResult {
    const { tab } = this.store;
    return html`
      <div class="tabs" role="tablist" aria-label=${say('panel-tabs')}>
        ${TABS.map(
          (id) =>
            html`<button type="button" role="tab" aria-selected=${tab.value === id} aria-controls="panel" @click=${() => {
              tab.value = id;
              this.store.selected.value = null;
            }}>${say(`panel-${id}`)}</button>`,
        )}
      </div>
    `;
  }

  private panel(panel: Panel): TemplateResult {
    const chosen = this.store.selected.value !== null;
    const sections = chosen
      ? inspector(panel)
      : html`
          <section class="of-swarm" aria-label=${say('panel-numbers')}>${story(panel.session)}${stalled(panel)}${counts(panel)}<div class="narrow">${legend(panel)}</div></section>
          <section class="of-swarm" aria-label=${say('panel-measures')}>${figures(panel)}</section>
          <section class="charts of-charts" aria-label=${say('panel-charts')}>${charts(panel)}</section>
          <section class="of-controls" aria-label=${say('panel-controls')}>${controls(panel)}</section>
          <section class="of-events" aria-label=${say('panel-events')}><h2>${say('panel-events')}</h2>${notices(panel)}</section>
        `;
    return html`
      <aside id="panel" class="panel" aria-label=${say('panel-title')} data-tab=${this.store.tab.value} tabindex="0">
        ${sections}
        <section class="foot of-swarm" aria-label=${say('panel-laws')}>${laws(panel)}</section>
      </aside>
    `;
  }
}

if (!customElements.get('swarm-scope')) customElements.define('swarm-scope', SwarmScope);

declare global {
  interface HTMLElementTagNameMap {
    'swarm-scope': SwarmScope;
  }
}
