//! `presets.ts`: every preset as the core has it, so that the page can show their names and begin one before it has loaded
//! what reads and writes scenarios.
//!
//! Must never know what a preset shows.

use super::BANNER;
use std::fmt::Write;
use swarmscope_core::scenario::presets::{PRESETS, ready};

pub fn text() -> String {
    let mut out = String::from(BANNER);
    out.push_str(
        "
import type { Scenario } from './types';

/** Every preset in order, with every default written out; `ready` when it begins without a reader. */
export const PRESETS: readonly { id: string; ready: boolean; scenario: Scenario }[] = [
",
    );
    for (id, make) in PRESETS {
        let scenario = serde_json::to_string(&make()).expect("a scenario holds only strings and numbers");
        let ready = ready(id).is_some();
        writeln!(out, "  {{ id: '{id}', ready: {ready}, scenario: {scenario} }},").unwrap();
    }
    out.push_str("];\n");
    out
}
