// The pair over many seeds: how it is begun and ended, and what came of it so far.

import { html, nothing, type TemplateResult } from 'lit';
import { describeFault } from '../errors.ts';
import { decimal, fineClock, percent } from '../format.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { chart, differencePicture } from './charts.ts';
import type { Both, Comparison } from './comparison.ts';
import { SEEDS_MAX, SEEDS_MIN } from './limits.ts';
import {
  differences,
  EVENTS_MAX,
  type GroupDifference,
  leftS,
  pooled,
  remarkable,
  type SeedsState,
  unfinished,
} from './seeds.ts';
import { band } from './statistics.ts';
import { groupText, headingOver, signed, spanText } from './words.ts';

/** Steps of a band. */
const STEPS = 120;
/** What the pictures of differences are called. */
const BY = { mean: 'compare-by_mean', last: 'compare-by_last' } as const;
/** Milliseconds from one drawing to the next while seeds come in. */
const REDRAWN_MS = 400;

export class SeedsPanel {
  #drawn: { state: SeedsState; width: number; at: number; body: TemplateResult } | null = null;

  constructor(
    private readonly comparison: Comparison,
    private readonly store: Store,
  ) {}

  template(both: Both, width: number): TemplateResult {
    const state = this.comparison.seeds.state.value;
    return html`
      <section class="seeds" aria-label=${say('compare-seeds')}>
        <h3>${say('compare-seeds')}</h3>
        <p class="muted">${say('compare-seeds_meaning')}</p>
        ${this.#form(state)} ${state ? progress(state) : nothing}
        ${state && state.results.length > 0 ? this.#results(both, state, width) : nothing}
      </section>
    `;
  }

  #form(state: SeedsState | null): TemplateResult {
    const { seeds } = this.store;
    const change = (event: Event) => {
      const input = event.target as HTMLInputElement;
      const n = Math.round(Number(input.value));
      if (Number.isFinite(n)) seeds.value = Math.min(SEEDS_MAX, Math.max(SEEDS_MIN, n));
      input.value = String(seeds.value);
    };
    return html`
      <p class="choice">
        <label><span>${say('compare-count')}</span>
          <input id="seeds" type="number" min=${SEEDS_MIN} max=${SEEDS_MAX} .value=${String(seeds.value)} @change=${change} /></label>
        ${
          state?.running
            ? html`<button type="button" @click=${() => this.comparison.seeds.cancel()}>${say('compare-stop')}</button>`
            : html`<button type="button" class="primary" @click=${() => this.comparison.runSeeds(seeds.value)}>${say('compare-start', { n: seeds.value })}</button>`
        }
      </p>
    `;
  }

  /** What came of the seeds so far; while they come in it is made a few times a second, however many there are. */
  #results(both: Both, state: SeedsState, width: number): TemplateResult {
    const drawn = this.#drawn;
    const at = performance.now();
    if (drawn && drawn.width === width && drawn.state === state) return drawn.body;
    const early = drawn && drawn.width === width && at - drawn.at < REDRAWN_MS;
    if (early && state.running && drawn.state.running && drawn.state.of === state.of) return drawn.body;
    const body = html`${this.#sentence(state)} ${bands(both, state, width)} ${ecdf(state, width)} ${spread(state, width)} ${this.#look(state)}`;
    this.#drawn = { state, width, at, body };
    return body;
  }

  #sentence({ results }: SeedsState): TemplateResult {
    const { chosen } = this.comparison;
    if (chosen.state !== 'made') return html`${nothing}`;
    const text = headingOver(chosen.change, results.length, differences(results, 'mean'));
    const { peers } = unfinished(results);
    const both = this.comparison.both;
    return html`
      ${text === null ? nothing : html`<p class="over">${text}</p>`}
      ${peers > 0 && both ? html`<p class="muted">${say('compare-unfinished', { peers, at: this.comparison.followedS(both), events: EVENTS_MAX })}</p>` : nothing}
    `;
  }

  #look({ results }: SeedsState): TemplateResult {
    const at = (s: number | null) => (s === null ? '–' : fineClock(s));
    const open = (which: 'a' | 'b', seed: string) =>
      html`<button type="button" class="link" aria-label=${say('compare-open_seed', { run: which.toUpperCase(), seed })} @click=${() => void this.comparison.open(which, seed)}>${say('compare-open')}</button>`;
    return html`
      <h4>${say('compare-look')}</h4>
      <div class="wide" tabindex="0" role="region" aria-label=${say('compare-look')}>
        <table class="figures look">
          <thead><tr><th scope="col">${say('compare-look.why')}</th><th scope="col" class="n">${say('compare-look.seed')}</th><th scope="col" class="n">${say('compare-look.a')}</th><th scope="col" class="n">${say('compare-look.b')}</th></tr></thead>
          <tbody>${remarkable(results).map(
            ({ why, seed, a, b }) =>
              html`<tr><th scope="row">${say(`compare-${why}`)}</th><td class="n">${seed}</td><td class="n">${at(a)} ${open('a', seed)}</td><td class="n">${at(b)} ${open('b', seed)}</td></tr>`,
          )}</tbody>
        </table>
      </div>
    `;
  }
}

function progress(state: SeedsState): TemplateResult {
  const { results, of, running, cancelled, failed, fault, hands, tookMs } = state;
  const done = results.length + failed;
  const left = leftS(state);
  // Each seed would be too much to hear: only the end is said by itself.
  const end = cancelled
    ? say('compare-stopped', { done, of })
    : running
      ? ''
      : say('compare-done', { of, s: tookMs / 1000 });
  return html`
    <progress max=${of} value=${done} aria-label=${say('compare-seeds')}></progress>
    ${running ? html`<p>${say('compare-progress', { done, of, hands })} ${left === null ? '' : say('compare-left', { s: left })}</p>` : nothing}
    <p role="status">${end}</p>
    ${failed > 0 ? html`<p>${say('compare-failed_seeds', { n: failed, why: describeFault(fault).lines.join(' ') })}</p>` : nothing}
  `;
}

function bands(both: Both, { results }: SeedsState, width: number): TemplateResult {
  const last = results.flatMap(({ a, b }) => [a.all.atS.at(-1) ?? 0, b.all.atS.at(-1) ?? 0]);
  const endS = Math.max(1, both.endS, ...last) * 1.02;
  const of = (which: 'a' | 'b') => ({
    which,
    band: band(
      results.map((result) => result[which].all.atS),
      endS,
      STEPS,
    ),
  });
  const most = Math.max(1, ...results.flatMap(({ a, b }) => [a.all.of, b.all.of]));
  return html`
    <h4>${say('compare-bands')}</h4><p class="muted">${say('compare-bands.note')}</p>
    ${chart({ width, height: width < 520 ? 200 : 260, endS, most, curves: [], bands: [of('b'), of('a')] })}
  `;
}

function ecdf({ results }: SeedsState, width: number): TemplateResult {
  const groups = pooled(results);
  const columns = Math.max(1, Math.min(groups.length, Math.floor(width / 260)));
  const wide = Math.min(520, (width - (columns - 1) * 16) / columns);
  const endS = Math.max(1, ...groups.flatMap(({ a, b }) => [a.s.at(-1) ?? 0, b.s.at(-1) ?? 0])) * 1.02;
  return html`
    <h4>${say('compare-ecdf')}</h4><p class="muted">${say('compare-ecdf.note')}</p>
    <div class="many">${groups.map(
      ({ name, a, b }) =>
        html`<figure><figcaption>${groupText(name)}</figcaption>${chart({
          width: wide,
          height: 160,
          endS,
          most: 1,
          level: (part) => percent(part, 1),
          curves: [
            { which: 'a', rising: a.s, each: 1 / Math.max(1, a.of) },
            { which: 'b', rising: b.s, each: 1 / Math.max(1, b.of) },
          ],
        })}</figure>`,
    )}</div>
  `;
}

function spread({ results }: SeedsState, width: number): TemplateResult {
  const wide = Math.min(560, width < 760 ? width : (width - 24) / 2);
  const both = (['mean', 'last'] as const).map((id) => ({ id, all: differences(results, id) }));
  return html`
    <div class="many">${both.map(
      ({ id, all }) => html`<figure><h4>${say(BY[id])}</h4>${differencePicture(all, wide)}</figure>`,
    )}</div>
    <p class="muted">${say('compare-rings')}</p>
    <h4>${say('compare-intervals')}</h4>
    <div class="wide" tabindex="0" role="region" aria-label=${say('compare-intervals')}>
      <table class="figures">
        <thead><tr><th scope="col">${say('compare-table.group')}</th><th scope="col">${say('compare-table.measure')}</th>
          <th scope="col" class="n">${say('compare-intervals.n')}</th><th scope="col" class="n">${say('compare-intervals.mean')}</th>
          <th scope="col" class="n">${say('compare-intervals.interval')}</th><th scope="col" class="n">${say('compare-intervals.correlation')}</th></tr></thead>
        <tbody>${both.flatMap(({ id, all }) => all.map((one) => intervalRow(one, say(`compare-${id}`))))}</tbody>
      </table>
    </div>
    <p class="muted">${say('compare-intervals.note')}</p>
  `;
}

function intervalRow(
  { name, each, interval, correlation }: GroupDifference,
  measure: string,
): TemplateResult {
  const { low = null, high = null } = interval ?? {};
  return html`<tr><th scope="row">${groupText(name)}</th><th scope="row">${measure}</th><td class="n">${each.length}</td>
    <td class="n"><strong>${interval ? signed(interval.mean) : '–'}</strong></td>
    <td class="n">${low === null || high === null ? '–' : spanText(low, high)}</td>
    <td class="n">${correlation === null ? '–' : decimal(correlation)}</td></tr>`;
}
