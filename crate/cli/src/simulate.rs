//! Simulating a swarm to its end.
//!
//! Owns the loop. Must never know what is made of the outcome. It looks whether everybody is done at whole ticks only, so
//! that the trace hash does not depend on who asks: `run`, `sweep` and `experiment` give the same.

use std::io;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::sim::{Advance, Sim};

/// Events between two looks.
const EVENTS_A_TURN: u64 = 100_000;

/// Between two looks whether everybody is done.
const TICK: Nanos = Nanos::from_secs(10);

/// Simulates until everybody is done, or to the scenario's end, and lets `look` see the swarm after each turn until it has
/// seen enough (false).
pub fn simulate(sim: &mut Sim, mut look: impl FnMut(&mut Sim) -> io::Result<bool>) -> io::Result<()> {
    let mut until = TICK;
    loop {
        let advance = sim.advance(until, EVENTS_A_TURN);
        if !look(sim)? {
            return Ok(());
        }
        match advance {
            Advance::Ended => return Ok(()),
            Advance::Reached if sim.is_finished() => return Ok(()),
            Advance::Reached => until += TICK,
            Advance::Budget => {}
        }
    }
}

/// A swarm at its end.
pub fn finished(scenario: &ValidScenario, seed: u64) -> Sim {
    let mut sim = Sim::new(scenario, seed);
    simulate(&mut sim, |_| Ok(true)).expect("nothing is written");
    sim
}
