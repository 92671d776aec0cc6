// What each key does while the figure has the focus. Keys of fields and buttons stay theirs.

import { stepEvent } from '../panels/timeline/index.ts';
import { rowOf } from '../scene/peers.ts';
import type { Session } from '../session.ts';
import type { Store } from '../store.ts';
import { VIEWS } from '../views/index.ts';

/** What keys act on. */
export interface Keyboard {
  session: Session;
  store: Store;
  toggle(which: 'help'): void;
  close(): void;
}

/** Takes a key, or leaves it to the page around. */
export function takeKey(event: KeyboardEvent, board: Keyboard): void {
  if (isUndo(event) && board.session.branches.canUndo) {
    event.preventDefault();
    void board.session.branches.undo();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0];
  const field = target instanceof Element && target.matches('input, select, textarea');
  const button = target instanceof Element && target.matches('button, summary, a, [role=region]');
  if (event.key === 'Escape') {
    if (takeBack(board)) event.preventDefault();
    return;
  }
  if (field || (button && (event.key === ' ' || event.key === 'Enter' || event.key.startsWith('Arrow'))))
    return;
  const act = acts(board)[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Ctrl+Z, where no field of text has it for itself. */
function isUndo(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  const writes =
    target instanceof Element && target.matches('textarea, input:not([type=range], [type=checkbox])');
  return (
    !event.defaultPrevented &&
    !writes &&
    (event.ctrlKey || event.metaKey) &&
    !event.shiftKey &&
    event.key === 'z'
  );
}

/** Takes back the latest of what was opened or chosen; false where there is nothing. */
function takeBack({ session, store, close }: Keyboard): boolean {
  if (store.overlay.value !== 'none') close();
  else if (store.block.value !== null) store.block.value = null;
  else if (store.selected.value !== null) store.selected.value = null;
  else if (session.fault && !session.fault.panic) session.dismiss();
  else return false;
  return true;
}

function acts({ session, store, toggle }: Keyboard): Record<string, () => void> {
  const restart = () => void session.restart();
  const views = VIEWS.map(({ id }, at) => [
    String(at + 1),
    () => {
      store.view.value = id;
    },
  ]);
  return {
    ' ': () => session.toggle(),
    '.': () => stepEvent({ session, store }, 1),
    ',': () => stepEvent({ session, store }, -1),
    '>': () => void session.step(),
    r: restart,
    R: restart,
    '?': () => toggle('help'),
    ArrowRight: () => selectNext(session, store, 1),
    ArrowLeft: () => selectNext(session, store, -1),
    ArrowUp: () => session.setSpeed(session.player.clock.speed * 2),
    ArrowDown: () => session.setSpeed(session.player.clock.speed / 2),
    ...Object.fromEntries(views),
  };
}

function selectNext({ frame }: Session, { selected }: Store, by: 1 | -1): void {
  const ids = frame?.peers.id;
  if (!ids || ids.length === 0) return;
  const at = selected.value === null ? (by > 0 ? -1 : ids.length) : rowOf(ids, selected.value);
  selected.value = ids[(at + by + ids.length) % ids.length] ?? null;
}
