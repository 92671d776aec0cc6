//! How many slots there are: the three rules of `SlotRule`, and how many of the slots are optimistic.

use super::{NeighbourRow, policies};
use crate::scenario::config::{ChokerConfig, SlotRule};

/// A kilobyte, as mainline and libtorrent count.
const KB: u64 = 1024;

/// Slots of a client with this uplink (bytes per second), before any neighbour is measured.
pub fn slots(config: &ChokerConfig, uplink: u64) -> u32 {
    let slots = match config.slots {
        SlotRule::Fixed | SlotRule::RateBased => config.upload_slots,
        SlotRule::ByUplink => by_uplink(uplink),
    };
    if config.optimistic_beside { slots.saturating_add(config.optimistic_slots) } else { slots }
}

/// Slots of a mainline client.
pub fn by_uplink(uplink: u64) -> u32 {
    match uplink / KB {
        0..=8 => 2,
        9..=14 => 3,
        15..=41 => 4,
        // The root of 0.6 times the rate, in integers.
        rate => u32::try_from((rate * 3 / 5).isqrt()).unwrap_or(u32::MAX),
    }
}

/// How many of `slots` are optimistic.
pub fn optimistic(config: &ChokerConfig, slots: u32) -> u32 {
    if config.optimistic_share > 0.0 {
        ((f64::from(slots) * config.optimistic_share) as u32).max(1)
    } else {
        config.optimistic_slots
    }
}

/// How many neighbours a client may ever have unchoked at a time: all that it is connected to, when one of its policies has no limit,
/// or when it unchokes neighbours that have no slot.
pub fn slots_max(config: &ChokerConfig, uplink: u64, connections_max: u32) -> u32 {
    let slots = slots(config, uplink);
    let beyond = config.unchoke_ahead || config.unchoke_first_interest;
    let unlimited = beyond || policies(config).iter().any(|policy| policy.is_unlimited());
    if unlimited { slots.max(connections_max) } else { slots }
}

/// Slots that are open now, of the `slots` there are at most. libtorrent's rate-based rule opens one after another while each
/// next neighbour takes more than a threshold, which rises with each.
pub fn slots_now(rows: &[NeighbourRow], config: &ChokerConfig, slots: u32) -> u32 {
    if config.slots != SlotRule::RateBased {
        return slots;
    }
    let mut rates: Vec<u64> = rows.iter().map(|row| row.up_rate).collect();
    rates.sort_unstable();
    let threshold = |k: u64| u64::from(config.slot_rate) + u64::from(config.slot_rate_step) * k;
    let fast = rates.iter().rev().zip(0u64..).take_while(|&(&rate, k)| rate >= threshold(k)).count() as u32;
    // One more than carry their weight: the next is being tried.
    (fast + 1).min(slots)
}

#[cfg(test)]
mod tests {
    use super::super::tests::row;
    use super::*;

    #[test]
    fn mainline_counts_slots_by_the_uplink() {
        let config = ChokerConfig { slots: SlotRule::ByUplink, ..ChokerConfig::default() };
        let of = |kb: u64| slots(&config, kb * KB);
        assert_eq!([1, 8, 9, 14, 15, 41, 42, 60, 128, 1000].map(of), [2, 2, 3, 3, 4, 4, 5, 6, 8, 24]);
    }

    #[test]
    fn libtorrent_opens_slots_while_each_next_one_is_fast_enough() {
        let config = ChokerConfig { slots: SlotRule::RateBased, ..ChokerConfig::default() };
        let open = |rates: &[u64], slots| {
            let rows: Vec<NeighbourRow> =
                rates.iter().zip(0..).map(|(&up_rate, at)| NeighbourRow { up_rate, ..row(at, 0) }).collect();
            slots_now(&rows, &config, slots)
        };
        assert_eq!(open(&[], 8), 1);
        assert_eq!(open(&[1023, 500], 8), 1);
        assert_eq!(open(&[500, 1024], 8), 2);
        assert_eq!(open(&[20_000; 12], 20), 11, "ten thresholds from 1024 to 19456, and one more");
        assert_eq!(open(&[20_000; 12], 8), 8);
        let choosy = ChokerConfig { slot_rate: 15_000, slot_rate_step: 5000, ..config.clone() };
        let rows: Vec<NeighbourRow> = (0..12).map(|at| NeighbourRow { up_rate: 20_000, ..row(at, 0) }).collect();
        assert_eq!(slots_now(&rows, &choosy, 20), 3, "15000 and 20000, and one more");
    }

    #[test]
    fn optimistic_slots_are_a_number_or_a_share_and_among_the_slots_or_beside() {
        let fixed = ChokerConfig { upload_slots: 8, optimistic_slots: 2, ..ChokerConfig::default() };
        assert_eq!((slots(&fixed, 0), optimistic(&fixed, 8)), (8, 2));
        let beside = ChokerConfig { optimistic_beside: true, ..fixed.clone() };
        assert_eq!((slots(&beside, 0), optimistic(&beside, 10)), (10, 2), "eight regular ones");
        let fifth = ChokerConfig { optimistic_share: 0.2, ..fixed };
        assert_eq!([1, 4, 8, 9, 10, 15, 50].map(|slots| optimistic(&fifth, slots)), [1, 1, 1, 1, 2, 3, 10]);
    }
}
