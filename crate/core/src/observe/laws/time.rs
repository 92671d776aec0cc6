//! Time never runs backwards.

use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKinds};
use crate::observe::observer::Before;

/// The ledger: the moment of the latest event.
#[derive(Clone, Debug)]
pub(super) struct Time(Nanos);

impl Time {
    /// So many events happen at this moment.
    #[inline(always)]
    pub fn pass(&mut self, now: Nanos, events: u64, verdicts: &mut Verdicts) {
        let before = self.0;
        self.0 = now.max(before);
        verdicts.checked += events.saturating_sub(1);
        verdicts.check(Law::Time, now >= before, move || format!("something happened at {now}, after {before}"));
    }
}

impl Rule for Time {
    const ABOUT: About = About {
        law: Law::Time,
        source: "the event queue's order",
    };
    const KINDS: EventKinds = EventKinds::ALL;

    fn new(_: &Setup) -> Time {
        Time(Nanos::ZERO)
    }

    #[inline(always)]
    fn observe(&mut self, now: Nanos, _: &Event, _: Before, verdicts: &mut Verdicts) {
        self.pass(now, 1, verdicts);
    }
}
