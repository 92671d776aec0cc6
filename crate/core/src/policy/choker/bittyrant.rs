//! BitTyrant: as little as is needed to be given back, to as many as the uplink carries.
//!
//! Owns what a neighbour costs and brings (Piatek, Isdal, Anderson, Krishnamurthy, Venkataramani 2007). Must never know what
//! others pay. A neighbour that was never tried is supposed to cost and to bring what those that serve us bring on average, or
//! an equal part of our own uplink as long as nobody does. There is no optimistic slot: who does not give back becomes dearer
//! and falls behind the untried.

use super::{Candidate, Outcome, Policy, Room, Terms, WHOLE};
use crate::config::{BetweenRounds, ChokerConfig};
use crate::decision::ChokeRule;
use crate::ids::Slot;

/// By what they bring for what they cost.
pub struct BitTyrant;

/// A share as parts of a million, so that integers decide.
fn millionths(share: f64) -> u64 {
    (share * 1e6) as u64
}

fn scaled(rate: u64, parts: u64) -> u64 {
    (u128::from(rate) * u128::from(parts) / 1_000_000) as u64
}

/// What an untried neighbour is supposed to cost and to bring.
pub fn supposed(rows: &[Candidate], room: &Room) -> u64 {
    let serving = || rows.iter().filter(|row| row.serves_us && row.down_rate > 0).map(|row| row.down_rate);
    match serving().count() as u64 {
        0 => room.uplink / u64::from(room.slots.max(1)),
        n => serving().sum::<u64>() / n,
    }
}

/// What a round taught about one neighbour.
pub fn learn(row: &Candidate, supposed: u64, room: &Room) -> Terms {
    let Terms { mut price, mut worth, mut rounds } = row.terms;
    if price == 0 {
        price = supposed.max(1);
        worth = price;
    }
    if row.serves_us {
        // A neighbour that has just begun is not yet measured.
        worth = if rounds == 0 { worth.max(row.down_rate) } else { row.down_rate };
        rounds += 1;
    } else {
        rounds = 0;
    }
    // Only who is served can be said to give back, or not to.
    if row.unchoked_since.is_some() {
        if !row.serves_us {
            price = scaled(price, 1_000_000 + millionths(room.config.tyrant_raise)).max(price + 1);
        } else if rounds >= room.config.tyrant_rounds {
            price = scaled(price, 1_000_000 - millionths(room.config.tyrant_lower));
        }
    }
    Terms { price: price.clamp(1, room.uplink.max(1)), worth, rounds }
}

impl Policy for BitTyrant {
    fn rule(&self) -> ChokeRule {
        let text =
            "BitTyrant: those that bring most for what they cost, until the uplink is used up (Piatek et al. 2007)";
        ChokeRule { text, unit: "thousandths back" }
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

    fn learn(&self, rows: &mut [Candidate], room: &Room) {
        let supposed = supposed(rows, room);
        rows.iter_mut().filter(|_| room.scheduled).for_each(|row| row.terms = learn(row, supposed, room));
    }

    fn round(&self, rows: &[Candidate], _: &[Slot], room: &Room) -> Outcome {
        let part = |rate: u64| (u128::from(rate) * u128::from(WHOLE) / u128::from(room.uplink.max(1))) as u64;
        let mut left = WHOLE;
        let mut outcome = Outcome::default();
        for row in rows.iter().filter(|row| self.may_earn(row, room)) {
            let cost = part(row.terms.price).max(1);
            if cost > left {
                break;
            }
            left -= cost;
            outcome.regular.push(row.slot);
            outcome.weights.push((row.slot, cost as u32));
        }
        outcome
    }
}
