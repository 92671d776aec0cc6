// Changing a scenario the way the page's knobs mean it.
//
// Owns the reading and setting of "how many leechers", "how many seeders", "which links" in a scenario's groups. Pure: a new
// scenario comes out. Must never check ranges: the core does, and its error names the field.

import type {
  Arrival,
  ChokerPolicy,
  Group,
  InitialHave,
  Leave,
  PeerConfig,
  PickerPolicy,
  Profile,
  Scenario,
  TorrentConfig,
} from './gen/types.ts';

export const isSeeder = (group: Group): boolean => group.have === 'all';

/** Every torrent of a scenario, the first one first. */
export const torrentsOf = (scenario: Scenario): TorrentConfig[] => [
  scenario.torrent,
  ...scenario.more_torrents,
];

/** The swarm of one torrent as a scenario of its own: that torrent, and of each group those that are in it. */
export function ofTorrent(scenario: Scenario, torrent: number): Scenario {
  if (scenario.more_torrents.length === 0) return scenario;
  const groups = scenario.groups.map((group): Group => {
    const have = haveOf(group, torrent);
    return have === null ? { ...group, count: 0 } : { ...group, have };
  });
  return { ...scenario, torrent: torrentsOf(scenario)[torrent] ?? scenario.torrent, groups };
}

/** What a group's clients have of a torrent when they come; null when they are not in it. */
function haveOf({ torrents, have }: Group, torrent: number): InitialHave | null {
  if (torrents === 'none') return null;
  if (torrents === 'first') return torrent === 0 ? have : null;
  return torrents.in.find((membership) => membership.torrent === torrent)?.have ?? null;
}

const sum = (groups: Group[]): number => groups.reduce((total, group) => total + group.count, 0);

export const seedersOf = (scenario: Scenario): number => sum(scenario.groups.filter(isSeeder));
export const leechersOf = (scenario: Scenario): number =>
  sum(scenario.groups.filter((group) => !isSeeder(group)));
/** How many will come by themselves. */
export const expectedOf = (scenario: Scenario): number => sum(scenario.groups);

/** The group that stands for its kind: the largest one. */
export function kindOf(scenario: Scenario, seeder: boolean): Group {
  const [first] = scenario.groups
    .filter((group) => isSeeder(group) === seeder)
    .sort((a, b) => b.count - a.count);
  const base = first ?? scenario.groups[0];
  const plain: Group = {
    count: 1,
    upload_rate: 131072,
    download_rate: 524288,
    latency_s: 0.025,
    name: seeder ? 'seeder' : 'leecher',
    have: seeder ? 'all' : 'none',
    torrents: 'first',
    arrival: { at_once: { at_s: 0 } },
    leave: 'never',
    departure: 'finish_in_flight',
    disk_rate: 0,
    behaviour: 'honest',
    coalition: false,
    reachable: true,
    punchable: 0.82,
    region: 0,
    links: 'same',
    shared_link: null,
    client: null,
    session: null,
    abort: null,
  };
  return first ?? (base ? { ...plain, latency_s: base.latency_s } : plain);
}

/** So many more of a kind, now. */
export function newcomers(
  scenario: Scenario,
  seeder: boolean,
  count: number,
  leave?: Leave,
  torrent = 0,
): Group {
  const kind = kindOf(ofTorrent(scenario, torrent), seeder);
  const { have } = kind;
  return {
    ...kind,
    torrents: torrent === 0 ? 'first' : { in: [{ torrent, have }] },
    count,
    arrival: { at_once: { at_s: 0 } },
    leave: leave ?? kind.leave,
    behaviour: 'honest',
  };
}

/** Shares `total` out in the proportion of the counts, by largest remainder. */
function shareOut(counts: number[], total: number): number[] {
  const all = counts.reduce((a, b) => a + b, 0);
  if (counts.length === 0) return [];
  const exact = counts.map((count) => (all > 0 ? (total * count) / all : total / counts.length));
  const out = exact.map(Math.floor);
  const rest = total - out.reduce((a, b) => a + b, 0);
  const order = exact
    .map((value, i) => [value - Math.floor(value), i] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, i] of order.slice(0, Math.max(0, rest))) out[i] = (out[i] ?? 0) + 1;
  return out;
}

/** The moments of an arrival that lists each peer's own. */
function listedMoments(arrival: Arrival): number[] | null {
  if (typeof arrival !== 'object') return null;
  if ('listed' in arrival) return arrival.listed.at_s;
  if ('trace' in arrival) return arrival.trace.rows.map((row) => row.at_s);
  return null;
}

/** So many of a kind in all. Whoever came at listed moments comes evenly over the same span. */
export function withCount(scenario: Scenario, seeder: boolean, total: number): Scenario {
  const mine = scenario.groups.filter((group) => isSeeder(group) === seeder);
  if (mine.length === 0) {
    if (total === 0) return scenario;
    return { ...scenario, groups: [...scenario.groups, { ...kindOf(scenario, seeder), count: total }] };
  }
  const counts = shareOut(
    mine.map((group) => group.count),
    total,
  );
  const groups = scenario.groups.map((group) => {
    const at = mine.indexOf(group);
    if (at < 0) return group;
    const count = counts[at] ?? 0;
    const { arrival } = group;
    const moments = listedMoments(arrival);
    if (moments && moments.length !== count) {
      const [from, to] = [Math.min(0, ...moments), Math.max(0, ...moments)];
      return { ...group, count, arrival: { uniform: { from_s: from, over_s: to - from } } };
    }
    return { ...group, count };
  });
  return { ...scenario, groups };
}

export const withPieces = (scenario: Scenario, pieces: number): Scenario => ({
  ...scenario,
  torrent: { ...scenario.torrent, pieces, padding: [], info_hash: '', metadata_length: 0 },
});

export const withPieceLength = (scenario: Scenario, length: number): Scenario => ({
  ...scenario,
  torrent: {
    ...scenario.torrent,
    piece_length: length,
    last_piece_length: 0,
    padding: [],
    info_hash: '',
    metadata_length: 0,
  },
});

export interface Links {
  upload_rate?: number;
  download_rate?: number;
}

export const withLinks = (scenario: Scenario, seeder: boolean, links: Links): Scenario => ({
  ...scenario,
  groups: scenario.groups.map((group) => (isSeeder(group) === seeder ? { ...group, ...links } : group)),
});

/** Those whose client can be chosen: '' for all who have none of their own, then each name of a group once. */
export const clientOwners = ({ groups }: Scenario): string[] => [
  '',
  ...new Set(groups.filter((group) => group.count > 0 && group.name !== '').map((group) => group.name)),
];

/** The client that a group has for itself, by the group's name; none when it runs what everybody does. */
export const ownClient = ({ groups }: Scenario, owner: string): PeerConfig | null =>
  groups.find((group) => group.name === owner && group.client !== null)?.client ?? null;

/** Another client for those of that name, or for all who have none of their own; null takes a group's own away. */
export function withClient(scenario: Scenario, owner: string, client: PeerConfig | null): Scenario {
  if (owner === '') return client ? { ...scenario, peer: client } : scenario;
  const groups = scenario.groups.map((group) => (group.name === owner ? { ...group, client } : group));
  return { ...scenario, groups };
}

/** What an address or an attribute asks of a preset. */
export interface Overrides {
  peers?: number;
  seeders?: number;
  pieces?: number;
  client?: Profile;
  choker?: ChokerPolicy;
  picker?: PickerPolicy;
}

/** The client of all who have none of their own, as asked for. */
function withRules(scenario: Scenario, { client, choker, picker }: Overrides): Scenario {
  // What is not said is the profile's: the core lays it under.
  const peer = client === undefined ? scenario.peer : ({ profile: client } as PeerConfig);
  return {
    ...scenario,
    peer: {
      ...peer,
      ...(choker !== undefined && { choker: { ...peer.choker, policy: choker } }),
      ...(picker !== undefined && { picker: { ...peer.picker, policy: picker } }),
    },
  };
}

export function withOverrides(scenario: Scenario, overrides: Overrides): Scenario {
  let out = withRules(scenario, overrides);
  if (overrides.peers !== undefined) out = withCount(out, false, overrides.peers);
  if (overrides.seeders !== undefined) out = withCount(out, true, overrides.seeders);
  if (overrides.pieces !== undefined && overrides.pieces !== out.torrent.pieces)
    out = withPieces(out, overrides.pieces);
  return out;
}
