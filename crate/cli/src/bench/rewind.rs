//! Going back: what it costs to remember a moment, to return to it, and to go to any moment.
//!
//! Owns their table.

use super::clock::Mark;
use super::runs::Runs;
use super::text::Table;
use super::workload::Workload;
use crate::Failure;
use crate::statistics::median;
use std::hint::black_box;
use swarmscope_core::sim::Sim;
use swarmscope_core::units::Nanos;

const TIMES: usize = 9;

/// Measures a swarm of a thousand peers in the middle of its run.
pub fn table(seed: u64, runs: &mut Runs) -> Result<(), Failure> {
    let workload = Workload::new(1000, 100, 5);
    let middle = Nanos::from_secs_f64(runs.of(workload)?.simulated_s / 2.0);
    let mut sim = Sim::new(&workload.scenario(), seed);
    sim.advance(middle, u64::MAX);
    let mut kept = sim.checkpoint();
    let checkpoint = millis(|| kept = black_box(sim.checkpoint()));
    let restore = millis(|| sim.restore(&kept));
    let seek = seek();
    let table = Table::begin(&format!("Going back, in the middle of {}", workload.name()), &[("what", 16), ("ms", 8)])?;
    for (what, most, ms) in
        [("checkpoint", 20.0, Some(checkpoint)), ("restore", 20.0, Some(restore)), ("seek", 300.0, seek)]
    {
        table.row(&[what.into(), ms.map_or_else(|| "n/a".into(), |ms| format!("{ms:.1}"))])?;
        runs.verdicts.at_most(format!("{}: {what}", workload.name()), "ms", most, ms);
    }
    Ok(())
}

fn millis(mut work: impl FnMut()) -> f64 {
    let times = (0..TIMES).map(|_| {
        let mark = Mark::now();
        work();
        mark.seconds() * 1e3
    });
    median(&times.collect::<Vec<f64>>())
}

/// To any moment by the nearest checkpoint before it: the core has no timeline yet, so there is nothing to measure.
fn seek() -> Option<f64> {
    None
}
