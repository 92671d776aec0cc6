//! The piece that the fewest neighbours announced; the first few at random.
//!
//! Owns the cutoff. Must never know who announced what.

use super::{Picker, View};
use crate::events::decision::PieceRule;

pub(super) static PICKER: Picker = Picker { narrow, rank: |view, piece| view.availability.count(piece) };

fn narrow(view: &View, set: &mut [u64]) -> PieceRule {
    // Departs from mainline: below its cutoff it follows one random order per peer, we draw afresh.
    if view.have.count() < view.config.random_first_pieces {
        return PieceRule::RandomFirst;
    }
    if view.commonest {
        view.availability.commonest(set);
        return PieceRule::Commonest;
    }
    view.availability.rarest(set);
    PieceRule::RarestFirst
}
