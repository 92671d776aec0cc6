//! Queues of blocks: what is asked for, kept and served on all of a peer's connections, in one store.
//!
//! Owns the store and the order in each queue. Must never know what a queue is for. A connection's queue is three numbers, and
//! its blocks lie beside those of the other connections that are in use: few of a peer's connections are, and a queue's own
//! memory for each would be as much as the connection. Once a peer has been busy, no queue takes memory any more.

use crate::base::ids::BlockRef;
use crate::base::room;

/// Blocks that a peer makes room for at a time.
const BLOCKS_AT_A_TIME: usize = 16;

/// No place: the largest number that leaves a bit.
const NONE: u32 = u32::MAX >> 1;

/// A block that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outstanding {
    /// The block.
    pub block: BlockRef,
    /// It was cancelled: a block or a reject will still come.
    pub cancelled: bool,
}

/// A queue of one connection. Only the store that it was filled by can read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Queue {
    head: u32,
    tail: u32,
    len: u32,
}

impl Default for Queue {
    fn default() -> Queue {
        Queue { head: NONE, tail: NONE, len: 0 }
    }
}

impl Queue {
    /// Blocks in it.
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Nothing is in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// A place: three numbers, of which the last one's highest bit tells whether the block was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Node {
    block: BlockRef,
    next: u32,
}

/// That bit.
const CANCELLED: u32 = 1 << 31;

impl Node {
    #[inline]
    fn new(block: BlockRef) -> Node {
        Node { block, next: NONE }
    }

    #[inline]
    fn item(&self) -> Outstanding {
        Outstanding { block: self.block, cancelled: self.next & CANCELLED != 0 }
    }

    #[inline]
    fn next(&self) -> u32 {
        self.next & NONE
    }

    #[inline]
    fn set_next(&mut self, next: u32) {
        self.next = self.next & CANCELLED | next;
    }
}

/// The store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Queues {
    nodes: Vec<Node>,
    /// The first free place; each names the next.
    free: u32,
}

impl Default for Queues {
    fn default() -> Queues {
        Queues { nodes: Vec::new(), free: NONE }
    }
}

impl Queues {
    /// Looks at the store, and where its next block goes.
    #[inline]
    pub(super) fn fetch(&self) -> u64 {
        u64::from(self.free)
    }

    #[inline]
    fn look(&self, place: u32) -> u64 {
        self.nodes.get(place as usize).map_or(0, |node| u64::from(node.next))
    }

    /// Looks at the first block of a queue.
    #[inline]
    pub(super) fn fetch_first(&self, queue: &Queue) -> u64 {
        self.look(queue.head)
    }

    /// Looks at the last one.
    #[inline]
    pub(super) fn fetch_last(&self, queue: &Queue) -> u64 {
        self.look(queue.tail)
    }

    /// Looks at the place that the next block goes to.
    #[inline]
    pub(super) fn fetch_room(&self) -> u64 {
        self.look(self.free)
    }

    /// Puts a block at the end.
    #[inline]
    pub fn push(&mut self, queue: &mut Queue, block: BlockRef) {
        let node = Node::new(block);
        let place = self.free;
        let place = if place == NONE {
            room::push(&mut self.nodes, node, BLOCKS_AT_A_TIME);
            self.nodes.len() as u32 - 1
        } else {
            self.free = self.nodes[place as usize].next();
            self.nodes[place as usize] = node;
            place
        };
        match queue.tail {
            NONE => queue.head = place,
            tail => self.nodes[tail as usize].set_next(place),
        }
        queue.tail = place;
        queue.len += 1;
    }

    /// The first block.
    #[inline]
    pub fn front(&self, queue: &Queue) -> Option<BlockRef> {
        self.nodes.get(queue.head as usize).map(|node| node.block)
    }

    /// Takes the first block out.
    #[inline]
    pub fn pop(&mut self, queue: &mut Queue) -> Option<BlockRef> {
        (!queue.is_empty()).then(|| self.unlink(queue, NONE, queue.head).block)
    }

    /// Everything in order.
    #[inline]
    pub fn iter(&self, queue: &Queue) -> impl Iterator<Item = Outstanding> + '_ {
        let mut place = queue.head;
        std::iter::from_fn(move || {
            let node = self.nodes.get(place as usize)?;
            place = node.next();
            Some(node.item())
        })
    }

    /// Takes the first one behind the first `skipped` out that is so.
    #[inline]
    pub fn take(
        &mut self,
        queue: &mut Queue,
        skipped: usize,
        is_so: impl Fn(Outstanding) -> bool,
    ) -> Option<Outstanding> {
        let (mut before, mut place, mut nth) = (NONE, queue.head, 0);
        while place != NONE {
            let node = self.nodes[place as usize];
            if nth >= skipped && is_so(node.item()) {
                return Some(self.unlink(queue, before, place));
            }
            (before, place, nth) = (place, node.next(), nth + 1);
        }
        None
    }

    /// Marks the first one that is so as cancelled.
    pub fn cancel(&mut self, queue: &Queue, is_so: impl Fn(Outstanding) -> bool) -> Option<BlockRef> {
        let mut place = queue.head;
        while place != NONE {
            let node = &mut self.nodes[place as usize];
            if is_so(node.item()) {
                node.next |= CANCELLED;
                return Some(node.block);
            }
            place = node.next();
        }
        None
    }

    #[inline]
    fn unlink(&mut self, queue: &mut Queue, before: u32, place: u32) -> Outstanding {
        let (item, next) = (self.nodes[place as usize].item(), self.nodes[place as usize].next());
        match before {
            NONE => queue.head = next,
            before => self.nodes[before as usize].set_next(next),
        }
        if queue.tail == place {
            queue.tail = before;
        }
        queue.len -= 1;
        self.nodes[place as usize].next = self.free;
        self.free = place;
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{BlockIdx, PieceIdx};
    use crate::base::rng::Rng;

    /// Queues in one store agree with vectors of their own, whatever is done to them.
    #[test]
    fn queues_in_one_store_agree_with_vectors() {
        let block = |i: u32| BlockRef { piece: PieceIdx(i % 5), block: BlockIdx(i) };
        for seed in 0..20 {
            let (mut rng, mut queues) = (Rng::new(seed), Queues::default());
            let (mut found, mut plain) = ([Queue::default(); 4], [const { Vec::<Outstanding>::new() }; 4]);
            for i in 0..2000 {
                let which = rng.below(4) as usize;
                let (queue, vector) = (&mut found[which], &mut plain[which]);
                let piece = PieceIdx(rng.below(5));
                match rng.below(6) {
                    0..=2 => {
                        queues.push(queue, block(i));
                        vector.push(Outstanding { block: block(i), cancelled: false });
                    }
                    3 => {
                        let first = (!vector.is_empty()).then(|| vector.remove(0).block);
                        assert_eq!(queues.front(queue), first);
                        assert_eq!(queues.pop(queue), first);
                    }
                    4 => {
                        let skipped = rng.below(3) as usize;
                        let is_so = |item: Outstanding| item.block.piece == piece;
                        let place = (skipped..vector.len()).find(|&place| is_so(vector[place]));
                        assert_eq!(queues.take(queue, skipped, is_so), place.map(|place| vector.remove(place)));
                    }
                    _ => {
                        let is_so = |item: Outstanding| item.block.piece == piece && !item.cancelled;
                        let item = vector.iter_mut().find(|item| is_so(**item));
                        let cancelled = item.map(|item| {
                            item.cancelled = true;
                            item.block
                        });
                        assert_eq!(queues.cancel(queue, is_so), cancelled);
                    }
                }
                assert!(queues.iter(&found[which]).eq(plain[which].iter().copied()));
                assert_eq!(found[which].len(), plain[which].len());
            }
            let most = 2000;
            assert!(queues.nodes.len() < most, "places are used again");
        }
    }
}
