//! Why one block came from one peer to another: what both had, how many others had it, who decided what, and by which figures.
//!
//! Folded from the events and decisions of a repeated run ([`crate::sim::why`]). Each figure is of its own moment: what the receiver
//! knew is of the moment of the request, and the sender's reasons are those that held when the block began to leave. What is kept is
//! of one pair of peers and one piece, whatever the run is.

use crate::base::ids::{BlockRef, PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::decision::{BlockStep, ChokeSource, Decision, Verdict};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::asked::Told;
use crate::observe::explain::{Reason, explain};
use crate::observe::stats::Stats;
use crate::observe::watcher::Watcher;
use serde::Serialize;
use std::collections::BTreeSet;

/// Which block, on which way, at which moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockAsked {
    /// The sender.
    pub from: PeerIdx,
    /// The receiver.
    pub to: PeerIdx,
    /// The block.
    pub block: BlockRef,
    /// A moment at which the block was asked for, or after it: the latest request before it is told about.
    pub at: Nanos,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum BlockEnd {
    /// The run ended before the block came.
    #[default]
    Open,
    /// The block arrived.
    Arrived,
    /// The request was rejected, or dropped with a choke.
    Rejected,
    /// The block was lost with its connection.
    Lost,
}

/// Why a peer got a slot, and whether it still has it for the same reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SlotReasons {
    /// Since when the sender unchokes the receiver, in seconds.
    pub since_s: f64,
    /// The decision of that moment.
    pub opened: Told,
    /// The latest decision before the block left that left the receiver its slot; none where there was no other.
    pub kept: Option<Told>,
    /// Of the latest of these decisions: the receiver's place among the neighbours in question, from 1.
    pub rank: u32,
    /// Of the latest: how many neighbours were in question.
    pub ranked: u32,
    /// Of the latest: how many of them have a regular slot.
    pub regular: u32,
    /// Of the latest: how many have an optimistic slot.
    pub optimistic: u32,
}

/// Why a block came from one peer to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BlockReasons {
    /// The sender.
    pub from: u32,
    /// The receiver.
    pub to: u32,
    /// The piece.
    pub piece: u32,
    /// The block's number in it.
    pub block: u32,
    /// Its bytes.
    pub bytes: u32,
    /// When the receiver asked for it, in seconds.
    pub asked_s: f64,
    /// When its first byte left.
    pub started_s: Option<f64>,
    /// When its last byte arrived, or the request ended without it.
    pub ended_s: Option<f64>,
    /// What became of it.
    pub end: BlockEnd,
    /// How many pieces the receiver had when it asked.
    pub receiver_pieces: u32,
    /// How many blocks of this piece the receiver had when it asked.
    pub receiver_blocks: u32,
    /// Since when the sender has the piece; none where it never had it.
    pub sender_since_s: Option<f64>,
    /// The sender brought the piece.
    pub sender_brought: bool,
    /// The sender had everything when it was asked.
    pub sender_complete: bool,
    /// The decision for this block; none where the client asked for it without one.
    pub request: Option<Told>,
    /// How many of the receiver's neighbours had announced the piece, at the request.
    pub availability: Option<u32>,
    /// Which step of the choice led to the block.
    pub step: Option<BlockStep>,
    /// The decision that began the piece; none where it was begun in another way.
    pub choice: Option<Told>,
    /// The sender's slot for the receiver; none where it had none.
    pub slot: Option<SlotReasons>,
}

/// A slot of the sender for the receiver.
#[derive(Clone, Debug)]
struct Slot {
    since: Nanos,
    opened: Told,
    kept: Option<Told>,
}

/// The latest request for the block.
#[derive(Clone, Debug, Default)]
struct Requested {
    bytes: u32,
    asked: Nanos,
    started: Option<Nanos>,
    ended: Option<Nanos>,
    end: BlockEnd,
    receiver_pieces: u32,
    receiver_blocks: u32,
    sender_complete: bool,
    request: Option<Told>,
    choice: Option<Told>,
    /// The slot as it was when the block began to leave.
    slot: Option<Slot>,
}

/// Watches for one block.
#[derive(Clone, Debug)]
pub struct BlockWatch {
    asked: BlockAsked,
    n_pieces: u32,
    receiver_has: u32,
    sender_has: u32,
    /// The blocks of the piece that the receiver has.
    blocks: BTreeSet<u32>,
    since: Option<Nanos>,
    brought: bool,
    choice: Option<Told>,
    slot: Option<Slot>,
    found: Option<Requested>,
}

impl BlockWatch {
    /// Nothing has happened.
    pub fn new(asked: BlockAsked, n_pieces: u32) -> BlockWatch {
        BlockWatch {
            asked,
            n_pieces,
            receiver_has: 0,
            sender_has: 0,
            blocks: BTreeSet::new(),
            since: None,
            brought: false,
            choice: None,
            slot: None,
            found: None,
        }
    }

    /// The reasons; none where the block was not asked for before the moment.
    pub fn reasons(self) -> Option<BlockReasons> {
        let found = self.found?;
        let slot = if found.started.is_some() { found.slot } else { self.slot };
        let (availability, step) = match found.request.as_ref().map(|told| &told.decision.reason) {
            Some(Reason::Block { availability, step, .. }) => (Some(*availability), Some(*step)),
            _ => (None, None),
        };
        let seconds = |at: Option<Nanos>| at.map(Nanos::as_secs_f64);
        Some(BlockReasons {
            from: self.asked.from.0,
            to: self.asked.to.0,
            piece: self.asked.block.piece.0,
            block: self.asked.block.block.0,
            bytes: found.bytes,
            asked_s: found.asked.as_secs_f64(),
            started_s: seconds(found.started),
            ended_s: seconds(found.ended),
            end: found.end,
            receiver_pieces: found.receiver_pieces,
            receiver_blocks: found.receiver_blocks,
            sender_since_s: seconds(self.since),
            sender_brought: self.brought,
            sender_complete: found.sender_complete,
            request: found.request,
            availability,
            step,
            choice: found.choice,
            slot: slot.map(|slot| slot.reasons(self.asked.to)),
        })
    }

    fn has_all(&self) -> bool {
        self.sender_has >= self.n_pieces
    }

    fn is_ours(&self, from: PeerIdx, to: PeerIdx) -> bool {
        (from, to) == (self.asked.from, self.asked.to)
    }

    /// A peer has a piece, or all of them.
    fn on_have(&mut self, now: Nanos, peer: PeerIdx, piece: Option<PieceIdx>, brought: bool) {
        let n = piece.map_or(self.n_pieces, |_| 1);
        if peer == self.asked.to {
            self.receiver_has = (self.receiver_has + n).min(self.n_pieces);
        }
        if peer == self.asked.from {
            self.sender_has = (self.sender_has + n).min(self.n_pieces);
            if piece.is_none_or(|piece| piece == self.asked.block.piece) && self.since.is_none() {
                (self.since, self.brought) = (Some(now), brought);
            }
        }
    }

    fn on_request(&mut self, now: Nanos, bytes: u32) {
        // A piece that failed its hash is asked for again at the moment at which its last block came.
        let just_ended = self.found.as_ref().is_some_and(|found| found.ended == Some(now));
        if now > self.asked.at || (now == self.asked.at && just_ended) {
            return;
        }
        self.found = Some(Requested {
            bytes,
            asked: now,
            receiver_pieces: self.receiver_has,
            receiver_blocks: self.blocks.len() as u32,
            sender_complete: self.has_all(),
            choice: self.choice.clone(),
            ..Requested::default()
        });
    }

    fn finish(&mut self, now: Nanos, end: BlockEnd) {
        if let Some(found) = self.found.as_mut().filter(|found| found.ended.is_none()) {
            (found.ended, found.end) = (Some(now), end);
        }
    }

    fn on_block(&mut self, now: Nanos, from: PeerIdx, block: BlockRef, wanted: bool) {
        if block == self.asked.block && from == self.asked.from {
            self.finish(now, BlockEnd::Arrived);
        }
        if wanted && block.piece == self.asked.block.piece {
            self.blocks.insert(block.block.0);
        }
    }

    /// The sender decided about slots.
    fn on_slots(&mut self, now: Nanos, decision: &Decision) {
        let Decision::Choke { rows, source, .. } = decision else { return };
        let Some(row) = rows.iter().find(|row| row.peer == self.asked.to) else { return };
        if row.verdict == Verdict::Choked {
            // One that leaves takes on nothing more, and still sends what it was asked for.
            self.slot = self.slot.take().filter(|_| *source == ChokeSource::Leaving);
            return;
        }
        let told = Told { peer: self.asked.from.0, decision: explain(now, decision, rows) };
        match &mut self.slot {
            Some(slot) => slot.kept = Some(told),
            None => self.slot = Some(Slot { since: now, opened: told, kept: None }),
        }
        // A decision of the moment at which the block began to leave comes after it.
        let slot = &self.slot;
        if let Some(found) = self.found.as_mut().filter(|found| found.started == Some(now) && found.slot.is_none()) {
            found.slot.clone_from(slot);
        }
    }

    /// The receiver decided what to ask for.
    fn on_choice(&mut self, now: Nanos, decision: &Decision) {
        let told = || Told { peer: self.asked.to.0, decision: explain(now, decision, &[]) };
        match *decision {
            Decision::Piece { piece, .. } if piece == self.asked.block.piece => {
                let told = told();
                // Told at the moment of the piece's first request, behind it.
                if let Some(found) = self.found.as_mut().filter(|found| found.asked == now) {
                    found.choice = Some(told.clone());
                }
                self.choice = Some(told);
            }
            Decision::Block { from, block, .. } if (from, block) == (self.asked.from, self.asked.block) => {
                let told = told();
                if let Some(found) = self.found.as_mut().filter(|found| found.asked == now) {
                    found.request = Some(told);
                }
            }
            _ => {}
        }
    }
}

impl Slot {
    fn reasons(self, to: PeerIdx) -> SlotReasons {
        let latest = self.kept.as_ref().unwrap_or(&self.opened);
        let rows = match &latest.decision.reason {
            Reason::Choke { rows, .. } => &rows[..],
            _ => &[],
        };
        let place = rows.iter().position(|row| row.peer == to.0).unwrap_or(0);
        let with = |verdict| rows.iter().filter(|row| row.verdict == verdict).count() as u32;
        SlotReasons {
            since_s: self.since.as_secs_f64(),
            rank: place as u32 + 1,
            ranked: rows.len() as u32,
            regular: with(Verdict::Regular),
            optimistic: with(Verdict::Optimistic),
            opened: self.opened,
            kept: self.kept,
        }
    }
}

impl Watcher for BlockWatch {
    fn kinds(&self) -> EventKinds {
        EventKinds::of(&[
            EventKind::Brought,
            EventKind::BroughtAll,
            EventKind::Verified,
            EventKind::Shared,
            EventKind::Requested,
            EventKind::Rejected,
            EventKind::BlockStarted,
            EventKind::BlockReceived,
            EventKind::BlockLost,
            EventKind::Closed,
            EventKind::Left,
        ])
    }

    fn event(&mut self, now: Nanos, event: &Event, _: &Stats) {
        match *event {
            Event::Brought { peer, piece } => self.on_have(now, peer, Some(piece), true),
            Event::BroughtAll { peer } => self.on_have(now, peer, None, true),
            Event::Shared { peer, piece, .. } => self.on_have(now, peer, Some(piece), false),
            Event::Verified { peer, piece, ok } => {
                if ok {
                    self.on_have(now, peer, Some(piece), false);
                } else if (peer, piece) == (self.asked.to, self.asked.block.piece) {
                    self.blocks.clear();
                }
            }
            Event::Requested { from, to, block, bytes } if self.is_ours(to, from) && block == self.asked.block => {
                self.on_request(now, bytes);
            }
            Event::Rejected { from, to, block, .. } if self.is_ours(to, from) && block == self.asked.block => {
                self.finish(now, BlockEnd::Rejected);
            }
            Event::BlockLost { from, to, block, .. } if self.is_ours(from, to) && block == self.asked.block => {
                self.finish(now, BlockEnd::Lost);
            }
            Event::BlockStarted { from, to, block, .. } if self.is_ours(from, to) && block == self.asked.block => {
                let slot = &self.slot;
                if let Some(found) = self.found.as_mut().filter(|found| found.ended.is_none()) {
                    found.started = Some(now);
                    found.slot.clone_from(slot);
                }
            }
            Event::BlockReceived { from, to, block, wanted, .. } if to == self.asked.to => {
                self.on_block(now, from, block, wanted);
            }
            Event::Closed { a, b } if self.is_ours(a, b) || self.is_ours(b, a) => self.slot = None,
            Event::Left { peer, .. } if peer == self.asked.from => self.slot = None,
            _ => {}
        }
    }

    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        if peer == self.asked.from {
            self.on_slots(now, decision);
        }
        if peer == self.asked.to {
            self.on_choice(now, decision);
        }
    }

    fn is_done(&self, now: Nanos) -> bool {
        now > self.asked.at && self.found.as_ref().is_none_or(|found| found.ended.is_some())
    }

    fn boxed(&self) -> Box<dyn Watcher> {
        Box::new(self.clone())
    }
}
