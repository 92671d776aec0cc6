//! Every neighbour that is interested is served, without a limit (rqbit; "no choking").

use super::{Needs, NeighbourRow, Outcome, Policy, RoundCtx};
use crate::base::rng::Rng;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::scenario::config::{BetweenRounds, ChokerConfig};

/// All of them.
#[derive(Clone, Debug, Default, Hash)]
pub struct Everybody;

impl Policy for Everybody {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "everybody", by: RankedBy::Rate }
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

    fn is_unlimited(&self) -> bool {
        true
    }

    /// A neighbour that becomes interested is served at once.
    fn between_rounds(&self, _: &ChokerConfig) -> BetweenRounds {
        BetweenRounds::Rechoke
    }

    fn round(&self, rows: &[NeighbourRow], _: &RoundCtx, _: &mut Rng, outcome: &mut Outcome) {
        outcome.regular.extend(rows.iter().filter(|row| row.interested).map(|row| row.at));
    }
}
