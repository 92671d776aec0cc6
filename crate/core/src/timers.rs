//! The event queue: what is due, in order of time, and in order of arrival where times are equal.
//!
//! Owns that order. Must never know what is queued: an order that looks into the payload would change history whenever an
//! enum is reordered.
//!
//! A wheel of wheels. A moment is read as digits of six bits; an entry lies in the bucket of the highest digit in which it
//! differs from the last moment that was taken, and of its own digit there. So the next entry is in the first bucket that is
//! not empty. When that bucket holds several moments, the earliest becomes the last moment taken and the rest fall into finer
//! buckets, in the order in which they came: entries of one moment always lie together, first come first. An entry falls two
//! or three times, where a heap of as many entries compares it along a path that leaves the cache. What is queued stays where
//! it was put; only its moment and its place fall.

use crate::units::Nanos;
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// Bits of a digit.
const BITS: u32 = 6;
/// Buckets of a level: one for each value of a digit.
const WIDTH: usize = 1 << BITS;
/// Digits of a moment.
const LEVELS: usize = 64usize.div_ceil(BITS as usize);

/// A queue of things that are due at a moment.
#[derive(Clone, Debug)]
pub struct Timers<T> {
    /// Level-major: moment, and place among the payloads.
    buckets: Vec<VecDeque<(Nanos, u32)>>,
    /// Which buckets of each level hold something.
    filled: [u64; LEVELS],
    /// The last moment that was taken; no entry is earlier.
    last: Nanos,
    /// What falls, while it falls.
    falling: VecDeque<(Nanos, u32)>,
    /// What is queued, by place.
    payloads: Vec<Option<T>>,
    /// Places that are free.
    free: Vec<u32>,
}

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Timers {
            buckets: std::iter::repeat_with(VecDeque::new).take(LEVELS * WIDTH).collect(),
            filled: [0; LEVELS],
            last: Nanos::ZERO,
            falling: VecDeque::new(),
            payloads: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Timers<T> {
    /// Queues `due` at `at`. Panics when `at` has passed: time never runs back.
    #[inline]
    pub fn push(&mut self, at: Nanos, due: T) {
        assert!(at >= self.last, "queued for {at} when it is {}", self.last);
        let place = match self.free.pop() {
            Some(place) => {
                self.payloads[place as usize] = Some(due);
                place
            }
            None => {
                self.payloads.push(Some(due));
                self.payloads.len() as u32 - 1
            }
        };
        self.put(at, place);
    }

    #[inline]
    fn put(&mut self, at: Nanos, place: u32) {
        // Equal moments differ in no digit: they lie on the finest level.
        let level = ((at.0 ^ self.last.0) | 1).ilog2() / BITS;
        let digit = (at.0 >> (level * BITS)) as usize % WIDTH;
        self.filled[level as usize] |= 1 << digit;
        self.buckets[level as usize * WIDTH + digit].push_back((at, place));
    }

    /// The level and digit of the first bucket that holds something.
    #[inline]
    fn first(&self) -> Option<(usize, usize)> {
        let level = self.filled.iter().position(|&filled| filled != 0)?;
        Some((level, self.filled[level].trailing_zeros() as usize))
    }

    /// The earliest moment in a bucket that holds something.
    #[inline]
    fn earliest(&self, level: usize, digit: usize) -> Nanos {
        let bucket = &self.buckets[level * WIDTH + digit];
        // On the finest level a bucket is one moment.
        let moments = bucket.iter().take(if level == 0 { 1 } else { usize::MAX }).map(|entry| entry.0);
        moments.min().expect("the bucket is marked as filled")
    }

    /// Takes what is due first, unless that is after `until`.
    #[inline]
    pub fn pop_until(&mut self, until: Nanos) -> Option<(Nanos, T)> {
        let (level, digit) = self.first()?;
        let earliest = self.earliest(level, digit);
        if earliest > until {
            return None;
        }
        self.last = earliest;
        let bucket = level * WIDTH + digit;
        if level > 0 && self.buckets[bucket].len() > 1 {
            self.fall(level, digit);
            return self.pop_until(until);
        }
        let (at, place) = self.buckets[bucket].pop_front().expect("the bucket is marked as filled");
        if self.buckets[bucket].is_empty() {
            self.filled[level] &= !(1 << digit);
        }
        self.free.push(place);
        let due = self.payloads[place as usize].take().expect("a place holds what was put there");
        Some((at, due))
    }

    /// The entries of a bucket fall into finer ones.
    fn fall(&mut self, level: usize, digit: usize) {
        let bucket = level * WIDTH + digit;
        self.filled[level] &= !(1 << digit);
        let mut falling = std::mem::replace(&mut self.buckets[bucket], std::mem::take(&mut self.falling));
        falling.iter().for_each(|&(at, place)| self.put(at, place));
        falling.clear();
        // The longest bucket's room is used again.
        self.falling = std::mem::replace(&mut self.buckets[bucket], falling);
    }

    /// When the next thing is due.
    pub fn next_at(&self) -> Option<Nanos> {
        self.first().map(|(level, digit)| self.earliest(level, digit))
    }

    /// How many things are queued.
    pub fn len(&self) -> usize {
        self.payloads.len() - self.free.len()
    }

    /// Nothing is queued.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Hash> Hash for Timers<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Where an entry lies follows from the pushes and pops alone, not from how often somebody looked: equal histories
        // hash equally.
        self.last.hash(state);
        self.buckets.iter().flatten().for_each(|&(at, place)| (at, &self.payloads[place as usize]).hash(state));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn equal_times_leave_in_the_order_they_came() {
        let mut timers = Timers::default();
        for i in 0..100 {
            timers.push(Nanos(5), i);
        }
        let order: Vec<i32> = std::iter::from_fn(|| timers.pop_until(Nanos::MAX).map(|(_, i)| i)).collect();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn agrees_with_a_sorted_vector() {
        let mut rng = Rng::new(1);
        let (mut timers, mut sorted, mut now, mut pushed) = (Timers::default(), Vec::new(), 0, 0u64);
        for _ in 0..20_000 {
            if sorted.is_empty() || rng.below(5) < 3 {
                let at = now + u64::from(rng.below(50));
                timers.push(Nanos(at), pushed);
                sorted.push((at, pushed));
                sorted.sort_unstable();
                pushed += 1;
            } else {
                let (at, due) = sorted.remove(0);
                assert_eq!(timers.pop_until(Nanos(at)), Some((Nanos(at), due)));
                now = at;
            }
            assert_eq!(timers.len(), sorted.len());
        }
    }

    #[test]
    fn agrees_with_a_sorted_vector_over_every_span() {
        // Delays from nothing to years, looks in between, and bursts of one moment: every level is used.
        for seed in 0..20 {
            let mut rng = Rng::new(seed);
            let (mut timers, mut sorted, mut now) = (Timers::default(), Vec::new(), 0);
            for pushed in 0..3000u64 {
                let span = 1u64 << rng.below(60);
                let delay = if rng.below(4) == 0 { 0 } else { rng.next_u64() % span };
                let at = u64::saturating_add(now, delay);
                timers.push(Nanos(at), pushed);
                sorted.push((at, pushed));
                sorted.sort_unstable();
                assert_eq!(timers.next_at(), Some(Nanos(sorted[0].0)));
                while rng.below(5) > 1 && !sorted.is_empty() {
                    if let Some(before) = sorted[0].0.checked_sub(1) {
                        assert_eq!(timers.pop_until(Nanos(before)), None);
                    }
                    let (at, due) = sorted.remove(0);
                    assert_eq!(timers.pop_until(Nanos(at)), Some((Nanos(at), due)));
                    now = at;
                }
            }
        }
    }

    #[test]
    fn nothing_leaves_before_its_time() {
        let mut timers = Timers::default();
        timers.push(Nanos(10), ());
        assert_eq!(timers.pop_until(Nanos(9)), None);
        assert_eq!(timers.pop_until(Nanos(10)), Some((Nanos(10), ())));
    }

    #[test]
    #[should_panic(expected = "queued for")]
    fn the_past_is_closed() {
        let mut timers = Timers::default();
        timers.push(Nanos(10), ());
        timers.pop_until(Nanos(10));
        timers.push(Nanos(9), ());
    }
}
