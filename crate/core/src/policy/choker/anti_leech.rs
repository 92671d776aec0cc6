//! A seed serves beginners and finishers before those in the middle.
//!
//! Owns the score by how much a neighbour has announced (libtorrent's `anti_leech`, after Chow, Golubchik, Misra 2008):
//! a peer that plans to take everything and go finds it slow to get through the middle. Must never know rates.

use super::{Candidate, Policy, Room};
use crate::events::decision::{ChokeRule, RankedBy};

/// By how far they are from the middle.
pub struct AntiLeech;

/// 1000 for one that has nothing or everything, 0 for one that has half.
pub fn score(have: u32, n_pieces: u32) -> u64 {
    (2 * u64::from(have)).abs_diff(u64::from(n_pieces)) * 1000 / u64::from(n_pieces.max(1))
}

impl Policy for AntiLeech {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "anti_leech", by: RankedBy::FromHalf }
    }

    fn figure(&self, row: &Candidate, room: &Room) -> u64 {
        score(row.have, room.n_pieces)
    }

    fn order(&self, row: &Candidate, room: &Room) -> u64 {
        1000 - score(row.have, room.n_pieces).min(1000)
    }
}
