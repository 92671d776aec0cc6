//! Prefetching: what the calendar's next bucket names is looked at before any of it is handled.
//!
//! A swarm of a thousand peers is larger than a processor's near caches, and each event waits for some ten lines of memory, one after
//! another. Looked at together, level by level, those of ten events come at the same time. Nothing is decided and nothing changes
//! here: without this file a run is the same, and a swarm of a thousand peers takes a fifth longer.

use super::Engine;
use crate::base::ids::{NeighbourIdx, PeerIdx};
use crate::engine::world::World;
use crate::net::schedule::{Due, InTransit};
use crate::services::bittorrent::Session;
use std::hint::black_box;

/// Events that are looked at together, at most.
const GROUP: usize = 48;

/// From so many peers on, looking ahead is worth its instructions: fewer lie in a near cache.
const WORTH_PEERS: usize = 300;

/// Somebody to whom something happens, and on which neighbour's account.
type Place = (PeerIdx, Option<NeighbourIdx>);

impl Engine {
    /// Looks at what the current bucket of the calendar names.
    #[inline]
    pub(super) fn prefetch(&mut self) {
        if self.world.schedule.fresh() && self.world.peers.len() >= WORTH_PEERS {
            look(&self.world);
        }
    }
}

#[inline(never)]
fn look(world: &World) {
    let World { schedule, net, peers, .. } = world;
    let mut dues = [Due::Command(0); GROUP];
    let mut n = 0;
    for (due, place) in schedule.upcoming().zip(&mut dues) {
        *place = due;
        n += 1;
    }
    let dues = &dues[..n];
    let mut seen = 0;
    for due in dues {
        seen ^= match *due {
            Due::Uplink(host) => net.look_at_host(host),
            Due::Landed(pipe) | Due::Delivered(pipe) => net.look_at_pipe(pipe),
            Due::Message(number) => u64::from(schedule.messages.get(number).is_some()),
            _ => 0,
        };
    }
    let (mut places, mut n): ([Place; 2 * GROUP], usize) = ([(PeerIdx(0), None); 2 * GROUP], 0);
    let mut put = |peer: PeerIdx, at: Option<NeighbourIdx>| {
        places[n] = (peer, at);
        n += 1;
    };
    for due in dues {
        match *due {
            Due::Uplink(host) => {
                if let Some(pipe) = net.sending(host).map(|pipe| net.pipe(pipe)) {
                    put(pipe.sender, Some(net.end(pipe.from).at));
                }
                seen ^= net.look_at_next_pipe(host);
            }
            Due::Landed(pipe) | Due::Delivered(pipe) => {
                let pipe = net.pipe(pipe);
                seen ^= net.look_at_host(pipe.hosts[0]) ^ net.look_at_host(pipe.hosts[1]);
                put(pipe.receiver, Some(net.end(pipe.from.other()).at));
            }
            Due::Message(number) => {
                if let Some(InTransit::Stream { to, .. }) = schedule.messages.get(number) {
                    put(net.end(*to).peer, Some(net.end(*to).at));
                }
            }
            _ => {}
        }
    }
    let places = &places[..n];
    for (peer, _) in places {
        seen ^= peers.get(*peer).map_or(0, Session::look);
    }
    for (peer, at) in places {
        if let (Some(session), Some(at)) = (peers.get(*peer), at) {
            seen ^= session.look_at_neighbour(*at);
        }
    }
    black_box(seen);
}
