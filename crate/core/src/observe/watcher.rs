//! An observer that is there only while a question is answered, behind a pointer: a module that asks no such question has no code of it.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::{Event, EventKinds};
use crate::events::sink::{Arrival, Told};
use crate::observe::stats::Stats;
use std::any::Any;
use std::fmt::Debug;

/// Watches a run for a question.
pub trait Watcher: Debug + Any {
    /// Which kinds of event it wants. `Sent` is never handed to it.
    fn kinds(&self) -> EventKinds;

    /// Takes one event in. The figures are those after the event.
    fn event(&mut self, now: Nanos, event: &Event, stats: &Stats);

    /// Takes in that a message left, where messages are told.
    fn message(&mut self, _now: Nanos, _told: Told) {}

    /// Takes in when a message will arrive, where that is told.
    fn arrival(&mut self, _now: Nanos, _arrival: &Arrival) {}

    /// Takes a decision in.
    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision);

    /// It knows all that it was asked for: the run need not go on.
    fn is_done(&self, _now: Nanos) -> bool {
        false
    }

    /// A copy: a simulation can be cloned at any moment.
    fn boxed(&self) -> Box<dyn Watcher>;
}

impl Clone for Box<dyn Watcher> {
    fn clone(&self) -> Box<dyn Watcher> {
        (**self).boxed()
    }
}

/// The watcher as the type that it is.
pub fn concrete<W: Watcher>(watcher: Box<dyn Watcher>) -> Option<Box<W>> {
    (watcher as Box<dyn Any>).downcast().ok()
}
