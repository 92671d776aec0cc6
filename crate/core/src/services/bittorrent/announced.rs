//! What the neighbours announced: a row of bits for each connection, one behind the other.
//!
//! Owns the rows. Must never know how many bits are set in one: the connection counts (`Conn::n_have`). In one list, a row's
//! address follows from its number, so that news of a piece waits for one line of a cache and not for two, one after another.

use crate::base::bitfield::Bitfield;
use crate::base::ids::{PieceIdx, Slot};

/// The rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Announced {
    /// By place of the connection, then 64 pieces to a word.
    bits: Vec<u64>,
    /// Words of a row.
    words: usize,
}

impl Announced {
    /// No rows yet, of `n_pieces` bits each.
    pub fn new(n_pieces: u32) -> Announced {
        Announced { bits: Vec::new(), words: n_pieces.div_ceil(64) as usize }
    }

    /// One more row, with nothing in it. Room is made for so many at a time.
    pub fn push(&mut self, at_a_time: usize) {
        if self.bits.len() == self.bits.capacity() {
            self.bits.reserve_exact(at_a_time * self.words);
        }
        self.bits.resize(self.bits.len() + self.words, 0);
    }

    /// One row.
    #[inline]
    pub fn row(&self, slot: Slot) -> &[u64] {
        &self.bits[slot.at() * self.words..][..self.words]
    }

    /// The word that a piece lies in.
    #[inline]
    pub fn word(&self, slot: Slot, piece: PieceIdx) -> u64 {
        self.bits[slot.at() * self.words + (piece.0 / 64) as usize]
    }

    /// Looks at where the rows are.
    #[inline]
    pub(super) fn fetch(&self) -> u64 {
        self.words as u64
    }

    /// The neighbour announced this piece.
    #[inline]
    pub fn has(&self, slot: Slot, piece: PieceIdx) -> bool {
        self.word(slot, piece) >> (piece.0 % 64) & 1 == 1
    }

    /// It announces this piece; false when it did before.
    #[inline]
    pub fn insert(&mut self, slot: Slot, piece: PieceIdx) -> bool {
        let (word, bit) = (&mut self.bits[slot.at() * self.words + (piece.0 / 64) as usize], 1 << (piece.0 % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// It announces these.
    pub fn set(&mut self, slot: Slot, pieces: &Bitfield) {
        self.bits[slot.at() * self.words..][..self.words].copy_from_slice(pieces.words());
    }

    /// The neighbour has gone.
    pub fn clear(&mut self, slot: Slot) {
        self.bits[slot.at() * self.words..][..self.words].fill(0);
    }
}

/// A row, or any packed set, has this piece.
#[inline]
pub(super) fn has(row: &[u64], piece: PieceIdx) -> bool {
    row[(piece.0 / 64) as usize] >> (piece.0 % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    /// Rows in one list agree with sets of their own.
    #[test]
    fn rows_agree_with_sets_of_their_own() {
        for n_pieces in [1, 64, 65, 200] {
            let (mut rng, mut announced, mut sets) = (Rng::new(1), Announced::new(n_pieces), Vec::new());
            for _ in 0..2000 {
                if sets.is_empty() || sets.len() < 9 && rng.below(20) == 0 {
                    announced.push(4);
                    sets.push(Bitfield::none(n_pieces));
                }
                let i = rng.below(sets.len() as u32);
                let (slot, set, piece) = (Slot(i as u16), &mut sets[i as usize], PieceIdx(rng.below(n_pieces)));
                match rng.below(50) {
                    0 => {
                        *set = Bitfield::none(n_pieces);
                        announced.clear(slot);
                    }
                    1 => {
                        *set = Bitfield::all(n_pieces);
                        announced.set(slot, set);
                    }
                    _ => assert_eq!(announced.insert(slot, piece), set.insert(piece.0)),
                }
                for (set, i) in sets.iter().zip(0..) {
                    assert_eq!(announced.row(Slot(i)), set.words());
                    assert_eq!(announced.has(Slot(i), piece), set.has(piece.0));
                    assert_eq!(has(announced.row(Slot(i)), piece), set.has(piece.0));
                }
            }
        }
    }
}
