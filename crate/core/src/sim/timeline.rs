//! Going to any moment of a run: the nearest checkpoint at or before it, and from there the run again.
//!
//! Owns the checkpoints of one run and where they lie. Must never know wall time, or who wants to go where.
//!
//! What a way from one checkpoint to the next costs is its number of events, so that is how they are spaced: one in each
//! stretch of `spacing` events, however much or little simulated time that is.
//!
//! ```text
//! events  0        s        2s       3s       4s       5s
//!         start    |        |        |        |  <- the run is here
//!                  kept     kept     kept     kept
//! ```
//!
//! They hold `budget` bytes at most: what each takes is measured when it is made. Where they are too many, the spacing doubles and
//! every second one goes. The start takes no memory: it follows from the run. So does what a person did: commands after a moment that was gone back to lie ahead
//! in the simulation, and are done again at their places. Acting in the past makes another run: [`Timeline::apply`] drops what
//! was after it.
//!
//! Invariant: every checkpoint is a state that the simulation's own run passes through. Whoever acts on the simulation past
//! the timeline breaks it.

use crate::base::units::Nanos;
use crate::scenario::command::Command;
use crate::scenario::config::ConfigError;
use crate::sim::{Advance, Checkpoint, Place, Sim, Step};
use std::hint::black_box;

/// The checkpoints of one run.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Events between two checkpoints, as long as there is room.
    cost: u64,
    /// The same now: `cost`, doubled as often as it had to be.
    spacing: u64,
    /// Bytes that the checkpoints may take together.
    budget: u64,
    /// Bytes that this thread holds, as its allocator counts them.
    held: fn() -> i64,
    /// By rising place; at most one in each stretch of `spacing` events, and none in the first.
    kept: Vec<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    place: Place,
    bytes: u64,
    checkpoint: Checkpoint,
}

impl Timeline {
    /// A good number of events between two checkpoints: about 0.15 s of work in a swarm of a thousand peers. Half as many would
    /// make remembering a large part of it, for a copy of such a swarm takes 0.01 to 0.05 s.
    pub const COST: u64 = 3 << 17;

    /// A timeline of a simulation, wherever that is now: with a checkpoint every `cost` events from there on, and less often
    /// where they would take more than `budget` bytes. `held` tells how many bytes this thread holds, as its allocator counts them.
    pub fn new(cost: u64, budget: u64, held: fn() -> i64) -> Timeline {
        assert!(cost > 0, "checkpoints are at least one event apart");
        Timeline { cost, spacing: cost, budget, held, kept: Vec::new() }
    }

    /// [`Sim::advance`], remembering moments on the way.
    pub fn advance(&mut self, sim: &mut Sim, until: Nanos, events_max: u64) -> Advance {
        let last = sim.events().saturating_add(events_max);
        loop {
            let (events, spacing) = (sim.events(), self.spacing);
            let bite = (spacing - events % spacing).min(last - events);
            let advance = sim.advance(until, bite);
            self.keep(sim);
            if advance != Advance::Budget || sim.events() >= last {
                return advance;
            }
        }
    }

    /// [`Sim::step`].
    pub fn step(&mut self, sim: &mut Sim) -> bool {
        let stepped = sim.step();
        self.keep(sim);
        stepped
    }

    /// [`Sim::step_by`]. On the way, no moment is remembered: a step is short.
    pub fn step_by(&mut self, sim: &mut Sim, step: Step) -> bool {
        let stepped = sim.step_by(step);
        self.keep(sim);
        stepped
    }

    /// [`Sim::apply`]. The run is another one from here on: what was remembered of its future is dropped.
    pub fn apply(&mut self, sim: &mut Sim, command: Command) -> Result<(), Vec<ConfigError>> {
        let here = sim.place();
        sim.apply(command)?;
        self.kept.retain(|kept| kept.place <= here);
        // There may be room again.
        self.spacing = self.cost;
        Ok(())
    }

    /// Goes to the state in which everything up to `moment` has happened, before now or after; at most `events_max` events are
    /// simulated on the way. `Budget` when there is more to do: the same call again goes on.
    pub fn seek(&mut self, sim: &mut Sim, moment: Nanos, events_max: u64) -> Advance {
        let back = sim.now() > moment;
        let before = self.kept.partition_point(|kept| kept.place.now <= moment);
        match self.kept[..before].last() {
            Some(kept) if back || kept.place > sim.place() => {
                make_room(kept.bytes);
                sim.rewind(&kept.checkpoint);
            }
            None if back => sim.restart(),
            _ => {}
        }
        self.advance(sim, moment, events_max)
    }

    /// Checkpoints that are kept.
    pub fn count(&self) -> usize {
        self.kept.len()
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> u64 {
        self.kept.iter().map(|kept| kept.bytes).sum()
    }

    /// Events from one to the next.
    pub fn spacing(&self) -> u64 {
        self.spacing
    }

    fn keep(&mut self, sim: &Sim) {
        let place = sim.place();
        if !self.lacks(place) {
            return;
        }
        // About as many as the one before it takes.
        let expected = self.kept.last().map_or(0, |kept| kept.bytes);
        while !self.kept.is_empty() && self.bytes() + expected > self.budget {
            self.thin();
            // In the longer stretch there may be one already.
            if !self.lacks(place) {
                return;
            }
        }
        make_room(expected);
        let before = (self.held)();
        let checkpoint = sim.checkpoint();
        let bytes = u64::try_from((self.held)() - before).unwrap_or(0);
        let at = self.kept.partition_point(|kept| kept.place < place);
        self.kept.insert(at, Kept { place, bytes, checkpoint });
        while self.bytes() > self.budget {
            self.thin();
        }
    }

    /// Whether the stretch of this place has no checkpoint; the first one needs none.
    fn lacks(&self, place: Place) -> bool {
        let stretch = place.events / self.spacing;
        let first = self.kept.partition_point(|kept| kept.place.events / self.spacing < stretch);
        let there = self.kept.get(first).is_some_and(|kept| kept.place.events / self.spacing == stretch);
        stretch > 0 && !there
    }

    /// Stretches are twice as long from now on, and only the first checkpoint of each is left.
    fn thin(&mut self) {
        self.spacing = self.spacing.saturating_mul(2);
        let (spacing, mut last) = (self.spacing, 0);
        self.kept.retain(|kept| {
            let stretch = kept.place.events / spacing;
            let first = stretch > last;
            last = stretch;
            first
        });
    }
}

/// Asks for the room of a copy in one piece, and gives it back to be taken in small ones. Wasm's memory would grow by hundreds of
/// calls otherwise, which took a second for a copy that takes ten milliseconds.
fn make_room(bytes: u64) {
    drop(black_box(Vec::<u8>::with_capacity(bytes as usize)));
}
