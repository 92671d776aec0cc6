//! How many neighbours announced each piece, bit-sliced.
//!
//! A peer counts what its own neighbours announced: rarity is local, and no peer sees the whole swarm.
//!
//! ```text
//!              piece  63 ... 2 1 0
//! plane 0 (ones)       1 ... 0 1 1      piece 0 is announced 3 times: 1 + 2,
//! plane 1 (twos)       0 ... 1 0 1      piece 1 once, piece 2 twice
//! plane 2 (fours)      0 ... 0 0 0
//! ```
//! The rarest of some candidates are found from the highest plane down: wherever a candidate has a 0, all candidates with a 1 are
//! dropped. This takes a few word operations per plane for 64 pieces at once; a neighbour's bitfield is added by one ripple-carry.
//! Seeds have every piece and change no order, so they are only counted. The planes of one word are adjacent in memory: a `have`
//! touches one cache line.

/// The counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Availability {
    /// Word-major: the planes of word 0 from the ones up, then those of word 1.
    bits: Box<[u64]>,
    words: u32,
    planes: u32,
    full: u32,
}

impl Availability {
    /// Nobody announced anything of `n_pieces` yet.
    pub fn new(n_pieces: u32) -> Availability {
        Availability { bits: Box::default(), words: n_pieces.div_ceil(64), planes: 0, full: 0 }
    }

    /// A neighbour with every piece came.
    pub fn add_full(&mut self) {
        self.full += 1;
    }

    /// A neighbour that was added with every piece went.
    pub fn remove_full(&mut self) {
        self.full -= 1;
    }

    /// A neighbour's pieces came.
    pub fn add(&mut self, pieces: &[u64]) {
        for (w, &word) in pieces.iter().enumerate() {
            self.carry(w, word);
        }
    }

    /// A neighbour's pieces went.
    pub fn remove(&mut self, pieces: &[u64]) {
        for (w, &word) in pieces.iter().enumerate() {
            let mut borrow = word;
            for plane in self.of_word_mut(w) {
                let next = !*plane & borrow;
                *plane ^= borrow;
                borrow = next;
            }
            assert_eq!(borrow, 0, "a piece goes that nobody announced");
        }
    }

    /// A neighbour announced one more piece.
    #[inline]
    pub fn add_one(&mut self, piece: u32) {
        self.carry((piece / 64) as usize, 1 << (piece % 64));
    }

    /// Looks at a word of the counts, and says nothing by it.
    #[inline]
    pub fn fetch(&self, word: usize) -> u64 {
        self.bits.get(word * self.planes as usize).copied().unwrap_or(0)
    }

    #[inline]
    fn of_word(&self, w: usize) -> &[u64] {
        &self.bits[w * self.planes as usize..][..self.planes as usize]
    }

    #[inline]
    fn of_word_mut(&mut self, w: usize) -> &mut [u64] {
        &mut self.bits[w * self.planes as usize..][..self.planes as usize]
    }

    #[inline]
    fn carry(&mut self, w: usize, word: u64) {
        let mut carry = word;
        for plane in self.of_word_mut(w) {
            if carry == 0 {
                return;
            }
            let next = *plane & carry;
            *plane ^= carry;
            carry = next;
        }
        if carry != 0 {
            self.add_plane();
            *self.of_word_mut(w).last_mut().expect("a plane was added") = carry;
        }
    }

    /// One binary digit more for every piece.
    #[cold]
    fn add_plane(&mut self) {
        let planes = self.planes + 1;
        let wider = (0..self.words as usize).flat_map(|w| self.of_word(w).iter().copied().chain([0]));
        self.bits = wider.collect();
        self.planes = planes;
    }

    /// How many neighbours have this piece.
    pub fn count(&self, piece: u32) -> u32 {
        let (w, bit) = ((piece / 64) as usize, piece % 64);
        let planes = self.of_word(w).iter().enumerate();
        self.full + planes.map(|(p, plane)| ((plane >> bit & 1) as u32) << p).sum::<u32>()
    }

    /// How many neighbours have the rarest, and the commonest, of some candidates. `set` is memory to work in.
    pub fn extremes(&self, candidates: &[u64], set: &mut Vec<u64>) -> (u32, u32) {
        let first =
            |set: &[u64]| set.iter().position(|&word| word != 0).map(|w| w as u32 * 64 + set[w].trailing_zeros());
        let mut count = |narrow: fn(&Availability, &mut [u64])| {
            set.clear();
            set.extend_from_slice(candidates);
            narrow(self, set);
            first(set).map_or(0, |piece| self.count(piece))
        };
        (count(Availability::rarest), count(Availability::commonest))
    }

    /// One plane, word by word.
    fn plane(&self, p: u32) -> impl Iterator<Item = &u64> {
        self.bits.iter().skip(p as usize).step_by(self.planes as usize)
    }

    /// Leaves only the commonest of the candidates in `set`.
    pub fn commonest(&self, set: &mut [u64]) {
        for p in (0..self.planes).rev() {
            let plane = || self.plane(p);
            if set.iter().zip(plane()).any(|(candidates, ones)| candidates & ones != 0) {
                set.iter_mut().zip(plane()).for_each(|(candidates, ones)| *candidates &= ones);
            }
        }
    }

    /// Leaves only the rarest of the candidates in `set`.
    pub fn rarest(&self, set: &mut [u64]) {
        for p in (0..self.planes).rev() {
            let plane = || self.plane(p);
            // Where the plane is all ones on the candidates, nobody is rarer on it.
            if set.iter().zip(plane()).any(|(candidates, ones)| candidates & !ones != 0) {
                set.iter_mut().zip(plane()).for_each(|(candidates, ones)| *candidates &= !ones);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::bitfield::{BitIter, Bitfield};
    use crate::base::rng::Rng;

    #[test]
    fn agrees_with_a_recount() {
        for n in [1, 5, 64, 65, 200] {
            let mut rng = Rng::new(u64::from(n));
            let mut availability = Availability::new(n);
            let mut neighbours: Vec<Bitfield> = Vec::new();
            for _ in 0..400 {
                match rng.below(4) {
                    0 => {
                        let mut pieces = Bitfield::none(n);
                        (0..n).filter(|_| rng.below(3) == 0).for_each(|i| assert!(pieces.insert(i)));
                        availability.add(pieces.words());
                        neighbours.push(pieces);
                    }
                    1 if !neighbours.is_empty() => {
                        let gone = neighbours.swap_remove(rng.below(neighbours.len() as u32) as usize);
                        availability.remove(gone.words());
                    }
                    _ if !neighbours.is_empty() => {
                        let who = rng.below(neighbours.len() as u32) as usize;
                        let piece = rng.below(n);
                        if neighbours[who].insert(piece) {
                            availability.add_one(piece);
                        }
                    }
                    _ => {}
                }
                let recount = |i| neighbours.iter().filter(|pieces| pieces.has(i)).count() as u32;
                (0..n).for_each(|i| assert_eq!(availability.count(i), recount(i)));

                let mut candidates = Bitfield::none(n);
                (0..n).filter(|_| rng.below(2) == 0).for_each(|i| assert!(candidates.insert(i)));
                let least = candidates.iter().map(recount).min();
                let expected: Vec<u32> = candidates.iter().filter(|&i| Some(recount(i)) == least).collect();
                let mut set = candidates.words().to_vec();
                availability.rarest(&mut set);
                let found: Vec<u32> = set
                    .iter()
                    .enumerate()
                    .flat_map(|(w, &word)| BitIter(word).map(move |b| w as u32 * 64 + b))
                    .collect();
                assert_eq!(found, expected);

                let most = candidates.iter().map(recount).max();
                let mut set = candidates.words().to_vec();
                availability.commonest(&mut set);
                let kept = |i: &u32| set[(i / 64) as usize] >> (i % 64) & 1 == 1;
                assert!((0..n).filter(kept).eq(candidates.iter().filter(|&i| Some(recount(i)) == most)));
            }
        }
    }

    #[test]
    fn seeds_count_and_change_no_order() {
        let mut availability = Availability::new(3);
        availability.add_full();
        availability.add_one(1);
        assert_eq!([0, 1, 2].map(|i| availability.count(i)), [1, 2, 1]);
        let mut set = [0b111];
        availability.rarest(&mut set);
        assert_eq!(set, [0b101]);
    }
}
