//! The piece that the fewest neighbours announced (BEP 3); the first few at random, since a newcomer needs a piece soon.

use super::{PickCtx, Picker};
use crate::base::bitfield::Bitfield;
use crate::events::decision::PieceRule;
use crate::scenario::config::PickerConfig;

/// By how many neighbours announced a piece.
#[derive(Clone, Debug, Default, Hash)]
pub struct RarestFirst;

impl Picker for RarestFirst {
    fn narrow(&mut self, ctx: &PickCtx, candidates: &mut [u64]) -> PieceRule {
        // Departs from mainline: below its cutoff it follows one random order per peer, we draw afresh.
        if !self.is_by_rarity(ctx.have, ctx.config) {
            return PieceRule::RandomFirst;
        }
        if ctx.neighbour.snubbed && ctx.config.snubbed_commonest {
            ctx.availability.commonest(candidates);
            return PieceRule::Commonest;
        }
        ctx.availability.rarest(candidates);
        PieceRule::RarestFirst
    }

    fn rank(&self, ctx: &PickCtx, piece: u32) -> u32 {
        ctx.availability.count(piece)
    }

    fn is_by_rarity(&self, have: &Bitfield, config: &PickerConfig) -> bool {
        have.count() >= config.random_first_pieces
    }
}
