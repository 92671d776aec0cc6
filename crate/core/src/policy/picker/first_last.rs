//! The first piece, the last, then the lowest: what players look at before they begin (rqbit, `file_info.rs`, for each file; here for
//! the whole content).

use super::{PickCtx, Picker, keep};
use crate::events::decision::PieceRule;

/// Both ends first.
#[derive(Clone, Debug, Default, Hash)]
pub struct FirstLast;

impl Picker for FirstLast {
    fn narrow(&mut self, ctx: &PickCtx, candidates: &mut [u64]) -> PieceRule {
        let last = ctx.have.len() - 1;
        let has = |piece: u32| candidates[(piece / 64) as usize] >> (piece % 64) & 1 == 1;
        let lowest = candidates.iter().position(|&word| word != 0);
        let lowest = lowest.map(|w| w as u32 * 64 + candidates[w].trailing_zeros());
        if let Some(lowest) = lowest {
            keep(candidates, if lowest > 0 && has(last) { last } else { lowest });
        }
        PieceRule::FirstLast
    }

    fn rank(&self, ctx: &PickCtx, piece: u32) -> u32 {
        let last = ctx.have.len() - 1;
        match piece {
            0 => 0,
            piece if piece == last => 1,
            piece => piece + 1,
        }
    }
}
