// What may stand at each place of a scenario, read from the generated JSON Schema.
//
// Invariant: every keyword that the schema uses is understood here; a kind of node that is not known is an error, so that no field is
// left out in silence.

import schema from '../../gen/scenario.schema.json';

export interface Named {
  name: string;
  shape: Shape;
}

/** What may stand at a place. `default` is that of the schema, where it tells one. */
export type Shape = { about: string; default?: unknown } & (
  | { kind: 'number'; min: number | null; max: number | null; whole: boolean }
  | { kind: 'amount'; min: number | null; max: number | null; of: 'B' | 'B/s' }
  | { kind: 'text' }
  | { kind: 'either' }
  | { kind: 'switch' }
  | { kind: 'constant'; value: unknown }
  | { kind: 'optional'; of: Shape }
  | { kind: 'choice'; variants: readonly Variant[] }
  | { kind: 'list'; of: Shape }
  | { kind: 'record'; fields: readonly (Named & { required: boolean })[] }
);
export type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

/** One of several: its name, and what stands behind it. */
export interface Variant {
  name: string;
  content: Shape | null;
}

interface Node {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: string[];
  anyOf?: Node[];
  items?: Node;
  properties?: Record<string, Node>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  description?: string;
  default?: unknown;
  $defs?: Record<string, Node>;
}

/** Keys of the file that are no part of the swarm: the address of the schema, for editors. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['$schema']);

/** The shape of a whole scenario. */
export function scenarioShape(root: Node = schema as unknown as Node): Shape {
  return shapeOf(root, root);
}

function shapeOf(node: Node, root: Node): Shape {
  const about = node.description ?? '';
  const common = node.default === undefined ? { about } : { about, default: node.default };
  if (node.$ref !== undefined) {
    const name = node.$ref.replace('#/$defs/', '');
    const target = root.$defs?.[name];
    if (!target) throw new Error(`the schema has no ${node.$ref}`);
    return { ...shapeOf(target, root), ...common };
  }
  if (node.const !== undefined) return { ...common, kind: 'constant', value: node.const };
  if (node.enum)
    return { ...common, kind: 'choice', variants: node.enum.map((name) => ({ name, content: null })) };
  if (node.anyOf) return { ...anyOf(node.anyOf, root), ...common };
  return { ...plain(node, root), ...common };
}

function plain(node: Node, root: Node): Shape {
  const { type, minimum: min = null, maximum: max = null } = node;
  const about = '';
  if (Array.isArray(type)) return { about, kind: 'either' };
  switch (type) {
    case 'integer':
    case 'number':
      return { about, kind: 'number', min, max, whole: type === 'integer' };
    case 'string':
      return { about, kind: 'text' };
    case 'boolean':
      return { about, kind: 'switch' };
    case 'array':
      return { about, kind: 'list', of: shapeOf(node.items ?? {}, root) };
    case 'object':
      return { about, kind: 'record', fields: fieldsOf(node, root) };
    default:
      throw new Error(
        `the schema has a node that the form does not know: ${JSON.stringify(node).slice(0, 200)}`,
      );
  }
}

function fieldsOf(node: Node, root: Node): (Named & { required: boolean })[] {
  return Object.entries(node.properties ?? {})
    .filter(([name]) => !NOT_SHOWN.has(name))
    .map(([name, below]) => ({
      name,
      shape: shapeOf(below, root),
      required: node.required?.includes(name) ?? false,
    }));
}

function anyOf(nodes: Node[], root: Node): Shape {
  const about = '';
  const rest = nodes.filter(({ type }) => type !== 'null');
  if (rest.length < nodes.length) {
    const [only] = rest;
    return {
      about,
      kind: 'optional',
      of: rest.length === 1 && only ? shapeOf(only, root) : anyOf(rest, root),
    };
  }
  const [first, second] = nodes;
  if (nodes.length === 2 && first?.type === 'integer' && second?.pattern !== undefined) {
    const { minimum: min = null, maximum: max = null } = first;
    return { about, kind: 'amount', min, max, of: second.pattern.endsWith('B)/s$') ? 'B/s' : 'B' };
  }
  const variants = nodes.flatMap((node): Variant[] => {
    if (node.enum) return node.enum.map((name) => ({ name, content: null }));
    const variant = variantOf(node, root);
    if (!variant)
      throw new Error(
        `the schema has a choice that the form does not know: ${JSON.stringify(node).slice(0, 200)}`,
      );
    return [variant];
  });
  return { about, kind: 'choice', variants };
}

/** A name with content: an object with that name as its one key, which must be there. */
function variantOf(node: Node, root: Node): Variant | null {
  const entries = Object.entries(node.properties ?? {});
  const [entry] = entries;
  if (node.type !== 'object' || entries.length !== 1 || !entry || !node.required?.includes(entry[0]))
    return null;
  return { name: entry[0], content: shapeOf(entry[1], root) };
}
