// What was measured so far, what theory says beside it, and what is missing when nothing moves: the choice and the order of
// rows, and which measure stands beside which result. Every figure is the core's, every word the catalogue's.

import { html, nothing, type TemplateResult } from 'lit';
import { count, decimal, duration, share, times } from '../format.ts';
import type { Figures, Measures, Row, RowId, Unit } from '../gen/types.ts';
import { named, say, sayAny } from '../say.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

const copies = (value: number) => say('figures-copies', { value });

type Scalar = keyof { [K in keyof Measures as Measures[K] extends number | null ? K : never]: K };

/** Each measure that the page shows, and how its value is written. */
const MEASURES: readonly [Scalar, (value: number) => string][] = [
  ['utilisation', share],
  ['median_time_s', duration],
  ['p95_time_s', duration],
  ['mean_over_bound', times],
  ['seed_copies', copies],
  ['seed_copies_first', copies],
  ['served_max', copies],
  ['jain_seed', decimal],
  ['interest_share', share],
  ['entropy', decimal],
  ['duplicates', share],
  ['cross_region_share', share],
  ['one_club_end', count],
];

/** What was measured of that which a result of theory is about. */
const BESIDE: Partial<Record<RowId, (told: Figures, run: Run) => number | null>> = {
  all_complete: last,
  client_server: last,
  piece_schedule: last,
  // It counts from a peer's arrival: they must all have come at the beginning.
  first_complete: (told, { boundS }) => (boundS > 0 ? told.first_s : null),
  steady_leechers: ({ measures }) => measures.mean_leechers,
  steady_seeders: ({ measures }) => measures.mean_seeds,
  steady_download: ({ measures }) => measures.mean_time_open_s,
  arrivals_max: ({ measures }) => measures.arrivals_per_s,
};

/** When the last was complete, once all are. */
function last(told: Figures): number | null {
  return told.all ? told.last_s : null;
}

/** Why the swarm stands still, where it does. */
export function stalled({ session }: Panel): TemplateResult {
  const stall = session.told?.stall;
  if (!stall) return html`${nothing}`;
  const { reason, missing, waiting, since_s } = stall;
  return html`
    <div class="stall" role="status" tabindex="0" title=${say('help-stall')}>
      ${icons.alert}
      <p><strong>${say('stall-title', { since_s })}</strong> <span>${say(`stall-${reason}`, { missing, waiting })}</span></p>
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
      <summary>${say('figures-title')}</summary>
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
    <dl class="verdict" tabindex="0" title=${say('help-bound')}>
      <div><dt>${say('verdict-bound')}</dt><dd>${duration(boundS)}</dd></div>
      <div><dt>${say('verdict-last')}</dt><dd>${done === null ? html`<small>${ended ? '–' : say('figures-not_yet')}</small>` : duration(done)}</dd></div>
      <div><dt>${say('verdict-ratio')}</dt><dd>${done === null ? '–' : times(done / boundS)}</dd></div>
    </dl>
  `;
}

function measured(measures: Measures): TemplateResult {
  const rows = MEASURES.filter(([field]) => measures[field] !== null);
  return html`
    <table class="figures">
      <caption>${say('figures-measured')}</caption>
      <tbody>
        ${rows.map(
          ([field, write]) =>
            html`<tr><th scope="row">${say(`measure-${field}`)}<small>${say(`measure-${field}.definition`)}</small></th><td class="n">${write(measures[field] ?? 0)}</td></tr>`,
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
      <caption>${say('classes-title')}</caption>
      <thead>
        <tr>
          <th scope="col">${say('classes-class')}</th><th scope="col" class="n">${say('classes-complete')}</th><th scope="col" class="n">${say('classes-median')}</th>
          <th scope="col" class="n" tabindex="0" title=${say('classes-p95.definition')}>${say('classes-p95')}</th>
          <th scope="col" class="n" tabindex="0" title=${say('classes-ratio.definition')}>${say('classes-ratio')}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (row) => html`<tr>
            <th scope="row">${row.class}</th><td class="n">${say('classes-complete.value', row)}</td>
            <td class="n">${time(row.median_s)}</td><td class="n">${time(row.p95_s)}</td>
            <td class="n">${row.mean_ratio === null ? '–' : times(row.mean_ratio)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** How a row is to be read, or why it says nothing. */
function note(row: Row): string {
  const [name, args] = named(row.note);
  return sayAny(`note-${name}`, args);
}

/** What theory says, what was measured of the same, and how the two compare. */
function theory(told: Figures, run: Run): TemplateResult {
  const said = told.theory.filter((row) => row.applies);
  const silent = told.theory.filter((row) => !row.applies);
  return html`
    <table class="figures">
      <caption>${say('figures-theory')}</caption>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">${say('figures-result')}</span></th><th scope="col" class="n">${say('figures-value')}</th>
          <th scope="col" class="n">${say('figures-seen')}</th><th scope="col" class="n" tabindex="0" title=${say('figures-ratio.definition')}>${say('figures-ratio')}</th>
        </tr>
      </thead>
      <tbody>${said.map((row) => beside(row, told, run))}</tbody>
    </table>
    ${
      silent.length > 0
        ? html`<details class="silent">
            <summary>${say('figures-silent', { n: silent.length })}</summary>
            <ul>${silent.map((row) => html`<li>${say('figures-row', { name: say(`theory-${row.id}`), note: note(row), source: say(`theory-${row.id}.source`) })}</li>`)}</ul>
          </details>`
        : nothing
    }
  `;
}

function beside(row: Row, told: Figures, run: Run): TemplateResult {
  const found = BESIDE[row.id];
  const seen = found ? found(told, run) : null;
  const compared = seen !== null && row.value !== null && row.value > 0 ? times(seen / row.value) : '';
  return html`<tr>
    <th scope="row">${say(`theory-${row.id}`)}</th>
    <td class="n">${row.value === null ? say('figures-any') : quantity(row.value, row.unit)}</td>
    <td class="n">${seen !== null ? quantity(seen, row.unit) : found && !run.ended ? html`<small>${say('figures-not_yet')}</small>` : ''}</td>
    <td class="n">${compared}</td>
  </tr>
  <tr class="why"><td colspan="4"><small>${say('figures-note', { note: note(row), source: say(`theory-${row.id}.source`) })}</small></td></tr>`;
}

const quantity = (value: number, unit: Unit): string => say(`unit-${unit}`, { value });
