//! A set of pieces for each row, in one list of words.

use crate::observe::rows::RowIdx;

/// The sets.
#[derive(Clone, Debug)]
pub(super) struct BitRows {
    /// Words of each row.
    width: usize,
    words: Vec<u64>,
}

impl BitRows {
    /// No rows yet; each will have so many bits.
    pub fn new(bits: u32) -> BitRows {
        BitRows { width: bits.div_ceil(64) as usize, words: Vec::new() }
    }

    /// Empties a row, which may be new.
    pub fn clear(&mut self, row: RowIdx) {
        let end = (row.at() + 1) * self.width;
        if self.words.len() < end {
            self.words.reserve_exact((self.words.len() / 8).max(end - self.words.len()));
            self.words.resize(end, 0);
        }
        self.words[end - self.width..end].fill(0);
    }

    /// Puts every bit of a row in.
    pub fn fill(&mut self, row: RowIdx) {
        let begin = row.at() * self.width;
        self.words[begin..begin + self.width].fill(u64::MAX);
    }

    /// Puts one bit in; false when it was there.
    pub fn insert(&mut self, row: RowIdx, bit: u32) -> bool {
        let word = &mut self.words[row.at() * self.width + bit as usize / 64];
        let before = *word;
        *word |= 1 << (bit % 64);
        *word != before
    }

    /// Whether a bit is in.
    #[inline(always)]
    pub fn has(&self, row: RowIdx, bit: u32) -> bool {
        self.words[row.at() * self.width + bit as usize / 64] >> (bit % 64) & 1 == 1
    }
}
