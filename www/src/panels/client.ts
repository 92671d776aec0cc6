// Which client the peers run, and what decides in it.
//
// Owns the choices and their words. What each does is the core's; a change begins the run again. Must never know a figure:
// the core lays a profile's defaults under what is said here.

import { html, nothing, type TemplateResult } from 'lit';
import type {
  ChokerPolicy,
  Endgame,
  Offer,
  PeerConfig,
  PickerPolicy,
  Profile,
  SeedPolicy,
} from '../gen/types.ts';
import type { Session } from '../session.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';

type Choices<T extends string> = Readonly<Record<T, string>>;

const PROFILES: Choices<Profile> = {
  reference: 'By the book',
  mainline: 'Mainline 4.0',
  libtorrent: 'libtorrent 2.1',
  transmission: 'Transmission 4.2',
  webtorrent: 'WebTorrent 3.0',
  no_choking: 'No choking (rqbit)',
  seed_chapter: 'Textbook',
};
const CHOKERS: Choices<ChokerPolicy> = {
  tit_for_tat: 'who sends fastest',
  random: 'anybody, at random',
  pairwise_blocks: 'block for block',
  bit_tyrant: 'BitTyrant',
  prop_share: 'in proportion (PropShare)',
  everybody: 'everybody',
};
const SEEDS: Choices<SeedPolicy> = {
  fastest_upload: 'who takes fastest',
  round_robin: 'everybody in turn',
  round_robin_quota: 'in turn, so many pieces each',
  mainline4: 'as mainline 4.0',
  anti_leech: 'beginners and finishers',
  random: 'anybody, at random',
};
const OFFERS: Choices<Offer> = {
  all: 'every piece',
  super_seed: 'one at a time (super-seeding)',
  least_served: 'the least sent',
};
const PICKERS: Choices<PickerPolicy> = {
  rarest_first: 'the rarest',
  random: 'any, drawn afresh',
  random_order: 'any, one order a peer',
  sequential: 'the next in order',
  window: 'the rarest of the next (streaming)',
};
const ENDGAMES: Choices<Endgame> = {
  all: 'ask everybody',
  strict: 'one block at a time',
  steal: 'take from who is slow',
  off: 'wait',
};

export function client(panel: Panel): TemplateResult {
  const { session } = panel;
  const peer = session.scenario?.peer;
  if (!peer) return html`${nothing}`;
  const set = (change: (peer: PeerConfig) => PeerConfig) => session.setClient(change);
  return html`
    ${choice('Client', WORDS.client, PROFILES, peer.profile, (profile) => session.setProfile(profile))}
    ${choice('Leechers serve', WORDS.unchoked, CHOKERS, peer.choker.policy, (policy) =>
      set((was) => ({ ...was, choker: { ...was.choker, policy } })),
    )}
    ${choice('Seeders serve', WORDS.seeder, SEEDS, peer.choker.seed_policy, (seed_policy) =>
      set((was) => ({ ...was, choker: { ...was.choker, seed_policy } })),
    )}
    ${choice('Seeders offer', WORDS.offer, OFFERS, peer.seeding.offer, (offer) =>
      set((was) => ({ ...was, seeding: { ...was.seeding, offer } })),
    )}
    ${choice('Next piece', WORDS.rarest, PICKERS, peer.picker.policy, (policy) =>
      set((was) => ({ ...was, picker: { ...was.picker, policy } })),
    )}
    ${choice('Endgame', WORDS.endgame, ENDGAMES, peer.picker.endgame, (endgame) =>
      set((was) => ({ ...was, picker: { ...was.picker, endgame } })),
    )}
    ${ownClients(session)}
  `;
}

function choice<T extends string>(
  label: string,
  title: string,
  choices: Choices<T>,
  value: T,
  choose: (value: T) => unknown,
): TemplateResult {
  const entries = Object.entries(choices) as [T, string][];
  return html`
    <label class="row" title=${title}>
      <span>${label}</span>
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as T)}>
        ${entries.map(([id, text]) => html`<option value=${id} .selected=${id === value}>${text}</option>`)}
      </select>
    </label>
  `;
}

/** Groups that run something else are told: the choices above are not theirs. */
function ownClients(session: Session): TemplateResult {
  const own = session.scenario?.groups.filter((group) => group.client !== null) ?? [];
  if (own.length === 0) return html`${nothing}`;
  const names = own.map((group) => group.name || 'a group').join(', ');
  return html`<p class="note">With a client of their own: ${names}.</p>`;
}
