//! Any neighbour: the control with which rules are compared.
//!
//! All neighbours are equal to these policies, so the tie-breaker that is drawn for each round decides.

use super::{Measure, Needs, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::{ChokeRule, RankedBy, Standing};

/// A leecher that serves any neighbour.
#[derive(Clone, Debug, Default, Hash)]
pub struct Random;

/// A seed that serves any neighbour.
#[derive(Clone, Debug, Default, Hash)]
pub struct SeedRandom;

impl Policy for Random {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "random", by: RankedBy::Nothing }
    }

    fn needs(&self) -> Needs {
        Needs { down_rate: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.down_rate
    }

    fn measure(&self, _: &NeighbourRow, _: &RoundCtx) -> Measure {
        Measure::equal(Standing::Ranked)
    }

    fn order(&self, _: &NeighbourRow, _: &RoundCtx) -> u64 {
        0
    }
}

impl Policy for SeedRandom {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "seed_random", by: RankedBy::Nothing }
    }

    fn needs(&self) -> Needs {
        Needs { up_rate: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.up_rate
    }

    fn measure(&self, _: &NeighbourRow, _: &RoundCtx) -> Measure {
        Measure::equal(Standing::Ranked)
    }

    fn order(&self, _: &NeighbourRow, _: &RoundCtx) -> u64 {
        0
    }
}
