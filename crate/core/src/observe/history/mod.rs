//! A whole run in one value, for a time line, a log and pictures of it: its notable moments, its blocks, its verified pieces, its
//! peers, and sums over time.
//!
//! It is folded from events and decisions while a run is repeated ([`crate::sim::why`]). Invariant: what is kept has a bound that does
//! not grow with the run ([`marks`], [`columns`], [`steps`] state theirs), and what is left out is counted. Sums are over all.

pub mod columns;

pub mod marks;
mod rarest;
mod rounds;
pub mod steps;

use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::stats::Stats;
use crate::observe::watcher::Watcher;
use crate::theory::fluid::Fluid;
use columns::{BLOCKS_MAX, BlockColumns, PeerColumns, PeerList, PieceColumns};

use marks::{Mark, MarkKind, Marks, MarksLeftOut};
use rarest::Rarest;
use rounds::Rounds;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use steps::{Counting, Steps};

/// Why a history ends where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HistoryEnd {
    /// The run is over.
    Run,
    /// It goes to the moment that was asked for.
    Moment,
    /// It goes as far as the events that were asked for.
    Events,
}

/// A run from its start to a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct History {
    /// How far it goes, in seconds.
    pub end_s: f64,
    /// Why it goes no further.
    pub ends_by: HistoryEnd,
    /// The notable moments, in order of time.
    pub marks: Vec<Mark>,
    /// How many marks are left out, by kind.
    pub marks_left_out: Vec<MarksLeftOut>,
    /// The peers.
    pub peers: PeerColumns,
    /// How many blocks arrived.
    pub n_blocks: u32,
    /// The blocks; none where there are more than 200,000.
    pub blocks: Option<BlockColumns>,
    /// The pieces that were verified.
    pub pieces: PieceColumns,
    /// Sums over time.
    pub steps: Steps,
    /// What the fluid model says of the completions.
    pub fluid: Fluid,
}

/// A history while its run is repeated.
#[derive(Clone, Debug)]
pub struct Historian {
    marks: Marks,
    peers: PeerList,
    n_blocks: u32,
    blocks: Option<BlockColumns>,
    pieces: PieceColumns,
    counting: Counting,
    rounds: Rounds,
    /// Who sent the latest block of each piece in progress.
    senders: BTreeMap<(PeerIdx, PieceIdx), PeerIdx>,
    /// Of the peers that are there: who has had an unchoke, an optimistic one, and who is complete.
    unchoked: BTreeSet<PeerIdx>,
    tried: BTreeSet<PeerIdx>,
    complete: BTreeSet<PeerIdx>,
    /// Peers that have a piece.
    started: BTreeSet<PeerIdx>,
    rarest: Rarest,
    n_pieces: u32,
    /// The last moment at which something happened.
    now: Nanos,
}

impl Historian {
    /// Nothing has happened.
    pub fn new(n_pieces: u32) -> Historian {
        Historian {
            marks: Marks::default(),
            peers: PeerList::default(),
            n_blocks: 0,
            blocks: Some(BlockColumns::default()),
            pieces: PieceColumns::default(),
            counting: Counting::default(),
            rounds: Rounds::default(),
            senders: BTreeMap::new(),
            unchoked: BTreeSet::new(),
            tried: BTreeSet::new(),
            complete: BTreeSet::new(),
            started: BTreeSet::new(),
            rarest: Rarest::new(n_pieces),
            n_pieces,
            now: Nanos::ZERO,
        }
    }

    /// The history up to `end`, with the moments of the person's commands.
    pub fn history(
        mut self,
        end: Nanos,
        ends_by: HistoryEnd,
        acts: impl Iterator<Item = Nanos>,
        fluid: Fluid,
    ) -> History {
        for (act, at) in acts.enumerate() {
            self.marks.push(Mark { act: Some(act as u32), ..Mark::new(at, MarkKind::Acted) });
        }
        let (marks, marks_left_out) = self.marks.take();
        History {
            end_s: end.as_secs_f64(),
            ends_by,
            marks,
            marks_left_out,
            peers: self.peers.columns,
            n_blocks: self.n_blocks,
            blocks: self.blocks,
            pieces: self.pieces,
            steps: self.counting.take(end.max(self.now), self.rarest.least()),
            fluid,
        }
    }

    fn mark(&mut self, now: Nanos, kind: MarkKind, peer: PeerIdx, other: Option<PeerIdx>, piece: Option<PieceIdx>) {
        let (other, piece) = (other.map(|other| other.0), piece.map(|piece| piece.0));
        self.marks.push(Mark { peer: Some(peer.0), other, piece, ..Mark::new(now, kind) });
    }

    fn on_block(&mut self, now: Nanos, [from, to]: [PeerIdx; 2], piece: PieceIdx, bytes: u32) {
        self.n_blocks += 1;
        match &mut self.blocks {
            Some(blocks) if blocks.at_s.len() < BLOCKS_MAX => blocks.push(now, [from, to], piece, bytes),
            full => *full = None,
        }
        let places = [self.peers.place(from), self.peers.place(to)];
        if let [Some(sender), Some(receiver)] = places {
            let groups = [self.peers.group(sender), self.peers.group(receiver)];
            self.counting.receive(now, groups, bytes);
            let first = &mut self.peers.columns.first_block_s[receiver];
            if first.is_none() {
                *first = Some(now.as_secs_f64());
                self.mark(now, MarkKind::FirstBlock, to, Some(from), Some(piece));
            }
        }
    }

    fn on_unchoke(&mut self, now: Nanos, from: PeerIdx, to: PeerIdx, optimistic: bool) {
        if self.unchoked.insert(to) {
            self.mark(now, MarkKind::FirstUnchoked, to, Some(from), None);
        }
        if optimistic && !self.started.contains(&to) && self.tried.insert(to) {
            self.mark(now, MarkKind::FirstOptimistic, to, Some(from), None);
        }
    }

    fn on_left(&mut self, now: Nanos, peer: PeerIdx, crashed: bool, stats: &Stats) {
        let kind = if crashed { MarkKind::Crashed } else { MarkKind::Left };
        self.mark(now, kind, peer, None, None);
        if let Some(place) = self.peers.place(peer) {
            self.peers.columns.left_s[place] = Some(now.as_secs_f64());
        }
        let of_it: Vec<_> =
            self.senders.range((peer, PieceIdx(0))..=(peer, PieceIdx(u32::MAX))).map(|(&key, _)| key).collect();
        for key in of_it {
            self.senders.remove(&key);
        }
        self.rounds.on_left(peer);
        for set in [&mut self.unchoked, &mut self.tried, &mut self.complete, &mut self.started] {
            set.remove(&peer);
        }
        for (piece, &copies) in (0..).zip(&stats.copies) {
            if self.rarest.see(piece as usize, copies) {
                self.mark(now, MarkKind::PieceLost, peer, None, Some(PieceIdx(piece)));
            }
        }
    }

    /// The peer has a piece more, or all.
    fn on_have(&mut self, peer: PeerIdx, piece: Option<PieceIdx>, stats: &Stats) {
        self.started.insert(peer);
        let changed = match piece {
            Some(piece) => piece.at()..piece.at() + 1,
            None => 0..stats.copies.len(),
        };
        for piece in changed {
            self.rarest.see(piece, stats.copies[piece]);
        }
    }

    fn on_brought(&mut self, peer: PeerIdx, n: u32) {
        if let Some(place) = self.peers.place(peer) {
            self.peers.columns.brought[place] += n;
        }
    }
}

impl Watcher for Historian {
    fn kinds(&self) -> EventKinds {
        EventKinds::of(&[
            EventKind::Joined,
            EventKind::Brought,
            EventKind::BroughtAll,
            EventKind::Left,
            EventKind::Unchoked,
            EventKind::BlockReceived,
            EventKind::Verified,
            EventKind::HaveAnnounced,
            EventKind::Completed,
            EventKind::EndgameEntered,
            EventKind::Snubbed,
            EventKind::Banned,
            EventKind::LinkLimited,
            EventKind::TrackerWent,
            EventKind::MetadataComplete,
        ])
    }

    fn event(&mut self, now: Nanos, event: &Event, stats: &Stats) {
        self.counting.pass(now, self.rarest.least());
        self.now = now;
        match *event {
            Event::Joined { peer, group, .. } => {
                self.peers.join(now, peer, group);
                self.mark(now, MarkKind::Joined, peer, None, None);
            }
            Event::Brought { peer, piece } => {
                self.on_brought(peer, 1);
                self.on_have(peer, Some(piece), stats);
            }
            Event::BroughtAll { peer } => {
                self.on_brought(peer, self.n_pieces);
                self.complete.insert(peer);
                self.on_have(peer, None, stats);
            }
            Event::HaveAnnounced { peer, piece } => self.on_have(peer, Some(piece), stats),
            Event::Left { peer, crashed } => self.on_left(now, peer, crashed, stats),
            Event::Unchoked { from, to, optimistic } => self.on_unchoke(now, from, to, optimistic),
            Event::BlockReceived { from, to, block, bytes, wanted, .. } => {
                if wanted {
                    self.senders.insert((to, block.piece), from);
                }
                self.on_block(now, [from, to], block.piece, bytes);
            }
            Event::Verified { peer, piece, ok: true } => {
                self.started.insert(peer);
                let from = self.senders.remove(&(peer, piece)).unwrap_or(peer);
                self.pieces.push(now, peer, piece, from);
            }
            Event::Verified { peer, piece, ok: false } => {
                self.mark(now, MarkKind::HashFailed, peer, None, Some(piece));
            }
            Event::Completed { peer } => {
                self.complete.insert(peer);
                if let Some(place) = self.peers.place(peer) {
                    self.peers.columns.completed_s[place].get_or_insert(now.as_secs_f64());
                }
                self.mark(now, MarkKind::Completed, peer, None, None);
            }
            Event::EndgameEntered { peer } => self.mark(now, MarkKind::Endgame, peer, None, None),
            Event::Snubbed { peer, by } => self.mark(now, MarkKind::Snubbed, peer, Some(by), None),
            Event::Banned { peer, by } => self.mark(now, MarkKind::Banned, peer, Some(by), None),
            Event::LinkLimited { peer, .. } => self.mark(now, MarkKind::LinkChanged, peer, None, None),
            Event::TrackerWent { up } => {
                let kind = if up { MarkKind::TrackerUp } else { MarkKind::TrackerDown };
                self.marks.push(Mark::new(now, kind));
            }
            Event::MetadataComplete { peer, .. } => self.mark(now, MarkKind::MetadataComplete, peer, None, None),
            _ => {}
        }
    }

    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        let ranks_givers = !self.complete.contains(&peer);
        let marks = &mut self.marks;
        self.rounds.on_decision(now, peer, decision, ranks_givers, |mark| marks.push(mark));
    }

    fn boxed(&self) -> Box<dyn Watcher> {
        Box::new(self.clone())
    }
}
