//! Where each peer has each piece from: the sender of the block that completed it, and when. It makes the family tree of a piece,
//! and is the first step to a critical path.
//!
//! In a coalition a peer copies a piece from the peer of the same owner that has verified it (`services::bittorrent::sharing`); so it has the
//! piece from that one, at the same moment.
//!
//! A sender has verified a piece before it sends any of it, so the origins of one piece are trees, whose roots brought it. Kept are
//! 16 bytes for each piece of each peer that received anything, at most [`ROWS_MAX`] of them: of peers that come when there is no room
//! left, nothing is known, and [`Origins::is_full`] says so. Nothing is kept where nobody asks.

use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::{Before, Observer};
use std::collections::BTreeMap;

/// Pieces of peers that are kept: 64 MB.
const ROWS_MAX: usize = 4 << 20;

/// How a peer came to have a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acquired {
    /// When it had it: verified, copied, or brought.
    pub at: Nanos,
    /// Who sent the block that completed it, or who it was copied from; none when the peer brought it.
    pub from: Option<PeerIdx>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    at: Nanos,
    from: PeerIdx,
}

const NOBODY: PeerIdx = PeerIdx(u32::MAX);
const MISSING: Row = Row { at: Nanos::MAX, from: NOBODY };

/// What is known of one peer.
#[derive(Clone, Debug, Default)]
struct Peer {
    joined: Nanos,
    /// Since when it has what it brought, where that is everything.
    everything: Option<Nanos>,
    completed: Option<Nanos>,
    /// The piece that was verified or copied last.
    last: Option<PieceIdx>,
    /// By piece; empty as long as it received nothing.
    pieces: Box<[Row]>,
}

/// The origins of all pieces of all peers.
#[derive(Clone, Debug)]
pub struct Origins {
    n_pieces: u32,
    rows: usize,
    full: bool,
    peers: BTreeMap<PeerIdx, Peer>,
}

impl Origins {
    /// Nobody has come.
    pub fn new(n_pieces: u32) -> Origins {
        Origins { n_pieces, rows: 0, full: false, peers: BTreeMap::new() }
    }

    /// There was no room for all peers.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// When a peer first came.
    pub fn joined(&self, peer: PeerIdx) -> Option<Nanos> {
        self.peers.get(&peer).map(|peer| peer.joined)
    }

    /// When it was complete, and the piece that it verified last, where it downloaded any.
    pub fn completed(&self, peer: PeerIdx) -> Option<(Nanos, PieceIdx)> {
        let peer = self.peers.get(&peer)?;
        Some((peer.completed?, peer.last?))
    }

    /// How a peer came to have a piece.
    pub fn of(&self, peer: PeerIdx, piece: PieceIdx) -> Option<Acquired> {
        let peer = self.peers.get(&peer)?;
        let row = peer.pieces.get(piece.at()).copied().unwrap_or(MISSING);
        let brought = peer.everything.map(|at| Acquired { at, from: None });
        let own =
            (row.at < Nanos::MAX).then(|| Acquired { at: row.at, from: (row.from != NOBODY).then_some(row.from) });
        own.filter(|own| brought.is_none_or(|brought| own.at <= brought.at)).or(brought)
    }

    /// Everybody that came, by number.
    pub fn peers(&self) -> impl Iterator<Item = PeerIdx> {
        self.peers.keys().copied()
    }

    /// A peer has a piece: the last one, as long as no other follows before it is complete.
    fn gain(&mut self, peer: PeerIdx, piece: PieceIdx, first: bool) {
        if let Some(known) = self.peers.get_mut(&peer).filter(|_| first)
            && known.completed.is_none()
        {
            known.last = Some(piece);
        }
    }

    fn row(&mut self, peer: PeerIdx, piece: PieceIdx) -> Option<&mut Row> {
        let known = self.peers.get_mut(&peer)?;
        if known.pieces.is_empty() {
            let n = self.n_pieces as usize;
            if self.rows + n > ROWS_MAX {
                self.full = true;
                return None;
            }
            self.rows += n;
            known.pieces = vec![MISSING; n].into();
        }
        known.pieces.get_mut(piece.at())
    }
}

impl Observer for Origins {
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::BroughtAll,
        EventKind::BlockReceived,
        EventKind::Verified,
        EventKind::Shared,
        EventKind::Completed,
    ]);

    fn observe(&mut self, now: Nanos, event: &Event, _: Before) {
        match *event {
            // Who comes again keeps what is known of it.
            Event::Joined { peer, .. } => {
                self.peers.entry(peer).or_insert_with(|| Peer { joined: now, ..Peer::default() });
            }
            Event::BroughtAll { peer } => {
                let known = self.peers.entry(peer).or_default();
                known.everything = known.everything.or(Some(now));
            }
            Event::Brought { peer, piece } => {
                if let Some(row) = self.row(peer, piece).filter(|row| row.at == Nanos::MAX) {
                    *row = Row { at: now, from: NOBODY };
                }
            }
            Event::BlockReceived { from, to, block, wanted: true, .. } => {
                if let Some(row) = self.row(to, block.piece).filter(|row| row.at == Nanos::MAX) {
                    row.from = from;
                }
            }
            Event::Verified { peer, piece, ok: true } => {
                let first = self.row(peer, piece).filter(|row| row.at == Nanos::MAX).map(|row| row.at = now);
                self.gain(peer, piece, first.is_some());
            }
            Event::Shared { peer, from, piece } => {
                let row = self.row(peer, piece).filter(|row| row.at == Nanos::MAX);
                let first = row.map(|row| *row = Row { at: now, from });
                self.gain(peer, piece, first.is_some());
            }
            Event::Completed { peer } => {
                let known = self.peers.entry(peer).or_default();
                known.completed = known.completed.or(Some(now));
            }
            _ => {}
        }
    }
}
