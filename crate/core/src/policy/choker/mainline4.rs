//! Mainline 4.0's seed: the latest unchoked stay, and a third of the slots change every 30 s.
//!
//! Turns are equal: how fast a new neighbour is does not matter.

use super::{Measure, Needs, NeighbourRow, Optimistic, Outcome, Policy, RoundCtx, give_turns};
use crate::base::rng::Rng;
use crate::base::units::SECOND;
use crate::events::decision::{ChokeRule, RankedBy, Standing};

/// The latest unchoked first, then by rate.
#[derive(Clone, Debug, Default, Hash)]
pub struct Mainline4;

/// Whether a neighbour was unchoked within the time of a turn, or still waits for blocks: then it is ordered by when it was
/// unchoked, so that all are served for the same time.
fn is_recent(row: &NeighbourRow, ctx: &RoundCtx) -> bool {
    let turn = ctx.rounds(ctx.config.optimistic_rounds);
    row.unchoked_since.is_some_and(|since| row.waits_for_blocks || ctx.now.since(since) < turn)
}

/// Slots that change hands in this round: a third of them (rounded up) in each turn, spread over its rounds, less those that
/// changed since the last round.
fn changes(ctx: &RoundCtx) -> u32 {
    let (per_turn, rounds) = (ctx.slots.div_ceil(3), ctx.config.optimistic_rounds);
    let now = (per_turn + ctx.round % rounds) / rounds;
    if ctx.scheduled { now.saturating_sub(ctx.unchokes) } else { 0 }
}

impl Policy for Mainline4 {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "mainline4", by: RankedBy::Rate }
    }

    fn needs(&self) -> Needs {
        Needs { up_rate: true, waits_for_blocks: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        row.up_rate
    }

    fn measure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> Measure {
        match row.unchoked_since {
            Some(since) if is_recent(row, ctx) => Measure {
                standing: Standing::InTurn,
                ..Measure::ranked(RankedBy::Served, ctx.now.since(since).0 / SECOND)
            },
            Some(_) => Measure::ranked(RankedBy::Rate, row.up_rate),
            None => Measure::equal(Standing::Waits),
        }
    }

    fn order(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        match row.unchoked_since {
            Some(since) if is_recent(row, ctx) => (1 << 62) - since.0.min(1 << 62),
            Some(_) => (1 << 63) - row.up_rate.min(1 << 62),
            None => u64::MAX,
        }
    }

    /// Slots that change hands go to others than those that had them.
    fn may_try(&self, row: &NeighbourRow, _: &RoundCtx) -> bool {
        row.interested && row.unchoked_since.is_none()
    }

    fn is_held(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }

    fn round(&self, rows: &[NeighbourRow], ctx: &RoundCtx, _: &mut Rng, outcome: &mut Outcome) {
        let waiting = rows.iter().filter(|row| row.interested && row.unchoked_since.is_none()).count() as u32;
        let kept = ctx.slots - changes(ctx).min(waiting).min(ctx.slots);
        let served = rows.iter().filter(|row| row.interested && row.unchoked_since.is_some());
        outcome.regular.extend(served.take(kept as usize).map(|row| row.at));
        let wanted = (ctx.slots as usize).saturating_sub(outcome.regular.len());
        let may_try = |row: &NeighbourRow| self.may_try(row, ctx);
        give_turns(rows, may_try, Optimistic { wanted, slots: ctx.slots, rotation: ctx.rotation }, outcome);
    }
}
