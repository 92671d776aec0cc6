// Pieces: a row a peer, a column a piece, so that it is seen which pieces spread and who lacks what.

import { html } from 'lit';
import { PEER_FLAGS } from '../../gen/codes.ts';
import type { Frame } from '../../gen/frame.ts';
import type { Panel } from '../../panels/context.ts';
import { nameOf } from '../../people.ts';
import { fitCanvas } from '../../render/canvas.ts';
import type { Theme } from '../../render/theme.ts';
import { say } from '../../say.ts';
import { rowOf } from '../../scene/peers.ts';
import { copiesOf, othersOf, type Rarity, rarityOf } from '../../scene/rarity.ts';
import type { View } from '../view.ts';

/** Pixels left of the matrix for names, and below it for the numbers of the pieces. */
const NAMES = 64;
const FOOT = 18;

export const pieces: View = {
  id: 'pieces',
  heading({ session }) {
    const { frame } = session;
    if (!frame) return '';
    const { nPieces, present } = frame.swarm;
    if (present === 0) return say('heading-empty');
    const counts = Array.from({ length: nPieces }, (_, piece) => copiesOf(frame, piece));
    const fewest = Math.min(...counts);
    const most = Math.max(...counts);
    const others = othersOf(frame);
    const rare = counts.filter((copies) => copies === fewest).length;
    if (fewest >= others && others > 0) return say('heading-pieces_all', { n: others });
    return say('heading-pieces', { rare, fewest, most });
  },
  note: ({ session }) =>
    say((session.frame?.owners.count ?? 0) > 0 ? 'view-pieces.matrix' : 'view-pieces.selected'),
  body: (panel) => html`
    <div class="matrix" tabindex="0" role="region" aria-label=${say('view-pieces')}>
      <canvas aria-hidden="true" @click=${(event: MouseEvent) => choose(panel, event)}></canvas>
      <table class="hidden">
        <caption>${say('view-pieces')}</caption>
        <tbody>${rows(panel.session.frame)}</tbody>
      </table>
    </div>
  `,
  draw(root, { session, store }, theme) {
    const canvas = root.querySelector<HTMLCanvasElement>('.matrix canvas');
    if (!canvas || !session.frame) return;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const context = fitCanvas(canvas, width, height);
    if (context) draw(context, session.frame, theme, store.selected.value, width, height);
  },
};

/** Those whose pieces are told: seeders that brought everything last, the others by what they have. */
function order({ owners, peers }: Frame): number[] {
  const key = (owner: number) => {
    const row = rowOf(peers.id, owners.id[owner] ?? 0);
    const origin = ((peers.flags[row] ?? 0) & PEER_FLAGS.origin) !== 0;
    return origin ? -1 : (peers.have[row] ?? 0);
  };
  const all = Array.from({ length: owners.count }, (_, owner) => owner);
  return all.sort((a, b) => key(b) - key(a) || a - b);
}

function missing({ swarm, have }: Frame, owner: number): number[] {
  return Array.from({ length: swarm.nPieces }, (_, piece) => piece).filter(
    (piece) => (((have.bits[owner * swarm.haveWords + (piece >>> 5)] ?? 0) >>> (piece & 31)) & 1) === 0,
  );
}

function rows(frame: Frame | null) {
  if (!frame) return [];
  return order(frame).map((owner) => {
    const lacks = missing(frame, owner);
    const peer = frame.owners.id[owner] ?? 0;
    const have = frame.swarm.nPieces - lacks.length;
    return html`<tr><th scope="row">${nameOf(peer)}</th><td>${say('peer-pieces', { have, pieces: frame.swarm.nPieces, missing: lacks })}</td></tr>`;
  });
}

function choose({ session, store }: Panel, event: MouseEvent): void {
  const canvas = event.currentTarget as HTMLCanvasElement;
  const { frame } = session;
  if (!frame) return;
  const all = order(frame);
  const y = event.clientY - canvas.getBoundingClientRect().top;
  const owner = all[Math.floor((y / (canvas.clientHeight - FOOT)) * all.length)];
  if (owner !== undefined) store.selected.value = frame.owners.id[owner] ?? null;
}

function draw(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  selected: number | null,
  width: number,
  height: number,
): void {
  context.clearRect(0, 0, width, height);
  const { nPieces, haveWords } = frame.swarm;
  const all = order(frame);
  if (all.length === 0 || nPieces === 0) return;
  const [w, h] = [(width - NAMES) / nPieces, (height - FOOT) / all.length];
  const others = othersOf(frame);
  const rarity = Array.from(
    { length: nPieces },
    (_, piece): Rarity => rarityOf(copiesOf(frame, piece), others),
  );
  const [gapX, gapY] = [w > 4 ? 1 : 0, h > 4 ? 1 : 0];
  context.font = `${Math.max(9, Math.min(13, h * 0.8))}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  all.forEach((owner, place) => {
    const peer = frame.owners.id[owner] ?? 0;
    const y = place * h;
    context.globalAlpha = selected === null || selected === peer ? 1 : 0.45;
    for (let piece = 0; piece < nPieces; piece += 1) {
      const there = ((frame.have.bits[owner * haveWords + (piece >>> 5)] ?? 0) >>> (piece & 31)) & 1;
      context.fillStyle = there === 1 ? theme.rarity[rarity[piece] ?? 0] : theme.cell;
      context.fillRect(NAMES + piece * w, y, Math.max(0.5, w - gapX), Math.max(0.5, h - gapY));
    }
    if (h >= 9) {
      context.fillStyle = theme.ink;
      context.fillText(nameOf(peer), NAMES - 6, y + h / 2, NAMES - 8);
    }
  });
  context.globalAlpha = 1;
  begun(context, frame, theme, all, w, h);
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.font = `12px ${theme.font}`;
  context.fillText(say('view-pieces.first'), NAMES, height - FOOT / 2);
  context.textAlign = 'right';
  context.fillText(say('view-pieces.last', { last: nPieces - 1 }), width, height - FOOT / 2);
}

/** Pieces of which a part is here: a frame that fills. */
function begun(
  context: CanvasRenderingContext2D,
  { partials, owners }: Frame,
  theme: Theme,
  all: number[],
  w: number,
  h: number,
): void {
  if (w < 3 || h < 4) return;
  const place = new Map(all.map((owner, at) => [owners.id[owner] ?? 0, at]));
  context.fillStyle = theme.get;
  for (let row = 0; row < partials.count; row += 1) {
    const at = place.get(partials.owner[row] ?? 0);
    if (at === undefined) continue;
    const part = (partials.here[row] ?? 0) / Math.max(1, partials.blocks[row] ?? 1);
    const tall = Math.max(1, (h - 1) * part);
    context.fillRect(NAMES + (partials.piece[row] ?? 0) * w, at * h + h - 1 - tall, Math.max(1, w - 1), tall);
  }
}
