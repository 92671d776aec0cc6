// Where two runs part: the moment, the first notable moment that differs, and the decisions behind it.

import { html, nothing, type TemplateResult } from 'lit';
import { describeFault } from '../errors.ts';
import { fineClock } from '../format.ts';
import type { Decisions, Inspection, Mark, Scenario, Told } from '../gen/types.ts';
import type { Panel } from '../panels/context.ts';
import { explain } from '../panels/inspector.ts';
import { nameOf } from '../people.ts';
import { sentenceOf } from '../questions/marks.ts';
import { say } from '../say.ts';
import type { Both, Comparison } from './comparison.ts';
import { type Apart, firstDecisions, firstMark, isDraw } from './difference.ts';

/** Seconds before the parting at which run A is shown, so that it is seen coming. */
const BEFORE_S = 0.5;

export function parting({ session, store }: Panel, comparison: Comparison, both: Both): TemplateResult {
  const { partS, histories } = both;
  if (partS === null) return section(html`<p>${say('compare-same')}</p>`);
  const [a, b] = histories;
  const blocks = a.blocks !== null && b.blocks !== null;
  const at = fineClock(partS);
  const go = () => {
    store.door.value = 'lab';
    session.goTo(Math.max(0, partS - BEFORE_S));
  };
  return section(html`
    <p><strong>${say(blocks ? 'compare-part_blocks' : 'compare-part_marks', { at })}</strong>
      <button type="button" class="link" @click=${go}>${say('compare-go', { at })}</button></p>
    ${marks(both)} ${decisions(comparison, both)}
  `);
}

const section = (body: TemplateResult): TemplateResult => html`
  <section class="parting" aria-label=${say('compare-parting')}><h3>${say('compare-parting')}</h3>${body}</section>
`;

/** What happens next in each run, in words. */
const pair = (title: string, note: string, a: string, b: string): TemplateResult => html`
  <h4>${title}</h4>
  ${note === '' ? nothing : html`<p class="muted">${note}</p>`}
  <dl><dt>A</dt><dd>${a}</dd><dt>B</dt><dd>${b}</dd></dl>
`;

function marks({ histories: [a, b] }: Both): TemplateResult {
  const first = firstMark(a, b);
  if (!first) return html`<p>${say('compare-no_mark')}</p>`;
  const told = (mark: Mark | null) =>
    mark ? `${fineClock(mark.at_s)}: ${sentenceOf(mark)}.` : `${say('compare-end')}.`;
  return pair(say('compare-mark'), '', told(first.a), told(first.b));
}

const found = new WeakMap<Decisions, ReturnType<typeof firstDecisions>>();

/** Looked for once: the answers are written into the page again and again. */
function firstOf(a: Decisions, b: Decisions): ReturnType<typeof firstDecisions> {
  const known = found.get(b) ?? firstDecisions(a, b);
  found.set(b, known);
  return known;
}

function decisions(comparison: Comparison, both: Both): TemplateResult {
  const held = comparison.decisions(both);
  if (!held) return html`${nothing}`;
  const [a, b] = held;
  for (const one of held)
    if (one.state === 'refused') return html`<p>${describeFault(one.error).lines.join(' ')}</p>`;
  if (a.state !== 'answered' || b.state !== 'answered')
    return html`<p class="muted" role="status">${say('compare-decisions_waiting')}</p>`;
  const { first, chosen } = firstOf(a.answer, b.answer);
  const n = a.answer.told.length;
  if (!first) return html`<p>${say('compare-no_decision', { n })}</p>`;
  const scenario = comparison.run?.scenario;
  return html`
    ${apart(say('compare-decision'), first, scenario)}
    ${
      chosen === null
        ? html`<p class="muted">${say('compare-no_chosen', { n })}</p>`
        : chosen.a === first.a
          ? nothing
          : apart(say('compare-chosen'), chosen, scenario)
    }
  `;
}

function apart(title: string, { a, b }: Apart, scenario: Scenario | undefined): TemplateResult {
  // The text of a decision needs no settings; its rule, which does, is told in the inspector.
  const settings = { choker: scenario?.peer.choker, picker: scenario?.peer.picker } as Inspection;
  const text = ({ reason }: Told) => explain(reason, settings).text;
  const when = say('compare-decided', { at: fineClock(a.t_s), name: nameOf(a.peer) });
  const drawn = isDraw(a) || isDraw(b) ? ` ${say('compare-drawn')}` : '';
  return pair(title, `${when}.${drawn}`, text(a), text(b));
}
