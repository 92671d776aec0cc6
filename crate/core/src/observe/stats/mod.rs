//! Figures: who sent and received what, who is complete, how many copies of each piece there are.
//!
//! Each figure is folded from events and defined once. `peer` has those of one peer, `stays` keeps those of peers that left.

mod peer;
mod stays;

pub use peer::PeerStats;
pub use stays::{STAYS_MAX, Stay};

use crate::base::ids::{GroupIdx, PeerIdx};
use crate::base::order;
use crate::base::sorted::Sorted;
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::events::sink::Broadcast;
use crate::observe::rows::{self, RowIdx, Rows};
use crate::scenario::config::Behaviour;
use crate::torrent::metainfo::Geometry;
use std::mem;

/// A block's message header (BEP 3): length, number, piece, offset.
const BLOCK_HEADER: u64 = 13;
/// Crashed peers whose figures are kept whole, for those who still take them for their neighbours; of more, the latest.
const CRASHED_MAX: usize = 1024;

/// The figures of a run.
#[derive(Clone, Debug)]
pub struct Stats {
    geometry: Geometry,
    /// By row.
    peers: Vec<PeerStats>,
    crashed: Sorted<PeerIdx, Box<PeerStats>>,
    stays: stays::Stays,
    finishes: Finishes,
    /// Verified copies of each piece among the peers that are there and give what they have. A free rider's copy is none for the
    /// others, nor is a polluter's.
    pub copies: Vec<u32>,
    /// Payload bytes that left an uplink.
    pub sent: u64,
    /// Payload bytes that arrived.
    pub received: u64,
    /// Payload bytes that were lost on their way, or torn off while they left.
    pub lost: u64,
    /// Of the received, by peers that came as seeders, polluters apart.
    pub from_seeders: u64,
    /// Bytes of messages other than payload.
    pub overhead: u64,
    /// Bytes the receiver had already or had not asked for.
    pub wasted: u64,
    /// Bytes of pieces that failed their hash.
    pub corrupt: u64,
    /// Blocks received.
    pub blocks: u64,
    /// Peers there that miss something.
    pub leeching: u32,
    /// Peers there that have everything, and give it.
    pub seeding: u32,
    /// Peers there that have everything, or say so, and give nothing genuine.
    pub idle: u32,
    /// Peers that ever came.
    pub arrived: u32,
    /// Peers that a first block has reached.
    pub reached: u32,
    /// Peers that became complete here.
    pub completed: u32,
    /// Peers that went.
    pub departed: u32,
    /// Payload bytes that origin seeders had sent when the first peer was complete.
    pub seeder_bytes_at_first_completion: Option<u64>,
    /// The tracker answers.
    pub tracker_up: bool,
}

/// Completions of peers that came incomplete, each in its latest stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Finishes {
    /// The first.
    pub first: Option<Nanos>,
    /// The last.
    pub last: Option<Nanos>,
    /// Peers that came incomplete.
    pub came: u32,
    /// Of these, peers that are not complete.
    pub unfinished: u32,
}

impl Finishes {
    fn add(&mut self, stay: &Stay) {
        if stay.came_incomplete() && !stay.earlier {
            self.came += 1;
            self.unfinished += u32::from(stay.completed.is_none());
            let earliest = |a: Option<Nanos>, b: Nanos| Some(a.map_or(b, |a| a.min(b)));
            self.first = stay.completed.map_or(self.first, |at| earliest(self.first, at));
            self.last = self.last.max(stay.completed);
        }
    }
}

impl Stats {
    /// What the figures are made of.
    pub const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::BroughtAll,
        EventKind::Left,
        EventKind::Sent,
        EventKind::BlockStarted,
        EventKind::BlockSent,
        EventKind::BlockReceived,
        EventKind::BlockLost,
        EventKind::Verified,
        EventKind::HaveAnnounced,
        EventKind::Completed,
        EventKind::TrackerWent,
    ]);

    /// Nothing has happened.
    pub fn new(geometry: Geometry) -> Stats {
        Stats {
            geometry,
            peers: Vec::new(),
            crashed: Sorted::default(),
            stays: stays::Stays::default(),
            finishes: Finishes::default(),
            copies: vec![0; geometry.n_pieces() as usize],
            sent: 0,
            received: 0,
            lost: 0,
            from_seeders: 0,
            overhead: 0,
            wasted: 0,
            corrupt: 0,
            blocks: 0,
            leeching: 0,
            seeding: 0,
            idle: 0,
            arrived: 0,
            reached: 0,
            completed: 0,
            departed: 0,
            seeder_bytes_at_first_completion: None,
            tracker_up: true,
        }
    }

    /// Takes one event in, after all observers that read these figures.
    #[inline(always)]
    pub fn observe(&mut self, now: Nanos, event: &Event, [who, whom]: [Option<RowIdx>; 2], rows: &Rows) {
        match *event {
            Event::Sent { bytes, .. } => self.overhead += u64::from(bytes),
            Event::BlockStarted { .. } => self.overhead += BLOCK_HEADER,
            Event::BlockSent { bytes, .. } => {
                self.sent += u64::from(bytes);
                if let Some(row) = who {
                    self.peers[row.at()].up.add(now, bytes);
                }
            }
            Event::BlockReceived { bytes, wanted, .. } => self.receive(now, [who, whom], bytes, wanted),
            Event::BlockLost { bytes, .. } => self.lost += u64::from(bytes),
            Event::TrackerWent { up } => self.tracker_up = up,
            _ => {
                if let Some(row) = who {
                    self.observe_peer(now, event, row, rows.came_again());
                }
            }
        }
    }

    #[inline(never)]
    fn observe_peer(&mut self, now: Nanos, event: &Event, row: RowIdx, again: bool) {
        match *event {
            Event::Joined { peer, group, behaviour, up, down, .. } => {
                self.join(now, (peer, row, again), group, behaviour, (up, down));
            }
            Event::BroughtAll { .. } => {
                let stats = &mut self.peers[row.at()];
                stats.have.fill();
                // A peer that was made a seeder later is none that came as one.
                stats.origin = !again;
                if stats.behaviour.gives() {
                    self.copies.iter_mut().for_each(|copies| *copies += 1);
                }
                self.complete(now, row);
            }
            Event::Brought { piece, .. } | Event::HaveAnnounced { piece, .. } => {
                let stats = &mut self.peers[row.at()];
                stats.have.insert(piece.0);
                self.copies[piece.at()] += u32::from(stats.behaviour.gives());
            }
            Event::Left { crashed, .. } => self.leave(now, row, crashed),
            Event::Verified { piece, ok, .. } => {
                let bytes = u64::from(self.geometry.piece_len(piece.0));
                if ok {
                    self.peers[row.at()].useful += bytes;
                } else {
                    self.peers[row.at()].corrupt += bytes;
                    self.corrupt += bytes;
                }
            }
            Event::Completed { .. } => {
                self.completed += 1;
                let seeders = self.from_seeders;
                self.seeder_bytes_at_first_completion.get_or_insert(seeders);
                self.complete(now, row);
            }
            _ => {}
        }
    }

    /// The same message went to several.
    #[inline]
    pub fn broadcast(&mut self, broadcast: Broadcast) {
        self.overhead += u64::from(broadcast.bytes) * broadcast.recipients.len() as u64;
    }

    fn join(
        &mut self,
        now: Nanos,
        (peer, row, again): (PeerIdx, RowIdx, bool),
        group: GroupIdx,
        behaviour: Behaviour,
        link: (BytesPerSec, BytesPerSec),
    ) {
        let have = crate::base::bitfield::Bitfield::none(self.geometry.n_pieces());
        let fresh =
            PeerStats { group, behaviour, here: true, joined: now, first_link: link, have, ..PeerStats::default() };
        let place = rows::of_mut(&mut self.peers, row);
        let before = mem::replace(place, fresh);
        if again {
            (place.from_origins, place.first_link) = (before.from_origins, before.first_link);
            place.reached = before.reached;
            self.end_stay(Stay::new(peer, &before, true));
            self.departed -= 1;
        } else {
            self.arrived += 1;
        }
        self.leeching += 1;
    }

    fn complete(&mut self, now: Nanos, row: RowIdx) {
        self.leeching -= 1;
        let stats = &mut self.peers[row.at()];
        stats.completed = Some(now);
        *(if stats.behaviour.gives() { &mut self.seeding } else { &mut self.idle }) += 1;
    }

    fn leave(&mut self, now: Nanos, row: RowIdx, crashed: bool) {
        let stats = &mut self.peers[row.at()];
        (stats.here, stats.crashed, stats.left) = (false, crashed, Some(now));
        let gives = stats.behaviour.gives();
        for piece in stats.have.iter().filter(|_| gives) {
            self.copies[piece as usize] -= 1;
        }
        match (stats.have.is_full(), gives) {
            (false, _) => self.leeching -= 1,
            (true, true) => self.seeding -= 1,
            (true, false) => self.idle -= 1,
        }
        stats.have.clear();
        self.departed += 1;
    }

    #[inline(always)]
    fn receive(&mut self, now: Nanos, [from, to]: [Option<RowIdx>; 2], bytes: u32, wanted: bool) {
        let wide = u64::from(bytes);
        self.received += wide;
        self.blocks += 1;
        let sender = from.map(|row| &mut self.peers[row.at()]);
        let from_origin = sender.is_some_and(|sender| {
            sender.uploaded += wide;
            sender.origin && sender.behaviour.gives()
        });
        self.from_seeders += if from_origin { wide } else { 0 };
        let Some(to) = to else { return };
        let receiver = &mut self.peers[to.at()];
        if receiver.downloaded == 0 && receiver.reached == 0 {
            self.reached += 1;
            receiver.reached = self.reached;
        }
        receiver.downloaded += wide;
        receiver.down.add(now, bytes);
        receiver.from_origins += if from_origin { wide } else { 0 };
        if !wanted {
            receiver.wasted += wide;
            self.wasted += wide;
        }
    }

    /// A row is given back: its peer's stay is over for good.
    pub fn release(&mut self, peer: PeerIdx, row: RowIdx) -> Option<Stay> {
        let stats = mem::take(self.peers.get_mut(row.at())?);
        let stay = Stay::new(peer, &stats, false);
        self.end_stay(stay);
        if stats.crashed {
            self.crashed.insert(peer, Box::new(stats));
            if self.crashed.len() > CRASHED_MAX {
                self.crashed.remove_first();
            }
        }
        Some(stay)
    }

    fn end_stay(&mut self, stay: Stay) {
        self.finishes.add(&stay);
        self.stays.push(stay);
    }

    /// The figures of the peer in a row.
    pub fn of(&self, row: RowIdx) -> &PeerStats {
        &self.peers[row.at()]
    }

    /// The figures of a peer that is here, or that crashed and may still be somebody's neighbour.
    pub fn peer(&self, peer: PeerIdx, rows: &Rows) -> Option<&PeerStats> {
        match rows.row(peer) {
            Some(row) => self.peers.get(row.at()),
            None => self.crashed.get(peer).map(|stats| &**stats),
        }
    }

    /// Every stay that ended is kept.
    pub fn keeps_every_stay(&self) -> bool {
        self.stays.is_whole()
    }

    /// Stays that ended and are kept.
    pub fn ended_stays(&self) -> impl Iterator<Item = &Stay> {
        self.stays.iter()
    }

    /// Stays of those that have a row, by number of their peers.
    pub fn latest_stays(&self, rows: &Rows) -> impl Iterator<Item = Stay> {
        rows.iter().filter_map(|(peer, row)| Some(Stay::new(peer, self.peers.get(row.at())?, false)))
    }

    /// All that are kept, ended and not: those that another stay of the same peer followed, in order, then one a peer, by number.
    pub fn stays(&self, rows: &Rows) -> Vec<Stay> {
        let mut stays: Vec<Stay> = self.ended_stays().copied().chain(self.latest_stays(rows)).collect();
        order::by(&mut stays, |stay| if stay.earlier { [0, 0] } else { [1, stay.peer.0.into()] });
        stays
    }

    /// Who is complete of those that came incomplete, and when.
    pub fn finishes(&self, rows: &Rows) -> Finishes {
        let mut finishes = self.finishes;
        self.latest_stays(rows).for_each(|stay| finishes.add(&stay));
        finishes
    }

    /// Peers that are there.
    pub fn present(&self) -> u32 {
        self.leeching + self.seeding + self.idle
    }

    /// Copies of the rarest piece among the peers that are there.
    pub fn rarest_copies(&self) -> u32 {
        self.copies.iter().copied().min().unwrap_or(0)
    }
}
