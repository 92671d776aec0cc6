//! A sender and a receiver of a critical path: what the receiver knew and was allowed, over time, and the block that it got last.
//!
//! Messages count from the moment at which they arrive. What was on its way when the connection was closed does not count.

use super::{Hop, PartKind};
use crate::base::ids::{BlockRef, PieceIdx};
use crate::base::units::Nanos;
use std::collections::BTreeMap;

/// Something changes between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The receiver knows that the sender has the piece, or does not any more.
    Knows(bool),
    /// The sender knows that the receiver is interested, or that it is not.
    Interested(bool),
    /// The receiver knows that it is unchoked, or choked.
    Unchoked(bool),
    /// So many more requests wait for an answer.
    Asked(i8),
    /// The connection is closed.
    Closed,
}

/// The block that the receiver got last from the sender.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub asked: Nanos,
    pub started: Nanos,
    pub received: Nanos,
}

/// The two, and what happened between them.
#[derive(Clone, Debug)]
pub struct Pair {
    pub hop: Hop,
    /// When it takes effect, when it was sent, and what.
    changes: Vec<(Nanos, Nanos, Change)>,
    /// When each block of the piece was asked for, and when it began to leave.
    asked: BTreeMap<u32, Nanos>,
    started: BTreeMap<u32, Nanos>,
    pub taken: Option<Taken>,
    /// Since when the receiver downloads the copy of the piece that it is at.
    fetching: Option<Nanos>,
    /// From when to when a copy was downloaded that failed its hash.
    pub failed: Vec<(Nanos, Nanos)>,
}

impl Pair {
    pub fn new(hop: Hop) -> Pair {
        Pair {
            hop,
            changes: Vec::new(),
            asked: BTreeMap::new(),
            started: BTreeMap::new(),
            taken: None,
            fetching: None,
            failed: Vec::new(),
        }
    }

    /// Nothing after the receiver had the piece is of interest.
    fn is_over(&self, now: Nanos) -> bool {
        now > self.hop.received
    }

    pub fn add(&mut self, at: Nanos, sent: Nanos, change: Change) {
        if !self.is_over(sent) {
            self.changes.push((at, sent, change));
        }
    }

    pub fn on_request(&mut self, now: Nanos, block: BlockRef, piece: PieceIdx) {
        self.add(now, now, Change::Asked(1));
        if block.piece == piece && !self.is_over(now) {
            self.asked.insert(block.block.0, now);
        }
    }

    /// The receiver asks somebody for a block of the piece.
    pub fn on_fetch(&mut self, now: Nanos) {
        self.fetching.get_or_insert(now);
    }

    pub fn on_start(&mut self, now: Nanos, block: BlockRef) {
        if !self.is_over(now) {
            self.started.insert(block.block.0, now);
        }
    }

    pub fn on_block(&mut self, now: Nanos, block: BlockRef, wanted: bool) {
        self.add(now, now, Change::Asked(-1));
        if wanted && !self.is_over(now) {
            let started = self.started.get(&block.block.0).copied().unwrap_or(now);
            let asked = self.asked.get(&block.block.0).copied().unwrap_or(started).min(started);
            self.taken = Some(Taken { asked, started, received: now });
        }
    }

    pub fn on_failed(&mut self, now: Nanos) {
        if let Some(since) = self.fetching.take().filter(|_| !self.is_over(now)) {
            self.failed.push((since, now));
        }
    }

    /// What the time from `from` to `to` was spent with, in order.
    pub fn spent(&self, from: Nanos, to: Nanos) -> Vec<(PartKind, Nanos, Nanos)> {
        let mut changes = self.changes.clone();
        changes.sort_by_key(|&(at, ..)| at);
        let mut out = Vec::new();
        let (mut now, mut state) = (from, State::default());
        for (at, sent, change) in changes {
            let until = at.clamp(now, to);
            self.put(&mut out, state.kind(), now, until);
            now = until;
            state.change(at, sent, change);
        }
        self.put(&mut out, state.kind(), now, to);
        out
    }

    /// A stretch, cut where a copy was downloaded that failed its hash.
    fn put(&self, out: &mut Vec<(PartKind, Nanos, Nanos)>, kind: PartKind, from: Nanos, to: Nanos) {
        let mut now = from;
        for &(begin, end) in &self.failed {
            let (begin, end) = (begin.clamp(now, to), end.clamp(now, to));
            push(out, kind, now, begin);
            push(out, PartKind::Hash, begin, end);
            now = end;
        }
        push(out, kind, now, to);
    }
}

/// A stretch that is not empty; it goes on with the one before it where that is of the same kind.
fn push(out: &mut Vec<(PartKind, Nanos, Nanos)>, kind: PartKind, from: Nanos, to: Nanos) {
    if from == to {
        return;
    }
    match out.last_mut() {
        Some((last, _, end)) if *last == kind => *end = to,
        _ => out.push((kind, from, to)),
    }
}

#[derive(Default)]
struct State {
    knows: bool,
    interested: bool,
    unchoked: bool,
    asked: i32,
    closed: Option<Nanos>,
}

impl State {
    fn change(&mut self, at: Nanos, sent: Nanos, change: Change) {
        // It was on its way when the connection was closed.
        if sent < at && self.closed.is_some_and(|closed| sent <= closed) {
            return;
        }
        match change {
            Change::Knows(knows) => self.knows = knows,
            Change::Interested(interested) => self.interested = interested,
            Change::Unchoked(unchoked) => self.unchoked = unchoked,
            Change::Asked(more) => self.asked = (self.asked + i32::from(more)).max(0),
            Change::Closed => *self = State { closed: Some(at), ..State::default() },
        }
    }

    /// What stood between the receiver and the block.
    fn kind(&self) -> PartKind {
        match () {
            () if !self.knows => PartKind::Knowledge,
            () if !self.interested => PartKind::Interest,
            () if !self.unchoked => PartKind::Refused,
            () if self.asked > 0 => PartKind::InUse,
            () => PartKind::Unused,
        }
    }
}
