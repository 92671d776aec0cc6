//! Pairwise tit for tat in blocks: nobody is lent more than the deficit.
//!
//! Owns the balance between two peers (Bharambe, Herley, Padmanabhan 2006). Must never know rates: a slow neighbour that
//! gives back all it got is as good as a fast one. The loan itself is what a newcomer begins with.

use super::{Candidate, Policy, Room};
use crate::events::decision::{ChokeRule, RankedBy};

/// By what they owe.
pub struct PairwiseBlocks;

/// One block more is still within the deficit.
pub fn may_lend(sent: u64, received: u64, deficit_blocks: u32, block_length: u32) -> bool {
    let block = u64::from(block_length);
    sent + block <= received + u64::from(deficit_blocks) * block
}

impl Policy for PairwiseBlocks {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "pairwise_blocks", by: RankedBy::Owed }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.sent.saturating_sub(row.received)
    }

    fn order(&self, row: &Candidate, _: &Room) -> u64 {
        (1 << 62) + row.sent - row.received.min(1 << 62)
    }

    fn may_earn(&self, row: &Candidate, room: &Room) -> bool {
        row.interested && may_lend(row.sent, row.received, room.config.deficit_blocks, room.block_length)
    }

    fn may_try(&self, row: &Candidate, room: &Room) -> bool {
        self.may_earn(row, room)
    }
}
