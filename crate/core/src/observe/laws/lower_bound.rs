//! Not everyone is complete before the lower bound.

use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows;

/// The ledger.
#[derive(Clone, Debug)]
pub(super) struct LowerBound {
    /// Seconds before which not everybody can be complete, while that holds.
    bound_s: Option<f64>,
    /// Peers that came with less than everything and are not complete.
    n_incomplete: u32,
    /// By row: whether the peer is one of them.
    incomplete: Vec<bool>,
}

impl LowerBound {
    /// Nobody and nothing may change who shares what: the bound is made for those that come at the start and stay.
    fn changes_the_bound(&self, now: Nanos, event: &Event, was_incomplete: bool) -> bool {
        match event {
            Event::Joined { .. } => now > Nanos::ZERO,
            // A peer that goes early asks less of the swarm than the bound supposes.
            Event::Left { .. } => was_incomplete,
            Event::LinkLimited { .. } => true,
            _ => false,
        }
    }

    fn judge(&self, now: Nanos, verdicts: &mut Verdicts) {
        if let Some(bound_s) = self.bound_s.filter(|_| self.n_incomplete == 0) {
            let now_s = now.as_secs_f64();
            // The bound is a float and the clock counts nanoseconds: a rounding breaks no law.
            let holds = now_s >= bound_s * (1.0 - 1e-9);
            verdicts.check(Law::LowerBound, holds, move || {
                format!("all are complete at {now_s} s, before the bound of {bound_s} s")
            });
        }
    }
}

impl Rule for LowerBound {
    const ABOUT: About = About {
        law: Law::LowerBound,
        source: "Kumar and Ross 2006: minimum distribution time",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::BroughtAll,
        EventKind::Left,
        EventKind::LinkLimited,
        EventKind::Completed,
    ]);

    fn new(setup: &Setup) -> LowerBound {
        LowerBound { bound_s: setup.bound_s, n_incomplete: 0, incomplete: Vec::new() }
    }

    fn observe(&mut self, now: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        let Some(row) = before.who else { return };
        let incomplete = rows::of_mut(&mut self.incomplete, row);
        let was = *incomplete;
        if !matches!(event, Event::LinkLimited { .. }) {
            *incomplete = matches!(event, Event::Joined { .. });
        }
        self.n_incomplete = self.n_incomplete + u32::from(*incomplete) - u32::from(was);
        if self.changes_the_bound(now, event, was) {
            self.bound_s = None;
        }
        if matches!(event, Event::Completed { .. }) {
            self.judge(now, verdicts);
        }
    }
}
