// What the element's attributes ask of its figure: the run that it opens with, and what changes while it is there.

import type { PropertyValues } from 'lit';
import { Refusal } from '../errors.ts';
import { languageAround } from '../language.ts';
import { say } from '../say.ts';
import type { Request } from '../session.ts';
import { loadRun } from '../share/transfer.ts';
import { type Attributes, RUN_FIELDS, readAttribute, readAttributes } from './attributes.ts';
import type { Figure } from './figure.ts';

/** The element, as far as its attributes go. */
export interface Asking extends Element {
  readonly given: Attributes;
  /** Where a run lies that is to be fetched. */
  readonly src: string | null;
  /** A run that an address brought. */
  readonly request: Request | null;
}

/** Those that say how the run is looked at. */
const LOOK = ['t', 'view', 'select'] as const;

export class Asked {
  constructor(private readonly of: Asking) {}

  /** The figure is new: it is opened with a chapter, a run from an address, or what the attributes say. */
  async open(figure: Figure): Promise<void> {
    const { given, request: brought, src } = this.of;
    this.setLanguage(figure);
    const { request, notes } = readAttributes(given);
    this.setSpeed(figure);
    this.setComparison(figure);
    let run = brought?.run;
    if (!run && src) {
      try {
        run = await loadRun(src);
      } catch (error) {
        notes.push(error instanceof Error ? error.message : String(error));
      }
    }
    if (!run && (await this.tellStory(figure))) return complain(figure, notes);
    await figure.session.open({ ...request, ...brought, ...(run ? { run } : {}) });
    if (figure.ended) return;
    complain(figure, notes);
    this.setLook(figure);
    if (this.wantsPlay()) figure.session.play();
    figure.session.write();
  }

  /** Attributes were changed; before the first update `open` reads them. */
  changed(figure: Figure, changed: PropertyValues, updated: boolean): void {
    if (changed.has('theme')) figure.retheme();
    if (changed.has('lang')) this.setLanguage(figure);
    const { session } = figure;
    if (!updated || session.loading) return;
    if (changed.has('speed')) this.setSpeed(figure);
    if (changed.has('compare') || changed.has('seeds')) this.setComparison(figure);
    if (changed.has('play')) {
      if (this.wantsPlay()) session.play();
      else session.pause();
    }
    if (LOOK.some((field) => changed.has(field))) this.setLook(figure);
    if (changed.has('story') || changed.has('step')) void this.tellStory(figure);
    if (RUN_FIELDS.some((field) => changed.has(field))) {
      const { request, notes } = readAttributes(this.of.given);
      void session.begin(request).then(() => complain(figure, notes));
    }
  }

  /** Tells the chapter that the attributes name; false where they name none. */
  private async tellStory(figure: Figure): Promise<boolean> {
    const story = readAttribute(this.of.given, 'story');
    if (story === undefined) return false;
    const step = (readAttribute(this.of.given, 'step') ?? 1) - 1;
    await figure.tell(story, step).catch((error) => figure.session.report(error));
    return true;
  }

  /** A moment that is named is one to look at: time stands still there. */
  private wantsPlay(): boolean {
    if (readAttribute(this.of.given, 't') !== undefined) return false;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return readAttribute(this.of.given, 'play') === true && !calm;
  }

  /** The language that the attribute names, or else that of the place where the element stands. */
  private setLanguage(figure: Figure): void {
    void figure.setLanguage(readAttribute(this.of.given, 'lang') ?? languageAround(this.of) ?? 'en');
  }

  /** The moment, the view, and the peer that is selected. */
  private setLook({ session, store }: Figure): void {
    const { given } = this.of;
    store.view.value = readAttribute(given, 'view') ?? store.view.value;
    store.selected.value = readAttribute(given, 'select') ?? store.selected.value;
    const momentS = readAttribute(given, 't');
    if (momentS === undefined) return;
    session.pause();
    session.goTo(momentS);
  }

  private setSpeed(figure: Figure): void {
    const speed = readAttribute(this.of.given, 'speed');
    if (speed !== undefined) figure.session.setSpeed(speed);
  }

  /** A change to compare opens its part of the page. */
  private setComparison({ store }: Figure): void {
    store.seeds.value = readAttribute(this.of.given, 'seeds') ?? store.seeds.value;
    const given = readAttribute(this.of.given, 'compare');
    if (given === undefined) return;
    store.change.value = given;
    store.door.value = 'compare';
  }
}

function complain({ session }: Figure, notes: string[]): void {
  if (notes.length > 0) session.report(new Refusal(() => say('fault-value'), notes.join(' ')));
}
