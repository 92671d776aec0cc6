//! Sets of pieces (or of blocks of a piece), packed 64 to a word, with their count kept.
//!
//! Owns the packing and BEP 3's byte order. Must never know whose pieces they are.

use crate::base::rng::Rng;

/// The packed words: one lies in place, for a piece's blocks mostly fit into it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Words {
    One(u64),
    Many(Box<[u64]>),
}

/// A set of small numbers below a fixed length.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bitfield {
    words: Words,
    len: u32,
    count: u32,
}

impl Default for Bitfield {
    fn default() -> Bitfield {
        Bitfield::none(0)
    }
}

impl Bitfield {
    /// The empty set below `len`.
    pub fn none(len: u32) -> Bitfield {
        let words = if len <= 64 { Words::One(0) } else { Words::Many(vec![0; len.div_ceil(64) as usize].into()) };
        Bitfield { words, len, count: 0 }
    }

    /// Every number below `len`.
    pub fn all(len: u32) -> Bitfield {
        let mut set = Bitfield::none(len);
        set.fill();
        set
    }

    /// Puts every number in.
    pub fn fill(&mut self) {
        let (len, words) = (self.len, self.words_mut());
        words.fill(u64::MAX);
        if let Some(last) = words.last_mut() {
            *last >>= (64 - len % 64) % 64;
        }
        self.count = len;
    }

    /// Takes every number out.
    pub fn clear(&mut self) {
        self.words_mut().fill(0);
        self.count = 0;
    }

    /// How many numbers there could be.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// How many numbers are in.
    #[inline]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Nothing is in.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Everything is in.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.count == self.len
    }

    /// Whether `i` is in.
    #[inline]
    pub fn has(&self, i: u32) -> bool {
        debug_assert!(i < self.len, "{i} of {}", self.len);
        self.word(i) >> (i % 64) & 1 == 1
    }

    /// Puts `i` in; true when it was not there.
    #[inline]
    pub fn insert(&mut self, i: u32) -> bool {
        assert!(i < self.len, "{i} of {}", self.len);
        let (word, bit) = (self.word_mut(i), 1 << (i % 64));
        let new = *word & bit == 0;
        *word |= bit;
        self.count += u32::from(new);
        new
    }

    /// Takes `i` out; true when it was there.
    #[inline]
    pub fn remove(&mut self, i: u32) -> bool {
        assert!(i < self.len, "{i} of {}", self.len);
        let (word, bit) = (self.word_mut(i), 1 << (i % 64));
        let was = *word & bit != 0;
        *word &= !bit;
        self.count -= u32::from(was);
        was
    }

    /// The word that `i` lies in.
    #[inline]
    pub fn word(&self, i: u32) -> u64 {
        match &self.words {
            Words::One(word) => *word,
            Words::Many(words) => words[(i / 64) as usize],
        }
    }

    #[inline]
    fn word_mut(&mut self, i: u32) -> &mut u64 {
        match &mut self.words {
            Words::One(word) => word,
            Words::Many(words) => &mut words[(i / 64) as usize],
        }
    }

    /// The packed words, lowest number in the lowest bit.
    #[inline]
    pub fn words(&self) -> &[u64] {
        match &self.words {
            // No number, no word.
            Words::One(word) => &std::slice::from_ref(word)[..self.len.min(1) as usize],
            Words::Many(words) => words,
        }
    }

    #[inline]
    fn words_mut(&mut self) -> &mut [u64] {
        match &mut self.words {
            Words::One(word) => &mut std::slice::from_mut(word)[..self.len.min(1) as usize],
            Words::Many(words) => words,
        }
    }

    /// What is in, in rising order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words().iter().enumerate().flat_map(|(w, &word)| BitIter(word).map(move |bit| w as u32 * 64 + bit))
    }

    /// How many numbers are in `self` and not in `other`.
    pub fn count_missing_from(&self, other: &Bitfield) -> u32 {
        self.words().iter().zip(other.words()).map(|(a, b)| (a & !b).count_ones()).sum()
    }

    /// The lowest number that is not in.
    pub fn first_missing(&self) -> Option<u32> {
        if self.is_full() {
            return None;
        }
        let w = self.words().iter().position(|&word| word != u64::MAX)?;
        Some(w as u32 * 64 + self.words()[w].trailing_ones())
    }

    /// BEP 3's bytes: piece 0 is the high bit of the first byte, spare bits are zero.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.len.div_ceil(8) as usize];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = ((self.words()[i / 8] >> (i % 8 * 8)) as u8).reverse_bits();
        }
        bytes
    }

    /// Reads BEP 3's bytes; `None` when their number is wrong or a spare bit is set.
    pub fn from_bytes(bytes: &[u8], len: u32) -> Option<Bitfield> {
        if bytes.len() as u64 != u64::from(len.div_ceil(8)) {
            return None;
        }
        let mut set = Bitfield::none(len);
        for (i, byte) in bytes.iter().enumerate() {
            set.words_mut()[i / 8] |= u64::from(byte.reverse_bits()) << (i % 8 * 8);
        }
        set.count = set.words().iter().map(|word| word.count_ones()).sum();
        let spare = set.words().last().is_some_and(|&last| !len.is_multiple_of(64) && last >> (len % 64) != 0);
        (!spare).then_some(set)
    }
}

/// The set bits of one word, lowest first.
#[derive(Clone, Copy, Debug)]
pub struct BitIter(pub u64);

impl Iterator for BitIter {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

/// One of the set bits of `words`, all equally likely; `None` when there is none.
pub fn random_bit(words: &[u64], rng: &mut Rng) -> Option<u32> {
    let total: u32 = words.iter().map(|word| word.count_ones()).sum();
    if total == 0 {
        return None;
    }
    let mut nth = rng.below(total);
    for (w, &word) in words.iter().enumerate() {
        let here = word.count_ones();
        if nth < here {
            return BitIter(word).nth(nth as usize).map(|bit| w as u32 * 64 + bit);
        }
        nth -= here;
    }
    unreachable!("the draw is below the number of bits");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_bep_3s() {
        let mut set = Bitfield::none(10);
        set.insert(0);
        set.insert(9);
        assert_eq!(set.to_bytes(), [0x80, 0x40]);
        assert_eq!(Bitfield::from_bytes(&[0x80, 0x40], 10), Some(set));
        assert_eq!(Bitfield::from_bytes(&[0x80, 0x41], 10), None, "a spare bit is set");
        assert_eq!(Bitfield::from_bytes(&[0x80], 10), None, "a byte is missing");
    }

    #[test]
    fn counts_follow_every_change() {
        for len in [1, 8, 63, 64, 65, 1000] {
            let mut set = Bitfield::none(len);
            let mut naive = vec![false; len as usize];
            let mut rng = Rng::new(u64::from(len));
            for _ in 0..2000 {
                let i = rng.below(len);
                if rng.below(2) == 0 {
                    assert_eq!(set.insert(i), !naive[i as usize]);
                    naive[i as usize] = true;
                } else {
                    assert_eq!(set.remove(i), naive[i as usize]);
                    naive[i as usize] = false;
                }
                assert_eq!(set.count() as usize, naive.iter().filter(|&&b| b).count());
                assert_eq!(set.first_missing(), naive.iter().position(|&b| !b).map(|i| i as u32));
            }
            assert_eq!(Bitfield::from_bytes(&set.to_bytes(), len), Some(set));
            assert_eq!(Bitfield::all(len).count(), len);
            assert_eq!(Bitfield::all(len).iter().count() as u32, len);
        }
    }

    #[test]
    fn a_random_bit_is_any_of_them() {
        // "A random pick among the first N only" is a mistake others made.
        let mut set = Bitfield::none(300);
        for i in [3, 64, 130, 299] {
            set.insert(i);
        }
        let mut rng = Rng::new(9);
        let mut seen = [0u32; 300];
        for _ in 0..4000 {
            seen[random_bit(set.words(), &mut rng).unwrap() as usize] += 1;
        }
        for i in [3, 64, 130, 299] {
            assert!((880..1120).contains(&seen[i]), "bit {i} came {} times of 4000, 1000 expected", seen[i]);
        }
        assert_eq!(random_bit(&[0, 0], &mut rng), None);
    }
}
