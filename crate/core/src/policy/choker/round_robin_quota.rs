//! A seed serves its neighbours in turn, each for a quota of pieces (libtorrent's `round_robin`).
//!
//! A turn is over after `quota_pieces` were sent and `quota_min_s` have passed.

use super::{Measure, Needs, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::{ChokeRule, RankedBy, Standing};

/// By turns that end with a quota.
#[derive(Clone, Debug, Default, Hash)]
pub struct RoundRobinQuota;

impl Policy for RoundRobinQuota {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "round_robin_quota", by: RankedBy::ThisTurn }
    }

    fn needs(&self) -> Needs {
        Needs { turns: true, up_rate: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.sent_in_turn
    }

    fn measure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> Measure {
        match row.unchoked_since {
            Some(_) if row.had_turn(ctx) => Measure::equal(Standing::TurnOver),
            Some(_) => Measure { standing: Standing::InTurn, ..Measure::ranked(RankedBy::Rate, row.up_rate) },
            None => Measure::waited(row, ctx),
        }
    }

    /// First the neighbours in the middle of a turn, the fastest before the others; then those that have waited longest; last those
    /// whose turn is over.
    fn order(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        match row.unchoked_since {
            Some(_) if row.had_turn(ctx) => u64::MAX,
            Some(_) => (1 << 62) - row.up_rate.min(1 << 62),
            None => (1 << 63) + row.served_at.0.min(1 << 62),
        }
    }

    fn is_held(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }
}
