//! What happens in a block: counted in a run, the same on every machine.
//!
//! Owns the counting. Must never know what anything costs.

use super::clock::Mark;
use super::workload::Workload;
use std::sync::Arc;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::engine::Engine;
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::torrent::content::Content;
use swarmscope_core::torrent::metainfo::Geometry;

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
    /// Processor seconds of the engine with nobody who watches but these counts.
    pub engine_s: f64,
}

/// `wire`'s numbers.
pub const HAVE: u8 = 4;
const REQUEST: u8 = 6;
/// Between two rounds of choking.
const ROUND: Nanos = Nanos::from_secs(10);

/// The counts so far, and what a piece is worth.
struct Counter(Work, Geometry);

impl Sink for Counter {
    #[inline]
    fn event(&mut self, _: Nanos, event: &Event) {
        self.0.take(event, &self.1);
    }
}

/// Counts a run of this workload: the engine alone, without the laws and the figures of a whole run.
pub fn count(workload: Workload, seed: u64) -> Work {
    let scenario = workload.scenario();
    let geometry = scenario.torrent.geometry();
    let mark = Mark::now();
    let mut engine = Engine::new(Arc::new(scenario), seed, Content::seeded(geometry, seed));
    let mut counter = Counter(Work::default(), geometry);
    let (mut looks, mut pending, mut neighbours, mut until) = (0.0, 0.0, 0.0, ROUND);
    let end = engine.scenario.end_s.nanos();
    loop {
        while engine.next(until.min(end), &mut counter) {}
        if engine.is_finished() || until >= end {
            break;
        }
        until += ROUND;
        let here = engine.world.peers.sessions().count() as u64;
        let held: u64 = engine.world.peers.sessions().map(|peer| u64::from(peer.n_neighbours)).sum();
        counter.0.rounds += here;
        (looks, pending) = (looks + 1.0, pending + engine.world.schedule.len() as f64);
        neighbours += held as f64 / here.max(1) as f64;
    }
    Work {
        engine_s: mark.seconds(),
        handled: engine.world.events,
        pending: pending / f64::max(looks, 1.0),
        neighbours: neighbours / f64::max(looks, 1.0),
        ..counter.0
    }
}

impl Work {
    #[inline]
    fn take(&mut self, event: &Event, geometry: &Geometry) {
        self.told += 1;
        match event {
            Event::Sent { kind: HAVE, .. } => self.haves += 1,
            Event::Sent { kind: REQUEST, .. } => self.requests += 1,
            Event::Sent { .. } => self.messages += 1,
            Event::BlockStarted { .. } => self.sent += 1,
            Event::Verified { piece, ok: true, .. } => {
                self.pieces += 1;
                self.blocks += u64::from(geometry.piece_len(piece.0).div_ceil(geometry.block_length()));
            }
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
        let work = count(Workload::new(6, 40, 4), 1);
        assert_eq!((work.blocks, work.pieces), (6 * 40 * 4, 6 * 40));
        assert!(work.requests >= work.blocks && work.sent >= work.blocks && work.handled >= 2 * work.blocks);
        assert!(work.told > work.requests + work.haves + work.messages && work.haves > 0 && work.rounds > 0);
        assert!((1.0..=6.0).contains(&work.neighbours) && work.pending > 0.0, "{work:?}");
    }
}
