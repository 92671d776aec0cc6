//! Many short queues in one list.
//!
//! A swarm has a queue for each direction that carries blocks. As lists of their own they would grow one by one for as long as the
//! swarm lasts, and a copy of them would take an allocation each. Here a queue is a ring in a stretch of one list; a stretch holds a
//! power of two of items, and one that is given up is used again by the next queue that needs as many.

use crate::base::room;

/// The smallest stretch holds 2^SMALLEST items.
const SMALLEST: u8 = 2;
/// Sizes of stretches: the largest holds 2^(SMALLEST + SIZES - 1) items.
const SIZES: usize = 24;

/// A queue: where its items are in a [`Rings`]. It holds nothing at first, and has no stretch then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ring {
    start: u32,
    head: u32,
    len: u32,
    /// The size of its stretch, counted from one; zero when it has none.
    size: u8,
}

impl Ring {
    /// How many items it holds.
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// It holds nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn capacity(&self) -> u32 {
        if self.size == 0 { 0 } else { 1 << (SMALLEST + self.size - 1) }
    }

    /// Where the item at a place is in the list.
    #[inline]
    fn at(&self, place: usize) -> usize {
        debug_assert!(place < self.len());
        (self.start + ((self.head + place as u32) & self.capacity().wrapping_sub(1))) as usize
    }
}

/// The items of all queues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rings<T> {
    items: Vec<T>,
    /// Stretches that nobody uses, by size.
    free: [Vec<u32>; SIZES],
}

impl<T: Copy + Default> Rings<T> {
    /// The item at a place of a queue. Panics when there is none.
    #[inline]
    pub fn get(&self, ring: &Ring, place: usize) -> &T {
        assert!(place < ring.len(), "a queue of {} has no place {place}", ring.len());
        &self.items[ring.at(place)]
    }

    /// The same, to change.
    #[inline]
    pub fn get_mut(&mut self, ring: &Ring, place: usize) -> &mut T {
        assert!(place < ring.len(), "a queue of {} has no place {place}", ring.len());
        &mut self.items[ring.at(place)]
    }

    /// A queue's items from a place on, in order.
    #[inline]
    pub fn iter(&self, ring: &Ring, from: usize) -> impl Iterator<Item = &T> + Clone + use<'_, T> {
        let ring = *ring;
        (from..ring.len()).map(move |place| &self.items[ring.at(place)])
    }

    /// Puts an item at the end of a queue.
    #[inline]
    pub fn push_back(&mut self, ring: &mut Ring, item: T) {
        if ring.len == ring.capacity() {
            self.grow(ring);
        }
        ring.len += 1;
        self.items[ring.at(ring.len() - 1)] = item;
    }

    /// Takes the first item out of a queue.
    #[inline]
    pub fn pop_front(&mut self, ring: &mut Ring) -> Option<T> {
        if ring.is_empty() {
            return None;
        }
        let item = self.items[ring.at(0)];
        ring.head = (ring.head + 1) & (ring.capacity() - 1);
        ring.len -= 1;
        Some(item)
    }

    /// Takes the item at a place out of a queue; those behind it move up.
    pub fn remove(&mut self, ring: &mut Ring, place: usize) -> T {
        let item = *self.get(ring, place);
        for place in place + 1..ring.len() {
            self.items[ring.at(place - 1)] = self.items[ring.at(place)];
        }
        ring.len -= 1;
        item
    }

    /// Moves the item at a place forward to an earlier one; those between move back.
    pub fn move_forward(&mut self, ring: &Ring, from: usize, to: usize) {
        let item = *self.get(ring, from);
        for place in (to..from).rev() {
            self.items[ring.at(place + 1)] = self.items[ring.at(place)];
        }
        self.items[ring.at(to)] = item;
    }

    /// Leaves the first `len` items of a queue.
    pub fn truncate(&mut self, ring: &mut Ring, len: usize) {
        ring.len = ring.len.min(len as u32);
    }

    /// Nothing of a queue is needed any more: it is empty, and its stretch is free.
    pub fn release(&mut self, ring: &mut Ring) {
        if ring.size > 0 {
            room::push_one(&mut self.free[usize::from(ring.size) - 1], ring.start);
        }
        *ring = Ring::default();
    }

    fn grow(&mut self, ring: &mut Ring) {
        assert!(usize::from(ring.size) < SIZES, "a queue of {} items is full", ring.len);
        let mut larger = Ring { size: ring.size + 1, len: ring.len, ..Ring::default() };
        larger.start = self.free[usize::from(ring.size)].pop().unwrap_or_else(|| {
            let start = self.items.len();
            let end = start + larger.capacity() as usize;
            if end > self.items.capacity() {
                self.items.reserve_exact(end - start + start / 8 + 256);
            }
            self.items.resize(end, T::default());
            start as u32
        });
        for place in 0..ring.len() {
            self.items[larger.at(place)] = self.items[ring.at(place)];
        }
        self.release(ring);
        *ring = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use std::collections::VecDeque;

    /// Whatever is put in and taken out, each ring holds what a queue of its own holds, and stretches are used again.
    #[test]
    fn rings_hold_what_queues_hold() {
        let (mut rings, mut rng) = (Rings::default(), Rng::new(3));
        let mut pairs: Vec<(Ring, VecDeque<u32>)> = vec![Default::default(); 20];
        for number in 0..60_000u32 {
            let (ring, queue) = &mut pairs[rng.below(20) as usize];
            match rng.below(10) {
                0..5 => {
                    rings.push_back(ring, number);
                    queue.push_back(number);
                }
                5..8 => assert_eq!(rings.pop_front(ring), queue.pop_front()),
                8 if !queue.is_empty() => {
                    let place = rng.below(queue.len() as u32) as usize;
                    let to = rng.below(place as u32 + 1) as usize;
                    rings.move_forward(ring, place, to);
                    let item = queue.remove(place).unwrap();
                    queue.insert(to, item);
                    let place = rng.below(queue.len() as u32) as usize;
                    assert_eq!(Some(rings.remove(ring, place)), queue.remove(place));
                }
                _ if number % 7 == 0 => {
                    rings.truncate(ring, queue.len() / 2);
                    queue.truncate(queue.len() / 2);
                }
                _ if number % 30 == 1 => {
                    rings.release(ring);
                    queue.clear();
                }
                _ => {}
            }
            assert_eq!(ring.len(), queue.len());
            assert!(rings.iter(ring, 0).eq(queue.iter()));
            if let Some(last) = queue.len().checked_sub(1) {
                assert_eq!(rings.get(ring, 0), &queue[0]);
                assert_eq!(*rings.get_mut(ring, last), queue[last]);
            }
        }
        let used: usize = pairs.iter().map(|(ring, _)| ring.capacity() as usize).sum();
        let free: usize = rings.free.iter().zip(SMALLEST..).map(|(list, size)| list.len() << size).sum();
        assert_eq!(used + free, rings.items.len(), "every stretch is used or free");
        assert!(rings.items.len() < 20 * 4096, "{} items were made", rings.items.len());
    }
}
