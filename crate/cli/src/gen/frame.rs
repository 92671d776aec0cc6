//! `frame.ts`: the reader of frames, from `core::frame::BLOCKS`.
//!
//! Owns its text. Must never know what a column means.

use super::{BANNER, camel};
use std::fmt::Write;
use swarmscope_core::view::frame::{BLOCKS, Kind, LAYOUT_VERSION, MAGIC, N_COLUMNS, Table};

/// The block that has one row: its columns are read as plain numbers.
const ONE_ROW: &str = "swarm";

pub fn text() -> String {
    let mut out = String::from(BANNER);
    let magic = String::from_utf8_lossy(&MAGIC.to_le_bytes()).into_owned();
    write!(
        out,
        "
/** The layout that this reader understands; a frame of another one is refused. */
export const LAYOUT_VERSION = {LAYOUT_VERSION};
/** The first word of every frame: \"{magic}\" as a little-endian number. */
export const MAGIC = {MAGIC:#x};
const N_COLUMNS = {N_COLUMNS};

/** A buffer that is no frame of this layout: the page and the simulator are of different builds, or the frame is gone. */
export class FrameFault extends Error {{
  constructor(message: string) {{
    super(message);
    this.name = 'FrameFault';
  }}
}}
"
    )
    .unwrap();
    for block in BLOCKS {
        interface(&mut out, block);
    }
    frame_interface(&mut out);
    reader(&mut out);
    length(&mut out);
    out
}

/// Whether the block has one row, and its columns are plain numbers.
pub fn is_one_row(block: &Table) -> bool {
    block.name == ONE_ROW
}

fn interface_name(block: &Table) -> String {
    let name = camel(block.name);
    let (first, rest) = name.split_at(1);
    format!("{}{rest}Columns", first.to_ascii_uppercase())
}

fn interface(out: &mut String, block: &Table) {
    writeln!(out, "\n/** {} */", block.doc.trim()).unwrap();
    writeln!(out, "export interface {} {{", interface_name(block)).unwrap();
    if block.name != ONE_ROW {
        writeln!(out, "  /** Elements of every column. */\n  readonly count: number;").unwrap();
    }
    for column in block.columns {
        let (name, ty) = (camel(column.name), array(column.kind));
        let ty = if block.name == ONE_ROW { "number" } else { ty };
        writeln!(out, "  /** {} */\n  readonly {name}: {ty};", column.doc).unwrap();
    }
    writeln!(out, "}}").unwrap();
}

fn frame_interface(out: &mut String) {
    out.push_str(
        "
/** One moment of the swarm. The columns are views: they are valid as long as the buffer they lie in. */
export interface Frame {
  /** Counts the frames that the simulator laid out. */
  readonly epoch: number;
",
    );
    for block in BLOCKS {
        let name = camel(block.name);
        writeln!(out, "  /** {} */\n  readonly {name}: {};", block.doc.trim(), interface_name(block)).unwrap();
    }
    out.push_str("}\n");
}

fn reader(out: &mut String) {
    out.push_str(
        "
/** Where the columns lie: offset in bytes from the frame's beginning and number of elements, column by column. */
function directory(buffer: ArrayBufferLike, byteOffset: number): Uint32Array {
  const bytes = buffer.byteLength - byteOffset;
  if (!(bytes >= 16 + 8 * N_COLUMNS)) throw new FrameFault(`no frame here: ${bytes} bytes`);
  const [magic, version, , nColumns] = new Uint32Array(buffer, byteOffset, 4);
  if (magic !== MAGIC) throw new FrameFault(`no frame here: it begins with ${magic}, not with ${MAGIC}`);
  if (version !== LAYOUT_VERSION || nColumns !== N_COLUMNS) {
    throw new FrameFault(
      `the frame has layout ${version} with ${nColumns} columns, this page reads layout ${LAYOUT_VERSION} with ${N_COLUMNS}`,
    );
  }
  const places = new Uint32Array(buffer, byteOffset + 16, 2 * N_COLUMNS);
  if (bytes < end(places)) throw new FrameFault(`the frame is cut short: ${bytes} of ${end(places)} bytes`);
  return places;
}

/**
 * Views the frame that begins at `byteOffset` (bytes, a multiple of 8) of `buffer`; nothing is copied but the swarm's one row.
 *
 * @throws FrameFault when no frame of this layout lies there.
 */
export function readFrame(buffer: ArrayBufferLike, byteOffset = 0): Frame {
  const places = directory(buffer, byteOffset);
  const epoch = new Uint32Array(buffer, byteOffset + 8, 1);
  const at = (column: number) => byteOffset + (places[2 * column] ?? 0);
  const count = (column: number) => places[2 * column + 1] ?? 0;
",
    );
    let mut used: Vec<Kind> = Vec::new();
    for block in BLOCKS {
        for column in block.columns {
            if !used.contains(&column.kind) {
                used.push(column.kind);
                let (name, array) = (function(column.kind), array(column.kind));
                writeln!(out, "  const {name} = (column: number) => new {array}(buffer, at(column), count(column));")
                    .unwrap();
            }
        }
    }
    out.push_str("  return {\n    epoch: epoch[0] ?? 0,\n");
    let mut n = 0;
    for block in BLOCKS {
        writeln!(out, "    {}: {{", camel(block.name)).unwrap();
        if block.name != ONE_ROW {
            writeln!(out, "      count: count({n}),").unwrap();
        }
        for column in block.columns {
            let (name, view) = (camel(column.name), function(column.kind));
            let one = if block.name == ONE_ROW { "[0] ?? 0" } else { "" };
            writeln!(out, "      {name}: {view}({n}){one},").unwrap();
            n += 1;
        }
        out.push_str("    },\n");
    }
    out.push_str("  };\n}\n");
}

/// The last column ends the frame: columns lie in order.
fn length(out: &mut String) {
    let last = BLOCKS.last().and_then(|block| block.columns.last());
    let size = last.map_or(0, |column| column.kind.size());
    write!(
        out,
        "
/**
 * Bytes from the beginning of the frame at `byteOffset` of `buffer` to its end, a multiple of 8: what a copy takes.
 *
 * @throws FrameFault when no frame of this layout lies there.
 */
export function frameByteLength(buffer: ArrayBufferLike, byteOffset = 0): number {{
  return end(directory(buffer, byteOffset));
}}

/** Columns lie in order, so the last one ends the frame. */
function end(places: Uint32Array): number {{
  return (places[2 * N_COLUMNS - 2] ?? 0) + Math.ceil(((places[2 * N_COLUMNS - 1] ?? 0) * {size}) / 8) * 8;
}}
"
    )
    .unwrap();
}

pub fn array(kind: Kind) -> &'static str {
    match kind {
        Kind::U8 => "Uint8Array",
        Kind::U32 => "Uint32Array",
        Kind::F32 => "Float32Array",
        Kind::F64 => "Float64Array",
    }
}

fn function(kind: Kind) -> &'static str {
    match kind {
        Kind::U8 => "u8",
        Kind::U32 => "u32",
        Kind::F32 => "f32",
        Kind::F64 => "f64",
    }
}
