//! Reading ahead: what will be needed in a moment is looked at now, all at once.
//!
//! Owns nothing, changes nothing. A piece's news goes to some forty neighbours, whose memory lies anywhere: each waits for
//! several lines that are in no near cache, one after another. Looked at together beforehand, with nothing to be decided in
//! between, they come at the same time. The same for what is due next: it is looked at in groups, level by level.

use super::Engine;
use crate::ids::{EndIdx, PeerIdx, PieceIdx, Slot};
use crate::network::Network;
use crate::timers::SHOWN;
use crate::world::{Due, World};
use std::hint::black_box;

/// The connection that something which is due is about, from the side that will act.
#[inline]
fn end_of(due: &Due, network: &Network) -> Option<EndIdx> {
    match *due {
        Due::Message { to, .. } => Some(to),
        Due::Sent { flight } => Some(network.flight(flight).end),
        Due::Landed { flight } | Due::Delivered { flight } => Some(network.flight(flight).end.other()),
        _ => None,
    }
}

impl Engine {
    /// What is due next acts on these: the ends, their owners, the owners' places for them, what is queued there. Each level
    /// tells where the next one lies.
    #[inline]
    pub(super) fn fetch_upcoming(&mut self) {
        let World { queue, network, peers, .. } = &mut self.world;
        let (mut ends, mut n) = ([EndIdx(0); SHOWN], 0);
        for end in queue.upcoming().filter_map(|due| end_of(due, network)) {
            ends[n] = end;
            n += 1;
        }
        if n == 0 {
            return;
        }
        let places = ends.map(|end| network.get(end).map_or_else(Default::default, |end| (end.peer, end.slot)));
        let mut seen = 0;
        for &(peer, _) in &places[..n] {
            seen ^= peers.get(peer.at()).and_then(Option::as_deref).map_or(0, |peer| peer.conns.len() as u64);
        }
        for &(peer, slot) in &places[..n] {
            seen ^= peers.get(peer.at()).and_then(Option::as_deref).map_or(0, |peer| peer.fetch_conn(slot));
        }
        for &(peer, slot) in &places[..n] {
            seen ^= peers.get(peer.at()).and_then(Option::as_deref).map_or(0, |peer| peer.fetch_queues(slot));
        }
        black_box(seen);
    }

    /// These ends are looked up soon.
    #[inline]
    pub(super) fn fetch_wires(&self, ends: &[EndIdx]) {
        let network = &self.world.network;
        black_box(ends.iter().fold(0, |sum: u32, &end| sum ^ network.end(end).peer.0));
    }

    /// These hear of a piece soon, at these places.
    #[inline]
    pub(super) fn fetch_receivers(&self, piece: PieceIdx, receivers: &[(PeerIdx, Slot)]) {
        let looks = receivers.iter().map(|&(peer, slot)| {
            let peer = self.world.peers[peer.at()].as_deref();
            peer.map_or(0, |peer| peer.fetch(slot, piece))
        });
        black_box(looks.fold(0, |sum: u64, look| sum ^ look));
    }
}
