//! What each peer has announced, as a list that its neighbours read.
//!
//! A peer tells all its neighbours of a piece at once, and most of what is said in a swarm is this. So a `have` is not a message
//! to each of them: it is one entry of the speaker's list, with the moment at which it left. A neighbour reads the list when it
//! decides something. What it may read is the part whose arrival on its own connection is past, so it knows exactly what has come,
//! and not more. Neighbours that would act on the news at once are woken: they stand in the speaker's `attention`.

use crate::base::bitfield::{BitIter, Bitfield};
use crate::base::ids::NeighbourIdx;
use crate::base::room;
use crate::base::units::Nanos;
use std::collections::VecDeque;
use std::ops::{Index, IndexMut};

/// Entries that a list makes room for at a time.
const ENTRIES_AT_A_TIME: usize = 64;

/// The latest entries, which lie in the list's own line of memory.
const LATEST: usize = 4;

/// One peer's list. Neighbours that count news need the first line of memory, those that ask for everything announced the second.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub struct HaveLog {
    /// The pieces that came, in order: of each the lower 16 bits.
    pieces: Vec<u16>,
    /// When everything will have arrived everywhere.
    settled: Nanos,
    /// The latest pieces once more, each at its place modulo [`LATEST`]: mostly only these are new to a neighbour.
    latest: [u32; LATEST],
    /// How many pieces were there at the beginning, before the list.
    initial: u32,
    /// Connections on which the list is read.
    readers: u32,
    /// When the latest entry before the recent ones left; zero where there is none.
    earlier: Nanos,

    /// Everything that was announced to all.
    announced: Bitfield,
    /// When the latest entries left, as long as one of them may not have arrived everywhere.
    recent: VecDeque<Nanos>,

    /// The speaker's neighbours that would act on news at once, 64 places to a word.
    attention: Vec<u64>,
    /// The upper 16 bits of the pieces, where a torrent has so many.
    upper: Vec<u16>,
    /// The speaker is here.
    spoken: bool,
}

impl HaveLog {
    /// How many entries there are.
    #[inline]
    pub fn len(&self) -> u32 {
        self.pieces.len() as u32
    }

    /// There is no entry.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// How many pieces had been announced before the first entry.
    #[inline]
    pub fn initial(&self) -> u32 {
        self.initial
    }

    /// Everything that was announced, also what is still on its way.
    #[inline]
    pub fn announced(&self) -> &Bitfield {
        &self.announced
    }

    /// The entries from one place on.
    #[inline]
    pub fn from(&self, place: u32) -> impl Iterator<Item = u32> + '_ {
        (place as usize..self.pieces.len()).map(|place| self.entry(place))
    }

    /// The entry at a place.
    #[inline]
    pub(super) fn entry(&self, place: usize) -> u32 {
        if self.pieces.len() - place <= LATEST {
            return self.latest[place % LATEST];
        }
        let upper = self.upper.get(place).map_or(0, |&upper| u32::from(upper));
        upper << 16 | u32::from(self.pieces[place])
    }

    /// Everything has arrived everywhere.
    #[inline]
    pub fn is_settled(&self, now: Nanos) -> bool {
        self.settled <= now
    }

    /// How many entries have arrived where news takes so long.
    pub fn arrived(&self, now: Nanos, way: Nanos) -> u32 {
        let on_way = self.recent.iter().rev().take_while(|&&left| left + way > now).count() as u32;
        self.len() - on_way
    }

    /// When the latest entry left that has arrived where news takes so long; zero where none has.
    pub fn latest(&self, now: Nanos, way: Nanos) -> Nanos {
        self.recent.iter().rev().copied().find(|&left| left + way <= now).unwrap_or(self.earlier)
    }

    /// The places and moments of leaving of the entries that may still be on their way.
    pub fn recent(&self) -> impl Iterator<Item = (u32, Nanos)> + '_ {
        let first = self.len() - self.recent.len() as u32;
        (first..).zip(self.recent.iter().copied())
    }

    /// When the latest entry left, as long as that is of interest: nothing overtakes it.
    pub fn left(&self) -> Nanos {
        self.recent.back().copied().unwrap_or(Nanos::ZERO)
    }

    /// A piece is announced: it leaves at `leaves`, and has arrived everywhere at `settled`. Everything that left before
    /// `arrived_before` has arrived everywhere now.
    fn append(&mut self, piece: u32, leaves: Nanos, settled: Nanos, arrived_before: Nanos) {
        self.announced.insert(piece);
        self.latest[self.pieces.len() % LATEST] = piece;
        room::push(&mut self.pieces, piece as u16, ENTRIES_AT_A_TIME);
        if self.announced.len() > 1 << 16 {
            room::push(&mut self.upper, (piece >> 16) as u16, ENTRIES_AT_A_TIME);
        }
        while self.recent.front().is_some_and(|&left| left <= arrived_before) {
            self.earlier = self.recent.pop_front().unwrap_or_default();
        }
        self.recent.push_back(leaves);
        self.settled = self.settled.max(settled);
    }

    /// Whether the neighbour at this place of the speaker's is woken by news.
    #[inline]
    pub fn attends(&self, at: NeighbourIdx) -> bool {
        self.attention.get(at.at() / 64).is_some_and(|word| word >> (at.at() % 64) & 1 == 1)
    }

    /// From now on it is, or is not.
    #[inline]
    pub fn attend(&mut self, at: NeighbourIdx, on: bool) {
        let word = at.at() / 64;
        if self.attention.len() <= word {
            self.attention.resize(word + 1, 0);
        }
        let bit = at.at() % 64;
        self.attention[word] = self.attention[word] & !(1 << bit) | u64::from(on) << bit;
    }

    /// Everybody who is.
    pub fn attentive(&self) -> impl Iterator<Item = NeighbourIdx> + '_ {
        self.attention
            .iter()
            .zip(0u16..)
            .flat_map(|(&bits, word)| BitIter(bits).map(move |bit| NeighbourIdx(word * 64 + bit as u16)))
    }
}

/// The lists of all peers. One that left keeps its list as long as a neighbour has not noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct HaveLogs {
    logs: Vec<HaveLog>,
    /// The length of each list: whoever has read it all sees so without opening it.
    lens: Vec<u32>,
    free: Vec<u32>,
}

impl HaveLogs {
    /// A peer begins its list; tells the list's number. It announces `initial` by other messages.
    pub fn begin(&mut self, initial: Bitfield) -> u32 {
        let count = initial.count();
        // Everything that a list will ever hold but the longest ones: a warm swarm takes no memory.
        let missing = (initial.len() - count) as usize;
        let log = HaveLog {
            pieces: Vec::with_capacity(missing.min(1 << 16)),
            recent: VecDeque::with_capacity(8),
            attention: Vec::with_capacity(2),
            announced: initial,
            initial: count,
            spoken: true,
            ..HaveLog::default()
        };
        match self.free.pop() {
            Some(number) => {
                (self.logs[number as usize], self.lens[number as usize]) = (log, 0);
                number
            }
            None => {
                self.logs.push(log);
                self.lens.push(0);
                self.logs.len() as u32 - 1
            }
        }
    }

    /// How many entries a list has.
    #[inline]
    pub fn len_of(&self, number: u32) -> u32 {
        self.lens[number as usize]
    }

    /// A peer announces a piece: see [`HaveLog::append`].
    pub fn append(&mut self, number: u32, piece: u32, leaves: Nanos, settled: Nanos, arrived_before: Nanos) {
        self.logs[number as usize].append(piece, leaves, settled, arrived_before);
        self.lens[number as usize] += 1;
    }

    /// The speaker has gone.
    pub fn end(&mut self, number: u32) {
        self.logs[number as usize].spoken = false;
        self.free_unused(number);
    }

    /// A neighbour begins to read.
    pub fn read(&mut self, number: u32) {
        self.logs[number as usize].readers += 1;
    }

    /// A neighbour does not read any more.
    pub fn stop_reading(&mut self, number: u32) {
        self.logs[number as usize].readers -= 1;
        self.free_unused(number);
    }

    fn free_unused(&mut self, number: u32) {
        let log = &mut self.logs[number as usize];
        if !log.spoken && log.readers == 0 {
            *log = HaveLog::default();
            self.lens[number as usize] = 0;
            self.free.push(number);
        }
    }

    /// Lists that somebody writes or reads.
    pub fn in_use(&self) -> usize {
        self.logs.len() - self.free.len()
    }
}

impl Index<u32> for HaveLogs {
    type Output = HaveLog;
    #[inline]
    fn index(&self, number: u32) -> &HaveLog {
        &self.logs[number as usize]
    }
}

impl IndexMut<u32> for HaveLogs {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut HaveLog {
        &mut self.logs[number as usize]
    }
}

/// A packed set has this piece.
#[inline]
pub(super) fn has(words: &[u64], piece: u32) -> bool {
    words[(piece / 64) as usize] >> (piece % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_arrived_is_what_left_long_enough_ago() {
        let mut log = HaveLog { announced: Bitfield::none(10), ..HaveLog::default() };
        for (piece, at) in [(3, 100), (7, 110), (1, 150)] {
            log.append(piece, Nanos(at), Nanos(at + 60), Nanos(at - 90));
        }
        let arrived = |now, way| log.arrived(Nanos(now), Nanos(way));
        assert_eq!([arrived(150, 60), arrived(160, 60), arrived(170, 60), arrived(210, 60)], [0, 1, 2, 3]);
        assert!(!log.is_settled(Nanos(209)) && log.is_settled(Nanos(210)));
        assert!(log.from(1).eq([7, 1]));
        assert!(log.announced().has(7) && log.announced().count() == 3);
    }

    #[test]
    fn the_largest_torrents_have_entries_of_their_own_size() {
        let mut log = HaveLog { announced: Bitfield::none(200_000), ..HaveLog::default() };
        let pieces = [5, 70_000, 199_999, 1, 65_536, 3];
        pieces.iter().for_each(|&piece| log.append(piece, Nanos(1), Nanos(1), Nanos(0)));
        assert!(log.from(0).eq(pieces) && log.from(2).eq(pieces[2..].iter().copied()), "more than the latest four");
    }

    #[test]
    fn a_list_lasts_until_nobody_writes_or_reads_it() {
        let mut logs = HaveLogs::default();
        let (one, other) = (logs.begin(Bitfield::none(3)), logs.begin(Bitfield::all(3)));
        logs.read(one);
        logs.end(one);
        logs.end(other);
        assert_eq!(logs.in_use(), 1, "a neighbour has not noticed yet");
        logs.stop_reading(one);
        assert_eq!(logs.in_use(), 0);
        assert!(logs.begin(Bitfield::all(3)) <= 1, "numbers are used again");
    }

    #[test]
    fn attention_is_by_place() {
        let mut log = HaveLog::default();
        [3, 64, 70].iter().for_each(|&at| log.attend(NeighbourIdx(at), true));
        log.attend(NeighbourIdx(64), false);
        assert!(log.attentive().map(|at| at.0).eq([3, 70]));
        assert!(log.attends(NeighbourIdx(70)) && !log.attends(NeighbourIdx(64)) && !log.attends(NeighbourIdx(500)));
    }
}
