// Which part of the picture a piece is.
//
// Pieces lie row by row. Every row has as many as the next, or one fewer, and fills the width: no cell is empty for want of a piece.

/** A rectangle in parts of the picture, 0 to 1. */
export interface Cell {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Width of a picture over its height. */
export const ASPECT = 4 / 3;

/** Rows of so many pieces: cells are about as wide as they are high, and where it can be all rows have the same number. */
export function rowsOf(pieces: number): number {
  const square = Math.sqrt(pieces / ASPECT);
  const even = Array.from({ length: pieces }, (_, i) => i + 1).filter(
    (rows) => pieces % rows === 0 && rows > 0.6 * square && rows < 1.6 * square,
  );
  even.sort((a, b) => Math.abs(Math.log(a / square)) - Math.abs(Math.log(b / square)));
  return even[0] ?? Math.max(1, Math.round(square));
}

/** The cells of all pieces. */
export function cellsOf(pieces: number): Cell[] {
  const rows = rowsOf(pieces);
  const first = (row: number) => Math.floor((row * pieces) / rows);
  return Array.from({ length: rows }, (_, row) => {
    const n = first(row + 1) - first(row);
    return Array.from({ length: n }, (_, i) => ({ x: i / n, y: row / rows, w: 1 / n, h: 1 / rows }));
  }).flat();
}

/** The part of a piece's cell that a block is: blocks lie row by row as well. */
export function blockCell(cell: Cell, block: number, blocks: number): Cell {
  const inside = cellsOf(Math.max(1, blocks))[block] ?? { x: 0, y: 0, w: 1, h: 1 };
  return {
    x: cell.x + inside.x * cell.w,
    y: cell.y + inside.y * cell.h,
    w: inside.w * cell.w,
    h: inside.h * cell.h,
  };
}
