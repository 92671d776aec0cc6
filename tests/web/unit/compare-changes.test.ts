import { expect, test } from 'vitest';
import { type Change, printChange, readChange } from '../../../www/src/compare/change.ts';
import { applied, listed } from '../../../www/src/compare/changes.ts';
import type { Scenario } from '../../../www/src/gen/types.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

const change = (text: string): Change => {
  const read = readChange(text);
  if (!read) throw new Error(text);
  return read;
};
const made = (text: string, scenario = fakeScenario()): Scenario => {
  const out = applied(scenario, change(text));
  if (!out) throw new Error(`${text} changes nothing`);
  return out;
};

test('a change is read as it was printed', () => {
  for (const text of ['choker:random', 'client:libtorrent@slow line', 'behaviour:free_rider@a@b'])
    expect(printChange(change(text))).toBe(text);
  for (const text of ['', 'choker', 'nothing:random', 'choker:Random!', 'choker:random@'])
    expect(readChange(text)).toBeUndefined();
});

test('rules change in every client, the groups own too, and nothing else does', () => {
  const before = fakeScenario();
  const [seeder, ...others] = before.groups;
  if (!seeder) throw new Error('no group');
  const own: Scenario = { ...before, groups: [{ ...seeder, client: before.peer }, ...others] };
  const after = made('choker:random', own);
  expect(after.peer.choker.policy).toBe('random');
  expect(after.groups[0]?.client?.choker.policy).toBe('random');
  expect(after.groups[1]?.client).toBeNull();
  expect(after.peer.picker).toEqual(own.peer.picker);
  expect(made('picker:sequential').peer.picker.policy).toBe('sequential');
  expect(made('endgame:off').peer.picker.endgame).toBe('off');
});

test('a client for all takes the groups own away; for one group it is that group only', () => {
  const all = made('client:webtorrent');
  expect(all.peer).toEqual({ profile: 'webtorrent' });
  expect(all.groups.every((group) => group.client === null)).toBe(true);
  const one = made('client:rqbit@leecher');
  expect(one.groups.map((group) => group.client?.profile)).toEqual([undefined, 'rqbit', 'rqbit']);
  expect(one.peer).toEqual(fakeScenario().peer);
});

test('who downloads, and what becomes of them', () => {
  expect(made('behaviour:free_rider@leecher').groups.map(({ behaviour }) => behaviour)).toEqual([
    'honest',
    'free_rider',
    'free_rider',
  ]);
  const counts = (text: string) => made(text).groups.map(({ count }) => count);
  expect(counts('leechers:double')).toEqual([1, 10, 26]);
  expect(counts('leechers:half')[0]).toBe(1);
  expect(counts('leechers:half').reduce((a, b) => a + b, 0)).toBe(10);
  expect(made('finished:leave').groups.map(({ leave }) => leave)).toEqual([
    'never',
    'on_completion',
    'on_completion',
  ]);
});

test('who brings the content', () => {
  const rates = (text: string) => made(text).groups.map(({ upload_rate }) => upload_rate / 1024);
  expect(rates('uplink:double')).toEqual([384, 128, 128]);
  expect(rates('uplink:half')).toEqual([96, 128, 128]);
  const offers = made('seeding:super_seed').groups.map(({ client }) => client?.seeding.offer);
  expect(offers).toEqual(['super_seed', undefined, undefined]);
});

test('what cannot be changed there, or is so already, is no change', () => {
  for (const text of [
    'choker:tit_for_tat',
    'choker:nonsense',
    'behaviour:free_rider@nobody',
    'behaviour:free_rider@seeder',
    'finished:stay',
    'endgame:strict',
    'uplink:thirds',
  ])
    expect([text, applied(fakeScenario(), change(text))]).toEqual([text, null]);
});

test('what is listed can be made, and is another scenario', () => {
  const before = fakeScenario();
  const all = listed(before);
  for (const one of all) {
    const after = applied(before, one);
    expect(after, printChange(one)).not.toBeNull();
    expect(after).not.toEqual(before);
  }
  const texts = all.map(printChange);
  expect(texts).toContain('choker:random');
  expect(texts).toContain('client:mainline');
  expect(texts).not.toContain('client:reference');
  expect(texts).not.toContain('endgame:all');
  expect(new Set(texts).size).toBe(texts.length);
});
