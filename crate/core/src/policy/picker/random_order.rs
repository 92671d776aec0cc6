//! One random order for each peer, drawn once.
//!
//! Owns the way through that order. Must never draw it: the peer keeps it.

use super::{Picker, View, keep};
use crate::base::bitfield::BitIter;
use crate::events::decision::PieceRule;

pub(super) static PICKER: Picker = Picker { narrow, rank: |view, piece| view.order[piece as usize] };

fn narrow(view: &View, set: &mut [u64]) -> PieceRule {
    let pieces = set.iter().enumerate().flat_map(|(w, &word)| BitIter(word).map(move |bit| w as u32 * 64 + bit));
    if let Some(first) = pieces.min_by_key(|&piece| view.order[piece as usize]) {
        keep(set, first);
    }
    PieceRule::RandomOrder
}
