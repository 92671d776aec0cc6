//! Cost against size: of a useful block, in swarms of many peers and torrents of many pieces; and memory against messages.
//!
//! Owns which sizes. Costs are told relative to the smallest: a flat line is what is wanted.

use super::runs::Runs;
use super::text::{Table, bar, kibibytes, whole};
use super::workload::Workload;
use crate::{Failure, terminal};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::sim::Sim;

/// Prints them.
pub fn tables(quick: bool, seed: u64, runs: &mut Runs) -> Result<(), Failure> {
    let peers: Vec<u32> = [100, 300, 1000, 3000, 10_000].into_iter().filter(|&n| !quick || n <= 3000).collect();
    let by_peers: Vec<Workload> = peers.iter().map(|&n| Workload::new(n, 100, 5)).collect();
    let costs = plot("Cost of a useful block against peers, as a multiple of the smallest swarm's", &by_peers, runs)?;
    let ten_thousand = costs.last().filter(|_| !quick).copied();
    let small = runs.of(Workload::new(50, 100, 5))?.ns_per_block();
    let thousand = runs.of(Workload::new(1000, 100, 5))?.ns_per_block();
    runs.verdicts.at_most("a block: 1,000 peers over 50", "times", 2.0, Some(thousand / small));
    runs.verdicts.at_most("a block: 10,000 peers over 100", "times", 3.0, ten_thousand);
    let by_pieces = [100, 400, 1600].map(|pieces| Workload::new(200, pieces, 5));
    plot("Cost of a useful block against pieces, as a multiple of the fewest's", &by_pieces, runs)?;
    memory(seed, runs)
}

fn plot(title: &str, workloads: &[Workload], runs: &mut Runs) -> Result<Vec<f64>, Failure> {
    let table = Table::begin(title, &[("run", 16), ("ns/block", 8), ("times", 6), ("", 0)])?;
    let mut costs: Vec<f64> = Vec::new();
    for workload in workloads {
        let ns = runs.of(*workload)?.ns_per_block();
        let first = costs.first().copied().unwrap_or(ns);
        costs.push(ns);
        let times = ns / first;
        table.row(&[workload.name(), whole(ns), format!("{times:.2}"), bar(times)])?;
    }
    Ok(costs.iter().map(|cost| cost / costs[0]).collect())
}

/// What a swarm holds after a third of its run, and after two thirds: twice the messages, the same peers.
fn memory(seed: u64, runs: &mut Runs) -> Result<(), Failure> {
    let workload = Workload::new(200, 400, 5);
    let third = runs.of(workload)?.simulated_s / 3.0;
    let scenario = workload.scenario();
    let before = swarmscope_heap::heap().live;
    let mut sim = Sim::new(&scenario, seed);
    let title = format!("Memory against messages sent: {}, and the same swarm twice as long", workload.name());
    let table = Table::begin(&title, &[("simulated s", 12), ("events", 12), ("KiB/peer", 8), ("times", 6), ("", 0)])?;
    let mut held = Vec::new();
    for thirds in [1.0, 2.0] {
        sim.advance(Nanos::from_secs_f64(third * thirds), u64::MAX);
        let bytes = (swarmscope_heap::heap().live - before) as f64;
        held.push(bytes);
        let times = bytes / held[0];
        let a_peer = kibibytes(bytes / scenario.n_peers() as f64);
        table.row(&[
            format!("{:.0}", third * thirds),
            whole(sim.events() as f64),
            a_peer,
            format!("{times:.2}"),
            bar(times),
        ])?;
    }
    terminal::print("")?;
    runs.verdicts.at_most("memory: twice the messages over once", "times", 1.1, Some(held[1] / held[0]));
    Ok(())
}
