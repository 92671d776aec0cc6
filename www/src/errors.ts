// What went wrong, in words.
//
// Owns the turning of anything thrown into a title and a few lines of text. Must never know the DOM: a panel shows them.

import type { ConfigError } from './gen/types.ts';
import { say } from './say.ts';
import { SimFault } from './sim/source.ts';

export interface Fault {
  title: string;
  /** One clear sentence, or one for each refused value. */
  lines: string[];
  /** The simulator itself stopped: the run must be restarted. */
  panic: boolean;
  /** The values that were refused. */
  refused?: readonly ConfigError[];
}

/** An answer to a person, not a bug: it is shown as it is. */
export class Refusal extends Error {
  constructor(
    readonly title: string,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

const LINES_MAX = 5;

/** What is wrong with a value from outside. */
export function refusal({ problem, field, value, expected }: ConfigError): string {
  return say(`refused-${problem}`, { field, value, expected });
}

/** What a single mistake is called. */
const TITLES: Readonly<Record<ConfigError['problem'], string>> = {
  out_of_range: 'A value is out of range',
  unexpected: 'A value cannot be used',
  unknown_key: 'A key is not known',
  not_json: 'This file cannot be read',
};

export function describeFault(error: unknown): Fault {
  if (error instanceof Refusal) return { title: error.title, lines: [error.message], panic: false };
  if (error instanceof SimFault || isFaultLike(error)) {
    const fault = error as SimFault;
    if (fault.kind === 'panic') {
      return { title: 'The simulator stopped', lines: [sentence(fault.message)], panic: true };
    }
    if (fault.kind === 'load') {
      return { title: 'The simulator could not be loaded', lines: [sentence(fault.message)], panic: true };
    }
    if (fault.kind === 'torrent') {
      return { title: 'This file cannot be used', lines: [sentence(fault.message)], panic: false };
    }
    const errors = fault.errors ?? [];
    const lines = errors.slice(0, LINES_MAX).map((refused) => `${refusal(refused)}.`);
    if (errors.length > LINES_MAX) lines.push(`And ${errors.length - LINES_MAX} more.`);
    return {
      title: errors.length > 1 ? 'These values cannot be used' : TITLES[errors[0]?.problem ?? 'unexpected'],
      lines: lines.length > 0 ? lines : [sentence(fault.message)],
      panic: false,
      refused: errors,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { title: 'Something went wrong', lines: [sentence(message)], panic: true };
}

/** A fault that crossed a worker loses its class, not its kind. */
function isFaultLike(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string';
}

function sentence(text: string): string {
  const cut = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  const short = cut.charAt(0).toUpperCase() + cut.slice(1);
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
