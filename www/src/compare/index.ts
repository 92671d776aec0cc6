// Compare: "What if ...?" The run that is on beside the same seed with one change, and the pair over many seeds.

import { html, nothing, type TemplateResult } from 'lit';
import { describeFault } from '../errors.ts';
import type { Panel } from '../panels/context.ts';
import { faultPanel } from '../panels/overlays.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import type { Store } from '../store.ts';
import { ChokerBench } from './bench.ts';
import { CHANGE_KINDS, type Change, printChange } from './change.ts';
import { listed } from './changes.ts';
import { chart } from './charts.ts';
import { claimsPanel } from './claims-panel.ts';
import { type Both, Comparison } from './comparison.ts';
import { sameIn } from './measure.ts';
import { parting } from './parting.ts';
import { SeedsPanel } from './seeds-panel.ts';
import { countUpTo } from './statistics.ts';
import { table } from './table.ts';
import { changeText, groupText, heading } from './words.ts';

/** Groups that have a picture of their own. */
const GROUPS_MAX = 4;
/** Pixels beside the pictures, and the least that two of them take beside each other. */
const MARGIN = { wide: 48, narrow: 24 };
const TWO = 900;
/** From here on curves and figures stand beside each other; the curves have this part of the width. */
const BESIDE = { from: 1080, part: 0.58, gap: 24 };
const NARROW = 760;

export class Compare {
  readonly #comparison: Comparison;
  readonly #seeds: SeedsPanel;
  readonly #bench: ChokerBench;

  constructor(session: Session, store: Store, changed: () => void) {
    this.#comparison = new Comparison(session, store, changed);
    this.#seeds = new SeedsPanel(this.#comparison, store);
    this.#bench = new ChokerBench(changed);
  }

  dispose(): void {
    this.#comparison.dispose();
    this.#bench.dispose();
  }

  template(panel: Panel, outer: number): TemplateResult {
    const comparison = this.#comparison;
    comparison.look();
    const { session } = panel;
    const { both, chosen } = comparison;
    const all = Math.max(240, outer - (outer < NARROW ? MARGIN.narrow : MARGIN.wide) - 16);
    return html`
      <div class="compare" role="region" tabindex="0" aria-label=${say('door-compare')}>
        <div class="first">
          <h2 aria-live="polite">${this.#heading()}</h2>
          ${choice(panel, comparison)}
          ${
            chosen.state === 'made'
              ? html`<p class="muted">${say('compare-runs', { seed: session.seed, change: changeText(chosen.change) })}</p>`
              : nothing
          }
        </div>
        ${chosen.state !== 'made' || both ? nothing : this.#waiting(panel)}
        ${both ? html`${this.#pair(panel, both, all)} ${this.#seeds.template(both, all)}` : nothing}
        ${claimsPanel(panel)} ${this.#bench.template()}
        ${session.fault ? faultPanel(panel, session.fault, () => panel.toggle('share')) : nothing}
      </div>
    `;
  }

  #pair(panel: Panel, both: Both, all: number): TemplateResult {
    const beside = all >= BESIDE.from;
    const width = beside ? Math.floor((all - BESIDE.gap) * BESIDE.part) : all;
    return html`<div class=${beside ? 'two' : ''}>
      ${curves(panel, both, width)}
      <div>${table(both)} ${parting(panel, this.#comparison, both)}</div>
    </div>`;
  }

  #heading(): string {
    const { chosen, both, fault } = this.#comparison;
    if (chosen.state === 'unread') return say('compare-unread', { change: chosen.text });
    if (chosen.state === 'refused') return say('compare-refused', { change: changeText(chosen.change) });
    if (chosen.state === 'none') return say('compare-none');
    if (fault) {
      const why = describeFault(fault.error).lines.join(' ');
      return say('compare-failed', { run: fault.run, why });
    }
    return both ? heading(chosen.change, both.a, both.b) : `${changeText(chosen.change)} …`;
  }

  #waiting({ store }: Panel): TemplateResult | typeof nothing {
    if (this.#comparison.fault) return nothing;
    const [a, b] = this.#comparison.writtenS;
    const stop = () => {
      store.change.value = null;
    };
    return html`<p class="choice"><span class="muted">${say('compare-waiting', { a, b })}</span>
      <button type="button" @click=${stop}>${say('compare-stop')}</button></p>`;
  }
}

/** The list of changes, by kind, and the way to B. */
function choice({ store }: Panel, comparison: Comparison): TemplateResult {
  const { run, chosen } = comparison;
  const changes = run ? listed(run.scenario) : [];
  const now = chosen.state === 'made' ? printChange(chosen.change) : '';
  const choose = (event: Event) => {
    store.change.value = (event.target as HTMLSelectElement).value || null;
  };
  return html`
    <p class="choice">
      <label><span>${say('compare-choose')}</span>
        <select id="change" @change=${choose}>
          <option value="" .selected=${now === ''}>${say('compare-nothing')}</option>
          ${CHANGE_KINDS.map((kind) => {
            const mine = changes.filter((change) => change.kind === kind);
            if (mine.length === 0) return nothing;
            return html`<optgroup label=${say(`change-${kind}.title`)}>${mine.map((change) => {
              const text = printChange(change);
              return html`<option value=${text} .selected=${text === now}>${changeText(change)}</option>`;
            })}</optgroup>`;
          })}
        </select>
      </label>
      ${
        chosen.state === 'made'
          ? html`<button type="button" @click=${() => void comparison.open('b')}>${say('compare-open_b')}</button>`
          : nothing
      }
    </p>
    ${chosen.state === 'made' ? nothing : suggestions(store, changes)}
  `;
}

/** A change of each kind, for whoever has no question yet. */
function suggestions(store: Store, changes: readonly Change[]): TemplateResult {
  const firsts = CHANGE_KINDS.flatMap((kind) => changes.find((change) => change.kind === kind) ?? []);
  return html`
    <p>${say('compare-ask')}</p>
    <ul class="suggestions">${firsts.map(
      (change) =>
        html`<li><button type="button" @click=${() => {
          store.change.value = printChange(change);
        }}>${changeText(change)}</button></li>`,
    )}</ul>
  `;
}

/** How many have everything over time: everybody, and each group where there are several. */
function curves({ session }: Panel, both: Both, width: number): TemplateResult {
  const { a, b } = both;
  const nowS = session.player.momentS;
  const endS = Math.max(1, both.endS * 1.04);
  const groups = a.groups.length <= GROUPS_MAX ? a.groups : [];
  const columns = width >= TWO ? Math.min(4, Math.max(2, groups.length)) : width >= 520 ? 2 : 1;
  const small = (width - (columns - 1) * 16) / columns;
  const picture = (group: (typeof groups)[number], wide: number, height: number) => {
    const other = sameIn(b, group);
    return chart({
      width: wide,
      height,
      endS,
      most: Math.max(1, group.of, other?.of ?? 0),
      nowS,
      curves: [
        { which: 'a', rising: group.atS },
        { which: 'b', rising: other?.atS ?? [] },
      ],
    });
  };
  const now = {
    now: nowS,
    a: countUpTo(a.all.atS, nowS),
    a_of: a.all.of,
    b: countUpTo(b.all.atS, nowS),
    b_of: b.all.of,
  };
  return html`
    <section aria-label=${say('compare-curves')}>
      <h3>${say('compare-curves')}</h3>
      <p class="muted">${say('compare-now', now)}</p>
      ${picture(a.all, width, width < 520 ? 190 : 240)}
      <div class="many">
        ${groups.map((group) => html`<figure><figcaption>${groupText(group.name)}</figcaption>${picture(group, small, 150)}</figure>`)}
      </div>
      ${missing(both)}
    </section>
  `;
}

/** What the curves do not reach. */
function missing({ a, b, histories }: Both): TemplateResult {
  const left = (run: typeof a) => run.all.of - run.all.atS.length;
  const lines = [
    ...(left(a) + left(b) > 0 ? [say('compare-missing', { a: left(a), b: left(b) })] : []),
    ...histories.flatMap(({ ends_by, end_s }, at) =>
      ends_by !== 'run' && left(at === 0 ? a : b) > 0
        ? [say('compare-cut', { run: at === 0 ? 'A' : 'B', at: end_s })]
        : [],
    ),
  ];
  return html`${lines.map((line) => html`<p class="muted">${line}</p>`)}`;
}
