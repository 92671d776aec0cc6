// Everybody's copy of the picture: the pieces it has, those it has a part of, and the holes.
//
// A copy is drawn into a canvas of its own and kept until something in it changes: a picture of a moment then costs one image a peer.

import type { PeerShape, Portrait, Scene } from '../scene/scene.ts';
import { blockCell, type Cell, cellsOf } from './grid.ts';
import { thePicture } from './picture.ts';
import type { Theme } from './theme.ts';

/** Peers that went are forgotten once this many copies are kept. */
const KEPT_MAX = 200;
/** Cells narrower than this have no lines between them. */
const LINED_MIN = 7;

interface Kept {
  key: string;
  canvas: HTMLCanvasElement;
}

export class Portraits {
  private readonly kept = new Map<number, Kept>();
  private cells: Cell[] = [];

  /** Draws a peer's copy with its frame, which says its role by its colour as the glyph beside the name does by its shape. */
  draw(context: CanvasRenderingContext2D, peer: PeerShape, scene: Scene, theme: Theme): void {
    const { portrait } = peer;
    if (!portrait || portrait.w < 2) return;
    if (this.cells.length !== scene.pieces) this.cells = cellsOf(scene.pieces);
    const { w, h } = portrait;
    const [x, y] = [peer.x - w / 2, peer.y - h / 2];
    context.globalAlpha = peer.alpha;
    context.fillStyle = theme.paper;
    context.fillRect(x - 3, y - 3, w + 6, h + 6);
    context.drawImage(this.copy(peer.id, portrait, scene, theme), x, y, w, h);
    const whole = portrait.count === scene.pieces;
    context.strokeStyle = peer.selected ? theme.ink : whole ? theme.have : theme.role[peer.role];
    context.lineWidth = peer.selected ? 3.5 : whole ? 2 : 1.5;
    context.beginPath();
    context.roundRect(x - 1, y - 1, w + 2, h + 2, 4);
    context.stroke();
    context.globalAlpha = 1;
  }

  private copy(id: number, portrait: Portrait, scene: Scene, theme: Theme): HTMLCanvasElement {
    const { version } = thePicture();
    const begun = portrait.partials.map(({ piece, bits }) => `${piece}.${bits}`).join(' ');
    const [w, h] = [Math.ceil(portrait.w), Math.ceil(portrait.h)];
    const holes = [...scene.nowhere].join();
    const key = `${portrait.count} ${hash(portrait.have)} ${begun} ${w} ${scene.pieces} ${version} ${theme.paper} ${holes}`;
    const known = this.kept.get(id);
    if (known?.key === key) return known.canvas;
    if (this.kept.size > KEPT_MAX) this.kept.clear();
    const canvas = known?.canvas ?? document.createElement('canvas');
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
    canvas.width = w * ratio;
    canvas.height = h * ratio;
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(ratio, ratio);
      this.paint(context, portrait, scene, theme, w, h);
    }
    this.kept.set(id, { key, canvas });
    return canvas;
  }

  private paint(
    context: CanvasRenderingContext2D,
    portrait: Portrait,
    { nowhere }: Scene,
    theme: Theme,
    w: number,
    h: number,
  ): void {
    const { image } = thePicture();
    const part = (cell: Cell) => {
      const { width, height } = image;
      const from = [cell.x * width, cell.y * height, cell.w * width, cell.h * height] as const;
      context.drawImage(image, ...from, cell.x * w, cell.y * h, cell.w * w, cell.h * h);
    };
    context.fillStyle = theme.cell;
    context.fillRect(0, 0, w, h);
    this.cells.forEach((cell, piece) => {
      if ((((portrait.have[piece >>> 5] ?? 0) >>> (piece & 31)) & 1) === 1) part(cell);
    });
    this.lines(context, theme, w, h);
    for (const { piece, blocks, here, bits } of portrait.partials) {
      const cell = this.cells[piece];
      if (!cell) continue;
      // Not hashed yet: paler, in a frame. Of pieces of more blocks than a number has bits the part fills from the left.
      context.globalAlpha = 0.62;
      if (blocks <= 32) {
        for (let block = 0; block < blocks; block += 1)
          if (((bits >>> block) & 1) === 1) part(blockCell(cell, block, blocks));
      } else part({ ...cell, w: (cell.w * here) / blocks });
      context.globalAlpha = 1;
      context.strokeStyle = theme.get;
      context.lineWidth = 1.5;
      context.strokeRect(cell.x * w + 0.75, cell.y * h + 0.75, cell.w * w - 1.5, cell.h * h - 1.5);
    }
    for (const piece of nowhere) {
      const cell = this.cells[piece];
      if (cell) hole(context, theme, cell, w, h);
    }
  }

  private lines(context: CanvasRenderingContext2D, theme: Theme, w: number, h: number): void {
    if ((this.cells[0]?.w ?? 0) * w < LINED_MIN) return;
    context.strokeStyle = theme.paper;
    context.lineWidth = 1;
    context.globalAlpha = 0.7;
    context.beginPath();
    for (const cell of this.cells) context.rect(cell.x * w, cell.y * h, cell.w * w, cell.h * h);
    context.stroke();
    context.globalAlpha = 1;
  }
}

/** A piece that nobody has: the same hatching at the same place in everybody's copy. */
function hole(context: CanvasRenderingContext2D, theme: Theme, cell: Cell, w: number, h: number): void {
  const [x, y, cw, ch] = [cell.x * w, cell.y * h, cell.w * w, cell.h * h];
  const [color] = theme.rarity;
  context.save();
  context.beginPath();
  context.rect(x, y, cw, ch);
  context.clip();
  context.fillStyle = theme.paper;
  context.fillRect(x, y, cw, ch);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = -ch; at < cw; at += 5) {
    context.moveTo(x + at, y + ch);
    context.lineTo(x + at + ch, y);
  }
  context.stroke();
  context.restore();
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.strokeRect(x + 1, y + 1, cw - 2, ch - 2);
}

/** Tells apart sets of pieces of the same number. */
function hash(words: Uint32Array): number {
  let sum = 0;
  for (const word of words) sum = (Math.imul(sum, 31) + word) | 0;
  return sum;
}
