//! A seed serves those that take fastest.
//!
//! Owns BEP 3's ranking of a complete peer. Must never know more than a row.

use super::{Candidate, Policy, Room};
use crate::events::decision::{ChokeRule, RankedBy};

/// By what they take from us.
pub struct SeedFastest;

impl Policy for SeedFastest {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "fastest_upload", by: RankedBy::Rate }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.up_rate
    }

    fn order(&self, row: &Candidate, _: &Room) -> u64 {
        u64::MAX - row.up_rate
    }
}
