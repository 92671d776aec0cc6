//! A seed serves everybody in turn.
//!
//! Owns the turn: whoever was served longest ago is first, and keeps its slot for a full trial. Must never know rates.

use super::{Candidate, Policy, Room};
use crate::base::units::SECOND;
use crate::events::decision::{ChokeRule, RankedBy};

/// By how long they have waited.
pub struct RoundRobin;

impl Policy for RoundRobin {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "round_robin", by: RankedBy::Waited }
    }

    fn figure(&self, row: &Candidate, room: &Room) -> u64 {
        room.now.since(row.served_at).0 / SECOND
    }

    /// Whoever is being served now is last.
    fn order(&self, row: &Candidate, _: &Room) -> u64 {
        row.unchoked_since.map_or(row.served_at.0, |_| u64::MAX)
    }

    fn is_held(&self, row: &Candidate, room: &Room) -> bool {
        row.unchoked_since.is_some_and(|since| room.now.since(since) < room.rounds(room.config.optimistic_rounds))
    }
}
