// Why a peer was complete no sooner: its critical path in a sentence, as parts of time, and step by step. The thread of its peers is
// drawn by the swarm view, which reads it from the store.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { describeFault } from '../../errors.ts';
import { duration, fineClock } from '../../format.ts';
import type { CriticalPath, PartKind, PathPart } from '../../gen/types.ts';
import { nameOf } from '../../people.ts';
import { lastComplete } from '../../questions/marks.ts';
import { Dropped } from '../../questions/questions.ts';
import { say } from '../../say.ts';
import type { Thread } from '../../store.ts';
import type { Panel } from '../context.ts';

const seconds = (ns: number): number => ns / 1e9;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The panel; nothing as long as nobody is complete. */
export function late(panel: Panel): TemplateResult | typeof nothing {
  const { session, store } = panel;
  const history = session.questions.history.value;
  if (!history) return nothing;
  const asked = store.latePeer.value;
  const last = lastComplete(history);
  if (asked === null) return offer(panel, candidate(panel, last));
  const held = session.questions.read('late', 'path', { peer: asked });
  const title = asked === last ? say('late-title') : say('late-title_peer', { name: nameOf(asked) });
  return html`
    <section class="late-path" aria-label=${title}>
      <h3>${title}</h3>
      ${
        held.state === 'waiting'
          ? html`<p role="status">${say('late-waiting', { name: nameOf(asked) })}</p>`
          : held.state === 'refused'
            ? html`<p>${describeFault(held.error).lines.join(' ')}</p>`
            : found(panel, held.answer)
      }
      <button type="button" @click=${() => close(panel)}>${say('late-hide')}</button>
    </section>
  `;
}

/** Of whom it can be asked: the selected peer where it became complete, else the last one, once the run is over. */
function candidate({ session, store }: Panel, last: number | null): number | null {
  const { frame } = session;
  const selected = store.selected.value;
  const peers = session.questions.history.value?.peers;
  const row = selected === null ? -1 : (peers?.peer.indexOf(selected) ?? -1);
  if (selected !== null) return (peers?.completed_s[row] ?? null) === null ? null : selected;
  const over = frame !== null && frame.swarm.leeching === 0 && frame.swarm.completed > 0;
  return over ? last : null;
}

function offer(panel: Panel, peer: number | null): TemplateResult | typeof nothing {
  if (peer === null) return nothing;
  const last =
    peer === lastComplete(panel.session.questions.history.value ?? ({ peers: { peer: [] } } as never));
  const words = last
    ? say('late-ask', { name: nameOf(peer) })
    : say('late-title_peer', { name: nameOf(peer) });
  return html`<section class="late-path"><button type="button" @click=${() => askLate(panel, peer)}>${words}</button></section>`;
}

/** Asks why a peer was complete no sooner, and lays its thread. */
export async function askLate(
  { session, store }: Pick<Panel, 'session' | 'store'>,
  peer: number,
): Promise<void> {
  store.latePeer.value = peer;
  store.thread.value = null;
  try {
    const path = await session.questions.get('late', 'path', { peer });
    if (store.latePeer.value === peer) store.thread.value = threadOf(path);
  } catch (error) {
    // Another refusal is told by the panel.
    if (error instanceof Dropped && store.latePeer.value === peer) store.latePeer.value = null;
  }
}

/** The path as it is drawn: its peers, and when each had the piece. */
export function threadOf(path: CriticalPath): Thread {
  const ends = new Map(hops(path).map(({ receiver, toNs }) => [receiver, seconds(toNs)]));
  const peers = path.through;
  return {
    piece: path.piece,
    peers,
    atS: peers.map((peer, i) => (i === 0 ? null : (ends.get(peer) ?? null))),
  };
}

function close({ store }: Panel): void {
  store.latePeer.value = null;
  store.thread.value = null;
}

/** What the peer waited for, in a sentence. */
export function lateSentence(path: CriticalPath): string {
  const [longest] = path.shares;
  if (!longest) return '';
  return say('late-heading', {
    name: capital(nameOf(path.peer)),
    piece: path.piece,
    at: fineClock(seconds(path.to_ns)),
    whole: duration(seconds(path.to_ns - path.from_ns)),
    longest: duration(seconds(longest.ns)),
    kind: longest.kind,
  });
}

function found(panel: Panel, path: CriticalPath): TemplateResult {
  return html`
    <p class="sentence">${lateSentence(path)}</p>
    <p class="note">${say('late-through', { through: path.through.map(nameOf).join(' → ') })}</p>
    ${bar(path)}
    <h4>${say('late-parts')}</h4>
    <dl class="kinds">
      ${path.shares.map(
        ({ kind, ns }) =>
          html`<div><dt><span class="swatch p-${kind}" aria-hidden="true"></span> ${part(kind)}</dt><dd>${duration(seconds(ns))}</dd></div>`,
      )}
    </dl>
    <h4>${say('late-steps')}</h4>
    <ol class="hops">${hops(path).map((hop) => step(panel, hop))}</ol>
  `;
}

const part = (kind: PartKind): string => say(`thread-${kind}`);

/** All the parts on one line, as long as they took. */
function bar({ parts, from_ns, to_ns }: CriticalPath): TemplateResult {
  const at = (ns: number) => `${((100 * (ns - from_ns)) / (to_ns - from_ns)).toFixed(3)}%`;
  return html`<svg class="spent" aria-hidden="true" height="18">${parts.map(
    ({ kind, from_ns: from, to_ns: to }) =>
      svg`<rect class=${`p-${kind}`} x=${at(from)} width=${at(from_ns + to - from)} height="18"><title>${part(kind)}</title></rect>`,
  )}</svg>`;
}

interface HopParts {
  sender: number;
  receiver: number;
  fromNs: number;
  toNs: number;
  parts: PathPart[];
}

/** The parts by the peers between which they passed. */
export function hops({ parts }: CriticalPath): HopParts[] {
  const out: HopParts[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last && last.sender === part.sender && last.receiver === part.receiver) {
      last.parts.push(part);
      last.toNs = part.to_ns;
    } else {
      const { sender, receiver, from_ns: fromNs, to_ns: toNs } = part;
      out.push({ sender, receiver, fromNs, toNs, parts: [part] });
    }
  }
  return out;
}

function step({ session }: Panel, { sender, receiver, fromNs, toNs, parts }: HopParts): TemplateResult {
  const longest = parts.reduce((one, other) =>
    other.to_ns - other.from_ns > one.to_ns - one.from_ns ? other : one,
  );
  const at = fineClock(seconds(toNs));
  return html`<li>
    <b>${say('late-step', { sender: capital(nameOf(sender)), receiver: nameOf(receiver), at })}</b>
    <span class="muted">${say('late-longest', { kind: longest.kind, s: duration(seconds(longest.to_ns - longest.from_ns)) })}</span>
    <button type="button" class="link" aria-label=${say('late-go.to', { at: fineClock(seconds(fromNs)) })} @click=${() => session.goTo(seconds(longest.from_ns))}>${say('late-go')}</button>
  </li>`;
}
