//! A seed serves the neighbours that take fastest (BEP 3: a complete downloader uses its upload rate).

use super::{Needs, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::{ChokeRule, RankedBy};

/// By what they take from us.
#[derive(Clone, Debug, Default, Hash)]
pub struct SeedFastest;

impl Policy for SeedFastest {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "fastest_upload", by: RankedBy::Rate }
    }

    fn needs(&self) -> Needs {
        Needs { up_rate: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.up_rate
    }

    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        u64::MAX - row.up_rate
    }
}
