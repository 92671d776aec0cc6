// Figures that chapters tell, read from the history of a run. `crate/core/src/story/figure.rs` has the same.

import { bytes, clock, count, decimal, rate } from '../format.ts';
import type { Figure, History, Mark, MarkWanted } from '../gen/types.ts';

/** Moments are written in decimals and counted in nanoseconds. */
const SAME_S = 1e-6;

/** Whether a mark is one of those that are wanted. */
export function takes(wanted: MarkWanted, mark: Mark): boolean {
  const same = (want: number | null | undefined, given: number | null | undefined) =>
    want == null || want === given;
  return (
    wanted.kind === mark.kind &&
    same(wanted.peer, mark.peer) &&
    same(wanted.other, mark.other) &&
    same(wanted.piece, mark.piece) &&
    same(wanted.at, mark.slot?.at)
  );
}

const found = (wanted: MarkWanted, history: History): Mark | undefined =>
  history.marks.filter((mark) => takes(wanted, mark))[(wanted.nth ?? 1) - 1];

type Kind = Figure extends infer F ? (F extends string ? F : keyof F) : never;

/** The name of a figure and what it is asked for. */
function parts(figure: Figure): [kind: Kind, of: unknown] {
  if (typeof figure === 'string') return [figure, null];
  const [[kind, of]] = Object.entries(figure) as [[Kind, unknown]];
  return [kind, of];
}

type Read = (history: History, stopS: number, content: number, of: never) => number | undefined;

/** Sums the bytes of blocks that a test takes. */
function sent(history: History, takesRow: (from: number, to: number, atS: number) => boolean): number {
  const { blocks } = history;
  let sum = 0;
  for (let row = 0; row < (blocks?.at_s.length ?? 0); row += 1)
    if (takesRow(blocks?.from[row] ?? 0, blocks?.to[row] ?? 0, blocks?.at_s[row] ?? 0))
      sum += blocks?.bytes[row] ?? 0;
  return sum;
}

const completions = (history: History, stopS: number) =>
  history.marks.filter(({ kind, at_s }) => kind === 'completed' && at_s <= stopS + SAME_S);

function rowsBy(history: History, stopS: number): number[] {
  return Array.from(history.pieces.at_s).flatMap((atS, row) => (atS <= stopS + SAME_S ? [row] : []));
}

const READ: Record<Kind, Read> = {
  all_complete_s: (history) => {
    const downloads = [...history.peers.brought].filter((brought) => brought === 0).length;
    const all = completions(history, Number.POSITIVE_INFINITY);
    return all.length >= downloads ? all.at(-1)?.at_s : undefined;
  },
  completed_s: (history, _stop, _content, peer: number) =>
    completions(history, Number.POSITIVE_INFINITY).find((mark) => mark.peer === peer)?.at_s,
  mark_s: (history, _stop, _content, wanted: MarkWanted) => found(wanted, history)?.at_s,
  marks: (history, stopS, _content, wanted: MarkWanted) =>
    history.marks.filter((mark) => takes(wanted, mark) && mark.at_s <= stopS + SAME_S).length,
  complete: (history, stopS) => completions(history, stopS).length,
  reached: (history, stopS) =>
    [...history.peers.first_block_s].filter(
      (atS) => atS !== null && !Number.isNaN(atS) && atS <= stopS + SAME_S,
    ).length,
  pieces: (history, stopS, _content, peer: number) =>
    rowsBy(history, stopS).filter((row) => history.pieces.peer[row] === peer).length,
  different_pieces: (history, stopS) =>
    new Set(rowsBy(history, stopS).map((row) => history.pieces.piece[row])).size,
  sent_copies: (history, stopS, content, peer: number) =>
    sent(history, (from, _to, atS) => from === peer && atS <= stopS + SAME_S) / content,
  twice_bytes: (history, _stop, content, peer: number) => sent(history, (_from, to) => to === peer) - content,
  slot_lost: (history, _stop, _content, wanted: MarkWanted) => found(wanted, history)?.slot?.lost,
  slot_won: (history, _stop, _content, wanted: MarkWanted) => found(wanted, history)?.slot?.won,
};

/** A figure at a stop; undefined where there is none. */
export function figure(of: Figure, history: History, stopS: number, content: number): number | undefined {
  const [kind, asked] = parts(of);
  return READ[kind](history, stopS, content, asked as never);
}

/** A figure as it is written. */
export function written(of: Figure, value: number): string {
  const [kind] = parts(of);
  if (kind.endsWith('_s')) return clock(value);
  if (kind === 'sent_copies') return decimal(Math.round(value * 10) / 10);
  if (kind === 'twice_bytes') return bytes(value);
  if (kind === 'slot_lost' || kind === 'slot_won') return rate(value);
  return count(value);
}
