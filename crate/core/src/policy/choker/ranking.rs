//! Putting neighbours in the order of a policy.
//!
//! Only as many as can be served need an order; they are found by selection (`select_nth_unstable`), and only they are sorted. Ties
//! are broken by the settings ([`Ties`]) and then by a random number, never by a neighbour's place.

use super::{Measure, NeighbourRow, Policy, RoundCtx};
use crate::events::decision::Standing;
use crate::scenario::config::Ties;

/// A row's place in the ranking as one number, the least first: sorting compares nothing else. From the highest bit: three bits for
/// who comes before all others, the policy's figure, what breaks ties, and the row's index.
type Key = u128;

const INDEX: u32 = 12;
const TIE: u32 = 49;
const FIGURE: u32 = 64;

/// Memory to sort in.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// A key for each row.
    keys: Vec<Key>,
    /// What breaks ties, the neighbour's place and the row's index, where that is too long for a key.
    ties: Vec<([u64; 2], u16, u16)>,
    rows: Vec<NeighbourRow>,
}

/// Puts the best `n` rows in front, best first. Behind them come, in order as well, the rows whose unchoke is fresh or on trial; the
/// order of all others is left open.
pub fn rank(rows: &mut [NeighbourRow], n: usize, policy: &dyn Policy, ctx: &RoundCtx, ranking: &mut Ranking) {
    assert!(rows.len() <= 1 << INDEX, "more neighbours than a scenario allows");
    let Ranking { keys, ties, rows: before } = ranking;
    keys.clear();
    keys.extend(rows.iter().zip(0..).map(|(row, index)| key(row, index, policy, ctx)));
    if matches!(ctx.config.ties, Ties::FasterUnchoked | Ties::ByTurns) {
        ties.clear();
        ties.extend(rows.iter().zip(0..).map(|(row, index)| (long_tie(row, ctx), row.at.0, index)));
        ties.sort_unstable();
        for (&(.., index), place) in ties.iter().zip(0..) {
            keys[usize::from(index)] |= Key::from(place as u32) << INDEX;
        }
    }
    if n < keys.len() {
        keys.select_nth_unstable(n);
        let (best, others) = keys.split_at_mut(n);
        best.sort_unstable();
        let mut n_kept = 0;
        for i in 0..others.len() {
            let row = &rows[index(others[i])];
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
    rows.iter_mut().zip(keys).for_each(|(row, key)| *row = before[index(*key)]);
}

/// The row's index in the last part of its key.
fn index(key: Key) -> usize {
    (key & ((1 << INDEX) - 1)) as usize
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
fn key(row: &NeighbourRow, index: Key, policy: &dyn Policy, ctx: &RoundCtx) -> Key {
    let ahead = ctx.config.unchoke_ahead;
    let earns = if ahead { policy.may_earn(&ranked_as(row, ctx), ctx) } else { policy.may_earn(row, ctx) };
    let held = !row.on_trial && policy.is_held(row, ctx);
    let first = u64::from(!earns) << 2 | u64::from(!row.fresh) << 1 | u64::from(!held);
    let tie = match ctx.config.ties {
        Ties::Random => drawn(row),
        Ties::Unchoked => choked_last(row),
        // Their ties are longer than a key, and their order is put there afterwards.
        Ties::FasterUnchoked | Ties::ByTurns => 0,
    };
    let before = Key::from(first) << FIGURE | Key::from(policy.order(row, ctx));
    (before << TIE | Key::from(tie)) << INDEX | index
}

/// A drawn number, then the place: whoever is equal in all else stands in the order of the places, whatever order the rows came in.
/// Records or not, a run is the same.
fn drawn(row: &NeighbourRow) -> u64 {
    u64::from(row.tie_breaker) << 16 | u64::from(row.at.0)
}

/// The same behind whether the neighbour is choked.
fn choked_last(row: &NeighbourRow) -> u64 {
    u64::from(row.unchoked_since.is_none()) << 48 | drawn(row)
}

/// What breaks ties where that is two numbers.
fn long_tie(row: &NeighbourRow, ctx: &RoundCtx) -> [u64; 2] {
    match ctx.config.ties {
        // Whoever was unchoked longest ago comes first; moments are hardly ever equal.
        Ties::ByTurns => {
            let turn = u64::from(row.had_turn(ctx)) << 63 | ((1 << 62) - row.sent_last_round.min(1 << 62));
            [turn, row.turned_at.0]
        }
        _ => [u64::MAX - row.up_rate, choked_last(row)],
    }
}
