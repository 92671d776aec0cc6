// Who gave whom: a row a giver, a column a receiver, the darker the more. What came back stands mirrored at the diagonal.

import { html, svg, type TemplateResult } from 'lit';
import { bytes as written } from '../../format.ts';
import type { History } from '../../gen/types.ts';
import type { Panel } from '../../panels/context.ts';
import { historyState } from '../../panels/history-state.ts';
import { labelOf, nameFirst, nameOf } from '../../people.ts';
import { plain } from '../../plain.ts';
import { say } from '../../say.ts';
import type { View } from '../view.ts';
import { type Given, given, returned } from './given.ts';

/** The picture's own measures: it is scaled to the room that there is. */
const [LEFT, TOP, SIDE] = [96, 96, 620];

export const gifts: View = {
  id: 'gifts',
  heading(panel) {
    const { session, store } = panel;
    const history = session.questions.history.value;
    if (!history) return historyState(session);
    const table = given(history, session.player.momentS);
    if (table.total === 0) return say('gifts-nothing');
    const chosen = store.selected.value;
    if (chosen !== null && table.by === 'peer' && table.ids.includes(chosen)) return ofPeer(table, chosen);
    const origin = originsOf(panel, history);
    const from = table.by === 'peer' ? share(table, origin) : null;
    const back = returned(table, origin);
    if (from !== null && back !== null) return say('gifts-heading', { seeders: from, back });
    return say('gifts-groups', { total: table.total });
  },
  note: ({ session }) => {
    const history = session.questions.history.value;
    const by = history ? given(history, 0).by : 'peer';
    return say(by === 'peer' ? 'view-gifts.peers' : 'view-gifts.groups');
  },
  body: (panel) => {
    const history = panel.session.questions.history.value;
    if (!history)
      return html`<div class="gifts"><p class="muted" role="status">${historyState(panel.session)}</p></div>`;
    const table = given(history, panel.session.player.momentS);
    return html`<div class="gifts" tabindex="0" role="region" aria-label=${say('view-gifts')}>
      ${picture(panel, table)} ${spoken(panel, table)}
    </div>`;
  },
};

function originsOf({ session }: Panel, { peers }: History): (peer: number) => boolean {
  const all = session.frame?.swarm.nPieces ?? 1;
  const brought = new Set(peers.peer.filter((_, row) => (peers.brought[row] ?? 0) >= all));
  return (peer) => brought.has(peer);
}

/** The part that came from those who brought the content. */
function share({ ids, bytes, total }: Given, isOrigin: (peer: number) => boolean): number {
  const sums = bytes.map((row) => row.reduce((all, one) => all + one, 0));
  return sums.reduce((all, sum, at) => all + (isOrigin(ids[at] ?? 0) ? sum : 0), 0) / total;
}

/** To whom the peer gave most, and what that one gave it. */
function ofPeer({ ids, bytes }: Given, peer: number): string {
  const at = ids.indexOf(peer);
  const row = bytes[at] ?? new Float64Array();
  const best = row.indexOf(Math.max(...row));
  if (!row[best]) return say('gifts-peer_nothing', { name: nameFirst(peer) });
  return say('gifts-peer', {
    name: nameFirst(peer),
    other: nameOf(ids[best] ?? 0),
    gave: row[best],
    got: bytes[best]?.[at] ?? 0,
  });
}

const label = ({ session }: Panel, { by }: Given, id: number): string =>
  by === 'peer' ? labelOf(id) : plain(session.scenario?.groups[id]?.name ?? String(id));

function picture(panel: Panel, table: Given): TemplateResult {
  const { ids, bytes, most, by } = table;
  const { store } = panel;
  const cell = SIDE / Math.max(1, ids.length);
  const font = Math.max(10, Math.min(16, cell * 0.7));
  const choose = (id: number) => () => {
    if (by === 'peer') store.selected.value = id;
  };
  const chosen = by === 'peer' ? ids.indexOf(store.selected.value ?? -1) : -1;
  return html`<svg viewBox="0 0 ${LEFT + SIDE + 4} ${TOP + SIDE + 4}" aria-hidden="true">
    <text class="axis" x=${LEFT} y="14">${say('gifts-to')}</text>
    <text class="axis" x="0" y=${TOP - 8}>${say('gifts-from')}</text>
    ${ids.map((id, at) => {
      const middle = at * cell + cell / 2;
      const text = label(panel, table, id);
      return svg`<g class=${at === chosen ? 'chosen' : ''} font-size=${font} @click=${choose(id)}>
        <text class="from" x=${LEFT - 6} y=${TOP + middle + font / 3}>${text}</text>
        <text class="to" transform="translate(${LEFT + middle + font / 3} ${TOP - 6}) rotate(-90)">${text}</text>
      </g>`;
    })}
    ${ids.flatMap((_, from) =>
      ids.map((_to, to) => {
        const amount = bytes[from]?.[to] ?? 0;
        const kind = from === to && by === 'peer' ? 'self' : amount > 0 ? 'some' : 'none';
        // The eye tells areas of ink apart by their logarithm less well than by their root.
        const ink = amount > 0 ? 0.12 + 0.88 * Math.sqrt(amount / most) : 1;
        const pale = chosen >= 0 && from !== chosen && to !== chosen ? 0.35 : 1;
        return svg`<rect class=${kind} x=${LEFT + to * cell} y=${TOP + from * cell} width=${Math.max(1, cell - 1)} height=${Math.max(1, cell - 1)} fill-opacity=${kind === 'some' ? ink * pale : pale}></rect>`;
      }),
    )}
    ${by === 'group' ? amounts(table, cell) : []}
  </svg>`;
}

/** Among few groups the amount stands in the cell. */
function amounts({ ids, bytes }: Given, cell: number) {
  return ids.flatMap((_, from) =>
    ids.map(
      (_to, to) =>
        svg`<text class="amount" x=${LEFT + to * cell + cell / 2} y=${TOP + from * cell + cell / 2 + 5}>${written(bytes[from]?.[to] ?? 0)}</text>`,
    ),
  );
}

/** The same for those who hear the page. */
function spoken(panel: Panel, table: Given): TemplateResult {
  const { ids, bytes } = table;
  const name = (id: number) => label(panel, table, id);
  return html`<table class="hidden">
    <caption>${say('view-gifts')}</caption>
    <thead><tr><td></td>${ids.map((id) => html`<th scope="col">${name(id)}</th>`)}</tr></thead>
    <tbody>${ids.map((id, from) => html`<tr><th scope="row">${name(id)}</th>${ids.map((_, to) => html`<td>${written(bytes[from]?.[to] ?? 0)}</td>`)}</tr>`)}</tbody>
  </table>`;
}
