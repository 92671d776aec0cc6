//! Measures of a whole run, one definition each: what the literature reports of swarms.
//!
//! [`Tally`] keeps what [`crate::observe::stats`] does not: capacity and numbers over time, interest, availability, bytes that
//! crossed regions, one clubs. It is folded from events. A block costs a few additions; what needs a search happens with
//! connections, interest and pieces, never with blocks.
//!
//! `areas` integrates over time, `copies` counts pieces by their copies, `neighbours` holds who is interested in whom, `clubs` who
//! misses one piece only, `sums` goes over stays, `flows` has who sent how much to whom, `report` makes the figures.

mod areas;
mod classes;
mod clubs;
mod copies;
mod flows;
mod neighbours;
mod overlay;
mod playback;
mod rates;
mod report;
mod sums;

pub use classes::ClassMeasures;
pub use flows::{BytesFrom, BytesTo};
pub use overlay::Overlay;
pub use rates::GroupRates;
pub use report::{Facts, Measures, gini, median, percentile};

use crate::base::ids::{GroupIdx, PeerIdx, PieceIdx};
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::events::sink::Broadcast;
use crate::observe::observer::{Before, Observer};
use crate::observe::rows::{self, RowIdx};
use crate::observe::stats::{Stats, Stay};
use crate::scenario::Scenario;
use areas::{Areas, Levels};
use clubs::{Clubs, other_missing};
use copies::Copies;
use neighbours::Neighbours;
use playback::Playback;
use rates::Rates;
use sums::Sums;

/// Wire numbers of the messages that are counted here (BEP 3).
const INTERESTED: u8 = 2;
const NOT_INTERESTED: u8 = 3;
const HAVE: u8 = 4;

/// What a block needs to know of its sender and its receiver: of ten thousand peers it fits into a near cache.
#[derive(Clone, Copy, Debug, Default)]
struct Origin {
    group: GroupIdx,
    /// This stay began incomplete.
    leecher: bool,
}

/// What is known of one peer that is here; in the first half line of a cache, what interest and a piece need.
#[derive(Clone, Debug, Default)]
#[repr(C, align(32))]
struct Seen {
    neighbours: Neighbours,
    /// It is there and misses something.
    incomplete: bool,
    /// Others can have what it has: its copies count.
    gives: bool,
    have: u32,

    /// The one piece it misses.
    club: Option<u32>,
    /// Its link as it is; no peer that is here has an uplink of nothing.
    up: BytesPerSec,
    down: BytesPerSec,
}

/// What the measures are made of.
#[derive(Clone, Debug)]
pub struct Tally {
    n_pieces: u32,
    /// Measured time begins here.
    from: Nanos,
    /// By row.
    origins: Vec<Origin>,
    peers: Vec<Seen>,
    levels: Levels,
    areas: Areas,
    copies: Copies,
    /// The sums when last nobody was incomplete.
    settled: Option<Settled>,
    /// Payload bytes that left uplinks of peers that came incomplete.
    sent_by_leechers: u64,
    /// Bytes of `have` messages.
    have_bytes: u64,
    /// Payload bytes received, by the groups of sender and receiver where these differ; in order of the groups.
    between: Vec<((GroupIdx, GroupIdx), u64)>,
    /// The same within each group.
    within: Vec<u64>,
    clubs: Clubs,
    rates: Rates,
    playback: Playback,
    /// Connections and calls, counted.
    counted: Overlay,
    /// Over all stays that ended.
    ended: Sums,
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
    /// Nothing has happened. Time means count from `measure_from_s`.
    pub fn new(n_pieces: u32, scenario: &Scenario) -> Tally {
        let from = scenario.measure_from_s.nanos();
        Tally {
            n_pieces,
            from,
            origins: Vec::new(),
            peers: Vec::new(),
            levels: Levels::default(),
            areas: Areas::new(from),
            copies: Copies::new(n_pieces),
            settled: None,
            sent_by_leechers: 0,
            have_bytes: 0,
            between: Vec::new(),
            within: Vec::new(),
            clubs: Clubs::new(n_pieces),
            rates: Rates::new(from),
            playback: Playback::new(scenario),
            counted: Overlay::default(),
            ended: Sums::default(),
        }
    }

    /// A stay is over for good.
    pub fn end_stay(&mut self, stay: &Stay) {
        self.ended.add(stay, self.from);
    }

    /// Time passes with everything as it is.
    fn pass(&mut self, now: Nanos) {
        self.areas.pass(now, &self.levels, &mut self.copies);
    }

    #[inline(always)]
    fn receive(&mut self, now: Nanos, (from, to): (RowIdx, RowIdx), bytes: u32) {
        let pair = (self.origins[from.at()].group, self.origins[to.at()].group);
        self.rates.carry(now, pair.0, pair.1, u64::from(bytes));
        if pair.0 == pair.1 {
            self.within[pair.0.at()] += u64::from(bytes);
        } else {
            self.cross(pair, u64::from(bytes));
        }
    }

    fn cross(&mut self, pair: (GroupIdx, GroupIdx), bytes: u64) {
        let place = self.between.binary_search_by_key(&pair, |&(pair, _)| pair).unwrap_or_else(|place| {
            self.between.insert(place, (pair, 0));
            place
        });
        self.between[place].1 += bytes;
    }

    fn join(&mut self, joined: &Event, row: RowIdx, before: Before) {
        let Event::Joined { peer, group, up, down, behaviour, .. } = *joined else { return };
        let (link, gives) = ((up, down), behaviour.gives());
        if before.rows.came_again() {
            let earlier = Stay::new(peer, before.stats.of(row), true);
            self.end_stay(&earlier);
        }
        if self.within.len() <= group.at() {
            self.within.resize(group.at() + 1, 0);
        }
        *rows::of_mut(&mut self.origins, row) = Origin { group, leecher: true };
        *rows::of_mut(&mut self.peers, row) =
            Seen { incomplete: true, gives, up: link.0, down: link.1, ..Seen::default() };
        self.levels.leechers += 1;
        self.levels.up += u128::from(link.0.0);
        self.levels.up_leechers += u128::from(link.0.0);
        self.levels.down += u128::from(link.1.0);
    }

    fn bring_all(&mut self, row: RowIdx, before: &Stats) {
        let seen = &mut self.peers[row.at()];
        before.copies.iter().filter(|_| seen.gives).for_each(|&copies| self.copies.more(copies));
        (seen.incomplete, seen.have) = (false, self.n_pieces);
        self.origins[row.at()].leecher = false;
        self.levels.up_leechers -= u128::from(seen.up.0);
        self.levels.leechers -= 1;
        self.levels.came_complete += u64::from(self.peers[row.at()].gives);
        // A peer that was made a seeder in its place may have been the last that missed something.
        self.settle(before);
    }

    fn gain(&mut self, row: RowIdx, piece: PieceIdx, before: &Stats) {
        let seen = &mut self.peers[row.at()];
        if seen.gives {
            self.copies.more(before.copies[piece.at()]);
        }
        seen.have += 1;
        if seen.have == self.n_pieces {
            self.leave_club(row);
        } else if seen.have + 1 == self.n_pieces {
            let missing = other_missing(&before.of(row).have, piece.0);
            seen.club = Some(missing);
            self.clubs.enter(missing);
        }
    }

    fn leave_club(&mut self, row: RowIdx) {
        if let Some(piece) = self.peers[row.at()].club.take() {
            self.clubs.leave(piece);
        }
    }

    fn complete(&mut self, row: RowIdx, before: &Stats) {
        let seen = &mut self.peers[row.at()];
        seen.incomplete = false;
        self.levels.pairs -= seen.neighbours.len();
        self.levels.wants -= seen.neighbours.wants();
        self.levels.leechers -= 1;
        self.levels.became_complete += u64::from(self.peers[row.at()].gives);
        self.settle(before);
    }

    fn leave(&mut self, row: RowIdx, before: &Stats) {
        let gives = self.peers[row.at()].gives;
        let have = before.of(row).have.iter().filter(|_| gives);
        have.for_each(|piece| self.copies.less(before.copies[piece as usize]));
        self.leave_club(row);
        let leecher = self.origins[row.at()].leecher;
        let seen = &mut self.peers[row.at()];
        self.levels.up -= u128::from(seen.up.0);
        self.levels.up_leechers -= if leecher { u128::from(seen.up.0) } else { 0 };
        self.levels.down -= u128::from(seen.down.0);
        match (seen.incomplete, leecher) {
            (true, _) => self.levels.leechers -= 1,
            (false, true) => self.levels.became_complete -= u64::from(gives),
            (false, false) => self.levels.came_complete -= u64::from(gives),
        }
        if std::mem::take(&mut seen.incomplete) {
            self.levels.pairs -= seen.neighbours.len();
            self.levels.wants -= seen.neighbours.wants();
            self.settle(before);
        }
        self.peers[row.at()] = Seen::default();
    }

    /// Keeps the sums when nobody is incomplete: if nobody comes any more, the run's means end here.
    fn settle(&mut self, before: &Stats) {
        if self.levels.leechers == 0 {
            let (sent, received) = (before.sent, before.received);
            let sent_by_leechers = self.sent_by_leechers;
            self.rates.settle(self.areas.at);
            self.settled = Some(Settled { areas: self.areas, sent, sent_by_leechers, received });
        }
    }

    fn limit(&mut self, row: RowIdx, (up, down): (BytesPerSec, BytesPerSec)) {
        let seen = &mut self.peers[row.at()];
        let (before_up, before_down) = (u128::from(seen.up.0), u128::from(seen.down.0));
        (seen.up, seen.down) = (up, down);
        self.levels.up = self.levels.up + u128::from(up.0) - before_up;
        self.levels.down = self.levels.down + u128::from(down.0) - before_down;
        if self.origins[row.at()].leecher {
            self.levels.up_leechers = self.levels.up_leechers + u128::from(up.0) - before_up;
        }
    }

    fn connect(&mut self, one: RowIdx, other: PeerIdx, n_peers: usize) {
        let seen = &mut self.peers[one.at()];
        if seen.neighbours.insert(other, n_peers) {
            self.levels.pairs += u64::from(seen.incomplete);
        }
    }

    fn disconnect(&mut self, one: RowIdx, other: PeerIdx, n_peers: usize) {
        let seen = &mut self.peers[one.at()];
        if let Some(wants) = seen.neighbours.remove(other, n_peers)
            && seen.incomplete
        {
            self.levels.pairs -= 1;
            self.levels.wants -= u64::from(wants);
        }
    }

    #[inline(never)]
    fn interest(&mut self, now: Nanos, from: RowIdx, to: PeerIdx, wants: bool, n_peers: usize) {
        self.pass(now);
        let seen = &mut self.peers[from.at()];
        if let Some(was) = seen.neighbours.set(to, wants, n_peers)
            && seen.incomplete
        {
            self.levels.wants = self.levels.wants + u64::from(wants) - u64::from(was);
        }
    }

    #[inline(never)]
    fn observe_rare(&mut self, now: Nanos, event: &Event, before: Before) {
        self.pass(now);
        let n_peers = before.stats.arrived as usize;
        match *event {
            Event::Joined { group, .. } => self.rates.come(now, group),
            Event::Left { .. } => before.who.iter().for_each(|row| self.rates.go(now, self.origins[row.at()].group)),
            _ => {}
        }
        match *event {
            Event::CallUnanswered { .. } => self.counted.unanswered += 1,
            Event::Introduced { .. } => self.counted.introduced += 1,
            Event::Connected { a, b } | Event::Closed { a, b } => {
                if let Event::Connected { .. } = event {
                    let complete = |row: Option<RowIdx>| row.is_some_and(|row| !self.peers[row.at()].incomplete);
                    self.counted.connections += 1;
                    self.counted.between_complete += u64::from(complete(before.who) && complete(before.whom));
                }
                for (row, other) in [(before.who, b), (before.whom, a)] {
                    match (event, row) {
                        (Event::Connected { .. }, Some(row)) => self.connect(row, other, n_peers),
                        (_, Some(row)) => self.disconnect(row, other, n_peers),
                        (_, None) => {}
                    }
                }
            }
            _ => {
                if let Some(row) = before.who {
                    self.observe_peer(now, event, row, before);
                }
            }
        }
    }

    fn observe_peer(&mut self, now: Nanos, event: &Event, row: RowIdx, before: Before) {
        self.playback.observe(now, event, row, before.stats);
        match *event {
            Event::HaveAnnounced { piece, .. } | Event::Brought { piece, .. } => self.gain(row, piece, before.stats),
            Event::Joined { .. } => self.join(event, row, before),
            Event::BroughtAll { .. } => self.bring_all(row, before.stats),
            Event::Completed { .. } => self.complete(row, before.stats),
            Event::Left { .. } => self.leave(row, before.stats),
            Event::LinkLimited { up, down, .. } => self.limit(row, (up, down)),
            _ => {}
        }
    }
}

impl Observer for Tally {
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::BroughtAll,
        EventKind::Left,
        EventKind::Connected,
        EventKind::Closed,
        EventKind::Sent,
        EventKind::BlockSent,
        EventKind::BlockReceived,
        EventKind::HaveAnnounced,
        EventKind::Completed,
        EventKind::LinkLimited,
        EventKind::CallUnanswered,
        EventKind::Introduced,
    ]);

    #[inline(always)]
    fn observe(&mut self, now: Nanos, event: &Event, before: Before) {
        match *event {
            Event::BlockSent { bytes, .. } => {
                let leecher = before.who.is_some_and(|row| self.origins[row.at()].leecher);
                self.sent_by_leechers += if leecher { u64::from(bytes) } else { 0 };
            }
            Event::BlockReceived { bytes, .. } => {
                if let (Some(from), Some(to)) = (before.who, before.whom) {
                    self.receive(now, (from, to), bytes);
                }
            }
            Event::Sent { kind: HAVE, bytes, .. } => self.have_bytes += u64::from(bytes),
            Event::Sent { from, to, kind, .. } => {
                if matches!(kind, INTERESTED | NOT_INTERESTED)
                    && let Some(row) = before.rows.row(from)
                {
                    self.interest(now, row, to, kind == INTERESTED, before.stats.arrived as usize);
                }
            }
            _ => self.observe_rare(now, event, before),
        }
    }

    /// A broadcast is a `have`: nothing else goes to several.
    #[inline]
    fn broadcast(&mut self, _: Nanos, broadcast: Broadcast, _: Before) {
        debug_assert_eq!(broadcast.kind, HAVE, "interest is counted one by one");
        self.have_bytes += u64::from(broadcast.bytes) * broadcast.recipients.len() as u64;
    }
}
