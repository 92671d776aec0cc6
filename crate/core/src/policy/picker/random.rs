//! Any piece, drawn afresh at every pick.

use super::{PickCtx, Picker};
use crate::events::decision::PieceRule;

/// All candidates are equally good.
#[derive(Clone, Debug, Default, Hash)]
pub struct Random;

impl Picker for Random {
    fn narrow(&mut self, _: &PickCtx, _: &mut [u64]) -> PieceRule {
        PieceRule::Random
    }

    fn rank(&self, _: &PickCtx, _: u32) -> u32 {
        0
    }
}
