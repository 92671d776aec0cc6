//! The event queue: what is due, in order of time, and in order of arrival where times are equal.
//!
//! Owns that order. Must never know what is queued: an order that looks into the payload would change history whenever an
//! enum is reordered.
//!
//! Two structures, and whatever leaves first leaves. **Lanes** take what is due after a delay that comes again and again: a
//! message takes its connection's latency, a block the time of its uplink, a round ten seconds. Entries of one delay are due in
//! the order in which they came, so that a lane is a ring: both ends are in cache, and nothing is compared or moved. Everything
//! else goes into the **wheel**, a wheel of wheels: a moment is read as digits of six bits; an entry lies in the bucket of the
//! highest digit in which it differs from the last moment that was taken, and of its own digit there. So the next entry is in the
//! first bucket that is not empty. When that bucket holds several moments, the earliest becomes the last moment taken and the rest
//! fall into finer buckets, in the order in which they came: entries of one moment always lie together, first come first. An
//! entry falls two or three times, where a heap of as many entries compares it along a path that leaves the cache.
//!
//! Which of the two an entry lies in changes nothing: each has its number of arrival.

use crate::base::room;
use crate::base::units::Nanos;
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// Delays that have a ring at a time.
const LANES: usize = 8;
/// Bits of a digit.
const BITS: u32 = 6;
/// Buckets of a level: one for each value of a digit.
const WIDTH: usize = 1 << BITS;
/// Digits of a moment.
const LEVELS: usize = 64usize.div_ceil(BITS as usize);

/// The wheel keeps so many places for each entry, and so many at least: what is more than that is given back.
const SPARE: usize = 2;
const SPARE_AT_LEAST: usize = 256;

/// What is queued, with its number of arrival.
#[derive(Clone, Debug)]
struct Entry<T> {
    at: Nanos,
    arrival: u64,
    due: T,
}

/// A queue of things that are due at a moment.
#[derive(Clone, Debug)]
pub struct Timers<T> {
    /// When the first entry of each lane is due, and that of the wheel behind them; and their numbers of arrival.
    heads: [Nanos; LANES + 1],
    arrived: [u64; LANES + 1],
    /// The delay of each lane; what an empty lane had before means nothing.
    delays: [u64; LANES],
    /// Which lanes hold something.
    filled: u32,
    lanes: [VecDeque<Entry<T>>; LANES],
    wheel: Wheel<T>,
    /// The last moment that was taken; no entry is earlier.
    last: Nanos,
    arrivals: u64,
    /// How many of each lane's first entries were shown by `upcoming`, and the lane of the entry that was taken last.
    shown: [u8; LANES],
    taken_from: usize,
}

/// Entries that are shown at a time.
pub const SHOWN: usize = 16;

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Timers {
            heads: [Nanos::MAX; LANES + 1],
            arrived: [u64::MAX; LANES + 1],
            delays: [0; LANES],
            filled: 0,
            lanes: std::array::from_fn(|_| VecDeque::new()),
            wheel: Wheel::default(),
            last: Nanos::ZERO,
            arrivals: 0,
            shown: [0; LANES],
            taken_from: LANES,
        }
    }
}

impl<T> Timers<T> {
    /// Queues `due` at `at`. Panics when `at` has passed: time never runs back.
    #[inline]
    pub fn push(&mut self, at: Nanos, due: T) {
        assert!(at >= self.last, "queued for {at} when it is {}", self.last);
        let entry = Entry { at, arrival: self.arrivals, due };
        self.arrivals += 1;
        let delay = at.0 - self.last.0;
        // A delay may lie in one of two lanes, so that nothing has to be searched.
        let home = (delay.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 61) as usize;
        let holds = |lane: usize| self.filled >> lane & 1 == 1;
        let same = [home, home ^ 1].into_iter().find(|&lane| self.delays[lane] == delay && holds(lane));
        let lane = same.or_else(|| [home, home ^ 1].into_iter().find(|&lane| !holds(lane)));
        if let Some(lane) = lane {
            if !holds(lane) {
                self.delays[lane] = delay;
                self.filled |= 1 << lane;
                self.show(lane, Some((at, entry.arrival)));
            }
            room::push_back(&mut self.lanes[lane], entry);
        } else {
            self.wheel.push(entry);
            self.show(LANES, self.wheel.next);
        }
    }

    /// From now on this is the first entry of a lane, or of the wheel.
    #[inline]
    fn show(&mut self, place: usize, head: Option<(Nanos, u64)>) {
        (self.heads[place], self.arrived[place]) = head.unwrap_or((Nanos::MAX, u64::MAX));
    }

    /// Where what is due first lies, a lane or the wheel behind them.
    #[inline]
    fn first(&self) -> usize {
        // In pairs, so that no comparison waits for all others.
        let [a, b, c, d, e, f, g, h, wheel] = self.heads;
        let at = a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h))).min(wheel);
        let equals = self.heads.iter().rev().fold(0, |bits: u32, &head| bits << 1 | u32::from(head == at));
        if equals & (equals - 1) != 0 { self.first_of_equals(at) } else { equals.trailing_zeros() as usize }
    }

    /// Of several that are due at one moment, the one that came first.
    #[cold]
    fn first_of_equals(&self, at: Nanos) -> usize {
        let equals = (0..=LANES).filter(|&place| self.heads[place] == at);
        equals.min_by_key(|&place| self.arrived[place]).unwrap_or(LANES)
    }

    /// Takes what is due first, unless that is after `until`.
    #[inline]
    pub fn pop_until(&mut self, until: Nanos) -> Option<(Nanos, T)> {
        let place = self.first();
        let at = self.heads[place];
        if at > until || self.arrived[place] == u64::MAX {
            return None;
        }
        self.last = at;
        self.taken_from = place;
        let Some(lane) = self.lanes.get_mut(place) else {
            let due = self.wheel.pop();
            self.show(LANES, self.wheel.next);
            return Some((at, due));
        };
        let entry = lane.pop_front().expect("its head was looked at");
        let next = lane.front().map(|next| (next.at, next.arrival));
        self.shown[place] = self.shown[place].saturating_sub(1);
        self.filled &= !(u32::from(next.is_none()) << place);
        self.show(place, next);
        Some((at, entry.due))
    }

    /// Whether [`Timers::upcoming`] has anything to show.
    #[inline]
    pub fn has_upcoming(&self) -> bool {
        let lane = self.taken_from;
        lane < LANES && self.shown[lane] == 0 && self.heads[lane] != Nanos::MAX
    }

    /// The next few things that come after the one taken last, in the same lane, each shown once: for those who want to look at
    /// what they will need. Nothing follows from it.
    pub fn upcoming(&mut self) -> impl Iterator<Item = &T> + Clone {
        let lane = self.taken_from;
        let mut n = 0;
        if self.has_upcoming() {
            n = self.lanes[lane].len().min(SHOWN);
            self.shown[lane] = n as u8;
        }
        self.lanes.get(lane).into_iter().flat_map(move |lane| lane.range(..n)).map(|entry| &entry.due)
    }

    /// When the next thing is due.
    #[inline]
    pub fn next_at(&self) -> Option<Nanos> {
        let first = self.first();
        (self.arrived[first] != u64::MAX).then_some(self.heads[first])
    }

    /// How many things were ever queued.
    #[inline]
    pub fn arrivals(&self) -> u64 {
        self.arrivals
    }

    /// How many things are queued.
    pub fn len(&self) -> usize {
        self.lanes.iter().map(VecDeque::len).sum::<usize>() + self.wheel.len()
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
        self.lanes.iter().flatten().for_each(|entry| (entry.at, &entry.due).hash(state));
        self.wheel.hash(state);
    }
}

/// A wheel of wheels. What is queued stays where it was put; only its number moves from bucket to bucket.
#[derive(Clone, Debug)]
struct Wheel<T> {
    /// Level-major.
    buckets: Vec<Bucket>,
    /// Which buckets of each level hold something.
    filled: [u64; LEVELS],
    /// The last moment that was taken from here.
    last: Nanos,
    /// When what is due first is due, and its number of arrival.
    next: Option<(Nanos, u64)>,
    entries: Vec<Queued<T>>,
    /// The first free place; each names the next.
    free: u32,
    len: usize,
}

/// The places of the first and the last entry.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    head: u32,
    tail: u32,
}

#[derive(Clone, Debug)]
struct Queued<T> {
    at: Nanos,
    arrival: u64,
    due: Option<T>,
    /// The place of the next one in the bucket.
    next: u32,
}

/// No place.
const NONE: u32 = u32::MAX;

impl<T> Default for Wheel<T> {
    fn default() -> Self {
        Wheel {
            buckets: vec![Bucket { head: NONE, tail: NONE }; LEVELS * WIDTH],
            filled: [0; LEVELS],
            last: Nanos::ZERO,
            next: None,
            entries: Vec::new(),
            free: NONE,
            len: 0,
        }
    }
}

impl<T> Wheel<T> {
    fn push(&mut self, entry: Entry<T>) {
        let Entry { at, arrival, due } = entry;
        let queued = Queued { at, arrival, due: Some(due), next: NONE };
        let place = match self.free {
            NONE => {
                room::push_one(&mut self.entries, queued);
                self.entries.len() as u32 - 1
            }
            free => {
                self.free = self.entries[free as usize].next;
                self.entries[free as usize] = queued;
                free
            }
        };
        self.len += 1;
        // Of one moment, what came first stays first.
        if self.next.is_none_or(|next| at < next.0) {
            self.next = Some((at, arrival));
        }
        self.put(at, place);
    }

    /// Puts an entry, which names no next one, at the end of its bucket.
    #[inline]
    fn put(&mut self, at: Nanos, place: u32) {
        // Equal moments differ in no digit: they lie on the finest level.
        let level = ((at.0 ^ self.last.0) | 1).ilog2() / BITS;
        let digit = (at.0 >> (level * BITS)) as usize % WIDTH;
        self.filled[level as usize] |= 1 << digit;
        let bucket = &mut self.buckets[level as usize * WIDTH + digit];
        match std::mem::replace(&mut bucket.tail, place) {
            NONE => bucket.head = place,
            tail => self.entries[tail as usize].next = place,
        }
    }

    /// The level and digit of the first bucket that holds something.
    #[inline]
    fn first(&self) -> Option<(usize, usize)> {
        let level = self.filled.iter().position(|&filled| filled != 0)?;
        Some((level, self.filled[level].trailing_zeros() as usize))
    }

    /// Takes what is due first. Only to be called when there is something.
    fn pop(&mut self) -> T {
        self.last = self.next.map_or(self.last, |next| next.0);
        let (mut level, mut digit) = self.first().expect("something is queued");
        while level > 0 && self.buckets[level * WIDTH + digit].head != self.buckets[level * WIDTH + digit].tail {
            self.fall(level, digit);
            (level, digit) = self.first().expect("what falls stays queued");
        }
        let bucket = &mut self.buckets[level * WIDTH + digit];
        let place = bucket.head;
        let entry = &mut self.entries[place as usize];
        bucket.head = entry.next;
        if bucket.head == NONE {
            bucket.tail = NONE;
            self.filled[level] &= !(1 << digit);
        }
        let due = entry.due.take().expect("a place holds what was put there");
        entry.next = self.free;
        self.free = place;
        self.len -= 1;
        if self.entries.len() > SPARE * self.len + SPARE_AT_LEAST {
            self.draw_together();
        }
        self.next = self.look();
        due
    }

    /// Gives back the memory of places that are free: at the start of a run everybody greets everybody, and never again.
    #[cold]
    fn draw_together(&mut self) {
        let mut entries = Vec::with_capacity(2 * self.len);
        for bucket in &mut self.buckets {
            let mut place = bucket.head;
            bucket.head = if place == NONE { NONE } else { entries.len() as u32 };
            while place != NONE {
                let Queued { at, arrival, ref mut due, next } = self.entries[place as usize];
                let following = if next == NONE { NONE } else { entries.len() as u32 + 1 };
                bucket.tail = entries.len() as u32;
                entries.push(Queued { at, arrival, due: due.take(), next: following });
                place = next;
            }
        }
        self.entries = entries;
        self.free = NONE;
    }

    /// The entries from this one on, as they lie in their bucket.
    fn from(&self, mut place: u32) -> impl Iterator<Item = &Queued<T>> {
        std::iter::from_fn(move || {
            let entry = self.entries.get(place as usize)?;
            place = entry.next;
            Some(entry)
        })
    }

    /// What is due first: the earliest of the first bucket that holds something.
    fn look(&self) -> Option<(Nanos, u64)> {
        let (level, digit) = self.first()?;
        let entries = self.from(self.buckets[level * WIDTH + digit].head);
        // On the finest level a bucket is one moment. Of several that are equal, the first is the one that came first.
        let entries = entries.take(if level == 0 { 1 } else { usize::MAX });
        entries.min_by_key(|entry| entry.at).map(|first| (first.at, first.arrival))
    }

    /// The entries of a bucket fall into finer ones.
    fn fall(&mut self, level: usize, digit: usize) {
        self.filled[level] &= !(1 << digit);
        let empty = Bucket { head: NONE, tail: NONE };
        let mut place = std::mem::replace(&mut self.buckets[level * WIDTH + digit], empty).head;
        while place != NONE {
            let entry = &mut self.entries[place as usize];
            let at = entry.at;
            let next = std::mem::replace(&mut entry.next, NONE);
            self.put(at, place);
            place = next;
        }
    }

    fn len(&self) -> usize {
        self.len
    }
}

impl<T: Hash> Hash for Wheel<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.last.hash(state);
        let queued = self.buckets.iter().flat_map(|bucket| self.from(bucket.head));
        queued.for_each(|entry| (entry.at, &entry.due).hash(state));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

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
    fn a_wheel_gives_its_memory_back_and_keeps_its_order() {
        let (mut timers, mut rng) = (Timers::default(), Rng::new(3));
        // Delays that differ: all but a few go to the wheel.
        let mut sorted: Vec<(u64, u64)> = (0..20_000).map(|i| (rng.next_u64() >> 30, i)).collect();
        sorted.iter().for_each(|&(at, i)| timers.push(Nanos(at), i));
        sorted.sort_unstable();
        for (n, (at, i)) in sorted.into_iter().enumerate() {
            assert_eq!(timers.pop_until(Nanos::MAX), Some((Nanos(at), i)), "the {n}th");
            assert_eq!(timers.len(), 19_999 - n);
        }
        let held = timers.wheel.entries.capacity();
        assert!(held <= 4 * SPARE_AT_LEAST, "{held} places for nothing");
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
