//! Tit for tat: those that send us most.
//!
//! Owns BEP 3's ranking of a leecher. Must never know more than a row.

use super::{Candidate, Policy, Room};
use crate::events::decision::{ChokeRule, RankedBy};

/// By what they send us.
pub struct TitForTat;

impl Policy for TitForTat {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "tit_for_tat", by: RankedBy::Rate }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.down_rate
    }

    fn order(&self, row: &Candidate, _: &Room) -> u64 {
        u64::MAX - row.down_rate
    }

    /// A peer that sent nothing for a minute is not uploaded to except as an optimistic unchoke (Cohen 2003).
    fn may_earn(&self, row: &Candidate, _: &Room) -> bool {
        row.interested && !row.snubbed
    }
}
