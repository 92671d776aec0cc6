// What the parameters of an address and the attributes of the element take: each with its range, in one place.

import { readChange } from '../compare/change.ts';
import { SEEDS_MAX, SEEDS_MIN } from '../compare/limits.ts';
import { CHOKER_POLICY, PICKER_POLICY, PROFILE } from '../gen/codes.ts';
import { LANGUAGES, languageNamed } from '../language.ts';
import { SPEED_MAX, SPEED_MIN } from '../player/clock.ts';
import { say } from '../say.ts';
import { VIEW_IDS } from '../views/view.ts';

/** Seconds of a run: a year. */
const MOMENT_MAX = 31_536_000;
const SEED_MAX = 18_446_744_073_709_551_615n;

/** One value from outside: what it may be, and the value it means. */
type Reader<T> = { readonly allowed: string; read: (text: string) => T | undefined };

const whole = (min: number, max: number): Reader<number> => ({
  get allowed() {
    return say('expected-whole', { min, max });
  },
  read: (text) => {
    if (!/^[0-9]{1,15}$/.test(text)) return undefined;
    const n = Number(text);
    return n >= min && n <= max ? n : undefined;
  },
});

const oneOf = <T extends string>(...words: readonly T[]): Reader<T> => ({
  get allowed() {
    return say('expected-one_of', { words: words.join(', ') });
  },
  read: (text) => words.find((word) => word === text),
});

/** Every parameter and attribute with its range, in one place. */
export const FIELDS = {
  story: {
    get allowed() {
      return say('expected-chapter');
    },
    read: (text: string) => (/^[a-z0-9_]{1,64}$/.test(text) ? text : undefined),
  },
  step: whole(1, 100),
  preset: {
    get allowed() {
      return say('expected-preset');
    },
    read: (text: string) => (/^[a-z0-9_]{1,64}$/.test(text) ? text : undefined),
  },
  seed: {
    get allowed() {
      return say('expected-whole', { min: 0, max: String(SEED_MAX) });
    },
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
    get allowed() {
      return say('expected-number', { min: String(SPEED_MIN), max: String(SPEED_MAX) });
    },
    read: (text: string) => {
      if (!/^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text)) return undefined;
      const n = Number(text);
      return n >= SPEED_MIN && n <= SPEED_MAX ? n : undefined;
    },
  },
  t: {
    get allowed() {
      return say('expected-number', { min: 0, max: MOMENT_MAX });
    },
    read: (text: string) => {
      if (!/^[0-9]{1,9}(\.[0-9]{1,9})?$/.test(text)) return undefined;
      const s = Number(text);
      return s <= MOMENT_MAX ? s : undefined;
    },
  },
  view: oneOf(...VIEW_IDS),
  select: whole(0, 4_294_967_295),
  play: {
    get allowed() {
      return say('expected-yes_or_no');
    },
    read: (text: string) =>
      text === 'true' || text === '1' || text === ''
        ? true
        : text === 'false' || text === '0'
          ? false
          : undefined,
  },
  compare: {
    get allowed() {
      return say('expected-change');
    },
    read: (text: string) => (text.length <= 240 && readChange(text) ? text : undefined),
  },
  seeds: whole(SEEDS_MIN, SEEDS_MAX),
  ui: oneOf('none', 'basic', 'full'),
  theme: oneOf('auto', 'light', 'dark'),
  lang: {
    get allowed() {
      return say('expected-one_of', { words: LANGUAGES.join(', ') });
    },
    read: languageNamed,
  },
} as const;

export type Field = keyof typeof FIELDS;

/** Reads one field, or says what is wrong with it. */
export function readField<F extends Field>(
  field: F,
  text: string,
): { value: NonNullable<ReturnType<(typeof FIELDS)[F]['read']>> } | { refusal: string } {
  const reader = FIELDS[field];
  const value = reader.read(text.trim());
  if (value !== undefined) return { value: value as NonNullable<ReturnType<(typeof FIELDS)[F]['read']>> };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return {
    refusal: `${say('refused-unexpected', { field, value: `“${shown}”`, expected: reader.allowed })}.`,
  };
}
