// What links and run files hold: a run, how it was seen, the engine that wrote it, and a checksum over all of it.
//
// The form is the core's (`sim/envelope.rs`, which says what the checksum covers); the command line writes and reads the same
// (`crate/cli/src/link.rs`), and `tests/fixtures/envelopes.json` holds both to it. What was written before envelopes opens too.

import type { Words } from '../errors.ts';
import { ENGINE, FORMAT } from '../gen/codes.ts';
import type { Run, View } from '../gen/types.ts';
import { say } from '../say.ts';
import type { ReadRun } from '../sim/source.ts';
import { FIELDS } from './fields.ts';
import { nearest } from './near.ts';
import { pack, unpack } from './packed.ts';

/** What stands before the run in an address: of this form, and of the form without an envelope. */
export const BEGIN = 'v2=';
export const OLD_BEGIN = 'c=';

/** A run from outside, and how it was seen. */
export interface Opened {
  run: ReadRun;
  view: View;
}

type Refuse = (why: Words) => Error;

const KEYS = ['format', 'engine', 'checksum', 'run', 'view'] as const;
const RUN_KEYS = ['scenario', 'seed', 'commands'] as const;
const VIEW_KEYS = ['speed'] as const;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** CRC-32 (ISO 3309, as in gzip) of a text's UTF-8, as 8 hex digits: no single change of a character leaves it as it was. */
export function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = (crc >>> 8) ^ (CRC[(crc ^ byte) & 255] ?? 0);
  return (~crc >>> 0).toString(16).padStart(8, '0');
}

/** Blanks between values do not count, so that a file may be laid out anew. */
const unspaced = (text: string): string => text.replace(/[ \t\r\n]+/g, '');

/** The checksum's place in a file. Inside of a string its quotes would be escaped. */
const PLACE = /"checksum"\s*:\s*"([^"]*)"/;

const sumOfFile = (text: string): string => checksum(unspaced(text.replace(PLACE, '"checksum":""')));

/** A run as a file. */
export function printFile(run: Run, view: View): string {
  const text = JSON.stringify({ format: FORMAT, engine: ENGINE, checksum: '', run, view }, null, 2);
  return text.replace(PLACE, `"checksum": "${sumOfFile(text)}"`);
}

/** A run as the fragment of an address. */
export async function printFragment(run: Run, view: View): Promise<string> {
  const body = `${BEGIN}${await pack(JSON.stringify({ format: FORMAT, engine: ENGINE, run, view }))}`;
  return `${body}.${checksum(body)}`;
}

/** Reads a fragment; none where it is no run's, such as a heading of a page that holds the figure. */
export async function readFragment(fragment: string, refuse: Refuse): Promise<Opened | undefined> {
  if (fragment.startsWith(OLD_BEGIN)) {
    const opened = readText(await unpack(fragment.slice(OLD_BEGIN.length), `#${OLD_BEGIN}`, refuse), refuse);
    opened.run.notes.unshift(say('link-old'));
    return opened;
  }
  if (!fragment.startsWith(BEGIN)) {
    if (fragment.length <= 60 && !/^.{0,3}=/.test(fragment)) return undefined;
    const shown = fragment.length > 12 ? `${fragment.slice(0, 12)}…` : fragment;
    throw refuse(() => say('link-begins', { shown, begin: BEGIN, old: OLD_BEGIN }));
  }
  const end = fragment.lastIndexOf('.');
  const body = fragment.slice(0, Math.max(end, 0));
  if (end < 0 || fragment.slice(end + 1) !== checksum(body)) {
    throw refuse(() => say('link-changed'));
  }
  return readText(await unpack(body.slice(BEGIN.length), `#${BEGIN}`, refuse), refuse);
}

/** Reads the text of a file or a link: an envelope, a run of the form before, or a scenario alone. The core checks the scenario. */
export function readText(text: string, refuse: Refuse): Opened {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(() => say('run-not_json'));
  }
  if (!isRecord(value)) throw refuse(() => say('run-no_scenario'));
  if ('format' in value || ('run' in value && !('scenario' in value)))
    return readEnvelope(value, text, refuse);
  if (Array.isArray(value.groups)) {
    const run = { scenario: value, seed: '1', commands: [], lenient: false, notes: [] };
    return { run: run as unknown as ReadRun, view: {} };
  }
  const notes = unknownKeys(value, RUN_KEYS, '').map((line) => say('run-ignored', { key: line }));
  return { run: readRun(value, '', { lenient: true, notes }, refuse), view: {} };
}

function readEnvelope(value: Record<string, unknown>, text: string, refuse: Refuse): Opened {
  const { format, engine, run, view = {} } = value;
  const known = { format: FORMAT, engine: ENGINE };
  if (format !== FORMAT)
    throw unexpected(refuse, 'format', format, () =>
      typeof engine === 'string'
        ? say('expected-format.by', { ...known, by: engine.slice(0, 40) })
        : say('expected-format', known),
    );
  if (typeof engine !== 'string') throw unexpected(refuse, 'engine', engine, () => say('expected-engine'));
  if ('checksum' in value && value.checksum !== sumOfFile(text)) throw refuse(() => say('run-checksum'));
  if (!isRecord(run)) throw unexpected(refuse, 'run', run, () => say('expected-run'));
  if (!isRecord(view)) throw unexpected(refuse, 'view', view, () => say('expected-object'));
  const unknown = [
    ...unknownKeys(value, KEYS, ''),
    ...unknownKeys(run, RUN_KEYS, 'run.'),
    ...unknownKeys(view, VIEW_KEYS, 'view.'),
  ];
  if (unknown.length > 0) throw refuse(`${unknown.slice(0, 5).join('. ')}.`);
  const { speed } = view;
  if (speed !== undefined && speed !== null && FIELDS.speed.read(String(speed)) === undefined)
    throw unexpected(refuse, 'view.speed', speed, () => FIELDS.speed.allowed);
  const notes = isOwn(engine) ? [] : [say('run-engine', { made: engine.slice(0, 40), now: ENGINE })];
  return {
    run: readRun(run, 'run.', { lenient: false, notes }, refuse),
    view: typeof speed === 'number' ? { speed } : {},
  };
}

/** Whether a run of that engine is played as it was there: one that names no defaults (after +) has written every setting out. */
const isOwn = (engine: string): boolean => engine === ENGINE || engine === ENGINE.split('+')[0];

/** A run's own parts. */
function readRun(
  value: Record<string, unknown>,
  prefix: string,
  how: Pick<ReadRun, 'lenient' | 'notes'>,
  refuse: Refuse,
): ReadRun {
  const { scenario, seed, commands = [] } = value;
  const missing = unknownKeys(value, RUN_KEYS, prefix)
    .map((line) => ` ${line}.`)
    .join('');
  if (!isRecord(scenario)) throw refuse(() => `${say('run-no_scenario')}${missing}`);
  const digits = typeof seed === 'number' && Number.isSafeInteger(seed) ? String(seed) : seed;
  const read = typeof digits === 'string' ? FIELDS.seed.read(digits) : undefined;
  if (read === undefined) throw unexpected(refuse, `${prefix}seed`, seed, () => FIELDS.seed.allowed, missing);
  if (!Array.isArray(commands) || commands.length > 10_000 || !commands.every(isCommand)) {
    throw refuse(() => say('run-commands'));
  }
  return { scenario, seed: read, commands, ...how } as unknown as ReadRun;
}

/** A sentence for each key that the form does not have, with the nearest one and all that it has. */
function unknownKeys(value: object, known: readonly string[], prefix: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .slice(0, 20)
    .map((key) => {
      const likely = nearest(key, known, 0.5);
      const keys = known.join(', ');
      const expected = likely
        ? say('expected-known_keys.like', { likely, keys })
        : say('expected-known_keys', { keys });
      return say('refused-unknown_key', { field: `${prefix}${key.slice(0, 60)}`, expected });
    });
}

/** A field, its value and what is expected there. */
const unexpected = (
  refuse: Refuse,
  field: string,
  value: unknown,
  expected: () => string,
  more = '',
): Error =>
  refuse(() => `${say('refused-unexpected', { field, value: shown(value), expected: expected() })}.${more}`);

/** A value from outside, as a sentence repeats it. */
function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCommand = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.at_ns === 'string' &&
  typeof value.after_events === 'number' &&
  'command' in value;
