// A `SimFault` on its way between threads, as plain data: structured clones keep an error's message, not its class.

import type { ConfigError } from '../gen/types.ts';
import { SimFault } from './source.ts';

/** A fault as plain data. */
export interface SimFaultParts {
  kind: SimFault['kind'];
  message: string;
  errors: ConfigError[];
}

/** A thrown thing as plain data; what is no `SimFault` is a bug. */
export function partsOf(error: unknown): SimFaultParts {
  if (error instanceof SimFault) return { kind: error.kind, message: error.message, errors: error.errors };
  return { kind: 'panic', message: error instanceof Error ? error.message : String(error), errors: [] };
}

/** The fault again. */
export function faultOf({ kind, message, errors }: SimFaultParts): SimFault {
  return new SimFault(kind, message, errors);
}
