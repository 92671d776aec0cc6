//! The family tree of a piece: who has it from whom.
//!
//! A peer has a piece from the neighbour that sent the block which completed it, or from the peer of its owner that it was copied from
//! ([`super::origins`]). Others may have sent blocks of
//! it too: where a piece is of many blocks, the tree is a simplification.

use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::observe::origins::Origins;
use serde::Serialize;
use std::collections::BTreeMap;

/// Peers that are listed.
const LISTED_MAX: usize = 10_000;

/// A peer in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TreePeer {
    /// The peer.
    pub peer: u32,
    /// Who it has the piece from; none when it brought it.
    pub from: Option<u32>,
    /// When it had it, in nanoseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub at_ns: Nanos,
    /// Steps from the peer that brought it.
    pub depth: u32,
}

/// Who has a piece from whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FamilyTree {
    /// The piece.
    pub piece: u32,
    /// The longest way from a peer that brought it.
    pub depth: u32,
    /// How many peers have it, or had it.
    pub peers: u32,
    /// The first of them, in order of time.
    pub list: Vec<TreePeer>,
    /// How many are left out of the list.
    pub left_out: u32,
}

impl FamilyTree {
    /// The tree of a piece.
    pub fn new(origins: &Origins, piece: PieceIdx) -> FamilyTree {
        let with_piece = |peer| origins.of(peer, piece).map(|origin| (origin.at, peer, origin.from));
        let mut all: Vec<_> = origins.peers().filter_map(with_piece).collect();
        all.sort_unstable_by_key(|&(at, peer, _)| (at, peer));
        let mut depths = BTreeMap::new();
        let mut list: Vec<TreePeer> = Vec::new();
        for (at, peer, from) in all {
            let depth = depth_of(origins, piece, peer, &mut depths);
            list.push(TreePeer { peer: peer.0, from: from.map(|from| from.0), at_ns: at, depth });
        }
        let depth = list.iter().map(|row| row.depth).max().unwrap_or(0);
        let peers = list.len() as u32;
        list.truncate(LISTED_MAX);
        FamilyTree { piece: piece.0, depth, peers, left_out: peers - list.len() as u32, list }
    }
}

/// Steps from the peer that brought the piece. A copy has the moment of its original, so the order of time alone does not tell.
fn depth_of(origins: &Origins, piece: PieceIdx, peer: PeerIdx, depths: &mut BTreeMap<PeerIdx, u32>) -> u32 {
    let (mut way, mut at) = (vec![peer], peer);
    while !depths.contains_key(&at)
        && let Some(from) = origins.of(at, piece).and_then(|origin| origin.from)
    {
        way.push(from);
        at = from;
    }
    let mut depth = depths.get(&at).copied().unwrap_or(0);
    for (steps, &peer) in (0..).zip(way.iter().rev()) {
        depth += u32::from(steps > 0);
        depths.insert(peer, depth);
    }
    depth
}
