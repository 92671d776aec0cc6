//! One neighbour from its owner's point of view: what it said, and what we said to it.
//!
//! The four flags of BEP 3 are sets of neighbours ([`super::sets`]), which pieces the neighbour has is read from its list
//! ([`super::have_log`]), and what is asked of it is a pipe of the network. What only some settings make a client remember lies in
//! `Extras`.

use super::meters::MeterIdx;
use crate::base::ids::{EndIdx, PeerIdx};
use crate::base::units::Nanos;

/// How far a connection has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nobody is here.
    #[default]
    Free,
    /// We connect: the connection is being set up, or we wait for the neighbour's handshake.
    Connecting,
    /// The neighbour connected: we wait for its handshake.
    Incoming,
    /// Handshakes have been exchanged.
    Open,
}

/// A neighbour: one line of a cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub struct Neighbour {
    /// How far the connection has come.
    pub stage: Stage,
    /// The neighbour unchoked us and then let us wait too long.
    pub snubbed: bool,
    /// The neighbour was counted as a seed in the availability.
    pub counted_full: bool,
    /// The neighbour took part in a piece that failed its hash: until it has proved itself it is asked for whole pieces only.
    pub parole: bool,
    /// The neighbour has told what it has.
    pub told: bool,
    /// The neighbour has shown interest before.
    pub was_interested: bool,
    /// Of what is asked of the neighbour, so many requests were cancelled.
    pub n_cancelled: u16,
    /// The neighbour's address.
    pub remote: PeerIdx,
    /// Our end of the connection.
    pub end: EndIdx,
    /// The meter of what we receive from the neighbour.
    pub(super) down: Option<MeterIdx>,
    /// The meter of what we send to it.
    pub(super) up: Option<MeterIdx>,
    /// When the neighbour last said something, news of pieces apart.
    pub heard_at: Nanos,
    /// When we last said something, news of pieces apart.
    pub sent_at: Nanos,
    /// When the neighbour last sent a block we had asked for, or when its debt to us began.
    pub block_at: Nanos,
    /// When the handshakes were exchanged.
    pub opened_at: Nanos,
    /// When we began to serve the neighbour, or stopped; zero when we never served it.
    pub(super) turned_at: Nanos,
}

impl Default for Neighbour {
    fn default() -> Neighbour {
        Neighbour {
            stage: Stage::Free,
            snubbed: false,
            counted_full: false,
            parole: false,
            told: false,
            was_interested: false,
            n_cancelled: 0,
            remote: PeerIdx::default(),
            end: EndIdx::default(),
            down: None,
            up: None,
            heard_at: Nanos::ZERO,
            sent_at: Nanos::ZERO,
            block_at: Nanos::ZERO,
            opened_at: Nanos::ZERO,
            turned_at: Nanos::ZERO,
        }
    }
}

impl Neighbour {
    /// A new neighbour; both sides begin choked and not interested (BEP 3).
    pub fn new(remote: PeerIdx, stage: Stage, now: Nanos) -> Neighbour {
        Neighbour { stage, remote, sent_at: now, heard_at: now, ..Neighbour::default() }
    }

    /// The handshakes have been exchanged.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }
}
