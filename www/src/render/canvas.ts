// The swarm on a canvas.
//
// Owns the drawing of a display list: order of layers, strokes and fills, the device's pixel ratio. Must never know a frame
// or the simulation. Layers: tiles, links, pulses, dots, peers, selection, tracker: what passes a peer on its way passes behind
// it, but for tiles.

import type { Role } from '../gen/types.ts';
import { say } from '../say.ts';
import type { DotShape, LinkShape, PeerShape, PulseShape, Scene } from '../scene/scene.ts';
import { RAMP_STEPS, type Theme } from './theme.ts';
import type { TileLayer } from './tile-layer.ts';

const TURN = 2 * Math.PI;
const TOP = -Math.PI / 2;
/** Strengths of a ring's segment. */
const LEVELS = 4;
/** More dots than this are squares: each round one costs as much as four of them. */
const DOTS_ROUND_MAX = 1200;

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
): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.lineCap = 'butt';
  // Among tiles blocks pass in front: behind ten thousand nobody would see one.
  if (scene.tiles) layer.draw(context, scene.tiles, theme);
  drawLinks(context, scene, theme);
  if (scene.tiles) layer.drawNear(context, scene.tiles);
  for (const pulse of scene.pulses) drawPulse(context, pulse, theme);
  drawDots(context, scene.dots, scene.dotRadius, theme);
  if (scene.detail === 'arcs') drawArcs(context, scene.peers, theme);
  else drawPeers(context, scene.peers, theme);
  for (const peer of scene.peers) if (peer.selected) drawSelection(context, peer, theme);
  drawTracker(context, scene.tracker, theme);
  context.globalAlpha = 1;
}

/** Links alike in look are one path: strokes are the dear part. */
function drawLinks(context: CanvasRenderingContext2D, { links, plain }: Scene, theme: Theme): void {
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

function hexagon(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
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
function body(context: CanvasRenderingContext2D, role: Role, x: number, y: number, r: number): void {
  if (role === 'seeder') hexagon(context, x, y, r);
  else if (role === 'free_rider') diamond(context, x, y, r * 1.12);
  else if (role === 'polluter') triangle(context, x, y, r * 1.15);
  else {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, TURN);
  }
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

/** All segments of one step of the ramp are one path. */
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
  for (let step = 0; step < RAMP_STEPS; step += 1) {
    const from = Math.ceil((step * segments) / RAMP_STEPS);
    const to = Math.ceil(((step + 1) * segments) / RAMP_STEPS);
    if (from === to) continue;
    context.strokeStyle = theme.ramp[step] ?? theme.ink;
    context.lineWidth = first.r * 0.24;
    // A segment of many pieces is as strong as its part that is there.
    for (let level = 1; level <= LEVELS; level += 1) {
      context.beginPath();
      for (const peer of ringed) {
        for (let i = from; i < to; i += 1) {
          if (Math.ceil(((peer.ring[i] ?? 0) * LEVELS) / 255) !== level) continue;
          const start = TOP + i * turn + gap;
          const radius = peer.r * 0.88;
          context.moveTo(peer.x + radius * Math.cos(start), peer.y + radius * Math.sin(start));
          context.arc(peer.x, peer.y, radius, start, start + turn - 2 * gap);
        }
      }
      context.globalAlpha = level / LEVELS;
      context.stroke();
    }
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

function drawDots(context: CanvasRenderingContext2D, dots: DotShape[], radius: number, theme: Theme): void {
  const batches = new Map<number, DotShape[]>();
  for (const dot of dots) {
    const key =
      Math.min(RAMP_STEPS - 1, Math.floor(dot.tint * RAMP_STEPS)) + (dot.alpha < 1 ? RAMP_STEPS : 0);
    const batch = batches.get(key);
    if (batch) batch.push(dot);
    else batches.set(key, [dot]);
  }
  const many = dots.length > DOTS_ROUND_MAX;
  context.strokeStyle = theme.paper;
  context.lineWidth = 1;
  for (const [key, batch] of batches) {
    context.fillStyle = theme.ramp[key % RAMP_STEPS] ?? theme.ink;
    context.globalAlpha = batch[0]?.alpha ?? 1;
    if (many) {
      for (const dot of batch) context.fillRect(dot.x - 1, dot.y - 1, 2, 2);
      continue;
    }
    context.beginPath();
    for (const dot of batch) {
      context.moveTo(dot.x + radius, dot.y);
      context.arc(dot.x, dot.y, radius, 0, TURN);
    }
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
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
  context.fillText(say(up ? 'stage-tracker' : 'stage-tracker_down'), x + 18, y + 4);
  context.lineCap = 'butt';
}
