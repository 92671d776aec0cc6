// What the selected peer knows against the truth, what it has asked for, its pieces in progress, and what it says and hears.

import { html, nothing, type TemplateResult } from 'lit';
import type { Frame } from '../../gen/frame.ts';
import type { AskedView, Inspection, PartialView } from '../../gen/types.ts';
import { nameFirst, nameOf } from '../../people.ts';
import { say } from '../../say.ts';
import { furthest, givenByOthers } from '../../views/swarm/known.ts';
import type { Panel } from '../context.ts';
import { messages } from './messages.ts';

/** Requests told of each neighbour. */
const ASKED_MAX = 3;
/** Pieces in progress that are told. */
const PARTIALS_MAX = 12;

export function near(panel: Panel, seen: Inspection): TemplateResult {
  return html`
    <section class="near" aria-label=${say('near-title')}>
      ${eyes(panel, seen)} ${asked(seen)} ${partials(seen)} ${messages(panel, seen.peer)}
    </section>
  `;
}

function eyes({ session, store }: Panel, seen: Inspection): TemplateResult {
  const turn = (event: Event) => {
    store.eyes.value = (event.target as HTMLInputElement).checked;
  };
  return html`
    <h3>${say('near-title')}</h3>
    <label class="eyes"><input type="checkbox" .checked=${store.eyes.value} @change=${turn} /> ${say('near-eyes', { name: nameOf(seen.peer) })}</label>
    <p class="note">${session.frame ? countsSentence(session.frame, seen) : nothing}</p>
  `;
}

/** What it counts of the piece of which it is furthest from the truth. */
export function countsSentence(frame: Frame, { peer, counts }: Inspection): string {
  const name = nameFirst(peer);
  if (counts.length === 0) return say('near-counts_none', { name });
  const there = givenByOthers(frame, peer);
  const piece = furthest(counts, there);
  if (piece === null) return say('near-counts_same', { name: nameOf(peer) });
  return say('near-counts', { name, piece, counted: counts[piece] ?? 0, there: there[piece] ?? 0 });
}

function asked({ neighbours }: Inspection): TemplateResult {
  const rows = neighbours.filter(({ asked }) => asked.length > 0);
  return html`
    <h3>${say('near-asked')}</h3>
    ${rows.length === 0 ? html`<p class="muted">${say('near-asked_none')}</p>` : nothing}
    <ul class="asked">
      ${rows.map(
        ({ peer, asked, outstanding }) => html`<li>
          <b>${say('near-asked_of', { name: nameFirst(peer), n: outstanding })}</b>
          <ul>
            ${asked.slice(0, ASKED_MAX).map((one) => html`<li class=${one.stands}>${requestSentence(one)}</li>`)}
            ${outstanding > ASKED_MAX ? html`<li class="muted">${say('near-asked_more', { n: outstanding - ASKED_MAX })}</li>` : nothing}
          </ul>
        </li>`,
      )}
    </ul>
  `;
}

export const requestSentence = ({ piece, block, stands, for_s: s, cancelled }: AskedView): string =>
  say('near-asked_block', { piece, block, stands, s, cancelled: cancelled ? 'yes' : 'no' });

function partials({ partial }: Inspection): TemplateResult {
  return html`
    <h3>${say('near-partial')}</h3>
    <p class="note">${partial.length === 0 ? say('near-partial_none') : say('near-partial_key')}</p>
    <ul class="partials">${partial.slice(0, PARTIALS_MAX).map(bar)}</ul>
    ${partial.length > PARTIALS_MAX ? html`<p class="muted">${say('near-asked_more', { n: partial.length - PARTIALS_MAX })}</p>` : nothing}
  `;
}

/** A cell for each block. */
function bar({ piece, received: here, requested: asked, blocks, marks }: PartialView): TemplateResult {
  return html`<li>
    <span class="hidden">${say('near-partial_row', { piece, here, asked, blocks })}</span>
    <b aria-hidden="true">${piece}</b>
    <span class="cells" aria-hidden="true">${[...marks].map((mark) => html`<i class=${mark}></i>`)}</span>
  </li>`;
}
