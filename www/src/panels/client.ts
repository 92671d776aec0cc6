// Which client the peers run, and what decides in it.
//
// Owns the choices' place. What each does is the core's; a change begins the run again. Must never know a figure:
// the core lays a profile's defaults under what is said here.

import { html, nothing, type TemplateResult } from 'lit';
import { CHOKERS, type Choices, ENDGAMES, OFFERS, PICKERS, PROFILES, SEEDS } from '../clients.ts';
import type { PeerConfig, Profile, Scenario } from '../gen/types.ts';
import { clientOwners, ownClient } from '../scenario-edit.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';

const AS_ALL = 'as_all';

export function client({ session, store }: Panel): TemplateResult {
  const { scenario } = session;
  if (!scenario) return html`${nothing}`;
  const owner = store.clientOf.value ?? suggested(scenario);
  const own = ownClient(scenario, owner);
  const peer = own ?? scenario.peer;
  const set = (client: PeerConfig) => session.setClient(owner, client);
  const profiles: Choices<string> = owner === '' ? PROFILES : { [AS_ALL]: 'as everybody', ...PROFILES };
  return html`
    ${choice('Whose', WORDS.whose, ownerWords(scenario), owner, (chosen) => {
      store.clientOf.value = chosen;
    })}
    ${choice('Client', WORDS.client, profiles, owner !== '' && !own ? AS_ALL : peer.profile, (profile) =>
      session.setProfile(owner, profile === AS_ALL ? null : (profile as Profile)),
    )}
    ${choice('Leechers serve', WORDS.serve, CHOKERS, peer.choker.policy, (policy) =>
      set({ ...peer, choker: { ...peer.choker, policy } }),
    )}
    ${choice('Seeders serve', WORDS.seedServe, SEEDS, peer.choker.seed_policy, (seed_policy) =>
      set({ ...peer, choker: { ...peer.choker, seed_policy } }),
    )}
    ${choice('Seeders offer', WORDS.offer, OFFERS, peer.seeding.offer, (offer) =>
      set({ ...peer, seeding: { ...peer.seeding, offer } }),
    )}
    ${choice('Next piece', WORDS.rarest, PICKERS, peer.picker.policy, (policy) =>
      set({ ...peer, picker: { ...peer.picker, policy } }),
    )}
    ${choice('Endgame', WORDS.endgame, ENDGAMES, peer.picker.endgame, (endgame) =>
      set({ ...peer, picker: { ...peer.picker, endgame } }),
    )}
    ${ownClients(scenario)}
  `;
}

/** The group that the story is about: the first one with a client of its own, else everybody. */
function suggested({ groups }: Scenario): string {
  return groups.find((group) => group.client !== null)?.name ?? '';
}

/** Those whose client can be chosen, in words. */
function ownerWords(scenario: Scenario): Choices<string> {
  const some = scenario.groups.some((group) => group.client !== null);
  const words = (owner: string) => (owner !== '' ? `${owner} only` : some ? 'everybody else' : 'everybody');
  return Object.fromEntries(clientOwners(scenario).map((owner) => [owner, words(owner)]));
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

/** Groups that run something else are told, whoever is shown. */
function ownClients({ groups }: Scenario): TemplateResult {
  const own = new Set(
    groups.filter((group) => group.client !== null).map((group) => group.name || 'a group'),
  );
  if (own.size === 0) return html`${nothing}`;
  return html`<p class="note">With a client of their own: ${[...own].join(', ')}.</p>`;
}
