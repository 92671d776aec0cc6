// What every panel is given.
//
// Owns the type alone. A panel is a function from it to a template; it acts only through the session's methods.

import type { CompareDoor } from '../compare/door.ts';
import type { Stage } from '../element/stage.ts';
import type { Language } from '../language.ts';
import type { Session } from '../session.ts';
import type { Door, Overlay, Store } from '../store.ts';

export interface Panel {
  session: Session;
  store: Store;
  /** The swarm's canvas and the pointer over it. */
  stage: Stage;
  /** Two runs beside each other, once somebody asks for them. */
  compare: CompareDoor;
  /** Where focus is, by id: a field that is being written in is not overwritten. */
  focused: string | null;
  /** The colours are the dark ones. */
  dark: boolean;
  openFile(): void;
  /** Into the story, or out of it. */
  openDoor(door: Door): void;
  takeFiles(files: readonly File[]): void;
  cycleTheme(): void;
  setLanguage(language: Language): void;
  toggle(which: Exclude<Overlay, 'none'>): void;
  /** Draws and writes everything again. */
  redraw(): void;
}
