// Finds words in a source of the page that a person would read there, and that belong into the catalogue.

import { parseAst } from 'vite';

/** A node of the syntax tree, as far as it is looked at (ESTree). */
interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

/** Attributes of a template whose text a person reads or hears. */
const READ = /\b(?:aria-label|aria-description|aria-valuetext|title|alt|placeholder|label)="([^"]*)"/g;
/** Two words beside each other, or a sentence's end: names, selectors, addresses and keys have neither. */
const PHRASE = /\b[A-Za-z][a-z]+,? [a-z]{2,}\b|\b[A-Z][a-z]+[.!?…](?:\s|$)/;
const LETTERS = /\p{L}{2,}/u;
/** Names that are the same in every language, lines for the command line, and JSON. */
const NAMES = /^Swarmscope$|^swarmscope [a-z]|^null$/;
/** What is called with texts that no person reads: the browser, or a report of a bug. */
const MACHINES =
  /^(?:css|unsafeCSS|Error|TypeError|matchMedia|querySelector|querySelectorAll|closest|matches|error|warn)$/;
/** A bug's own words go into a report of it. They are shown as they are, and marked as English. */
const BUGS: readonly unknown[] = ['panic', 'config', 'load'];

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function nameOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type === 'Super') return 'Error';
  return String(callee.type === 'MemberExpression' ? (callee.property as Node).name : callee.name);
}

/** No person reads what stands in it. */
function isForMachines(node: Node): boolean {
  if (/^(?:Import|TS|ExportAll)/.test(node.type)) return !/^TS(?:As|NonNull|Satisfies)/.test(node.type);
  if (node.type === 'TaggedTemplateExpression') return MACHINES.test(nameOf(node.tag));
  if (node.type === 'Property')
    return nameOf({ type: '', start: 0, name: (node.key as Node).name }) === 'font';
  if (node.type === 'AssignmentExpression') return nameOf(node.left) === 'font';
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  const [first] = node.arguments as Node[];
  const name = nameOf(node.callee);
  return MACHINES.test(name) || (name === 'SimFault' && BUGS.includes(first?.value));
}

/** The texts of a template's pieces. */
const pieces = (template: Node): string[] =>
  (template.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);

/** What of a template is text: no tags and attributes, no expressions. */
function textsOfTemplate(template: Node): string[] {
  const whole = pieces(template).join('\0');
  const read = [...whole.matchAll(READ)].map(([, text]) => text ?? '');
  const shown = whole.replace(/<[^>]*>/g, '\0').split('\0');
  return [...read, ...shown].map((text) => text.replace(/&\w+;/g, '').trim());
}

/** Every loose text of a source, with its line. */
export function looseWords(name: string, source: string): string[] {
  const found: string[] = [];
  const tell = ({ start }: Node, text: string) =>
    found.push(`${name}:${source.slice(0, start).split('\n').length}: ${text.slice(0, 90)}`);
  const visit = (node: Node): void => {
    if (isForMachines(node)) return;
    if (node.type === 'TaggedTemplateExpression' && /^(?:html|svg)$/.test(nameOf(node.tag))) {
      const quasi = node.quasi as Node;
      for (const text of textsOfTemplate(quasi))
        if (LETTERS.test(text) && !NAMES.test(text)) tell(node, text);
      // Names of classes are for style sheets.
      const before = pieces(quasi);
      (quasi.expressions as Node[]).forEach((expression, i) => {
        if (!/\sclass=$/.test(before[i] ?? '')) visit(expression);
      });
      return;
    }
    if (
      node.type === 'Literal' &&
      typeof node.value === 'string' &&
      PHRASE.test(node.value) &&
      !NAMES.test(node.value)
    )
      tell(node, node.value);
    if (node.type === 'TemplateLiteral') {
      const text = pieces(node).join('…');
      if (PHRASE.test(text) && !NAMES.test(text)) tell(node, text);
    }
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child);
  };
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node);
  return found;
}
