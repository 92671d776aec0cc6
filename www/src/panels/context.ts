// What every panel is given.
//
// Owns the type alone. A panel is a function from it to a template; it acts only through the session's methods.

import type { Session } from '../session.ts';
import type { Store } from '../store.ts';

export interface Panel {
  session: Session;
  store: Store;
  /** Where focus is, by id: a field that is being written in is not overwritten. */
  focused: string | null;
  /** Tells apart the fields of several figures on one page. */
  openFile(): void;
  cycleTheme(): void;
}

/** The value of a number field: the frame's, unless the person is writing in it. */
export const fieldValue = (panel: Panel, id: string, value: string, root: ParentNode | null): string => {
  if (panel.focused !== id) return value;
  const field = root?.querySelector<HTMLInputElement>(`#${id}`);
  return field ? field.value : value;
};
