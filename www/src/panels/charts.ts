// The boxes of the charts, and the table that says the same. `chart/` draws in them.

import { html, type TemplateResult } from 'lit';
import { sampleRows } from '../chart/charts.ts';
import { clock, count, rate } from '../format.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';

const ROWS = 8;

export function charts({ session }: Panel): TemplateResult {
  const series = session.frame?.series;
  return html`
    <h2>${say('chart-peers')} <span aria-hidden="true"><i class="key seeder">${say('chart-complete')}</i><i class="key leecher">${say('chart-leeching')}</i><i class="key reached">${say('chart-reached')}</i></span></h2>
    <div class="chart" id="people" aria-hidden="true"></div>
    <h2 tabindex="0" title=${say('count-throughput.meaning')}>${say('chart-throughput')} <span aria-hidden="true"><i class="key leecher">${say('chart-everybody')}</i><i class="key seeder">${say('chart-seeders')}</i></span></h2>
    <div class="chart" id="flow" aria-hidden="true"></div>
    <details>
      <summary>${say('chart-table')}</summary>
      <table>
        <thead>
          <tr><th scope="col">${say('chart-time')}</th><th scope="col" class="n">${say('chart-column_complete')}</th><th scope="col" class="n">${say('chart-column_leeching')}</th><th scope="col" class="n">${say('chart-column_reached')}</th><th scope="col" class="n">${say('chart-throughput')}</th></tr>
        </thead>
        <tbody>
          ${sampleRows(series?.count ?? 0, ROWS).map(
            (row) => html`<tr>
              <th scope="row">${clock(series?.tS[row] ?? 0)}</th>
              <td class="n">${count(series?.seeding[row] ?? 0)}</td>
              <td class="n">${count(series?.leeching[row] ?? 0)}</td>
              <td class="n">${count(series?.reached[row] ?? 0)}</td>
              <td class="n">${rate(series?.upRate[row] ?? 0)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </details>
  `;
}
