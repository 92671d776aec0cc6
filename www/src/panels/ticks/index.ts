// Why a block goes from one peer to another: five reasons, each a tick, from the decision records of the moments at which they were made.

import { html, nothing, type TemplateResult } from 'lit';
import { describeFault } from '../../errors.ts';
import { fineClock } from '../../format.ts';
import type { BlockReasons, Considered, SlotReasons } from '../../gen/types.ts';
import { nameFirst, nameOf } from '../../people.ts';
import { say, sayAny } from '../../say.ts';
import type { Panel } from '../context.ts';
import { icons } from '../icons.ts';

/** A reason in a few words, what it is taken from, and the rule that made it. */
interface Tick {
  text: string;
  more: string;
  rule: string;
  holds: boolean;
}

export function ticks(panel: Panel): TemplateResult | typeof nothing {
  const { session, store } = panel;
  const chosen = store.block.value;
  if (!chosen) return nothing;
  const held = session.questions.read('ticks', 'block', chosen);
  const { from, to, piece, block } = chosen;
  const close = () => {
    store.block.value = null;
  };
  return html`
    <section class="ticks" aria-label=${say('ticks-title')} aria-live="polite">
      <h3>${say('ticks-heading', { from: nameOf(from), to: nameOf(to), piece, block })}
        <button type="button" class="tool" aria-label=${say('ticks-close')} @click=${close}>${icons.close}</button></h3>
      ${
        held.state === 'waiting'
          ? html`<p class="muted" role="status">${say('ticks-waiting')}</p>`
          : held.state === 'refused'
            ? html`<p>${describeFault(held.error).lines.join(' ')}</p>`
            : html`<ol>${reasons(held.answer, panel).map(item)}</ol>`
      }
    </section>
  `;
}

const item = ({ text, more, rule, holds }: Tick, at: number): TemplateResult =>
  html`<li class=${holds ? '' : 'fails'}><b aria-hidden="true">${at + 1}</b><span>${text}<small>${more}${rule ? html`<details><summary>${say('ticks-rule')}</summary>${rule}</details>` : nothing}</small></span></li>`;

function reasons(answer: BlockReasons, panel: Panel): Tick[] {
  return [lacks(answer), has(answer), chosen(answer, panel), serves(answer), because(answer, panel)];
}

function lacks({ to, piece, receiver_blocks: blocks, asked_s: at }: BlockReasons): Tick {
  return {
    text: say('tick-lacks', { to: nameFirst(to), piece }),
    more: say('tick-lacks.more', { blocks, at: fineClock(at) }),
    rule: '',
    holds: true,
  };
}

function has({ from, sender_brought: brought, sender_since_s: since }: BlockReasons): Tick {
  const more = brought
    ? say('tick-has.brought')
    : since === null
      ? ''
      : say('tick-has.since', { at: fineClock(since) });
  return { text: say('tick-has', { from: nameFirst(from) }), more, rule: '', holds: since !== null };
}

/** Why this piece: what the picker knew when it began the piece, or that it goes on with one that was begun. */
function chosen({ to, choice, availability, step }: BlockReasons, panel: Panel): Tick {
  const reason = choice?.reason;
  const more = step ? say(`block-step-${step}`) : '';
  if (!reason || !('piece' in reason)) {
    const n = availability ?? 0;
    return { text: say('tick-rare', { to: nameOf(to), n }), more, rule: '', holds: availability !== null };
  }
  const { availability: n, rule } = reason.piece;
  const picker = configOf(panel, to)?.picker ?? {};
  return {
    text: say('tick-rare', { to: nameOf(to), n }),
    more: say('tick-rare.at', { at: fineClock(choice?.t_s ?? 0) }),
    rule: sayAny(`piece-rule-${rule}`, picker),
    holds: true,
  };
}

/** The row of the receiver in the sender's latest decision about its slots. */
function rowOf(
  { opened, kept }: SlotReasons,
  to: number,
): { row: Considered | null; rule: string; source: string } {
  const reason = (kept ?? opened).reason;
  if (!('choke' in reason)) return { row: null, rule: '', source: '' };
  const row = reason.choke.rows.find(({ peer }) => peer === to) ?? null;
  return { row, rule: reason.choke.rule, source: reason.choke.source };
}

function serves({ from, to, slot }: BlockReasons): Tick {
  const names = { from: nameFirst(from), to: nameOf(to) };
  if (!slot) return { text: say('tick-serves_not', names), more: '', rule: '', holds: false };
  const { row } = rowOf(slot, to);
  return {
    text: say('tick-serves', names),
    more:
      row?.verdict === 'optimistic'
        ? say('tick-serves.optimistic', { since: fineClock(slot.since_s) })
        : say('tick-serves.regular', { since: fineClock(slot.since_s) }),
    rule: '',
    holds: true,
  };
}

function because({ from, to, slot }: BlockReasons, panel: Panel): Tick {
  const names = { from: nameOf(from), to: nameOf(to) };
  if (!slot) return { text: say('tick-because_not', names), more: '', rule: '', holds: false };
  const { row, rule, source } = rowOf(slot, to);
  const choker = configOf(panel, from)?.choker ?? {};
  const told = {
    rule: rule ? `${sayAny(`choke-rule-${rule}`, choker)}; ${sayAny(`choke-source-${source}`)}` : '',
    holds: true,
  };
  if (!row) return { ...told, text: say('tick-because_given', names), more: '' };
  const at = fineClock((slot.kept ?? slot.opened).t_s);
  const figure = sayAny(`ranked-${row.by}`, { figure: row.figure });
  if (row.verdict === 'optimistic')
    return { ...told, text: say('tick-because_trial', names), more: say('tick-because.at', { at }) };
  if (row.by === 'nothing' || row.standing === 'alone')
    return { ...told, text: say('tick-because_free', names), more: say('tick-because.at', { at }) };
  const { rank, ranked, regular } = slot;
  return {
    ...told,
    text: say('tick-because', { ...names, figure, rank }),
    more: `${say('tick-because.slots', { ranked, regular })} ${say('tick-because.at', { at })}`,
  };
}

/** The settings of the client that a peer runs. */
function configOf({ session }: Panel, peer: number) {
  const { frame, scenario } = session;
  const row = frame ? Array.from(frame.details.id).indexOf(peer) : -1;
  const group = row < 0 ? undefined : scenario?.groups[frame?.details.group[row] ?? -1];
  return group?.client ?? scenario?.peer;
}
