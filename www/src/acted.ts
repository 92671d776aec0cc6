// What was done to a run, in words, and what still holds of it. Pure.

import type { Command, LoggedCommand, Scenario, TimedCommand } from './gen/types.ts';
import { nameOf } from './people.ts';
import { say } from './say.ts';

/** What a command did, as it stands after "you": "crashed Ada". */
export function actWords(command: Command, scenario: Scenario): string {
  if ('add_peers' in command) {
    const { count, have } = command.add_peers.group;
    return say(have === 'all' ? 'acted-add_seeders' : 'acted-add_peers', { n: count });
  }
  if ('remove_peers' in command) {
    const { peers, crash } = command.remove_peers;
    return say(crash ? 'acted-crash' : 'acted-remove', { peers: peers.map(nameOf) });
  }
  if ('make_seeder' in command) return say('acted-make_seeder', { name: nameOf(command.make_seeder.peer) });
  if ('limit_link' in command) {
    const { peer, upload_rate, download_rate } = command.limit_link;
    const name = nameOf(peer);
    if (upload_rate !== null) return say('acted-upload', { name, rate: upload_rate });
    return say('acted-download', { name, rate: download_rate ?? 0 });
  }
  if ('limit_links' in command) {
    const { seeders, upload_rate, download_rate } = command.limit_links;
    const of = say(seeders ? 'count-seeders' : 'count-leechers');
    if (upload_rate !== null) return say('acted-upload', { name: of, rate: upload_rate });
    return say('acted-download', { name: of, rate: download_rate ?? 0 });
  }
  if ('seeders_leave' in command) return say('acted-seeders_leave');
  if ('behave' in command) {
    const { peer, behaviour } = command.behave;
    return say(`behaved-${behaviour}`, { name: nameOf(peer) });
  }
  if ('cut' in command) {
    const { peer, other } = command.cut;
    if (other === null) return say('acted-cut', { name: nameOf(peer) });
    return say('acted-cut_pair', { name: nameOf(peer), other: nameOf(other) });
  }
  if ('partition' in command) {
    const who = partedWords(scenario, command.partition);
    return who.length === 0 ? say('acted-heal') : say('acted-part', { who });
  }
  return say(command.tracker.up ? 'acted-tracker_up' : 'acted-tracker_down');
}

/** The same of several that were given together: those of a kind are told by their number. */
export function actsWords(commands: readonly Command[], scenario: Scenario): string {
  const [first] = commands;
  if (!first) return '';
  return commands.length === 1
    ? actWords(first, scenario)
    : say('acted-several', { what: actWords(first, scenario), n: commands.length - 1 });
}

export const groupWords = ({ groups }: Scenario, group: number): string =>
  say('controls-group', { name: groups[group]?.name || say('owner-unnamed') });

export const regionWords = (region: number): string => say('controls-region', { region });

/** The groups and regions that are parted, in words. */
export const partedWords = (scenario: Scenario, { groups, regions }: Parted): string[] => [
  ...groups.map((group) => groupWords(scenario, group)),
  ...regions.map(regionWords),
];

export interface Parted {
  groups: number[];
  regions: number[];
}

/** Who is parted from the others at a moment. */
export function partedAt(own: readonly TimedCommand[], done: readonly LoggedCommand[], nowS: number): Parted {
  const given = [
    ...own.map(({ at_s, command }) => ({ atS: at_s, command })),
    ...done.map(({ at_ns, command }) => ({ atS: Number(at_ns) / 1e9, command })),
  ].sort((a, b) => a.atS - b.atS);
  let parted: Parted = { groups: [], regions: [] };
  for (const { atS, command } of given)
    if (atS <= nowS + 1e-6 && 'partition' in command) parted = command.partition;
  return parted;
}
