// What is on its way: blocks as parts of the picture where there is room, else as dots; messages as small signs.

import { RARITIES } from '../scene/rarity.ts';
import type { Scene } from '../scene/scene.ts';
import type { ActShape, BlockShape } from '../scene/travel.ts';
import { blockCell, type Cell, cellsOf } from './grid.ts';
import { thePicture } from './picture.ts';
import { TURN } from './shapes.ts';
import type { Theme } from './theme.ts';

/** More blocks than this are squares: each round one costs as much as four of them. */
const ROUND_MAX = 1200;
/** More blocks than this are dots. */
const PARTS_MAX = 24;
/** Beside smaller pictures than this blocks are dots. */
const PARTS_BESIDE = 64;
/** Pixels of a part of the picture. */
const PART = 13;

let cells: Cell[] = [];

export function drawBlocks(context: CanvasRenderingContext2D, scene: Scene, theme: Theme): void {
  const { blocks, detail } = scene;
  const roomy = (scene.peers[0]?.portrait?.w ?? 0) >= PARTS_BESIDE;
  if (detail === 'pictures' && roomy && blocks.length <= PARTS_MAX) drawParts(context, scene, theme);
  else drawDots(context, scene, theme);
}

function drawParts(context: CanvasRenderingContext2D, { blocks, pieces }: Scene, theme: Theme): void {
  if (cells.length !== pieces) cells = cellsOf(pieces);
  const { image } = thePicture();
  for (const block of blocks) {
    const cell = cells[block.piece];
    if (!cell) continue;
    // The part that the block is, at least of so many blocks: one of a thousand would be of one colour.
    const { x, y, w, h } = blockCell(cell, block.block % 4, 4);
    context.globalAlpha = block.alpha;
    const [left, top] = [block.x - PART / 2, block.y - PART / 2];
    context.fillStyle = theme.paper;
    context.fillRect(left - 2, top - 2, PART + 4, PART + 4);
    context.drawImage(
      image,
      x * image.width,
      y * image.height,
      w * image.width,
      h * image.height,
      left,
      top,
      PART,
      PART,
    );
    context.strokeStyle = theme.rarity[block.rarity];
    context.lineWidth = 2;
    context.strokeRect(left - 1, top - 1, PART + 2, PART + 2);
  }
  context.globalAlpha = 1;
}

function drawDots(context: CanvasRenderingContext2D, scene: Scene, theme: Theme): void {
  const { blocks, blockRadius } = scene;
  const many = blocks.length > ROUND_MAX;
  context.strokeStyle = theme.paper;
  context.lineWidth = 1;
  for (const rarity of RARITIES)
    for (const pale of [true, false]) {
      const alike = blocks.filter((block) => block.rarity === rarity && block.alpha < 1 === pale);
      const [first] = alike;
      if (!first) continue;
      context.fillStyle = theme.rarity[rarity];
      context.globalAlpha = first.alpha;
      if (many) for (const { x, y } of alike) context.fillRect(x - 1, y - 1, 2, 2);
      else drawRound(context, alike, blockRadius);
    }
  context.globalAlpha = 1;
}

function drawRound(context: CanvasRenderingContext2D, blocks: BlockShape[], radius: number): void {
  context.beginPath();
  for (const { x, y } of blocks) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, TURN);
  }
  context.fill();
  context.stroke();
}

/** A request is a hollow dot, a cancel or a choke is crossed out, an unchoke is a filled dot, an announcement opens around its sender. */
export function drawActs(context: CanvasRenderingContext2D, acts: readonly ActShape[], theme: Theme): void {
  for (const act of acts) {
    context.globalAlpha = 1 - act.age;
    context.lineWidth = 1.75;
    context.strokeStyle = act.kind === 'have' ? theme.have : theme.ink;
    if (act.kind === 'have') {
      const [w, h] = [act.size.w + 6 + 14 * act.age, act.size.h + 6 + 14 * act.age];
      context.beginPath();
      context.roundRect(act.x - w / 2, act.y - h / 2, w, h, 6);
      context.stroke();
      continue;
    }
    const [ends, opens] = [act.kind === 'cancel' || act.kind === 'choke', act.kind.includes('unchoke')];
    context.fillStyle = opens ? (act.kind === 'unchoke' ? theme.give : theme.optimistic) : theme.paper;
    context.beginPath();
    if (act.kind === 'reject') context.rect(act.x - 3.5, act.y - 3.5, 7, 7);
    else context.arc(act.x, act.y, 4, 0, TURN);
    context.fill();
    context.stroke();
    if (!ends) continue;
    context.beginPath();
    context.moveTo(act.x - 6, act.y + 6);
    context.lineTo(act.x + 6, act.y - 6);
    context.stroke();
  }
  context.globalAlpha = 1;
}
