//! Simulating a swarm to its end, for whoever wants its figures and no frames.
//!
//! Whether everybody is done is looked at every ten simulated seconds only, so that the trace hash of a whole run does not depend on
//! who asks for it.

use crate::base::units::Nanos;
use crate::scenario::ValidScenario;
use crate::sim::summary::Summary;
use crate::sim::{Advance, Sim, SimOptions};

/// Between two looks whether everybody is done.
const TICK: Nanos = Nanos::from_secs(10);

/// Events between two looks at the laws that need one.
const EVENTS_A_TURN: u64 = 100_000;

/// A run that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The run in figures.
    pub summary: Summary,
    /// The fingerprint of what has happened, where the trace was kept.
    pub trace_hash: Option<u64>,
}

/// A run from its start to its end, in figures. What the options leave out is empty or zero; the figures of peers are always kept.
pub fn run_to_end(scenario: &ValidScenario, seed: u64, options: SimOptions) -> Finished {
    let mut sim = Sim::with_options(scenario, seed, SimOptions { figures: true, ..options });
    while sim.advance_to_end(EVENTS_A_TURN) == Advance::Budget {}
    Finished { summary: sim.summary(), trace_hash: options.trace.then(|| sim.trace_hash()) }
}

impl Sim {
    /// Simulates until everybody is done, or to the scenario's end; at most `events_max` events of it. `Budget` when there is more
    /// to do: the same call again goes on.
    pub fn advance_to_end(&mut self, events_max: u64) -> Advance {
        self.advance_to_end_or(Nanos::MAX, events_max)
    }

    /// The same, and no further than to `moment`: `Reached` when that came first.
    pub fn advance_to_end_or(&mut self, moment: Nanos, events_max: u64) -> Advance {
        let last = self.events().saturating_add(events_max);
        // At a tick's very moment there may be more to do.
        let mut until = TICK.max(Nanos(self.now().0.div_ceil(TICK.0) * TICK.0));
        loop {
            match self.advance(until.min(moment), last.saturating_sub(self.events())) {
                Advance::Reached if self.is_finished() => return Advance::Ended,
                Advance::Reached if until >= moment => return Advance::Reached,
                Advance::Reached => until += TICK,
                other => return other,
            }
        }
    }
}
