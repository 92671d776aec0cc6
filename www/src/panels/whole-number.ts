// What a person wrote into a field for a whole number: it is used, or refused with the field's name, the value and the range.

import type { ConfigError } from '../gen/types.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import { SimFault } from '../sim/source.ts';

/** Listens to a field's changes. Bounds are written exactly: a seed may be larger than what a number of JavaScript holds. */
export function wholeNumber(
  session: Session,
  field: string,
  min: bigint,
  max: bigint,
  use: (value: bigint) => Promise<void>,
): (event: Event) => void {
  return (event) => {
    const input = event.target as HTMLInputElement;
    const text = input.value.trim();
    const value = readWhole(text, min, max);
    // Without the focus the field shows again what holds.
    input.blur();
    if (value !== null) void use(value);
    else session.report(new SimFault('config', '', [refusal(field, text, min, max)]));
  };
}

function refusal(field: string, text: string, min: bigint, max: bigint): ConfigError {
  const range = { min: String(min), max: String(max) };
  if (/^-?[0-9]+$/.test(text))
    return { problem: 'out_of_range', field, value: text, expected: say('expected-range', range) };
  const value = text === '' ? say('expected-nothing') : `“${text}”`;
  return { problem: 'unexpected', field, value, expected: say('expected-whole', range) };
}

export function readWhole(text: string, min: bigint, max: bigint): bigint | null {
  if (!/^[0-9]{1,20}$/.test(text)) return null;
  const value = BigInt(text);
  return value >= min && value <= max ? value : null;
}
