// How numbers are written on the page, and in the sentences of the catalogue: bytes, rates, times, shares, all through Intl, with the
// decimal mark and the groups of the language that is spoken.
//
// `crate/cli/src/words/format.rs` has the same functions. Both are held to `crate/catalogue/cases.json`.

import { type Language, spoken } from './language.ts';

/** Numbers of a form, in the language that is spoken. */
function numbers(options: Intl.NumberFormatOptions): { format(n: number): string } {
  const made = new Map<Language, Intl.NumberFormat>();
  return {
    format(n) {
      const language = spoken();
      const known = made.get(language) ?? new Intl.NumberFormat(language, options);
      made.set(language, known);
      return known.format(n);
    },
  };
}

const one = numbers({ maximumFractionDigits: 1 });
const whole = numbers({ maximumFractionDigits: 0 });
const hundredths = numbers({ maximumFractionDigits: 2 });
const ratio = numbers({ maximumFractionDigits: 2, minimumFractionDigits: 2 });
const tenth = numbers({ maximumFractionDigits: 1, minimumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 1,234 */
export const count = (n: number): string => (Number.isFinite(n) ? whole.format(n) : '–');

/** 0.25: two decimals at most. */
export const decimal = (n: number): string => (Number.isFinite(n) ? hundredths.format(n) : '–');

/** 12.6 MB; decimal units, as browsers and clients show them. */
export function bytes(n: number): string {
  if (!Number.isFinite(n)) return '–';
  let unit = 0;
  let value = n;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? whole.format(value) : one.format(value)} ${BYTE_UNITS[unit]}`;
}

/** 131 kB/s */
export const rate = (bytesPerSecond: number): string => `${bytes(bytesPerSecond)}/s`;

/** 2:05, 1:02:05 */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const total = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** 2:05.3: with tenths, for slow motion; without them once there are hours. */
export function fineClock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds >= 3600) return clock(seconds);
  // 14.1 is a little less than 14.1 in binary, and no less for a person who asked for it.
  const tenths = Math.floor(Math.max(0, seconds) * 10 + 1e-6);
  return `${clock(tenths / 10)}${tenth.format((tenths % 10) / 10).slice(1)}`;
}

/** 9.5 s, 138.9 s, 24 min, 12 min 5 s, 1 h 2 min: a length of time, for comparing. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const total = Math.max(0, seconds);
  if (total < 9.995) return `${hundredths.format(total)} s`;
  if (total < 599.95) return `${one.format(total)} s`;
  const near = Math.round(total);
  const [h, m, s] = [Math.floor(near / 3600), Math.floor(near / 60) % 60, near % 60];
  return h > 0 ? `${whole.format(h)} h ${m} min` : `${m} min${s > 0 ? ` ${s} s` : ''}`;
}

/** 1.88× */
export const times = (factor: number): string => (Number.isFinite(factor) ? `${ratio.format(factor)}×` : '–');

/** 0.4 %, 42 %: a part that may be small, and need not be whole. */
export const share = (part: number): string =>
  Number.isFinite(part)
    ? `${part > 0 && part < 0.0995 ? one.format(100 * part) : whole.format(100 * part)} %`
    : '–';

/** 42 %, and never 100 % before everything is there. */
export function percent(part: number, all: number): string {
  if (!(all > 0)) return '0 %';
  return `${part >= all ? 100 : Math.min(99, Math.floor((100 * part) / all))} %`;
}

/** 4×, ¼× as 0.25× */
export function speed(factor: number): string {
  return `${factor >= 10 ? whole.format(factor) : factor >= 1 ? one.format(factor) : ratio.format(factor)}×`;
}

/** 256 KiB: piece lengths are powers of two and are called so. */
export function pieceLength(n: number): string {
  if (n >= 1 << 20 && n % (1 << 18) === 0) return `${one.format(n / (1 << 20))} MiB`;
  if (n >= 1024 && n % 512 === 0) return `${one.format(n / 1024)} KiB`;
  return `${whole.format(n)} B`;
}
