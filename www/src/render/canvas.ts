// The swarm on a canvas.
//
// Owns the drawing of a display list: order of layers, strokes and fills, the device's pixel ratio. Must never know a frame
// or the simulation. Layers: tiles, links, pulses, dots, peers, a critical path, selection, tracker: what passes a peer on its
// way passes behind it, but for tiles.

import { say } from '../say.ts';
import { LABEL } from '../scene/arrange.ts';
import type { PeerShape, PulseShape, Scene } from '../scene/scene.ts';
import type { ThreadShape } from '../scene/thread.ts';
import type { Portraits } from './portraits.ts';
import { body, hexagon, TOP, TURN } from './shapes.ts';
import type { Theme } from './theme.ts';
import { drawThread, drawThreadWords, drawVeil } from './thread.ts';
import type { TileLayer } from './tile-layer.ts';
import { drawActs, drawBlocks } from './travel.ts';
import { drawWays } from './ways.ts';

/** Strengths of a ring's segment. */
const LEVELS = 4;

/** Fits the canvas to its box, in device pixels; the one place that knows the ratio. */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (w === 0 || h === 0) return null;
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

export function drawScene(
  context: CanvasRenderingContext2D,
  scene: Scene,
  theme: Theme,
  layer: TileLayer,
  portraits: Portraits,
): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.lineCap = 'butt';
  // Among tiles blocks pass in front: behind ten thousand nobody would see one.
  if (scene.tiles) layer.draw(context, scene.tiles, theme);
  drawWays(context, scene, theme);
  if (scene.tiles) layer.drawNear(context, scene.tiles);
  for (const pulse of scene.pulses) drawPulse(context, pulse, theme);
  if (scene.detail === 'pictures') drawPeople(context, scene, theme, portraits);
  drawBlocks(context, scene, theme);
  drawActs(context, scene.acts, theme);
  if (scene.detail !== 'pictures') drawBodies(context, scene, theme);
  if (scene.thread) drawAlong(context, scene, scene.thread, theme, portraits);
  for (const peer of scene.peers) if (peer.selected && !peer.portrait) drawSelection(context, peer, theme);
  drawTracker(context, scene.tracker, theme);
  context.globalAlpha = 1;
}

function drawBodies(context: CanvasRenderingContext2D, { detail, peers }: Scene, theme: Theme): void {
  if (detail === 'arcs') drawArcs(context, peers, theme);
  else drawPeers(context, peers, theme);
}

/** The thread of a critical path, and its people again in front of the veil. */
function drawAlong(
  context: CanvasRenderingContext2D,
  scene: Scene,
  thread: ThreadShape,
  theme: Theme,
  portraits: Portraits,
): void {
  const on = new Set(thread.stops.map(({ id }) => id));
  const front = { ...scene, peers: scene.peers.filter(({ id }) => on.has(id)) };
  drawVeil(context, scene, theme);
  drawThread(context, thread, theme);
  if (scene.detail === 'pictures') drawPeople(context, front, theme, portraits);
  else drawBodies(context, front, theme);
  drawThreadWords(context, thread, scene, theme);
}

/** Pictures, and below each its role, its name and how much it has. */
function drawPeople(
  context: CanvasRenderingContext2D,
  scene: Scene,
  theme: Theme,
  portraits: Portraits,
): void {
  for (const peer of scene.peers) {
    if (!peer.portrait) continue;
    portraits.draw(context, peer, scene, theme);
    const { w, h, count } = peer.portrait;
    const size = w >= 80 ? 14 : w >= 44 ? 12 : 10;
    const y = peer.y + h / 2 + LABEL / 2 + 2;
    const share = Math.floor((100 * count) / Math.max(1, scene.pieces));
    const amount = peer.origin ? '' : scene.pieces <= 20 ? `${count}/${scene.pieces}` : `${share} %`;
    context.font = `600 ${size}px ${theme.font}`;
    const name = context.measureText(peer.label).width;
    context.font = `400 ${size}px ${theme.font}`;
    const wide = w >= 44 || peer.label.length <= 3 ? context.measureText(amount).width : 0;
    const glyph = size * 0.46;
    const left = peer.x - (2 * glyph + 4 + name + (wide > 0 ? 4 + wide : 0)) / 2;
    context.globalAlpha = peer.alpha;
    context.fillStyle = theme.paper;
    context.fillRect(left - 2, y - size * 0.6, 2 * glyph + 8 + name + wide + 4, size * 1.2);
    context.fillStyle = theme.role[peer.role];
    context.beginPath();
    body(context, peer.role, left + glyph, y, glyph);
    context.fill();
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = theme.ink;
    context.font = `600 ${size}px ${theme.font}`;
    context.fillText(peer.label, left + 2 * glyph + 4, y + 0.5);
    if (wide === 0) continue;
    context.fillStyle = theme.muted;
    context.font = `400 ${size}px ${theme.font}`;
    context.fillText(amount, left + 2 * glyph + 8 + name, y + 0.5);
  }
  context.globalAlpha = 1;
}

function drawPeers(context: CanvasRenderingContext2D, peers: PeerShape[], theme: Theme): void {
  for (const peer of peers) {
    context.globalAlpha = peer.alpha;
    // A plate of paper keeps links out of the peer.
    context.fillStyle = theme.paper;
    context.beginPath();
    const plate = peer.r + Math.min(4, peer.r * 0.2);
    if (peer.role === 'seeder') hexagon(context, peer.x, peer.y, plate);
    else context.arc(peer.x, peer.y, plate, 0, TURN);
    context.fill();
    drawBody(context, peer, theme);
  }
  drawRings(context, peers, theme);
}

function drawBody(context: CanvasRenderingContext2D, peer: PeerShape, theme: Theme): void {
  const { x, y, r, role } = peer;
  const whole = role === 'seeder';
  context.fillStyle = theme.role[role];
  context.strokeStyle = theme.role[role];
  context.beginPath();
  body(context, role, x, y, whole ? r * 0.98 : r * 0.6);
  if (role === 'crashed') {
    context.lineWidth = 1.5;
    context.stroke();
    context.beginPath();
    context.moveTo(x - r * 0.3, y - r * 0.3);
    context.lineTo(x + r * 0.3, y + r * 0.3);
    context.moveTo(x + r * 0.3, y - r * 0.3);
    context.lineTo(x - r * 0.3, y + r * 0.3);
    context.stroke();
    return;
  }
  context.fill();
  if (peer.origin && whole && r > 6) {
    // Those who brought the content wear a second rim.
    context.beginPath();
    hexagon(context, x, y, r * 0.78);
    context.strokeStyle = theme.paper;
    context.lineWidth = Math.max(1, r * 0.07);
    context.stroke();
  }
  if (peer.label) {
    context.fillStyle = theme.paper;
    context.font = `600 ${Math.round(Math.max(9, Math.min(13, r * 0.5)))}px ${theme.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(peer.label, x, y + 0.5);
  }
}

/** Segments alike in strength are one path. */
function drawRings(context: CanvasRenderingContext2D, peers: PeerShape[], theme: Theme): void {
  const ringed = peers.filter((peer) => peer.ring.length > 0);
  const [first] = ringed;
  if (!first) return;
  context.globalAlpha = 1;
  context.strokeStyle = theme.line;
  for (const peer of ringed) {
    context.lineWidth = peer.r * 0.24;
    context.beginPath();
    context.arc(peer.x, peer.y, peer.r * 0.88, 0, TURN);
    context.stroke();
  }
  const segments = first.ring.length;
  const turn = TURN / segments;
  const gap = Math.min(0.12 * turn, 0.6 / Math.max(1, first.r));
  context.strokeStyle = theme.role.leecher;
  context.lineWidth = first.r * 0.24;
  // A segment of many pieces is as strong as its part that is there.
  for (let level = 1; level <= LEVELS; level += 1) {
    context.beginPath();
    for (const peer of ringed) {
      peer.ring.forEach((part, i) => {
        if (Math.ceil((part * LEVELS) / 255) !== level) return;
        const start = TOP + i * turn + gap;
        const radius = peer.r * 0.88;
        context.moveTo(peer.x + radius * Math.cos(start), peer.y + radius * Math.sin(start));
        context.arc(peer.x, peer.y, radius, start, start + turn - 2 * gap);
      });
    }
    context.globalAlpha = level / LEVELS;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Some hundreds: a disc and one arc for its share. */
function drawArcs(context: CanvasRenderingContext2D, peers: PeerShape[], theme: Theme): void {
  for (const role of ['leecher', 'free_rider', 'polluter', 'seeder', 'crashed'] as const) {
    const alike = peers.filter((peer) => peer.role === role);
    context.fillStyle = theme.role[role];
    context.beginPath();
    for (const peer of alike)
      body(
        context,
        role,
        peer.x,
        peer.y,
        role === 'seeder' ? Math.max(2, peer.r) : Math.max(1.2, peer.r * 0.6),
      );
    context.globalAlpha = role === 'crashed' ? 0.5 : 1;
    context.fill();
    if (role === 'seeder' || role === 'crashed') continue;
    context.strokeStyle = theme.role[role];
    context.lineWidth = Math.max(1, (alike[0]?.r ?? 4) * 0.22);
    context.beginPath();
    for (const peer of alike) {
      context.moveTo(peer.x, peer.y - peer.r);
      if (peer.share > 0) context.arc(peer.x, peer.y, peer.r, TOP, TOP + TURN * peer.share);
    }
    context.globalAlpha = 0.8;
    context.stroke();
  }
}

function drawPulse(context: CanvasRenderingContext2D, pulse: PulseShape, theme: Theme): void {
  const fade = 1 - pulse.age;
  context.globalAlpha = 0.7 * fade;
  context.lineWidth = 2;
  context.beginPath();
  if (pulse.kind === 'completed') {
    context.strokeStyle = theme.role.seeder;
    hexagon(context, pulse.x, pulse.y, pulse.r * (1.1 + 0.8 * pulse.age));
  } else {
    context.strokeStyle = pulse.kind === 'crashed' ? theme.role.free_rider : theme.muted;
    context.arc(pulse.x, pulse.y, pulse.r * (1 - 0.5 * pulse.age), 0, TURN);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawSelection(context: CanvasRenderingContext2D, peer: PeerShape, theme: Theme): void {
  context.globalAlpha = 1;
  context.strokeStyle = theme.focus;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(peer.x, peer.y, Math.max(6, peer.r + 5), 0, TURN);
  context.stroke();
}

/** A mast with two waves; crossed out when it does not answer. */
function drawTracker(context: CanvasRenderingContext2D, tracker: Scene['tracker'], theme: Theme): void {
  const { x, y, up } = tracker;
  context.globalAlpha = up ? 1 : 0.6;
  context.strokeStyle = up ? theme.tracker : theme.muted;
  context.fillStyle = context.strokeStyle;
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 5, y + 13);
  context.moveTo(x, y);
  context.lineTo(x + 5, y + 13);
  for (const side of up ? [0, Math.PI] : []) {
    for (const radius of [6.5, 11]) {
      context.moveTo(x + radius * Math.cos(side - 0.75), y + radius * Math.sin(side - 0.75));
      context.arc(x, y, radius, side - 0.75, side + 0.75);
    }
  }
  if (!up) {
    context.moveTo(x - 9, y - 9);
    context.lineTo(x + 9, y + 9);
  }
  context.stroke();
  context.beginPath();
  context.arc(x, y, 2.6, 0, TURN);
  context.fill();
  context.font = `12px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.muted;
  context.globalAlpha = 1;
  const word =
    up && tracker.told === 'full'
      ? say('stage-tracker.meaning')
      : say(up ? 'stage-tracker' : 'stage-tracker_down');
  if (tracker.told !== 'mark') context.fillText(word, x + 18, y + 4);
  context.lineCap = 'butt';
}
