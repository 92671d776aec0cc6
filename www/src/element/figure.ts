// A figure while its element is on a page: the run, what is drawn of it at each animation frame, and what is written a few times a
// second.

import { effect } from '@preact/signals-core';
import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import { Charts } from '../chart/charts.ts';
import { CompareDoor } from '../compare/door.ts';
import { Refusal } from '../errors.ts';
import type { Language } from '../language.ts';
import type { Panel } from '../panels/context.ts';
import { Speaker } from '../panels/notices.ts';
import { readTheme, type Theme } from '../render/theme.ts';
import { isKnown, learn, say, speak } from '../say.ts';
import { Session } from '../session.ts';
import { takeFiles } from '../share/transfer.ts';
import type { SimSource } from '../sim/source.ts';
import type { Door, Store } from '../store.ts';
import type { Story } from '../story/index.ts';
import { fetched, viewOf } from '../views/index.ts';
import { takeKey } from './keys.ts';
import { layout, type Ui } from './layout.ts';
import { Meanings } from './meanings.ts';
import { Overlays } from './overlays.ts';
import { watchPresence, watchSize } from './presence.ts';
import { Stage } from './stage.ts';

/** The element: a host of templates with an interface of three sizes. */
export type FigureHost = ReactiveElement & {
  readonly renderRoot: ParentNode;
  readonly interface_: Ui;
  /** Another colour scheme is asked for. */
  setTheme(theme: 'light' | 'dark'): void;
  /** Another language is asked for. */
  setLanguage(language: Language): void;
};

export class Figure {
  readonly session: Session;
  private readonly stage = new Stage();
  private readonly overlays: Overlays;
  private readonly compare: CompareDoor;
  private readonly speaker = new Speaker();
  private readonly meanings: Meanings;
  private readonly ends = new AbortController();
  private charts: Charts | null = null;
  private colours: Theme | null = null;
  private dropping = false;
  private sized: Element | null = null;
  /** The story, once somebody wanted it. */
  private story: Story | null = null;

  constructor(
    private readonly host: FigureHost,
    readonly store: Store,
    createSim: () => Promise<SimSource>,
  ) {
    this.session = new Session(createSim, store, {
      draw: () => this.draw(),
      write: () => host.requestUpdate(),
      begun: () => {
        this.stage.forget();
        host.dispatchEvent(new CustomEvent('swarm-begun', { bubbles: true, composed: true }));
      },
    });
    this.overlays = new Overlays(host, store);
    const changed = () => host.requestUpdate();
    this.compare = new CompareDoor(this.session, store, { changed, width: () => host.clientWidth });
    const { signal } = this.ends;
    const stop = effect(() => {
      // Whatever was chosen, it may be seen anywhere.
      const { state, told } = this.session.branches;
      for (const choice of [...Object.values(store), fetched, state, told]) choice.value;
      void this.session.watch(this.stage.pointer.peer);
      void this.session.look();
      this.redraw();
    });
    signal.addEventListener('abort', stop);
    const untell = effect(() => {
      this.session.branches.state.value;
      host.dispatchEvent(new CustomEvent('swarm-acted', { bubbles: true, composed: true }));
    });
    signal.addEventListener('abort', untell);
    host.addEventListener('keydown', (event) => this.key(event), { signal });
    host.addEventListener('click', (event) => this.giveKeysBack(event), { signal });
    this.meanings = new Meanings(host, changed, signal);
    watchPresence(host, this.session.player, signal, {
      size: () => this.redraw(),
      colours: () => this.retheme(),
    });
  }

  /** Its element is on no page any more. */
  get ended(): boolean {
    return this.ends.signal.aborted;
  }

  end(): void {
    this.ends.abort();
    this.story?.drop();
    this.compare.dispose();
    this.session.dispose();
    this.charts?.dispose();
  }

  /** Templates were written: canvases and charts are drawn in them. */
  updated(): void {
    this.speak();
    const { renderRoot } = this.host;
    const [people, flow] = [this.find('people'), this.find('flow')];
    if (people && flow && !this.charts && renderRoot instanceof ShadowRoot)
      this.charts = new Charts(renderRoot, people, flow, () => this.host.requestUpdate());
    const view = renderRoot.querySelector('.stage');
    if (view && view !== this.sized) {
      this.sized = view;
      watchSize(this.host, view);
    }
    if (!people) {
      this.charts?.dispose();
      this.charts = null;
    }
    this.stage.pointer.place(renderRoot);
    this.meanings.place(renderRoot);
    const { frame } = this.session;
    if (!frame) return;
    this.charts?.update(frame, this.theme());
    this.draw();
  }

  /** A key that was pressed while the figure has the focus. */
  key(event: KeyboardEvent): void {
    const { session, store, overlays, story } = this;
    if (store.door.value === 'story' && story?.key(event)) return;
    const toggle = (which: 'help') => overlays.toggle(which, session);
    takeKey(event, { session, store, toggle, close: () => overlays.close() });
  }

  /** After a click on a button, Space and the arrows are the figure's again, and not the button's. A button that keys reached keeps them. */
  private giveKeysBack(event: MouseEvent): void {
    const button = event.composedPath().find((one) => one instanceof HTMLButtonElement);
    const clicked = event.detail > 0 && button instanceof HTMLElement && this.store.overlay.value === 'none';
    if (clicked && !button.closest('.sheet, .fault')) this.find('figure')?.focus({ preventScroll: true });
  }

  retheme(): void {
    this.colours = null;
    this.charts?.retheme();
    this.redraw();
  }

  /** Everything is written in this language from now on; as long as its sentences are being fetched, in English. */
  async setLanguage(language: Language): Promise<void> {
    this.store.language.value = language;
    try {
      await learn(language);
    } catch (error) {
      // The run goes on, in the language that is there.
      this.store.language.value = 'en';
      const why = error instanceof Error ? error.message : String(error);
      this.session.report(new Refusal(() => say('fault-language'), why));
    }
    this.speaker.forget();
    this.meanings.hide();
    this.charts?.retheme();
    this.redraw();
  }

  /** Whatever is written next is this figure's. */
  private speak(): Language {
    const { value: language } = this.store.language;
    speak(language);
    return isKnown(language) ? language : 'en';
  }

  /** A file hangs over the page. */
  hover(over: boolean): void {
    if (this.dropping === over) return;
    this.dropping = over;
    this.host.requestUpdate();
  }

  template(): TemplateResult {
    const language = this.speak();
    const { session, speaker, meanings } = this;
    if (session.frame) speaker.hear(session.frame, performance.now());
    return html`
      <div class="root" lang=${language} dir="ltr">
        <div id="figure" tabindex="-1">${this.door()}</div> ${this.overlays.template(session)}
        ${this.dropping ? html`<div class="drop">${say('panel-drop')}</div>` : nothing}
        <div class="tip meaning" role="status" ?hidden=${meanings.text === ''}>${meanings.text}</div>
        <div class="hidden" aria-live="polite">${speaker.text}</div>
      </div>
    `;
  }

  /**
   * Tells the story: a chapter by its name, or what a file says, from a step of it (the first is 0). A figure that has no run yet is
   * opened with the chapter's.
   */
  async tell(given: string | null, at = 0): Promise<void> {
    const { Story, chapterOf } = await import('../story/index.ts');
    const { known, refusal } = chapterOf(given);
    if (!this.story) {
      this.story = new Story(
        {
          session: this.session,
          store: this.store,
          changed: () => this.host.requestUpdate(),
          moved: (story, step) =>
            this.host.dispatchEvent(
              new CustomEvent('swarm-story', { detail: { story, step }, bubbles: true, composed: true }),
            ),
        },
        known,
      );
    }
    this.store.door.value = 'story';
    if (this.session.loading) {
      await this.session.open(this.story.request());
      if (this.session.preset === null) this.story.opened();
    }
    await this.story.tell(known, refusal ? 0 : at);
    if (refusal) this.session.report(refusal);
  }

  private openDoor(door: Door): void {
    if (door !== 'story') this.store.door.value = door;
    else if (this.story) {
      this.store.door.value = 'story';
      void this.story.again();
    } else void this.tell(null);
  }

  /** A chapter is told, everything else becomes the run that is on. */
  async takeFiles(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (files.length === 1 && file?.name.endsWith('.json') && file.size < 1 << 20) {
      const text = await file.text();
      if (/"steps"\s*:/.test(text) && /"runs"\s*:/.test(text)) {
        await this.tell(text).catch((error) => this.session.report(error));
        return;
      }
    }
    await takeFiles(this.session, files);
  }

  private door(): TemplateResult {
    const { story, store } = this;
    const full = this.host.interface_ === 'full';
    if (full && story && store.door.value === 'story') return story.template(this.panel());
    return layout(this.panel(), this.host.interface_);
  }

  private draw(): void {
    this.speak();
    const root = this.host.renderRoot;
    const full = this.host.interface_ === 'full';
    if (full) viewOf(this.store.view.value).draw?.(root, this.panel(), this.theme());
    else this.stage.draw(root, this.panel(), this.theme());
  }

  private redraw(): void {
    this.session.player.markText();
    this.host.requestUpdate();
  }

  private theme(): Theme {
    this.colours ??= readTheme(this.host);
    return this.colours;
  }

  private find(id: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(`#${id}`);
  }

  private panel(): Panel {
    const { session, store, stage, compare } = this;
    const active = this.host.shadowRoot?.activeElement ?? null;
    return {
      session,
      store,
      stage,
      compare,
      focused: active?.matches('input[type=number], input[type=text]') ? active.id : null,
      dark: this.theme().dark,
      openFile: () => this.find('file')?.click(),
      openDoor: (door) => this.openDoor(door),
      takeFiles: (files) => void this.takeFiles(files),
      setLanguage: (language) => this.host.setLanguage(language),
      cycleTheme: () => this.host.setTheme(this.theme().dark ? 'light' : 'dark'),
      toggle: (which) => this.overlays.toggle(which, session),
      redraw: () => this.redraw(),
    };
  }
}
