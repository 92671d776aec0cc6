//! Any piece but the commonest ones (Reddyvari, Parag, Shakkottai 2018, arXiv 1904.04191): the piece that nearly everybody has is not
//! passed on while another one is missing, so that nobody leaves who could have sent the missing one.
//!
//! The paper counts pieces over the whole swarm; a client counts what its neighbours have announced, as for rarest first. A client that
//! could get only what is commonest waits, and looks again after a second.

use super::{PickCtx, Picker};
use crate::base::bitfield::{BitIter, Bitfield};
use crate::events::decision::PieceRule;

/// Any piece that is not among the commonest, unless all are about as common.
#[derive(Clone, Debug, Default, Hash)]
pub struct ModeSuppression;

impl Picker for ModeSuppression {
    fn narrow(&mut self, ctx: &PickCtx, candidates: &mut [u64]) -> PieceRule {
        let all = Bitfield::all(ctx.have.len());
        let (mut commonest, mut rarest) = (all.words().to_vec(), all.words().to_vec());
        ctx.availability.commonest(&mut commonest);
        ctx.availability.rarest(&mut rarest);
        let count = |set: &[u64]| {
            let pieces = set.iter().zip(0u32..).flat_map(|(&word, w)| BitIter(word).map(move |bit| w * 64 + bit));
            pieces.take(1).map(|piece| ctx.availability.count(piece)).sum::<u32>()
        };
        if count(&commonest) - count(&rarest) < ctx.config.mode_threshold {
            return PieceRule::Random;
        }
        candidates.iter_mut().zip(&commonest).for_each(|(candidates, commonest)| *candidates &= !commonest);
        PieceRule::NotCommonest
    }

    fn rank(&self, _: &PickCtx, _: u32) -> u32 {
        0
    }

    fn holds_back(&self) -> bool {
        true
    }
}
