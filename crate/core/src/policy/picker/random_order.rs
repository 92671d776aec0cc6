//! One random order of the pieces for each client, drawn before its first choice.

use super::{PickCtx, Picker, keep};
use crate::base::bitfield::BitIter;
use crate::base::rng::Rng;
use crate::events::decision::PieceRule;

/// By the client's own order.
#[derive(Clone, Debug, Default, Hash)]
pub struct RandomOrder {
    /// Each piece's place in the order; empty until it is drawn.
    places: Vec<u32>,
}

impl Picker for RandomOrder {
    fn prepare(&mut self, n_pieces: u32, rng: &mut Rng) {
        if self.places.is_empty() {
            self.places = (0..n_pieces).collect();
            rng.shuffle(&mut self.places);
        }
    }

    fn narrow(&mut self, _: &PickCtx, candidates: &mut [u64]) -> PieceRule {
        let words = candidates.iter().enumerate();
        let pieces = words.flat_map(|(w, &word)| BitIter(word).map(move |bit| w as u32 * 64 + bit));
        if let Some(first) = pieces.min_by_key(|&piece| self.places[piece as usize]) {
            keep(candidates, first);
        }
        PieceRule::RandomOrder
    }

    fn rank(&self, _: &PickCtx, piece: u32) -> u32 {
        self.places[piece as usize]
    }
}
