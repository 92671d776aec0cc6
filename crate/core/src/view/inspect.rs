//! One peer, as it sees the swarm itself.
//!
//! Owns what a person is told who asks about a peer. Must never tell more than the peer knows.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::observe::explain::{Explained, Records};
use crate::services::bittorrent::{Life, Peer};
use serde::Serialize;

/// Decisions told.
const DECISIONS_MAX: usize = 20;

/// A peer's own view.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inspection {
    /// Its number.
    pub peer: u32,
    /// `leeching`, `seeding` or `leaving`.
    pub state: &'static str,
    /// The name of its group.
    pub group: String,
    /// Pieces verified.
    pub have: u32,
    /// Pieces in progress.
    pub partial: Vec<PartialView>,
    /// Its open connections.
    pub neighbours: Vec<NeighbourView>,
    /// Its latest decisions, newest last.
    pub decisions: Vec<Explained>,
}

/// A piece in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartialView {
    /// The piece.
    pub piece: u32,
    /// Blocks that are here.
    pub received: u32,
    /// Blocks that are asked for.
    pub requested: u32,
    /// Blocks in all.
    pub blocks: u32,
}

/// A neighbour, by what it said.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the flags are BEP 3's")]
pub struct NeighbourView {
    pub peer: u32,
    pub am_choking: bool,
    pub am_interested: bool,
    pub peer_choking: bool,
    pub peer_interested: bool,
    pub optimistic: bool,
    pub snubbed: bool,
    /// Pieces it announced.
    pub have: u32,
    /// Requests on their way to it.
    pub outstanding: u32,
    /// Bytes per second from it.
    pub down_rate: u64,
    /// Bytes per second to it.
    pub up_rate: u64,
}

/// A peer's own view; `None` when it is not here.
pub fn inspect(engine: &Engine, records: &Records, idx: PeerIdx, now: Nanos) -> Option<Inspection> {
    let peer: &Peer = engine.world.peers.get(idx.at())?.as_deref()?;
    let group = engine.world.presence[idx.at()].group;
    let partial = peer.partials.iter().map(|partial| PartialView {
        piece: partial.piece.0,
        received: partial.received.count(),
        requested: partial.requested.count(),
        blocks: partial.received.len(),
    });
    let neighbours = peer.conns.iter().filter(|conn| conn.is_open()).map(|conn| NeighbourView {
        peer: conn.remote.0,
        am_choking: conn.am_choking,
        am_interested: conn.am_interested,
        peer_choking: conn.peer_choking,
        peer_interested: conn.peer_interested,
        optimistic: conn.optimistic,
        snubbed: conn.snubbed,
        have: conn.n_have,
        outstanding: conn.outstanding.len() as u32,
        down_rate: peer.meters.down_rate(conn, now).0,
        up_rate: peer.meters.up_rate(conn, now).0,
    });
    Some(Inspection {
        peer: idx.0,
        state: match (peer.life, peer.is_seed()) {
            (Life::Leaving, _) => "leaving",
            (Life::Here, true) => "seeding",
            (Life::Here, false) => "leeching",
        },
        group: engine.groups[group.at()].name.clone(),
        have: peer.have.count(),
        partial: partial.collect(),
        neighbours: neighbours.collect(),
        decisions: records.of(idx, DECISIONS_MAX),
    })
}
