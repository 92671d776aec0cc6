// The strip through one peer's eyes: for each piece how many of its neighbours have it, and how many others give it.

import type { Frame } from '../../gen/frame.ts';
import type { Panel } from '../../panels/context.ts';
import type { Theme } from '../../render/theme.ts';
import { rowOf } from '../../scene/peers.ts';

/** What the selected peer counts, while only what it knows is shown; null else. */
export function countsOf({ session, store }: Panel): readonly number[] | null {
  const { inspection } = session;
  if (!store.eyes.value || !inspection || inspection.peer !== store.selected.value) return null;
  return inspection.counts.length > 0 ? inspection.counts : null;
}

/** How many peers but this one give each piece: what an observer sees. Copies of those who give nothing are none. */
export function givenByOthers({ pieces, owners, have, swarm }: Frame, peer: number, gives = true): number[] {
  const owner = rowOf(owners.id, peer);
  return Array.from(pieces.copies, (copies, piece) => {
    const word = owner < 0 ? 0 : (have.bits[owner * swarm.haveWords + (piece >>> 5)] ?? 0);
    return copies - (gives ? (word >>> (piece & 31)) & 1 : 0);
  });
}

/** The piece of which it is furthest from the truth; null where it counts what there is. */
export function furthest(counts: readonly number[], there: readonly number[]): number | null {
  let [found, most] = [null as number | null, 0];
  counts.forEach((counted, piece) => {
    const off = Math.abs((there[piece] ?? 0) - counted);
    if (off > most) [found, most] = [piece, off];
  });
  return found;
}

/** A column for each piece: filled as high as it is counted, with an outline as high as it is. */
export function drawKnown(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  peer: number,
  counts: readonly number[],
  { width, height }: { width: number; height: number },
): void {
  const there = givenByOthers(frame, peer);
  const most = Math.max(1, ...counts, ...there);
  const columns = Math.min(counts.length, Math.floor(width / 3));
  const step = width / columns;
  const wide = Math.max(1, step - (step > 6 ? 3 : 1));
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * counts.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * counts.length) / columns));
    const mean = (list: readonly number[]) =>
      list.slice(from, to).reduce((sum, n) => sum + n, 0) / (to - from);
    const tall = (n: number) => ((height - 2) * n) / most;
    const [known, truth] = [tall(mean(counts)), tall(mean(there))];
    context.fillStyle = theme.get;
    context.fillRect(column * step, height - known, wide, known);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1;
    context.strokeRect(column * step + 0.5, height - truth - 0.5, Math.max(0.5, wide - 1), truth);
  }
}
