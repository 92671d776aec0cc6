import { expect, test } from 'vitest';
import type { PeerConfig } from '../../../www/src/gen/types.ts';
import {
  clientOwners,
  leechersOf,
  newcomers,
  ownClient,
  seedersOf,
  withClient,
  withCount,
  withOverrides,
  withPieces,
} from '../../../www/src/scenario-edit.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

test.each([0, 1, 7, 18, 500])('%i leechers are %i leechers, in the proportion of the groups', (n) => {
  const scenario = withCount(fakeScenario(), false, n);
  expect(leechersOf(scenario)).toBe(n);
  expect(seedersOf(scenario)).toBe(1);
});

test('a swarm without seeders can get some', () => {
  const without = { ...fakeScenario(), groups: fakeScenario().groups.slice(1) };
  expect(seedersOf(withCount(without, true, 3))).toBe(3);
});

test('another number of pieces is another torrent', () => {
  const scenario = fakeScenario();
  scenario.torrent.info_hash = 'd2474e86c95b19b8bcfdb92bc12c9d44667cfa36';
  expect(withPieces(scenario, 12).torrent).toMatchObject({ pieces: 12, info_hash: '' });
});

test('newcomers come now, with the links of their kind', () => {
  const group = newcomers(fakeScenario(), true, 2);
  expect(group).toMatchObject({
    count: 2,
    have: 'all',
    upload_rate: 192 * 1024,
    arrival: { at_once: { at_s: 0 } },
  });
});

test('what an address asks for', () => {
  const scenario = withOverrides(fakeScenario(), { peers: 40, seeders: 2, pieces: 10 });
  expect([leechersOf(scenario), seedersOf(scenario), scenario.torrent.pieces]).toEqual([40, 2, 10]);
});

test('a client of one group alone leaves the others theirs', () => {
  const scenario = fakeScenario();
  const [, second] = scenario.groups;
  expect(clientOwners(scenario)[0]).toBe('');
  const name = second?.name ?? '';
  const other = { profile: 'libtorrent' } as PeerConfig;
  const mixed = withClient(scenario, name, other);
  expect(ownClient(mixed, name)).toBe(other);
  expect(mixed.peer).toBe(scenario.peer);
  expect(mixed.groups.filter((group) => group.client !== null).every((group) => group.name === name)).toBe(
    true,
  );
  expect(withClient(mixed, name, null)).toEqual(scenario);
  expect(withClient(mixed, '', other).groups).toBe(mixed.groups);
});

test('an address names a client, and rules over its defaults', () => {
  const { peer } = fakeScenario();
  expect(withOverrides(fakeScenario(), { client: 'mainline', picker: 'random' }).peer).toEqual({
    profile: 'mainline',
    picker: { policy: 'random' },
  });
  expect(withOverrides(fakeScenario(), { choker: 'everybody' }).peer).toEqual({
    ...peer,
    choker: { ...peer.choker, policy: 'everybody' },
  });
});
