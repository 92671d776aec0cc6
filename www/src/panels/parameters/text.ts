// A scenario as text: what is written of it, and where in the text a field stands. Pure.

import type { ConfigError, Scenario } from '../../gen/types.ts';
import { below, type Field, isChanged, isGroup, type Path, root } from './form.ts';

/** What a reader of a scenario needs in any case: the version, who is there, and which client they run. */
const KEPT: ReadonlySet<string> = new Set(['version', 'groups', 'profile']);

/** The scenario as JSON: whole, or only what differs from the defaults. */
export function printScenario(scenario: Scenario, whole: boolean): string {
  return `${JSON.stringify(whole ? scenario : short(root(scenario), scenario), null, 2)}\n`;
}

/** Leaves out what is a default. What it means to the core is the same. */
function short(field: Field, scenario: Scenario): unknown {
  const { shape, value } = field;
  if (shape.kind === 'record') {
    const kept = below(field, scenario).flatMap((one): [string, unknown][] => {
      const name = String(one.path.at(-1));
      if (one.value === undefined) return [];
      if (!KEPT.has(name) && !isGroup(one.shape) && one.standard !== undefined && !isChanged(one)) return [];
      const inside = short(one, scenario);
      const empty = typeof inside === 'object' && inside !== null && Object.keys(inside).length === 0;
      return empty && !KEPT.has(name) ? [] : [[name, inside]];
    });
    return Object.fromEntries(kept);
  }
  if (shape.kind === 'list' && isGroup(shape.of))
    return below(field, scenario).map((one) => short(one, scenario));
  if (shape.kind === 'optional' && isGroup(shape.of) && value !== null)
    return short({ ...field, shape: shape.of }, scenario);
  return value;
}

/** A field's path, as errors write it, in steps. */
export const stepsOf = (field: string): Path =>
  [...field.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );

/** The line of the text, from 1, at which an error is; null where it cannot be told. */
export function lineOf(text: string, { problem, field, value }: ConfigError): number | null {
  if (problem === 'not_json') {
    const told = /line (\d+)/.exec(value);
    return told ? Number(told[1]) : null;
  }
  const steps = stepsOf(field);
  for (let n = steps.length; n > 0; n -= 1) {
    const line = lineOfPath(text, steps.slice(0, n));
    if (line !== null) return line;
  }
  return null;
}

/** The line on which the value of a place begins; null where the text has none. */
function lineOfPath(text: string, path: Path): number | null {
  let from = 0;
  for (const step of path) {
    if (typeof step === 'number') {
      from = afterItems(text, from, step);
    } else {
      const found = keyAt(text, from, step);
      if (found === null) return null;
      from = found;
    }
    if (from < 0) return null;
  }
  return text.slice(0, from).split('\n').length;
}

/** Behind the key of the object that begins next; null where it has none of that name. */
function keyAt(text: string, from: number, key: string): number | null {
  let depth = 0;
  let name: string | null = null;
  for (const { token, end } of tokens(text, from)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1 && name === JSON.stringify(key)) return end;
    if (depth === 0) return null;
    name = token;
  }
  return null;
}

/** Before the item of the list that begins next; -1 where it has not so many. */
function afterItems(text: string, from: number, n: number): number {
  let depth = 0;
  let left = n;
  for (const { token, end } of tokens(text, from)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth === 0) return -1;
    if (depth === 1 && left === 0 && (token === '[' || token === ',')) return skipSpace(text, end);
    if (depth === 1 && token === ',') {
      left -= 1;
      if (left === 0) return skipSpace(text, end);
    }
  }
  return -1;
}

const skipSpace = (text: string, from: number): number =>
  from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);

function* tokens(text: string, from: number): Generator<{ token: string; end: number }> {
  const pattern = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found; found = pattern.exec(text))
    yield { token: found[0], end: pattern.lastIndex };
}
