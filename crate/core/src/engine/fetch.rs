//! Reading ahead: what will be needed in a moment is looked at now, all at once.
//!
//! Owns nothing, changes nothing. A piece's news goes to some forty neighbours, whose memory lies anywhere: each waits for
//! several lines that are in no near cache, one after another. Looked at together beforehand, with nothing to be decided in
//! between, they come at the same time. The same for what is due next: it is looked at in groups, level by level.

use super::Engine;
use crate::base::ids::{EndIdx, PeerIdx, PieceIdx, Slot};
use crate::base::timers::SHOWN;
use crate::engine::world::{Due, World};
use crate::net::network::Network;
use crate::protocol::message::Message;
use crate::services::bittorrent::{Peer, Upcoming};
use std::hint::black_box;

/// From so many peers on, looking at what is due next is worth its instructions: fewer lie in a near cache.
pub(super) const WORTH_PEERS: usize = 500;

/// What will happen, and on the side of which end.
#[inline]
fn of(due: &Due, network: &Network) -> Option<(EndIdx, Upcoming)> {
    match *due {
        Due::Message { to, message: Message::Request(block), .. } => Some((to, Upcoming::Request(block.piece))),
        Due::Message { to, .. } => Some((to, Upcoming::Message)),
        Due::Sent { flight } => Some((network.flight(flight).end, Upcoming::Leaves)),
        Due::Landed { flight } | Due::Delivered { flight } => {
            let flight = network.flight(flight);
            Some((flight.end.other(), Upcoming::Comes(flight.block.piece)))
        }
        _ => None,
    }
}

/// Somebody, if there, its place for the connection, and what will happen there.
type Side<'a> = (Option<&'a Peer>, Slot, Upcoming);

/// Room for a group, twice: an uplink that becomes free goes to another connection.
const NOBODY: [Side; 2 * SHOWN] = [(None, Slot(0), Upcoming::Message); 2 * SHOWN];

impl Engine {
    /// What is due next, in a group: the ends, their owners and the links of these, the owners' places for them, what is queued
    /// there. Each level tells where the next one lies.
    #[inline(never)]
    pub(super) fn fetch_upcoming(&mut self) {
        let World { queue, network, peers, .. } = &mut self.world;
        let (mut ends, mut n) = ([(EndIdx(0), Upcoming::Message); SHOWN], 0);
        for end in queue.upcoming().filter_map(|due| of(due, network)) {
            ends[n] = end;
            n += 1;
        }
        let owner = |end: EndIdx| network.get(end).map_or_else(Default::default, |end| (end.peer, end.slot));
        let peer = |peer: PeerIdx| peers.get(peer.at()).and_then(Option::as_deref);
        let (mut places, mut seen) = ([(PeerIdx(0), Slot(0)); SHOWN], 0);
        for (place, &(end, _)) in places.iter_mut().zip(&ends[..n]) {
            *place = owner(end);
        }
        let (mut sides, mut n_sides) = (NOBODY, 0);
        for (&(idx, slot), &(end, upcoming)) in places.iter().zip(&ends[..n]) {
            sides[n_sides] = (peer(idx), slot, upcoming);
            n_sides += 1;
            match (upcoming, network.links.get(idx.at())) {
                (Upcoming::Comes(_), Some(link)) => seen ^= link.down_free.0 ^ network.fetch(end),
                (Upcoming::Leaves, Some(link)) => {
                    if let Some(&next) = link.ready.front() {
                        seen ^= network.fetch(next);
                        sides[n_sides] = (peer(idx), owner(next).1, Upcoming::Begins);
                        n_sides += 1;
                    }
                }
                _ => {}
            }
        }
        let sides = &sides[..n_sides];
        for &(peer, _, upcoming) in sides {
            seen ^= peer.map_or(0, |peer| peer.fetch(upcoming));
        }
        for &(peer, slot, upcoming) in sides {
            seen ^= peer.map_or(0, |peer| peer.fetch_conn(slot, upcoming));
        }
        for &(peer, slot, upcoming) in sides {
            seen ^= peer.map_or(0, |peer| peer.fetch_blocks(slot, upcoming));
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
        let peer = |peer: PeerIdx| self.world.peers[peer.at()].as_deref();
        let mut seen = 0;
        for &(idx, _) in receivers {
            seen ^= peer(idx).map_or(0, Peer::fetch_near);
        }
        for &(idx, slot) in receivers {
            seen ^= peer(idx).map_or(0, |peer| peer.fetch_news(slot, piece));
        }
        black_box(seen);
    }
}
