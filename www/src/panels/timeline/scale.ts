// The scale of the time line: round moments along it, and what stands in each of its narrow columns.

import type { Station } from '../../questions/marks.ts';

/** Steps between two ticks, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
const TICKS_MAX = 9;
/** Columns that marks are piled in. */
export const COLUMNS = 120;
/** Marks that are piled one by one; more are a bar. */
export const PILE_MAX = 4;

/** Round moments from 0 to the end, at most nine of them. */
export function ticks(endS: number): number[] {
  const step = STEPS.find((seconds) => endS / seconds <= TICKS_MAX) ?? 10 * 86_400;
  const out: number[] = [];
  for (let at = 0; at <= endS; at += step) out.push(at);
  return out;
}

/** What a mark looks like. */
export type Shape = 'joined' | 'done' | 'rider' | 'gone' | 'mishap' | 'act' | 'slot' | 'phase';

export interface Pile {
  /** From 0 to 1 along the line. */
  x: number;
  shapes: Shape[];
  /** How many more than can be piled. */
  more: number;
}

const SHAPES: Partial<Record<Station['kind'], Shape>> = {
  joined: 'joined',
  completed: 'done',
  acted: 'act',
  slot_lost: 'slot',
  first_optimistic: 'slot',
  endgame: 'phase',
  left: 'gone',
};

/** What stands highest where there is no room for all. */
const ORDER: readonly Shape[] = ['act', 'mishap', 'rider', 'done', 'joined', 'gone', 'slot', 'phase'];

/** The marks in columns: faults and acts are never hidden behind the others. */
export function piles(
  stations: readonly Station[],
  endS: number,
  isRider: (peer: number) => boolean,
): Pile[] {
  const columns = new Map<number, Shape[]>();
  for (const { kind, marks, atS } of stations) {
    const column = Math.min(COLUMNS - 1, Math.max(0, Math.floor((atS / endS) * COLUMNS)));
    const list = columns.get(column) ?? [];
    columns.set(column, list);
    for (const { peer } of marks) {
      const shape = SHAPES[kind] ?? 'mishap';
      list.push(shape === 'done' && peer !== null && isRider(peer) ? 'rider' : shape);
    }
  }
  return [...columns].map(([column, shapes]) => {
    shapes.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
    return {
      x: (column + 0.5) / COLUMNS,
      shapes: shapes.slice(0, PILE_MAX),
      more: Math.max(0, shapes.length - PILE_MAX),
    };
  });
}
