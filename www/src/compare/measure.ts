// What is compared of a run: how long each group takes to have everything, and how much the seeders send. Pure.

import type { History, Scenario, TorrentConfig } from '../gen/types.ts';
import { ofTorrent } from '../scenario-edit.ts';
import { largest, mean, median } from './statistics.ts';

/** Those of one name that came to download. */
export interface GroupTimes {
  name: string;
  /** How many came. */
  of: number;
  /** Seconds from joining to having everything, of those that have it. */
  tookS: number[];
  /** When they had it, rising. */
  atS: number[];
}

export interface RunMeasures {
  /** All who came to download. */
  all: GroupTimes;
  /** The same by group, where there are several. */
  groups: GroupTimes[];
  /** Copies of the content that the seeders sent; null where the content has no bytes. */
  seedCopies: number | null;
  endS: number;
  /** The run was cut off before it was over. */
  cut: boolean;
}

/** What a group of peers is called where the scenario names none. */
export type NameOf = (group: number) => string;

/** Bytes of the content. */
export function contentLength({ pieces, piece_length, last_piece_length }: TorrentConfig): number {
  return (pieces - 1) * piece_length + (last_piece_length || piece_length);
}

/** What is measured of a run, from its history. Groups of one name are one. */
export function measure(history: History, given: Scenario, torrent: number, unnamed: NameOf): RunMeasures {
  const scenario = ofTorrent(given, torrent);
  const { peers } = history;
  const all: GroupTimes = { name: '', of: 0, tookS: [], atS: [] };
  const groups = new Map<string, GroupTimes>();
  for (let row = 0; row < peers.peer.length; row += 1) {
    if ((peers.brought[row] ?? 0) >= scenario.torrent.pieces) continue;
    const index = peers.group[row] ?? 0;
    const name = scenario.groups[index]?.name || unnamed(index);
    const mine = groups.get(name) ?? { name, of: 0, tookS: [], atS: [] };
    groups.set(name, mine);
    const at = peers.completed_s[row] ?? null;
    for (const one of [all, mine]) {
      one.of += 1;
      if (at === null) continue;
      one.tookS.push(at - (peers.joined_s[row] ?? 0));
      one.atS.push(at);
    }
  }
  for (const one of [all, ...groups.values()]) one.atS.sort((a, b) => a - b);
  return {
    all,
    groups: groups.size > 1 ? [...groups.values()] : [],
    seedCopies: seedCopies(history, scenario),
    endS: history.end_s,
    cut: history.ends_by !== 'run',
  };
}

function seedCopies({ steps }: History, scenario: Scenario): number | null {
  const length = contentLength(scenario.torrent);
  if (!(length > 0)) return null;
  let bytes = 0;
  for (const flow of steps.flows) {
    if (scenario.groups[flow.from]?.have !== 'all') continue;
    for (const sent of flow.bytes) bytes += sent;
  }
  return bytes / length;
}

/** The rows of the table: what is compared of a group. */
export const MEASURES = ['mean', 'median', 'last'] as const;
export type MeasureId = (typeof MEASURES)[number];

/** The mean and the median count from joining; the last completion is a moment of the run. */
export function figureOf({ tookS, atS }: GroupTimes, id: MeasureId): number | null {
  if (id === 'mean') return mean(tookS);
  return id === 'median' ? median(tookS) : largest(atS);
}

/** The same group in another run. */
export const sameIn = ({ all, groups }: RunMeasures, { name }: GroupTimes): GroupTimes | undefined =>
  name === '' ? all : groups.find((other) => other.name === name);

/** Each group, or all where there is one only. */
export const parts = ({ all, groups }: RunMeasures): readonly GroupTimes[] =>
  groups.length > 0 ? groups : [all];

/** The difference of two figures, where there are both. */
export const minus = (b: number | null | undefined, a: number | null | undefined): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : b - a;
