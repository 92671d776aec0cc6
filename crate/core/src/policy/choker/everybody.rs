//! Everybody who is interested is served.
//!
//! Owns the absence of a choice (rqbit; "no choking"). Must never limit anybody.

use super::{Candidate, Outcome, Policy, Room};
use crate::base::ids::NeighbourIdx;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::scenario::config::{BetweenRounds, ChokerConfig};

/// All of them.
pub struct Everybody;

impl Policy for Everybody {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "everybody", by: RankedBy::Rate }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.down_rate
    }

    fn order(&self, row: &Candidate, _: &Room) -> u64 {
        u64::MAX - row.down_rate
    }

    fn is_unlimited(&self) -> bool {
        true
    }

    /// Whoever becomes interested is served at once.
    fn between_rounds(&self, _: &ChokerConfig) -> BetweenRounds {
        BetweenRounds::Rechoke
    }

    fn round(&self, rows: &[Candidate], _: &[NeighbourIdx], _: &Room, outcome: &mut Outcome) {
        outcome.regular.extend(rows.iter().filter(|row| row.interested).map(|row| row.slot));
    }
}
