// Where two runs part: the first moment that differs in their records. Pure.

import type { BlockColumns, Decisions, History, Mark, Told } from '../gen/types.ts';

/** Moments are written in decimals and counted in nanoseconds. */
const SAME_S = 1e-9;

/** The first mark that is not the same in both, as each run has it; null where a run has no further one. */
export interface Parting {
  a: Mark | null;
  b: Mark | null;
}

const same = (a: Mark, b: Mark): boolean =>
  a.kind === b.kind &&
  Math.abs(a.at_s - b.at_s) <= SAME_S &&
  a.peer === b.peer &&
  a.other === b.other &&
  a.piece === b.piece;

/** Null where all marks are the same. */
export function firstMark(a: History, b: History): Parting | null {
  const length = Math.max(a.marks.length, b.marks.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.marks[at], b.marks[at]];
    if (one && other && same(one, other)) continue;
    return { a: one ?? null, b: other ?? null };
  }
  return null;
}

/** When the first block arrives that does not arrive in the other run; null where all are the same, or are not kept. */
export function firstBlockS(a: History, b: History): number | null {
  if (!a.blocks || !b.blocks) return null;
  const length = Math.max(a.blocks.at_s.length, b.blocks.at_s.length);
  for (let at = 0; at < length; at += 1) {
    if (sameBlock(a.blocks, b.blocks, at)) continue;
    return Math.min(a.blocks.at_s[at] ?? Infinity, b.blocks.at_s[at] ?? Infinity);
  }
  return null;
}

const sameBlock = (a: BlockColumns, b: BlockColumns, at: number): boolean =>
  Math.abs((a.at_s[at] ?? Infinity) - (b.at_s[at] ?? Infinity)) <= SAME_S &&
  a.from[at] === b.from[at] &&
  a.to[at] === b.to[at] &&
  a.piece[at] === b.piece[at];

/** The moment up to which both runs are the same, as far as their histories tell; null where nothing differs. */
export function partS(a: History, b: History): number | null {
  const mark = firstMark(a, b);
  const moments = [mark?.a?.at_s, mark?.b?.at_s, firstBlockS(a, b)].filter(
    (at): at is number => at !== undefined && at !== null,
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

/** A decision that a peer made at one moment in both runs, with different results. */
export interface Apart {
  a: Told;
  b: Told;
}

/** What a decision came to: a rule and figures may differ while the result is the same. */
export function result({ reason }: Told): string {
  if ('choke' in reason) {
    const open = reason.choke.rows.filter(({ verdict }) => verdict !== 'choked');
    return `choke ${open
      .map(({ peer, verdict }) => `${peer} ${verdict}`)
      .sort()
      .join(', ')}`;
  }
  if ('piece' in reason) return `piece ${reason.piece.piece} from ${reason.piece.from}`;
  return JSON.stringify(reason);
}

/** Rules by which a choice is drawn. */
const DRAWN: ReadonlySet<string> = new Set([
  'random',
  'encounters',
  'seed_random',
  'seed_encounters',
  'random_first',
  'random_order',
]);

/**
 * Whether chance made a decision: its rule draws, or a neighbour got its slot on trial or by turn of a shuffled list, or one of
 * several pieces that were as good was taken.
 */
export function isDraw({ reason }: Told): boolean {
  if ('choke' in reason) {
    const { rule, rows } = reason.choke;
    return DRAWN.has(rule) || rows.every(({ figure, verdict }) => figure === 0 || verdict === 'choked');
  }
  if ('piece' in reason) return DRAWN.has(reason.piece.rule) || reason.piece.tied > 1;
  return false;
}

const keyOf = ({ peer, t_s, reason }: Told): string =>
  `${peer} ${Math.round(t_s * 1e9)} ${Object.keys(reason)[0]}`;

/** By peer, moment and kind; of several such decisions in one run the first. */
function byKey(told: readonly Told[]): ReadonlyMap<string, Told> {
  const out = new Map<string, Told>();
  for (const one of told) if (!out.has(keyOf(one))) out.set(keyOf(one), one);
  return out;
}

/**
 * The first decision that a peer makes at the same moment in both runs with another result, and the first such one that is a draw
 * in neither. Null where the decisions that were told hold none.
 */
export function firstDecisions(a: Decisions, b: Decisions): { first: Apart | null; chosen: Apart | null } {
  const others = byKey(b.told);
  let first: Apart | null = null;
  for (const one of byKey(a.told).values()) {
    const other = others.get(keyOf(one));
    if (!other || result(one) === result(other)) continue;
    first ??= { a: one, b: other };
    if (!isDraw(one) && !isDraw(other)) return { first, chosen: { a: one, b: other } };
  }
  return { first, chosen: null };
}
