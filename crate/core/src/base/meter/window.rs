//! A sliding window: the bytes of the last so many seconds, in ten buckets.
//!
//! Owns the buckets. Must never know whose bytes it counts. Cohen 2003 ranks by "essentially a rolling 20-second average": with ten
//! buckets of two seconds a byte counts for between 18 and 20, in 44 bytes, where an exact history would grow with the rate.

use crate::base::units::{BytesPerSec, Nanos, SECOND};

/// Buckets in a window.
pub(super) const BUCKETS: usize = 10;
/// The window of a connection's rate: 20 seconds.
pub const WINDOW: Nanos = Nanos(20 * SECOND);
/// The time of a bucket of the connection's own window.
const WIDTH: u64 = WINDOW.0 / BUCKETS as u64;

/// Bytes counted over a sliding window in ten buckets, whose width the owner knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Buckets {
    bytes: [u32; BUCKETS],
    /// The number of the newest bucket, counted from the beginning of the run.
    newest: u32,
}

impl Buckets {
    /// The number of the bucket of this moment: a year of the narrowest buckets there are.
    #[inline]
    fn number(now: Nanos, width: u64) -> u32 {
        u32::try_from(now.0 / width).unwrap_or(u32::MAX)
    }

    #[inline]
    fn add(&mut self, number: u32, bytes: u32) {
        if number > self.newest {
            self.forget(number);
        }
        let bucket = &mut self.bytes[self.newest as usize % BUCKETS];
        *bucket = bucket.saturating_add(bytes);
    }

    fn forget(&mut self, number: u32) {
        let gone = (number - self.newest).min(BUCKETS as u32);
        for k in 1..=gone {
            self.bytes[(self.newest as usize + k as usize) % BUCKETS] = 0;
        }
        self.newest = number;
    }

    /// Bytes in the window whose newest bucket has this number.
    #[inline]
    fn sum(&self, number: u32) -> u64 {
        let age = number.saturating_sub(self.newest) as usize;
        if age >= BUCKETS {
            return 0;
        }
        let all: u64 = self.bytes.iter().map(|&bytes| u64::from(bytes)).sum();
        // The oldest lie behind the newest, once round.
        let old = |k: usize| u64::from(self.bytes[(self.newest as usize + k) % BUCKETS]);
        all - (1..=age).map(old).sum::<u64>()
    }
}

/// A window of any span.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    buckets: Buckets,
    /// The time of one bucket.
    width: u64,
}

impl Window {
    /// An empty window of this span.
    pub fn new(span: Nanos) -> Window {
        Window { buckets: Buckets::default(), width: (span.0 / BUCKETS as u64).max(1) }
    }

    pub(super) fn add(&mut self, now: Nanos, bytes: u32) {
        self.buckets.add(Buckets::number(now, self.width), bytes);
    }

    pub(super) fn rate(&self, now: Nanos, since: Nanos) -> BytesPerSec {
        mean(self.buckets.sum(Buckets::number(now, self.width)), self.width * BUCKETS as u64, now, since)
    }
}

/// The mean over a window, or over the time since `since` when that is shorter (a new connection).
/// Never over less than one second: the first block of a connection is not yet a rate.
#[inline]
pub(super) fn mean(bytes: u64, span: u64, now: Nanos, since: Nanos) -> BytesPerSec {
    BytesPerSec::over(bytes, Nanos(now.since(since).0.clamp(SECOND.min(span), span)))
}

/// The bytes of the last 20 seconds and nothing else: for who watches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Recent(Buckets);

impl Recent {
    /// Counts `bytes` at `now`.
    #[inline]
    pub fn add(&mut self, now: Nanos, bytes: u32) {
        self.0.add(Buckets::number(now, WIDTH), bytes);
    }

    /// Bytes in the window that ends at `now`.
    #[inline]
    pub fn bytes(&self, now: Nanos) -> u64 {
        self.0.sum(Buckets::number(now, WIDTH))
    }
}
