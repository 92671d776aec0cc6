//! The flags of all neighbours as sets, and their addresses: what is asked of all of them at once.
//!
//! A flag has its only home here. How many neighbours are in a set, or in two of them, is counted when it is asked.

use crate::base::bitfield::BitIter;
use crate::base::ids::{EndIdx, NeighbourIdx, PeerIdx};
use crate::base::numbers;
use crate::base::room;

/// A set of neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Handshakes have been exchanged.
    Open,
    /// They want something of ours: `peer_interested`.
    Interested,
    /// We serve them: not `am_choking`.
    Unchoked,
    /// They have something for us: `am_interested`.
    AmInterested,
    /// They serve us: not `peer_choking`.
    ServesUs,
    /// They carry something that a meter measures.
    Metered,
    /// They could be asked for more than there is to ask for.
    Hungry,
    /// They have not answered all that they were asked for.
    Asked,
    /// Their news wakes us.
    Awake,
}

/// How many sets there are.
const SETS: usize = 9;

/// Nobody has this address.
const NOBODY: PeerIdx = PeerIdx(u32::MAX);

/// The sets of one peer's neighbours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sets {
    /// Of the first 64 places, the sets.
    first: [u64; SETS],
    /// Of each 64 that follow: few peers have any.
    more: Vec<[u64; SETS]>,
    /// By place, who is there: plain numbers, so that a search compares many at once.
    who: Vec<u32>,
    /// By place, our end of the connection.
    ends: Vec<EndIdx>,
}

impl Sets {
    /// One more place, where nobody is. Memory is taken for so many at a time.
    pub fn push(&mut self, at_a_time: usize) {
        room::push(&mut self.who, NOBODY.0, at_a_time);
        room::push(&mut self.ends, EndIdx::default(), at_a_time);
        if self.words() * 64 < self.who.len() {
            self.more.push([0; SETS]);
        }
    }

    /// This neighbour is there.
    pub fn take(&mut self, at: NeighbourIdx, remote: PeerIdx) {
        self.who[at.at()] = remote.0;
    }

    /// Our end of the connection.
    pub fn set_end(&mut self, at: NeighbourIdx, end: EndIdx) {
        self.ends[at.at()] = end;
    }

    /// Nobody is there any more.
    pub fn leave(&mut self, at: NeighbourIdx) {
        (self.who[at.at()], self.ends[at.at()]) = (NOBODY.0, EndIdx::default());
        self.sets_mut(at.at() / 64).iter_mut().for_each(|word| *word &= !(1 << (at.at() % 64)));
    }

    /// Puts a neighbour into a set, or takes it out.
    #[inline]
    pub fn put(&mut self, set: Set, at: NeighbourIdx, is_in: bool) {
        let (word, bit) = (&mut self.sets_mut(at.at() / 64)[set as usize], at.at() % 64);
        *word = *word & !(1 << bit) | u64::from(is_in) << bit;
    }

    /// Whether a neighbour is in a set.
    #[inline]
    pub fn has(&self, set: Set, at: NeighbourIdx) -> bool {
        self.sets(at.at() / 64)[set as usize] >> (at.at() % 64) & 1 == 1
    }

    /// The sets of one neighbour, where several of them are asked for.
    #[inline]
    pub fn of_one(&self, at: NeighbourIdx) -> Flags<'_> {
        Flags { sets: self.sets(at.at() / 64), bit: at.at() as u32 % 64 }
    }

    /// The place of this neighbour.
    pub fn place_of(&self, peer: PeerIdx) -> Option<NeighbourIdx> {
        numbers::position(&self.who, peer.0).map(|at| NeighbourIdx(at as u16))
    }

    /// A place where nobody is.
    pub fn free(&self) -> Option<NeighbourIdx> {
        self.place_of(NOBODY)
    }

    /// Who is at a place.
    #[inline]
    pub fn who(&self, at: NeighbourIdx) -> PeerIdx {
        PeerIdx(self.who[at.at()])
    }

    /// Our end of the connection of a place.
    #[inline]
    pub fn end(&self, at: NeighbourIdx) -> EndIdx {
        self.ends[at.at()]
    }

    /// Who is at a place, and our end of the connection.
    #[inline]
    pub fn address(&self, at: NeighbourIdx) -> (PeerIdx, EndIdx) {
        (PeerIdx(self.who[at.at()]), self.ends[at.at()])
    }

    /// How many times 64 places there are, for [`Sets::of`].
    #[inline]
    pub fn words(&self) -> usize {
        1 + self.more.len()
    }

    #[inline]
    fn sets(&self, word: usize) -> &[u64; SETS] {
        if word == 0 { &self.first } else { &self.more[word - 1] }
    }

    #[inline]
    fn sets_mut(&mut self, word: usize) -> &mut [u64; SETS] {
        if word == 0 { &mut self.first } else { &mut self.more[word - 1] }
    }

    /// How many neighbours are in a set.
    #[inline]
    pub fn count(&self, set: Set) -> u32 {
        self.sum(|sets| sets[set as usize])
    }

    /// How many neighbours are in one set and in another, or not in it.
    #[inline]
    pub fn count_both(&self, one: Set, other: Set, is_in: bool) -> u32 {
        let flip = if is_in { 0 } else { u64::MAX };
        self.sum(|sets| sets[one as usize] & (sets[other as usize] ^ flip))
    }

    #[inline]
    fn sum(&self, pick: impl Fn(&[u64; SETS]) -> u64) -> u32 {
        self.more.iter().fold(pick(&self.first).count_ones(), |sum, sets| sum + pick(sets).count_ones())
    }

    /// Who of these 64 places is in a set now, in order: whatever is changed meanwhile.
    #[inline]
    pub fn of(&self, set: Set, word: usize) -> impl Iterator<Item = NeighbourIdx> + use<> {
        places(self.sets(word)[set as usize], word)
    }

    /// Who of these 64 places is in both sets now.
    #[inline]
    pub fn of_both(&self, one: Set, other: Set, word: usize) -> impl Iterator<Item = NeighbourIdx> + use<> {
        let sets = self.sets(word);
        places(sets[one as usize] & sets[other as usize], word)
    }

    /// Everybody in a set, in order.
    #[inline]
    pub fn iter(&self, set: Set) -> impl Iterator<Item = NeighbourIdx> + '_ {
        self.places(move |sets| sets[set as usize])
    }

    /// Everybody that has a slot or wants one, in order: whoever has neither need not be ranked.
    #[inline]
    pub fn in_question(&self) -> impl Iterator<Item = NeighbourIdx> + '_ {
        self.places(|sets| sets[Set::Open as usize] & (sets[Set::Unchoked as usize] | sets[Set::Interested as usize]))
    }

    #[inline]
    fn places<F: Fn(&[u64; SETS]) -> u64>(&self, pick: F) -> Places<'_, F> {
        Places { bits: pick(&self.first), word: 0, more: &self.more, pick }
    }

    /// Of all that are open, in order: the place, whether we unchoke it, and whether it is interested.
    #[inline]
    pub fn open(&self) -> impl Iterator<Item = (NeighbourIdx, bool, bool)> + '_ {
        self.iter(Set::Open).map(|at| (at, self.has(Set::Unchoked, at), self.has(Set::Interested, at)))
    }
}

/// Which sets one neighbour is in.
#[derive(Clone, Copy)]
pub struct Flags<'a> {
    sets: &'a [u64; SETS],
    bit: u32,
}

impl Flags<'_> {
    /// Whether the neighbour is in a set.
    #[inline]
    pub fn has(self, set: Set) -> bool {
        self.sets[set as usize] >> self.bit & 1 == 1
    }
}

/// Places in order, 64 to a word, of those that `pick` finds in the sets of a word.
struct Places<'a, F> {
    bits: u64,
    word: u16,
    more: &'a [[u64; SETS]],
    pick: F,
}

impl<F: Fn(&[u64; SETS]) -> u64> Iterator for Places<'_, F> {
    type Item = NeighbourIdx;
    #[inline]
    fn next(&mut self) -> Option<NeighbourIdx> {
        while self.bits == 0 {
            let (next, more) = self.more.split_first()?;
            (self.bits, self.word, self.more) = ((self.pick)(next), self.word + 1, more);
        }
        let bit = self.bits.trailing_zeros() as u16;
        self.bits &= self.bits - 1;
        Some(NeighbourIdx(self.word << 6 | bit))
    }
}

#[inline]
fn places(bits: u64, word: usize) -> impl Iterator<Item = NeighbourIdx> {
    BitIter(bits).map(move |bit| NeighbourIdx((word * 64) as u16 + bit as u16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    const ALL: [Set; SETS] = [
        Set::Open,
        Set::Interested,
        Set::Unchoked,
        Set::AmInterested,
        Set::ServesUs,
        Set::Metered,
        Set::Hungry,
        Set::Asked,
        Set::Awake,
    ];

    /// The sets agree with plain lists, over more than one word of places.
    #[test]
    fn sets_agree_with_lists() {
        let (mut rng, mut sets, mut plain) = (Rng::new(1), Sets::default(), Vec::new());
        for n in 0..20_000 {
            if plain.len() < 150 && n % 50 == 0 {
                sets.push(8);
                plain.push((NOBODY, [false; SETS]));
            }
            let (i, which) = (rng.below(plain.len() as u32) as usize, rng.below(SETS as u32) as usize);
            let (at, is_in) = (NeighbourIdx(i as u16), rng.below(2) == 0);
            match rng.below(30) {
                0 => {
                    sets.leave(at);
                    plain[i] = (NOBODY, [false; SETS]);
                }
                1 => {
                    sets.take(at, PeerIdx(n));
                    plain[i].0 = PeerIdx(n);
                }
                _ => {
                    sets.put(ALL[which], at, is_in);
                    plain[i].1[which] = is_in;
                }
            }
            let other = rng.below(SETS as u32) as usize;
            let count = |one: usize, is_in: bool| {
                plain.iter().filter(|place| place.1[one] && place.1[other] == is_in).count() as u32
            };
            assert_eq!(sets.has(ALL[which], at), plain[i].1[which]);
            assert_eq!(sets.of_one(at).has(ALL[which]), plain[i].1[which]);
            let asked = |at: &NeighbourIdx| plain[at.at()].1[0] && (plain[at.at()].1[1] || plain[at.at()].1[2]);
            assert!(sets.in_question().eq((0..plain.len() as u16).map(NeighbourIdx).filter(asked)));
            assert_eq!(sets.count(ALL[which]), count(which, true) + count(which, false));
            assert_eq!(sets.count_both(ALL[which], ALL[other], is_in), count(which, is_in));
            let found = (0..sets.words()).flat_map(|word| sets.of(ALL[which], word));
            assert!(found.map(NeighbourIdx::at).eq((0..plain.len()).filter(|&at| plain[at].1[which])));
            let both = (0..sets.words()).flat_map(|word| sets.of_both(ALL[which], ALL[other], word));
            let expected = (0..plain.len()).filter(|&at| plain[at].1[which] && plain[at].1[other]);
            assert!(both.map(NeighbourIdx::at).eq(expected));
            assert_eq!(sets.free().map(NeighbourIdx::at), plain.iter().position(|place| place.0 == NOBODY));
        }
    }
}
