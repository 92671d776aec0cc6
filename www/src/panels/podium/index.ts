// The podium of the selected peer: its neighbours by the figure that its latest decision ranked them by, the line where slots end, who
// is tried by lot, who waits and who wants nothing; and the seconds to its next choke round.

import { html, nothing, type TemplateResult } from 'lit';
import type { Considered, Explained, Inspection } from '../../gen/types.ts';
import { nameOf } from '../../people.ts';
import { say, sayAny } from '../../say.ts';
import type { Panel } from '../context.ts';

/** Neighbours without a slot that are listed. */
const WAITING_MAX = 6;

interface Choke {
  t_s: number;
  rule: string;
  source: string;
  rows: readonly Considered[];
}

/** The latest decision in which neighbours were compared. */
export function latestChoke(decisions: readonly Explained[]): Choke | null {
  for (const { t_s, reason } of [...decisions].reverse())
    if ('choke' in reason && reason.choke.rows.some(({ standing }) => standing !== 'alone'))
      return { t_s, ...reason.choke };
  return null;
}

/** Those with a slot first, by figure; then the one that is tried; then who waits; then who wants nothing. */
export function order(rows: readonly Considered[]): Considered[] {
  const place = ({ verdict, interested }: Considered) =>
    verdict === 'regular' ? 0 : verdict === 'optimistic' ? 1 : interested ? 2 : 3;
  return [...rows].sort((a, b) => place(a) - place(b) || b.figure - a.figure || a.peer - b.peer);
}

/** Seconds to the next round: rounds come at even steps after the latest one. */
export function nextRound(decisions: readonly Explained[], intervalS: number, nowS: number): number | null {
  const rounds = decisions.filter(({ reason }) => 'choke' in reason && reason.choke.source === 'round');
  const last = rounds.at(-1)?.t_s;
  if (last === undefined || !(intervalS > 0) || nowS < last) return null;
  return intervalS - ((nowS - last) % intervalS);
}

export function podium(panel: Panel, seen: Inspection): TemplateResult | typeof nothing {
  const choke = latestChoke(seen.decisions);
  if (!choke) return nothing;
  const all = order(choke.rows);
  const served = all.filter(({ verdict }) => verdict !== 'choked');
  const waiting = all.filter(({ verdict, interested }) => verdict === 'choked' && interested);
  const wants = all.filter(({ verdict, interested }) => verdict === 'choked' && !interested).length;
  const most = Math.max(1e-9, ...all.map(({ figure }) => figure));
  const { frame } = panel.session;
  const next = nextRound(seen.decisions, Number(seen.choker.rechoke_interval_s), frame?.swarm.nowS ?? 0);
  return html`
    <h3>${say('podium-title', { name: nameOf(seen.peer) })}</h3>
    <ol class="podium">
      ${served.map((row, at) => line(panel, row, row.verdict === 'regular' ? String(at + 1) : '?', most))}
      <li class="end"><span>${say('podium-end')}</span></li>
      ${waiting.slice(0, WAITING_MAX).map((row) => line(panel, row, '', most))}
    </ol>
    <p class="note">
      ${waiting.length > WAITING_MAX ? say('podium-more', { n: waiting.length - WAITING_MAX }) : nothing}
      ${wants > 0 ? say('podium-wants_nothing', { n: wants }) : nothing}
      ${next === null ? nothing : say('podium-next', { s: Math.ceil(next) })}
    </p>
    <p class="muted note">${sayAny(`choke-rule-${choke.rule}`, seen.choker)}; ${sayAny(`choke-source-${choke.source}`)}</p>
  `;
}

function line({ store }: Panel, row: Considered, place: string, most: number): TemplateResult {
  const { peer, verdict, figure, by, snubbed } = row;
  const text = `${sayAny(`ranked-${by}`, { figure })}${snubbed ? `, ${say('ranked-snubbed')}` : ''}`;
  const choose = () => {
    store.selected.value = peer;
  };
  return html`<li class=${verdict}>
    <span class="place">${place}</span>
    <button type="button" class="link" @click=${choose}>${nameOf(peer)}</button>
    <meter min="0" max="1" value=${Math.max(0, figure / most)} aria-hidden="true"></meter>
    <span class="n">${text}</span>
    ${verdict === 'optimistic' ? html`<small>${say('podium-trial')}</small>` : nothing}
  </li>`;
}
