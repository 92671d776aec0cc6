//! Who is in a frame: the peers that are here and those that crashed and are still somebody's neighbours, each with its look.

use crate::base::ids::PeerIdx;
use crate::engine::Engine;
use crate::observe::Observers;
use crate::view::codes::{Role, tile};
use std::collections::BTreeSet;

/// The peers of a frame, by rising number.
pub(super) struct Shown {
    /// Their numbers.
    pub peers: Vec<PeerIdx>,
    /// The look of each in one byte, in the same order.
    pub tiles: Vec<u8>,
}

impl Shown {
    /// Those that are to be seen now.
    pub fn new(engine: &Engine, observers: &Observers, n_pieces: u32) -> Shown {
        let world = &engine.world;
        let mut peers: Vec<PeerIdx> = world.peers.numbers().collect();
        peers.extend(missed(engine, observers));
        peers.sort_unstable();
        let find = |idx| observers.stats.peer(idx, &observers.rows);
        peers.retain(|idx| find(*idx).is_some());
        let tiles = peers.iter().filter_map(|&idx| {
            let stats = find(idx)?;
            let have = stats.have.count();
            let role = match world.peers.get(idx) {
                None => Role::Crashed,
                Some(_) => Role::of(stats.behaviour, have == n_pieces),
            };
            Some(tile(role, have, n_pieces, stats.reached > 0))
        });
        let tiles = tiles.collect();
        Shown { peers, tiles }
    }

    /// How a peer looks; zero for one that is not shown.
    pub fn tile(&self, idx: PeerIdx) -> u8 {
        // Where everybody who came is shown, a peer's place is its number.
        match self.peers.get(idx.at()) {
            Some(&peer) if peer == idx => self.tiles[idx.at()],
            _ => self.peers.binary_search(&idx).map_or(0, |place| self.tiles[place]),
        }
    }
}

/// Peers that crashed and that some neighbour has not given up yet.
fn missed(engine: &Engine, observers: &Observers) -> BTreeSet<PeerIdx> {
    let world = &engine.world;
    // Half a million connections of ten thousand peers are looked through only when somebody crashed.
    if !world.crashed {
        return BTreeSet::new();
    }
    let crashed = |idx| observers.stats.peer(idx, &observers.rows).is_some_and(|stats| stats.crashed);
    let neighbours = world.peers.sessions().flat_map(|session| &session.neighbours);
    let remotes = neighbours.filter(|neighbour| neighbour.is_open()).map(|neighbour| neighbour.remote);
    remotes.filter(|&remote| world.peers.get(remote).is_none() && crashed(remote)).collect()
}
