//! The lists of a history, as columns: numbers of one kind side by side, which cross to a page without an object for each row.

use crate::base::ids::{GroupIdx, PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use serde::Serialize;
use std::collections::BTreeMap;

/// Blocks that are listed; of a run with more, only sums are told.
pub const BLOCKS_MAX: usize = 200_000;
/// Verified pieces that are listed, the first ones.
pub const PIECES_MAX: usize = 200_000;
/// Peers that are listed, the first ones.
pub const PEERS_MAX: usize = 200_000;

/// The blocks that arrived, in order of time. Each list has a place for each block.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BlockColumns {
    /// When its last byte arrived, in seconds.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub at_s: Vec<f64>,
    /// Who sent it.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub from: Vec<u32>,
    /// Who received it.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub to: Vec<u32>,
    /// The piece that it is of.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub piece: Vec<u32>,
    /// Its bytes.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub bytes: Vec<u32>,
}

/// The pieces that were verified, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PieceColumns {
    /// When, in seconds.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub at_s: Vec<f64>,
    /// By which peer.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub peer: Vec<u32>,
    /// Which piece.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub piece: Vec<u32>,
    /// Who sent the last block of it that was missing; the peer itself where nobody did.
    #[cfg_attr(feature = "ts", ts(type = "ArrayLike<number>"))]
    pub from: Vec<u32>,
    /// How many are not listed.
    pub left_out: u32,
}

/// The peers, in the order in which they came. Of a peer that came again, the first moments and the latest departure are told.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PeerColumns {
    /// The peer's number.
    pub peer: Vec<u32>,
    /// Its group.
    pub group: Vec<u16>,
    /// When it joined, in seconds.
    pub joined_s: Vec<f64>,
    /// How many pieces it brought.
    pub brought: Vec<u32>,
    /// When its first block arrived.
    pub first_block_s: Vec<Option<f64>>,
    /// When it was complete by downloading.
    pub completed_s: Vec<Option<f64>>,
    /// When it left or crashed, if it did not come again.
    pub left_s: Vec<Option<f64>>,
    /// How many are not listed.
    pub left_out: u32,
}

impl BlockColumns {
    pub(super) fn push(&mut self, now: Nanos, [from, to]: [PeerIdx; 2], piece: PieceIdx, bytes: u32) {
        self.at_s.push(now.as_secs_f64());
        self.from.push(from.0);
        self.to.push(to.0);
        self.piece.push(piece.0);
        self.bytes.push(bytes);
    }
}

impl PieceColumns {
    pub(super) fn push(&mut self, now: Nanos, peer: PeerIdx, piece: PieceIdx, from: PeerIdx) {
        if self.at_s.len() == PIECES_MAX {
            self.left_out += 1;
            return;
        }
        self.at_s.push(now.as_secs_f64());
        self.peer.push(peer.0);
        self.piece.push(piece.0);
        self.from.push(from.0);
    }
}

/// The peers, and where each of them stands in the columns.
#[derive(Clone, Debug, Default)]
pub struct PeerList {
    /// The columns.
    pub columns: PeerColumns,
    places: BTreeMap<PeerIdx, u32>,
}

impl PeerList {
    /// Where the peer stands; none of a peer that is not listed.
    pub fn place(&self, peer: PeerIdx) -> Option<usize> {
        self.places.get(&peer).map(|&place| place as usize)
    }

    /// The group of a peer that is listed.
    pub fn group(&self, place: usize) -> GroupIdx {
        GroupIdx(self.columns.group[place])
    }

    /// A peer comes, or comes again.
    pub fn join(&mut self, now: Nanos, peer: PeerIdx, group: GroupIdx) {
        let columns = &mut self.columns;
        if let Some(&place) = self.places.get(&peer) {
            columns.left_s[place as usize] = None;
            return;
        }
        if columns.peer.len() == PEERS_MAX {
            columns.left_out += 1;
            return;
        }
        self.places.insert(peer, columns.peer.len() as u32);
        columns.peer.push(peer.0);
        columns.group.push(group.0);
        columns.joined_s.push(now.as_secs_f64());
        columns.brought.push(0);
        columns.first_block_s.push(None);
        columns.completed_s.push(None);
        columns.left_s.push(None);
    }
}
