//! Simulating a swarm to its end, with a look at it on the way.

use std::io;
use swarmscope_core::sim::{Advance, Sim};

/// Events between two looks.
const EVENTS_A_TURN: u64 = 100_000;

/// Simulates until everybody is done, or to the scenario's end, and lets `look` see the swarm after each turn until it has
/// seen enough (false).
pub fn simulate(sim: &mut Sim, mut look: impl FnMut(&mut Sim) -> io::Result<bool>) -> io::Result<()> {
    loop {
        let advance = sim.advance_to_end(EVENTS_A_TURN);
        if !look(sim)? || advance == Advance::Ended {
            return Ok(());
        }
    }
}
