// What was measured so far, what theory says beside it, and what is missing when nothing moves.
//
// Owns the choice and the order of rows and their short words. Every figure and every definition is the core's.

import { html, nothing, type TemplateResult } from 'lit';
import { bytes, clock, count, percent } from '../format.ts';
import type { Measures, Row } from '../gen/types.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';

const share = (value: number) => percent(value, 1);
const times = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 });
const copies = (value: number) => `${times(value)} copies`;

type Scalar = keyof { [K in keyof Measures as Measures[K] extends number | null ? K : never]: K };

/** Each measure that the page shows: its field, its words, how it is written, and its definition in short. */
const MEASURES: readonly [Scalar, string, (value: number) => string, string][] = [
  [
    'utilisation',
    'Uplinks used',
    share,
    'Bytes sent over what all uplinks could have carried while their peers were there',
  ],
  ['median_time_s', 'Median download', clock, 'From arrival to completion, of those who became complete'],
  ['p95_time_s', 'Slowest twentieth', clock, 'Nineteen of twenty downloads took no longer'],
  ['mean_over_bound', 'Mean over the bound', times, 'Mean download time over the lower bound below'],
  ['seed_copies', 'Seeders sent', copies, 'Copies of the content that came from the peers that brought it'],
  ['seed_copies_first', 'Before the first finish', copies, 'The same, until the first peer was complete'],
  ['served_max', 'Most by one peer', copies, 'The most that one peer that came without everything has sent'],
  [
    'jain_seed',
    'Fairness of seeders',
    times,
    'Jain’s index of what each leecher had from seeders: 1 is equal',
  ],
  ['interest_share', 'Interested', share, 'How much of the time a leecher wanted something of a neighbour'],
  ['entropy', 'Evenness of pieces', times, 'Entropy of the copies of the pieces: 1 when all have as many'],
  ['duplicates', 'Arrived twice', share, 'Bytes that the receiver had already or had not asked for'],
  ['cross_region_share', 'Between regions', share, 'Bytes that crossed from one region to another'],
  ['one_club_end', 'Lack the same piece', count, 'Leechers that lack one piece, the same one'],
];

export function figures({ session, store }: Panel): TemplateResult {
  const { told } = session;
  const open = store.figures.value;
  return html`
    ${told?.stall ? html`<p class="stall" role="status" title=${WORDS.stall}>${told.stall.text}</p>` : nothing}
    <details .open=${open} @toggle=${(event: Event) => {
      store.figures.value = (event.target as HTMLDetailsElement).open;
      // A run that has ended or stands asks for nothing by itself.
      if (store.figures.value) void session.look();
    }}>
      <summary>Measured, and what theory says</summary>
      ${open && told ? html`${measured(told.measures)} ${theory(told.theory)}` : nothing}
    </details>
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
            html`<tr title=${definition}><th scope="row">${words}</th><td class="n">${write(measures[field] ?? 0)}</td></tr>`,
        )}
      </tbody>
    </table>
    ${classes(measures)}
  `;
}

/** Download times by class, where there is more than one. */
function classes({ classes: all }: Measures): TemplateResult {
  const rows = all.filter((row) => row.completed > 0);
  if (rows.length < 2) return html`${nothing}`;
  return html`
    <table class="figures">
      <caption>Downloads by class</caption>
      <thead><tr><th scope="col">Class</th><th scope="col" class="n">Complete</th><th scope="col" class="n">Median</th></tr></thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr><th scope="row">${row.class}</th><td class="n">${count(row.completed)} of ${count(row.count)}</td><td class="n">${clock(row.median_s ?? 0)}</td></tr>`,
        )}
      </tbody>
    </table>
  `;
}

function theory(rows: readonly Row[]): TemplateResult {
  const said = rows.filter((row) => row.applies && row.value !== null);
  if (said.length === 0) return html`${nothing}`;
  return html`
    <table class="figures">
      <caption>Theory for this swarm</caption>
      <tbody>
        ${said.map(
          (row) =>
            html`<tr title=${`${row.note}. ${row.source}`}><th scope="row">${row.name}</th><td class="n">${quantity(row.value ?? 0, row.unit)}</td></tr>`,
        )}
      </tbody>
    </table>
  `;
}

function quantity(value: number, unit: string): string {
  if (unit === 's') return clock(value);
  if (unit === 'B') return bytes(value);
  return unit ? `${times(value)} ${unit}` : times(value);
}
