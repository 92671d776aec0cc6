// A run as an address.
//
// The query parameters of `fields.ts`, and behind # a whole run in its envelope (`envelope.ts`). Every address is hostile: a bad one
// gives one clear message.

import { Refusal, type Words } from '../errors.ts';
import type { Run } from '../gen/types.ts';
import type { Language } from '../language.ts';
import { say } from '../say.ts';
import type { Overrides } from '../scenario-edit.ts';
import type { ReadRun } from '../sim/source.ts';
import type { ViewId } from '../views/view.ts';
import { printFragment, readFragment } from './envelope.ts';
import { FIELDS, type Field, readField } from './fields.ts';
import { nearest } from './near.ts';

export interface LinkState extends Overrides {
  story?: string;
  step?: number;
  preset?: string;
  seed?: string;
  speed?: number;
  /** The moment, where time stands still. */
  t?: number;
  view?: ViewId;
  /** The peer that is selected. */
  select?: number;
  play?: boolean;
  compare?: string;
  seeds?: number;
  ui?: 'none' | 'basic' | 'full';
  theme?: 'auto' | 'light' | 'dark';
  lang?: Language;
  run?: Run | ReadRun;
}

/** Chat programs cut links there. */
export const LINK_MAX = 2000;

/** What an address says. Wrong values are told and left out; unknown keys are told. */
export async function parseLink(address: string): Promise<{ state: LinkState; notes: string[] }> {
  const state: LinkState = {};
  const notes: string[] = [];
  const url = new URL(address, 'https://swarmscope.invalid/');
  for (const [key, text] of url.searchParams) {
    if (!Object.hasOwn(FIELDS, key)) {
      // Other programs put words of their own into addresses: only one that is like a word of ours is a slip.
      const likely = nearest(key, Object.keys(FIELDS), 0.6);
      if (likely) notes.push(say('link-word', { word: key.slice(0, 40), likely }));
      continue;
    }
    const answer = readField(key as Field, text);
    if ('refusal' in answer) notes.push(answer.refusal);
    else Object.assign(state, { [key]: answer.value });
  }
  const refuse = (why: Words) => new Refusal(() => say('fault-run_link'), why);
  const opened = await readFragment(url.hash.slice(1), refuse);
  if (opened) {
    // The address's own words stand over those of the envelope.
    Object.assign(state, { ...opened.view, ...state, run: opened.run });
  }
  return { state, notes: notes.slice(0, 5) };
}

/** The short parameters of a link, in their fixed order. */
export function printQuery(state: LinkState): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(FIELDS) as Field[]) {
    const value = state[key];
    if (value !== undefined) query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export async function printLink(base: string, state: LinkState): Promise<string> {
  const url = new URL(base);
  const { run, speed, ...rest } = state;
  if (!run) {
    url.search = printQuery(state);
    return url.href;
  }
  url.search = printQuery(rest);
  const { scenario, seed, commands } = run;
  url.hash = await printFragment({ scenario, seed, commands }, speed === undefined ? {} : { speed });
  return url.href;
}
