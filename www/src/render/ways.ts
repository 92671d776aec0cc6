// The ways between peers: who serves whom, how fast, and in which direction.

import type { LinkShape } from '../scene/links.ts';
import type { Scene } from '../scene/scene.ts';
import { along } from '../scene/ways.ts';
import type { Theme } from './theme.ts';

/** More open ways than this are lines without a head: among so many none is followed. */
const HEADS_MAX = 140;
/** Pixels of the widest way. */
const WIDEST = 9;

export function drawWays(context: CanvasRenderingContext2D, scene: Scene, theme: Theme): void {
  if (scene.detail === 'pictures') drawPipes(context, scene.links, theme);
  else drawLines(context, scene, theme);
}

/** Between pictures a way is as wide as it is fast, with an edge, a filling and a head. */
function drawPipes(context: CanvasRenderingContext2D, links: LinkShape[], theme: Theme): void {
  const few = links.length <= 40;
  const order = { none: 0, given: 1, got: 2 };
  for (const link of [...links].sort((a, b) => order[a.side] - order[b.side])) {
    const width = link.choked ? 0.75 : (few ? 2.2 : 1.2) + link.strength * (few ? WIDEST - 2.2 : 3);
    const edge = link.optimistic
      ? theme.optimistic
      : link.side === 'got'
        ? theme.get
        : link.side === 'given'
          ? theme.give
          : theme.edge;
    context.globalAlpha = link.choked
      ? 0.4
      : link.side !== 'none'
        ? 1
        : link.alpha * (few ? 0.9 : Math.min(0.8, 0.12 + 0.6 * link.strength));
    context.lineCap = 'butt';
    const stroke = (color: string, wide: number, dash: number[]) => {
      context.strokeStyle = color;
      context.lineWidth = wide;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(link.x1, link.y1);
      context.quadraticCurveTo(link.cx, link.cy, link.x2, link.y2);
      context.stroke();
    };
    const dash = link.choked ? [1, 4] : link.optimistic ? [7, 4] : [];
    stroke(edge, width, dash);
    if (width > 3.4) stroke(theme.fill, width - 2, dash);
    context.setLineDash([]);
    if (!link.choked && links.length <= HEADS_MAX) head(context, link, edge, Math.max(5, width * 0.9 + 3));
  }
  context.globalAlpha = 1;
}

/** The arrow head at a way's end. */
function head(context: CanvasRenderingContext2D, link: LinkShape, color: string, size: number): void {
  const before = along(link, 0.9);
  const angle = Math.atan2(link.y2 - before.y, link.x2 - before.x);
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(link.x2, link.y2);
  for (const turn of [2.7, -2.7])
    context.lineTo(link.x2 + size * Math.cos(angle + turn), link.y2 + size * Math.sin(angle + turn));
  context.closePath();
  context.fill();
}

/** Links alike in look are one path: strokes are the dear part. */
function drawLines(context: CanvasRenderingContext2D, { links, plain }: Scene, theme: Theme): void {
  const batches = new Map<string, LinkShape[]>();
  for (const link of links) {
    const step = Math.ceil(link.strength * 4);
    const key = `${link.role} ${step} ${link.optimistic} ${link.choked} ${link.alpha}`;
    const batch = batches.get(key);
    if (batch) batch.push(link);
    else batches.set(key, [link]);
  }
  // The more there are, the fainter each: the picture keeps its calm. Those that stand back do not count.
  const front = links.reduce((sum, { alpha }) => sum + (alpha === 1 ? 1 : 0), 0);
  const crowd = Math.max(0.35, Math.min(1, 60 / Math.max(1, front)) ** 0.5);
  // Thin light on dark looks fainter than thin dark on light.
  const light = theme.dark ? 1.5 : 1;
  for (const batch of batches.values()) {
    const [first] = batch;
    if (!first) continue;
    const step = Math.ceil(first.strength * 4);
    context.beginPath();
    for (const link of batch) {
      context.moveTo(link.x1, link.y1);
      if (plain) context.lineTo(link.x2, link.y2);
      else context.quadraticCurveTo(link.cx, link.cy, link.x2, link.y2);
    }
    context.strokeStyle = first.choked ? theme.muted : theme.role[first.role];
    context.lineWidth = first.choked ? 0.75 : plain ? 1 : 1 + 0.35 * step;
    context.globalAlpha = first.choked
      ? 0.35
      : first.alpha * Math.min(1, light * crowd * (0.22 + 0.11 * step));
    context.setLineDash(plain ? [] : first.choked ? [1, 4] : first.optimistic ? [6, 5] : []);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}
