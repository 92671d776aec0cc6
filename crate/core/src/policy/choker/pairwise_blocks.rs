//! Pairwise tit for tat in blocks: no neighbour is lent more than a deficit of blocks (Bharambe, Herley, Padmanabhan 2006).
//!
//! Rates do not matter: a slow neighbour that gives back all that it got is as good as a fast one. The loan itself is what a
//! newcomer begins with. Their unit is a whole piece: a loan that is exceeded is called when a piece is finished, because a part of
//! a piece can't be given back by passing it on, and would hold up both sides.

use super::{ClientInfo, Measure, Needs, NeighbourRow, Policy, RoundCtx};
use crate::base::ids::NeighbourIdx;
use crate::events::decision::{ChokeRule, RankedBy};

/// By what they owe.
#[derive(Clone, Debug, Default, Hash)]
pub struct PairwiseBlocks;

impl Policy for PairwiseBlocks {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "pairwise_blocks", by: RankedBy::Owed }
    }

    fn needs(&self) -> Needs {
        Needs { totals: true, each_block: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.sent.saturating_sub(row.received)
    }

    /// Less than nothing where the neighbour sent more than it got.
    fn measure(&self, row: &NeighbourRow, _: &RoundCtx) -> Measure {
        Measure { figure: row.sent.cast_signed() - row.received.cast_signed(), ..Measure::ranked(RankedBy::Owed, 0) }
    }

    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        (1 << 62) + row.sent - row.received.min(1 << 62)
    }

    fn may_earn(&self, row: &NeighbourRow, ctx: &RoundCtx) -> bool {
        row.interested && (row.amid_piece || self.may_lend(row.at, row.sent, row.received, ctx.client))
    }

    fn may_try(&self, row: &NeighbourRow, ctx: &RoundCtx) -> bool {
        self.may_earn(row, ctx)
    }

    /// What the neighbour owes is within the deficit: another piece may begin.
    fn may_lend(&self, _: NeighbourIdx, sent: u64, received: u64, client: &ClientInfo) -> bool {
        sent <= received + u64::from(client.config.deficit_blocks) * u64::from(client.block_length)
    }
}
