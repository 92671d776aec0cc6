//! The event queue: what is due, in order of time, and in order of arrival where times are equal.
//!
//! Owns the order `(time, seq)`. Must never know what is queued: an order that looks into the payload would change
//! history whenever an enum is reordered.

use crate::units::Nanos;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};

/// A queue of things that are due at a moment.
#[derive(Clone, Debug)]
pub struct Timers<T> {
    heap: BinaryHeap<Entry<T>>,
    seq: u64,
    now: Nanos,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    at: Nanos,
    seq: u64,
    due: T,
}

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Timers { heap: BinaryHeap::new(), seq: 0, now: Nanos::ZERO }
    }
}

impl<T> Timers<T> {
    /// Queues `due` at `at`. Panics when `at` has passed: time never runs back.
    #[inline]
    pub fn push(&mut self, at: Nanos, due: T) {
        assert!(at >= self.now, "queued for {at} when it is {}", self.now);
        self.heap.push(Entry { at, seq: self.seq, due });
        self.seq += 1;
    }

    /// Takes what is due first, unless that is after `until`.
    #[inline]
    pub fn pop_until(&mut self, until: Nanos) -> Option<(Nanos, T)> {
        if self.heap.peek()?.at > until {
            return None;
        }
        let entry = self.heap.pop()?;
        self.now = entry.at;
        Some((entry.at, entry.due))
    }

    /// When the next thing is due.
    pub fn next_at(&self) -> Option<Nanos> {
        self.heap.peek().map(|entry| entry.at)
    }

    /// How many things are queued.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Nothing is queued.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

impl<T: Hash> Hash for Timers<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The heap's own order follows from the order of pushes and pops, so equal histories hash equally.
        self.seq.hash(state);
        self.now.hash(state);
        self.heap.iter().for_each(|entry| (entry.at, entry.seq, &entry.due).hash(state));
    }
}

// `BinaryHeap` is a max-heap: the earliest entry must compare greatest.
impl<T> Ord for Entry<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.seq).cmp(&(self.at, self.seq))
    }
}
impl<T> PartialOrd for Entry<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.seq) == (other.at, other.seq)
    }
}
impl<T> Eq for Entry<T> {}

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
