//! The flags of all neighbours as sets, and their addresses: what is asked of all of them at once.
//!
//! A flag has its only home here. How many neighbours are in a set, or in two of them, is counted when it is asked.

use crate::base::bitfield::BitIter;
use crate::base::ids::{EndIdx, NeighbourIdx, PeerIdx};
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
    /// By place, who is there, and our end of the connection.
    addresses: Vec<(PeerIdx, EndIdx)>,
}

impl Sets {
    /// One more place, where nobody is. Memory is taken for so many at a time.
    pub fn push(&mut self, at_a_time: usize) {
        room::push(&mut self.addresses, (NOBODY, EndIdx::default()), at_a_time);
        if self.words() * 64 < self.addresses.len() {
            self.more.push([0; SETS]);
        }
    }

    /// This neighbour is there.
    pub fn take(&mut self, at: NeighbourIdx, remote: PeerIdx) {
        self.addresses[at.at()].0 = remote;
    }

    /// Our end of the connection.
    pub fn set_end(&mut self, at: NeighbourIdx, end: EndIdx) {
        self.addresses[at.at()].1 = end;
    }

    /// Nobody is there any more.
    pub fn leave(&mut self, at: NeighbourIdx) {
        self.addresses[at.at()] = (NOBODY, EndIdx::default());
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

    /// The place of this neighbour.
    pub fn place_of(&self, peer: PeerIdx) -> Option<NeighbourIdx> {
        self.addresses.iter().position(|address| address.0 == peer).map(|i| NeighbourIdx(i as u16))
    }

    /// A place where nobody is.
    pub fn free(&self) -> Option<NeighbourIdx> {
        self.place_of(NOBODY)
    }

    /// Who is at a place, and our end of the connection.
    #[inline]
    pub fn address(&self, at: NeighbourIdx) -> (PeerIdx, EndIdx) {
        self.addresses[at.at()]
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

    fn all(&self) -> impl Iterator<Item = &[u64; SETS]> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// How many neighbours are in a set.
    #[inline]
    pub fn count(&self, set: Set) -> u32 {
        self.all().map(|sets| sets[set as usize].count_ones()).sum()
    }

    /// How many neighbours are in one set and in another, or not in it.
    #[inline]
    pub fn count_both(&self, one: Set, other: Set, is_in: bool) -> u32 {
        let flip = if is_in { 0 } else { u64::MAX };
        self.all().map(|sets| (sets[one as usize] & (sets[other as usize] ^ flip)).count_ones()).sum()
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
        self.all().enumerate().flat_map(move |(word, sets)| places(sets[set as usize], word))
    }

    /// Of all that are open, in order: the place, whether we unchoke it, and whether it is interested.
    #[inline]
    pub fn open(&self) -> impl Iterator<Item = (NeighbourIdx, bool, bool)> + '_ {
        self.iter(Set::Open).map(|at| (at, self.has(Set::Unchoked, at), self.has(Set::Interested, at)))
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
