// The strip of pieces: how many copies of each there are, which an observer sees and no peer knows. The content that was brought is not
// counted, so that the strip shows what the others can give each other.

import { html, type TemplateResult } from 'lit';
import type { Frame } from '../../gen/frame.ts';
import type { Panel } from '../../panels/context.ts';
import { nameOf } from '../../people.ts';
import { fitCanvas } from '../../render/canvas.ts';
import { cellsOf } from '../../render/grid.ts';
import { thePicture } from '../../render/picture.ts';
import type { Theme } from '../../render/theme.ts';
import { say } from '../../say.ts';
import { rowOf } from '../../scene/peers.ts';
import { copiesOf, isNowhere, othersOf, rarityOf } from '../../scene/rarity.ts';
import { countsOf, drawKnown } from './known.ts';

/** Up to so many pieces each has its part of the picture below it, and the rarest stand first. */
const PARTS_MAX = 24;

/** What the pointer is over; one strip is pointed at at a time. */
let tip = '';

export function strip(panel: Panel): TemplateResult {
  const { session, store, redraw } = panel;
  const { frame } = session;
  const move = (event: PointerEvent) => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const x = event.clientX - canvas.getBoundingClientRect().left;
    tip = session.frame ? pieceAt(session.frame, x, canvas.clientWidth) : '';
    redraw();
  };
  const choose = (event: MouseEvent) => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const x = event.clientX - canvas.getBoundingClientRect().left;
    if (!session.frame) return;
    store.treePiece.value = numberAt(session.frame, x, canvas.clientWidth);
    store.view.value = 'tree';
  };
  const leave = () => {
    tip = '';
    redraw();
  };
  const parts = (frame?.swarm.nPieces ?? 0) <= PARTS_MAX;
  return html`
    <div class="strip ${parts ? 'parts' : ''}">
      <p>${tip || (frame ? words(panel, frame) : '')}</p>
      <canvas aria-hidden="true" @click=${choose} @pointermove=${move} @pointerleave=${leave}></canvas>
    </div>
  `;
}

/** What the strip shows. */
function words(panel: Panel, frame: Frame): string {
  const { door, selected } = panel.store;
  if (countsOf(panel)) return say('near-strip', { name: nameOf(selected.value ?? 0) });
  return caption(frame, frame.swarm.nPieces <= PARTS_MAX, door.value === 'story');
}

/** The pieces in the strip's order: the rarest first where each has its part of the picture, else as they are numbered. */
function orderOf(frame: Frame): number[] {
  const pieces = Array.from({ length: frame.swarm.nPieces }, (_, piece) => piece);
  if (pieces.length > PARTS_MAX) return pieces;
  return pieces.sort((a, b) => copiesOf(frame, a) - copiesOf(frame, b) || a - b);
}

export function drawStrip(root: ParentNode, panel: Panel, theme: Theme): void {
  const { session, store } = panel;
  const canvas = root.querySelector<HTMLCanvasElement>('.strip canvas');
  const { frame } = session;
  if (!canvas || !frame) return;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const context = fitCanvas(canvas, width, height);
  if (!context) return;
  context.clearRect(0, 0, width, height);
  if (frame.swarm.nPieces === 0 || frame.swarm.present === 0) return;
  const selected = store.selected.value;
  const counts = countsOf(panel);
  const owner = selected === null ? -1 : rowOf(frame.owners.id, selected);
  if (counts) drawKnown(context, frame, theme, selected ?? 0, counts, { width, height });
  else if (frame.swarm.nPieces <= PARTS_MAX) drawParts(context, frame, theme, owner, { width, height });
  else drawColumns(context, frame, theme, owner, { width, height });
}

interface Size {
  width: number;
  height: number;
}

const has = (frame: Frame, owner: number, piece: number): boolean =>
  (((frame.have.bits[owner * frame.swarm.haveWords + (piece >>> 5)] ?? 0) >>> (piece & 31)) & 1) === 1;

/** A pile of bars above each part of the picture: a bar is a copy. */
function drawParts(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  owner: number,
  { width, height }: Size,
): void {
  const { nPieces } = frame.swarm;
  const others = othersOf(frame);
  const cells = cellsOf(nPieces);
  const { image } = thePicture();
  const step = width / nPieces;
  const wide = step - Math.min(8, 0.2 * step);
  const part = Math.min(wide / 1.2, height * 0.42);
  const pile = height - part - 6;
  const bar = Math.min(8, pile / Math.max(1, others));
  orderOf(frame).forEach((piece, place) => {
    const x = place * step + (step - wide) / 2;
    const copies = copiesOf(frame, piece);
    const rarity = rarityOf(copies, others);
    for (let copy = 0; copy < others; copy += 1) {
      context.fillStyle = copy < copies ? theme.rarity[rarity] : theme.cell;
      context.fillRect(x, pile - (copy + 1) * bar, wide, Math.max(1, bar - (bar > 3 ? 1.5 : 0)));
    }
    const cell = cells[piece];
    if (!cell) return;
    const from = [
      cell.x * image.width,
      cell.y * image.height,
      cell.w * image.width,
      cell.h * image.height,
    ] as const;
    context.globalAlpha = owner >= 0 && !has(frame, owner, piece) ? 0.35 : 1;
    context.drawImage(image, ...from, x + 1, pile + 4, wide - 2, part);
    context.globalAlpha = 1;
    context.strokeStyle = theme.rarity[rarity];
    context.lineWidth = rarity === 0 ? 2.5 : 1;
    context.strokeRect(x + 0.5, pile + 3.5, wide - 1, part + 1);
    if (isNowhere(frame, piece)) cross(context, theme, x, pile + 4, wide, part);
  });
}

/** Each piece a column as high as the part of the others that have it; many share a column, which is then as rare as its rarest. */
function drawColumns(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  owner: number,
  { width, height }: Size,
): void {
  const { nPieces } = frame.swarm;
  const others = Math.max(1, othersOf(frame));
  const columns = Math.min(nPieces, Math.floor(width / 2));
  const step = width / columns;
  const gap = step > 5 ? 1 : 0;
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * nPieces) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * nPieces) / columns));
    let [copies, rarest, owned, gone] = [0, Number.POSITIVE_INFINITY, owner >= 0, false];
    for (let piece = from; piece < to; piece += 1) {
      const of = copiesOf(frame, piece);
      copies += of / (to - from);
      rarest = Math.min(rarest, of);
      gone ||= isNowhere(frame, piece);
      owned &&= has(frame, owner, piece);
    }
    const x = column * step;
    const color = theme.rarity[rarityOf(rarest, others)];
    context.fillStyle = color;
    context.globalAlpha = 0.55;
    context.fillRect(x, height - 2, step - gap, 2);
    const tall = Math.max(copies > 0 ? 3 : 0, ((height - 1) * copies) / others);
    context.globalAlpha = owner >= 0 && !owned ? 0.35 : 1;
    context.fillRect(x, height - tall, step - gap, tall);
    context.globalAlpha = 1;
    if (gone) cross(context, theme, x, 0, step - gap, height);
  }
}

function cross(
  context: CanvasRenderingContext2D,
  theme: Theme,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  context.strokeStyle = theme.bad;
  context.lineWidth = 2;
  context.strokeRect(x + 1, y + 1, Math.max(1, w - 2), h - 2);
  context.beginPath();
  context.moveTo(x, y + h);
  context.lineTo(x + w, y);
  context.stroke();
}

/** The strip in a short line. */
function caption(frame: Frame, parts: boolean, inStory: boolean): string {
  const state = stateOf(frame, inStory ? 'yes' : 'no');
  return parts && frame.swarm.present > 0 ? `${say('strip-read')} ${state}` : state;
}

function stateOf(frame: Frame, story: 'yes' | 'no'): string {
  const { nPieces: n, present } = frame.swarm;
  if (present === 0) return say('strip-pieces', { n });
  const nowhere = frame.pieces.copies.reduce((sum, copies) => sum + (copies === 0 ? 1 : 0), 0);
  if (nowhere > 0) return say('strip-nowhere', { n, nowhere });
  let [copies, only] = [Number.POSITIVE_INFINITY, 0];
  for (let piece = 0; piece < n; piece += 1) {
    const of = copiesOf(frame, piece);
    copies = Math.min(copies, of);
    if (of === 0) only += 1;
  }
  if (only === 0) return say('strip-rarest', { n, copies, story });
  return say('strip-only', { n, only, share: only === n ? 'all' : only === 1 ? 'one' : 'some', story });
}

/** The piece under the pointer. */
function numberAt(frame: Frame, x: number, width: number): number {
  const { nPieces } = frame.swarm;
  const place = Math.min(nPieces - 1, Math.max(0, Math.floor((x / width) * nPieces)));
  return orderOf(frame)[place] ?? 0;
}

/** What is under the pointer. */
export function pieceAt(frame: Frame, x: number, width: number): string {
  const piece = numberAt(frame, x, width);
  return say('strip-piece', { piece, copies: copiesOf(frame, piece), peers: othersOf(frame) });
}
