// Progress: a line a peer, as high as what arrives; below, how many are reached and how many have everything, with the bound that no
// run is faster than and what the owner alone would need.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { clock } from '../../format.ts';
import type { History } from '../../gen/types.ts';
import type { Panel } from '../../panels/context.ts';
import { historyState } from '../../panels/history-state.ts';
import { ticks } from '../../panels/timeline/scale.ts';
import { labelOf } from '../../people.ts';
import { plain } from '../../plain.ts';
import { named, say, sayAny } from '../../say.ts';
import { waveOf } from '../swarm/heading.ts';
import type { View } from '../view.ts';
import { arrivals, type Curve, curves, downloaders, past } from './curves.ts';
import { live } from './live.ts';

/** Peers that have a line each. */
const LINES_MAX = 30;
/** Steps of a line. */
const STEPS = 160;
/** The picture's own measures: it is scaled to the room that there is. */
const [WIDTH, LEFT, RIGHT] = [1000, 70, 90];
const ROW = 17;
const CURVES = 230;

export const progress: View = {
  id: 'progress',
  heading(panel) {
    const { session } = panel;
    const history = session.questions.history.value;
    const { frame } = session;
    if (!history && frame && frame.series.count > 1) {
      const { reached, done, n } = waveOf(frame);
      return say('progress-some', { reached, done, of: n });
    }
    if (!history || !frame) return historyState(session);
    const { complete, reached } = curves(history, frame.swarm.nPieces, String);
    const now = session.player.momentS;
    const done = past(complete, now);
    const [first = 0] = complete.s;
    const last = complete.s.at(-1) ?? 0;
    if (complete.of === 0) return say('progress-nobody');
    if (done > 0 && done === complete.s.length && done === complete.of)
      return say('progress-all', { first: clock(first), last: clock(last), n: done });
    return say('progress-some', { reached: past(reached, now), done, of: complete.of });
  },
  note: ({ session }) => {
    const n = session.questions.history.value?.peers.peer.length ?? session.frame?.peers.count ?? 0;
    return say(n <= LINES_MAX ? 'view-progress.lines' : 'view-progress.curves');
  },
  body: (panel) => {
    const { session } = panel;
    const history = session.questions.history.value;
    if (!history && session.frame && session.frame.series.count > 1)
      return html`<div class="progress" tabindex="0" role="region" aria-label=${say('view-progress')}>
        <p class="muted" role="status">${historyState(session)} ${say('progress-live')}</p>
        ${live(session.frame, theory(panel, 'all_complete'))}
      </div>`;
    if (!history || !session.frame)
      return html`<div class="progress"><p class="muted" role="status">${historyState(session)}</p></div>`;
    return html`<div class="progress" tabindex="0" role="region" aria-label=${say('view-progress')}>
      ${noFluid(history)} ${picture(panel, history)} ${table(panel, history)}
    </div>`;
  },
};

interface Scale {
  x(s: number): number;
  endS: number;
}

function picture(panel: Panel, history: History): TemplateResult {
  const { session } = panel;
  const nPieces = session.frame?.swarm.nPieces ?? 1;
  const rows = downloaders(history, nPieces);
  const peers = rows.length <= LINES_MAX ? rows.map((row) => history.peers.peer[row] ?? 0) : [];
  const top = peers.length * ROW + 12;
  const height = top + CURVES + 30;
  const ghosts = session.branches.ghosts().map(({ s }) => s.at(-1) ?? 0);
  const endS = Math.max(1, history.end_s, theory(panel, 'all_complete') ?? 0, ...ghosts);
  const scale: Scale = { endS, x: (s) => LEFT + ((WIDTH - LEFT - RIGHT) * s) / endS };
  const now = scale.x(Math.min(endS, session.player.momentS));
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true">
    ${ticks(endS).map((s) => svg`<line class="grid" x1=${scale.x(s)} x2=${scale.x(s)} y1="4" y2=${height - 22}></line><text class="tick" x=${scale.x(s)} y=${height - 6}>${clock(s)}</text>`)}
    ${lines(panel, history, peers, scale)}
    ${chart(panel, history, scale, top)}
    <rect class="ahead" x=${now} y="0" width=${Math.max(0, WIDTH - RIGHT - now)} height=${height - 22}></rect>
    <line class="now" x1=${now} x2=${now} y1="0" y2=${height - 22}></line>
  </svg>`;
}

/** A line a peer, as high as what arrives in each step of the run; a tick and the time where it has everything. */
function lines(
  panel: Panel,
  history: History,
  peers: readonly number[],
  { x, endS }: Scale,
): SVGTemplateResult[] {
  const got = arrivals(history, peers, endS, STEPS);
  if (!got) return [];
  const most = Math.max(1, ...got.map((row) => Math.max(...row)));
  return peers.map((peer, at) => {
    const base = at * ROW + ROW;
    const row = got[at] ?? [];
    const tall = (bytes: number) => ((ROW - 4) * bytes) / most;
    const step = (x(endS) - x(0)) / STEPS;
    const way = Array.from(row, (bytes, i) => `L${x(0) + i * step} ${base - tall(bytes)}h${step}`).join('');
    const place = history.peers.peer.indexOf(peer);
    const done = history.peers.completed_s[place] ?? null;
    const chosen = panel.store.selected.value === peer;
    const choose = () => {
      panel.store.selected.value = peer;
    };
    return svg`<g class=${chosen ? 'lane chosen' : 'lane'} @click=${choose}>
      <text class="name" x=${LEFT - 8} y=${base - 2}>${labelOf(peer)}</text>
      <path d="M${x(0)} ${base}${way}L${x(endS)} ${base}z"></path>
      ${done === null ? nothing : svg`<text class="done" x=${x(done) + 4} y=${base - 2}>✓ ${clock(done)}</text>`}
    </g>`;
  });
}

/** How many are reached and how many have everything, with what theory says. */
function chart(panel: Panel, history: History, { x, endS }: Scale, top: number): SVGTemplateResult {
  const nPieces = panel.session.frame?.swarm.nPieces ?? 1;
  const groups = panel.session.scenario?.groups ?? [];
  const { complete, reached, byGroup } = curves(history, nPieces, (group) =>
    plain(groups[group]?.name ?? ''),
  );
  const [base, tall] = [top + CURVES, CURVES - 24];
  const y = (n: number) => base - (tall * n) / Math.max(1, complete.of);
  const way = (curve: Curve) =>
    `M${x(0)} ${y(0)}${curve.s.map((s, i) => `H${x(s)}V${y(i + 1)}`).join('')}H${x(endS)}`;
  const alone = theory(panel, 'client_server');
  const bound = theory(panel, 'all_complete');
  const levels = [0, Math.round(complete.of / 2), complete.of];
  return svg`
    ${levels.map((n) => svg`<text class="tick" text-anchor="end" x=${LEFT - 8} y=${y(n) + 4}>${n}</text><line class="grid" x1=${x(0)} x2=${x(endS)} y1=${y(n)} y2=${y(n)}></line>`)}
    ${
      alone === null || alone <= 0
        ? nothing
        : svg`<path class="alone" d="M${x(0)} ${y(0)}L${x(Math.min(endS, alone))} ${y(complete.of * Math.min(1, endS / alone))}"></path>
          <text class="alone" x=${x(Math.min(endS, alone) * 0.55)} y=${y(complete.of * Math.min(1, endS / alone) * 0.55) - 6}>${say('progress-alone', { at: clock(alone) })}</text>`
    }
    ${
      bound === null
        ? nothing
        : svg`<line class="bound" x1=${x(bound)} x2=${x(bound)} y1=${y(complete.of) - 10} y2=${y(0)}></line>
          <text class="bound" x=${x(bound) - 5} y=${y(complete.of) - 2}>${say('progress-bound', { at: clock(bound) })}</text>`
    }
    ${panel.session.branches.ghosts().map(({ name, s }) => {
      const last = s.at(-1) ?? 0;
      return svg`<path class="ghost" d=${way({ name, s: [...s], of: s.length })}></path><text class="ghost" x=${x(last) - 4} y=${y(s.length) + 14}>${name}</text>`;
    })}
    ${fluid(history, x, y, endS)}
    <path class="reached" d=${way(reached)}></path>
    ${byGroup.map((curve, at) => svg`<path class="group g${at}" d=${way(curve)}></path><text class="group g${at}" x=${x(endS) + 4} y=${y(curve.s.length) + 4 + 14 * at}>${curve.name}</text>`)}
    <path class="all" d=${way(complete)}></path>
    <text class="reached" x=${x(reached.s.at(-1) ?? 0) + 4} y=${y(reached.s.length) - 6}>${say('progress-reached')}</text>
    ${byGroup.length === 0 ? svg`<text class="all" x=${x(endS) + 4} y=${y(complete.s.length) + 4}>${say('progress-complete')}</text>` : nothing}
  `;
}

/** The fluid model's completions, where it is made for such a swarm. */
function fluid(
  { fluid: { at_s: at, completed } }: History,
  x: (s: number) => number,
  y: (n: number) => number,
  endS: number,
): SVGTemplateResult | typeof nothing {
  if (at.length === 0) return nothing;
  const points = at.map((s, i) => `${x(Math.min(s, endS))} ${y(completed[i] ?? 0)}`);
  const middle = Math.floor(at.length * 0.6);
  return svg`<path class="fluid" d=${`M${points.join('L')}`}></path>
    <text class="fluid" x=${x(at[middle] ?? 0) + 6} y=${y(completed[middle] ?? 0) + 16}>${say('progress-fluid')}</text>`;
}

function noFluid({ fluid: { why_not: why } }: History): TemplateResult | typeof nothing {
  if (why === null) return nothing;
  const [name, args] = named(why);
  return html`<p class="note">${say('progress-no_fluid', { note: sayAny(`note-${name}`, args) })}</p>`;
}

/** What theory says of this scenario, in seconds. */
function theory({ session }: Panel, id: 'all_complete' | 'client_server'): number | null {
  const row = session.told?.theory.find((one) => one.id === id && one.applies);
  return row?.value ?? null;
}

/** The same for those who hear the page. */
function table({ session }: Panel, history: History): TemplateResult {
  const rows = downloaders(history, session.frame?.swarm.nPieces ?? 1).slice(0, 100);
  const at = (s: number | null | undefined) => (s === null || s === undefined ? '–' : clock(s));
  return html`<table class="hidden">
    <caption>${say('view-progress')}</caption>
    <thead><tr><th scope="col">${say('column-peer')}</th><th scope="col">${say('progress-reached')}</th><th scope="col">${say('progress-complete')}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${labelOf(history.peers.peer[row] ?? 0)}</th><td>${at(history.peers.first_block_s[row])}</td><td>${at(history.peers.completed_s[row])}</td></tr>`)}</tbody>
  </table>`;
}
