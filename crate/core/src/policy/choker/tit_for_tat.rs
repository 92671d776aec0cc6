//! Tit for tat: a leecher serves the neighbours that send it most (BEP 3; Cohen 2003).

use super::{Needs, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::{ChokeRule, RankedBy};

/// By what they send us.
#[derive(Clone, Debug, Default, Hash)]
pub struct TitForTat;

impl Policy for TitForTat {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "tit_for_tat", by: RankedBy::Rate }
    }

    fn needs(&self) -> Needs {
        Needs { down_rate: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.down_rate
    }

    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        u64::MAX - row.down_rate
    }

    /// A peer that sent nothing for a minute is not uploaded to except as an optimistic unchoke (Cohen 2003). Later clients have no
    /// such rule.
    fn may_earn(&self, row: &NeighbourRow, ctx: &RoundCtx) -> bool {
        row.interested && (!row.snubbed || ctx.config.snubbed_may_earn)
    }
}
