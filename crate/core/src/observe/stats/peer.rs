//! One peer's figures over one stay in the swarm.

use crate::base::bitfield::Bitfield;
use crate::base::ids::GroupIdx;
use crate::base::meter::Recent;
use crate::base::units::{BytesPerSec, Nanos};
use crate::scenario::config::Behaviour;

/// The figures: a line of a cache for what the peer sends, one for what it receives, and the rest.
#[derive(Clone, Debug, Default)]
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
    /// Payload bytes it received from peers that came with everything, in all its stays.
    pub from_origins: u64,
    /// Its place in the order in which peers were reached by a first block, from 1; 0 as long as none has come.
    pub reached: u32,
    /// When it came.
    pub joined: Nanos,
    /// When it went.
    pub left: Option<Nanos>,
    /// When it had everything.
    pub completed: Option<Nanos>,
    /// Its link when it first came: up and down.
    pub first_link: (BytesPerSec, BytesPerSec),
    /// Pieces verified.
    pub have: Bitfield,
}
