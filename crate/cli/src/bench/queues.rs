//! What the event queue costs alone: the core's calendar, and the leanest queue that gives the same order.
//!
//! Owns that queue. One thing is taken out and one is put in, with so many pending: as it is in a run that goes on.

use super::ingredients::ns_each;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use swarmscope_core::base::calendar::Calendar;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::{Nanos, SECOND};

/// How much later than now something is queued: a message's way mostly, a block's time on a link, and a timer at times.
fn delays() -> Vec<u64> {
    let mut rng = Rng::new(1);
    let draw = |rng: &mut Rng| match rng.below(20) {
        0..=12 => 50_000_000 + u64::from(rng.below(1000)),
        13..=18 => 125_000_000 + u64::from(rng.below(1000)),
        _ => SECOND + u64::from(rng.below(1_000_000_000)),
    };
    (0..4096).map(|_| draw(&mut rng)).collect()
}

/// Nanoseconds in the core's calendar.
pub fn calendar(pending: usize) -> f64 {
    let (delays, mut timers) = (delays(), Calendar::default());
    (0..pending).for_each(|i| timers.push(Nanos(delays[i % delays.len()]), i as u32));
    let n = 200_000;
    ns_each(n, || {
        for i in 0..n as usize {
            let (at, due) = timers.pop_until(Nanos::MAX).expect("as many come as go");
            timers.push(Nanos(at.0 + delays[i % delays.len()]), due);
        }
    })
}

/// The leanest queue: a ring of buckets, each sorted when its time comes, and a heap for what is far off.
struct Lean {
    ring: Vec<Vec<(u64, u32)>>,
    filled: [u64; Lean::BUCKETS / 64],
    /// The number of the bucket whose time has come, and what is left of it, latest first.
    tick: u64,
    now: Vec<(u64, u32)>,
    far: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Lean {
    const BUCKETS: usize = 2048;
    /// A bucket is about a millisecond.
    const SHIFT: u32 = 20;

    fn new() -> Lean {
        let ring = vec![Vec::new(); Lean::BUCKETS];
        Lean { ring, filled: [0; Lean::BUCKETS / 64], tick: 0, now: Vec::new(), far: BinaryHeap::new() }
    }

    fn push(&mut self, at: u64, due: u32) {
        let tick = at >> Lean::SHIFT;
        if tick <= self.tick {
            let place = self.now.partition_point(|entry| *entry > (at, due));
            self.now.insert(place, (at, due));
        } else if tick - self.tick < Lean::BUCKETS as u64 {
            let bucket = tick as usize % Lean::BUCKETS;
            self.filled[bucket / 64] |= 1 << (bucket % 64);
            self.ring[bucket].push((at, due));
        } else {
            self.far.push(Reverse((at, due)));
        }
    }

    fn pop(&mut self) -> Option<(u64, u32)> {
        while self.now.is_empty() {
            self.turn()?;
        }
        self.now.pop()
    }

    /// Goes on to the next bucket that holds something.
    fn turn(&mut self) -> Option<()> {
        let first = (1..=Lean::BUCKETS as u64).find(|ahead| {
            let bucket = (self.tick + ahead) as usize % Lean::BUCKETS;
            self.filled[bucket / 64] >> (bucket % 64) & 1 == 1
        });
        let far = self.far.peek().map(|Reverse((at, _))| at >> Lean::SHIFT);
        let near = first.map(|ahead| self.tick + ahead);
        self.tick = near.into_iter().chain(far).min()?;
        let bucket = self.tick as usize % Lean::BUCKETS;
        if near == Some(self.tick) {
            self.filled[bucket / 64] &= !(1 << (bucket % 64));
            std::mem::swap(&mut self.now, &mut self.ring[bucket]);
        }
        while let Some(Reverse(entry)) = self.far.peek().filter(|it| it.0.0 >> Lean::SHIFT <= self.tick) {
            self.now.push(*entry);
            self.far.pop();
        }
        self.now.sort_unstable_by(|a, b| b.cmp(a));
        Some(())
    }
}

/// Nanoseconds in the leanest queue.
pub fn lean(pending: usize) -> f64 {
    let (delays, mut queue) = (delays(), Lean::new());
    (0..pending).for_each(|i| queue.push(delays[i % delays.len()], i as u32));
    let n = 200_000;
    ns_each(n, || {
        for i in 0..n as usize {
            let (at, due) = queue.pop().expect("as many come as go");
            queue.push(at + delays[i % delays.len()], due);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lean queue is a queue: it gives what the core's gives, in the same order.
    #[test]
    fn the_lean_queue_agrees_with_the_calendar() {
        let (mut rng, mut calendar, mut lean) = (Rng::new(6), Calendar::default(), Lean::new());
        let mut now = 0;
        for i in 0..20_000u32 {
            let at = now + u64::from(rng.below(1 << 20)) * if rng.below(9) == 0 { 5000 } else { 60 };
            calendar.push(Nanos(at), i);
            lean.push(at, i);
            if rng.below(5) > 0 {
                let (at, due) = calendar.pop_until(Nanos::MAX).unwrap();
                now = at.0;
                assert_eq!(lean.pop(), Some((now, due)));
            }
        }
        while let Some((at, due)) = calendar.pop_until(Nanos::MAX) {
            assert_eq!(lean.pop(), Some((at.0, due)));
        }
        assert_eq!(lean.pop(), None);
    }

    #[test]
    fn both_take_time() {
        assert!(super::calendar(100) > 0.0 && lean(100) > 0.0);
    }
}
