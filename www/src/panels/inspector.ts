// The panel of the selected peer: its figures, its neighbours, its latest decisions, and what can be done to it. Every figure
// comes from the frame or from the peer's own inspection.

import { html, nothing, type TemplateResult } from 'lit';
import { clock, count, percent, rate } from '../format.ts';
import { PEER_FLAGS, PEER_STATE } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import type { Behaviour, Considered, Explained, Inspection, Reason, Verdict } from '../gen/types.ts';
import { groupAt, groupName } from '../group-of.ts';
import { labelOf, nameFirst } from '../people.ts';
import { say } from '../say.ts';
import { torrentsOf } from '../scenario-edit.ts';
import { roleAt, rowOf } from '../scene/peers.ts';
import type { Panel } from './context.ts';
import { pairFaults, peerFaults } from './faults.ts';
import { glyph, icons } from './icons.ts';
import { near } from './near/door.ts';
import { podium } from './podium/index.ts';

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
  const title = nameFirst(id);
  const close = html`<button class="tool" type="button" aria-label=${say('act-close_peer', { peer: id })} title=${say('act-close')}
    @click=${() => {
      store.selected.value = null;
    }}>${icons.close}</button>`;
  if (row < 0) {
    return html`<section class="inspector" aria-label=${title}><h2>${title} ${close}</h2><p class="muted">${say('peer-gone')}</p></section>`;
  }
  const { peers, swarm, details } = frame;
  const state = PEER_STATE[peers.state[row] ?? 0];
  // Nothing can be done to who is not there any more, and what it sent last is no rate.
  if (state === 'crashed' || state === 'gone')
    return html`<section class="inspector" aria-label=${title}><h2><span>${glyph(roleAt(frame, row))} ${title}</span> ${close}</h2><p class="muted">${say(`peer-${state}`)}</p></section>`;
  const have = peers.have[row] ?? 0;
  const role = roleAt(frame, row);
  const told = rowOf(details.id, id);
  const upload = details.uploadCapacity[told] ?? 0;
  // A rate is what came over some seconds; when all is over nothing comes any more.
  const now = (of: Float32Array | Float64Array | Uint32Array) => (session.ended ? 0 : (of[told] ?? 0));
  return html`
    <section class="inspector" aria-label=${title}>
      <h2><span>${glyph(role)} ${title}</span> <span class="muted">${say(`role-${role}`)}</span> ${close}</h2>
      <p class="note">${runs(panel, id)}</p>
      ${inspection && inspection.peer === id ? [also(panel, inspection), unknown(inspection)] : nothing}
      <dl class="counts two">
        <div><dt>${say('peer-has')}</dt><dd>${percent(have, swarm.nPieces)} <small>${say('peer-has.value', { have, pieces: swarm.nPieces })}</small></dd></div>
        <div><dt>${say('peer-neighbours')}</dt><dd>${count(details.neighbours[told] ?? 0)} <small>${say('peer-neighbours.value', { n: details.unchoked[told] ?? 0 })}</small></dd></div>
        <div><dt>${say('peer-receives')}</dt><dd>${rate(now(details.downloadRate))}</dd></div>
        <div><dt>${say('peer-sends')}</dt><dd>${rate(now(details.uploadRate))} <small>${say('peer-sends.value', { capacity: upload })}</small></dd></div>
      </dl>
      ${peerFaults(panel, { id, complete: have >= swarm.nPieces, behaviour: behaviourAt(frame, row), upload: told < 0 ? null : upload })}
      ${inspection && inspection.peer === id ? [pairFaults(panel, inspection), podium(panel, inspection), near(panel, inspection), neighbours(panel, inspection, swarm.nPieces), decisions(inspection)] : nothing}
    </section>
  `;
}

function behaviourAt({ peers }: Frame, row: number): Behaviour {
  const flags = peers.flags[row] ?? 0;
  if ((flags & PEER_FLAGS.freeRider) !== 0) return 'free_rider';
  return (flags & PEER_FLAGS.polluter) !== 0 ? 'polluter' : 'honest';
}

/** The same client in other torrents, each to be gone to. */
function also({ session, store }: Panel, { also }: Inspection): TemplateResult[] {
  const { scenario } = session;
  if (!scenario) return [];
  return also.map(({ peer, torrent }) => {
    const name = torrentsOf(scenario)[torrent]?.name || say('content-torrent', { number: torrent + 1 });
    const go = async () => {
      await session.show(torrent);
      store.selected.value = peer;
    };
    return html`<p class="note">${say('peer-also')} <button type="button" class="link" @click=${() => void go()}>${say('peer-also.where', { peer, name })}</button></p>`;
  });
}

/** What a peer that began with a magnet link knows of the torrent. */
function unknown({ metadata }: Inspection): TemplateResult | typeof nothing {
  if (!metadata) return nothing;
  const { here, parts } = metadata;
  return html`<p class="note">${say('peer-metadata', { here, parts })}</p>`;
}

/** Which client it runs, and of which group it is. */
function runs({ session }: Panel, id: number): string {
  const peer = groupAt(session, id)?.client ?? session.scenario?.peer;
  if (!peer) return '';
  const { profile } = peer;
  const group = groupName(session, id);
  return group && group.toLowerCase() !== say(`profile-${profile}`).toLowerCase()
    ? say('peer-client.group', { group, profile })
    : say('peer-client', { profile });
}

type Neighbour = Inspection['neighbours'][number];

/** What this peer lets a neighbour do. */
function grants(row: Neighbour): string {
  if (row.snubbed) return say('grants-snubbed');
  if (row.am_choking) return say(row.peer_interested ? 'grants-choked' : 'grants-none');
  if (row.optimistic) return say('grants-optimistic');
  return say(row.peer_interested ? 'grants-unchoked' : 'grants-idle');
}

/** What a neighbour lets this peer do. */
function granted(row: Neighbour): string {
  if (row.peer_choking) return say(row.am_interested ? 'granted-chokes' : 'granted-none');
  return say(row.am_interested ? 'granted-serves' : 'granted-open');
}

function neighbours({ store }: Panel, seen: Inspection, pieces: number): TemplateResult {
  const rows = [...seen.neighbours].sort(
    (a, b) => b.up_rate + b.down_rate - (a.up_rate + a.down_rate) || a.peer - b.peer,
  );
  return html`
    <h3>${say('peer-neighbours')}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label=${say('panel-neighbours', { peer: seen.peer })}>
      <table>
        <thead>
          <tr><th scope="col">${say('column-peer')}</th><th scope="col">${say('column-has')}</th><th scope="col" tabindex="0" title=${say('column-grants.meaning')}>${say('column-grants')}</th><th scope="col" tabindex="0" title=${say('column-granted.meaning')}>${say('column-granted')}</th><th scope="col" class="n" tabindex="0" title=${say('column-in.meaning')}>${say('column-in')}</th><th scope="col" class="n" tabindex="0" title=${say('column-out.meaning')}>${say('column-out')}</th></tr>
        </thead>
        <tbody>
          ${rows.slice(0, NEIGHBOURS_MAX).map(
            (row) => html`<tr>
              <th scope="row"><button type="button" class="link" aria-label=${say('act-select_peer', { peer: row.peer })} @click=${() => {
                store.selected.value = row.peer;
              }}>${labelOf(row.peer)}</button></th>
              <td>${percent(row.have, pieces)}</td>
              <td class=${row.optimistic ? 'optimistic' : ''}>${grants(row)}</td>
              <td>${granted(row)}</td>
              <td class="n">${row.down_rate > 0 ? rate(row.down_rate) : '–'}</td>
              <td class="n">${row.up_rate > 0 ? rate(row.up_rate) : '–'}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${rows.length > NEIGHBOURS_MAX ? html`<p class="muted">${say('peer-neighbours_more', { n: rows.length - NEIGHBOURS_MAX })}</p>` : nothing}
    </div>
  `;
}

/** The latest decisions, newest first; of each kind a few. */
export function latest(list: readonly Explained[]): Explained[] {
  const seen: Record<string, number> = {};
  return [...list].reverse().filter(({ reason }) => {
    // A neighbour that is compared with nobody is a row of the list of neighbours.
    if ('choke' in reason && !reason.choke.rows.some(({ standing }) => standing !== 'alone')) return false;
    const [kind = ''] = Object.keys(reason);
    const found = (seen[kind] ?? 0) + 1;
    seen[kind] = found;
    return found <= DECISIONS_MAX;
  });
}

/** What was decided, and the rule, with the numbers of the peer's settings. */
export function explain(reason: Reason, { choker, picker }: Inspection): { text: string; rule: string } {
  if ('choke' in reason) {
    const { rule, rows, source } = reason.choke;
    const with_ = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).map(({ peer }) => peer);
    const [regular, optimistic] = [with_('regular'), with_('optimistic')];
    const waiting = rows.filter((row) => row.verdict === 'choked' && row.interested).length;
    return {
      text: say('reason-choke', { regular, optimistic, waiting }),
      rule: `${say(`choke-rule-${rule}`, choker)}; ${say(`choke-source-${source}`)}`,
    };
  }
  if ('piece' in reason) {
    return {
      text: say('reason-piece', reason.piece),
      rule: say(`piece-rule-${reason.piece.rule}`, picker),
    };
  }
  if ('block' in reason) return { text: say('reason-block', reason.block), rule: '' };
  if ('snub' in reason) return { text: say('reason-snub', reason.snub), rule: say('rule-snub', choker) };
  return { text: say('reason-ban', reason.ban), rule: say('rule-ban') };
}

/** The neighbours that a choke decision considered, best first. */
function considered(reason: Reason): TemplateResult {
  if (!('choke' in reason)) return html`${nothing}`;
  const rows = reason.choke.rows.filter((row) => row.interested || row.verdict !== 'choked');
  const figure = ({ by, figure, snubbed }: Considered) =>
    `${say(`ranked-${by}`, { figure })}${snubbed ? `, ${say('ranked-snubbed')}` : ''}`;
  return html`<ul class="candidates">
    ${rows
      .slice(0, CANDIDATES_MAX)
      .map(
        (row) =>
          html`<li class=${row.verdict === 'choked' ? '' : 'chosen'}>${labelOf(row.peer)} <span>${figure(row)}</span></li>`,
      )}
  </ul>`;
}

function decisions(inspection: Inspection): TemplateResult {
  if (inspection.decisions.length === 0) return html`${nothing}`;
  return html`
    <h3>${say('peer-decisions')}</h3>
    <ol class="decisions">
      ${latest(inspection.decisions).map(({ t_s, reason }) => {
        const { text, rule } = explain(reason, inspection);
        return html`<li>
          <p><time>${clock(t_s)}</time> ${text}</p>
          <p class="muted">${rule}</p>
          ${considered(reason)}
        </li>`;
      })}
    </ol>
  `;
}
