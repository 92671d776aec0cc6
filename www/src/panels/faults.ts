// What can be done to a peer, to the connection of two, and to a group or a region: faults by hand.

import { html, nothing, type TemplateResult } from 'lit';
import { groupWords, partedAt, regionWords } from '../acted.ts';
import type { Behaviour, Command, Inspection } from '../gen/types.ts';
import { nameOf } from '../people.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';

/** What is known of the peer that something is done to. */
export interface Target {
  id: number;
  complete: boolean;
  behaviour: Behaviour;
  /** Bytes per second; null where frames do not tell. */
  upload: number | null;
}

/** The buttons of a peer that is there. */
export function peerFaults({ session }: Panel, { id, complete, behaviour, upload }: Target): TemplateResult {
  const act = (words: string, command: Command, meaning: string | typeof nothing = nothing) =>
    html`<button type="button" title=${meaning} @click=${() => session.apply(command)}>${words}</button>`;
  const behave = (next: Behaviour): Command => ({ behave: { peer: id, behaviour: next } });
  const limit = (factor: number): Command => ({
    limit_link: {
      peer: id,
      upload_rate: Math.max(1, Math.round((upload ?? 0) * factor)),
      download_rate: null,
    },
  });
  return html`
    <div class="acts" role="group" aria-label=${say('act-title', { name: nameOf(id) })}>
      ${act(say('act-crash'), { remove_peers: { peers: [id], crash: true } }, say('act-crash.meaning'))}
      ${act(say('act-leave'), { remove_peers: { peers: [id], crash: false } })}
      ${complete ? nothing : act(say('act-make_seeder'), { make_seeder: { peer: id } })}
      ${upload === null ? nothing : [act(say('act-halve'), limit(0.5)), act(say('act-double'), limit(2))]}
      ${act(say('act-cut'), { cut: { peer: id, other: null } }, say('act-cut.meaning'))}
      ${behaviour === 'free_rider' ? nothing : act(say('act-stop_uploading'), behave('free_rider'), say('act-stop_uploading.meaning'))}
      ${behaviour === 'polluter' ? nothing : act(say('act-corrupt'), behave('polluter'), say('act-corrupt.meaning'))}
      ${behaviour === 'honest' ? nothing : act(say('act-honest'), behave('honest'))}
    </div>
  `;
}

/** Cuts the connection to one of its neighbours. */
export function pairFaults(
  { session }: Panel,
  { peer, neighbours }: Inspection,
): TemplateResult | typeof nothing {
  if (neighbours.length === 0) return nothing;
  const others = neighbours.map((row) => row.peer).sort((a, b) => a - b);
  const cut = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const other = Number(select.value);
    if (select.value !== '') void session.apply({ cut: { peer, other } });
    select.value = '';
  };
  return html`<label class="row" title=${say('act-cut.meaning')}><span>${say('act-cut_pair')}</span>
    <select @change=${cut}>
      <option value="">${say('act-choose')}</option>
      ${others.map((other) => html`<option value=${other}>${nameOf(other)}</option>`)}
    </select>
  </label>`;
}

/** Parts the people of a group or a region from all others, or lets everybody meet again. */
export function partition({ session }: Panel): TemplateResult | typeof nothing {
  const { run, scenario, frame } = session;
  if (!run || !scenario || !frame) return nothing;
  const regions = [...new Set(scenario.groups.map(({ region }) => region))].sort((a, b) => a - b);
  const choices: [string, string, Command][] = [
    ['', say('controls-parted_none'), { partition: { groups: [], regions: [] } }],
    ...scenario.groups.map((_, group): [string, string, Command] => [
      `group ${group}`,
      groupWords(scenario, group),
      { partition: { groups: [group], regions: [] } },
    ]),
    ...(regions.length < 2 ? [] : regions).map((region): [string, string, Command] => [
      `region ${region}`,
      regionWords(region),
      { partition: { groups: [], regions: [region] } },
    ]),
  ];
  const { groups, regions: parted } = partedAt(scenario.commands, run.commands, frame.swarm.nowS);
  const now = groups.length > 0 ? `group ${groups[0]}` : parted.length > 0 ? `region ${parted[0]}` : '';
  const choose = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    const chosen = choices.find(([id]) => id === value);
    if (chosen) void session.apply(chosen[2]);
  };
  return html`<label class="row" title=${say('controls-parted.meaning')}>
    <span>${say('controls-parted')}</span>
    <select @change=${choose}>
      ${choices.map(([id, words]) => html`<option value=${id} .selected=${id === now}>${words}</option>`)}
    </select>
  </label>`;
}
