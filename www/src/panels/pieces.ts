// The strip of pieces: how many copies of each there are, which an observer sees and no peer knows.

import type { Frame } from '../gen/frame.ts';
import { RAMP_STEPS, type Theme } from '../render/theme.ts';
import { say } from '../say.ts';
import { rowOf } from '../scene/peers.ts';

export interface StripView {
  /** Pieces that this peer lacks are faint. */
  selected: number | null;
  /** Pieces of which no copy is left, and none will come. */
  lost: ReadonlySet<number>;
}

/**
 * Draws the strip: each piece a column in its colour, as high as the part of the peers that have it; many share a column. A
 * column that is lost is a frame.
 */
export function drawPieces(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  size: { width: number; height: number },
  { selected, lost }: StripView,
): void {
  const { width, height } = size;
  const { nPieces, present, haveWords } = frame.swarm;
  context.clearRect(0, 0, width, height);
  if (nPieces === 0 || present === 0) return;
  const columns = Math.min(nPieces, Math.floor(width / 2));
  const step = width / columns;
  const gap = step > 5 ? 1 : 0;
  const row = selected === null ? -1 : rowOf(frame.owners.id, selected);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * nPieces) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * nPieces) / columns));
    let copies = 0;
    let owned = row >= 0;
    let gone = false;
    for (let piece = from; piece < to; piece += 1) {
      copies += (frame.pieces.copies[piece] ?? 0) / (to - from);
      gone ||= lost.has(piece);
      if (row >= 0)
        owned &&= (((frame.have.bits[row * haveWords + (piece >>> 5)] ?? 0) >>> (piece & 31)) & 1) === 1;
    }
    const x = column * step;
    context.fillStyle = theme.line;
    context.fillRect(x, height - 2, step - gap, 2);
    const tall = Math.max(copies > 0 ? 3 : 0, ((height - 1) * copies) / present);
    context.globalAlpha = row >= 0 && !owned ? 0.28 : 1;
    context.fillStyle =
      theme.ramp[Math.min(RAMP_STEPS - 1, Math.floor((column / columns) * RAMP_STEPS))] ?? theme.ink;
    context.fillRect(x, height - tall, step - gap, tall);
    context.globalAlpha = 1;
    if (gone) {
      context.strokeStyle = theme.bad;
      context.strokeRect(x + 0.5, 0.5, Math.max(1, step - gap - 1), height - 1);
    }
  }
}

/** The strip in a short line. */
export function piecesCaption({ swarm, pieces }: Frame): string {
  const { nPieces: n, present, rarestCopies: copies } = swarm;
  if (present === 0) return say('strip-pieces', { n });
  if (copies > 0) return say('strip-rarest', { n, copies });
  return say('strip-nowhere', { n, nowhere: pieces.copies.reduce((sum, of) => sum + (of === 0 ? 1 : 0), 0) });
}

/** What is under the pointer. */
export function pieceAt(frame: Frame, x: number, width: number): string {
  const { nPieces, present } = frame.swarm;
  const piece = Math.min(nPieces - 1, Math.max(0, Math.floor((x / width) * nPieces)));
  return say('strip-piece', { piece, copies: frame.pieces.copies[piece] ?? 0, peers: present });
}
