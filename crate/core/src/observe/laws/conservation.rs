//! Bytes sent are received, on their way or lost.

use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;

/// The ledger: blocks that began and blocks that ended.
#[derive(Clone, Debug)]
pub(super) struct Conservation {
    started: u64,
    ended: u64,
}

impl Conservation {
    /// Compares with the blocks that are on their way.
    pub fn audit(&self, in_flight: u64, verdicts: &mut Verdicts) {
        let Conservation { started, ended } = self;
        verdicts.check(Law::Conservation, *started == ended + in_flight, move || {
            format!("{started} blocks began, {ended} ended, {in_flight} are on their way")
        });
    }
}

impl Rule for Conservation {
    const ABOUT: About = About {
        law: Law::Conservation,
        source: "conservation of data",
    };
    const KINDS: EventKinds =
        EventKinds::of(&[EventKind::BlockStarted, EventKind::BlockReceived, EventKind::BlockLost]);

    fn new(_: &Setup) -> Conservation {
        Conservation { started: 0, ended: 0 }
    }

    #[inline(always)]
    fn observe(&mut self, _: Nanos, event: &Event, _: Before, _: &mut Verdicts) {
        match event {
            Event::BlockStarted { .. } => self.started += 1,
            _ => self.ended += 1,
        }
    }
}
