// A real torrent as a scenario.
//
// Owns the taking over of a torrent's own geometry, name and info-hash, and the offer of a speed at which its distribution
// can be watched. Pure. Must never change a figure of the torrent to make it nicer.

import type { Scenario, TorrentInfo } from './gen/types.ts';
import { clampSpeed } from './player/clock.ts';
import { say } from './say.ts';
import { isSeeder } from './scenario-edit.ts';

/** What clients ask for at a time (BEP 3). */
const BLOCK = 16_384;

/** Wall seconds in which somebody watches a whole distribution. */
const WATCHED_S = 90;

/** The torrent in place of the scenario's: its peers, links and rules stay. */
export function torrentScenario(info: TorrentInfo, current: Scenario): Scenario {
  return {
    ...current,
    name: [...info.name].slice(0, 200).join(''),
    story: say('file-story'),
    torrent: {
      pieces: info.pieces,
      piece_length: info.piece_length,
      last_piece_length: info.last_piece_length === info.piece_length ? 0 : info.last_piece_length,
      name: [...info.name].slice(0, 255).join(''),
      info_hash: info.info_hash,
      block_length: BLOCK,
      metadata_length: info.info_length,
      playback_rate: current.torrent.playback_rate,
      playback_start_s: current.torrent.playback_start_s,
      padding: info.padding,
    },
    // What was to happen at a given time was told of another torrent.
    commands: [],
    end_s: Math.min(31_536_000, Math.max(current.end_s, 20 * roughDuration(info.content_length, current))),
  };
}

/** How long a distribution takes at the least, roughly: the seeders send one copy, and everybody's uplink sends the rest. */
export function roughDuration(totalLength: number, scenario: Scenario): number {
  const sum = (seeder: boolean) =>
    scenario.groups
      .filter((group) => isSeeder(group) === seeder)
      .reduce((rate, group) => rate + group.count * group.upload_rate, 0);
  const leechers = scenario.groups
    .filter((group) => !isSeeder(group))
    .reduce((n, group) => n + group.count, 0);
  const seeders = sum(true);
  const all = seeders + sum(false);
  return Math.max(seeders > 0 ? totalLength / seeders : 0, all > 0 ? (leechers * totalLength) / all : 0);
}

/** A speed, in powers of two, at which the distribution is over in a minute and a half. */
export function watchableSpeed(totalLength: number, scenario: Scenario): number {
  const seconds = roughDuration(totalLength, scenario);
  return clampSpeed(2 ** Math.max(0, Math.round(Math.log2(seconds / WATCHED_S))));
}
