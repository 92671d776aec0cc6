//! Anybody: what rules are compared with.
//!
//! Owns nothing but the words: the salt that breaks ties decides everything. Must never know what a neighbour did.

use super::{Candidate, Policy, Room};
use crate::events::decision::{ChokeRule, RankedBy};

/// A leecher that serves anybody.
pub struct Random;

/// A seed that serves anybody.
pub struct SeedRandom;

impl Policy for Random {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "random", by: RankedBy::Rate }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.down_rate
    }

    fn order(&self, _: &Candidate, _: &Room) -> u64 {
        0
    }
}

impl Policy for SeedRandom {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "seed_random", by: RankedBy::Rate }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.up_rate
    }

    fn order(&self, _: &Candidate, _: &Room) -> u64 {
        0
    }
}
