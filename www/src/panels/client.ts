// Which client the peers run, and what decides in it. A change restarts the run; the core lays a profile's defaults under
// what is chosen here.

import { html, nothing, type TemplateResult } from 'lit';
import { CHOKER_POLICY, ENDGAME, OFFER, PICKER_POLICY, PROFILE, SEED_POLICY } from '../gen/codes.ts';
import type { PeerConfig, Profile, Scenario } from '../gen/types.ts';
import { say } from '../say.ts';
import { clientOwners, ownClient } from '../scenario-edit.ts';
import type { Panel } from './context.ts';

const AS_ALL = 'as_all';

export function client({ session, store }: Panel): TemplateResult {
  const { scenario } = session;
  if (!scenario) return html`${nothing}`;
  const owner = store.clientOf.value ?? suggested(scenario);
  const own = ownClient(scenario, owner);
  const peer = own ?? scenario.peer;
  const set = (client: PeerConfig) => session.acts.setClient(owner, client);
  const profiles: [string, string][] = PROFILE.map((id) => [id, say(`profile-${id}`)]);
  if (owner !== '') profiles.unshift([AS_ALL, say('choice-as_all')]);
  return html`
    ${choice(say('choice-whose'), say('help-whose'), ownerWords(scenario), owner, (chosen) => {
      store.clientOf.value = chosen;
    })}
    ${choice(
      say('choice-client'),
      say('help-client'),
      profiles,
      owner !== '' && !own ? AS_ALL : peer.profile,
      (profile) => session.acts.setProfile(owner, profile === AS_ALL ? null : (profile as Profile)),
    )}
    <p class="note">${say(`held-${peer.profile}`)}</p>
    ${choice(
      say('choice-leechers_serve'),
      say('help-serve'),
      CHOKER_POLICY.map((id) => [id, say(`choker-${id}`)]),
      peer.choker.policy,
      (policy) => set({ ...peer, choker: { ...peer.choker, policy } }),
    )}
    ${choice(
      say('choice-seeders_serve'),
      say('help-seed_serve'),
      SEED_POLICY.map((id) => [id, say(`seed_choker-${id}`)]),
      peer.choker.seed_policy,
      (seed_policy) => set({ ...peer, choker: { ...peer.choker, seed_policy } }),
    )}
    ${choice(
      say('choice-seeders_offer'),
      say('help-offer'),
      OFFER.map((id) => [id, say(`offer-${id}`)]),
      peer.seeding.offer,
      (offer) => set({ ...peer, seeding: { ...peer.seeding, offer } }),
    )}
    ${choice(
      say('choice-next_piece'),
      say('help-rarest'),
      PICKER_POLICY.map((id) => [id, say(`picker-${id}`)]),
      peer.picker.policy,
      (policy) => set({ ...peer, picker: { ...peer.picker, policy } }),
    )}
    ${choice(
      say('choice-endgame'),
      say('help-endgame'),
      ENDGAME.map((id) => [id, say(`endgame-${id}`)]),
      peer.picker.endgame,
      (endgame) => set({ ...peer, picker: { ...peer.picker, endgame } }),
    )}
    ${ownClients(scenario)}
  `;
}

/** The group that the story is about: the first one with a client of its own, else everybody. */
function suggested({ groups }: Scenario): string {
  return groups.find((group) => group.client !== null)?.name ?? '';
}

/** Those whose client can be chosen, in words. */
function ownerWords(scenario: Scenario): [string, string][] {
  const some = scenario.groups.some((group) => group.client !== null);
  const everybody = say(some ? 'owner-everybody_else' : 'owner-everybody');
  const words = (owner: string) => (owner === '' ? everybody : say('owner-group', { group: owner }));
  return clientOwners(scenario).map((owner) => [owner, words(owner)]);
}

function choice<T extends string>(
  label: string,
  title: string,
  choices: readonly [T, string][],
  value: T,
  choose: (value: T) => unknown,
): TemplateResult {
  return html`
    <label class="row" title=${title}>
      <span>${label}</span>
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as T)}>
        ${choices.map(([id, text]) => html`<option value=${id} .selected=${id === value}>${text}</option>`)}
      </select>
    </label>
  `;
}

/** Groups that run something else are told, whoever is shown. */
function ownClients({ groups }: Scenario): TemplateResult {
  const own = new Set(
    groups.filter((group) => group.client !== null).map((group) => group.name || say('owner-unnamed')),
  );
  if (own.size === 0) return html`${nothing}`;
  return html`<p class="note">${say('owner-own', { groups: [...own].join(', ') })}</p>`;
}
