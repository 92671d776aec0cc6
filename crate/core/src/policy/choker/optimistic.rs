//! The optimistic unchokes: neighbours that are served in turn, whatever their rates.
//!
//! A turn lasts some rounds (BEP 3: 30 seconds, a full trial of the connection), then it is the next neighbour's turn.

use super::{NeighbourRow, Outcome};
use crate::base::ids::NeighbourIdx;

/// How many optimistic slots are given, and in which order.
#[derive(Clone, Copy, Debug)]
pub struct Optimistic<'a> {
    /// How many are given.
    pub wanted: usize,
    /// How many slots there are, the regular ones included.
    pub slots: u32,
    /// The order in which neighbours have their turn.
    pub rotation: &'a [NeighbourIdx],
}

/// Gives the optimistic slots beside the regular ones of `outcome`: first to those whose turn is not over, then to the next in the
/// rotation.
///
/// A neighbour on trial keeps its slot through the rounds in between, unless it has earned a regular one; one that was unchoked a
/// moment ago keeps its slot in any round, while there are slots at all.
pub fn give_turns(
    rows: &[NeighbourRow],
    may_try: impl Fn(&NeighbourRow) -> bool,
    Optimistic { wanted, slots, rotation }: Optimistic,
    outcome: &mut Outcome,
) {
    let Outcome { regular, optimistic, .. } = outcome;
    let fresh = rows.iter().filter(|row| row.fresh);
    let present = rows.iter().filter(|row| !row.fresh && row.on_trial);
    let waits = |row: &NeighbourRow| may_try(row) && !regular.contains(&row.at);
    optimistic.extend(fresh.chain(present).filter(|row| waits(row)).map(|row| row.at));
    optimistic.truncate((slots as usize).saturating_sub(regular.len()));
    // Slots that no regular neighbour takes are optimistic ones too: a snubbed peer has more than one (Cohen 2003).
    for &at in rotation {
        if optimistic.len() >= wanted {
            break;
        }
        if !optimistic.contains(&at) && rows.iter().any(|row| row.at == at && waits(row)) {
            optimistic.push(at);
        }
    }
}
