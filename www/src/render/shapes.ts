// The shapes that say a role: what brings or has everything is a hexagon, who downloads a disc, who gives nothing a diamond, who gives
// bad pieces a triangle.

import type { Role } from '../gen/types.ts';

export const TURN = 2 * Math.PI;
export const TOP = -Math.PI / 2;

export function hexagon(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  for (let i = 0; i < 6; i += 1) {
    const angle = TOP + (i * TURN) / 6;
    if (i === 0) context.moveTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
    else context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  context.moveTo(x, y - r);
  context.lineTo(x + r, y);
  context.lineTo(x, y + r);
  context.lineTo(x - r, y);
  context.closePath();
}

function triangle(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  context.moveTo(x, y - r);
  context.lineTo(x + r * 0.87, y + r * 0.5);
  context.lineTo(x - r * 0.87, y + r * 0.5);
  context.closePath();
}

/** The shape says what the colour says. */
export function body(context: CanvasRenderingContext2D, role: Role, x: number, y: number, r: number): void {
  if (role === 'seeder') hexagon(context, x, y, r);
  else if (role === 'free_rider') diamond(context, x, y, r * 1.12);
  else if (role === 'polluter') triangle(context, x, y, r * 1.15);
  else {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, TURN);
  }
}
