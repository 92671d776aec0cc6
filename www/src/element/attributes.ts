// The element's attributes, as a request and as sentences about values that cannot be used.

import type { Request } from '../session.ts';
import { FIELDS, type Field, readField } from '../share/fields.ts';

/** Those that make another run. */
export const RUN_FIELDS = [
  'preset',
  'seed',
  'peers',
  'seeders',
  'pieces',
  'client',
  'choker',
  'picker',
  'src',
] as const;

const text = { type: String };
/** As Lit declares them. */
export const PROPERTIES = {
  ...Object.fromEntries(RUN_FIELDS.map((field) => [field, text])),
  speed: text,
  story: text,
  step: text,
  play: text,
  t: text,
  view: text,
  select: text,
  compare: text,
  seeds: text,
  ui: { type: String, reflect: true },
  theme: { type: String, reflect: true },
  lang: { type: String, reflect: true },
};

export type Attributes = Record<Field, string | null>;

/** The attributes as a request, and a sentence for each value that cannot be used. */
export function readAttributes(of: Attributes): { request: Request; notes: string[] } {
  const request: Request = {};
  const notes: string[] = [];
  for (const field of Object.keys(FIELDS) as Field[]) {
    const given = of[field];
    if (given === null || given === undefined) continue;
    const answer = readField(field, given);
    if ('refusal' in answer) notes.push(answer.refusal);
    else if ((RUN_FIELDS as readonly string[]).includes(field))
      Object.assign(request, { [field]: answer.value });
  }
  return { request, notes };
}

/** One attribute's value; undefined where there is none, or none that can be used. */
export function readAttribute<F extends Field>(of: Attributes, field: F) {
  const given = of[field];
  if (given === null || given === undefined) return undefined;
  const answer = readField(field, given);
  return 'value' in answer ? answer.value : undefined;
}
