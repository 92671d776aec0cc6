//! Extras: what only some settings make a client remember, of each neighbour and of all.
//!
//! With the default settings none of it is needed, and a session has one word for it. What a policy remembers is not here but in the
//! policy.

use super::holepunch::Rendezvous;
use super::offers::Offers;
use super::timeouts::AnswerTime;
use crate::base::bitfield::Bitfield;
use crate::base::ids::{BlockRef, NeighbourIdx, PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::policy::pipeline::PipelineGrowth;
use std::collections::VecDeque;

/// What few clients keep of a neighbour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Extra {
    /// What is kept for the neighbour and will be asked for next, in order.
    pub claimed: VecDeque<BlockRef>,
    /// How the number of requests grows after an unchoke, while it does.
    pub slow_start: Option<PipelineGrowth>,
    /// Good pieces that the neighbour took part in.
    pub good: u32,
    /// What we show to the neighbour, if it is not all we have.
    pub offers: Option<Offers>,
    /// The time of the pieces that were begun at the neighbour and are finished.
    pub finished_in: Nanos,
    /// How many these are.
    pub finished: u32,
    /// How long the neighbour takes from block to block, where that decides when it is late.
    pub answers: AnswerTime,
    /// How many requests the neighbour keeps waiting at most, where it has told (BEP 10).
    pub reqq: Option<u32>,
    /// The neighbour introduces its neighbours to each other (BEP 55).
    pub holepunch: bool,
    /// The piece of which a block was last sent to the neighbour, where loans are called between pieces.
    pub sending: Option<PieceIdx>,
    /// The neighbour has sent a block, where that decides what it is asked for.
    pub delivered: bool,
    /// What the neighbour has announced, where it tells of each piece by a message of its own.
    pub row: Option<Bitfield>,
}

/// What few clients keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Kept {
    /// For each neighbour, by place; the list ends with the last neighbour that has needed it.
    neighbours: Vec<Option<Box<Extra>>>,
    /// How often each piece was offered to a neighbour; empty until one is.
    pub offered: Vec<u32>,
    /// Who sent a bad piece alone, once for each piece.
    pub bad: Vec<PeerIdx>,
    /// Peers we will have nothing to do with.
    pub banned: Vec<PeerIdx>,
    /// Peers to whom it asks neighbours to introduce it.
    pub rendezvous: Vec<Rendezvous>,
}

/// The extras of one peer, once it has any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extras(Option<Box<Kept>>);

impl Extras {
    /// What is kept, from now on.
    pub(super) fn keep(&mut self) -> &mut Kept {
        self.0.get_or_insert_default()
    }

    /// What is kept of a neighbour, if anything is.
    #[inline]
    pub(super) fn of(&self, at: NeighbourIdx) -> Option<&Extra> {
        self.0.as_ref()?.neighbours.get(at.at())?.as_deref()
    }

    /// The same, to change.
    #[inline]
    pub(super) fn get_mut(&mut self, at: NeighbourIdx) -> Option<&mut Extra> {
        self.0.as_mut()?.neighbours.get_mut(at.at())?.as_deref_mut()
    }

    /// What is kept of a neighbour, from now on.
    pub(super) fn of_mut(&mut self, at: NeighbourIdx) -> &mut Extra {
        let neighbours = &mut self.keep().neighbours;
        if neighbours.len() <= at.at() {
            neighbours.resize_with(at.at() + 1, || None);
        }
        neighbours[at.at()].get_or_insert_default()
    }

    /// The neighbour goes: what was kept of it.
    pub(super) fn take(&mut self, at: NeighbourIdx) -> Option<Box<Extra>> {
        self.0.as_mut()?.neighbours.get_mut(at.at())?.take()
    }

    /// What is kept for each neighbour.
    pub(super) fn claims(&self) -> impl Iterator<Item = &VecDeque<BlockRef>> {
        let neighbours = self.0.iter().flat_map(|kept| &kept.neighbours);
        neighbours.flatten().map(|extra| &extra.claimed)
    }

    /// The same, to change.
    pub(super) fn claims_mut(&mut self) -> impl Iterator<Item = &mut VecDeque<BlockRef>> {
        let neighbours = self.0.iter_mut().flat_map(|kept| &mut kept.neighbours);
        neighbours.flatten().map(|extra| &mut extra.claimed)
    }

    /// What a neighbour has announced that tells of each piece by a message of its own.
    #[inline]
    pub(super) fn row(&self, at: NeighbourIdx) -> Option<&Bitfield> {
        self.of(at)?.row.as_ref()
    }

    /// The same, to change.
    pub(super) fn row_mut(&mut self, at: NeighbourIdx) -> Option<&mut Bitfield> {
        self.get_mut(at)?.row.as_mut()
    }

    /// What we show to a neighbour, if it is not all we have.
    #[inline]
    pub(super) fn offers(&self, at: NeighbourIdx) -> Option<&Offers> {
        self.of(at)?.offers.as_ref()
    }

    /// The same, to change.
    #[inline]
    pub(super) fn offers_mut(&mut self, at: NeighbourIdx) -> Option<&mut Offers> {
        self.get_mut(at)?.offers.as_mut()
    }

    /// What we show to the neighbours to which we do not show all.
    pub(super) fn all_offers(&self) -> impl Iterator<Item = &Offers> {
        let neighbours = self.0.iter().flat_map(|kept| &kept.neighbours);
        neighbours.flatten().filter_map(|extra| extra.offers.as_ref())
    }

    /// The same, to change.
    pub(super) fn all_offers_mut(&mut self) -> impl Iterator<Item = &mut Offers> {
        let neighbours = self.0.iter_mut().flat_map(|kept| &mut kept.neighbours);
        neighbours.flatten().filter_map(|extra| extra.offers.as_mut())
    }

    /// The peer will have nothing to do with this one.
    pub(super) fn is_banned(&self, peer: PeerIdx) -> bool {
        self.0.as_ref().is_some_and(|kept| kept.banned.contains(&peer))
    }
}
