import { expect, test } from 'vitest';
import { Refusal, type Words } from '../../../www/src/errors.ts';
import { ENGINE, FORMAT } from '../../../www/src/gen/codes.ts';
import { checksum, printFile, readFragment, readText } from '../../../www/src/share/envelope.ts';
import { readField } from '../../../www/src/share/fields.ts';
import { parseLink, printLink, printQuery } from '../../../www/src/share/link.ts';
import { nearest } from '../../../www/src/share/near.ts';
import { pack } from '../../../www/src/share/packed.ts';
import fixture from '../../fixtures/envelopes.json' with { type: 'json' };
import { fakeScenario } from '../fake/fake-scenario.ts';

const run = {
  scenario: fakeScenario(),
  seed: '18446744073709551615',
  commands: [{ at_ns: '1500000000', after_events: 42, command: { tracker: { up: false } } }],
};
const base = 'https://example.org/swarm/';
const refuse = (why: Words) => new Refusal('This cannot be used', why);
/** A run of the form before envelopes. */
const oldFragment = async (value: unknown) => `c=${await pack(JSON.stringify(value))}`;

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

test('what is compared is printed and read again', async () => {
  const state = { preset: 'free_riders', seed: '2', compare: 'client:rqbit@slow line', seeds: 40 };
  const query = printQuery(state);
  expect(query).toBe('?preset=free_riders&seed=2&compare=client%3Arqbit%40slow+line&seeds=40');
  expect(await parseLink(base + query)).toEqual({ state, notes: [] });
  const link = await printLink(base, { run, compare: 'choker:random', seeds: 4 });
  expect((await parseLink(link)).state).toMatchObject({ compare: 'choker:random', seeds: 4 });
  const { state: bad, notes } = await parseLink(`${base}?compare=everything&seeds=0`);
  expect(bad).toEqual({});
  expect(notes).toHaveLength(2);
});

test('a whole run goes through a link, with how it was seen', async () => {
  const link = await printLink(base, { run, speed: 4 });
  expect(link.length).toBeLessThan(2300);
  expect(link).toMatch(/#v2=[A-Za-z0-9_-]+\.[0-9a-f]{8}$/);
  const { state, notes } = await parseLink(link);
  expect(state).toEqual({ run: { ...run, lenient: false, notes: [] }, speed: 4 });
  expect(notes).toEqual([]);
});

test('a link of the form before envelopes opens, and it is told who made it', async () => {
  const { state } = await parseLink(`${base}#${await oldFragment(run)}`);
  const note =
    'This link has the form #c=, which names no engine and has no checksum: an engine of format 1 made it.';
  expect(state.run).toEqual({ ...run, lenient: true, notes: [note] });
});

test('another engine is named', async () => {
  const text = JSON.stringify({ format: FORMAT, engine: '0.0.9', run, view: {} });
  expect(readText(text, refuse).run.notes).toEqual([
    `Engine 0.0.9 made this run; engine ${ENGINE} may play it otherwise.`,
  ]);
});

test('a saved file is read again, laid out in any way', () => {
  const text = printFile(run, { speed: 2 });
  const opened = { run: { ...run, lenient: false, notes: [] }, view: { speed: 2 } };
  expect(readText(text, refuse)).toEqual(opened);
  expect(readText(JSON.stringify(JSON.parse(text)), refuse)).toEqual(opened);
  for (const changed of [
    text.replace('"count": 1', '"count": 2'),
    text.replace(/"speed": 2/, '"speed": 3'),
  ]) {
    expect(changed).not.toBe(text);
    expect(() => readText(changed, refuse)).toThrow('Its checksum does not fit');
    const { checksum: _, ...without } = JSON.parse(changed);
    expect(readText(JSON.stringify(without), refuse).run.seed).toBe(run.seed);
  }
});

test('the command line and the page write and read the same', async () => {
  const runs = [readText(fixture.file, refuse)];
  for (const fragment of fixture.links) {
    const opened = await readFragment(fragment, refuse);
    if (opened) runs.push(opened);
  }
  expect(runs).toHaveLength(3);
  for (const { run } of runs) {
    expect(run.seed).toBe('1');
    expect(run.scenario.torrent.pieces).toBe(4);
    expect(run.lenient).toBe(false);
  }
  expect(checksum('123456789')).toBe('cbf43926');
});

test('each single changed character of a link is refused', async () => {
  const fragment = fixture.links[1] ?? '';
  const others = 'AZaz09-_.=#%+/~é';
  let tried = 0;
  for (let at = 0; at < fragment.length; at++) {
    const was = fragment[at] ?? '';
    // All letters would take a minute: three of them at each place, and the other case.
    const changes = new Set([
      was.toUpperCase(),
      was.toLowerCase(),
      ...[0, 5, 11].map((k) => others[(at + k) % others.length]),
    ]);
    for (const other of changes) {
      if (other === was) continue;
      const changed = `${fragment.slice(0, at)}${other}${fragment.slice(at + 1)}`;
      await expect(parseLink(`${base}#${changed}`), changed).rejects.toThrow(Refusal);
      tried++;
    }
    await expect(parseLink(`${base}#${fragment.slice(0, at)}${fragment.slice(at + 1)}`)).rejects.toThrow(
      Refusal,
    );
  }
  expect(tried).toBeGreaterThan(800);
});

test('what stands behind # and is no run of ours is left to the page, or refused where it looks like one', async () => {
  expect(await readFragment('', refuse)).toBeUndefined();
  expect(await readFragment('chapter-3', refuse)).toBeUndefined();
  await expect(readFragment('v3=AAAA.00000000', refuse)).rejects.toThrow(
    'begins with “v3=AAAA.0000…”; a link of ours begins with #v2=',
  );
  await expect(readFragment('x=1', refuse)).rejects.toThrow('“x=1”');
  await expect(readFragment('v2=AAAA', refuse)).rejects.toThrow('its checksum does not fit');
});

test('a scenario alone is a run with the first seed', () => {
  const scenario = fakeScenario();
  const alone = { scenario, seed: '1', commands: [], lenient: false, notes: [] };
  expect(readText(JSON.stringify(scenario), refuse)).toEqual({ run: alone, view: {} });
  expect(() => readText('{"pieces":3}', refuse)).toThrow('the scenario is missing');
});

test('a number is a seed', () => {
  expect(readText(JSON.stringify({ ...run, seed: 7 }), refuse).run.seed).toBe('7');
  for (const [seed, told] of [
    [1.5, '1.5'],
    [-1, '-1'],
    [null, 'null'],
    [2 ** 60, '1152921504606847000'],
    ['x', '"x"'],
    [undefined, 'nothing'],
  ])
    expect(() => readText(JSON.stringify({ ...run, seed }), refuse)).toThrow(
      `seed: expected a whole number from 0 to 18446744073709551615 (got ${told})`,
    );
});

const envelope = { format: FORMAT, engine: ENGINE, run, view: { speed: 1 } };

test.each([
  [
    { ...envelope, vieww: {} },
    'vieww: unknown key (did you mean view? known keys: format, engine, checksum, run, view)',
  ],
  [{ ...envelope, colour: 1 }, 'colour: unknown key (known keys: format, engine, checksum, run, view)'],
  [
    { ...envelope, run: { ...run, comands: [] } },
    'run.comands: unknown key (did you mean commands? known keys: scenario, seed, commands)',
  ],
  [{ ...envelope, view: { sped: 1 } }, 'view.sped: unknown key (did you mean speed? known keys: speed)'],
  [{ ...envelope, view: { speed: 0 } }, 'view.speed: expected a number from 0.03125 to 4096 (got 0)'],
  [{ ...envelope, view: 7 }, 'view: expected an object (got 7)'],
  [
    { ...envelope, format: 3, engine: '9.1' },
    `format: expected 2, the format that this engine (${ENGINE}) reads; engine 9.1 made it (got 3)`,
  ],
  [{ ...envelope, engine: 7 }, 'engine: expected the version of the engine that wrote it (got 7)'],
  [{ ...envelope, run: [] }, 'run: expected an object with scenario, seed and commands (got [])'],
  [{ ...envelope, run: { ...run, seed: 'x' } }, 'run.seed: expected a whole number'],
  [{ ...envelope, checksum: '00000000' }, 'Its checksum does not fit'],
  [
    { scenario: {}, sede: 1 },
    'seed: expected a whole number from 0 to 18446744073709551615 (got nothing). sede: unknown key (did you mean seed?',
  ],
])('an envelope that is none is refused in one sentence', (value, sentence) => {
  expect(() => readText(JSON.stringify(value), refuse)).toThrow(sentence);
});

test('unknown keys of a run of the form before envelopes are told', () => {
  const { run: read } = readText(JSON.stringify({ ...run, comands: [] }), refuse);
  expect(read.notes).toEqual([
    'comands: unknown key (did you mean commands? known keys: scenario, seed, commands). It was ignored.',
  ]);
});

test('the nearest word is found', () => {
  const known = ['seed', 'speed', 'peers', 'pieces', 'preset', 'play'];
  for (const [word, likely] of [
    ['sede', 'seed'],
    ['sped', 'speed'],
    ['peer', 'peers'],
    ['paly', 'play'],
    ['utm_source', undefined],
    ['__proto__', undefined],
    ['', undefined],
    ['p'.repeat(100_000), undefined],
  ] as const)
    expect(nearest(word, known, 0.6), word).toBe(likely);
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
    'picker: expected one of rarest_first, random, random_order, sequential, first_last, window, mode_suppression (got “fastest”).',
  ],
  ['?sede=7', 'sede: this word in the address is not known and was ignored (did you mean seed?).'],
  ['?Peers=7', 'Peers: this word in the address is not known and was ignored (did you mean peers?).'],
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

test('words of other programs are passed over', async () => {
  const query = '?utm_source=x&fbclid=1&ref=y&__proto__=1&constructor=2&hl=en&v=3&page=4';
  expect(await parseLink(base + query)).toEqual({ state: {}, notes: [] });
});

test('many bad words give few messages', async () => {
  const query = Array.from({ length: 500 }, (_, i) => `seed${i % 10}=1`).join('&');
  expect((await parseLink(`${base}?${query}`)).notes).toHaveLength(5);
});

test.each([
  ['', 'characters'],
  ['%%%', 'characters'],
  ['AAAA', 'cut short or damaged'],
  ['A'.repeat(300_000), 'characters long'],
])('a damaged fragment of the form before is refused with its reason', async (packed, reason) => {
  await expect(readFragment(`c=${packed}`, refuse)).rejects.toThrow(Refusal);
  await expect(readFragment(`c=${packed}`, refuse)).rejects.toThrow(reason);
});

test('a fragment cut in the middle is refused', async () => {
  const whole = await oldFragment(run);
  await expect(readFragment(whole.slice(0, whole.length >> 1), refuse)).rejects.toThrow(
    'cut short or damaged',
  );
});

test('a fragment that unpacks to a flood is refused before it is unpacked', async () => {
  const flood = { ...run, scenario: { ...run.scenario, story: '0'.repeat(30_000_000) } };
  for (const link of [await printLink(base, { run: flood }), `${base}#${await oldFragment(flood)}`]) {
    expect(link.length).toBeLessThan(200_000);
    await expect(parseLink(link)).rejects.toThrow('unpacks to more than');
  }
});

test.each([
  [[], 'the scenario is missing'],
  [{ seed: '1' }, 'the scenario is missing'],
  [{ scenario: {}, seed: '-1' }, 'seed: expected'],
  [{ scenario: {}, seed: '1', commands: {} }, 'not a list of commands'],
  [{ scenario: {}, seed: '1', commands: [null] }, 'not a list of commands'],
])('a run that is none is refused', async (value, reason) => {
  await expect(readFragment(await oldFragment(value), refuse)).rejects.toThrow(reason);
});
