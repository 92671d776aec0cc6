// Every language has the sentences that English has, with the same arguments, and writes each without a mistake.

import { readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';
import { afterEach, expect, test, vi } from 'vitest';
import { ofPage } from '../../../www/catalogue.ts';
import {
  bytes,
  count,
  decimal,
  duration,
  fineClock,
  percent,
  pieceLength,
  share,
  speed,
} from '../../../www/src/format.ts';
import { LANGUAGES, languageNamed, spoken } from '../../../www/src/language.ts';
import { learn, say, sayAny, speak } from '../../../www/src/say.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../../crate/catalogue/${name}`, import.meta.url), 'utf8');

/** Patterns of a catalogue by id; an attribute's stand behind a point. */
function sentences(text: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const { id, value, attributes } of new FluentResource(text).body) {
    if (value !== null) found.set(id, value);
    for (const [name, pattern] of Object.entries(attributes)) found.set(`${id}.${name}`, pattern);
  }
  return found;
}

/** What a pattern asks for: arguments, and the arguments of the sentences in it. */
function asked(pattern: unknown, all: Map<string, unknown>, out = new Set<string>()): Set<string> {
  if (typeof pattern !== 'object' || pattern === null) return out;
  const { type, name } = pattern as { type?: string; name?: string };
  if (type === 'var' && name) out.add(name);
  if (type === 'mesg' && name) asked(all.get(name), all, out);
  for (const part of Object.values(pattern)) asked(part, all, out);
  return out;
}

const english = sentences(ofPage(read('en.ftl')));

afterEach(() => {
  vi.restoreAllMocks();
  speak('en');
});

const others = LANGUAGES.filter((language) => language !== 'en');

test.each(others)('%s has every sentence of the page, and no other', (language) => {
  expect([...sentences(read(`${language}.ftl`)).keys()].sort()).toEqual([...english.keys()].sort());
  expect(english.size).toBeGreaterThan(500);
});

test.each(others)('%s asks for no argument that English is not given, and leaves none out', (language) => {
  const own = sentences(read(`${language}.ftl`));
  const differ = [...english].flatMap(([id, pattern]) => {
    const [wants, has] = [[...asked(pattern, english)].sort(), [...asked(own.get(id), own)].sort()];
    return wants.join() === has.join() ? [] : [`${id}: ${wants} in English, ${has} here`];
  });
  expect(differ).toEqual([]);
});

/** Names in a sentence of an id that another sentence names: `WORD($kind, of: "mark")`. */
const NAMES: Record<string, string> = {
  behaviour: 'honest',
  choker: 'random',
  kind: 'link',
  picker: 'random',
  profile: 'mainline',
  role: 'leecher',
};

test.each(others)('%s writes every sentence', async (language) => {
  await learn(language);
  speak(language);
  const complaint = vi.spyOn(console, 'error');
  const own = sentences(read(`${language}.ftl`));
  for (const [id, pattern] of english) {
    // What is not there another test tells.
    if (!own.has(id)) continue;
    const to = Object.keys(NAMES).find((family) => id === `change-${family}`) ?? 'profile';
    for (const n of [0, 1, 2, 1234.5]) {
      const args = Object.fromEntries([...asked(pattern, english)].map((name) => [name, n as unknown]));
      for (const [name, word] of Object.entries(NAMES)) if (name in args) args[name] = word;
      if (id === 'log-left_out') args.kind = 'joined';
      if (id.startsWith('change-') && 'to' in args) args.to = id === 'change-client' ? 'mainline' : NAMES[to];
      expect(sayAny(id, args), id).not.toMatch(/\{|\?\?\?|undefined|^$/);
    }
  }
  expect(complaint.mock.calls).toEqual([]);
});

test('numbers are written as German writes them', async () => {
  await learn('de');
  speak('de');
  expect(spoken()).toBe('de');
  expect(count(1234567)).toBe('1.234.567');
  expect(decimal(1234.5)).toBe('1.234,5');
  expect(bytes(12_582_912)).toBe('12,6 MB');
  expect(duration(138.94)).toBe('138,9 s');
  expect(share(0.0081)).toBe('0,8 %');
  expect(percent(999, 1000)).toBe('99 %');
  expect(speed(0.25)).toBe('0,25×');
  expect(fineClock(125.34)).toBe('2:05,3');
  expect(pieceLength(262_144)).toBe('256 KiB');
  expect(say('peer-named', { peer: 12345 })).toBe('Peer 12345');
  expect(say('notice-joined.many', { n: 1234 })).toBe('1.234 Peers sind gekommen');
  speak('en');
  expect(fineClock(125.34)).toBe('2:05.3');
  expect(decimal(1234.5)).toBe('1,234.5');
});

test('a language is known by its name and that of its countries, and no other is', () => {
  expect(['de', 'de-AT', 'EN', 'en-GB', 'fr', '', 'deutsch'].map(languageNamed)).toEqual([
    'de',
    'de',
    'en',
    'en',
    undefined,
    undefined,
    undefined,
  ]);
});
