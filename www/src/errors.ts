// What went wrong, in words. Nothing here knows the DOM: a panel shows a fault.

import type { ConfigError } from './gen/types.ts';
import { say } from './say.ts';
import { NO_WEBASSEMBLY, SimFault } from './sim/source.ts';

/** A sentence, or what writes it in the language of that moment. */
export type Words = string | (() => string);

export const written = (words: Words): string => (typeof words === 'string' ? words : words());

/** Written anew each time it is read: the language may have changed. */
export interface Fault {
  readonly title: string;
  /** One clear sentence, or one for each refused value. */
  readonly lines: string[];
  /** Words of the simulator or the browser in them, which are English in every language. */
  readonly english: readonly string[];
  /** The simulator itself stopped: the run must be restarted. */
  readonly panic: boolean;
  /** The values that were refused. */
  readonly refused?: readonly ConfigError[];
}

/** An answer to a person, not a bug: it is shown as it is. */
export class Refusal extends Error {
  constructor(
    readonly title: Words,
    readonly words: Words,
  ) {
    super(written(words));
    this.name = 'Refusal';
  }
}

const LINES_MAX = 5;

/** What is wrong with a value from outside. */
export function refusal({ problem, field, value, expected }: ConfigError): string {
  return say(`refused-${problem}`, { field, value, expected });
}

/** What a single mistake is called. */
const TITLES = {
  out_of_range: 'fault-range',
  unexpected: 'fault-value',
  unknown_key: 'fault-key',
  not_json: 'fault-unread',
} as const satisfies Readonly<Record<ConfigError['problem'], string>>;

export function describeFault(error: unknown): Fault {
  const panic = isPanic(error);
  return {
    get title() {
      return titleOf(error);
    },
    get lines() {
      return linesOf(error);
    },
    english: englishOf(error),
    panic,
    refused: faultOf(error)?.errors ?? [],
  };
}

const faultOf = (error: unknown): SimFault | null =>
  error instanceof SimFault || isFaultLike(error) ? (error as SimFault) : null;

function isPanic(error: unknown): boolean {
  const fault = faultOf(error);
  return fault ? fault.kind === 'panic' || fault.kind === 'load' : !(error instanceof Refusal);
}

function titleOf(error: unknown): string {
  if (error instanceof Refusal) return written(error.title);
  const fault = faultOf(error);
  if (!fault) return say('fault-other');
  if (fault.kind === 'panic') return say('fault-stopped');
  if (fault.kind === 'load') return say('fault-not_loaded');
  if (fault.kind === 'torrent') return say('fault-file');
  const [first, ...more] = fault.errors ?? [];
  return more.length > 0 ? say('fault-values') : say(TITLES[first?.problem ?? 'unexpected']);
}

function linesOf(error: unknown): string[] {
  if (error instanceof Refusal) return [written(error.words)];
  const fault = faultOf(error);
  if (fault?.kind === 'load' && fault.message === NO_WEBASSEMBLY) return [say('fault-no_webassembly')];
  const errors = fault?.kind === 'config' ? (fault.errors ?? []) : [];
  if (errors.length === 0) return [sentence(messageOf(error))];
  const lines = errors.slice(0, LINES_MAX).map((refused) => `${refusal(refused)}.`);
  const n = errors.length - LINES_MAX;
  return n > 0 ? [...lines, say('fault-more', { n })] : lines;
}

function englishOf(error: unknown): string[] {
  if (error instanceof Refusal) return [];
  const errors = faultOf(error)?.errors ?? [];
  return errors.length > 0 ? errors.map(({ expected }) => expected) : [sentence(messageOf(error))];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A fault that crossed a worker loses its class, not its kind. */
function isFaultLike(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string';
}

function sentence(text: string): string {
  const cut = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  const short = cut.charAt(0).toUpperCase() + cut.slice(1);
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
