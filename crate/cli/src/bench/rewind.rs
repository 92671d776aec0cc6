//! Going back: what it costs to remember a moment, to return to it, and to go to any moment.

use super::clock::Mark;
use super::runs::Runs;
use super::text::{Table, megabytes, whole};
use super::workload::Workload;
use crate::statistics::median;
use crate::{Failure, terminal};
use std::hint::black_box;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::sim::Sim;
use swarmscope_core::sim::timeline::Timeline;

const TIMES: usize = 9;

/// Bytes of checkpoints: what a machine that runs a benchmark can spare. The page keeps to less, see `crate/wasm/src/lib.rs`.
const BUDGET: u64 = 1 << 30;

/// Megabytes of a checkpoint of 1000x100x5 in commit 40fc00e, the mean of those that its own benchmark keeps; a third is wanted.
const CHECKPOINT_MB_BEFORE: f64 = 18.7;

/// Moments that are gone to, drawn over the whole run.
const MOMENTS: usize = 24;

/// Measures a swarm of a thousand peers: in the middle of its run, and all over it.
pub fn table(seed: u64, runs: &mut Runs) -> Result<(), Failure> {
    let workload = Workload::new(1000, 100, 5);
    let end = Nanos::from_secs_f64(runs.of(workload)?.simulated_s);
    let mut sim = Sim::new(&workload.scenario(), seed);
    sim.advance(Nanos(end.0 / 2), u64::MAX);
    let mut kept = sim.checkpoint();
    let checkpoint = median(&times(TIMES, || kept = black_box(sim.checkpoint())));
    let restore = median(&times(TIMES, || sim.restore(&kept)));
    drop(kept);
    let (timeline, seeks) = seeks(Sim::new(&workload.scenario(), seed), end, seed);
    let worst = seeks.iter().copied().fold(0.0, f64::max);

    let title = format!("Going back, in {}: a checkpoint in the middle of it, seeks all over it", workload.name());
    let table = Table::begin(&title, &[("what", 16), ("ms", 8)])?;
    for (what, ms) in
        [("checkpoint", checkpoint), ("restore", restore), ("seek, median", median(&seeks)), ("seek, worst", worst)]
    {
        table.row(&[what.into(), format!("{ms:.1}")])?;
    }
    let (count, bytes, spacing) = (timeline.count(), timeline.bytes() as f64, timeline.spacing() as f64);
    terminal::print(&format!(
        "{MOMENTS} moments; {count} checkpoints kept, {} MB of {}, one every {} events.\n",
        megabytes(bytes),
        megabytes(BUDGET as f64),
        whole(spacing)
    ))?;
    let each = bytes / count.max(1) as f64 / 1e6;
    let figure = format!("{}: bytes of a checkpoint", workload.name());
    runs.verdicts.at_most(figure, "MB", CHECKPOINT_MB_BEFORE / 3.0, Some(each));
    for (what, most, ms) in [("checkpoint", 20.0, checkpoint), ("restore", 20.0, restore), ("seek", 300.0, worst)] {
        runs.verdicts.at_most(format!("{}: {what}", workload.name()), "ms", most, Some(ms));
    }
    Ok(())
}

/// Milliseconds of each time that it is done.
fn times(n: usize, mut work: impl FnMut()) -> Vec<f64> {
    let once = |_| {
        let mark = Mark::now();
        work();
        mark.seconds() * 1e3
    };
    (0..n).map(once).collect()
}

/// Plays the run to its end, then goes to moments all over it, back and forth; the frame that a page would show is made too.
fn seeks(mut sim: Sim, end: Nanos, seed: u64) -> (Timeline, Vec<f64>) {
    let mut timeline = Timeline::new(Timeline::COST, BUDGET, swarmscope_heap::held);
    timeline.advance(&mut sim, end, u64::MAX);
    let mut rng = Rng::stream(seed, 0x5ee4);
    let ms = times(MOMENTS, || {
        let moment = Nanos::from_secs_f64(end.as_secs_f64() * f64::from(rng.below(1 << 20)) / f64::from(1 << 20));
        timeline.seek(&mut sim, moment, u64::MAX);
        black_box(sim.frame());
    });
    (timeline, ms)
}
