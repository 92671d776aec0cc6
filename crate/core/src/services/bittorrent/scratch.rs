//! Memory that a session needs only while it acts, so that all sessions share it.
//!
//! The next session ignores and overwrites what is left in it. With it, a swarm that has reached its size allocates nothing.

use super::Partial;
use crate::base::ids::{BlockRef, EndIdx, NeighbourIdx, PeerIdx};
use crate::base::units::Nanos;
use crate::policy::choker;

/// The memory.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Peers that are called.
    pub(super) called: Vec<PeerIdx>,
    /// The rows and the outcome of a round of choking.
    pub(super) choker: choker::Scratch,
    /// Who sent the blocks of a piece.
    pub(super) contributors: Vec<PeerIdx>,
    /// Blocks of a piece that are other bytes.
    pub(super) polluted: Vec<u32>,
    /// The memory of partial pieces that are done with.
    pub(super) spare: Vec<Partial>,
    /// Pieces to choose from.
    pub(super) set: Vec<u64>,
    /// The same pieces, narrowed down for a record.
    pub(super) extremes: Vec<u64>,
    /// What a neighbour has announced.
    pub(super) theirs: Vec<u64>,
    /// Blocks that are rejected or free.
    pub(super) blocks: Vec<BlockRef>,
    /// Requests that have not arrived, each with its moment.
    pub(super) crossing: Vec<(BlockRef, Nanos)>,
    /// Neighbours whose lists have grown.
    pub(super) fresh: Vec<NeighbourIdx>,
    /// The turn of each neighbour at the optimistic slot, by place, for a record.
    pub(super) turns: Vec<u16>,
    /// Whom news reaches, and when.
    pub(super) arrivals: Vec<(Nanos, EndIdx, u32)>,
}
