//! One connection from its owner's point of view.
//!
//! Owns the four flags of BEP 3, what the neighbour announced, what is asked of it and what it asks. Must never know the
//! neighbour itself: everything here was said by messages.

use super::meters::Place;
use super::queues::Queue;
use crate::base::ids::{EndIdx, PeerIdx};
use crate::base::units::Nanos;

/// How far a connection has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nobody is here.
    #[default]
    Free,
    /// We call: it is being set up, or we wait for the neighbour's handshake.
    Calling,
    /// The neighbour called: we wait for its handshake.
    Called,
    /// Handshakes have been exchanged.
    Open,
}

/// A connection: a line and a half of a cache, so that none lies in three. A thousand peers have more of it than a cache holds,
/// and most messages are a `have`, which needs the first half line alone. What only some settings make a client remember lies in
/// `Extras`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(32))]
pub struct Conn {
    /// How far it has come.
    pub stage: Stage,
    /// We do not serve the neighbour.
    pub am_choking: bool,
    /// The neighbour has something we want.
    pub am_interested: bool,
    /// The neighbour does not serve us.
    pub peer_choking: bool,
    /// We have something the neighbour wants.
    pub peer_interested: bool,
    /// Our slot for the neighbour is an optimistic one.
    pub optimistic: bool,
    /// The neighbour unchoked us and then let us wait too long.
    pub snubbed: bool,
    /// It was counted as a seed in the availability.
    pub counted_full: bool,
    /// The neighbour took part in a piece that failed its hash: until it has proved itself it is asked for whole pieces only.
    pub parole: bool,
    /// Of the outstanding requests, those that were cancelled.
    pub n_cancelled: u16,
    /// The neighbour's address.
    pub remote: PeerIdx,
    /// How many pieces the neighbour announced; which, is in `Announced`.
    pub n_have: u32,
    /// How many of these we lack.
    pub n_wanted: u32,
    /// When the neighbour last said something.
    pub heard_at: Nanos,

    /// Which meters measure what comes, and what goes.
    pub(super) down: Option<Place>,
    /// See `down`.
    pub(super) up: Option<Place>,
    /// Our end of the connection.
    pub end: EndIdx,
    /// What we asked for, in order.
    pub outstanding: Queue,
    /// What the neighbour asked for and has not been sent, in order.
    pub uploads: Queue,
    /// When the neighbour last sent a block we had asked for, or began to owe us one.
    pub block_at: Nanos,
    /// When the handshakes were exchanged.
    pub opened_at: Nanos,
    /// When we last said something.
    pub sent_at: Nanos,
    /// When we began to serve the neighbour, or stopped; zero when we never served it.
    turned_at: Nanos,
}

impl Conn {
    /// A new connection to `remote`; both sides begin choked and not interested (BEP 3).
    pub fn new(remote: PeerIdx, stage: Stage, now: Nanos) -> Conn {
        Conn { stage, remote, am_choking: true, peer_choking: true, sent_at: now, heard_at: now, ..Conn::default() }
    }

    /// The neighbour has one more piece, which is `new` to us.
    #[inline]
    pub(super) fn count_have(&mut self, new: bool) {
        self.n_have += 1;
        self.n_wanted += u32::from(new);
    }

    /// The handshakes have been exchanged.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// Since when we serve the neighbour, if we do.
    #[inline]
    pub fn unchoked_since(&self) -> Option<Nanos> {
        (!self.am_choking).then_some(self.turned_at)
    }

    /// When we last stopped serving the neighbour: now, as long as we do, and zero when we never did.
    pub fn served_at(&self, now: Nanos) -> Nanos {
        if self.am_choking { self.turned_at } else { now }
    }

    /// We begin to serve the neighbour, or stop.
    pub(super) fn turn(&mut self, choked: bool, now: Nanos) {
        (self.am_choking, self.turned_at) = (choked, now);
    }

    /// It serves us, and has something for us.
    #[inline]
    pub fn may_be_asked(&self) -> bool {
        self.is_open() && !self.peer_choking && self.am_interested
    }

    /// The neighbour unchoked us and owes us a block.
    #[inline]
    pub fn is_owed(&self) -> bool {
        !self.peer_choking && self.outstanding.len() > usize::from(self.n_cancelled)
    }
}
