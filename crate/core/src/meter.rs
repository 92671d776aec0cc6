//! Transfer rates over the last 20 seconds, as the choker ranks by them.
//!
//! Owns the sliding window. Must never know who sends to whom.
//! Cohen 2003 ranks by "essentially a rolling 20-second average". The window is ten buckets of two seconds, so a byte
//! counts for between 18 and 20 seconds: 48 bytes a meter, where an exact history would grow with the rate.

use crate::units::{BytesPerSec, Nanos, SECOND};

/// Buckets in the window.
const BUCKETS: usize = 10;
/// The time of one bucket.
const BUCKET: u64 = 2 * SECOND;
/// The window: 20 seconds.
pub const WINDOW: Nanos = Nanos(BUCKETS as u64 * BUCKET);

/// Bytes counted over a sliding window of [`WINDOW`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Meter {
    buckets: [u32; BUCKETS],
    /// The number of the newest bucket, counted from the beginning of the run.
    newest: u64,
}

impl Meter {
    /// Counts `bytes` at `now`.
    #[inline]
    pub fn add(&mut self, now: Nanos, bytes: u32) {
        self.forget(now);
        let bucket = &mut self.buckets[(self.newest % BUCKETS as u64) as usize];
        *bucket = bucket.saturating_add(bytes);
    }

    /// Bytes in the window that ends at `now`.
    pub fn bytes(&self, now: Nanos) -> u64 {
        let number = now.0 / BUCKET;
        let age = number.saturating_sub(self.newest);
        // Bucket k back from the newest is still inside when its age plus k is below the window.
        (0..BUCKETS as u64)
            .take_while(|k| age + k < BUCKETS as u64 && *k <= self.newest)
            .map(|k| u64::from(self.buckets[((self.newest - k) % BUCKETS as u64) as usize]))
            .sum()
    }

    /// The mean rate over the window, or over the time since `since` when that is shorter (a new connection).
    /// Never over less than one second: the first block of a connection is not yet a rate.
    pub fn rate(&self, now: Nanos, since: Nanos) -> BytesPerSec {
        let span = now.since(since).0.clamp(SECOND, WINDOW.0);
        BytesPerSec::over(self.bytes(now), Nanos(span))
    }

    #[inline]
    fn forget(&mut self, now: Nanos) {
        let number = now.0 / BUCKET;
        if number > self.newest {
            let gone = (number - self.newest).min(BUCKETS as u64);
            for k in 1..=gone {
                self.buckets[((self.newest + k) % BUCKETS as u64) as usize] = 0;
            }
            self.newest = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn agrees_with_an_exact_history_cut_at_bucket_borders() {
        for seed in 0..50 {
            let mut rng = Rng::new(seed);
            let (mut meter, mut history, mut now) = (Meter::default(), Vec::new(), 0u64);
            for _ in 0..300 {
                now += u64::from(rng.below(3_000)) * 1_000_000 * if rng.below(20) == 0 { 20 } else { 1 };
                if rng.below(3) > 0 {
                    let bytes = rng.below(20_000);
                    meter.add(Nanos(now), bytes);
                    history.push((now, bytes));
                }
                let border = (now / BUCKET + 1).saturating_sub(BUCKETS as u64) * BUCKET;
                let exact: u64 = history.iter().filter(|(t, _)| *t >= border).map(|(_, b)| u64::from(*b)).sum();
                assert_eq!(meter.bytes(Nanos(now)), exact, "seed {seed} at {now}");
            }
        }
    }

    #[test]
    fn a_steady_flow_has_its_rate_within_a_bucket() {
        let mut meter = Meter::default();
        for tenth in 0..600 {
            meter.add(Nanos(tenth * SECOND / 10), 1000);
        }
        let rate = meter.rate(Nanos::from_secs(60), Nanos::ZERO).0;
        assert!((9_000..=10_000).contains(&rate), "{rate}");
        assert_eq!(meter.rate(Nanos::from_secs(90), Nanos::ZERO).0, 0, "an old flow is forgotten");
    }

    #[test]
    fn a_new_connection_is_rated_over_its_own_life() {
        let mut meter = Meter::default();
        meter.add(Nanos::from_secs(101), 20_000);
        assert_eq!(meter.rate(Nanos::from_secs(102), Nanos::from_secs(100)).0, 10_000);
    }
}
