import { expect, test } from 'vitest';
import schema from '../../../www/src/gen/scenario.schema.json';
import type { Scenario } from '../../../www/src/gen/types.ts';
import {
  at,
  beginning,
  below,
  cardOf,
  type Field,
  isChanged,
  isFound,
  isGroup,
  leaves,
  root,
  variantValue,
  withAt,
  words,
  written,
} from '../../../www/src/panels/parameters/form.ts';
import { lineOf, printScenario } from '../../../www/src/panels/parameters/text.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

// The schema is walked here without the form's own reading of it.

interface Node {
  $ref?: string;
  const?: unknown;
  enum?: string[];
  type?: string | string[];
  anyOf?: Node[];
  items?: Node;
  properties?: Record<string, Node>;
}
const defs = (schema as unknown as { $defs: Record<string, Node> }).$defs;

/** The path of every value that the schema knows, lists without numbers; a variant's name stands where it is chosen. */
function places(node: Node, path: string, out: Set<string>): Set<string> {
  const target = node.$ref ? (defs[node.$ref.replace('#/$defs/', '')] ?? {}) : node;
  const { anyOf, items, properties, type } = target;
  if (anyOf) {
    out.add(path);
    for (const one of anyOf) if (one.properties || one.anyOf || one.items || one.$ref) places(one, path, out);
    return out;
  }
  if (items) {
    out.add(path);
    return places(items, `${path}[]`, out);
  }
  if (properties) {
    for (const [name, one] of Object.entries(properties))
      if (name !== '$schema') places(one, path === '' ? name : `${path}.${name}`, out);
    return out;
  }
  if (type !== 'null') out.add(path);
  return out;
}

/** Every field of the form, in every variant and with an entry in every list. */
function everyField(field: Field, out: Map<string, Field>): Map<string, Field> {
  const { shape, path } = field;
  const key = written(path).replaceAll(/\[\d+\]/g, '[]');
  if (!isGroup(shape)) out.set(key, field);
  const values: unknown[] = [];
  const of = shape.kind === 'optional' ? shape.of : shape;
  if (of.kind === 'choice') values.push(...of.variants.map(variantValue));
  else if (of.kind === 'list') values.push([full(of.of)]);
  else values.push(full(of));
  for (const value of values) for (const one of below({ ...field, value }, {})) everyField(one, out);
  return out;
}

/** A value with all its fields. */
function full(shape: Field['shape']): unknown {
  if (shape.kind !== 'record') return beginning(shape);
  return Object.fromEntries(shape.fields.map(({ name, shape: of }) => [name, full(of)]));
}

const whole = () => root(fakeScenario());

test('every place of the schema is a field of the form, and no field is one of none', () => {
  const wanted = places(schema as Node, '', new Set());
  const shown = everyField(whole(), new Map());
  expect(wanted.size).toBeGreaterThan(200);
  expect([...wanted].filter((path) => !shown.has(path))).toEqual([]);
  expect([...shown.keys()].filter((path) => !wanted.has(path))).toEqual([]);
});

test('each number of a section has its card, with the range that the schema has', () => {
  const shown = everyField(whole(), new Map());
  for (const path of ['peer.choker.upload_slots', 'groups[].client.choker.upload_slots']) {
    const field = shown.get(path);
    expect(field && cardOf(field.path)).toMatchObject({ unit: 'slots', min: 0, max: 1000 });
    expect(field?.shape).toMatchObject({ kind: 'number', min: 0, max: 1000, whole: true });
  }
  expect(cardOf(['groups', 3, 'upload_rate'])?.unit).toBe('B/s');
  expect(cardOf(['commands', 0, 'command', 'add_peers', 'group', 'count'])?.unit).toBe('peers');
  expect(cardOf(['more_torrents', 0, 'pieces'])?.unit).toBe('pieces');
  expect(cardOf(['groups', 0, 'links', 'classes', 0, 'upload_rate'])).toBeNull();
});

test('a default is the one of the client that runs', () => {
  const scenario = fakeScenario();
  const find = (tree: Scenario) => {
    const field = leaves(root(tree), tree).find(({ path }) => written(path) === 'peer.choker.upload_slots');
    if (!field) throw new Error('no such field');
    return field;
  };
  const slots = (profile: string, n: number) => {
    const choker = { ...scenario.peer.choker, upload_slots: n };
    return find({ ...scenario, peer: { ...scenario.peer, profile, choker } as Scenario['peer'] });
  };
  expect(isChanged(slots('reference', 4))).toBe(false);
  expect(isChanged(slots('mainline', 4))).toBe(true);
  expect(slots('mainline', 4).standard).toBe(7);
  expect(isChanged(slots('mainline', 7))).toBe(false);
});

test('a change touches nothing else', () => {
  const scenario = fakeScenario();
  const next = withAt(scenario, ['groups', 1, 'upload_rate'], 5);
  expect(at(next, ['groups', 1, 'upload_rate'])).toBe(5);
  expect(next.groups[0]).toBe(scenario.groups[0]);
  expect(Object.keys(next)).toEqual(Object.keys(scenario));
  expect(withAt(next, ['groups', 0], undefined).groups).toEqual(next.groups.slice(1));
});

test('a field is found by its key, its words and what it does', () => {
  const scenario = fakeScenario();
  const found = (query: string) =>
    [...everyField(root(scenario), new Map()).values()]
      .filter((field) => isFound(field, query))
      .map(({ path }) => written(path));
  expect(found('rechoke interval')).toContain('peer.choker.rechoke_interval_s');
  expect(found('peer.choker.rechoke_interval_s')).toEqual(['peer.choker.rechoke_interval_s']);
  expect(found('links flutter')).toContain('peer.choker.rechoke_interval_s');
  expect(found('nothing has this')).toEqual([]);
  expect(words('rechoke_interval_s')).toBe('Rechoke interval');
});

test('the text without defaults keeps who is there and which client they run', () => {
  const scenario = fakeScenario();
  const text = printScenario(scenario, false);
  const read = JSON.parse(text);
  expect(read).toMatchObject({ version: 1, peer: { profile: 'reference' } });
  expect(read.groups).toHaveLength(scenario.groups.length);
  expect(read.groups[0].departure).toBeUndefined();
  expect(text.length).toBeLessThan(printScenario(scenario, true).length);
  expect(JSON.parse(printScenario(scenario, true))).toEqual(scenario);
});

test('the line of a refused field is found, however the text is laid out', () => {
  const text =
    '{"version": 1,\n "groups": [{"count": 2,\n"name": "count"},\n{"name": "b",\n"count": 0}],\n "peer": {"choker":\n{"upload_slots": 0}}}';
  const line = (field: string) =>
    lineOf(text, { problem: 'out_of_range', field, value: '0', expected: '1 to 100' });
  expect(line('groups[0].count')).toBe(2);
  expect(line('groups[1].count')).toBe(5);
  expect(line('peer.choker.upload_slots')).toBe(7);
  // A field that is not there is told at what it would stand in.
  expect(line('groups[1].upload_rate')).toBe(4);
  expect(line('nothing')).toBeNull();
  expect(
    lineOf(text, {
      problem: 'not_json',
      field: 'scenario',
      value: 'expected `,` at line 3 column 4',
      expected: '',
    }),
  ).toBe(3);
});
