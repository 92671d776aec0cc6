//! `codes.ts`: every value of every enumeration of ids, and the flags, behind the frame's columns and in everything else that
//! crosses the border.

use super::{BANNER, types};
use std::fmt::Write;
use swarmscope_core::sim::envelope::{ENGINE, FORMAT};
use swarmscope_core::view::codes::{
    CROWD_MAX, Flag, TILE_LEVEL_BITS, TILE_LEVEL_MAX, TILE_LEVEL_REACHED, WHOLE_MAX, link_flags, peer_flags,
};

pub fn text() -> String {
    let enumerations = types::enumerations();
    let mut out = String::from(BANNER);
    // In the order of Biome: letter by letter, and of the same letter the capital first.
    let mut names: Vec<&str> = enumerations.keys().map(String::as_str).collect();
    names.sort_by_key(|name| name.chars().map(|c| (c.to_ascii_lowercase(), c.is_lowercase())).collect::<Vec<_>>());
    write!(out, "\nimport type {{ {} }} from './types';\n", names.join(", ")).unwrap();
    out.push_str("\n// The values of each enumeration, in the core's order: in a frame's column a value is its place in the list.\n");
    for (name, values) in &enumerations {
        let values: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
        writeln!(out, "export const {}: readonly {name}[] = [{}];", screaming(name), values.join(", ")).unwrap();
    }
    flags(&mut out, "PEER_FLAGS", "The bits of the column `peers.flags`.", peer_flags::ALL);
    flags(&mut out, "LINK_FLAGS", "The bits of the column `links.flags`.", link_flags::ALL);
    write!(
        out,
        "
/** Bits of the column `peers.tile` below its role. */
export const TILE_LEVEL_BITS = {TILE_LEVEL_BITS};
/** The level of a tile that is complete, and no other. */
export const TILE_LEVEL_MAX = {TILE_LEVEL_MAX};
/** The level of a tile whose peer has its first block and no piece. */
export const TILE_LEVEL_REACHED = {TILE_LEVEL_REACHED};
/** Up to so many peers a frame tells everything of everybody. */
export const WHOLE_MAX = {WHOLE_MAX};
/** Up to so many it tells all of them, and which connections carry something; beyond it a peer is a tile. */
export const CROWD_MAX = {CROWD_MAX};
/** The version of the envelope of links and run files. */
export const FORMAT = {FORMAT};
/** The version of the engine. */
export const ENGINE = '{ENGINE}';
"
    )
    .unwrap();
    out
}

fn flags(out: &mut String, name: &str, doc: &str, flags: &[Flag]) {
    writeln!(out, "\n/** {doc} */\nexport const {name} = {{").unwrap();
    for (flag, bit, doc) in flags {
        writeln!(out, "  /** {doc} */\n  {}: {bit},", super::camel(flag)).unwrap();
    }
    writeln!(out, "}} as const;").unwrap();
}

/// `PickerPolicy` -> `PICKER_POLICY`.
fn screaming(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}
