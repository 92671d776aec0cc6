//! A seed serves its neighbours in turn: the one that has waited longest is first, and keeps its slot as long as an optimistic
//! unchoke does. libtorrent's `round_robin` has the same aim.

use super::{Measure, Needs, NeighbourRow, Policy, RoundCtx};
use crate::base::units::SECOND;
use crate::events::decision::{ChokeRule, RankedBy, Standing};

/// By how long they have waited.
#[derive(Clone, Debug, Default, Hash)]
pub struct RoundRobin;

impl Policy for RoundRobin {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "round_robin", by: RankedBy::Waited }
    }

    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn figure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        ctx.now.since(row.served_at).0 / SECOND
    }

    fn measure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> Measure {
        match row.unchoked_since {
            Some(_) => Measure::equal(Standing::TurnOver),
            None => Measure::waited(row, ctx),
        }
    }

    /// A neighbour that is being served now is last.
    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.unchoked_since.map_or(row.served_at.0, |_| u64::MAX)
    }

    fn is_held(&self, row: &NeighbourRow, ctx: &RoundCtx) -> bool {
        row.unchoked_since.is_some_and(|since| ctx.now.since(since) < ctx.rounds(ctx.config.optimistic_rounds))
    }
}
