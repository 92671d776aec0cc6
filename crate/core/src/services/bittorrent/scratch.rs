//! Memory that a session needs only while it acts, and that all sessions can share therefore.
//!
//! Whatever is left in it means nothing to the next session that takes it. With it, a swarm that has found its size takes no
//! memory any more.

use super::Partial;
use crate::base::ids::{BlockRef, EndIdx, NeighbourIdx, PeerIdx};
use crate::base::units::Nanos;
use crate::policy::choker::{Candidate, Outcome, Ranking};

/// The memory.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// A row for each neighbour.
    pub(super) rows: Vec<Candidate>,
    pub(super) ranking: Ranking,
    pub(super) outcome: Outcome,
    /// Neighbours whose slots have no use.
    pub(super) idle: Vec<NeighbourIdx>,
    /// Who sent the blocks of a piece.
    pub(super) contributors: Vec<PeerIdx>,
    /// Blocks of a piece that are other bytes.
    pub(super) polluted: Vec<u32>,
    /// The memory of partial pieces that are done with.
    pub(super) spare: Vec<Partial>,
    /// Pieces to choose from.
    pub(super) set: Vec<u64>,
    /// What a neighbour has announced.
    pub(super) theirs: Vec<u64>,
    /// Blocks that are rejected or free.
    pub(super) blocks: Vec<BlockRef>,
    /// Requests that have not arrived, each with its moment.
    pub(super) crossing: Vec<(BlockRef, Nanos)>,
    /// Whom news reaches, and when.
    pub(super) arrivals: Vec<(Nanos, EndIdx, u32)>,
}
