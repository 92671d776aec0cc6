//! One connection from its owner's point of view.
//!
//! Owns the four flags of BEP 3, what the neighbour announced, what is asked of it and what it asks. Must never know the
//! neighbour itself: everything here was said by messages.

use super::meters::Place;
use super::offers::Offers;
use super::queues::Queue;
use crate::ids::{EndIdx, PeerIdx};
use crate::policy::choker::Terms;
use crate::policy::pipeline::SlowStart;
use crate::units::Nanos;

/// How far a connection has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nobody is here.
    #[default]
    Free,
    /// Being set up, or waiting for the neighbour's handshake.
    Greeting,
    /// Handshakes have been exchanged.
    Open,
}

/// A connection: two lines of a cache, a paragraph each. A thousand peers have more of it than a cache holds, and most messages
/// are a `have`, which needs the first line alone. What only some settings make a client remember lies in [`Extras`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
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
    /// We opened it.
    pub initiated: bool,
    /// The neighbour took part in a piece that failed its hash: until it has proved itself it is asked for whole pieces only.
    pub parole: bool,
    /// Of the outstanding requests, those that were cancelled.
    pub n_cancelled: u16,
    /// The neighbour's address.
    pub remote: PeerIdx,
    /// Our end of the connection.
    pub end: EndIdx,
    /// How many pieces the neighbour announced; which, is in `Announced`.
    pub n_have: u32,
    /// How many of these we lack.
    pub n_wanted: u32,
    /// Which meters measure what comes, and what goes.
    pub(super) down: Option<Place>,
    /// See `down`.
    pub(super) up: Option<Place>,
    /// When we last said something.
    pub sent_at: Nanos,
    /// When the neighbour last said something.
    pub heard_at: Nanos,
    /// When the handshakes were exchanged.
    pub opened_at: Nanos,
    /// When the neighbour last sent a block we had asked for, or began to owe us one.
    pub block_at: Nanos,

    /// What we asked for, in order.
    pub outstanding: Queue,
    /// What the neighbour asked for and has not been sent, in order.
    pub uploads: Queue,
    /// When we began to serve the neighbour, or stopped; zero when we never served it.
    turned_at: Nanos,
    /// When it was given the optimistic slot.
    pub optimistic_at: Nanos,
    /// Bytes that meters carried which it has no more.
    pub(super) received_before: u64,
    /// The same for what we sent.
    pub(super) sent_before: u64,
    /// What few clients keep.
    pub(super) extras: Option<Box<Extras>>,
}

/// What few clients keep of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Extras {
    /// What is kept for the neighbour and will be asked for next, in order.
    pub claimed: Queue,
    /// How the number of requests grows after an unchoke, while it does.
    pub slow_start: Option<SlowStart>,
    /// What a policy has found out about the neighbour.
    pub terms: Terms,
    /// Its part of our uplink; zero while all have the same.
    pub weight: u32,
    /// Good pieces that the neighbour took part in.
    pub good: u32,
    /// Bytes we had sent when we unchoked the neighbour last.
    pub up_before: u64,
    /// What we show to the neighbour, if it is not all we have.
    pub offers: Option<Offers>,
    /// The time of the pieces that were begun at the neighbour and are finished.
    pub finished_in: Nanos,
    /// How many these are.
    pub finished: u32,
}

impl Conn {
    /// A new connection to `remote`; both sides begin choked and not interested (BEP 3).
    pub fn new(remote: PeerIdx, initiated: bool, now: Nanos) -> Conn {
        Conn {
            stage: Stage::Greeting,
            remote,
            initiated,
            am_choking: true,
            peer_choking: true,
            sent_at: now,
            heard_at: now,
            ..Conn::default()
        }
    }

    /// The handshakes have been exchanged.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// What is kept for the neighbour and will be asked for next, in order.
    pub fn claimed(&self) -> Queue {
        self.extras.as_ref().map_or_else(Queue::default, |extras| extras.claimed)
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

    /// What we show to the neighbour, if it is not all we have.
    pub fn offers(&self) -> Option<&Offers> {
        self.extras.as_ref()?.offers.as_ref()
    }

    /// The same, to change.
    pub(super) fn offers_mut(&mut self) -> Option<&mut Offers> {
        self.extras.as_mut()?.offers.as_mut()
    }

    /// What few clients keep; from now on this one does.
    pub(super) fn extras_mut(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
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
