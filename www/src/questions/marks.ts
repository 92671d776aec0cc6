// The marks of a history in sentences, and which of them are stations on the time line.

import { actWords } from '../acted.ts';
import { clock, decimal, rate } from '../format.ts';
import type { History, LostSlot, Mark, MarkKind, Run } from '../gen/types.ts';
import { nameOf } from '../people.ts';
import { type SentenceId, say, sayAny } from '../say.ts';

/** The kinds, in the order in which lists offer them. */
export const MARK_KINDS = [
  'acted',
  'joined',
  'first_block',
  'first_unchoked',
  'first_optimistic',
  'slot_lost',
  'endgame',
  'completed',
  'left',
  'crashed',
  'piece_lost',
  'hash_failed',
  'banned',
  'snubbed',
  'link_changed',
  'tracker_down',
  'tracker_up',
  'metadata_complete',
] as const satisfies readonly MarkKind[];

/** Marks of one kind in one short time, told together. */
export interface Station {
  atS: number;
  kind: MarkKind;
  marks: readonly Mark[];
}

/** What is not worth a stop on the time line: it happens to everybody, or all the time. */
const PASSED: ReadonlySet<MarkKind> = new Set<MarkKind>([
  'first_unchoked',
  'first_block',
  'snubbed',
  'metadata_complete',
]);

/** What happens so often that only the selected peer's are stops. */
const OFTEN: ReadonlySet<MarkKind> = new Set<MarkKind>(['slot_lost', 'first_optimistic', 'endgame']);

/** Marks of a kind within so many seconds are one station. */
const TOGETHER_S = 0.05;

/** As a sentence begins. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a neighbour was ranked by, in words. */
function figure({ by }: LostSlot, value: number): string {
  return by === 'rate'
    ? rate(value)
    : by === 'last_round'
      ? say('mark-bytes', { bytes: value })
      : decimal(value);
}

/** A mark as a sentence without its moment. */
export function sentenceOf(mark: Mark, run: Run | null = null): string {
  const { kind, peer, other, piece, slot, act } = mark;
  const command = act === null ? undefined : run?.commands[act]?.command;
  if (run && command) return say('mark-acted.what', { what: actWords(command, run.scenario) });
  return capital(
    sayAny(`mark-${kind}`, {
      name: peer === null ? null : nameOf(peer),
      other: other === null ? null : nameOf(other),
      piece,
      at: slot && nameOf(slot.at),
      won: slot && figure(slot, slot.won),
      lost: slot && figure(slot, slot.lost),
    }),
  );
}

/** Several of a kind as one sentence. */
export function sentenceOfStation({ kind, marks }: Station, run: Run | null = null): string {
  const [first] = marks;
  if (!first) return '';
  const alone = marks.length === 1 || kind === 'acted' || kind === 'tracker_down' || kind === 'tracker_up';
  if (alone) return sentenceOf(first, run);
  const name = first.peer === null ? null : nameOf(first.peer);
  return capital(sayAny(`mark-${kind}.many`, { n: marks.length, name }));
}

export const kindName = (kind: MarkKind): string =>
  say(`mark-${kind}.name` as SentenceId as 'mark-joined.name');

/** Whether a mark is about a peer. */
export const isAbout = (mark: Mark, peer: number): boolean =>
  mark.peer === peer || mark.other === peer || mark.slot?.at === peer;

const stationsOf = new WeakMap<History, { selected: number | null; found: readonly Station[] }>();

/** The stations of the time line, in order of time. What happens at every round is told of the selected peer alone. */
export function stations(history: History, selected: number | null = null): readonly Station[] {
  const before = stationsOf.get(history);
  if (before?.selected === selected) return before.found;
  const mine = (mark: Mark) => selected !== null && isAbout(mark, selected);
  const found = gather(
    history.marks.filter((mark) => !PASSED.has(mark.kind) && (!OFTEN.has(mark.kind) || mine(mark))),
  );
  stationsOf.set(history, { selected, found });
  return found;
}

/** Marks of a kind that follow each other closely are one station, at the moment of the last of them. */
export function gather(marks: readonly Mark[]): Station[] {
  const out: { atS: number; kind: MarkKind; marks: Mark[] }[] = [];
  const open = new Map<MarkKind, { atS: number; kind: MarkKind; marks: Mark[] }>();
  for (const mark of marks) {
    const before = open.get(mark.kind);
    if (before && mark.at_s - (before.marks[0]?.at_s ?? 0) <= TOGETHER_S) {
      before.marks.push(mark);
      before.atS = mark.at_s;
      continue;
    }
    const station = { atS: mark.at_s, kind: mark.kind, marks: [mark] };
    open.set(mark.kind, station);
    out.push(station);
  }
  return out.sort((a, b) => a.atS - b.atS);
}

/** The first place in a list that rises where the moment is later than this one. */
export function placeAfter<T>(list: readonly T[], atS: number, moment: (one: T) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = list[middle];
    if (one !== undefined && moment(one) <= atS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Moments are written in decimals and counted in nanoseconds. */
const SAME_S = 1e-6;

/** The station after a moment, and the one at or before it. */
export function around(
  history: History,
  nowS: number,
  selected: number | null = null,
): { before: Station | null; next: Station | null; earlier: Station | null } {
  const all = stations(history, selected);
  const place = placeAfter(all, nowS + SAME_S, ({ atS }) => atS);
  const before = all[place - 1] ?? null;
  // Going back from a station leads to the one before it.
  const back =
    before && before.atS > nowS - SAME_S ? placeAfter(all, nowS - SAME_S, ({ atS }) => atS) : place;
  return { before, next: all[place] ?? null, earlier: all[back - 1] ?? null };
}

/** The last peer that was complete by downloading. */
export function lastComplete({ peers }: History): number | null {
  let [last, at] = [null as number | null, -1];
  for (let row = 0; row < peers.peer.length; row += 1) {
    const completed = peers.completed_s[row] ?? -1;
    if (completed > at) [last, at] = [peers.peer[row] ?? null, completed];
  }
  return last;
}

/** Where the time line ends: with the run, but not long after the last thing that happens. */
export function endOf(history: History): number {
  const last = history.marks.at(-1)?.at_s ?? 0;
  if (history.ends_by !== 'run') return history.end_s;
  return Math.min(history.end_s, Math.max(1, last * 1.02));
}

export const atText = (atS: number): string => clock(atS);
