//! Overview: what is asked of all neighbours at once, without a look at each.
//!
//! Owns copies of what the connections say themselves: who is there and where, and four of their flags as sets. A connection is two
//! lines of a cache, and a peer has some fifty; the overview of all is seven, and its sets are one of them. Must never know
//! anything that a connection does not.

use crate::base::bitfield::BitIter;
use crate::base::ids::{EndIdx, PeerIdx, Slot};

/// A set of neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Handshakes have been exchanged.
    Open,
    /// They want something of ours.
    Interested,
    /// We do not choke them.
    Unchoked,
    /// They do not choke us and have something for us.
    MayBeAsked,
}

/// Nobody has this address.
const NOBODY: PeerIdx = PeerIdx(u32::MAX);

/// The overview of a peer's neighbours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Of the first 64 places, the four sets.
    first: [u64; 4],
    /// Of each 64 that follow: few peers have any.
    #[allow(clippy::box_collection, reason = "a word in the peer, and seldom more")]
    more: Option<Box<Vec<[u64; 4]>>>,
    /// By place, who is there, and our end of the connection.
    addresses: Vec<(PeerIdx, EndIdx)>,
}

impl std::hash::Hash for Overview {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {
        // It follows from the connections.
    }
}

impl Overview {
    /// One more place, where nobody is. Room is made for so many at a time.
    pub fn push(&mut self, at_a_time: usize) {
        crate::base::room::push(&mut self.addresses, (NOBODY, EndIdx::default()), at_a_time);
        if self.words() * 64 < self.addresses.len() {
            self.more.get_or_insert_default().push([0; 4]);
        }
    }

    /// This neighbour is there.
    pub fn take(&mut self, slot: Slot, remote: PeerIdx) {
        self.addresses[slot.at()].0 = remote;
    }

    /// Our end of the connection.
    pub fn set_end(&mut self, slot: Slot, end: EndIdx) {
        self.addresses[slot.at()].1 = end;
    }

    /// Nobody is there any more.
    pub fn leave(&mut self, slot: Slot) {
        self.addresses[slot.at()] = (NOBODY, EndIdx::default());
        self.sets_mut(slot.at() / 64).iter_mut().for_each(|word| *word &= !(1 << (slot.at() % 64)));
    }

    /// Puts a neighbour into a set, or takes it out.
    #[inline]
    pub fn put(&mut self, set: Set, slot: Slot, is_in: bool) {
        let (word, bit) = (&mut self.sets_mut(slot.at() / 64)[set as usize], slot.at() % 64);
        *word = *word & !(1 << bit) | u64::from(is_in) << bit;
    }

    /// Looks at the sets.
    #[inline]
    pub(super) fn fetch(&self) -> u64 {
        self.first[0]
    }

    /// The place of this neighbour.
    pub fn slot_of(&self, peer: PeerIdx) -> Option<Slot> {
        self.addresses.iter().position(|address| address.0 == peer).map(|i| Slot(i as u16))
    }

    /// A place where nobody is.
    pub fn free(&self) -> Option<Slot> {
        self.slot_of(NOBODY)
    }

    /// Our end of the connection at this place.
    #[inline]
    pub fn end(&self, slot: Slot) -> EndIdx {
        self.addresses[slot.at()].1
    }

    /// How many times 64 places there are, for [`Overview::of`].
    #[inline]
    pub fn words(&self) -> usize {
        1 + self.more().len()
    }

    #[inline]
    fn more(&self) -> &[[u64; 4]] {
        self.more.as_deref().map_or(&[], Vec::as_slice)
    }

    #[inline]
    fn sets_mut(&mut self, word: usize) -> &mut [u64; 4] {
        match (word, &mut self.more) {
            (1.., Some(more)) => &mut more[word - 1],
            _ => &mut self.first,
        }
    }

    /// Who of these 64 places is in a set now, in order: whatever is changed meanwhile.
    #[inline]
    pub fn of(&self, set: Set, word: usize) -> impl Iterator<Item = Slot> + use<> {
        let sets = if word == 0 { &self.first } else { &self.more()[word - 1] };
        BitIter(sets[set as usize]).map(move |bit| Slot((word * 64) as u16 + bit as u16))
    }

    /// Of all that are open, in order: the place, whether we unchoke it, and whether it is interested.
    #[inline]
    pub fn open(&self) -> impl Iterator<Item = (Slot, bool, bool)> + '_ {
        std::iter::once(&self.first).chain(self.more()).enumerate().flat_map(|(w, &[open, interested, unchoked, _])| {
            let is_in = |word: u64, bit: u32| word >> bit & 1 == 1;
            BitIter(open)
                .map(move |bit| (Slot((w * 64) as u16 + bit as u16), is_in(unchoked, bit), is_in(interested, bit)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    /// The sets agree with plain lists, over more than one word of places.
    #[test]
    fn sets_agree_with_lists() {
        let sets = [Set::Open, Set::Interested, Set::Unchoked, Set::MayBeAsked];
        let (mut rng, mut overview, mut plain) = (Rng::new(1), Overview::default(), Vec::new());
        for n in 0..20_000 {
            if plain.len() < 150 && n % 50 == 0 {
                overview.push(8);
                plain.push((NOBODY, [false; 4]));
            }
            let (i, which, is_in) = (rng.below(plain.len() as u32) as usize, rng.below(4) as usize, rng.below(2) == 0);
            let slot = Slot(i as u16);
            match rng.below(30) {
                0 => {
                    overview.leave(slot);
                    plain[i] = (NOBODY, [false; 4]);
                }
                1 => {
                    overview.take(slot, PeerIdx(n));
                    plain[i].0 = PeerIdx(n);
                }
                _ => {
                    overview.put(sets[which], slot, is_in);
                    plain[i].1[which] = is_in;
                }
            }
            let found = (0..overview.words()).flat_map(|word| overview.of(sets[which], word));
            assert!(found.map(Slot::at).eq((0..plain.len()).filter(|&at| plain[at].1[which])));
            assert_eq!(overview.free().map(Slot::at), plain.iter().position(|place| place.0 == NOBODY));
            let open = plain.iter().enumerate().filter(|(_, place)| place.1[0]);
            assert!(overview.open().eq(open.map(|(at, place)| (Slot(at as u16), place.1[2], place.1[1]))));
        }
    }
}
