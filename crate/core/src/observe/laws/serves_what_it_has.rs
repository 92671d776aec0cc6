//! A peer serves only pieces that it has.

use super::bit_rows::BitRows;
use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;

/// The ledger: the pieces of each peer.
#[derive(Clone, Debug)]
pub(super) struct ServesWhatItHas(BitRows);

impl Rule for ServesWhatItHas {
    const ABOUT: About = About {
        law: Law::ServesWhatItHas,
        source: "BEP 3: a request is for a piece that the other peer announced",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::BroughtAll,
        EventKind::HaveAnnounced,
        EventKind::BlockStarted,
    ]);

    fn new(setup: &Setup) -> ServesWhatItHas {
        ServesWhatItHas(BitRows::new(setup.geometry.n_pieces()))
    }

    #[inline(always)]
    fn observe(&mut self, _: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        match *event {
            Event::BlockStarted { from, block, .. } => {
                let has = before.who.is_some_and(|row| self.0.has(row, block.piece.0));
                verdicts.check(Law::ServesWhatItHas, has, move || {
                    format!("{from} serves piece {}, which it lacks", block.piece)
                });
            }
            Event::Joined { .. } => {
                if let Some(row) = before.who {
                    self.0.clear(row);
                }
            }
            Event::BroughtAll { .. } => {
                if let Some(row) = before.who {
                    self.0.fill(row);
                }
            }
            Event::Brought { piece, .. } | Event::HaveAnnounced { piece, .. } => {
                if let Some(row) = before.who {
                    self.0.insert(row, piece.0);
                }
            }
            _ => {}
        }
    }
}
