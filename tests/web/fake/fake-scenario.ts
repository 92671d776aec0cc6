// A scenario for the stand-in of the simulator.

import type { Group, Scenario, TorrentInfo } from '../../../www/src/gen/types.ts';

export const BLOCK = 16384;
export const KIB = 1024;

const group = (
  name: string,
  count: number,
  upload: number,
  seeder: boolean,
  arrival: Group['arrival'],
): Group => ({
  count,
  upload_rate: upload,
  download_rate: 512 * KIB,
  latency_s: 0.025,
  name,
  have: seeder ? 'all' : 'none',
  arrival,
  leave: 'never',
  departure: 'finish_in_flight',
  disk_rate: 0,
  behaviour: 'honest',
  coalition: false,
  reachable: true,
  punchable: 0.82,
  region: 0,
  torrents: 'first',
  links: 'same',
  shared_link: null,
  client: null,
  session: null,
  abort: null,
});
const atOnce = { at_once: { at_s: 0 } };

export const fakeScenario = (leechers = 18, seeders = 1, pieces = 48): Scenario => ({
  version: 1,
  name: 'First light',
  story:
    'One seeder has a file; people arrive who want it. Watch the pieces travel between them, not only from the seeder.',
  torrent: {
    pieces,
    piece_length: 262144,
    last_piece_length: 100000,
    name: 'a-file-everyone-wants.bin',
    info_hash: '',
    block_length: BLOCK,
    metadata_length: 0,
    playback_rate: 0,
    playback_start_s: 10,
    padding: [],
  },
  more_torrents: [],
  tracker: {} as Scenario['tracker'],
  network: {} as Scenario['network'],
  peer: {
    profile: 'reference',
    choker: {
      policy: 'tit_for_tat',
      seed_policy: 'fastest_upload',
      rate: 'window',
      rate_window_s: 20,
      rechoke_interval_s: 10,
      optimistic_slots: 1,
      optimistic_share: 0,
    },
    picker: { policy: 'rarest_first', endgame: 'all' },
    seeding: { offer: 'all' },
  } as Scenario['peer'],
  groups: [
    group('seeder', seeders, 192 * KIB, true, atOnce),
    group('leecher', Math.min(5, leechers), 128 * KIB, false, atOnce),
    group('leecher', Math.max(0, leechers - 5), 128 * KIB, false, { poisson: { from_s: 0, mean_gap_s: 4 } }),
  ],
  commands: [],
  end_s: 86400,
  measure_from_s: 0,
});

/** A real torrent, as the reader tells it. */
export const leaves: TorrentInfo = {
  name: 'Leaves of Grass by Walt Whitman.epub',
  info_hash: 'd2474e86c95b19b8bcfdb92bc12c9d44667cfa36',
  info_length: 557,
  v2_info_hash: null,
  pieces: 23,
  piece_length: 16384,
  last_piece_length: 1569,
  total_length: 362017,
  padding: [],
  content_length: 362017,
  files: [{ path: 'Leaves of Grass by Walt Whitman.epub', length: 362017 }],
  private: false,
};
