// What the parameters of an address and the attributes of the element take: each with its range, in one place.

import { readChange } from '../compare/change.ts';
import { SEEDS_MAX, SEEDS_MIN } from '../compare/limits.ts';
import { CHOKER_POLICY, PICKER_POLICY, PROFILE } from '../gen/codes.ts';
import { SPEED_MAX, SPEED_MIN } from '../player/clock.ts';
import { say } from '../say.ts';

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
export const FIELDS = {
  story: {
    allowed: 'the name of a chapter: letters, digits and _',
    read: (text: string) => (/^[a-z0-9_]{1,64}$/.test(text) ? text : undefined),
  },
  step: whole(1, 100),
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
  compare: {
    allowed: 'a change, such as choker:random or behaviour:free_rider@leecher',
    read: (text: string) => (text.length <= 240 && readChange(text) ? text : undefined),
  },
  seeds: whole(SEEDS_MIN, SEEDS_MAX),
  ui: oneOf('none', 'basic', 'full'),
  theme: oneOf('auto', 'light', 'dark'),
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
