// The strip of pieces: how many copies of each there are.
//
// Owns the drawing of the strip and its caption. What it shows is what an observer sees and no peer knows.

import { describeRarest } from '../describe.ts';
import { plural } from '../format.ts';
import type { Frame } from '../gen/frame.ts';
import { RAMP_STEPS, type Theme } from '../render/theme.ts';

/** Draws the strip: each piece a column in its colour, as high as the part of the peers that have it; many share a column. */
export function drawPieces(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  size: { width: number; height: number },
  selected: number | null,
): void {
  const { width, height } = size;
  const { nPieces, present, haveWords } = frame.swarm;
  context.clearRect(0, 0, width, height);
  if (nPieces === 0 || present === 0) return;
  const columns = Math.min(nPieces, Math.floor(width / 2));
  const step = width / columns;
  const gap = step > 5 ? 1 : 0;
  const row = selected === null ? -1 : frame.peers.id.indexOf(selected);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * nPieces) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * nPieces) / columns));
    let copies = 0;
    let owned = row >= 0;
    for (let piece = from; piece < to; piece += 1) {
      copies += (frame.pieces.copies[piece] ?? 0) / (to - from);
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
  }
}

/** The strip in words. */
export function piecesCaption(frame: Frame): string {
  const { nPieces, present, rarestCopies } = frame.swarm;
  return present === 0
    ? plural(nPieces, 'piece')
    : `${plural(nPieces, 'piece')}. ${describeRarest(rarestCopies)}`;
}

/** What is under the pointer. */
export function pieceAt(frame: Frame, x: number, width: number): string {
  const { nPieces, present } = frame.swarm;
  const piece = Math.min(nPieces - 1, Math.max(0, Math.floor((x / width) * nPieces)));
  return `Piece ${piece + 1} of ${nPieces}: ${plural(frame.pieces.copies[piece] ?? 0, 'copy', 'copies')} among ${plural(present, 'peer')}`;
}
