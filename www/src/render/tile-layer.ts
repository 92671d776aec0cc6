// The tiles' picture on a canvas of its own, under everything else.
//
// Owns that canvas and when its picture is begun anew: another size, other colours. Must never know what a tile looks like.

import { ROLE } from '../gen/codes.ts';
import type { Role } from '../gen/types.ts';
import type { Tiles } from '../scene/scene.ts';
import type { Theme } from './theme.ts';
import { makeSheet, type Rgb, type TileColours, TilePicture } from './tiles.ts';

/** Of peers that step back behind the selected one and its neighbours. */
const BACK_ALPHA = 0.3;

export class TileLayer {
  private canvas: HTMLCanvasElement | null = null;
  private picture: TilePicture | null = null;
  private image: ImageData | null = null;
  private theme: Theme | null = null;
  private side = 0;

  /** Draws all tiles on the stage's canvas. */
  draw(stage: CanvasRenderingContext2D, tiles: Tiles, theme: Theme): void {
    const { width, height } = stage.canvas;
    const ratio = stage.getTransform().a;
    const side = Math.max(2, Math.round(tiles.size * ratio));
    if (
      this.theme !== theme ||
      this.side !== side ||
      this.image?.width !== width ||
      this.image.height !== height
    )
      this.begin(width, height, ratio, side, theme);
    const { picture, image, canvas } = this;
    const own = canvas?.getContext('2d');
    if (!picture || !image || !canvas || !own) return;
    if (picture.paint(tiles) > 0) own.putImageData(image, 0, 0);
    stage.save();
    stage.setTransform(1, 0, 0, 1, 0, 0);
    stage.globalAlpha = tiles.near ? BACK_ALPHA : 1;
    stage.drawImage(canvas, 0, 0);
    stage.restore();
  }

  /** The neighbours of the selected peer again, in front of its links. */
  drawNear(stage: CanvasRenderingContext2D, { near, seating }: Tiles): void {
    const { canvas, picture, side } = this;
    if (!near || !canvas || !picture) return;
    stage.save();
    stage.setTransform(1, 0, 0, 1, 0, 0);
    for (const row of near) {
      const [x, y] = [picture.left(seating.xs[row] ?? 0), picture.left(seating.ys[row] ?? 0)];
      stage.drawImage(canvas, x, y, side, side, x, y, side, side);
    }
    stage.restore();
  }

  private begin(width: number, height: number, ratio: number, side: number, theme: Theme): void {
    this.canvas ??= document.createElement('canvas');
    Object.assign(this.canvas, { width, height });
    this.picture = new TilePicture(width, height, ratio, makeSheet(side, coloursOf(theme)));
    this.image = new ImageData(new Uint8ClampedArray(this.picture.pixels.buffer), width, height);
    this.theme = theme;
    this.side = side;
  }
}

/** A host may have written a colour in any way that CSS has: the browser says what it is. */
function coloursOf(theme: Theme): TileColours {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 1, height: 1 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const read = (colour: string): Rgb => {
    if (!context) return [128, 128, 128];
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  };
  const roles = Object.fromEntries(ROLE.map((role) => [role, read(theme.role[role])])) as Record<Role, Rgb>;
  return { ...roles, nothing: read(theme.muted), reached: read(theme.ink) };
}
