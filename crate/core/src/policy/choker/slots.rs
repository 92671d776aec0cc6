//! How many slots there are.
//!
//! Owns the three rules of `SlotRule`. Must never know who gets them.

use super::{Candidate, LEECHERS, SEEDS};
use crate::config::{ChokerConfig, SlotRule};

/// A kilobyte, as mainline and libtorrent count.
const KB: u64 = 1024;

/// Slots of a client with this uplink (bytes per second), before anybody is measured.
pub fn slots(config: &ChokerConfig, uplink: u64) -> u32 {
    match config.slots {
        SlotRule::Fixed | SlotRule::RateBased => config.upload_slots,
        SlotRule::ByUplink => match uplink / KB {
            0..=8 => 2,
            9..=14 => 3,
            15..=41 => 4,
            // The root of 0.6 times the rate, in integers.
            rate => u32::try_from((rate * 3 / 5).isqrt()).unwrap_or(u32::MAX),
        },
    }
}

/// The most that it may ever serve at a time: as many as it is connected to, when one of its policies has no limit.
pub fn slots_max(config: &ChokerConfig, uplink: u64, connections_max: u32) -> u32 {
    let of_leecher = LEECHERS.iter().any(|(name, policy)| *name == config.policy && policy.is_unlimited());
    let of_seed = SEEDS.iter().any(|(name, policy)| *name == config.seed_policy && policy.is_unlimited());
    let slots = slots(config, uplink);
    if of_leecher || of_seed { slots.max(connections_max) } else { slots }
}

/// Slots that are open now, of the `slots` there are at most. libtorrent's rate-based rule opens one after another while each
/// next neighbour takes more than a threshold, which rises with each.
pub fn slots_now(rows: &[Candidate], config: &ChokerConfig, slots: u32) -> u32 {
    if config.slots != SlotRule::RateBased {
        return slots;
    }
    let mut rates: Vec<u64> = rows.iter().map(|row| row.up_rate).collect();
    rates.sort_unstable_by(|a, b| b.cmp(a));
    let fast = rates.iter().zip(0u64..).take_while(|&(&rate, k)| rate >= KB + 2 * KB * k).count() as u32;
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
            let rows: Vec<Candidate> =
                rates.iter().zip(0..).map(|(&up_rate, slot)| Candidate { up_rate, ..row(slot, 0) }).collect();
            slots_now(&rows, &config, slots)
        };
        assert_eq!(open(&[], 8), 1);
        assert_eq!(open(&[1023, 500], 8), 1);
        assert_eq!(open(&[500, 1024], 8), 2);
        assert_eq!(open(&[20_000; 12], 20), 11, "ten thresholds from 1024 to 19456, and one more");
        assert_eq!(open(&[20_000; 12], 8), 8);
    }
}
