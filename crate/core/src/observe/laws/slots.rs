//! A peer never unchokes more neighbours than it has slots.

use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows;

/// The ledger: a line a peer.
#[derive(Clone, Debug)]
pub(super) struct Slots(Vec<Line>);

#[derive(Clone, Copy, Debug, Default)]
struct Line {
    slots: u32,
    /// Neighbours that it unchokes. A connection that closes is choked first, or its peer leaves.
    unchoked: u32,
}

impl Rule for Slots {
    const ABOUT: About = About {
        law: Law::Slots,
        source: "Cohen 2003: a fixed number of uploads at a time",
    };
    const KINDS: EventKinds =
        EventKinds::of(&[EventKind::Joined, EventKind::Left, EventKind::Unchoked, EventKind::Choked]);

    fn new(_: &Setup) -> Slots {
        Slots(Vec::new())
    }

    fn observe(&mut self, _: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        let Some(row) = before.who else { return };
        let line = rows::of_mut(&mut self.0, row);
        match *event {
            Event::Joined { slots, .. } => *line = Line { slots, unchoked: 0 },
            Event::Left { .. } => line.unchoked = 0,
            Event::Choked { .. } => line.unchoked = line.unchoked.saturating_sub(1),
            Event::Unchoked { from, .. } => {
                line.unchoked += 1;
                let Line { slots, unchoked } = *line;
                verdicts.check(Law::Slots, unchoked <= slots, move || {
                    format!("{from} unchokes {unchoked} neighbours, slots {slots}")
                });
            }
            _ => {}
        }
    }
}
