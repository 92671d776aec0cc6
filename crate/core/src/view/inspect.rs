//! One peer, as it sees the swarm itself: what the page shows of a peer that is selected.
//!
//! It tells no more than the peer knows.

use crate::base::ids::{BlockRef, PeerIdx};
use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::net::pipes::{Request, RequestState};
use crate::observe::explain::{Explained, Records};
use crate::scenario::config::{ChokerConfig, PickerConfig};
use crate::services::bittorrent::{Partial, Session, Set};
use crate::view::codes::PeerState;
use crate::view::fill::state;
use serde::Serialize;

/// Decisions told.
const DECISIONS_MAX: usize = 20;
/// Requests told of a neighbour.
const ASKED_MAX: usize = 16;
/// Blocks told of a piece in progress.
const MARKS_MAX: u32 = 64;

/// A peer's own view.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Inspection {
    /// Its number.
    pub peer: u32,
    /// What it is doing.
    pub state: PeerState,
    /// The name of its group.
    pub group: String,
    /// The peers that the same client is in other torrents. Its link and its upload slots are theirs too.
    pub also: Vec<AlsoView>,
    /// Pieces verified.
    pub have: u32,
    /// The torrent's metadata as far as they have come; none when the peer knows the torrent.
    pub metadata: Option<MetadataView>,
    /// Pieces in progress.
    pub partial: Vec<PartialView>,
    /// How many of its neighbours have each piece, as far as it has counted: what it calls rare. Empty when it does not count.
    pub counts: Vec<u32>,
    /// Its open connections.
    pub neighbours: Vec<NeighbourView>,
    /// Its latest decisions, newest last.
    pub decisions: Vec<Explained>,
    /// The settings that the sentences of its choke rules take their numbers from.
    pub choker: ChokerConfig,
    /// The same for its piece rules.
    pub picker: PickerConfig,
}

/// The same client in another torrent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlsoView {
    /// Its number there.
    pub peer: u32,
    /// The torrent's number.
    pub torrent: u32,
}

/// The metadata of a torrent that the peer does not know yet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MetadataView {
    /// Parts that have come.
    pub here: u32,
    /// Parts in all; zero as long as no neighbour has told.
    pub parts: u32,
}

/// A piece in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PartialView {
    /// The piece.
    pub piece: u32,
    /// Blocks that are here.
    pub received: u32,
    /// Blocks that are asked for.
    pub requested: u32,
    /// Blocks in all.
    pub blocks: u32,
    /// The first 64 blocks, one letter each: `h` here, `a` asked for, `m` neither.
    pub marks: String,
}

/// A neighbour, by what it said.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
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
    /// Requests that are not answered.
    pub outstanding: u32,
    /// The first 16 of them, in the order in which they will be served.
    pub asked: Vec<AskedView>,
    /// Bytes per second from it.
    pub down_rate: u64,
    /// Bytes per second to it.
    pub up_rate: u64,
}

/// A block that was asked for and has not come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AskedView {
    /// The piece.
    pub piece: u32,
    /// The block's number in it.
    pub block: u32,
    /// How the request stands.
    pub stands: AskedStands,
    /// Seconds since it arrived at the neighbour or, of a block on the wire, since its first byte left.
    pub for_s: f64,
    /// The peer has cancelled it: a block or a reject will still come.
    pub cancelled: bool,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum AskedStands {
    /// It is on its way to the neighbour.
    Travels,
    /// It waits at the neighbour.
    Waits,
    /// The neighbour rejects it, for it came after a choke.
    Refused,
    /// The block is on its way.
    OnWire,
}

impl AskedView {
    fn of(request: &Request, now: Nanos) -> AskedView {
        let stands = match request.state {
            RequestState::OnWire => AskedStands::OnWire,
            RequestState::Crosses | RequestState::Rejected => AskedStands::Refused,
            RequestState::Waits if request.since > now => AskedStands::Travels,
            RequestState::Waits => AskedStands::Waits,
        };
        let BlockRef { piece, block } = request.block;
        let for_s = now.since(request.since.min(now)).as_secs_f64();
        AskedView { piece: piece.0, block: block.0, stands, for_s, cancelled: request.cancelled }
    }
}

fn partial(partial: &Partial) -> PartialView {
    let blocks = partial.received.len();
    let mark = |block: u32| match (partial.received.has(block), partial.requested.has(block)) {
        (true, _) => 'h',
        (false, true) => 'a',
        (false, false) => 'm',
    };
    PartialView {
        piece: partial.piece.0,
        received: partial.received.count(),
        requested: partial.requested.count(),
        blocks,
        marks: (0..blocks.min(MARKS_MAX)).map(mark).collect(),
    }
}

/// A peer's own view; `None` when it is not here.
pub fn inspect(engine: &Engine, records: &Records, idx: PeerIdx, now: Nanos) -> Option<Inspection> {
    let peer: &Session = engine.world.peers.get(idx)?;
    let group = peer.group;
    let client = &engine.settings[group.at()];
    let own = engine.world.peers.presence(idx).map(|presence| &engine.world.clients[presence.client.0]);
    let others = own.into_iter().flat_map(|client| client.peers()).filter(|(peer, _)| *peer != idx);
    let also = others.map(|(peer, torrent)| AlsoView { peer: peer.0, torrent: u32::from(torrent.0) });
    let (net, logs) = (&engine.world.net, &engine.world.logs);
    // A seed picks nothing and counts nothing; who has no metadata does not know what there is to count.
    let counts = match peer.is_seed() || peer.fetch.is_some() {
        true => Vec::new(),
        false => (0..peer.have.len()).map(|piece| peer.availability.count(piece)).collect(),
    };
    let asked = |end| {
        let requests = net.pipe_to(end).into_iter().flat_map(|pipe| pipe.requests());
        requests.take(ASKED_MAX).map(|request| AskedView::of(&request, now)).collect()
    };
    let neighbours = peer.sets.iter(Set::Open).map(|at| {
        let neighbour = &peer.neighbours[at.at()];
        NeighbourView {
            peer: neighbour.remote.0,
            am_choking: !peer.sets.has(Set::Unchoked, at),
            am_interested: peer.sets.has(Set::AmInterested, at),
            peer_choking: !peer.sets.has(Set::ServesUs, at),
            peer_interested: peer.sets.has(Set::Interested, at),
            optimistic: peer.is_optimistic(at),
            snubbed: neighbour.snubbed,
            have: peer.n_have(at, net, logs, now),
            asked: asked(neighbour.end),
            outstanding: net.pipe_to(neighbour.end).map_or(0, |pipe| pipe.len() as u32),
            down_rate: peer.meters.down_rate(neighbour, now).0,
            up_rate: peer.meters.up_rate(neighbour, now).0,
        }
    });
    Some(Inspection {
        peer: idx.0,
        state: state(Some(peer)),
        group: engine.groups[group.at()].name.clone(),
        also: also.collect(),
        have: peer.have.count(),
        metadata: peer.fetch.as_ref().map(|fetch| {
            let (here, parts) = fetch.progress();
            MetadataView { here, parts }
        }),
        partial: peer.partials.iter().map(partial).collect(),
        counts,
        neighbours: neighbours.collect(),
        decisions: records.of(idx, DECISIONS_MAX),
        choker: client.choker.clone(),
        picker: client.picker.clone(),
    })
}
