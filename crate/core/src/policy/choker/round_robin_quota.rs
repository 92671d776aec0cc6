//! A seed serves its neighbours in turn, each for a quota of pieces (libtorrent's `round_robin`).
//!
//! A turn is over after `quota_pieces` were sent and `quota_min_s` have passed. The policy remembers, for each neighbour, how much
//! had been sent when its turn began.

use super::{Needs, NeighbourRow, Policy, RoundCtx};
use crate::base::ids::NeighbourIdx;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::policy::memory::Memory;

/// By turns that end with a quota.
#[derive(Clone, Debug, Default, Hash)]
pub struct RoundRobinQuota {
    /// Bytes that a neighbour had been sent when it was unchoked last.
    sent_before: Memory<u64>,
}

impl RoundRobinQuota {
    fn sent_in_turn(&self, row: &NeighbourRow) -> u64 {
        row.sent - self.sent_before.get(row.at).copied().unwrap_or(0)
    }

    /// The neighbour has had its pieces and its time.
    fn is_over(&self, row: &NeighbourRow, ctx: &RoundCtx) -> bool {
        let quota = u64::from(ctx.config.quota_pieces) * u64::from(ctx.client.piece_length);
        let passed = |since| ctx.now.since(since) > ctx.config.quota_min_s.nanos();
        self.sent_in_turn(row) > quota && row.unchoked_since.is_some_and(passed)
    }
}

impl Policy for RoundRobinQuota {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "round_robin_quota", by: RankedBy::ThisTurn }
    }

    fn needs(&self) -> Needs {
        Needs { totals: true, up_rate: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        self.sent_in_turn(row)
    }

    /// First the neighbours in the middle of a turn, the fastest before the others; then those that have waited longest; last those
    /// whose turn is over.
    fn order(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        match row.unchoked_since {
            Some(_) if self.is_over(row, ctx) => u64::MAX,
            Some(_) => (1 << 62) - row.up_rate.min(1 << 62),
            None => (1 << 63) + row.served_at.0.min(1 << 62),
        }
    }

    fn is_held(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }

    fn on_unchoke(&mut self, at: NeighbourIdx, sent: u64) {
        self.sent_before.set(at, sent);
    }

    fn on_close(&mut self, at: NeighbourIdx) {
        self.sent_before.remove(at);
    }
}
