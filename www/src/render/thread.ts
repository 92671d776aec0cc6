// The red thread of a critical path: everything else fades behind a veil, and a line with arrow heads and numbers joins the people
// through whose hands the piece came.

import { fineClock } from '../format.ts';
import { say } from '../say.ts';
import type { Scene } from '../scene/scene.ts';
import { BADGE_R, type ThreadShape, type ThreadStop } from '../scene/thread.ts';
import { along } from '../scene/ways.ts';
import { TURN } from './shapes.ts';
import type { Theme } from './theme.ts';

/** How much of what does not lie on the thread is covered. */
const VEIL = 0.72;
const WIDTH = 3.5;
const HEAD = 13;

/** Paper over all that was drawn so far. */
export function drawVeil(context: CanvasRenderingContext2D, { width, height }: Scene, theme: Theme): void {
  context.globalAlpha = VEIL;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
}

/** The lines, below the people. */
export function drawThread(context: CanvasRenderingContext2D, { steps }: ThreadShape, theme: Theme): void {
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.lineCap = 'round';
  for (const [color, wide] of [
    [theme.paper, WIDTH + 4],
    [theme.thread, WIDTH],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = wide;
    context.beginPath();
    for (const { x1, y1, cx, cy, x2, y2 } of steps) {
      context.moveTo(x1, y1);
      context.quadraticCurveTo(cx, cy, x2, y2);
    }
    context.stroke();
  }
  context.lineCap = 'butt';
  context.fillStyle = theme.thread;
  for (const step of steps) {
    const before = along(step, 0.9);
    const angle = Math.atan2(step.y2 - before.y, step.x2 - before.x);
    context.beginPath();
    context.moveTo(step.x2 + 2 * Math.cos(angle), step.y2 + 2 * Math.sin(angle));
    for (const turn of [2.66, -2.66])
      context.lineTo(step.x2 + HEAD * Math.cos(angle + turn), step.y2 + HEAD * Math.sin(angle + turn));
    context.closePath();
    context.fill();
  }
}

/** Numbers and times, above the people. */
export function drawThreadWords(
  context: CanvasRenderingContext2D,
  { piece, steps, stops }: ThreadShape,
  { detail, width }: Scene,
  theme: Theme,
): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `700 12px ${theme.font}`;
  for (const { number, badge } of steps) {
    if (!badge) continue;
    context.fillStyle = theme.thread;
    context.beginPath();
    context.arc(badge.x, badge.y, BADGE_R, 0, TURN);
    context.fill();
    context.fillStyle = theme.paper;
    context.fillText(String(number), badge.x, badge.y + 0.5);
  }
  for (const stop of stops) {
    if (detail !== 'pictures' || !stop.here) drawStop(context, stop, theme);
    if (stop.timed) write(context, stop, piece, detail === 'pictures' && stop.here, width, theme);
  }
}

/** A ring around a stop that is no picture, dashed around the place of one that has left. */
function drawStop(context: CanvasRenderingContext2D, { x, y, halfW, here }: ThreadStop, theme: Theme): void {
  context.strokeStyle = theme.thread;
  context.lineWidth = 2;
  context.setLineDash(here ? [] : [3, 3]);
  context.beginPath();
  context.arc(x, y, halfW + 1, 0, TURN);
  context.stroke();
  context.setLineDash([]);
}

/** Who it is, where its picture does not say it, and when it had the piece. */
function write(
  context: CanvasRenderingContext2D,
  stop: ThreadStop,
  piece: number,
  named: boolean,
  width: number,
  theme: Theme,
): void {
  const had = stop.atS === null ? '' : say('late-had', { piece, at: fineClock(stop.atS) });
  const gone = stop.here ? '' : say('late-gone');
  const words = [named ? '' : stop.label, had || gone].filter((word) => word !== '').join(' · ');
  if (words === '') return;
  context.font = `600 11px ${theme.font}`;
  const wide = context.measureText(words).width;
  const x = Math.max(wide / 2 + 4, Math.min(width - wide / 2 - 4, stop.x));
  const y = stop.y + stop.halfH + (named ? 30 : 13);
  context.fillStyle = theme.paper;
  context.fillRect(x - wide / 2 - 3, y - 8, wide + 6, 16);
  context.fillStyle = theme.thread;
  context.fillText(words, x, y + 0.5);
}
