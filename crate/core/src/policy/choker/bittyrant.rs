//! BitTyrant: as little as is needed to be given back, to as many neighbours as the uplink carries.
//!
//! Of each neighbour the policy remembers what must be sent to it before it gives back, and what it then brings: u_p and d_p of
//! Piatek, Isdal, Anderson, Krishnamurthy, Venkataramani 2007, figure 5. For a neighbour that has never served us, both are
//! estimated. How fast it announces pieces is taken for its uplink, and a mainline client's slots share that uplink; this is too much
//! for slow peers, and so leads to strangers. At first every neighbour is supposed to need what a middling neighbour gives each of
//! its own. There is no optimistic slot: a neighbour that does not give back becomes dearer and falls behind the untried.

use super::slots::by_uplink;
use super::{Measure, Needs, NeighbourRow, Outcome, Policy, RoundCtx, WHOLE};
use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::base::units::BytesPerSec;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::policy::memory::Memory;
use crate::scenario::config::{BetweenRounds, ChokerConfig};

/// By what they bring for what they need.
#[derive(Clone, Debug, Default, Hash)]
pub struct BitTyrant {
    pub(super) estimates: Memory<Estimate>,
}

/// What is known of a neighbour. All zero at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Estimate {
    /// u_p: bytes per second that must be sent to the neighbour before it gives back.
    pub needed_up: u64,
    /// d_p: bytes per second that it then gives.
    pub expected_down: u64,
    /// `expected_down` was measured, not estimated.
    pub measured: bool,
    /// In how many rounds in a row it gave back.
    pub rounds_served: u32,
    /// How many pieces it had announced by the last round.
    pub n_announced: u32,
    /// Bytes per second that it receives, by what it announces.
    pub announced_rate: u64,
}

/// Ratios are counted in parts of two to the power of this.
const RATIO_BITS: u32 = 20;

impl Estimate {
    /// What the neighbour gives for what it needs.
    fn ratio(self) -> u64 {
        let ratio = (u128::from(self.expected_down) << RATIO_BITS) / u128::from(self.needed_up.max(1));
        u64::try_from(ratio).unwrap_or(u64::MAX)
    }
}

/// A share as parts of a million, so that integers decide.
fn millionths(share: f64) -> u64 {
    (share * 1e6) as u64
}

fn scaled(rate: u64, parts: u64) -> u64 {
    (u128::from(rate) * u128::from(parts) / 1_000_000) as u64
}

/// What a client with this uplink gives to each neighbour that it serves (mainline).
fn equal_split(uplink: u64) -> u64 {
    uplink / u64::from(by_uplink(uplink))
}

/// How fast a neighbour receives, by its announcements: a mean that forgets a quarter with each round.
fn watch(row: &NeighbourRow, before: Estimate, ctx: &RoundCtx) -> Estimate {
    let (n_announced, rate) = (row.n_announced, before.announced_rate);
    if before.needed_up == 0 {
        return Estimate { n_announced, ..before };
    }
    let came = u64::from(n_announced.saturating_sub(before.n_announced)) * u64::from(ctx.client.piece_length);
    let now = BytesPerSec::over(came, ctx.rounds(1)).0;
    Estimate { n_announced, announced_rate: if rate == 0 { now } else { (3 * rate + now) / 4 }, ..before }
}

/// What a neighbour of which nothing is known is supposed to need and to bring: what the middling one of the others gives to each
/// that it serves, or what we would, as long as nobody has announced anything.
fn supposed(rows: &[NeighbourRow], estimates: &Memory<Estimate>, ctx: &RoundCtx) -> u64 {
    let incomplete = rows.iter().filter(|row| row.n_announced < ctx.client.n_pieces);
    let rates = incomplete.filter_map(|row| estimates.get(row.at)).map(|estimate| estimate.announced_rate);
    let mut splits: Vec<u64> = rates.filter(|&rate| rate > 0).map(equal_split).collect();
    splits.sort_unstable();
    splits.get(splits.len() / 2).copied().unwrap_or(equal_split(ctx.client.uplink)).max(1)
}

/// What a round taught about one neighbour.
pub(super) fn learn(row: &NeighbourRow, before: Estimate, supposed: u64, ctx: &RoundCtx) -> Estimate {
    let Estimate { mut needed_up, mut expected_down, mut measured, mut rounds_served, .. } = before;
    if needed_up == 0 {
        (needed_up, expected_down) = (supposed, supposed);
    }
    if row.serves_us {
        // A neighbour that has just begun is not yet measured.
        expected_down = if rounds_served == 0 { expected_down.max(row.down_rate) } else { row.down_rate };
        rounds_served += 1;
        measured = true;
    } else {
        rounds_served = 0;
        // What it gave when it served us is better known than what its announcements tell.
        if before.announced_rate > 0 && !measured {
            expected_down = equal_split(before.announced_rate);
        }
    }
    // Only of a neighbour that is served it can be said that it gives back, or does not.
    if row.unchoked_since.is_some() {
        if !row.serves_us {
            needed_up = scaled(needed_up, 1_000_000 + millionths(ctx.config.tyrant_raise)).max(needed_up + 1);
        } else if rounds_served >= ctx.config.tyrant_rounds {
            needed_up = scaled(needed_up, 1_000_000 - millionths(ctx.config.tyrant_lower));
        }
    }
    let needed_up = needed_up.clamp(1, ctx.client.uplink.max(1));
    Estimate { needed_up, expected_down, measured, rounds_served, ..before }
}

impl BitTyrant {
    pub(super) fn of(&self, at: NeighbourIdx) -> Estimate {
        self.estimates.get(at).copied().unwrap_or_default()
    }
}

impl Policy for BitTyrant {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "bit_tyrant", by: RankedBy::Return }
    }

    fn needs(&self) -> Needs {
        Needs { everybody: true, down_rate: true, n_announced: true, ..Needs::default() }
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        let estimate = self.of(row.at);
        estimate.expected_down.saturating_mul(1000) / estimate.needed_up.max(1)
    }

    /// In thousandths of what is ranked by, so that the one that ranks before another never has less.
    fn measure(&self, row: &NeighbourRow, _: &RoundCtx) -> Measure {
        let thousandths = (u128::from(self.of(row.at).ratio()) * 1000) >> RATIO_BITS;
        Measure::ranked(RankedBy::Return, u64::try_from(thousandths).unwrap_or(u64::MAX))
    }

    fn order(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        u64::MAX - self.of(row.at).ratio()
    }

    fn is_held(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }

    fn is_unlimited(&self) -> bool {
        true
    }

    /// The uplink is shared out from round to round.
    fn between_rounds(&self, _: &ChokerConfig) -> BetweenRounds {
        BetweenRounds::Wait
    }

    fn learn(&mut self, rows: &[NeighbourRow], ctx: &RoundCtx) {
        if !ctx.scheduled {
            return;
        }
        for row in rows {
            self.estimates.set(row.at, watch(row, self.of(row.at), ctx));
        }
        let supposed = supposed(rows, &self.estimates, ctx);
        for row in rows {
            self.estimates.set(row.at, learn(row, self.of(row.at), supposed, ctx));
        }
    }

    fn on_close(&mut self, at: NeighbourIdx) {
        self.estimates.remove(at);
    }

    fn round(&self, rows: &[NeighbourRow], ctx: &RoundCtx, _: &mut Rng, outcome: &mut Outcome) {
        let uplink = u128::from(ctx.client.uplink.max(1));
        let part = |rate: u64| (u128::from(rate) * u128::from(WHOLE) / uplink) as u64;
        let mut left = WHOLE;
        for row in rows.iter().filter(|row| self.may_earn(row, ctx)) {
            let cost = part(self.of(row.at).needed_up).max(1);
            if cost > left {
                break;
            }
            left -= cost;
            outcome.regular.push(row.at);
            outcome.weights.push((row.at, cost as u32));
        }
    }
}
