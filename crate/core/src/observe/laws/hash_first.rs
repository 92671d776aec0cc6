//! A piece counts only after it passed its hash check.

use super::bit_rows::BitRows;
use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;

/// The ledger.
#[derive(Clone, Debug)]
pub(super) struct HashFirst {
    /// The pieces of each peer.
    have: BitRows,
    /// The peer whose piece has just passed its hash and is announced next.
    passed: Option<(PeerIdx, PieceIdx)>,
}

impl Rule for HashFirst {
    const ABOUT: About = About {
        law: Law::HashFirst,
        source: "BEP 3: a peer announces what it has after checking the hash",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::BroughtAll,
        EventKind::Verified,
        EventKind::HaveAnnounced,
        EventKind::Shared,
    ]);

    fn new(setup: &Setup) -> HashFirst {
        HashFirst { have: BitRows::new(setup.geometry.n_pieces()), passed: None }
    }

    fn observe(&mut self, _: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        match *event {
            Event::Verified { peer, piece, ok } => self.passed = ok.then_some((peer, piece)),
            // It passed at the one that it is copied from.
            Event::Shared { peer, piece, .. } => self.passed = Some((peer, piece)),
            Event::HaveAnnounced { peer, piece } => {
                let new = before.who.is_some_and(|row| self.have.insert(row, piece.0));
                let passed = self.passed.take() == Some((peer, piece)) && new;
                verdicts.check(Law::HashFirst, passed, move || {
                    format!("{peer} announces piece {piece} before its hash passed, or twice")
                });
            }
            Event::Joined { .. } => {
                if let Some(row) = before.who {
                    self.have.clear(row);
                }
            }
            Event::BroughtAll { .. } => {
                if let Some(row) = before.who {
                    self.have.fill(row);
                }
            }
            Event::Brought { piece, .. } => {
                if let Some(row) = before.who {
                    self.have.insert(row, piece.0);
                }
            }
            _ => {}
        }
    }
}
