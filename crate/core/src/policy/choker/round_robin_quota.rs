//! A seed serves everybody in turn, each for a quota of pieces.
//!
//! Owns when a turn is over (libtorrent's `round_robin`): after `quota_pieces` were sent and `quota_min_s` have passed.
//! Must never know what others were given before.

use super::{Candidate, Policy, Room};
use crate::events::decision::{ChokeRule, RankedBy};

/// By turns that end with a quota.
pub struct RoundRobinQuota;

/// It has had its pieces and its time.
fn is_over(row: &Candidate, room: &Room) -> bool {
    let quota = u64::from(room.config.quota_pieces) * u64::from(room.piece_length);
    let passed = |since| room.now.since(since) > room.config.quota_min_s.nanos();
    row.sent_in_turn > quota && row.unchoked_since.is_some_and(passed)
}

impl Policy for RoundRobinQuota {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "round_robin_quota", by: RankedBy::ThisTurn }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.sent_in_turn
    }

    /// First who is in the middle of a turn, the fastest before the others; then who has waited longest; last whose turn is over.
    fn order(&self, row: &Candidate, room: &Room) -> u64 {
        match row.unchoked_since {
            Some(_) if is_over(row, room) => u64::MAX,
            Some(_) => (1 << 62) - row.up_rate.min(1 << 62),
            None => (1 << 63) + row.served_at.0.min(1 << 62),
        }
    }

    fn is_held(&self, _: &Candidate, _: &Room) -> bool {
        false
    }
}
