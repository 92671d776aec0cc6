// The boxes of the charts, and the table that says the same.
//
// Owns their place and their words; `chart/` draws in them.

import { html, type TemplateResult } from 'lit';
import { sampleRows } from '../chart/charts.ts';
import { clock, count, rate } from '../format.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';

const ROWS = 8;

export function charts({ session }: Panel): TemplateResult {
  const series = session.frame?.series;
  return html`
    <h2>Peers <span aria-hidden="true"><i class="key seeder">complete</i><i class="key leecher">leeching</i></span></h2>
    <div class="chart" id="people" aria-hidden="true"></div>
    <h2 title=${WORDS.throughput}>Throughput <span aria-hidden="true"><i class="key leecher">everybody</i><i class="key seeder">seeders</i></span></h2>
    <div class="chart" id="flow" aria-hidden="true"></div>
    <details>
      <summary>As a table</summary>
      <table>
        <thead>
          <tr><th scope="col">Time</th><th scope="col" class="n">Complete</th><th scope="col" class="n">Leeching</th><th scope="col" class="n">Throughput</th></tr>
        </thead>
        <tbody>
          ${sampleRows(series?.count ?? 0, ROWS).map(
            (row) => html`<tr>
              <th scope="row">${clock(series?.tS[row] ?? 0)}</th>
              <td class="n">${count(series?.seeding[row] ?? 0)}</td>
              <td class="n">${count(series?.leeching[row] ?? 0)}</td>
              <td class="n">${rate(series?.upRate[row] ?? 0)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </details>
  `;
}
