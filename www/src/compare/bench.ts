// The choker bench: a choker alone among neighbours whose rates a person types. Who is served for which part of the time, under each
// policy. The rounds are the core's, as `swarmscope choke` holds them.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { describeFault } from '../errors.ts';
import { percent } from '../format.ts';
import { CHOKER_POLICY, SEED_POLICY } from '../gen/codes.ts';
import type { ChokerPolicy, ChokeShares, SeedPolicy } from '../gen/types.ts';
import type { QuestionHost } from '../questions/question-host.ts';
import { type SentenceId, say, sayAny } from '../say.ts';

/** Rates in kB/s as an exam might give them, the last one a free rider's. */
const RATES = ['100', '80', '60', '40', '20', '0'];
const NEIGHBOURS_MAX = 12;
const ROUNDS = 300;

export class ChokerBench {
  #rates = [...RATES];
  #slots = '4';
  #seeding = false;
  #shares: readonly ChokeShares[] | null = null;
  #fault: unknown = null;
  #host: Promise<QuestionHost> | null = null;
  #turn = 0;

  constructor(private readonly changed: () => void) {}

  dispose(): void {
    this.#turn += 1;
    this.#host?.then(
      (host) => host.drop(),
      () => {},
    );
    this.#host = null;
  }

  template(): TemplateResult {
    const open = (event: Event) => {
      if ((event.target as HTMLDetailsElement).open && !this.#shares) void this.#hold();
    };
    return html`
      <section class="claims" aria-label=${say('bench-title')}>
        <h3>${say('bench-title')}</h3>
        <details @toggle=${open}>
          <summary>${say('bench-open')}</summary>
          <p>${say('bench-note')}</p>
          ${this.#settings()}
          ${this.#fault ? html`<p class="trouble" role="alert">${describeFault(this.#fault).lines.join(' ')}</p>` : nothing}
          ${this.#shares ? this.#table(this.#shares) : nothing}
        </details>
      </section>
    `;
  }

  #settings(): TemplateResult {
    const kind = (seeding: boolean) => () => {
      this.#seeding = seeding;
      void this.#hold();
    };
    return html`
      <p class="choice" role="group" aria-label=${say('bench-kind')}>
        <button type="button" aria-pressed=${!this.#seeding} @click=${kind(false)}>${say('bench-leecher')}</button>
        <button type="button" aria-pressed=${this.#seeding} @click=${kind(true)}>${say('bench-seed')}</button>
        ${field(say('bench-slots'), this.#slots, (text) => {
          this.#slots = text;
          void this.#hold();
        })}
      </p>
      <p class="choice rates">
        ${this.#rates.map((rate, at) =>
          field(say('bench-rate', { number: at + 1 }), rate, (text) => {
            this.#rates[at] = text;
            void this.#hold();
          }),
        )}
        <button type="button" ?disabled=${this.#rates.length >= NEIGHBOURS_MAX} @click=${() => this.#resize(1)}>${say('bench-more')}</button>
        <button type="button" ?disabled=${this.#rates.length <= 1} @click=${() => this.#resize(-1)}>${say('bench-fewer')}</button>
      </p>
    `;
  }

  #table(shares: readonly ChokeShares[]): TemplateResult {
    const mark = ({ regular, optimistic }: ChokeShares, at: number) =>
      regular.includes(at) ? '●' : optimistic.includes(at) ? '○' : '';
    return html`
      <div class="wide" tabindex="0" role="region" aria-label=${say('bench-title')}>
        <table class="bench">
          <thead><tr><th scope="col">${say('bench-policy')}</th>${this.#rates.map((rate) => html`<th scope="col" class="n">${say('bench-column', { rate })}</th>`)}</tr></thead>
          <tbody>${shares.map(
            (one) => html`<tr><th scope="row">${sayAny(policyId(one.policy, this.#seeding))}</th>
              ${one.unchoked.map((part, at) => html`<td class="n">${percent(part, 1)} <span aria-hidden="true">${mark(one, at)}</span></td>`)}</tr>`,
          )}</tbody>
        </table>
      </div>
      <p class="muted">${say('bench-marks', { rounds: ROUNDS })}</p>
    `;
  }

  #resize(by: 1 | -1): void {
    if (by > 0) this.#rates.push('10');
    else this.#rates.pop();
    void this.#hold();
  }

  /** Holds the rounds. What is typed meanwhile counts, and an older answer is dropped. */
  async #hold(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#host ??= import('../questions/question-host.ts').then(({ startQuestions }) => startQuestions());
    const neighbours = this.#rates.map((rate) => ({ rate: `${rate.trim()} kB/s` }));
    const client = { choker: { upload_slots: number(this.#slots) } };
    const trial = JSON.stringify({ neighbours, seeding: this.#seeding, rounds: ROUNDS, client });
    try {
      const host = await this.#host;
      const policies = this.#seeding ? SEED_POLICY : CHOKER_POLICY;
      const shares = (await host.call('choke', [trial, policies, 1])) as ChokeShares[];
      if (turn !== this.#turn) return;
      this.#shares = shares;
      this.#fault = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#fault = error;
    }
    this.changed();
  }
}

/** What is no number goes to the core as it is, which says what is wrong with it. */
const number = (text: string): number | string => (/^[0-9]+$/.test(text.trim()) ? Number(text) : text);

const policyId = (policy: string, seeding: boolean): SentenceId =>
  seeding ? `seed_choker-${policy as SeedPolicy}` : `choker-${policy as ChokerPolicy}`;

const field = (label: string, value: string, use: (text: string) => void) => html`
  <label><span>${label}</span><input type="text" inputmode="decimal" size="5" .value=${live(value)} @change=${(event: Event) => use((event.target as HTMLInputElement).value)} /></label>
`;
