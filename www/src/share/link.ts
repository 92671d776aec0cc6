// A run as an address.
//
// Owns the query parameters and the fragment `#c=`, base64url(deflate-raw(JSON)) of a whole run, in both directions. Every
// address is hostile: a bad one gives one clear message, and what it inflates to is bounded. Must never know the page.

import { Refusal } from '../errors.ts';
import { CHOKER_POLICY, PICKER_POLICY, PROFILE } from '../gen/codes.ts';
import type { Run } from '../gen/types.ts';
import { SPEED_MAX, SPEED_MIN } from '../player/clock.ts';
import { say } from '../say.ts';
import type { Overrides } from '../scenario-edit.ts';
import type { ReadRun } from '../sim/source.ts';

export interface LinkState extends Overrides {
  preset?: string;
  seed?: string;
  speed?: number;
  play?: boolean;
  ui?: 'none' | 'basic' | 'full';
  theme?: 'auto' | 'light' | 'dark';
  run?: Run | ReadRun;
}

/** Chat programs cut links there. */
export const LINK_MAX = 2000;
const FRAGMENT_MAX = 200_000;
const INFLATED_MAX = 4 << 20;
const SEED_MAX = 18_446_744_073_709_551_615n;

/** One value from outside: what it may be, and the value it means. */
type Reader<T> = { allowed: string; read: (text: string) => T | undefined };

const whole = (min: number, max: number): Reader<number> => ({
  allowed: `a whole number from ${min} to ${max}`,
  read: (text) => {
    if (!/^[0-9]{1,15}$/.test(text)) return undefined;
    const n = Number(text);
    return n >= min && n <= max ? n : undefined;
  },
});

const oneOf = <T extends string>(...words: readonly T[]): Reader<T> => ({
  allowed: `one of ${words.join(', ')}`,
  read: (text) => words.find((word) => word === text),
});

/** Every parameter and attribute with its range, in one place. */
export const READERS = {
  preset: {
    allowed: 'the name of a preset: letters, digits and _',
    read: (text: string) => (/^[a-z0-9_]{1,64}$/.test(text) ? text : undefined),
  },
  seed: {
    allowed: 'a whole number from 0 to 18446744073709551615',
    read: (text: string) =>
      /^[0-9]{1,20}$/.test(text) && BigInt(text) <= SEED_MAX ? BigInt(text).toString() : undefined,
  },
  peers: whole(0, 100_000),
  seeders: whole(0, 10_000),
  pieces: whole(1, 2_097_152),
  client: oneOf(...PROFILE),
  choker: oneOf(...CHOKER_POLICY),
  picker: oneOf(...PICKER_POLICY),
  speed: {
    allowed: `a number from ${SPEED_MIN} to ${SPEED_MAX}`,
    read: (text: string) => {
      if (!/^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text)) return undefined;
      const n = Number(text);
      return n >= SPEED_MIN && n <= SPEED_MAX ? n : undefined;
    },
  },
  play: {
    allowed: 'true or false',
    read: (text: string) =>
      text === 'true' || text === '1' || text === ''
        ? true
        : text === 'false' || text === '0'
          ? false
          : undefined,
  },
  ui: oneOf('none', 'basic', 'full'),
  theme: oneOf('auto', 'light', 'dark'),
} as const;

export type Field = keyof typeof READERS;

/** Reads one field, or says what is wrong with it. */
export function readField<F extends Field>(
  field: F,
  text: string,
): { value: NonNullable<ReturnType<(typeof READERS)[F]['read']>> } | { refusal: string } {
  const reader = READERS[field];
  const value = reader.read(text.trim());
  if (value !== undefined) return { value: value as NonNullable<ReturnType<(typeof READERS)[F]['read']>> };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return {
    refusal: `${say('refused-unexpected', { field, value: `“${shown}”`, expected: reader.allowed })}.`,
  };
}

/** What an address says. Wrong values are told and left out; unknown keys are told. */
export async function parseLink(address: string): Promise<{ state: LinkState; notes: string[] }> {
  const state: LinkState = {};
  const notes: string[] = [];
  const url = new URL(address, 'https://swarmscope.invalid/');
  for (const [key, text] of url.searchParams) {
    if (!Object.hasOwn(READERS, key)) {
      if (notes.length < 5)
        notes.push(`${key.slice(0, 40)}: this word in the address is not known and was ignored.`);
      continue;
    }
    const answer = readField(key as Field, text);
    if ('refusal' in answer) notes.push(answer.refusal);
    else Object.assign(state, { [key]: answer.value });
  }
  const fragment = /^#c=(.*)$/s.exec(url.hash)?.[1];
  if (fragment !== undefined) state.run = await decodeRun(fragment);
  return { state, notes: notes.slice(0, 5) };
}

/** The short parameters of a link, in their fixed order. */
export function printQuery(state: LinkState): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(READERS) as Field[]) {
    const value = state[key];
    if (value !== undefined) query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export async function printLink(base: string, state: LinkState): Promise<string> {
  const url = new URL(base);
  url.search = printQuery(state);
  url.hash = state.run ? `c=${await encodeRun(state.run)}` : '';
  return url.href;
}

export async function encodeRun(run: Run): Promise<string> {
  const packed = await pipe(
    new TextEncoder().encode(JSON.stringify(run)),
    new CompressionStream('deflate-raw'),
    FRAGMENT_MAX * 4,
  );
  let binary = '';
  for (let i = 0; i < packed.length; i += 8192)
    binary += String.fromCharCode(...packed.subarray(i, i + 8192));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws Refusal when it is not a run, with the one reason. */
export async function decodeRun(fragment: string): Promise<ReadRun> {
  const refuse = (why: string) => new Refusal('This link cannot be used', why);
  if (fragment.length > FRAGMENT_MAX) {
    throw refuse(
      `The part after #c= is ${fragment.length} characters long; at most ${FRAGMENT_MAX} are read.`,
    );
  }
  if (!/^[A-Za-z0-9_-]+$/.test(fragment))
    throw refuse('The part after #c= has characters that a link of ours never has.');
  let text: string;
  try {
    const binary = atob(fragment.replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    text = new TextDecoder('utf-8', { fatal: true }).decode(
      await pipe(packed, new DecompressionStream('deflate-raw'), INFLATED_MAX),
    );
  } catch (error) {
    if (error instanceof TooMuch)
      throw refuse(`The part after #c= unpacks to more than ${INFLATED_MAX} bytes.`);
    throw refuse(
      'The part after #c= is cut short or damaged. Some programs cut long links; ask for the file instead.',
    );
  }
  return readRun(text, refuse);
}

/** A run from its JSON, or from that of a scenario alone. The scenario is checked by the core, when it starts. */
export function readRun(text: string, refuse: (why: string) => Error): ReadRun {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('It holds no run: it is not JSON.');
  }
  // A scenario alone was written by a person, a run was saved by a program.
  const lenient = !(isRecord(value) && Array.isArray(value.groups));
  if (!lenient) value = { scenario: value, seed: '1' };
  if (!isRecord(value) || !isRecord(value.scenario))
    throw refuse('It holds no run: the scenario is missing.');
  const { scenario, seed, commands = [] } = value;
  if (typeof seed !== 'string') throw refuse('It holds no run: the seed is missing.');
  const answer = readField('seed', seed);
  if ('refusal' in answer) throw refuse(answer.refusal);
  if (!Array.isArray(commands) || commands.length > 10_000 || !commands.every(isCommand)) {
    throw refuse('Its commands are not a list of commands with their moments.');
  }
  return { scenario, seed: answer.value, commands, lenient } as unknown as ReadRun;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCommand = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.at_ns === 'string' &&
  typeof value.after_events === 'number' &&
  'command' in value;

class TooMuch extends Error {}

/** Sends bytes through a stream, giving up beyond `max` bytes: a small link can hold gigabytes of zeros. */
async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  max: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // The reader below reports what is wrong.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => {});
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > max) {
      await reader.cancel().catch(() => {});
      throw new TooMuch();
    }
    parts.push(value);
  }
  await written;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
