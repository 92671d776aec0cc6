// Compare in sentences: the change, and the difference with its size.

import { duration } from '../format.ts';
import { plain } from '../plain.ts';
import { say } from '../say.ts';
import type { Change } from './change.ts';
import { pairOf } from './claims.ts';
import { figureOf, minus, parts, type RunMeasures, sameIn } from './measure.ts';
import type { GroupDifference } from './seeds.ts';

/** What B does otherwise. */
export const changeText = ({ kind, to, group }: Change): string =>
  kind === 'claim'
    ? say('change-claim', { without: pairOf(to)?.without ?? to, with: pairOf(to)?.with ?? to })
    : say(`change-${kind}`, { to, group: group || null });

/** What a group is called in lists; the group without a name is everybody. */
export const groupText = (name: string): string => plain(name) || say('compare-everybody');

/** +47 s, −3.2 s. */
export const signed = (seconds: number): string =>
  seconds === 0 ? duration(0) : `${seconds < 0 ? '−' : '+'}${duration(Math.abs(seconds))}`;

/** Less than a tenth of a second is no difference in words. */
const SAME_S = 0.1;

function part(by: number, name: string): string {
  const group = name || null;
  if (Math.abs(by) < SAME_S) return say('compare-as_long', { group });
  return by > 0 ? say('compare-longer', { by, group }) : say('compare-shorter', { by: -by, group });
}

/** A figure and its unit stay on one line. */
const unbroken = (text: string): string => text.replace(/(\d) (s|min|h)\b/g, '$1\u00a0$2');

/** So many groups are named in a heading. */
const NAMED_MAX = 4;

/** The difference of the two runs, in a sentence. */
export function heading(change: Change, a: RunMeasures, b: RunMeasures): string {
  const groups = parts(a).length <= NAMED_MAX ? parts(a) : [a.all];
  const told = groups.flatMap((group) => {
    const other = sameIn(b, group);
    const by = other ? minus(figureOf(other, 'mean'), figureOf(group, 'mean')) : null;
    return by === null ? [] : [part(by, group.name)];
  });
  if (told.length === 0) return say('compare-no_times', { change: changeText(change) });
  return unbroken(say('compare-heading', { change: changeText(change), parts: told.join(', ') }));
}

/** The mean difference over seeds with its interval, in a sentence; none before there is one. */
export function headingOver(change: Change, n: number, means: readonly GroupDifference[]): string | null {
  const groups = means.length > 1 && means.length <= NAMED_MAX + 1 ? means.slice(1) : means.slice(0, 1);
  const told = groups.flatMap(({ name, interval }) => {
    if (!interval) return [];
    const { mean, low, high } = interval;
    const span = low === null || high === null ? '' : ` (${sizes(low, high)})`;
    return [`${part(mean, name)}${span}`];
  });
  if (told.length === 0) return null;
  return unbroken(say('compare-heading_over', { change: changeText(change), n, parts: told.join(', ') }));
}

/** An interval behind "longer" or "less": its sizes, and with signs only where it holds both. */
function sizes(low: number, high: number): string {
  if (low < 0 && high > 0) return spanText(low, high);
  const [least, most] = low >= 0 ? [low, high] : [-high, -low];
  return say('compare-span', { low: duration(least), high: duration(most) });
}

export const spanText = (low: number, high: number): string =>
  say('compare-span', { low: signed(low), high: signed(high) });
