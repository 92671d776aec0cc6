//! Random encounters: at exponential times a peer meets one other, drawn alike from all that it knows, and gives it one piece.
//!
//! This is how coupon replication (Massoulie, Vojnovic 2005) and push gossip in continuous time are modelled. A contact whose other
//! side wants nothing is in vain. It ends with the piece, or with the next contact; `rechoke_interval_s` is the mean time between
//! two of them.

use super::{ClientInfo, Needs, NeighbourRow, Outcome, Policy, RoundCtx};
use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::scenario::config::{BetweenRounds, ChokerConfig};

/// What a leecher does.
pub type Encounters = Meeting<false>;

/// What a seed does: the same.
pub type SeedEncounters = Meeting<true>;

/// One neighbour at a time, met by chance.
#[derive(Clone, Debug, Default, Hash)]
pub struct Meeting<const SEED: bool> {
    /// Whom it has met last.
    met: Option<NeighbourIdx>,
    /// What that one had been sent before.
    sent_before: u64,
}

impl<const SEED: bool> Policy for Meeting<SEED> {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: if SEED { "seed_encounters" } else { "encounters" }, by: RankedBy::Waited }
    }

    fn needs(&self) -> Needs {
        Needs { totals: true, everybody: true, each_block: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        ctx.now.since(row.served_at).as_secs_f64() as u64
    }

    /// Whoever was met is first; all others are alike.
    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        u64::from(self.met != Some(row.at))
    }

    fn may_earn(&self, row: &NeighbourRow, _: &RoundCtx) -> bool {
        row.interested && self.met == Some(row.at)
    }

    fn may_try(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }

    fn is_held(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }

    fn between_rounds(&self, _: &ChokerConfig) -> BetweenRounds {
        BetweenRounds::Wait
    }

    fn has_random_rounds(&self) -> bool {
        true
    }

    /// The tie-breaker is drawn for each row: the least one is anybody's.
    fn learn(&mut self, rows: &[NeighbourRow], ctx: &RoundCtx) {
        if ctx.scheduled {
            let met = rows.iter().min_by_key(|row| (row.tie_breaker, row.at));
            (self.met, self.sent_before) = (met.map(|row| row.at), met.map_or(0, |row| row.sent));
        }
    }

    fn on_close(&mut self, at: NeighbourIdx) {
        self.met = self.met.filter(|&met| met != at);
    }

    /// One piece, and no more.
    fn may_lend(&self, at: NeighbourIdx, sent: u64, _: u64, client: &ClientInfo) -> bool {
        self.met == Some(at) && sent < self.sent_before + u64::from(client.piece_length)
    }

    fn round(&self, rows: &[NeighbourRow], ctx: &RoundCtx, _: &mut Rng, outcome: &mut Outcome) {
        outcome.regular.extend(rows.iter().filter(|row| self.may_earn(row, ctx)).map(|row| row.at));
    }
}
