//! Pairs of the same runs in wasm, each build by its own script and its own module, in node.

use super::{Pairs, TIMES, time_row};
use crate::bench::measured::{InWasm, Shared};
use crate::bench::text::{Table, megabytes};
use crate::{Failure, terminal};
use std::path::Path;

/// Measures and prints them; whether wasm went native's way in both builds.
pub fn table(pairs: &Pairs, (own_script, other_script): (&Path, &Path)) -> Result<bool, Failure> {
    let columns: Vec<(&'static str, usize)> = TIMES.into_iter().chain([("other MB", 9), ("this MB", 9)]).collect();
    let title = format!("The same in wasm: seconds of a run in node, {} pairs in turn", pairs.pairs);
    let table = Table::begin(&title, &columns)?;
    let mut sound = true;
    for &run in &pairs.runs {
        let shared = Shared::of_text(&run.text())?;
        let (other, own) = (shared.by(pairs.program, pairs.seed)?, shared.native(pairs.seed)?);
        let done = pairs
            .in_turn(|| shared.wasm(other_script, pairs.seed, &other), || shared.wasm(own_script, pairs.seed, &own))?;
        let seconds: Vec<(f64, f64)> = done.iter().map(|(other, own)| (other.run_s, own.run_s)).collect();
        let memory = |it: &InWasm| megabytes(it.memory as f64);
        let (in_other, in_own) = &done[0];
        time_row(&table, run, &seconds, true, &[memory(in_other), memory(in_own)])?;
        for (who, native, wasm) in [("the other build", &other, in_other), ("this build", &own, in_own)] {
            if native.trace_hash != wasm.trace_hash {
                sound = false;
                let (native, wasm) = (&native.trace_hash, &wasm.trace_hash);
                terminal::warn(&format!("{}: {who} went another way in wasm, {wasm} and not {native}", run.name()));
            }
        }
    }
    Ok(sound)
}
