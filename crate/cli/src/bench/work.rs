//! What happens in a block: counted in a run, the same on every machine.
//!
//! Owns the counting. Must never know what anything costs.

use super::measured::useful_blocks;
use super::workload::Workload;
use crate::simulate::simulate;
use swarmscope_core::event::Event;
use swarmscope_core::sim::Sim;
use swarmscope_core::units::Nanos;

/// Counts of a whole run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Useful blocks.
    pub blocks: u64,
    /// Events that the engine handled: things taken out of its queue.
    pub handled: u64,
    /// Events that observers were told.
    pub told: u64,
    /// Blocks that began to leave.
    pub sent: u64,
    /// Requests for a block.
    pub requests: u64,
    /// HAVE messages.
    pub haves: u64,
    /// All other messages.
    pub messages: u64,
    /// Pieces verified: each was chosen once.
    pub pieces: u64,
    /// Rounds of choking held at their time: one a peer each ten seconds.
    pub rounds: u64,
    /// Things in the queue, on average.
    pub pending: f64,
    /// Neighbours of a peer, on average.
    pub neighbours: f64,
}

/// `wire`'s numbers.
const HAVE: u8 = 4;
const REQUEST: u8 = 6;
/// Between two rounds of choking.
const ROUND: Nanos = Nanos::from_secs(10);

/// Counts a run of this workload.
pub fn count(workload: Workload, seed: u64) -> Work {
    let mut sim = Sim::new(&workload.scenario(), seed);
    sim.record(true);
    let (mut work, mut looks, mut pending, mut neighbours, mut next) = (Work::default(), 0.0, 0.0, 0.0, ROUND);
    simulate(&mut sim, |sim| {
        for (_, event) in sim.take_log() {
            work.take(&event);
        }
        if sim.now() >= next {
            next += ROUND;
            let world = &sim.engine().world;
            let here = world.peers.iter().flatten().count() as u64;
            let held: u64 = world.peers.iter().flatten().map(|peer| u64::from(peer.n_conns)).sum();
            work.rounds += here;
            (looks, pending) = (looks + 1.0, pending + world.queue.len() as f64);
            neighbours += held as f64 / here.max(1) as f64;
        }
        Ok(true)
    })
    .expect("nothing is written");
    Work {
        blocks: useful_blocks(&sim),
        handled: sim.events(),
        pending: pending / f64::max(looks, 1.0),
        neighbours: neighbours / f64::max(looks, 1.0),
        ..work
    }
}

impl Work {
    fn take(&mut self, event: &Event) {
        self.told += 1;
        match event {
            Event::Sent { kind: HAVE, .. } => self.haves += 1,
            Event::Sent { kind: REQUEST, .. } => self.requests += 1,
            Event::Sent { .. } => self.messages += 1,
            Event::BlockStarted { .. } => self.sent += 1,
            Event::Verified { .. } => self.pieces += 1,
            _ => {}
        }
    }

    /// So many for each useful block.
    pub fn per_block(&self, count: u64) -> f64 {
        count as f64 / self.blocks as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_run_is_counted() {
        let work = count(Workload::new(6, 4, 3), 1);
        assert_eq!((work.blocks, work.pieces), (6 * 4 * 3, 6 * 4));
        assert!(work.requests >= work.blocks && work.sent >= work.blocks && work.handled >= 2 * work.blocks);
        assert!(work.told > work.requests + work.haves + work.messages && work.haves > 0 && work.rounds > 0);
        assert!((1.0..=6.0).contains(&work.neighbours) && work.pending > 0.0, "{work:?}");
    }
}
