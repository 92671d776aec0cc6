// A scenario as fields: what stands at each place, what may, what is the default, and how it is changed. Pure.
//
// Invariant: the fields below a field are those of its present value, so that walking from the root meets every place of the scenario.

import { KNOBS, type Section } from '../../gen/knobs.ts';
import type { Knob, Scenario } from '../../gen/types.ts';
import { type Shape, scenarioShape } from './shape.ts';

export type Path = readonly (string | number)[];

/** A place of a scenario. */
export interface Field {
  path: Path;
  shape: Shape;
  value: unknown;
  /** What stands there where nothing is said; not defined where the format has no default. */
  standard: unknown;
}

/** The path as the format and its errors write it: `groups[0].leave.linger.for_s`. */
export const written = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? value[Number(step)] : isTree(value) ? value[String(step)] : undefined,
    tree,
  );
}

/** The same tree with another value at a place; without the key where the value is not defined. */
export function withAt<T>(tree: T, path: Path, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  const next = withAt(at(tree, [step]), rest, value);
  if (Array.isArray(tree)) {
    const list = [...tree];
    if (next === undefined) list.splice(Number(step), 1);
    else list[Number(step)] = next;
    return list as T;
  }
  const { [step]: _, ...others } = (isTree(tree) ? tree : {}) as Record<string, unknown>;
  // The key keeps its place.
  if (next === undefined) return others as T;
  return { ...(tree as Tree), [step]: next } as T;
}

const FILES = import.meta.glob<Tree>('../../../../crate/core/src/scenario/config/profiles/*.json', {
  eager: true,
  import: 'default',
});

/** What a client has otherwise than the reference, by its profile's name. */
const PROFILES: ReadonlyMap<string, Tree> = new Map(
  Object.values(FILES).map((file) => [String(file.profile), file]),
);

/** The path below the client that a place is in, and the path of that client; null where it is in none. */
function clientOf(path: Path): { client: Path; below: Path } | null {
  if (path[0] === 'peer') return { client: path.slice(0, 1), below: path.slice(1) };
  const at = path.indexOf('client');
  return at < 0 ? null : { client: path.slice(0, at + 1), below: path.slice(at + 1) };
}

/** What stands at a place of this scenario where nothing is said. */
function standardAt(scenario: unknown, path: Path, shape: Shape): unknown {
  const inside = clientOf(path);
  if (inside && inside.below.length > 0) {
    if (inside.below[0] === 'profile') return shape.default;
    const profile = PROFILES.get(String(at(scenario, [...inside.client, 'profile'])));
    const own = at(profile, inside.below);
    if (own !== undefined) return own;
  }
  // What may be null is null where nothing is said.
  return shape.kind === 'optional' ? (shape.default ?? null) : shape.default;
}

/** The whole scenario. */
export function root(scenario: Scenario): Field {
  return { path: [], shape: scenarioShape(), value: scenario, standard: undefined };
}

/** The fields of what stands there now. */
export function below(field: Field, scenario: unknown): Field[] {
  const { shape, value, path } = field;
  const make = (step: string | number, of: Shape, inside: unknown): Field => {
    const place = [...path, step];
    return { path: place, shape: of, value: inside, standard: standardAt(scenario, place, of) };
  };
  switch (shape.kind) {
    case 'record':
      return inOrder(shape.fields, value).map((one) => make(one.name, one.shape, at(value, [one.name])));
    case 'list':
      return Array.isArray(value) ? value.map((item, i) => make(i, shape.of, item)) : [];
    case 'optional':
      return value === null || value === undefined ? [] : below({ ...field, shape: shape.of }, scenario);
    case 'choice': {
      const variant = shape.variants.find(({ name }) => name === chosen(value));
      if (!variant?.content) return [];
      const content = make(variant.name, variant.content, at(value, [variant.name]));
      return isGroup(variant.content) ? below(content, scenario) : [content];
    }
    default:
      return [];
  }
}

/** As the core writes them: sections have their numbers first. The schema has them by name. */
function inOrder<T extends { name: string }>(fields: readonly T[], value: unknown): T[] {
  const keys = isTree(value) ? Object.keys(value) : [];
  const place = ({ name }: T) => (keys.includes(name) ? keys.indexOf(name) : keys.length);
  return [...fields].sort((a, b) => place(a) - place(b));
}

/** It has fields and nothing of its own that is set. */
export const isGroup = (shape: Shape): boolean => shape.kind === 'record';

/** The name of a choice's variant. */
export const chosen = (value: unknown): string =>
  typeof value === 'string' ? value : isTree(value) ? (Object.keys(value)[0] ?? '') : '';

/** A value to begin with. What the format has a default for is left to the core. */
export function beginning(shape: Shape): unknown {
  switch (shape.kind) {
    case 'number':
    case 'amount':
      return typeof shape.default === 'number'
        ? shape.default
        : Math.min(shape.max ?? 1, Math.max(shape.min ?? 0, 1));
    case 'text':
      return '';
    case 'either':
      return 0;
    case 'switch':
      return false;
    case 'constant':
      return shape.value;
    case 'optional':
      return null;
    case 'list':
      return [];
    case 'choice':
      return variantValue(shape.variants[0]);
    case 'record':
      return Object.fromEntries(
        shape.fields.filter(({ required }) => required).map(({ name, shape: of }) => [name, beginning(of)]),
      );
  }
}

export const variantValue = (variant: { name: string; content: Shape | null } | undefined): unknown =>
  variant && (variant.content ? { [variant.name]: beginning(variant.content) } : variant.name);

export const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : isTree(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inside]) => [key, sorted(inside)]),
        )
      : value;

/** It is set to something else than its default. */
export const isChanged = ({ value, standard, shape }: Field): boolean =>
  !isGroup(shape) && standard !== undefined && value !== undefined && !isSame(value, standard);

/** The card of a number: its unit, where its default is from, what to expect. */
export function cardOf(path: Path): Knob | null {
  const name = path.at(-1);
  const inside = clientOf(path);
  const section = inside
    ? ['peer', ...inside.below.slice(0, -1)].join('.')
    : path[0] === 'more_torrents'
      ? 'torrent'
      : (path.length > 2 && path.at(-3) === 'groups') || path.at(-2) === 'group'
        ? 'groups'
        : path.slice(0, -1).join('.');
  const cards = KNOBS[section as Section] as readonly Knob[] | undefined;
  return cards?.find((card) => card.name === name) ?? null;
}

/** The name of a field in words: `rechoke_interval_s` is “Rechoke interval”. */
export function words(name: string | number): string {
  if (typeof name === 'number') return String(name + 1);
  const text = name.replace(/_s$/, '').replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What it means, without the default, which is told beside it. */
export const meaning = ({ shape, path }: Field): string =>
  cardOf(path) ? shape.about.replace(/ Default: .*$/s, '') : shape.about;

/** Whether a field is what somebody looks for. */
export function isFound(field: Field, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return true;
  const card = cardOf(field.path);
  const text = `${written(field.path)} ${words(field.path.at(-1) ?? '')} ${field.shape.about} ${card?.seen ?? ''}`;
  const lower = text.toLowerCase();
  return wanted.split(/\s+/).every((word) => lower.includes(word));
}

/** All fields below a field that are set by themselves, in order. */
export function leaves(field: Field, scenario: unknown): Field[] {
  return below(field, scenario).flatMap((one) => {
    const inside = leaves(one, scenario);
    return isGroup(one.shape) ? inside : [one, ...inside];
  });
}
