//! The lowest piece.

use super::{PickCtx, Picker, keep};
use crate::events::decision::PieceRule;

/// By number.
#[derive(Clone, Debug, Default, Hash)]
pub struct Sequential;

impl Picker for Sequential {
    fn narrow(&mut self, _: &PickCtx, candidates: &mut [u64]) -> PieceRule {
        if let Some(w) = candidates.iter().position(|&word| word != 0) {
            keep(candidates, w as u32 * 64 + candidates[w].trailing_zeros());
        }
        PieceRule::Sequential
    }

    fn rank(&self, _: &PickCtx, piece: u32) -> u32 {
        piece
    }
}
