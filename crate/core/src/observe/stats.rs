//! Figures: who sent and received what, who is complete, how the swarm went over time.
//!
//! Owns the sums, each folded from the event stream and defined once. Must never look at the engine's state.

use crate::base::bitfield::Bitfield;
use crate::base::ids::{GroupIdx, PeerIdx};
use crate::base::meter::Recent;
use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::events::event::Event;
use crate::scenario::config::Behaviour;
use crate::torrent::metainfo::Geometry;
use std::collections::VecDeque;

/// Samples of the series at most; then the step doubles and every other sample is dropped.
const SAMPLES_MAX: usize = 512;
/// Notices kept.
const NOTICES_MAX: usize = 64;
/// A block's message header (BEP 3): length, number, piece, offset.
const BLOCK_HEADER: u64 = 13;

/// One peer's figures, over one stay: a line of a cache for what it sends, one for what it receives, and the rest.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct PeerStats {
    /// Bytes sent, over the last 20 s.
    pub up: Recent,
    /// Its group.
    pub group: GroupIdx,
    /// How it behaves.
    pub behaviour: Behaviour,
    /// It takes part.
    pub here: bool,
    /// It went without a word.
    pub crashed: bool,
    /// It came with everything.
    pub origin: bool,
    /// Payload bytes it sent that arrived.
    pub uploaded: u64,

    /// Bytes received, over the last 20 s.
    pub down: Recent,
    /// Payload bytes it received.
    pub downloaded: u64,
    /// Bytes it had already, or had not asked for.
    pub wasted: u64,

    /// Bytes of pieces that passed their hash.
    pub useful: u64,
    /// Bytes of pieces that failed their hash.
    pub corrupt: u64,
    /// When it came.
    pub joined: Nanos,
    /// When it went.
    pub left: Option<Nanos>,
    /// When it had everything.
    pub completed: Option<Nanos>,
    /// Pieces verified.
    pub have: Bitfield,
}

/// One sample of the whole swarm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When.
    pub at: Nanos,
    /// Incomplete peers there.
    pub leeching: u32,
    /// Complete peers there.
    pub seeding: u32,
    /// Bytes uploaded since the sample before.
    pub up_rate: BytesPerSec,
    /// Of these, by peers that came as seeders.
    pub seeder_rate: BytesPerSec,
    /// Copies of the rarest piece.
    pub rarest: u32,
}

/// Something worth telling a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Nanos,
    /// What: the numbers are the frame's.
    pub kind: u8,
    /// The peer it is about.
    pub peer: PeerIdx,
    /// The other peer, or the piece.
    pub other: u32,
}

/// The figures of a run.
#[derive(Clone, Debug)]
pub struct Stats {
    geometry: Geometry,
    /// By peer: its latest stay.
    pub peers: Vec<PeerStats>,
    /// Stays that ended because the peer came again (as a seeder), in order.
    pub earlier: Vec<(PeerIdx, PeerStats)>,
    /// Verified copies of each piece among the peers that are there.
    pub copies: Vec<u32>,
    /// Payload bytes that left an uplink.
    pub sent: u64,
    /// Payload bytes that arrived.
    pub received: u64,
    /// Payload bytes that were lost on their way, or torn off while they left.
    pub lost: u64,
    /// Of the received, by peers that came as seeders.
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
    /// Peers there that have everything.
    pub seeding: u32,
    /// Peers that ever came.
    pub arrived: u32,
    /// Peers that became complete here.
    pub completed: u32,
    /// Peers that went.
    pub departed: u32,
    /// Payload bytes that origin seeders had sent when the first peer was complete.
    pub seeder_bytes_at_first_completion: Option<u64>,
    /// The tracker answers.
    pub tracker_up: bool,
    series: Vec<Sample>,
    step: Nanos,
    next_sample: Nanos,
    sampled: (u64, u64),
    rarest: Option<u32>,
    /// The latest, oldest first.
    pub notices: VecDeque<Notice>,
}

impl Stats {
    /// Nothing has happened.
    pub fn new(geometry: Geometry) -> Stats {
        Stats {
            geometry,
            peers: Vec::new(),
            earlier: Vec::new(),
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
            arrived: 0,
            completed: 0,
            departed: 0,
            seeder_bytes_at_first_completion: None,
            tracker_up: true,
            series: Vec::new(),
            step: Nanos(SECOND),
            next_sample: Nanos(SECOND),
            sampled: (0, 0),
            rarest: None,
            notices: VecDeque::new(),
        }
    }

    /// Takes one event in.
    pub fn fold(&mut self, now: Nanos, event: &Event) {
        self.sample_until(now);
        match *event {
            Event::Joined { peer, group, behaviour, .. } => self.join(now, peer, group, behaviour),
            Event::BroughtAll { peer } => {
                self.peers[peer.at()].have.fill();
                // A peer that was made a seeder later is none that came as one.
                self.peers[peer.at()].origin = self.earlier.iter().all(|(other, _)| *other != peer);
                self.copies.iter_mut().for_each(|copies| *copies += 1);
                self.rarest = None;
                self.complete(now, peer);
            }
            Event::Brought { peer, piece } | Event::HaveAnnounced { peer, piece } => {
                self.peers[peer.at()].have.insert(piece.0);
                self.copies[piece.at()] += 1;
                self.rarest = None;
            }
            Event::Left { peer, crashed } => self.leave(now, peer, crashed),
            Event::Sent { bytes, .. } => self.said(now, bytes),
            Event::BlockStarted { .. } => self.overhead += BLOCK_HEADER,
            Event::BlockSent { from, bytes, .. } => {
                self.sent += u64::from(bytes);
                self.peers[from.at()].up.add(now, bytes);
            }
            Event::BlockReceived { from, to, bytes, wanted, .. } => self.receive(now, from, to, bytes, wanted),
            Event::BlockLost { bytes, .. } => self.lost += u64::from(bytes),
            Event::Verified { peer, piece, ok } => {
                let bytes = u64::from(self.geometry.piece_len(piece.0));
                if ok {
                    self.peers[peer.at()].useful += bytes;
                } else {
                    self.peers[peer.at()].corrupt += bytes;
                    self.corrupt += bytes;
                    self.notice(now, 6, peer, piece.0);
                }
            }
            Event::Completed { peer } => {
                self.completed += 1;
                let seeders = self.from_seeders;
                self.seeder_bytes_at_first_completion.get_or_insert(seeders);
                self.complete(now, peer);
                self.notice(now, 1, peer, 0);
            }
            Event::EndgameEntered { peer } => self.notice(now, 9, peer, 0),
            Event::Snubbed { peer, by } => self.notice(now, 4, peer, by.0),
            Event::Banned { peer, by } => self.notice(now, 5, peer, by.0),
            Event::TrackerWent { up } => {
                self.tracker_up = up;
                self.notice(now, if up { 8 } else { 7 }, PeerIdx(0), 0);
            }
            _ => {}
        }
    }

    /// Takes a message in.
    #[inline]
    pub fn said(&mut self, now: Nanos, bytes: u32) {
        self.sample_until(now);
        self.overhead += u64::from(bytes);
    }

    /// The same message went to so many more, at the same moment.
    #[inline]
    pub fn told(&mut self, bytes: u32, n: usize) {
        self.overhead += u64::from(bytes) * n as u64;
    }

    fn join(&mut self, now: Nanos, peer: PeerIdx, group: GroupIdx, behaviour: Behaviour) {
        let fresh = PeerStats {
            group,
            behaviour,
            here: true,
            crashed: false,
            origin: false,
            joined: now,
            left: None,
            completed: None,
            uploaded: 0,
            downloaded: 0,
            useful: 0,
            wasted: 0,
            corrupt: 0,
            up: Recent::default(),
            down: Recent::default(),
            have: Bitfield::none(self.geometry.n_pieces()),
        };
        if peer.at() == self.peers.len() {
            self.arrived += 1;
            self.peers.push(fresh);
        } else {
            let before = std::mem::replace(&mut self.peers[peer.at()], fresh);
            self.earlier.push((peer, before));
            self.departed -= 1;
        }
        self.leeching += 1;
        self.notice(now, 0, peer, 0);
    }

    fn complete(&mut self, now: Nanos, peer: PeerIdx) {
        self.leeching -= 1;
        self.seeding += 1;
        self.peers[peer.at()].completed = Some(now);
    }

    fn leave(&mut self, now: Nanos, peer: PeerIdx, crashed: bool) {
        let stats = &mut self.peers[peer.at()];
        (stats.here, stats.crashed, stats.left) = (false, crashed, Some(now));
        for piece in stats.have.iter() {
            self.copies[piece as usize] -= 1;
        }
        if stats.have.is_full() {
            self.seeding -= 1
        } else {
            self.leeching -= 1
        }
        stats.have.clear();
        self.rarest = None;
        self.departed += 1;
        self.notice(now, if crashed { 3 } else { 2 }, peer, 0);
    }

    fn receive(&mut self, now: Nanos, from: PeerIdx, to: PeerIdx, bytes: u32, wanted: bool) {
        let wide = u64::from(bytes);
        self.received += wide;
        self.blocks += 1;
        self.peers[from.at()].uploaded += wide;
        self.from_seeders += if self.peers[from.at()].origin { wide } else { 0 };
        let receiver = &mut self.peers[to.at()];
        receiver.downloaded += wide;
        receiver.down.add(now, bytes);
        if !wanted {
            receiver.wasted += wide;
            self.wasted += wide;
        }
    }

    fn notice(&mut self, at: Nanos, kind: u8, peer: PeerIdx, other: u32) {
        if self.notices.len() == NOTICES_MAX {
            self.notices.pop_front();
        }
        self.notices.push_back(Notice { at, kind, peer, other });
    }

    /// Copies of the rarest piece among the peers that are there.
    pub fn rarest_copies(&mut self) -> u32 {
        let copies = &self.copies;
        *self.rarest.get_or_insert_with(|| copies.iter().copied().min().unwrap_or(0))
    }

    /// The samples so far.
    pub fn series(&self) -> &[Sample] {
        &self.series
    }

    /// Takes the samples that are due before `now`: what happens at a sample's very moment counts for the next one.
    #[inline]
    pub fn sample_until(&mut self, now: Nanos) {
        if now >= self.next_sample {
            self.sample(now);
        }
    }

    #[cold]
    fn sample(&mut self, now: Nanos) {
        while self.next_sample <= now {
            let at = self.next_sample;
            let rarest = self.rarest_copies();
            let (all, seeders) = self.sampled;
            self.series.push(Sample {
                at,
                leeching: self.leeching,
                seeding: self.seeding,
                up_rate: BytesPerSec::over(self.received - all, self.step),
                seeder_rate: BytesPerSec::over(self.from_seeders - seeders, self.step),
                rarest,
            });
            self.sampled = (self.received, self.from_seeders);
            if self.series.len() == SAMPLES_MAX {
                self.thin_out();
            }
            self.next_sample = at + self.step;
        }
    }

    /// Every pair of samples becomes one: counts of the later, rates of both.
    fn thin_out(&mut self) {
        let mean = |a: BytesPerSec, b: BytesPerSec| BytesPerSec((a.0 + b.0) / 2);
        self.series = self
            .series
            .chunks_exact(2)
            .map(|pair| Sample {
                up_rate: mean(pair[0].up_rate, pair[1].up_rate),
                seeder_rate: mean(pair[0].seeder_rate, pair[1].seeder_rate),
                ..pair[1]
            })
            .collect();
        self.step = Nanos(self.step.0 * 2);
    }
}
