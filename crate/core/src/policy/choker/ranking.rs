//! Putting neighbours in the order of a policy.
//!
//! Only as many as can be served need an order; they are found by selection (`select_nth_unstable`), and only they are sorted. Ties
//! are broken by the settings ([`Ties`]) and then by a random number, never by a neighbour's place.

use super::{Measure, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::Standing;
use crate::scenario::config::Ties;

/// Memory to sort in.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// A key for each row; its last part has the neighbour's place and, in the lower half, the row's index.
    keys: Vec<[u64; 5]>,
    rows: Vec<NeighbourRow>,
}

/// Puts the best `n` rows in front, best first. Behind them come, in order as well, the rows whose unchoke is fresh or on trial; the
/// order of all others is left open.
pub fn rank(rows: &mut [NeighbourRow], n: usize, policy: &dyn Policy, ctx: &RoundCtx, ranking: &mut Ranking) {
    let Ranking { keys, rows: before } = ranking;
    keys.clear();
    keys.extend(rows.iter().zip(0..).map(|(row, index)| key(row, index, policy, ctx)));
    if n < keys.len() {
        keys.select_nth_unstable(n);
        let (best, others) = keys.split_at_mut(n);
        best.sort_unstable();
        let mut n_kept = 0;
        for i in 0..others.len() {
            let row = &rows[index(others[i][4])];
            if row.fresh || row.on_trial {
                others.swap(n_kept, i);
                n_kept += 1;
            }
        }
        others[..n_kept].sort_unstable();
    } else {
        keys.sort_unstable();
    }
    before.clear();
    before.extend_from_slice(rows);
    rows.iter_mut().zip(keys).for_each(|(row, &mut [.., last])| *row = before[index(last)]);
}

/// The row's index in the last part of its key.
fn index(last: u64) -> usize {
    last as u32 as usize
}

/// Who is ranked as if it wanted something: whoever may be unchoked ahead of its interest.
fn ranked_as(row: &NeighbourRow, ctx: &RoundCtx) -> NeighbourRow {
    NeighbourRow { interested: row.interested || ctx.config.unchoke_ahead, ..*row }
}

/// What a row was ranked by, as a record tells it.
pub fn measure(row: &NeighbourRow, policy: &dyn Policy, ctx: &RoundCtx) -> Measure {
    let as_ranked = ranked_as(row, ctx);
    let measure = policy.measure(row, ctx);
    let standing = match () {
        () if !as_ranked.interested => Standing::Uninterested,
        () if !policy.may_earn(&as_ranked, ctx) => Standing::MayNotEarn,
        () if row.fresh => Standing::Fresh,
        () if !row.on_trial && policy.is_held(row, ctx) => Standing::Held,
        () => measure.standing,
    };
    Measure { standing, ..measure }
}

/// A row's place in the ranking. A neighbour on trial has a slot already; a regular one it must earn by its rate.
fn key(row: &NeighbourRow, index: u64, policy: &dyn Policy, ctx: &RoundCtx) -> [u64; 5] {
    let earns = policy.may_earn(&ranked_as(row, ctx), ctx);
    let held = !row.on_trial && policy.is_held(row, ctx);
    let first = u64::from(!earns) << 2 | u64::from(!row.fresh) << 1 | u64::from(!held);
    let drawn = u64::from(row.tie_breaker) << 16 | u64::from(row.at.0);
    let choked = u64::from(row.unchoked_since.is_none()) << 48;
    let (second, third) = match ctx.config.ties {
        Ties::Random => (0, drawn),
        Ties::Unchoked => (0, choked | drawn),
        Ties::FasterUnchoked => (u64::MAX - row.up_rate, choked | drawn),
        // Whoever was unchoked longest ago comes first; moments are hardly ever equal.
        Ties::ByTurns => {
            (u64::from(row.had_turn(ctx)) << 63 | ((1 << 62) - row.sent_last_round.min(1 << 62)), row.turned_at.0)
        }
    };
    // Whoever is equal in all that stands in the order of the places, whatever order the rows came in: records or not, a run is the same.
    [first, policy.order(row, ctx), second, third, u64::from(row.at.0) << 32 | index]
}
