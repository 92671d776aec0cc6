//! Measures of a whole run, one definition each: what the literature reports of swarms.
//!
//! Owns the sums that [`crate::observe::stats`] does not keep: capacity and numbers over time, interest, availability, who was served
//! by seeders, which bytes crossed regions, the one club. Folded from the event stream only. Must never look at the engine's
//! state. A block costs a few additions; what needs a search happens with connections, interest and pieces, never with blocks.
//! `areas` integrates over time, `report` makes the figures.

mod areas;
mod report;

pub use report::{ClassMeasures, Facts, Measures, median, percentile};

use crate::base::bitfield::Bitfield;
use crate::base::ids::{GroupIdx, PeerIdx, PieceIdx};
use crate::base::room;
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::Event;
use crate::observe::stats::Stats;
use areas::{Areas, Copies, Levels};

/// Neighbours that a list makes room for at a time.
const NEIGHBOURS_AT_A_TIME: usize = 8;

/// Wire numbers of the messages that are counted here (BEP 3).
const INTERESTED: u8 = 2;
const NOT_INTERESTED: u8 = 3;
const HAVE: u8 = 4;

/// What a block asks for of its sender and its receiver: of ten thousand peers it fits into a near cache.
#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    group: GroupIdx,
    /// This stay began incomplete.
    leecher: bool,
    /// Its first stay did not.
    origin: bool,
}

/// What is known of one peer, by its number; in the first half line of a cache, what interest and a piece ask for.
#[derive(Clone, Debug, Default)]
#[repr(C, align(32))]
struct Seen {
    /// Its neighbours by rising number.
    neighbours: Vec<Neighbour>,
    /// It is there and misses something.
    incomplete: bool,
    /// It has come before.
    again: bool,
    have: u32,

    /// Payload bytes it had from origins.
    from_origins: u64,
    /// The one piece it misses.
    club: Option<u32>,
    /// Its link as it is.
    up: BytesPerSec,
    down: BytesPerSec,
    /// Its link when it first came.
    first: (BytesPerSec, BytesPerSec),
}

/// A neighbour, and in the lowest bit whether the peer is interested in it.
#[derive(Clone, Copy, Debug)]
struct Neighbour(u32);

impl Neighbour {
    fn new(peer: PeerIdx, interesting: bool) -> Neighbour {
        Neighbour(peer.0 << 1 | u32::from(interesting))
    }

    fn peer(self) -> PeerIdx {
        PeerIdx(self.0 >> 1)
    }

    fn is_interesting(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Seen {
    /// The place of a neighbour, or where it belongs. Among so many peers, whose neighbours are drawn from all: it is sought from
    /// where such a number stands in the mean, which mostly is a line of a cache away at most.
    fn place_of(&self, peer: PeerIdx, n_peers: usize) -> Result<usize, usize> {
        let number = |place: usize| self.neighbours[place].peer();
        let mut place = self.neighbours.len() * peer.at().min(n_peers) / n_peers.max(1);
        while place > 0 && number(place - 1) >= peer {
            place -= 1;
        }
        while place < self.neighbours.len() && number(place) < peer {
            place += 1;
        }
        if place < self.neighbours.len() && number(place) == peer { Ok(place) } else { Err(place) }
    }

    fn wants(&self) -> u64 {
        self.neighbours.iter().filter(|neighbour| neighbour.is_interesting()).count() as u64
    }
}

/// The books of the measures.
#[derive(Clone, Debug)]
pub struct Tally {
    n_pieces: u32,
    kinds: Vec<Kind>,
    peers: Vec<Seen>,
    levels: Levels,
    areas: Areas,
    copies: Copies,
    /// The books when last nobody was incomplete.
    settled: Option<Settled>,
    /// Payload bytes that left uplinks of peers that came incomplete.
    sent_by_leechers: u64,
    /// Bytes of `have` messages.
    have_bytes: u64,
    /// Payload bytes received, by the groups of sender and receiver where these differ; in order of the groups.
    between: Vec<((GroupIdx, GroupIdx), u64)>,
    /// For each piece, how many peers that are there miss it and no other.
    clubs: Vec<u32>,
    club_peak: u32,
}

/// What had been carried, over which time, at a moment.
#[derive(Clone, Copy, Debug)]
struct Settled {
    areas: Areas,
    sent: u64,
    sent_by_leechers: u64,
    received: u64,
}

impl Tally {
    /// Nothing has happened. Time means count from `from`.
    pub fn new(n_pieces: u32, from: Nanos) -> Tally {
        Tally {
            n_pieces,
            kinds: Vec::new(),
            peers: Vec::new(),
            levels: Levels::default(),
            areas: Areas::new(from),
            copies: Copies::new(n_pieces),
            settled: None,
            sent_by_leechers: 0,
            have_bytes: 0,
            between: Vec::new(),
            clubs: vec![0; n_pieces as usize],
            club_peak: 0,
        }
    }

    /// Takes one event in; `before` are the figures without it.
    #[inline]
    pub fn fold(&mut self, now: Nanos, event: &Event, before: &Stats) {
        match *event {
            Event::BlockSent { from, bytes, .. } => {
                let leecher = self.kinds[from.at()].leecher;
                self.sent_by_leechers += if leecher { u64::from(bytes) } else { 0 };
            }
            Event::BlockReceived { from, to, bytes, .. } => self.receive(from, to, u64::from(bytes)),
            Event::Sent { from, to, kind, bytes } => self.said(now, (from, to), kind, bytes),
            Event::HaveAnnounced { peer, piece } | Event::Brought { peer, piece } => {
                self.gain(now, peer, piece, before);
            }
            Event::Joined { peer, group, up, down, .. } => self.join(now, peer, group, (up, down)),
            Event::BroughtAll { peer } => self.bring_all(now, peer, before),
            Event::Completed { peer } => self.complete(now, peer, before),
            Event::Left { peer, .. } => self.leave(now, peer, before),
            Event::LinkLimited { peer, up, down } => self.limit(now, peer, (up, down)),
            Event::Connected { a, b } => self.connect(now, a, b),
            Event::Closed { a, b } => {
                self.disconnect(now, a, b);
                self.disconnect(now, b, a);
            }
            _ => {}
        }
    }

    /// Takes a message in.
    #[inline]
    pub fn said(&mut self, now: Nanos, (from, to): (PeerIdx, PeerIdx), kind: u8, bytes: u32) {
        match kind {
            HAVE => self.have_bytes += u64::from(bytes),
            INTERESTED | NOT_INTERESTED => self.interest(now, from, to, kind == INTERESTED),
            _ => {}
        }
    }

    /// The same message went to so many more, at the same moment: a `have`, which is the only one that does.
    #[inline]
    pub fn told(&mut self, kind: u8, bytes: u32, n: usize) {
        debug_assert_eq!(kind, HAVE, "who wants what is counted one by one");
        self.have_bytes += u64::from(bytes) * n as u64;
    }

    /// Time passes with everything as it is.
    fn pass(&mut self, now: Nanos) {
        self.areas.pass(now, &self.levels, &self.copies);
    }

    fn receive(&mut self, from: PeerIdx, to: PeerIdx, bytes: u64) {
        let (source, receiver) = (self.kinds[from.at()], self.kinds[to.at()]);
        if source.origin {
            self.peers[to.at()].from_origins += bytes;
        }
        if source.group != receiver.group {
            let pair = (source.group, receiver.group);
            let place = self.between.binary_search_by_key(&pair, |&(pair, _)| pair).unwrap_or_else(|place| {
                self.between.insert(place, (pair, 0));
                place
            });
            self.between[place].1 += bytes;
        }
    }

    fn join(&mut self, now: Nanos, peer: PeerIdx, group: GroupIdx, link: (BytesPerSec, BytesPerSec)) {
        self.pass(now);
        let again = peer.at() < self.peers.len();
        if !again {
            self.peers.push(Seen { first: link, ..Seen::default() });
            self.kinds.push(Kind { group, ..Kind::default() });
        }
        self.kinds[peer.at()].leecher = true;
        let seen = &mut self.peers[peer.at()];
        (seen.up, seen.down, seen.incomplete) = (link.0, link.1, true);
        (seen.again, seen.have, seen.club) = (again, 0, None);
        self.levels.leechers += 1;
        self.levels.up += u128::from(link.0.0);
        self.levels.up_leechers += u128::from(link.0.0);
        self.levels.down += u128::from(link.1.0);
    }

    fn bring_all(&mut self, now: Nanos, peer: PeerIdx, before: &Stats) {
        self.pass(now);
        before.copies.iter().for_each(|&copies| self.copies.more(copies));
        let (seen, kind) = (&mut self.peers[peer.at()], &mut self.kinds[peer.at()]);
        (seen.incomplete, kind.leecher, seen.have) = (false, false, self.n_pieces);
        kind.origin |= !seen.again;
        self.levels.up_leechers -= u128::from(seen.up.0);
        self.levels.leechers -= 1;
        self.levels.came_complete += 1;
        // A peer that was made a seeder in its place may have been the last that missed something.
        self.settle(before);
    }

    fn gain(&mut self, now: Nanos, peer: PeerIdx, piece: PieceIdx, before: &Stats) {
        self.pass(now);
        self.copies.more(before.copies[piece.at()]);
        let seen = &mut self.peers[peer.at()];
        seen.have += 1;
        if seen.have == self.n_pieces {
            self.leave_club(peer);
        } else if seen.have + 1 == self.n_pieces {
            let missing = other_missing(&before.peers[peer.at()].have, piece.0);
            seen.club = Some(missing);
            let club = &mut self.clubs[missing as usize];
            *club += 1;
            self.club_peak = self.club_peak.max(*club);
        }
    }

    fn leave_club(&mut self, peer: PeerIdx) {
        if let Some(piece) = self.peers[peer.at()].club.take() {
            self.clubs[piece as usize] -= 1;
        }
    }

    fn complete(&mut self, now: Nanos, peer: PeerIdx, before: &Stats) {
        self.pass(now);
        let seen = &mut self.peers[peer.at()];
        seen.incomplete = false;
        self.levels.pairs -= seen.neighbours.len() as u64;
        self.levels.wants -= seen.wants();
        self.levels.leechers -= 1;
        self.levels.became_complete += 1;
        self.settle(before);
    }

    fn leave(&mut self, now: Nanos, peer: PeerIdx, before: &Stats) {
        self.pass(now);
        before.peers[peer.at()].have.iter().for_each(|piece| self.copies.less(before.copies[piece as usize]));
        self.leave_club(peer);
        let leecher = self.kinds[peer.at()].leecher;
        let seen = &mut self.peers[peer.at()];
        self.levels.up -= u128::from(seen.up.0);
        self.levels.up_leechers -= if leecher { u128::from(seen.up.0) } else { 0 };
        self.levels.down -= u128::from(seen.down.0);
        match (seen.incomplete, leecher) {
            (true, _) => self.levels.leechers -= 1,
            (false, true) => self.levels.became_complete -= 1,
            (false, false) => self.levels.came_complete -= 1,
        }
        if std::mem::take(&mut seen.incomplete) {
            self.levels.pairs -= seen.neighbours.len() as u64;
            self.levels.wants -= seen.wants();
            self.settle(before);
        }
        self.peers[peer.at()].neighbours.clear();
    }

    /// Keeps the books when nobody is incomplete: if nobody comes any more, the run's means end here.
    fn settle(&mut self, before: &Stats) {
        if self.levels.leechers == 0 {
            let (sent, received) = (before.sent, before.received);
            let sent_by_leechers = self.sent_by_leechers;
            self.settled = Some(Settled { areas: self.areas, sent, sent_by_leechers, received });
        }
    }

    fn limit(&mut self, now: Nanos, peer: PeerIdx, (up, down): (BytesPerSec, BytesPerSec)) {
        self.pass(now);
        let seen = &mut self.peers[peer.at()];
        let (before_up, before_down) = (u128::from(seen.up.0), u128::from(seen.down.0));
        (seen.up, seen.down) = (up, down);
        self.levels.up = self.levels.up + u128::from(up.0) - before_up;
        self.levels.down = self.levels.down + u128::from(down.0) - before_down;
        if self.kinds[peer.at()].leecher {
            self.levels.up_leechers = self.levels.up_leechers + u128::from(up.0) - before_up;
        }
    }

    fn connect(&mut self, now: Nanos, a: PeerIdx, b: PeerIdx) {
        self.pass(now);
        let n_peers = self.peers.len();
        for (one, other) in [(a, b), (b, a)] {
            let seen = &mut self.peers[one.at()];
            if let Err(place) = seen.place_of(other, n_peers) {
                room::make(&mut seen.neighbours, NEIGHBOURS_AT_A_TIME);
                seen.neighbours.insert(place, Neighbour::new(other, false));
                self.levels.pairs += u64::from(seen.incomplete);
            }
        }
    }

    fn disconnect(&mut self, now: Nanos, one: PeerIdx, other: PeerIdx) {
        self.pass(now);
        let n_peers = self.peers.len();
        let seen = &mut self.peers[one.at()];
        if let Ok(place) = seen.place_of(other, n_peers) {
            let wants = seen.neighbours.remove(place).is_interesting();
            if seen.incomplete {
                self.levels.pairs -= 1;
                self.levels.wants -= u64::from(wants);
            }
        }
    }

    fn interest(&mut self, now: Nanos, from: PeerIdx, to: PeerIdx, wants: bool) {
        self.pass(now);
        let n_peers = self.peers.len();
        let seen = &mut self.peers[from.at()];
        if let Ok(place) = seen.place_of(to, n_peers) {
            let was = std::mem::replace(&mut seen.neighbours[place], Neighbour::new(to, wants)).is_interesting();
            if seen.incomplete {
                self.levels.wants = self.levels.wants + u64::from(wants) - u64::from(was);
            }
        }
    }
}

/// The piece that is missing besides `piece`.
fn other_missing(have: &Bitfield, piece: u32) -> u32 {
    (0..have.len()).find(|&i| i != piece && !have.has(i)).expect("two pieces are missing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    /// Sought from its mean place, a neighbour is found where a search by halves finds it, however the numbers lie.
    #[test]
    fn a_neighbour_is_found_where_it_is() {
        let mut rng = Rng::new(1);
        for n_peers in [1, 2, 10, 1000] {
            for most in [0, 1, 5, 60] {
                let mut numbers: Vec<u32> = (0..most).map(|_| rng.below(n_peers) / (1 + rng.below(3))).collect();
                numbers.sort_unstable();
                numbers.dedup();
                let neighbours =
                    numbers.iter().map(|&number| Neighbour::new(PeerIdx(number), number % 2 == 0)).collect();
                let seen = Seen { neighbours, ..Seen::default() };
                for number in 0..n_peers + 3 {
                    let found = seen.place_of(PeerIdx(number), n_peers as usize);
                    assert_eq!(found, numbers.binary_search(&number), "{number} among {numbers:?} of {n_peers}");
                }
            }
        }
    }
}
