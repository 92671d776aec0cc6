// The family tree of a piece: who got it from whom, and when.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { describeFault } from '../../errors.ts';
import { clock, fineClock } from '../../format.ts';
import type { FamilyTree, History } from '../../gen/types.ts';
import type { Panel } from '../../panels/context.ts';
import { ticks } from '../../panels/timeline/scale.ts';
import { labelOf, nameOf } from '../../people.ts';
import type { Held } from '../../questions/questions.ts';
import { say } from '../../say.ts';
import type { View } from '../view.ts';
import { type Layout, layout, type Node } from './layout.ts';
import { treeOf } from './of-history.ts';

/** Peers drawn at most. */
const DRAWN_MAX = 400;
/** Pixels beside the picture for names, between two rows at least, and between them at most. */
const LEFT = 60;
const RIGHT = 60;
const ROW = 22;
const ROW_MAX = 44;
/** What is above the first row and below the last one. */
const FOOT = 56;
/** Closer than this two names would overlap. */
const NEAR = 36;
/** Peers up to which each has its name. */
const NAMED_MAX = 80;

export const tree: View = {
  id: 'tree',
  heading(panel) {
    const { piece, held } = ask(panel);
    if (held.state === 'waiting') return say('family-waiting', { piece });
    if (held.state === 'refused') return describeFault(held.error).lines.join(' ');
    const received = until(held.answer, panel.session.player.momentS).filter(({ from }) => from !== null);
    const last = received.at(-1);
    if (!last) return say('family-heading_none', { piece });
    const depth = Math.max(...received.map((row) => row.depth));
    return say('family-heading', { piece, peers: received.length, depth, last: fineClock(last.at_ns / 1e9) });
  },
  note(panel) {
    const { piece, held } = ask(panel);
    if (held.state !== 'answered') return say('family-note');
    const received = until(held.answer, panel.session.player.momentS).filter(({ from }) => from !== null);
    const givers = received.filter(({ depth }) => depth === 1);
    const [giver] = givers;
    if (!giver || giver.from === null || givers.some(({ from }) => from !== giver.from))
      return say('family-note');
    const counts = { piece, first: givers.length, others: received.length - givers.length };
    return `${say('family-heading_first', { sender: capital(nameOf(giver.from)), ...counts })} ${say('family-note')}`;
  },
  body(panel) {
    const { piece, held } = ask(panel);
    const drawn =
      held.state === 'answered' ? layout(held.answer, panel.session.player.momentS, DRAWN_MAX) : null;
    return html`
      <div class="family">
        ${chooser(panel, piece)}
        <div class="picture" tabindex="0" role="region" aria-label=${say('family-tree', { piece })}>
          ${drawn ? picture(panel, drawn) : nothing}
        </div>
        ${drawn && drawn.more > 0 ? html`<p class="muted">${say('family-more', { n: drawn.more })}</p>` : nothing}
        ${drawn ? html`<div class="hidden">${list(drawn.roots)}</div>` : nothing}
      </div>
    `;
  },
  draw: measure,
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The latest tree that was made out of a history. */
let latest: { history: History; piece: number; held: Held<FamilyTree> } | null = null;

/** The tree of the whole run; what is drawn of it is up to the present moment. */
function ask({ session, store }: Panel): { piece: number; held: Held<FamilyTree> } {
  const { questions, frame } = session;
  const n = frame?.swarm.nPieces ?? 1;
  const piece = Math.min(store.treePiece.value, Math.max(0, n - 1));
  questions.wantHistory();
  const history = questions.history.value;
  // It is being written: what is asked besides would only take longer.
  if (!history && !questions.fault.value) return { piece, held: { state: 'waiting' } };
  if (latest && latest.history === history && latest.piece === piece) return latest;
  const answer = history && treeOf(history, piece, n);
  if (!history || !answer) return { piece, held: questions.read('tree', 'tree', { piece }) };
  latest = { history, piece, held: { state: 'answered', answer } };
  return latest;
}

const until = ({ list }: FamilyTree, nowS: number) => list.filter(({ at_ns }) => at_ns / 1e9 <= nowS + 1e-6);

function chooser({ session, store }: Panel, piece: number): TemplateResult {
  const n = session.frame?.swarm.nPieces ?? 0;
  const choose = (next: number) => {
    store.treePiece.value = Math.min(n - 1, Math.max(0, next));
  };
  const typed = (event: Event) => choose(Number((event.target as HTMLInputElement).value) || 0);
  return html`
    <div class="filters">
      <label>${say('family-piece')} <input id="tree-piece" type="number" min="0" max=${n - 1} .value=${String(piece)} @change=${typed} /></label>
      <button type="button" aria-label=${say('family-previous')} ?disabled=${piece <= 0} @click=${() => choose(piece - 1)}>‹</button>
      <button type="button" aria-label=${say('family-following')} ?disabled=${piece >= n - 1} @click=${() => choose(piece + 1)}>›</button>
    </div>
  `;
}

/** The room that the picture had when it was drawn last, in pixels. */
const room = { width: 800, height: 400 };

/** The picture is drawn again where it has another room than was thought. */
function measure(root: ParentNode, { redraw }: Panel): void {
  const box = root.querySelector<HTMLElement>('.family .picture');
  if (!box || (Math.abs(box.clientWidth - room.width) < 2 && Math.abs(box.clientHeight - room.height) < 2))
    return;
  if (box.clientWidth === 0) return;
  Object.assign(room, { width: box.clientWidth, height: box.clientHeight });
  redraw();
}

function picture(panel: Panel, { nodes, rows, toS }: Layout): TemplateResult {
  const fits = (room.height - FOOT) / Math.max(1, rows);
  // Of many all are seen at once: what matters then is when the piece reaches how many.
  const row = rows > NAMED_MAX ? Math.max(0.8, fits) : Math.min(ROW_MAX, Math.max(ROW, fits));
  // A scroll bar that comes and goes would change the room each time.
  const WIDTH = Math.max(320, room.width - 4);
  const height = Math.max(100, rows * row + FOOT - 4);
  const x = (node: Node) =>
    node.from === null ? LEFT - 20 : LEFT + ((WIDTH - LEFT - RIGHT) * node.atS) / toS;
  const y = (node: Node) => 24 + node.row * row;
  const known = new Map(nodes.map((node) => [node.peer, node]));
  return html`<svg width=${WIDTH} height=${height} viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true" class=${rows > NAMED_MAX ? 'many' : ''}>
    ${ticks(toS).map((at) => {
      const line = LEFT + ((WIDTH - LEFT - RIGHT) * at) / toS;
      return svg`<line class="grid" x1=${line} x2=${line} y1="8" y2=${height - 22}></line><text class="tick" x=${line} y=${height - 6}>${clock(at)}</text>`;
    })}
    ${nodes.map((node) => {
      const giver = node.from === null ? undefined : known.get(node.from);
      return giver ? branch(x(giver), y(giver), x(node), y(node), giver.from === null) : nothing;
    })}
    ${nodes.map((node) => {
      const giver = node.from === null ? undefined : known.get(node.from);
      // Beside a giver that is near the name goes below.
      const near = giver !== undefined && x(node) - x(giver) < NEAR && giver.row === node.row;
      return peer(panel, node, { x: x(node), y: y(node), named: rows <= NAMED_MAX, below: near });
    })}
  </svg>`;
}

/** Leaves the giver steeply and comes to the receiver along its row. */
function branch(x1: number, y1: number, x2: number, y2: number, first: boolean): SVGTemplateResult {
  const bend = Math.min(90, (x2 - x1) * 0.7);
  const way = `M${x1} ${y1}C${x1 + bend * 0.4} ${y2} ${x1 + bend * 0.6} ${y2} ${x1 + bend} ${y2}L${x2} ${y2}`;
  return svg`<path class=${first ? 'branch first' : 'branch'} d=${way}></path>`;
}

interface Place {
  x: number;
  y: number;
  named: boolean;
  below: boolean;
}

function peer({ store }: Panel, node: Node, { x, y, named, below }: Place): SVGTemplateResult {
  const selected = store.selected.value === node.peer;
  const choose = () => {
    store.selected.value = node.peer;
  };
  const kind = `node ${node.from === null ? 'brought' : ''} ${selected ? 'selected' : ''} ${named ? '' : 'small'}`;
  const shape =
    node.from === null
      ? svg`<path d="M0 -8l7 4v8l-7 4-7-4v-8z"></path>`
      : svg`<circle r=${selected ? 8 : named ? 5.5 : 2.5}></circle>`;
  // On its line where it gave the piece on, behind its mark where the line ends.
  const [dx, dy, anchor] =
    node.from === null
      ? [-4, -13, 'middle']
      : node.children.length > 0
        ? [0, below ? 20 : -10, 'start']
        : [11, 4, 'start'];
  return svg`<g class=${kind} transform="translate(${x} ${y})" @click=${choose}>
    ${shape}${named || selected ? svg`<text x=${dx} y=${dy} text-anchor=${anchor}>${labelOf(node.peer)}</text>` : nothing}
  </g>`;
}

/** The same for those who hear the page: each peer above those that it gave the piece to. */
function list(nodes: readonly Node[]): TemplateResult {
  return html`<ul>${nodes.map((node) => {
    const name = capital(nameOf(node.peer));
    const at = fineClock(node.atS);
    const text = node.from === null ? say('family-row_brought', { name }) : say('family-row', { name, at });
    // Lists that are nested deeper than anybody follows would only be slow.
    const children = node.children.length > 0 && node.depth < 40 ? list(node.children) : nothing;
    return html`<li>${text}${children}</li>`;
  })}</ul>`;
}
