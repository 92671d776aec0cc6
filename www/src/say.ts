// The catalogues of sentences as the page reads them: `crate/catalogue/en.ftl`, and `de.ftl` once it is wanted, in the Fluent format.
//
// The command line reads the English one too (`crate/cli/src/words`). `crate/catalogue/cases.json` holds both to the same results.

import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from '@fluent/bundle';
import english from '../../crate/catalogue/en.ftl?raw';
import { bytes, clock, count, decimal, duration, percent, rate, share, times } from './format.ts';
import type { Argument, Sentences } from './gen/sentences.ts';
import { type Language, setSpoken, spoken } from './language.ts';
import { plain } from './plain.ts';

export type SentenceId = keyof Sentences;

type Together<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void
  ? All
  : never;
/** What all sentences that an id may name take together. */
export type Needs<Id extends SentenceId> = Together<Sentences[Id]>;

/** Entries of a list that a sentence names at most. */
const NAMED_MAX = 8;

/** The functions that the catalogue may call with numbers. */
export const FUNCTIONS: Readonly<Record<string, (...numbers: number[]) => string>> = {
  COUNT: (n = Number.NaN) => count(n),
  DECIMAL: (n = Number.NaN) => decimal(n),
  BYTES: (n = Number.NaN) => bytes(n),
  RATE: (n = Number.NaN) => rate(n),
  DURATION: (n = Number.NaN) => duration(n),
  CLOCK: (n = Number.NaN) => clock(n),
  TIMES: (n = Number.NaN) => times(n),
  SHARE: (n = Number.NaN) => share(n),
  PERCENT: (part = Number.NaN, all = Number.NaN) => percent(part, all),
};

/** Languages that are fetched when somebody wants them. */
const OTHERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: string }>>> = {
  de: () => import('../../crate/catalogue/de.ftl?raw'),
};

const bundles = new Map<Language, FluentBundle>([['en', makeBundle('en', english)]]);

/** The sentences of a language are there. */
export const isKnown = (language: Language): boolean => bundles.has(language);

/** Fetches the sentences of a language; after a failure it can be asked again. */
export async function learn(language: Language): Promise<void> {
  if (language === 'en' || bundles.has(language)) return;
  const { default: text } = await OTHERS[language]();
  bundles.set(language, makeBundle(language, text));
}

/** From now on sentences and numbers are written in this language; in English as long as its sentences are not there. */
export function speak(language: Language): void {
  setSpoken(bundles.has(language) ? language : 'en');
}

function makeBundle(language: Language, text: string): FluentBundle {
  const functions = Object.entries(FUNCTIONS).map(([name, write]) => [
    name,
    (given: unknown[]) =>
      write(...given.map((one) => (one instanceof FluentNumber ? one.value : Number.NaN))),
  ]);
  const made = new FluentBundle(language, {
    functions: {
      ...Object.fromEntries(functions),
      // WORD($role, of: "role", as: "noun") is the sentence `role-` and the role, its attribute `noun`.
      WORD: ([id], { of, as }) =>
        lookUp(made, `${of}-${id}${as === undefined ? '' : `.${as}`}`, undefined, []),
    },
    // The marks around arguments are for languages written from right to left.
    useIsolating: false,
  });
  made.addResource(new FluentResource(text));
  return made;
}

/** The sentence of an id, or of its attribute behind a point. */
export function say<Id extends SentenceId>(
  id: Id,
  ...args: Record<never, never> extends Needs<Id> ? [args?: Needs<Id>] : [args: Needs<Id>]
): string {
  return sayAny(id, args[0] as Readonly<Record<string, unknown>> | undefined);
}

/** The same where the compiler knows neither id nor arguments. */
export function sayAny(id: string, args: Readonly<Record<string, unknown>> = {}): string {
  const errors: Error[] = [];
  const bundle = bundles.get(spoken()) as FluentBundle;
  const text = lookUp(bundle, id, flat(args), errors);
  if (errors.length > 0) console.error(id, errors);
  return text;
}

function lookUp(
  from: FluentBundle,
  id: string,
  args: Record<string, FluentVariable> | undefined,
  errors: Error[],
): string {
  const [name = '', attribute] = id.split('.');
  const message = from.getMessage(name);
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
  if (pattern) return from.formatPattern(pattern, args, errors);
  errors.push(new Error(`no such sentence: ${id}`));
  return id;
}

/** The arguments as Fluent takes them: a list as its first entries, `_count` and `_more`; numbers without groups of three. */
function flat(args: Readonly<Record<string, unknown>>): Record<string, FluentVariable> {
  const out: Record<string, FluentVariable> = {};
  for (const [name, value] of Object.entries(args)) {
    if (Array.isArray(value)) {
      out[name] = plain(value.slice(0, NAMED_MAX).join(', '));
      out[`${name}_count`] = value.length;
      out[`${name}_more`] = Math.max(0, value.length - NAMED_MAX);
    } else if (typeof value === 'number') {
      out[name] = Number.isFinite(value) ? new FluentNumber(value, { useGrouping: false }) : '–';
    } else if (value === null || value === undefined) {
      out[name] = 'none';
    } else {
      out[name] = plain(String(value));
    }
  }
  return out;
}

/** The id and the arguments of a value of the core: the name of its variant, and its fields. */
export function named(value: string | object): [name: string, args: Readonly<Record<string, unknown>>] {
  if (typeof value === 'string') return [value, {}];
  const [entry] = Object.entries(value);
  return entry ? [entry[0], entry[1] as Readonly<Record<string, unknown>>] : ['', {}];
}

export type { Argument };
