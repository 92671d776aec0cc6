//! BitTyrant: as little as is needed to be given back, to as many as the uplink carries.
//!
//! Owns what a neighbour costs and brings, u_p and d_p (Piatek, Isdal, Anderson, Krishnamurthy, Venkataramani 2007, figure
//! 5). Must never know what others pay. What a neighbour would bring that has never served us is estimated from its
//! announcements: how fast it gets pieces is taken for its uplink, and its uplink is shared by mainline's slots. That is too
//! much for slow peers, and so leads to strangers. At first everybody is supposed to cost what a middling neighbour gives
//! each of its own. There is no optimistic slot: who does not give back becomes dearer and falls behind the untried.

use super::slots::by_uplink;
use super::{Candidate, Outcome, Policy, Room, Terms, WHOLE};
use crate::base::ids::NeighbourIdx;
use crate::base::units::BytesPerSec;
use crate::events::decision::{ChokeRule, RankedBy};
use crate::scenario::config::{BetweenRounds, ChokerConfig};

/// By what they bring for what they cost.
pub struct BitTyrant;

/// A share as parts of a million, so that integers decide.
fn millionths(share: f64) -> u64 {
    (share * 1e6) as u64
}

fn scaled(rate: u64, parts: u64) -> u64 {
    (u128::from(rate) * u128::from(parts) / 1_000_000) as u64
}

/// What a client with this uplink gives to each that it serves (mainline).
fn equal_split(uplink: u64) -> u64 {
    uplink / u64::from(by_uplink(uplink))
}

/// What a neighbour gains by its announcements: a mean that forgets a quarter with each round.
pub fn watch(row: &Candidate, room: &Room) -> Terms {
    let (have, gain) = (row.have, row.terms.gain);
    if row.terms.price == 0 {
        return Terms { have, ..row.terms };
    }
    let came = u64::from(have.saturating_sub(row.terms.have)) * u64::from(room.piece_length);
    let now = BytesPerSec::over(came, room.rounds(1)).0;
    Terms { have, gain: if gain == 0 { now } else { (3 * gain + now) / 4 }, ..row.terms }
}

/// What a neighbour of which nothing is known is supposed to cost and to bring: what the middling one of the others gives to
/// each that it serves, or what we would, as long as nobody has announced anything.
pub fn supposed(rows: &[Candidate], room: &Room) -> u64 {
    let gains = rows.iter().filter(|row| row.have < room.n_pieces && row.terms.gain > 0).map(|row| row.terms.gain);
    let mut splits: Vec<u64> = gains.map(equal_split).collect();
    splits.sort_unstable();
    splits.get(splits.len() / 2).copied().unwrap_or(equal_split(room.uplink)).max(1)
}

/// What a round taught about one neighbour.
pub fn learn(row: &Candidate, supposed: u64, room: &Room) -> Terms {
    let Terms { mut price, mut worth, mut measured, mut rounds, have, gain } = row.terms;
    if price == 0 {
        (price, worth) = (supposed, supposed);
    }
    if row.serves_us {
        // A neighbour that has just begun is not yet measured.
        worth = if rounds == 0 { worth.max(row.down_rate) } else { row.down_rate };
        rounds += 1;
        measured = true;
    } else {
        rounds = 0;
        // What it gave when it served us is better known than what its announcements tell.
        worth = if gain > 0 && !measured { equal_split(gain) } else { worth };
    }
    // Only who is served can be said to give back, or not to.
    if row.unchoked_since.is_some() {
        if !row.serves_us {
            price = scaled(price, 1_000_000 + millionths(room.config.tyrant_raise)).max(price + 1);
        } else if rounds >= room.config.tyrant_rounds {
            price = scaled(price, 1_000_000 - millionths(room.config.tyrant_lower));
        }
    }
    Terms { price: price.clamp(1, room.uplink.max(1)), worth, measured, rounds, have, gain }
}

impl Policy for BitTyrant {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "bit_tyrant", by: RankedBy::Return }
    }

    fn figure(&self, row: &Candidate, _: &Room) -> u64 {
        row.terms.worth.saturating_mul(1000) / row.terms.price.max(1)
    }

    fn order(&self, row: &Candidate, _: &Room) -> u64 {
        let ratio = (u128::from(row.terms.worth) << 20) / u128::from(row.terms.price.max(1));
        u64::MAX - u64::try_from(ratio).unwrap_or(u64::MAX)
    }

    fn is_held(&self, _: &Candidate, _: &Room) -> bool {
        false
    }

    fn is_unlimited(&self) -> bool {
        true
    }

    /// The uplink is shared out from round to round.
    fn between_rounds(&self, _: &ChokerConfig) -> BetweenRounds {
        BetweenRounds::Wait
    }

    fn learns(&self) -> bool {
        true
    }

    fn learn(&self, rows: &mut [Candidate], room: &Room) {
        if !room.scheduled {
            return;
        }
        rows.iter_mut().for_each(|row| row.terms = watch(row, room));
        let supposed = supposed(rows, room);
        rows.iter_mut().for_each(|row| row.terms = learn(row, supposed, room));
    }

    fn round(&self, rows: &[Candidate], _: &[NeighbourIdx], room: &Room, outcome: &mut Outcome) {
        let part = |rate: u64| (u128::from(rate) * u128::from(WHOLE) / u128::from(room.uplink.max(1))) as u64;
        let mut left = WHOLE;
        for row in rows.iter().filter(|row| self.may_earn(row, room)) {
            let cost = part(row.terms.price).max(1);
            if cost > left {
                break;
            }
            left -= cost;
            outcome.regular.push(row.slot);
            outcome.weights.push((row.slot, cost as u32));
        }
    }
}
