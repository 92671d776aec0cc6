//! PropShare: the uplink is shared in proportion to what came in the last round (Levin, LaCurts, Spring, Bhattacharjee 2008).
//!
//! Every neighbour that sent something is served, by as much. A part of the uplink is kept for neighbours in turn, by which
//! strangers begin.

use super::{Needs, NeighbourRow, Optimistic, Outcome, Policy, RoundCtx, WHOLE, give_turns};
use crate::base::rng::Rng;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::scenario::config::{BetweenRounds, ChokerConfig};

/// By what they sent in the last round.
#[derive(Clone, Debug, Default, Hash)]
pub struct PropShare;

/// The part of the uplink that is kept for others.
fn exploration(config: &ChokerConfig) -> u64 {
    (config.exploration * WHOLE as f64) as u64
}

/// Adds the weights of those in turn: together they have `part`, or everything when nobody earned anything.
fn weigh_turns(outcome: &mut Outcome, part: u64) {
    let part = if outcome.regular.is_empty() { WHOLE } else { part };
    let each = (part / (outcome.optimistic.len() as u64).max(1)).max(1) as u32;
    outcome.weights.extend(outcome.optimistic.iter().map(|&at| (at, each)));
}

impl Policy for PropShare {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "prop_share", by: RankedBy::LastRound }
    }

    fn needs(&self) -> Needs {
        Needs { last_round: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.last_round
    }

    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        u64::MAX - row.last_round
    }

    fn may_earn(&self, row: &NeighbourRow, _: &RoundCtx) -> bool {
        row.interested && row.last_round > 0
    }

    fn is_unlimited(&self) -> bool {
        true
    }

    /// Shares are set from round to round.
    fn between_rounds(&self, _: &ChokerConfig) -> BetweenRounds {
        BetweenRounds::Wait
    }

    fn round(&self, rows: &[NeighbourRow], ctx: &RoundCtx, _: &mut Rng, outcome: &mut Outcome) {
        let earned = || rows.iter().filter(|row| self.may_earn(row, ctx));
        let (sum, kept) = (earned().map(|row| row.last_round).sum::<u64>(), exploration(ctx.config));
        outcome.regular.extend(earned().map(|row| row.at));
        let part = |row: &NeighbourRow| u128::from(row.last_round) * u128::from(WHOLE - kept) / u128::from(sum);
        outcome.weights.extend(earned().map(|row| (row.at, part(row).max(1) as u32)));
        // While nobody sent anything there is nothing to share by: as many are tried as there are slots.
        let n = if outcome.regular.is_empty() { ctx.slots } else { ctx.optimistic() };
        let slots = (outcome.regular.len() as u32).saturating_add(n);
        let turns = Optimistic { wanted: n as usize, slots, rotation: ctx.rotation };
        give_turns(rows, |row| row.interested, turns, outcome);
        weigh_turns(outcome, kept);
    }
}
