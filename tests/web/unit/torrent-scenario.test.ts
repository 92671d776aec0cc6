import { expect, test } from 'vitest';
import { torrentScenario, watchableSpeed } from '../../../www/src/torrent-scenario.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

const sintel = {
  name: 'Sintel.4K.mkv',
  info_hash: 'c334138ef5bfc2d568ea7324e0e2a3a7ec229bdd',
  info_length: 26_337,
  v2_info_hash: null,
  pieces: 1310,
  piece_length: 4_194_304,
  last_piece_length: 111_336,
  total_length: 1309 * 4_194_304 + 111_336,
  padding: [{ piece: 7, bytes: 2_097_152 }],
  content_length: 1309 * 4_194_304 + 111_336 - 2_097_152,
  files: [],
  private: false,
};

test('the geometry is the torrent’s own, the people stay', () => {
  const before = fakeScenario();
  const after = torrentScenario(sintel, before);
  expect(after.torrent).toEqual({
    pieces: 1310,
    piece_length: 4_194_304,
    last_piece_length: 111_336,
    name: 'Sintel.4K.mkv',
    info_hash: 'c334138ef5bfc2d568ea7324e0e2a3a7ec229bdd',
    block_length: 16_384,
    metadata_length: 26_337,
    playback_rate: 0,
    playback_start_s: 10,
    padding: [{ piece: 7, bytes: 2_097_152 }],
  });
  expect(after.groups).toEqual(before.groups);
  expect(after.peer).toEqual(before.peer);
});

test('five gigabytes are watched at speed, not at a false rate', () => {
  const scenario = torrentScenario(sintel, fakeScenario());
  const speed = watchableSpeed(sintel.total_length, scenario);
  expect(speed).toBeGreaterThanOrEqual(256);
  expect(Math.log2(speed) % 1).toBe(0);
  expect(scenario.end_s).toBeGreaterThan(sintel.total_length / (192 * 1024));
});

test('a small torrent is watched as it is', () => {
  expect(watchableSpeed(362_017, fakeScenario())).toBe(1);
});

test('a last piece of full length is written as the scenario writes it', () => {
  const whole = { ...sintel, last_piece_length: sintel.piece_length };
  expect(torrentScenario(whole, fakeScenario()).torrent.last_piece_length).toBe(0);
});

test('a hostile name is cut, between characters', () => {
  const name = '🐝'.repeat(1000);
  const { torrent, name: title } = torrentScenario({ ...sintel, name }, fakeScenario());
  expect([...torrent.name]).toHaveLength(255);
  expect([...title]).toHaveLength(200);
});
