// The one thing that run B does otherwise than run A: a list of changes of a scenario. Pure: a new scenario comes out.
//
// Invariant: `listed` offers only changes that make another scenario of this one.

import { CHOKER_POLICY, PICKER_POLICY, PROFILE } from '../gen/codes.ts';
import type {
  Behaviour,
  ChokerPolicy,
  Group,
  PeerConfig,
  PickerPolicy,
  Profile,
  Scenario,
} from '../gen/types.ts';
import { clientOwners, isSeeder, leechersOf, withClient, withCount } from '../scenario-edit.ts';
import type { Change, ChangeKind } from './change.ts';
import { otherSide, pairsIn } from './claims.ts';

type Edit = (scenario: Scenario, to: string, group: string) => Scenario | null;

/** How each kind changes a scenario; null where it cannot. */
const EDITS: Readonly<Record<ChangeKind, Edit>> = {
  choker: (scenario, to) =>
    among(CHOKER_POLICY, to) &&
    withEveryClient(scenario, (peer) => ({
      ...peer,
      choker: { ...peer.choker, policy: to as ChokerPolicy },
    })),
  picker: (scenario, to) =>
    among(PICKER_POLICY, to) &&
    withEveryClient(scenario, (peer) => ({
      ...peer,
      picker: { ...peer.picker, policy: to as PickerPolicy },
    })),
  client: (scenario, to, group) => {
    // What is not said is the profile's: the core lays it under.
    const client = { profile: to as Profile } as PeerConfig;
    if (!among(PROFILE, to)) return null;
    if (group !== '') return hasGroup(scenario, group) ? withClient(scenario, group, client) : null;
    return { ...scenario, peer: client, groups: scenario.groups.map((one) => ({ ...one, client: null })) };
  },
  behaviour: (scenario, to, group) =>
    (to === 'honest' || to === 'free_rider') && hasGroup(scenario, group)
      ? withGroups(scenario, (one) =>
          one.name === group && !isSeeder(one) ? { ...one, behaviour: to as Behaviour } : one,
        )
      : null,
  leechers: (scenario, to) => {
    const factor = FACTORS[to];
    const before = leechersOf(scenario);
    if (factor === undefined || before === 0) return null;
    return withCount(scenario, false, Math.min(100_000, Math.max(1, Math.round(before * factor))));
  },
  finished: (scenario, to) =>
    to === 'leave' || to === 'stay'
      ? withGroups(scenario, (one) =>
          isSeeder(one) ? one : { ...one, leave: to === 'leave' ? 'on_completion' : 'never' },
        )
      : null,
  uplink: (scenario, to) => {
    const factor = FACTORS[to];
    return factor === undefined
      ? null
      : withGroups(scenario, (one) => (isSeeder(one) ? withUplink(one, factor) : one));
  },
  endgame: (scenario, to) =>
    to === 'off' || to === 'all'
      ? withEveryClient(scenario, (peer) => ({ ...peer, picker: { ...peer.picker, endgame: to } }))
      : null,
  // Super-seeding is of use to whoever brings the content: those who are complete later give as before.
  seeding: (scenario, to) =>
    to === 'super_seed' || to === 'all'
      ? withGroups(scenario, (one) => {
          if (!isSeeder(one)) return one;
          const client = one.client ?? scenario.peer;
          return { ...one, client: { ...client, seeding: { ...client.seeding, offer: to } } };
        })
      : null,
  claim: (scenario, to) => otherSide(scenario, to),
};

const FACTORS: Readonly<Record<string, number>> = { half: 0.5, double: 2 };

const among = (words: readonly string[], word: string): true | null => (words.includes(word) ? true : null);

const hasGroup = ({ groups }: Scenario, name: string): boolean =>
  groups.some((group) => group.name === name && group.count > 0);

const withGroups = (scenario: Scenario, edit: (group: Group) => Group): Scenario => ({
  ...scenario,
  groups: scenario.groups.map(edit),
});

/** Every client of the scenario: that of all, and the groups' own. */
const withEveryClient = (scenario: Scenario, edit: (client: PeerConfig) => PeerConfig): Scenario => ({
  ...withGroups(scenario, (group) => (group.client ? { ...group, client: edit(group.client) } : group)),
  peer: edit(scenario.peer),
});

const scaled = (rate: number, factor: number): number => Math.max(1, Math.round(rate * factor));

function withUplink(group: Group, factor: number): Group {
  const { links } = group;
  const faster = { ...group, upload_rate: scaled(group.upload_rate, factor) };
  if (typeof links !== 'object' || !('classes' in links)) return faster;
  const classes = links.classes.map((one) => ({ ...one, upload_rate: scaled(one.upload_rate, factor) }));
  return { ...faster, links: { classes } };
}

/** What a change can touch, as text. Lists of arrivals may be long, and change only with the number of peers. */
const shape = ({ peer, groups }: Scenario): string =>
  JSON.stringify([peer, groups.map((group) => ({ ...group, arrival: null }))]);

/** The scenario with the change; null where it cannot be made there, or makes no difference. */
export function applied(scenario: Scenario, { kind, to, group }: Change): Scenario | null {
  const changed = EDITS[kind](scenario, to, group);
  // The sides of a claim may differ in anything.
  return changed && (kind === 'claim' || shape(changed) !== shape(scenario)) ? changed : null;
}

const of = (kind: ChangeKind, words: readonly string[], group = ''): Change[] =>
  words.map((to) => ({ kind, to, group }));

const lists = new WeakMap<Scenario, readonly Change[]>();

/** Every change that can be made in a scenario, by kind. */
export function listed(scenario: Scenario): readonly Change[] {
  let list = lists.get(scenario);
  if (!list) {
    list = find(scenario);
    lists.set(scenario, list);
  }
  return list;
}

function find(scenario: Scenario): readonly Change[] {
  const owners = clientOwners(scenario);
  const takers = scenario.groups.filter((group) => !isSeeder(group) && group.count > 0 && group.name !== '');
  const takerNames = [...new Set(takers.map((group) => group.name))];
  const all = [
    ...of('choker', CHOKER_POLICY),
    ...of('picker', PICKER_POLICY),
    ...owners.flatMap((owner) => of('client', PROFILE, owner)),
    ...takerNames.flatMap((name) => of('behaviour', ['free_rider', 'honest'], name)),
    ...of('leechers', ['half', 'double']),
    ...of('finished', ['leave', 'stay']),
    ...of('uplink', ['half', 'double']),
    ...of('endgame', ['off', 'all']),
    ...of('seeding', ['super_seed', 'all']),
    ...of(
      'claim',
      pairsIn(scenario).map(({ id }) => id),
    ),
  ];
  return all.filter((change) => offers(scenario, change));
}

/** A change is offered where it is one, and where it names what everybody does not do already. */
function offers(scenario: Scenario, change: Change): boolean {
  const { kind, to, group } = change;
  const { peer, groups } = scenario;
  const own = groups.filter((one) => one.client !== null);
  if (kind === 'client') {
    const asNow = group === '' ? [peer, ...own.map((one) => one.client)] : clientsOf(scenario, group);
    if (asNow.every((client) => client?.profile === to)) return false;
  }
  return applied(scenario, change) !== null;
}

const clientsOf = ({ peer, groups }: Scenario, name: string): (PeerConfig | null)[] =>
  groups.filter((group) => group.name === name).map((group) => group.client ?? peer);
