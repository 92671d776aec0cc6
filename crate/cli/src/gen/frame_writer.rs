//! `frame-writer.ts`: writes frames from rows, for tests and stand-ins of the simulator. The page itself only reads.

use super::{BANNER, camel, frame};
use std::fmt::Write;
use swarmscope_core::view::frame::BLOCKS;

pub fn text() -> String {
    let mut out = String::from(BANNER);
    out.push_str(
        "
import { LAYOUT_VERSION, MAGIC } from './frame';

/** A frame's rows. A column that is not given is 0 in every row; of a block with one column the rows are plain numbers. */
export interface FrameRows {
",
    );
    for block in BLOCKS {
        let fields = block.columns.iter().map(|column| format!("{}?: number", camel(column.name)));
        let row = match (frame::is_one_row(block), block.columns) {
            (true, _) => format!("{{ {} }}", fields.collect::<Vec<_>>().join("; ")),
            (false, [_]) => "ArrayLike<number>".to_owned(),
            _ => format!("readonly {{ {} }}[]", fields.collect::<Vec<_>>().join("; ")),
        };
        writeln!(out, "  /** {} */\n  {}?: {row};", block.doc.trim(), camel(block.name)).unwrap();
    }
    out.push_str("}\n\nconst LAYOUT = [\n");
    for block in BLOCKS {
        for column in block.columns {
            let (block, name) = (camel(block.name), camel(column.name));
            writeln!(out, "  {{ block: '{block}', name: '{name}', array: {} }},", frame::array(column.kind)).unwrap();
        }
    }
    out.push_str("] as const;\n");
    out.push_str(WRITER);
    out
}

const WRITER: &str = "
type Row = number | Readonly<Record<string, number | undefined>>;

/** A buffer with the frame at `byteOffset` (bytes, a multiple of 8). */
export function writeFrame(rows: FrameRows, epoch = 1, byteOffset = 0): ArrayBuffer {
  const columns = LAYOUT.map(({ block, name, array }) => {
    const given = block === 'swarm' ? [rows.swarm ?? {}] : Array.from<Row>(rows[block] ?? []);
    const column = new array(given.length);
    given.forEach((row: Row, i) => {
      column[i] = typeof row === 'number' ? row : (row[name] ?? 0);
    });
    return column;
  });
  const places: number[] = [];
  let end = Math.ceil((4 + 2 * columns.length) / 2) * 8;
  for (const column of columns) {
    places.push(end, column.length);
    end += Math.ceil(column.byteLength / 8) * 8;
  }
  const buffer = new ArrayBuffer(byteOffset + end);
  new Uint32Array(buffer, byteOffset).set([MAGIC, LAYOUT_VERSION, epoch, columns.length, ...places]);
  columns.forEach((column, i) => {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    new Uint8Array(buffer, byteOffset + (places[2 * i] ?? 0), column.byteLength).set(bytes);
  });
  return buffer;
}
";
