//! The lowest piece.
//!
//! Owns nothing. Must never know rarity.

use super::{Picker, View, keep};
use crate::events::decision::PieceRule;

pub(super) static PICKER: Picker = Picker { narrow, rank: |_, piece| piece };

fn narrow(_: &View, set: &mut [u64]) -> PieceRule {
    if let Some(w) = set.iter().position(|&word| word != 0) {
        keep(set, w as u32 * 64 + set[w].trailing_zeros());
    }
    PieceRule::Sequential
}
