//! The event queue: what is due, in order of time, and in order of insertion where times are equal.
//!
//! A calendar queue (Brown 1988). Time is cut into buckets of equal width; a bucket is a list in no order, which is sorted when it
//! becomes the current one. What lies beyond the last bucket waits in a heap. The width follows the number of entries, so that a
//! bucket holds about ten: an entry costs a few steps, however many are queued. The structure never changes the order: every entry
//! has a number of insertion, and the pair (moment, number) decides.

use crate::base::units::Nanos;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};

/// No node.
const NONE: u32 = u32::MAX;
/// The width at the start: 2^20 ns, about a millisecond.
const SHIFT: u32 = 20;
/// Bucket widths stay between 2^10 ns and 2^34 ns, about a microsecond and 17 s.
const SHIFTS: std::ops::RangeInclusive<u32> = 10..=34;
/// The buckets together span at least 2^29 ns, half a second: latencies and the sending of a block lie within.
const SPAN: u32 = 29;
const BUCKETS: std::ops::RangeInclusive<u32> = 8..=16;
/// The width is looked at again after so many entries.
const REVIEW: u32 = 4096;
/// A bucket shall hold about so many entries.
const CROWD: u32 = 10;

/// Something that is due: its moment, and what it is as a number that the owner of the queue knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Entry {
    at: Nanos,
    number: u64,
    what: u32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    entry: Entry,
    next: u32,
}

/// The queue.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The first node of each bucket's list.
    heads: Vec<u32>,
    nodes: Vec<Node>,
    free: u32,
    /// A bucket is 2^shift ns wide.
    shift: u32,
    /// The number of the current bucket, counted from the beginning of the run.
    bucket: u64,
    /// The entries of the current bucket and of earlier ones, the last one first.
    current: Vec<Entry>,
    /// Entries in the lists.
    listed: usize,
    /// Entries beyond the last bucket.
    far: BinaryHeap<Reverse<Entry>>,
    /// The moment of the last entry that was taken.
    last: Nanos,
    inserted: u64,
    /// Entries and buckets of the lists since the width was looked at.
    seen: u32,
    opened: u32,
    /// A bucket has become the current one since [`Calendar::fresh`] was last asked.
    fresh: bool,
}

impl Default for Calendar {
    fn default() -> Calendar {
        Calendar {
            heads: vec![NONE; buckets(SHIFT)],
            nodes: Vec::new(),
            free: NONE,
            shift: SHIFT,
            bucket: 0,
            current: Vec::new(),
            listed: 0,
            far: BinaryHeap::new(),
            last: Nanos::ZERO,
            inserted: 0,
            seen: 0,
            opened: 0,
            fresh: false,
        }
    }
}

/// How many buckets there are at this width.
fn buckets(shift: u32) -> usize {
    1 << SPAN.saturating_sub(shift).clamp(*BUCKETS.start(), *BUCKETS.end())
}

impl Calendar {
    /// Queues `what` at `at`. Panics when `at` has passed: time never runs back.
    #[inline]
    pub fn push(&mut self, at: Nanos, what: u32) {
        assert!(at >= self.last, "queued for {at} when it is {}", self.last);
        let entry = Entry { at, number: self.inserted, what };
        self.inserted += 1;
        self.put(entry);
    }

    #[inline]
    fn put(&mut self, entry: Entry) {
        let bucket = entry.at.0 >> self.shift;
        if bucket <= self.bucket {
            let place = self.current.partition_point(|queued| *queued > entry);
            self.current.insert(place, entry);
        } else if bucket - self.bucket < self.heads.len() as u64 {
            self.list(bucket, entry);
        } else {
            self.far.push(Reverse(entry));
        }
    }

    #[inline]
    fn list(&mut self, bucket: u64, entry: Entry) {
        let place = bucket as usize & (self.heads.len() - 1);
        let node = Node { entry, next: self.heads[place] };
        self.listed += 1;
        if self.free == NONE {
            self.heads[place] = self.nodes.len() as u32;
            self.nodes.push(node);
        } else {
            let at = self.free as usize;
            self.heads[place] = self.free;
            self.free = self.nodes[at].next;
            self.nodes[at] = node;
        }
    }

    /// Takes what is due first, unless that is after `until`.
    #[inline]
    pub fn pop_until(&mut self, until: Nanos) -> Option<(Nanos, u32)> {
        loop {
            if let Some(entry) = self.current.last() {
                let (at, what) = (entry.at, entry.what);
                if at > until {
                    return None;
                }
                self.current.pop();
                self.last = at;
                return Some((at, what));
            }
            if !self.open_next(until) {
                return None;
            }
        }
    }

    /// Makes the next bucket that holds something the current one; false when there is none, or none before `until` ends.
    fn open_next(&mut self, until: Nanos) -> bool {
        if self.listed == 0 {
            let Some(Reverse(first)) = self.far.peek().filter(|first| first.0.at <= until) else { return false };
            self.bucket = (first.at.0 >> self.shift).max(self.bucket);
        } else if self.bucket >= until.0 >> self.shift {
            return false;
        } else {
            self.bucket += 1;
        }
        self.opened += 1;
        let place = self.bucket as usize & (self.heads.len() - 1);
        let mut node = std::mem::replace(&mut self.heads[place], NONE);
        while node != NONE {
            let Node { entry, next } = self.nodes[node as usize];
            self.current.push(entry);
            self.nodes[node as usize].next = self.free;
            self.free = node;
            self.listed -= 1;
            node = next;
        }
        while let Some(Reverse(entry)) = self.far.peek()
            && entry.at.0 >> self.shift <= self.bucket
        {
            self.current.push(*entry);
            self.far.pop();
        }
        self.seen += self.current.len() as u32;
        self.current.sort_unstable_by(latest_first);
        self.fresh = true;
        if self.seen + self.opened >= REVIEW {
            self.review();
        }
        true
    }

    /// Chooses the width anew when buckets hold far more than ten entries, or far fewer.
    #[cold]
    fn review(&mut self) {
        let (seen, opened) = (self.seen, self.opened.max(1));
        (self.seen, self.opened) = (0, 0);
        let shift = if seen > opened * CROWD * 2 {
            self.shift - (seen / (opened * CROWD)).ilog2()
        } else if seen * 4 < opened * CROWD {
            self.shift + (opened * CROWD / seen.max(1)).ilog2().min(4) - 1
        } else {
            return;
        };
        let shift = shift.clamp(*SHIFTS.start(), *SHIFTS.end());
        if shift == self.shift {
            return;
        }
        let mut entries: Vec<Entry> = self.entries().collect();
        entries.sort_unstable_by(latest_first);
        entries.reverse();
        let Calendar { last, inserted, .. } = *self;
        *self = Calendar { heads: vec![NONE; buckets(shift)], shift, last, inserted, ..Calendar::default() };
        self.bucket = last.0 >> shift;
        entries.into_iter().for_each(|entry| self.put(entry));
    }

    fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        let lists = self.heads.iter().flat_map(|&head| {
            let node = |place: u32| (place != NONE).then(|| self.nodes[place as usize]);
            std::iter::successors(node(head), move |before| node(before.next)).map(|node| node.entry)
        });
        lists.chain(self.current.iter().copied()).chain(self.far.iter().map(|far| far.0))
    }

    /// When the next thing is due.
    pub fn next_at(&self) -> Option<Nanos> {
        if let Some(entry) = self.current.last() {
            return Some(entry.at);
        }
        let far = self.far.peek().map(|first| first.0.at);
        let listed = (1..self.heads.len() as u64).find_map(|ahead| {
            let head = self.heads[(self.bucket + ahead) as usize & (self.heads.len() - 1)];
            let node = |place: u32| (place != NONE).then(|| self.nodes[place as usize]);
            std::iter::successors(node(head), |before| node(before.next)).map(|node| node.entry.at).min()
        });
        listed.into_iter().chain(far).min()
    }

    /// Whether a bucket has become the current one since this was last asked: then what it names can be looked at together.
    #[inline]
    pub fn fresh(&mut self) -> bool {
        std::mem::take(&mut self.fresh)
    }

    /// What is due next, as far as it lies in the current bucket.
    #[inline]
    pub fn upcoming(&self) -> impl Iterator<Item = u32> + '_ {
        self.current.iter().rev().map(|entry| entry.what)
    }

    /// How many things were ever queued.
    pub fn inserted(&self) -> u64 {
        self.inserted
    }

    /// How many things are queued.
    pub fn len(&self) -> usize {
        self.current.len() + self.listed + self.far.len()
    }

    /// Nothing is queued.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The order in which a bucket is kept: the next entry is its last one. All sorting of entries shares it.
fn latest_first(a: &Entry, b: &Entry) -> Ordering {
    b.cmp(a)
}

impl Hash for Calendar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // What is queued counts, not where it lies: that depends on how often somebody looked.
        let mut entries: Vec<Entry> = self.entries().collect();
        entries.sort_unstable_by(latest_first);
        entries.reverse();
        self.last.hash(state);
        entries.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use std::collections::BTreeMap;

    /// The calendar agrees with a sorted map, whatever is queued and however far it is looked ahead. Among equal moments the
    /// first that was queued comes first.
    #[test]
    fn it_agrees_with_a_sorted_map() {
        for seed in 0..40 {
            let (mut rng, mut calendar, mut sorted) = (Rng::new(seed), Calendar::default(), BTreeMap::new());
            let (mut now, mut number) = (0u64, 0u32);
            // Crowded at first, then sparse: the width changes on the way.
            let delays = [1 + rng.below(1 << 12), 1 + rng.below(1 << 30)];
            for step in 0..30_000u32 {
                let delay = u64::from(delays[usize::from(step > 20_000)]);
                for _ in 0..rng.below(if step < 8000 { 3 } else { 2 }) {
                    let ahead = match rng.below(20) {
                        0 => delay * 10_000,
                        1..=5 => 0,
                        6..=9 => delay,
                        _ => u64::from(rng.below(delay as u32 + 1)),
                    };
                    calendar.push(Nanos(now + ahead), number);
                    sorted.insert((now + ahead, number), ());
                    number += 1;
                }
                let until = Nanos(now + u64::from(rng.below(delay as u32 + 1)) * 2);
                assert_eq!(calendar.next_at().map(|at| at.0), sorted.keys().next().map(|key| key.0));
                let first = sorted.keys().next().copied().filter(|key| key.0 <= until.0);
                let taken = calendar.pop_until(until).map(|(at, what)| (at.0, what));
                assert_eq!(taken, first, "seed {seed}, step {step}");
                if let Some(key) = first {
                    sorted.remove(&key);
                    now = key.0;
                }
                assert_eq!(calendar.len(), sorted.len());
            }
        }
    }

    #[test]
    fn the_width_follows_the_crowd() {
        for (gap, least, most) in [(100u64, 10, 13), (1_000_000, 20, 26)] {
            let mut calendar = Calendar::default();
            (0..1000).for_each(|i| calendar.push(Nanos(i * gap), 0));
            for _ in 0..100_000 {
                let (at, what) = calendar.pop_until(Nanos::MAX).expect("as many are queued as are taken");
                calendar.push(at + Nanos(1000 * gap), what);
            }
            assert!((least..=most).contains(&calendar.shift), "gap {gap}: 2^{}", calendar.shift);
        }
    }

    /// A look ahead changes no hash.
    #[test]
    fn equal_contents_have_equal_hashes() {
        let hash = |calendar: &Calendar| {
            let mut hasher = std::collections::hash_map::DefaultHasher::new();
            calendar.hash(&mut hasher);
            hasher.finish()
        };
        let (mut one, mut other) = (Calendar::default(), Calendar::default());
        for calendar in [&mut one, &mut other] {
            (0..200u32).for_each(|i| calendar.push(Nanos(u64::from(i) * 40_000_000), i));
        }
        for i in 0..100u64 {
            let until = Nanos(i * 40_000_000);
            if let Some(before) = until.0.checked_sub(1) {
                assert_eq!(other.pop_until(Nanos(before)), None);
            }
            assert_eq!(one.pop_until(until), other.pop_until(until));
            assert_eq!(other.pop_until(Nanos(until.0 + 1)), None);
            assert_eq!(hash(&one), hash(&other));
        }
    }

    #[test]
    #[should_panic(expected = "queued for")]
    fn nothing_is_queued_for_the_past() {
        let mut calendar = Calendar::default();
        calendar.push(Nanos(5), 0);
        calendar.pop_until(Nanos(9));
        calendar.push(Nanos(4), 0);
    }
}
