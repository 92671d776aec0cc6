// What was measured so far, what theory says beside it, and what is missing when nothing moves.
//
// Owns the choice and the order of rows, their short words, and which measure stands beside which result. Every figure and
// every definition is the core's.

import { html, nothing, type TemplateResult } from 'lit';
import { bytes, clock, count, duration, share, times } from '../format.ts';
import type { Figures, Measures, Row } from '../gen/types.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

const plain = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 });
const copies = (value: number) => `${plain(value)} ${value === 1 ? 'copy' : 'copies'}`;

type Scalar = keyof { [K in keyof Measures as Measures[K] extends number | null ? K : never]: K };

/** Each measure that the page shows: its field, its words, how it is written, and its definition in short. */
const MEASURES: readonly [Scalar, string, (value: number) => string, string][] = [
  [
    'utilisation',
    'Uplinks used',
    share,
    'Bytes sent over what all uplinks could have carried while their peers were there',
  ],
  ['median_time_s', 'Median download', duration, 'From arrival to completion, of those who became complete'],
  ['p95_time_s', 'Slowest twentieth', duration, 'Nineteen of twenty downloads took no longer'],
  [
    'mean_over_bound',
    'Mean download over the bound',
    times,
    'Mean download time over the time before which not all can have it',
  ],
  ['seed_copies', 'Seeders sent', copies, 'Copies of the content that came from the peers that brought it'],
  ['seed_copies_first', 'Before the first finish', copies, 'The same, until the first peer was complete'],
  [
    'served_max',
    'Most by one leecher',
    copies,
    'The most that one peer that came without everything has sent',
  ],
  [
    'jain_seed',
    'Fairness of seeders',
    plain,
    'Jain’s index of what each leecher had from seeders: 1 when all had the same, 1 over their number when one had all',
  ],
  [
    'interest_share',
    'Interested',
    share,
    'Of the time that a leecher and a neighbour were connected: it wanted something of it',
  ],
  [
    'entropy',
    'Evenness of pieces',
    plain,
    'Entropy of the copies of the pieces, mean over time: 1 when all have as many',
  ],
  ['duplicates', 'Arrived twice', share, 'Bytes that the receiver had already or had not asked for'],
  ['cross_region_share', 'Between regions', share, 'Bytes that crossed from one region to another'],
  ['one_club_end', 'Lack the same piece', count, 'Leechers that lack one piece, the same one'],
];

/** What was measured of that which a row of theory speaks of. By the core's name of the row. */
const BESIDE: Readonly<Record<string, (told: Figures, run: Run) => number | null>> = {
  'all have it, not before': last,
  'the same from the seeders alone': last,
  'piece by piece, the fastest schedule': last,
  // It is told from a peer's arrival on: they must all have come at the beginning.
  'the first has it, not before': (told, { boundS }) => (boundS > 0 ? told.first_s : null),
  'leechers at rest': ({ measures }) => measures.mean_leechers,
  'seeders at rest': ({ measures }) => measures.mean_seeds,
  'time as a leecher at rest': ({ measures }) => measures.mean_time_open_s,
  'arrivals that a swarm can bear': ({ measures }) => measures.arrivals_per_s,
};

/** When the last was complete, once all are. */
function last(told: Figures): number | null {
  return told.all ? told.last_s : null;
}

/** Why the swarm stands still, where it does. */
export function stalled({ session }: Panel): TemplateResult {
  const stall = session.told?.stall;
  if (!stall) return html`${nothing}`;
  return html`
    <div class="stall" role="status" title=${WORDS.stall}>
      ${icons.alert}
      <p><strong>${stall.missing.length > 0 ? 'Nobody can finish' : 'The swarm stands still'} since ${clock(stall.since_s)}</strong> <span>${stall.text}</span></p>
    </div>
  `;
}

export function figures({ session, store }: Panel): TemplateResult {
  const { told } = session;
  const open = store.figures.value;
  const run = { boundS: session.frame?.swarm.boundS ?? 0, ended: session.ended };
  return html`
    ${told ? verdict(told, run) : nothing}
    <details class="measured" .open=${open} @toggle=${(event: Event) => {
      store.figures.value = (event.target as HTMLDetailsElement).open;
      // A run that has ended or stands asks for nothing by itself.
      if (store.figures.value) void session.look();
    }}>
      <summary>Measured, and what theory says</summary>
      ${open && told ? html`${classes(told.measures)} ${theory(told, run)} ${measured(told.measures)}` : nothing}
    </details>
  `;
}

/** What the frame knows of the run besides. */
interface Run {
  /** The lower bound, where it applies to this run as it went; else 0. */
  boundS: number;
  ended: boolean;
}

/** The one comparison that a lesson begins with. */
function verdict(told: Figures, { boundS, ended }: Run): TemplateResult {
  if (boundS <= 0) return html`${nothing}`;
  const done = last(told);
  return html`
    <dl class="verdict" title=${WORDS.bound}>
      <div><dt>Lower bound</dt><dd>${duration(boundS)}</dd></div>
      <div><dt>Last complete</dt><dd>${done === null ? html`<small>${ended ? '–' : 'not yet'}</small>` : duration(done)}</dd></div>
      <div><dt>That is</dt><dd>${done === null ? '–' : html`${times(done / boundS)} <small>the bound</small>`}</dd></div>
    </dl>
  `;
}

function measured(measures: Measures): TemplateResult {
  const rows = MEASURES.filter(([field]) => measures[field] !== null);
  return html`
    <table class="figures">
      <caption>Measured so far</caption>
      <tbody>
        ${rows.map(
          ([field, words, write, definition]) =>
            html`<tr><th scope="row">${words}<small>${definition}</small></th><td class="n">${write(measures[field] ?? 0)}</td></tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** Download times by class, where there is more than one. */
function classes({ classes: all }: Measures): TemplateResult {
  if (all.length < 2) return html`${nothing}`;
  const time = (value: number | null) => (value === null ? '–' : duration(value));
  return html`
    <table class="figures">
      <caption>Downloads by class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th><th scope="col" class="n">Complete</th><th scope="col" class="n">Median</th>
          <th scope="col" class="n" title="Nineteen of twenty took no longer">95 %</th>
          <th scope="col" class="n" title="Bytes sent over bytes received, mean">Gave</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (row) => html`<tr>
            <th scope="row">${row.class}</th><td class="n">${count(row.completed)} of ${count(row.count)}</td>
            <td class="n">${time(row.median_s)}</td><td class="n">${time(row.p95_s)}</td>
            <td class="n">${row.mean_ratio === null ? '–' : times(row.mean_ratio)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What theory says, what was measured of the same, and how the two compare. */
function theory(told: Figures, run: Run): TemplateResult {
  const said = told.theory.filter((row) => row.applies);
  const silent = told.theory.filter((row) => !row.applies);
  return html`
    <table class="figures">
      <caption>Theory and this run</caption>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">Result</span></th><th scope="col" class="n">Theory</th>
          <th scope="col" class="n">Measured</th><th scope="col" class="n" title="Measured over theory">Ratio</th>
        </tr>
      </thead>
      <tbody>${said.map((row) => beside(row, told, run))}</tbody>
    </table>
    ${
      silent.length > 0
        ? html`<details class="silent">
            <summary>${count(silent.length)} results that do not speak of this swarm, and why</summary>
            <ul>${silent.map((row) => html`<li>${capital(row.name)}: ${row.note} <small>(${row.source})</small></li>`)}</ul>
          </details>`
        : nothing
    }
  `;
}

function beside(row: Row, told: Figures, run: Run): TemplateResult {
  const found = BESIDE[row.name];
  const seen = found ? found(told, run) : null;
  const compared = seen !== null && row.value !== null && row.value > 0 ? times(seen / row.value) : '';
  return html`<tr>
    <th scope="row">${capital(row.name)}</th>
    <td class="n">${row.value === null ? 'any' : quantity(row.value, row.unit)}</td>
    <td class="n">${seen !== null ? quantity(seen, row.unit) : found && !run.ended ? html`<small>not yet</small>` : ''}</td>
    <td class="n">${compared}</td>
  </tr>
  <tr class="why"><td colspan="4"><small>${capital(row.note)} (${row.source})</small></td></tr>`;
}

function quantity(value: number, unit: string): string {
  if (unit === 's') return duration(value);
  if (unit === 'B') return bytes(value);
  return unit ? `${plain(value)} ${unit}` : plain(value);
}
