// The catalogue of sentences as the page reads it, held to the command line's results; and what the page makes of decisions.

import { readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';
import { afterEach, expect, test, vi } from 'vitest';
import { ofPage } from '../../../www/catalogue.ts';
import type { Explained, Inspection } from '../../../www/src/gen/types.ts';
import { explain, latest } from '../../../www/src/panels/inspector.ts';
import { FUNCTIONS, named, say, sayAny } from '../../../www/src/say.ts';
import { considered } from '../fake/considered.ts';

const cases: {
  functions: [name: string, args: number[], text: string][];
  sentences: [id: string, args: Record<string, unknown>, text: string][];
} = JSON.parse(readFileSync(new URL('../../../crate/catalogue/cases.json', import.meta.url), 'utf8'));

afterEach(() => vi.restoreAllMocks());

test.each(cases.functions)('%s of %j is %s', (name, args, text) => {
  expect(FUNCTIONS[name]?.(...args)).toBe(text);
});

test('every function has a case', () => {
  expect(new Set(cases.functions.map(([name]) => name))).toEqual(new Set(Object.keys(FUNCTIONS)));
});

test.each(cases.sentences)('%s, given %j', (id, args, text) => {
  const complaint = vi.spyOn(console, 'error');
  expect(sayAny(id, args)).toBe(text);
  expect(complaint).not.toHaveBeenCalled();
});

test('a sentence that is not there, or lacks an argument, is complained about', () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  sayAny('notice-nothing');
  sayAny('notice-joined');
  expect(complaint).toHaveBeenCalledTimes(2);
});

test('a value of the core is an id and its arguments', () => {
  expect(named('no_run_is_faster')).toEqual(['no_run_is_faster', {}]);
  expect(named({ schedule: { rounds: 2, round_s: 3 } })).toEqual(['schedule', { rounds: 2, round_s: 3 }]);
});

const inspection = {
  choker: {
    rate: 'last_round',
    rechoke_interval_s: 15,
    rate_window_s: 20,
    optimistic_slots: 1,
    optimistic_share: 0,
    snub_after_s: 30,
  },
  picker: { window_pieces: 40, random_first_pieces: 4 },
} as Inspection;
const row = (peer: number, verdict: 'regular' | 'optimistic' | 'choked') => considered(peer, 1000, verdict);

test('a rule says the figures of the client that runs, not of the book', () => {
  const choke = {
    choke: {
      rule: 'tit_for_tat',
      source: 'round',
      ties: 'random',
      rows: [row(4, 'regular'), row(2, 'regular'), row(7, 'optimistic'), row(9, 'choked')],
    },
  } as const;
  const { text, rule } = explain({ choke: { ...choke.choke, rows: [...choke.choke.rows] } }, inspection);
  expect(text).toBe('Regular slots: peers 4, 2. Optimistic slot: peer 7. 1 neighbour waits.');
  expect(rule).toContain('in the last round of 15 s');
  expect(rule).toContain('; full round');
  expect(explain({ snub: { peer: 3, silent_s: 31 } }, inspection)).toEqual({
    text: 'Peer 3 sent nothing for 31 s. Its blocks are requested from others.',
    rule: 'Anti-snubbing: no block for 30 s (Cohen 2003)',
  });
});

test('of each kind of decision the latest few are shown, newest first', () => {
  const piece = (t_s: number): Explained => ({
    t_s,
    reason: {
      piece: {
        rule: 'rarest_first',
        from: 1,
        piece: t_s,
        availability: 1,
        least: 1,
        most: 1,
        candidates: 1,
        tied: 1,
      },
    },
  });
  const ban: Explained = { t_s: 1, reason: { ban: { peer: 1, piece: 2 } } };
  expect(latest([ban, piece(2), piece(3), piece(4), piece(5)]).map(({ t_s }) => t_s)).toEqual([5, 4, 3, 1]);
});

test('numbers of peers have no groups of three, numbers of things have', () => {
  expect(say('peer-named', { peer: 12345 })).toBe('peer 12345');
  expect(say('flows-blocks', { n: 12345 })).toBe('12,345 blocks');
});

test('the built page has the sentences that it can show, and no others', () => {
  const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
  const ids = new FluentResource(ofPage(read('crate/catalogue/en.ftl'))).body.flatMap(
    ({ id, attributes }) => [id, ...Object.keys(attributes).map((attribute) => `${id}.${attribute}`)],
  );
  const typed = [...read('www/src/gen/sentences.ts').matchAll(/^ {2}readonly '([^']+)':/gm)].map(
    (found) => found[1],
  );
  expect(typed.length).toBeGreaterThan(300);
  for (const id of typed) expect(ids, id).toContain(id);
  expect(ids).not.toContain('event-joined');
});
