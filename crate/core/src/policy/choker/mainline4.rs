//! Mainline 4.0's seed: the latest unchoked stay, and a third of the slots change every 30 s.
//!
//! Owns how many are replaced in a round, and who goes. Must never know who is fast among the new: turns are equal.

use super::{Candidate, Outcome, Policy, Room, in_turn};
use crate::base::ids::NeighbourIdx;
use crate::events::decision::{ChokeRule, RankedBy};

/// The latest unchoked first, then by rate.
pub struct Mainline4;

/// It was unchoked within the time of a turn, or still waits for blocks: then it is ordered by when it was unchoked, so that
/// all are served for the same time.
fn is_recent(row: &Candidate, room: &Room) -> bool {
    let turn = room.rounds(room.config.optimistic_rounds);
    row.unchoked_since.is_some_and(|since| row.asks || room.now.since(since) < turn)
}

/// Slots that change hands in this round: a third of them (rounded up) in each turn, spread over its rounds, less those that
/// changed since the last round.
fn changes(room: &Room) -> u32 {
    let (per_turn, rounds) = (room.slots.div_ceil(3), room.config.optimistic_rounds);
    let now = (per_turn + room.round % rounds) / rounds;
    if room.scheduled { now.saturating_sub(room.unchokes) } else { 0 }
}

impl Policy for Mainline4 {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "mainline4", by: RankedBy::Rate }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.up_rate
    }

    fn order(&self, row: &Candidate, room: &Room) -> u64 {
        match row.unchoked_since {
            Some(since) if is_recent(row, room) => (1 << 62) - since.0.min(1 << 62),
            Some(_) => (1 << 63) - row.up_rate.min(1 << 62),
            None => u64::MAX,
        }
    }

    fn is_held(&self, _: &Candidate, _: &Room) -> bool {
        false
    }

    fn round(&self, rows: &[Candidate], rotation: &[NeighbourIdx], room: &Room, outcome: &mut Outcome) {
        let waiting = rows.iter().filter(|row| row.interested && row.unchoked_since.is_none()).count() as u32;
        let kept = room.slots - changes(room).min(waiting).min(room.slots);
        let served = rows.iter().filter(|row| row.interested && row.unchoked_since.is_some());
        outcome.regular.extend(served.take(kept as usize).map(|row| row.slot));
        let n = (room.slots as usize).saturating_sub(outcome.regular.len());
        let is_new = |row: &Candidate| row.interested && row.unchoked_since.is_none();
        in_turn(rows, rotation, is_new, n, room, outcome);
    }
}
