// One peer, as it sees the swarm itself.
//
// Owns the panel of the selected peer: its figures, its neighbours, its latest decisions, and what can be done to it. Every
// figure comes from the frame or from the peer's own inspection.

import { html, nothing, type TemplateResult } from 'lit';
import { PROFILES } from '../clients.ts';
import { ROLE_WORDS } from '../describe.ts';
import { clock, count, percent, plural, rate } from '../format.ts';
import { roleAt, rowOf } from '../scene/peers.ts';
import type { Decision, Inspection } from '../sim/source.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { glyph, icons } from './icons.ts';

const NEIGHBOURS_MAX = 40;
/** Of each kind, so that pieces, which are picked all the time, do not crowd out whom it serves. */
const DECISIONS_MAX = 3;
const CANDIDATES_MAX = 5;

export function inspector(panel: Panel): TemplateResult {
  const { session, store } = panel;
  const { frame, inspection } = session;
  const id = store.selected.value;
  if (id === null || !frame) return html`${nothing}`;
  const row = rowOf(frame.peers.id, id);
  const close = html`<button class="tool" type="button" aria-label="Close peer ${id}" title="Close (Esc)"
    @click=${() => {
      store.selected.value = null;
    }}>${icons.close}</button>`;
  if (row < 0) {
    return html`<section class="inspector" aria-label="Peer ${id}"><h2>Peer ${id} ${close}</h2><p class="muted">It has left the swarm.</p></section>`;
  }
  const { peers, swarm, details } = frame;
  const have = peers.have[row] ?? 0;
  const role = roleAt(frame, row);
  const told = rowOf(details.id, id);
  const upload = details.uploadCapacity[told] ?? 0;
  return html`
    <section class="inspector" aria-label="Peer ${id}">
      <h2><span>${glyph(role)} Peer ${id}</span> <span class="muted">${ROLE_WORDS[role]}</span> ${close}</h2>
      <p class="note">${runs(panel, id)}</p>
      <dl class="counts two">
        <div><dt>Has</dt><dd>${percent(have, swarm.nPieces)} <small>${count(have)} of ${count(swarm.nPieces)}</small></dd></div>
        <div><dt>Neighbours</dt><dd>${count(details.neighbours[told] ?? 0)} <small>${count(details.unchoked[told] ?? 0)} unchoked</small></dd></div>
        <div><dt>Receives</dt><dd>${rate(details.downloadRate[told] ?? 0)}</dd></div>
        <div><dt>Sends</dt><dd>${rate(details.uploadRate[told] ?? 0)} <small>of ${rate(upload)}</small></dd></div>
      </dl>
      <div class="acts">
        <button type="button" @click=${() => session.apply({ remove_peers: { peers: [id], crash: true } })}>Crash it</button>
        ${
          have < swarm.nPieces
            ? html`<button type="button" @click=${() => session.apply({ make_seeder: { peer: id } })}>Make it a seeder</button>`
            : html`<button type="button" @click=${() => session.apply({ remove_peers: { peers: [id], crash: false } })}>Let it leave</button>`
        }
        <button type="button" ?disabled=${told < 0} @click=${() => limit(panel, id, upload / 2)}>Halve its upload</button>
        <button type="button" ?disabled=${told < 0} @click=${() => limit(panel, id, upload * 2)}>Double it</button>
      </div>
      ${inspection && inspection.peer === id ? [neighbours(panel, inspection, swarm.nPieces), decisions(inspection.decisions)] : nothing}
    </section>
  `;
}

function limit({ session }: Panel, peer: number, uploadRate: number): void {
  void session.apply({
    limit_link: { peer, upload_rate: Math.max(1, Math.round(uploadRate)), download_rate: null },
  });
}

/** Which client it runs, and of which group it is. */
function runs({ session }: Panel, id: number): string {
  const peer = session.groupAt(id)?.client ?? session.scenario?.peer;
  const name = peer ? PROFILES[peer.profile] : '';
  const group = session.groupOf(id);
  return `${group && group.toLowerCase() !== name.toLowerCase() ? `Group ${group}. ` : ''}Client: ${name}`;
}

type Neighbour = Inspection['neighbours'][number];

/** Unchoked in words, from this peer's point of view. */
function gives(row: Neighbour): string {
  if (row.snubbed) return 'snubbed';
  if (row.am_choking) return row.peer_interested ? 'choked' : '–';
  return row.optimistic ? 'optimistic' : row.peer_interested ? 'unchoked' : 'unchoked, idle';
}

function takes(row: Neighbour): string {
  if (row.peer_choking) return row.am_interested ? 'chokes us' : '–';
  return row.am_interested ? 'serves us' : 'open';
}

function neighbours({ store }: Panel, seen: Inspection, pieces: number): TemplateResult {
  const rows = [...seen.neighbours].sort(
    (a, b) => b.up_rate + b.down_rate - (a.up_rate + a.down_rate) || a.peer - b.peer,
  );
  return html`
    <h3>Neighbours</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Neighbours of peer ${seen.peer}">
      <table>
        <thead>
          <tr><th scope="col">Peer</th><th scope="col">Has</th><th scope="col" title=${WORDS.choked}>We</th><th scope="col">It</th><th scope="col" class="n">In</th><th scope="col" class="n">Out</th></tr>
        </thead>
        <tbody>
          ${rows.slice(0, NEIGHBOURS_MAX).map(
            (row) => html`<tr>
              <th scope="row"><button type="button" class="link" aria-label="Select peer ${row.peer}" @click=${() => {
                store.selected.value = row.peer;
              }}>${row.peer}</button></th>
              <td>${percent(row.have, pieces)}</td>
              <td class=${row.optimistic ? 'optimistic' : ''}>${gives(row)}</td>
              <td>${takes(row)}</td>
              <td class="n">${row.down_rate > 0 ? rate(row.down_rate) : '–'}</td>
              <td class="n">${row.up_rate > 0 ? rate(row.up_rate) : '–'}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${rows.length > NEIGHBOURS_MAX ? html`<p class="muted">And ${plural(rows.length - NEIGHBOURS_MAX, 'more neighbour')}.</p>` : nothing}
    </div>
  `;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The core writes rates in bytes per second. */
const figure = (text: string): string => text.replace(/^(\d+) B\/s/, (_, bytes) => rate(Number(bytes)));

/** The latest decisions, newest first. */
export function latest(list: Decision[]): Decision[] {
  const seen: Record<string, number> = {};
  return [...list].reverse().filter(({ kind }) => {
    const found = (seen[kind] ?? 0) + 1;
    seen[kind] = found;
    return found <= DECISIONS_MAX;
  });
}

function decisions(list: Decision[]): TemplateResult {
  if (list.length === 0) return html`${nothing}`;
  return html`
    <h3>Why</h3>
    <ol class="decisions">
      ${latest(list).map(
        (decision) => html`<li>
            <p><time>${clock(decision.t_s)}</time> ${capital(decision.text)}</p>
            <p class="muted">${capital(decision.rule)}</p>
            ${
              decision.candidates.length > 0
                ? html`<ul class="candidates">
                    ${decision.candidates
                      .slice(0, CANDIDATES_MAX)
                      .map(
                        (one) =>
                          html`<li class=${one.chosen ? 'chosen' : ''}>${one.peer} <span>${figure(one.figure)}</span></li>`,
                      )}
                  </ul>`
                : nothing
            }
          </li>`,
      )}
    </ol>
  `;
}
