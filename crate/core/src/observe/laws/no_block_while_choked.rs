//! No block is started for a choked peer, but what a peer that goes was asked for before.

use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::ids::PeerIdx;
use crate::base::sorted::Sorted;
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows::{self, RowIdx};

const NOBODY: PeerIdx = PeerIdx(u32::MAX);

/// The ledger: whom each peer unchokes. Most clients have four slots or five, which lie in place.
#[derive(Clone, Debug)]
pub(super) struct NoBlockWhileChoked {
    first: Vec<First>,
    /// Of those that unchoke more neighbours than five, the others.
    more: Sorted<RowIdx, Vec<PeerIdx>>,
    /// Peers that go and serve what they were asked for before: a choke is no bar any more.
    departing: Sorted<RowIdx, ()>,
}

#[derive(Clone, Copy, Debug)]
struct First([PeerIdx; 5]);

impl Default for First {
    fn default() -> First {
        First([NOBODY; 5])
    }
}

impl NoBlockWhileChoked {
    fn insert(&mut self, row: RowIdx, peer: PeerIdx) {
        match self.first[row.at()].0.iter_mut().find(|place| **place == NOBODY) {
            Some(place) => *place = peer,
            None => self.more.or_default(row).push(peer),
        }
    }

    fn remove(&mut self, row: RowIdx, peer: PeerIdx) {
        for place in self.first[row.at()].0.iter_mut().filter(|place| **place == peer) {
            *place = NOBODY;
        }
        if let Some(more) = self.more.get_mut(row) {
            more.retain(|&other| other != peer);
        }
    }

    fn clear(&mut self, row: RowIdx) {
        *rows::of_mut(&mut self.first, row) = First::default();
        self.more.remove(row);
        self.departing.remove(row);
    }

    #[inline(always)]
    fn has(&self, row: RowIdx, peer: PeerIdx) -> bool {
        self.first[row.at()].0.contains(&peer) || self.more.get(row).is_some_and(|more| more.contains(&peer))
    }
}

impl Rule for NoBlockWhileChoked {
    const ABOUT: About = About {
        law: Law::NoBlockWhileChoked,
        source: "BEP 3: choking; BEP 6: what is not served after a choke is rejected",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Left,
        EventKind::Unchoked,
        EventKind::Choked,
        EventKind::Closed,
        EventKind::BlockStarted,
        EventKind::Departing,
    ]);

    fn new(_: &Setup) -> NoBlockWhileChoked {
        NoBlockWhileChoked { first: Vec::new(), more: Sorted::default(), departing: Sorted::default() }
    }

    #[inline(always)]
    fn observe(&mut self, _: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        match (*event, before.who) {
            (Event::BlockStarted { from, to, .. }, row) => {
                let unchoked = row.is_some_and(|row| self.has(row, to));
                verdicts.check(Law::NoBlockWhileChoked, unchoked, move || {
                    format!("{from} starts a block for {to}, which it chokes")
                });
            }
            (Event::Joined { .. } | Event::Left { .. }, Some(row)) => self.clear(row),
            (Event::Unchoked { to, .. }, Some(row)) => self.insert(row, to),
            (Event::Departing { .. }, Some(row)) => *self.departing.or_default(row) = (),
            // What was asked for before is still served (BEP 6: a choke rejects nothing by itself).
            (Event::Choked { .. }, Some(row)) if self.departing.get(row).is_some() => {}
            (Event::Choked { to, .. } | Event::Closed { b: to, .. }, Some(row)) => self.remove(row, to),
            _ => {}
        }
    }
}
