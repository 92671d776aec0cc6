//! A seed serves beginners and finishers before those in the middle.
//!
//! Neighbours are ranked by how far they are from having half of the pieces, as they announced (libtorrent's `anti_leech`, after
//! Chow, Golubchik, Misra 2008). A peer that plans to take everything and go finds it slow to get through the middle.

use super::{Needs, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::{ChokeRule, RankedBy};

/// By how far they are from the middle.
#[derive(Clone, Debug, Default, Hash)]
pub struct AntiLeech;

/// 1000 for a neighbour that has nothing or everything, 0 for one that has half.
fn score(n_announced: u32, n_pieces: u32) -> u64 {
    (2 * u64::from(n_announced)).abs_diff(u64::from(n_pieces)) * 1000 / u64::from(n_pieces.max(1))
}

impl Policy for AntiLeech {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "anti_leech", by: RankedBy::FromHalf }
    }

    fn needs(&self) -> Needs {
        Needs { n_announced: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        score(row.n_announced, ctx.client.n_pieces)
    }

    fn order(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        1000 - self.figure(row, ctx).min(1000)
    }
}
