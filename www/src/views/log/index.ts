// The log: every notable moment of the run in a sentence, those that are to come too. A line leads to its moment.

import { html, nothing, type TemplateResult } from 'lit';
import { fineClock } from '../../format.ts';
import type { History, Mark, MarkKind } from '../../gen/types.ts';
import type { Panel } from '../../panels/context.ts';
import { historyState } from '../../panels/history-state.ts';
import { nameOf } from '../../people.ts';
import { isAbout, kindName, MARK_KINDS, placeAfter, sentenceOf } from '../../questions/marks.ts';
import { say } from '../../say.ts';
import type { View } from '../view.ts';

/** Lines shown at most before the present moment, and after it. */
const BEFORE_MAX = 150;
const AFTER_MAX = 150;
/** Peers that are listed to choose from; of more the number is typed. */
const OFFERED_MAX = 300;
/** A moment is written in decimals and counted in nanoseconds. */
const SAME_S = 1e-6;

export const log: View = {
  id: 'log',
  heading(panel) {
    const { session, store } = panel;
    session.questions.wantHistory();
    const history = session.questions.history.value;
    if (!history) return historyState(session);
    const { marks, place } = chosen(panel, history);
    const counts = { n: place, ahead: marks.length - place, now_s: session.player.momentS };
    const peer = store.logPeer.value;
    return peer === null
      ? say('log-heading', counts)
      : say('log-heading_peer', { ...counts, name: nameOf(peer) });
  },
  note: () => say('log-note'),
  body: (panel) => {
    const history = panel.session.questions.history.value;
    return html`
      <div class="log">
        ${history ? filters(panel, history) : nothing}
        <div class="lines" tabindex="0" role="region" aria-label=${say('log-list')}>
          ${history ? lines(panel, history) : html`<p class="muted" role="status">${historyState(panel.session)}</p>`}
        </div>
      </div>
    `;
  },
  draw: (root) => follow(root.querySelector('.log .lines')),
};

/** Where each list was scrolled to last: one that a person has scrolled stays where it is. */
const scrolled = new WeakMap<Element, number>();

/** Keeps the present moment in sight. */
function follow(list: HTMLElement | null): void {
  const now = list?.querySelector<HTMLElement>('.now');
  if (!list || !now) return;
  const before = scrolled.get(list);
  if (before !== undefined && Math.abs(before - list.scrollTop) > 2) return;
  list.scrollTop = now.offsetTop - list.offsetTop - 0.6 * list.clientHeight;
  scrolled.set(list, list.scrollTop);
}

/** The marks that are asked for, and how many of them are past. */
function chosen({ session, store }: Panel, history: History): { marks: readonly Mark[]; place: number } {
  const [peer, kind] = [store.logPeer.value, store.logKind.value];
  const all = peer === null && kind === null;
  const marks = all
    ? history.marks
    : history.marks.filter(
        (mark) => (kind === null || mark.kind === kind) && (peer === null || isAbout(mark, peer)),
      );
  return { marks, place: placeAfter(marks, session.player.momentS + SAME_S, ({ at_s }) => at_s) };
}

function filters({ store }: Panel, history: History): TemplateResult {
  const kinds = MARK_KINDS.filter((kind) => history.marks.some((mark) => mark.kind === kind));
  const peers = history.peers.peer;
  const [ofPeer, ofKind] = [store.logPeer.value, store.logKind.value];
  const chosenIn = (event: Event) => (event.target as HTMLSelectElement).value;
  const choosePeer = (event: Event) => {
    const value = chosenIn(event);
    store.logPeer.value = value === '' ? null : Number(value);
  };
  const chooseKind = (event: Event) => {
    store.logKind.value = (chosenIn(event) || null) as MarkKind | null;
  };
  // Of so many a list would be no help: the number is typed.
  const many = history.peers.peer.length > OFFERED_MAX;
  const field = many
    ? html`<input id="log-peer" type="number" min="0" placeholder=${say('log-everybody')} .value=${String(ofPeer ?? '')} @change=${choosePeer} />`
    : html`<select @change=${choosePeer}>
        <option value="" .selected=${ofPeer === null}>${say('log-everybody')}</option>
        ${peers.map((peer) => html`<option value=${peer} .selected=${peer === ofPeer}>${nameOf(peer)}</option>`)}
      </select>`;
  return html`
    <div class="filters">
      <label>${say('log-peer')} ${field}</label>
      <label>${say('log-kind')} <select @change=${chooseKind}>
        <option value="" .selected=${ofKind === null}>${say('log-all')}</option>
        ${kinds.map((kind) => html`<option value=${kind} .selected=${kind === ofKind}>${kindName(kind)}</option>`)}
      </select></label>
    </div>
  `;
}

function lines(panel: Panel, history: History): TemplateResult {
  const { marks, place } = chosen(panel, history);
  const first = Math.max(0, place - BEFORE_MAX);
  const last = Math.min(marks.length, place + AFTER_MAX);
  const now = fineClock(panel.session.player.momentS);
  const { logKind } = panel.store;
  const leftOut = history.marks_left_out.filter(
    ({ kind }) => logKind.value === null || kind === logKind.value,
  );
  return html`
    ${first > 0 ? html`<p class="muted">${say('log-earlier', { n: first })}</p>` : nothing}
    <ol>
      ${marks.slice(first, place).map((mark) => line(panel, mark, false))}
      <li class="now" aria-current="time"><span>${say('log-now', { now })}</span></li>
      ${marks.slice(place, last).map((mark) => line(panel, mark, true))}
    </ol>
    ${last < marks.length ? html`<p class="muted">${say('log-later', { n: marks.length - last })}</p>` : nothing}
    ${marks.length === 0 ? html`<p class="muted">${say('log-none')}</p>` : nothing}
    ${leftOut.map(({ kind, n }) => html`<p class="muted">${say('log-left_out', { kind, n })}</p>`)}
  `;
}

function line({ session, store }: Panel, mark: Mark, ahead: boolean): TemplateResult {
  const go = () => {
    if (mark.peer !== null) store.selected.value = mark.peer;
    session.goTo(mark.at_s);
  };
  return html`<li class=${ahead ? 'ahead' : ''}><button type="button" @click=${go}><time>${fineClock(mark.at_s)}</time><span class="kind ${mark.kind}" aria-hidden="true"></span><span>${sentenceOf(mark, session.run)}</span></button></li>`;
}
