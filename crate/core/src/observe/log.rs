//! The log: events in order, until somebody takes them.
//!
//! It holds what happened since it was last taken, which is as much as the caller lets happen at a time
//! ([`Sim::advance`](crate::sim::Sim::advance) takes a number of events).

use crate::base::units::Nanos;
use crate::events::event::{Event, EventKinds};
use crate::observe::observer::{Before, Observer};

/// The events.
#[derive(Clone, Debug, Default)]
pub struct Log(Vec<(Nanos, Event)>);

impl Log {
    /// The events since the last call.
    pub fn take(&mut self) -> Vec<(Nanos, Event)> {
        std::mem::take(&mut self.0)
    }
}

impl Observer for Log {
    const KINDS: EventKinds = EventKinds::ALL;

    #[inline]
    fn observe(&mut self, now: Nanos, event: &Event, _: Before) {
        self.0.push((now, *event));
    }
}
