// What people say of clients, as pairs of runs: the same files that `swarmscope claim` runs over many seeds.
//
// Invariant: only pairs are offered that Compare can settle, those that are about how long downloads take.

import type { Group, PeerConfig, Scenario } from '../gen/types.ts';

/** A claim as its file has it. */
export interface Claim {
  row: string;
  title: string;
  /** What is claimed, in a sentence or two. */
  claim: string;
  /** Where people say so. */
  threads: string[];
  /** A scenario in which what is left out is as usual. */
  scenario: Record<string, unknown>;
  variants: { name: string; changes?: Record<string, unknown> }[];
  measures: Record<string, string>;
  compare: { without: string; with: string; measure: string }[];
  seeds: number;
}

/** One comparison of a claim. */
export interface Pair {
  /** As addresses name it: `c1_0`. */
  id: string;
  claim: Claim;
  without: string;
  with: string;
}

const FILES = import.meta.glob<Claim>('../../../tests/experiments/claims/*.json', {
  eager: true,
  import: 'default',
});

export const CLAIMS: readonly Claim[] = Object.values(FILES);

const IS_TIME = /^(last_s|measures\.mean_time_s|measures\.classes\..*\.mean_s)$/u;

/** The comparisons of a claim that are about time. */
export function pairsOf(claim: Claim): Pair[] {
  return claim.compare.flatMap((pair, at) =>
    IS_TIME.test(claim.measures[pair.measure] ?? '')
      ? [{ id: `${claim.row.toLowerCase()}_${at}`, claim, without: pair.without, with: pair.with }]
      : [],
  );
}

const PAIRS: ReadonlyMap<string, Pair> = new Map(CLAIMS.flatMap(pairsOf).map((pair) => [pair.id, pair]));

export const pairOf = (id: string): Pair | undefined => PAIRS.get(id);

/** Every pair of which run A is the given scenario. */
export const pairsIn = (scenario: Scenario): Pair[] =>
  [...PAIRS.values()].filter((pair) => holds(variant(pair.claim, pair.without), scenario));

/** A variant of a claim's scenario; what is left out is as usual. */
export function variant({ scenario, variants }: Claim, name: string): Record<string, unknown> {
  const copy = structuredClone(scenario);
  const changes = variants.find((one) => one.name === name)?.changes ?? {};
  for (const [pointer, value] of Object.entries(changes)) put(copy, pointer.split('/').slice(1), value);
  return copy;
}

/** Puts a value where a JSON pointer leads (RFC 6901; no name here has a `/` or a `~`). */
function put(within: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) within[name] = value;
  else {
    within[name] ??= {};
    put(within[name] as Record<string, unknown>, rest, value);
  }
}

/** Everything that the part says is so in the whole. */
function holds(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  if (Array.isArray(part) && part.length !== (whole as unknown[]).length) return false;
  return Object.entries(part).every(([key, value]) => holds(value, (whole as Record<string, unknown>)[key]));
}

/** Run B of a pair, where run A is the given scenario; null where it is not. What B leaves out is as in A, but its clients' own settings. */
export function otherSide(a: Scenario, id: string): Scenario | null {
  const pair = pairOf(id);
  if (!pair || !holds(variant(pair.claim, pair.without), a)) return null;
  const b = variant(pair.claim, pair.with) as unknown as Scenario;
  // What only run A's side says of a group is not said of run B's.
  const asUsual = { client: null } as Partial<Group>;
  const groups = b.groups.map((group, at) => ({ ...(a.groups[at] as Group), ...asUsual, ...group }));
  // A client is told as the file has it: the core lays its profile under what is left out.
  const peer = (b.peer ?? {}) as PeerConfig;
  return {
    ...a,
    ...b,
    torrent: { ...a.torrent, ...b.torrent },
    tracker: { ...a.tracker, ...b.tracker },
    network: { ...a.network, ...b.network },
    peer,
    groups,
  };
}
