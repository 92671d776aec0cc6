//! A piece that was begun and is not verified.
//!
//! Owns which of its blocks are asked for, which are here, and who sent them. Must never know connections.
//! Invariant: a block that is here is not counted as asked for.

use super::Conn;
use crate::bitfield::Bitfield;
use crate::ids::{BlockIdx, BlockRef, PeerIdx, PieceIdx};
use crate::units::Nanos;

/// A piece in progress. Its first line of a cache is what the search for a block to ask for looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Partial {
    /// The piece.
    pub piece: PieceIdx,
    /// Who was asked for it first.
    pub starter: PeerIdx,
    /// Blocks that are here.
    pub received: Bitfield,
    /// Blocks that are asked for somewhere.
    pub requested: Bitfield,
    /// The only neighbour that may be asked for it: one on parole downloads alone, so that its hash tells who it is.
    pub sole: Option<PeerIdx>,

    /// When it was begun.
    pub begun_at: Nanos,
    /// Who sent each block that is here.
    pub sources: Vec<PeerIdx>,
    /// Blocks that are here and are not the torrent's bytes; nobody looks before the hash.
    pub polluted: Vec<u32>,
    /// A seed was asked for it first.
    pub from_seed: bool,
}

impl Partial {
    /// Nothing of the piece is here.
    pub fn new(piece: PieceIdx, n_blocks: u32) -> Partial {
        Partial {
            piece,
            starter: PeerIdx::default(),
            received: Bitfield::none(n_blocks),
            requested: Bitfield::none(n_blocks),
            sole: None,
            begun_at: Nanos::ZERO,
            sources: vec![PeerIdx::default(); n_blocks as usize],
            polluted: Vec::new(),
            from_seed: false,
        }
    }

    /// The same, in the memory of a piece that is done with.
    pub fn begin_again(mut self, piece: PieceIdx, n_blocks: u32) -> Partial {
        if self.received.len() != n_blocks {
            return Partial::new(piece, n_blocks);
        }
        self.received.clear();
        self.requested.clear();
        self.sources.fill(PeerIdx::default());
        self.polluted.clear();
        let starter = PeerIdx::default();
        Partial { piece, starter, sole: None, begun_at: Nanos::ZERO, from_seed: false, ..self }
    }

    /// Every block of it is here or asked for.
    #[inline]
    pub fn is_asked_for(&self) -> bool {
        self.received.count() + self.requested.count() == self.received.len()
    }

    /// Whether this neighbour may be asked for it.
    pub fn is_for(&self, conn: &Conn) -> bool {
        conn.have.has(self.piece.0) && self.sole == conn.parole.then_some(conn.remote)
    }

    /// Whether this neighbour has it to itself: it was asked for it first, or nobody is asked for it now.
    pub fn is_own(&self, conn: &Conn) -> bool {
        self.starter == conn.remote || self.requested.is_empty()
    }

    /// Nothing of it is here or asked for.
    pub fn is_untouched(&self) -> bool {
        self.received.is_empty() && self.requested.is_empty()
    }

    /// The first block that may be asked of this neighbour: neither here nor asked for, and not one that was asked of it,
    /// cancelled and not answered yet (a piece is begun again after it failed its hash, or its block was given up).
    pub fn next_free_for(&self, conn: &Conn) -> Option<u32> {
        let unanswered = |block| {
            let block = BlockRef { piece: self.piece, block: BlockIdx(block) };
            conn.outstanding.iter().any(|asked| asked.cancelled && asked.block == block)
        };
        let first = self.next_free()?;
        let free = |&block: &u32| !self.received.has(block) && !self.requested.has(block) && !unanswered(block);
        if unanswered(first) { (first + 1..self.received.len()).find(free) } else { Some(first) }
    }

    /// The first block that is neither here nor asked for.
    pub fn next_free(&self) -> Option<u32> {
        if self.is_asked_for() {
            return None;
        }
        let taken = self.received.words().iter().zip(self.requested.words()).map(|(a, b)| a | b);
        let free = taken.enumerate().find(|(_, word)| *word != u64::MAX);
        free.map(|(w, word)| w as u32 * 64 + word.trailing_ones()).filter(|&block| block < self.received.len())
    }

    /// The block came; false when it was here already.
    pub fn receive(&mut self, block: u32, from: PeerIdx, genuine: bool) -> bool {
        self.requested.remove(block);
        if !self.received.insert(block) {
            return false;
        }
        self.sources[block as usize] = from;
        if !genuine {
            self.polluted.push(block);
        }
        true
    }

    /// Puts into `peers` everyone who sent a block, each once.
    pub fn contributors(&self, peers: &mut Vec<PeerIdx>) {
        peers.clear();
        peers.extend(&self.sources);
        peers.sort_unstable();
        peers.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_handed_out_in_order_and_once() {
        let mut partial = Partial::new(PieceIdx(0), 67);
        for block in 0..67 {
            assert_eq!(partial.next_free(), Some(block));
            partial.requested.insert(block);
        }
        assert_eq!(partial.next_free(), None);
        partial.requested.remove(65);
        assert_eq!(partial.next_free(), Some(65), "a block that was given back is handed out again");
        assert!(partial.receive(64, PeerIdx(3), true) && !partial.receive(64, PeerIdx(4), true));
        assert_eq!(partial.next_free(), Some(65));
        partial.receive(65, PeerIdx(4), false);
        assert_eq!((partial.next_free(), partial.polluted.as_slice()), (None, &[65][..]));
    }
}
