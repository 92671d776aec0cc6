//! The rarest of the pieces that are played next; where the neighbour has none of them to begin, the rarest of the rest.
//!
//! Owns where the window ends. Must never know the player: the first missing piece stands for it.

use super::{Picker, View};
use crate::base::bitfield::BitIter;
use crate::events::decision::PieceRule;

// Begun pieces in order: what is played first is wanted first.
pub(super) static PICKER: Picker = Picker { narrow, rank: |_, piece| piece };

fn narrow(view: &View, set: &mut [u64]) -> PieceRule {
    let end = end(view);
    let inside = |w: usize| match end.saturating_sub(w as u32 * 64) {
        bits @ 0..64 => (1 << bits) - 1,
        _ => u64::MAX,
    };
    let any = set.iter().enumerate().any(|(w, &word)| word & inside(w) != 0);
    if any {
        set.iter_mut().enumerate().for_each(|(w, word)| *word &= inside(w));
    }
    view.availability.rarest(set);
    if any { PieceRule::Window } else { PieceRule::BeyondWindow }
}

/// The first piece behind the window, which holds so many missing pieces; begun ones are missing still.
fn end(view: &View) -> u32 {
    let mut left = view.config.window_pieces;
    for (w, &word) in view.have.words().iter().enumerate() {
        let missing = !word;
        if missing.count_ones() >= left {
            return BitIter(missing).nth(left as usize - 1).map_or(u32::MAX, |bit| w as u32 * 64 + bit + 1);
        }
        left -= missing.count_ones();
    }
    u32::MAX
}
