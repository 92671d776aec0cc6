import { expect, test } from 'vitest';
import { Refusal } from '../../../www/src/errors.ts';
import {
  decodeRun,
  encodeRun,
  parseLink,
  printLink,
  printQuery,
  readField,
  readRun,
} from '../../../www/src/share/link.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

const run = {
  scenario: fakeScenario(),
  seed: '18446744073709551615',
  commands: [{ at_ns: '1500000000', after_events: 42, command: { tracker: { up: false } } }],
};
const base = 'https://example.org/swarm/';

test('what is printed is read again', async () => {
  const state = {
    preset: 'flash_crowd',
    seed: '7',
    peers: 30,
    seeders: 2,
    pieces: 64,
    client: 'libtorrent',
    choker: 'prop_share',
    picker: 'window',
    speed: 0.5,
    play: false,
    ui: 'full',
    theme: 'dark',
  } as const;
  expect(printQuery(state)).toBe(
    '?preset=flash_crowd&seed=7&peers=30&seeders=2&pieces=64&client=libtorrent&choker=prop_share&picker=window&speed=0.5&play=false&ui=full&theme=dark',
  );
  expect(await parseLink(base + printQuery(state))).toEqual({ state, notes: [] });
});

test('a whole run goes through a link', async () => {
  const link = await printLink(base, { run });
  expect(link.length).toBeLessThan(2000);
  expect((await parseLink(link)).state.run).toEqual({ ...run, lenient: true });
});

test('a scenario alone is a run with the first seed', () => {
  const refuse = (why: string) => new Error(why);
  const scenario = fakeScenario();
  expect(readRun(JSON.stringify(scenario), refuse)).toEqual({
    scenario,
    seed: '1',
    commands: [],
    lenient: false,
  });
  expect(() => readRun('{"pieces":3}', refuse)).toThrow('the scenario is missing');
});

test.each([
  ['?peers=-1', 'peers: expected a whole number from 0 to 100000 (got “-1”).'],
  ['?peers=1e9', '(got “1e9”)'],
  ['?peers=99999999999999999999', 'peers: '],
  ['?peers=', '(got “”)'],
  ['?peers=٣', '(got “٣”)'],
  ['?speed=NaN', '(got “NaN”)'],
  ['?speed=Infinity', 'speed: '],
  ['?speed=0', 'speed: '],
  ['?seed=18446744073709551616', 'seed: '],
  ['?theme=<script>', 'theme: expected one of auto, light, dark (got “<script>”).'],
  [
    '?picker=fastest',
    'picker: expected one of rarest_first, random, random_order, sequential, window (got “fastest”).',
  ],
  ['?__proto__=1', '__proto__: this word in the address is not known'],
  ['?preset=%E0%A4%A', 'preset: '],
])('%s gives one message and no value', async (query, message) => {
  const { state, notes } = await parseLink(base + query);
  expect(state).toEqual({});
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(message);
});

test('a value of 200 kB is not repeated at full length', () => {
  const answer = readField('peers', 'x'.repeat(200_000));
  expect('refusal' in answer && answer.refusal.length).toBeLessThan(140);
});

test('many bad words give few messages', async () => {
  const query = Array.from({ length: 500 }, (_, i) => `k${i}=1`).join('&');
  expect((await parseLink(`${base}?${query}`)).notes).toHaveLength(5);
});

test.each([
  ['', 'characters'],
  ['%%%', 'characters'],
  ['AAAA', 'cut short or damaged'],
  ['A'.repeat(300_000), 'characters long'],
])('a damaged fragment is refused with its reason', async (fragment, reason) => {
  await expect(decodeRun(fragment)).rejects.toThrow(Refusal);
  await expect(decodeRun(fragment)).rejects.toThrow(reason);
});

test('a fragment cut in the middle is refused', async () => {
  const whole = await encodeRun(run);
  await expect(decodeRun(whole.slice(0, whole.length >> 1))).rejects.toThrow('cut short or damaged');
});

test('a fragment that unpacks to a flood is refused before it is unpacked', async () => {
  const flood = { ...run, scenario: { ...run.scenario, story: '0'.repeat(30_000_000) } };
  const packed = await encodeRun(flood as never);
  expect(packed.length).toBeLessThan(200_000);
  await expect(decodeRun(packed)).rejects.toThrow('unpacks to more than');
});

test.each([
  [[], 'the scenario is missing'],
  [{ seed: '1' }, 'the scenario is missing'],
  [{ scenario: {}, seed: 1 }, 'the seed is missing'],
  [{ scenario: {}, seed: '-1' }, 'seed: expected'],
  [{ scenario: {}, seed: '1', commands: {} }, 'not a list of commands'],
  [{ scenario: {}, seed: '1', commands: [null] }, 'not a list of commands'],
])('a run that is none is refused', async (value, reason) => {
  await expect(decodeRun(await encodeRun(value as never))).rejects.toThrow(reason);
});
