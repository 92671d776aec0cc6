// The latest messages of the selected peer; an open one shows its bytes, field by field, as the simulator's own codec writes them.

import { html, nothing, type TemplateResult } from 'lit';
import { describeFault } from '../../errors.ts';
import { fineClock } from '../../format.ts';
import type { Field, Messages, MessageView } from '../../gen/types.ts';
import { nameOf } from '../../people.ts';
import { say, sayAny } from '../../say.ts';
import type { Panel } from '../context.ts';

/** Messages that are shown. */
const MOST = 200;

/** What was asked for last: it stays until somebody asks for another moment. */
let asked: { peer: number; to_s: number; most: number } | null = null;

export function messages(panel: Panel, peer: number): TemplateResult {
  const { session, redraw } = panel;
  const now = session.player.momentS;
  const show = () => {
    session.pause();
    asked = { peer, to_s: session.player.momentS, most: MOST };
    redraw();
  };
  return html`
    <h3>${say('near-messages')}</h3>
    <button type="button" @click=${show}>${say('near-messages_show', { at: fineClock(now) })}</button>
    ${asked?.peer === peer ? told(panel, asked) : nothing}
  `;
}

function told({ session }: Panel, question: NonNullable<typeof asked>): TemplateResult {
  const held = session.questions.read('messages', 'messages', question);
  if (held.state === 'waiting')
    return html`<p class="muted" role="status">${say('near-messages_waiting')}</p>`;
  if (held.state === 'refused') return html`<p>${describeFault(held.error).lines.join(' ')}</p>`;
  return list(held.answer);
}

/** The newest first. */
function list({ peer, to_s: to, earlier, messages }: Messages): TemplateResult {
  return html`
    <p class="note">${say('near-messages_earlier', { n: earlier, at: fineClock(to) })}</p>
    <ol class="messages">
      ${[...messages].reverse().map((message) => html`<li>${one(message, peer)}</li>`)}
    </ol>
  `;
}

function one(message: MessageView, peer: number): TemplateResult {
  const { from, to, kind, sent_s: sent, arrived_s: arrived, bytes, fields } = message;
  const heard = to === peer;
  const line = { at: fineClock(sent), other: nameOf(heard ? from : to), kind: sayAny(`message-${kind}`, {}) };
  return html`
    <details>
      <summary>${heard ? say('near-message_heard', line) : say('near-message_sent', line)}</summary>
      <p class="muted">${say('near-message_way', { bytes, arrived: arrived === null ? 'none' : fineClock(arrived) })}</p>
      <table>
        <thead><tr><th scope="col">${say('near-field')}</th><th scope="col">${say('near-bytes')}</th><th scope="col">${say('near-meaning')}</th></tr></thead>
        <tbody>${fields.map(field)}</tbody>
      </table>
    </details>
  `;
}

function field({ name, hex, bytes, number, text }: Field): TemplateResult {
  const shown = hex === '' ? say('near-content', { n: bytes }) : (hex.match(/../g) ?? []).join(' ');
  const value = number !== null ? String(number) : (text ?? '');
  return html`<tr><th scope="row">${say(`field-${name}`)}</th><td class="hex">${shown}</td><td>${value}</td></tr>`;
}
