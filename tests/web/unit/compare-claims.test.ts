import { expect, test } from 'vitest';
import { applied, listed } from '../../../www/src/compare/changes.ts';
import { CLAIMS, otherSide, pairsIn, pairsOf, variant } from '../../../www/src/compare/claims.ts';
import type { Group, Scenario } from '../../../www/src/gen/types.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

/** A side of a claim as the core tells it: everything that was left out is written. */
function told(side: Record<string, unknown>): Scenario {
  const usual = fakeScenario();
  const given = side as unknown as Scenario;
  const [plain] = usual.groups;
  const peer = { ...usual.peer, ...given.peer };
  return {
    ...usual,
    ...given,
    torrent: { ...usual.torrent, ...given.torrent },
    tracker: { ...usual.tracker, ...given.tracker },
    peer: {
      ...peer,
      picker: { ...usual.peer.picker, ...given.peer?.picker },
      choker: { ...usual.peer.choker, ...given.peer?.choker },
      neighbours: { ...usual.peer.neighbours, ...given.peer?.neighbours },
    },
    groups: given.groups.map((group) => ({ ...(plain as Group), ...({ client: null } as object), ...group })),
  };
}

test('the claims are those of the command line, and pairs about time can be seen', () => {
  expect(CLAIMS.map(({ row }) => row).sort()).toEqual(['C1', 'C2', 'C3', 'C4', 'C6', 'C7', 'C8', 'C9']);
  expect(CLAIMS.flatMap(pairsOf).map(({ id }) => id)).toEqual([
    'c1_0',
    'c1_1',
    'c2_0',
    'c3_0',
    'c3_1',
    'c3_2',
    'c4_0',
    'c4_1',
    'c4_2',
    'c7_1',
    'c8_0',
    'c8_1',
  ]);
});

test.each(CLAIMS.flatMap(pairsOf).map((pair) => [pair.id, pair] as const))(
  'run A of %s is found again, and run B is the side with the change',
  (id, pair) => {
    const a = told(variant(pair.claim, pair.without));
    expect(pairsIn(a).map((one) => one.id)).toContain(id);
    const b = otherSide(a, id);
    expect(b).not.toBeNull();
    const side = variant(pair.claim, pair.with);
    expect(b).toMatchObject(side);
    expect(b?.groups.map((group) => group.client)).toEqual(
      (side.groups as Group[]).map((group) => group.client ?? null),
    );
    const change = { kind: 'claim', to: id, group: '' } as const;
    expect(applied(a, change)).toEqual(b);
    expect(listed(a)).toContainEqual(change);
    // Of another scenario it cannot be told.
    expect(applied(fakeScenario(), change)).toBeNull();
    expect(applied({ ...a, groups: a.groups.slice(1) }, change)).toBeNull();
  },
);
