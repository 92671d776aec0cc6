//! `knobs.ts`: the cards of every knob, by section.
//!
//! Owns how they are written. Must never know what a knob does.

use super::BANNER;
use std::fmt::Write;
use swarmscope_core::scenario::config::sections;

pub fn text() -> String {
    let mut out = String::from(BANNER);
    let names: Vec<String> = sections().iter().map(|(path, _)| format!("'{path}'")).collect();
    write!(
        out,
        "
import type {{ Knob }} from './types';

/** A section's path in a scenario; `groups` stands for each of its groups. */
export type Section = {};

/** The cards of every section's numbers, in the order of the section's fields. */
export const KNOBS: Readonly<Record<Section, readonly Knob[]>> = {{
",
        names.join(" | ")
    )
    .unwrap();
    for (path, knobs) in sections() {
        writeln!(out, "  '{path}': [").unwrap();
        for knob in &knobs {
            let card = serde_json::to_string(knob).expect("a card holds only strings and finite numbers");
            writeln!(out, "    {card},").unwrap();
        }
        out.push_str("  ],\n");
    }
    out.push_str("};\n");
    out
}
