//! Room to work in: what a peer needs only while it acts, and what all peers can share therefore.
//!
//! Owns memory and nothing else: whatever is left in it means nothing to the next who takes it. With it, a swarm that has
//! found its size takes no memory any more.

use super::Partial;
use crate::base::ids::{PeerIdx, Slot};
use crate::policy::choker::{Candidate, Outcome, Ranking};

/// The room.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// A row for each neighbour.
    pub(super) rows: Vec<Candidate>,
    pub(super) ranking: Ranking,
    pub(super) outcome: Outcome,
    /// Neighbours whose slots have no use.
    pub(super) idle: Vec<Slot>,
    /// Who sent the blocks of a piece.
    pub(super) contributors: Vec<PeerIdx>,
    /// Blocks of a piece that are other bytes.
    pub(super) polluted: Vec<u32>,
    /// The memory of begun pieces that are done with.
    pub(super) spare: Vec<Partial>,
    /// Pieces to choose from.
    pub(super) set: Vec<u64>,
}
