//! Whole runs: the full model, the laws' cheap checks and the statistics, as `swarmscope run` has them.
//!
//! Owns their table. Must never know how one run is measured.

use super::measured::{InWasm, Measured, Shared, alone};
use super::text::{Table, kibibytes, known, megabytes, seconds, whole};
use super::verdicts::Verdicts;
use super::workload::{FIGURE_1, HEADLINE, Workload};
use crate::{Failure, terminal};
use std::path::Path;

/// Runs of at least so many native seconds are asked how much slower wasm is: shorter ones are compiled while they run.
const LONG_S: f64 = 2.0;

/// What was measured so far.
pub struct Runs {
    rows: Vec<(Workload, Measured)>,
    seed: u64,
    /// What was asked beside what came out.
    pub verdicts: Verdicts,
    /// No law was broken, and wasm did the same as native.
    pub sound: bool,
}

impl Runs {
    /// The run of this workload: the one that was measured before, if there is one.
    pub fn of(&mut self, workload: Workload) -> Result<Measured, Failure> {
        if let Some((_, known)) = self.rows.iter().find(|(other, _)| *other == workload) {
            return Ok(known.clone());
        }
        let measured = alone(&Shared::new(&workload.scenario())?, self.seed)?;
        self.keep(workload, &measured);
        Ok(measured)
    }

    /// The run that the last line speaks of.
    pub fn headline(&self) -> &Measured {
        &self.rows.iter().find(|(workload, _)| *workload == HEADLINE).expect("it is one of the whole runs").1
    }

    fn keep(&mut self, workload: Workload, measured: &Measured) {
        if measured.laws_broken > 0 || measured.blocks != workload.blocks_in_all() {
            self.sound = false;
            let Measured { blocks, laws_broken, .. } = measured;
            terminal::warn(&format!("{}: {blocks} useful blocks, {laws_broken} laws broken", workload.name()));
        }
        self.rows.push((workload, measured.clone()));
    }

    /// How much slower wasm is, if it went the same way.
    fn compare(&mut self, name: &str, native: &Measured, wasm: &InWasm) -> String {
        if wasm.trace_hash == native.trace_hash {
            return format!("{:.2}", wasm.run_s / native.run_s);
        }
        self.sound = false;
        terminal::warn(&format!("{name}: wasm went another way, {} and not {}", wasm.trace_hash, native.trace_hash));
        "differs".into()
    }
}

/// Measures and prints them.
pub fn table(quick: bool, wasm: Option<&Path>, seed: u64) -> Result<Runs, Failure> {
    let columns = [
        ("run", 16),
        ("blocks", 11),
        ("cpu s", 8),
        ("blocks/s", 10),
        ("ns/block", 8),
        ("events/block", 12),
        ("process s", 9),
        ("peak MB", 8),
        ("KiB/peer", 8),
        ("wasm s", 8),
        ("wasm MB", 8),
        ("wasm/native", 11),
    ];
    let columns = if wasm.is_some() { &columns[..] } else { &columns[..9] };
    let table = Table::begin("Whole runs (peers x pieces x blocks of a piece, one seeder beside)", columns)?;
    let mut runs = Runs { rows: Vec::new(), seed, verdicts: Verdicts::default(), sound: true };
    let mut same = 0;
    for workload in Workload::runs(quick) {
        let (name, shared) = (workload.name(), Shared::new(&workload.scenario())?);
        let native = alone(&shared, seed)?;
        runs.keep(workload, &native);
        let mut cells = vec![
            name.clone(),
            whole(native.blocks as f64),
            seconds(native.run_s),
            whole(native.blocks_per_s()),
            whole(native.ns_per_block()),
            format!("{:.2}", native.events as f64 / native.blocks as f64),
            known(native.process_s, seconds),
            known(native.memory.map(|bytes| bytes as f64), megabytes),
            kibibytes(native.bytes_per_peer()),
        ];
        let in_wasm = wasm.map(|script| shared.wasm(script, seed, &native)).transpose()?;
        if let Some(it) = &in_wasm {
            let ratio = runs.compare(&name, &native, it);
            same += u32::from(it.trace_hash == native.trace_hash);
            cells.extend([seconds(it.run_s), megabytes(it.memory as f64), ratio]);
        }
        table.row(&cells)?;
        judge(&mut runs.verdicts, workload, &native, in_wasm.as_ref());
    }
    if wasm.is_some() {
        terminal::print(&format!("{same} of {} wasm runs have the native run's trace hash.\n", runs.rows.len()))?;
    }
    Ok(runs)
}

fn judge(verdicts: &mut Verdicts, workload: Workload, native: &Measured, wasm: Option<&InWasm>) {
    let name = workload.name();
    if let Some(wasm) = wasm.filter(|_| native.run_s >= LONG_S) {
        verdicts.at_most(format!("{name}: wasm over native"), "", 1.3, Some(wasm.run_s / native.run_s));
    }
    if workload == FIGURE_1 {
        verdicts.at_most(format!("{name}: a peer's memory"), "KiB", 24.0, Some(native.bytes_per_peer() / 1024.0));
    }
}
