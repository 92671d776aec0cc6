// The difference of two runs in figures: a row a measure, by group.

import { html, type TemplateResult } from 'lit';
import { decimal, duration, fineClock } from '../format.ts';
import { say } from '../say.ts';
import type { Both } from './comparison.ts';
import { figureOf, type GroupTimes, MEASURES, minus, sameIn } from './measure.ts';
import { groupText, signed } from './words.ts';

const NONE = '–';

interface Line {
  measure: string;
  a: string;
  b: string;
  difference: string;
}

export function table({ a, b }: Both): TemplateResult {
  const groups = [a.all, ...a.groups];
  const copies = (n: number | null) => (n === null ? NONE : decimal(n));
  const by = minus(b.seedCopies, a.seedCopies);
  const seeders: Line = {
    measure: say('compare-copies'),
    a: copies(a.seedCopies),
    b: copies(b.seedCopies),
    difference: by === null ? NONE : `${by < 0 ? '−' : '+'}${decimal(Math.abs(by))}`,
  };
  return html`
    <section>
      <h3>${say('compare-table')}</h3>
      <div class="wide" tabindex="0" role="region" aria-label=${say('compare-table')}>
        <table class="figures">
          <thead><tr>
            <th scope="col">${say('compare-table.group')}</th><th scope="col">${say('compare-table.measure')}</th>
            <th scope="col" class="n">${say('compare-table.a')}</th><th scope="col" class="n">${say('compare-table.b')}</th><th scope="col" class="n">${say('compare-table.difference')}</th>
          </tr></thead>
          ${groups.map((group) => body(groupText(group.name), linesOf(group, sameIn(b, group))))}
          ${body(say('compare-seeders'), [seeders])}
        </table>
      </div>
    </section>
  `;
}

const body = (name: string, lines: readonly Line[]): TemplateResult => html`
  <tbody>${lines.map(
    ({ measure, a, b, difference }, at) =>
      html`<tr>${at === 0 ? html`<th scope="rowgroup" rowspan=${lines.length}>${name}</th>` : ''}<th scope="row">${measure}</th><td class="n">${a}</td><td class="n">${b}</td><td class="n"><strong>${difference}</strong></td></tr>`,
  )}</tbody>
`;

function linesOf(a: GroupTimes, b: GroupTimes | undefined): Line[] {
  const lines = MEASURES.map((id): Line => {
    const [one, other] = [figureOf(a, id), b ? figureOf(b, id) : null];
    const by = minus(other, one);
    const write = (value: number | null) =>
      value === null ? NONE : id === 'last' ? fineClock(value) : duration(value);
    return {
      measure: say(`compare-${id}`),
      a: write(one),
      b: write(other),
      difference: by === null ? NONE : signed(by),
    };
  });
  const share = (group: GroupTimes | undefined) => (group ? `${group.atS.length} / ${group.of}` : NONE);
  const more = (b?.atS.length ?? 0) - a.atS.length;
  const complete: Line = {
    measure: say('compare-complete'),
    a: share(a),
    b: share(b),
    difference: more === 0 ? '0' : `${more < 0 ? '−' : '+'}${Math.abs(more)}`,
  };
  return [...lines, complete];
}
