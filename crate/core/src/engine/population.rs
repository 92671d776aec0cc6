//! Coming and going: arrivals of groups, peers that are made seeders, departures.
//!
//! Owns who is here. Must never know what they do while they are.

use super::{Engine, GROUP_STREAM, MIX_STREAM, PEER_STREAM};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{GroupIdx, PeerIdx, PieceIdx};
use crate::base::keys;
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos};
use crate::engine::world::{Due, Presence};
use crate::events::effect::Timer;
use crate::events::event::{Event, Sink};
use crate::net::network::AccessLink;
use crate::policy::choker::slots_max;
use crate::scenario::config::{Arrival, Behaviour, Departure, Group, InitialHave, Leave, Links, Secs};
use crate::services::bittorrent::{Birth, Ctx, Peer, Stage};
use std::sync::Arc;

/// What one peer of a group has for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cast {
    /// Its uplink.
    pub up: BytesPerSec,
    /// Its downlink.
    pub down: BytesPerSec,
    /// How long it stays at most; as its group when not given.
    pub session: Option<Nanos>,
}

/// The cast of a group in the order of coming; empty when all are alike. A trace's rows win over a mix of links.
fn cast(group: &Group, mut rng: Rng) -> Arc<[Cast]> {
    if group.links == Links::Same && !matches!(group.arrival, Arrival::Trace { .. }) {
        return Arc::new([]);
    }
    let mut cast = Vec::with_capacity(group.count as usize);
    for (count, up, down) in group.rates() {
        let one = Cast { up: BytesPerSec(up), down: BytesPerSec(down), session: None };
        cast.extend(std::iter::repeat_n(one, count as usize));
    }
    rng.shuffle(&mut cast);
    if let Arrival::Trace { rows } = &group.arrival {
        // Those who come at one moment come in the order of their rows, as the queue has it.
        let mut keys = Vec::new();
        keys::sort(rows, |row| [row.at_s.nanos().0, 0, 0, 0], &mut keys);
        for (one, row) in cast.iter_mut().zip(keys::in_order(&keys, rows)) {
            one.up = row.upload_rate.map_or(one.up, BytesPerSec);
            one.down = row.download_rate.map_or(one.down, BytesPerSec);
            one.session = row.session_s.map(Secs::nanos);
        }
    }
    cast.into()
}

impl Engine {
    /// A group will come: its arrivals count from now.
    pub(super) fn expect(&mut self, group: Group) {
        let idx = GroupIdx(self.groups.len() as u16);
        let now = self.world.now;
        let mut rng = Rng::stream(self.seed, GROUP_STREAM + u64::from(idx.0));
        let queue = &mut self.world.queue;
        self.world.pending += group.count;
        match &group.arrival {
            _ if group.count == 0 => {}
            Arrival::AtOnce { at_s } => queue.push(now + at_s.nanos(), Due::Join { group: idx, n: group.count }),
            Arrival::Uniform { from_s, over_s } => {
                for _ in 0..group.count {
                    let at = now + from_s.nanos() + rng.below_nanos(over_s.nanos());
                    queue.push(at, Due::Join { group: idx, n: 1 });
                }
            }
            Arrival::Poisson { from_s, mean_gap_s } => {
                let mut at = now + from_s.nanos();
                for _ in 0..group.count {
                    at += rng.exponential(mean_gap_s.nanos());
                    queue.push(at, Due::Join { group: idx, n: 1 });
                }
            }
            Arrival::Decaying { from_s, tau_s } => {
                for _ in 0..group.count {
                    let at = now + from_s.nanos() + rng.exponential(tau_s.nanos());
                    queue.push(at, Due::Join { group: idx, n: 1 });
                }
            }
            Arrival::Trace { rows } => {
                rows.iter().for_each(|row| queue.push(now + row.at_s.nanos(), Due::Join { group: idx, n: 1 }));
            }
            Arrival::Listed { at_s } => {
                at_s.iter().for_each(|at| queue.push(now + at.nanos(), Due::Join { group: idx, n: 1 }));
            }
        }
        self.casts.push(cast(&group, Rng::stream(self.seed, MIX_STREAM + u64::from(idx.0))));
        self.world.come.push(0);
        self.world.arrivals.push(rng);
        let client = group.client.as_deref().unwrap_or(&self.scenario.peer);
        self.clients.push(Arc::new(client.clone()));
        self.groups.push(group);
    }

    #[inline(never)]
    pub(super) fn join(&mut self, group: GroupIdx, n: u32, sink: &mut impl Sink) {
        for _ in 0..n {
            let idx = PeerIdx(self.world.peers.len() as u32);
            let n_pieces = self.content.geometry().n_pieces();
            let Group { have, upload_rate, download_rate, latency_s, region, .. } = self.groups[group.at()];
            let alike = Cast { up: BytesPerSec(upload_rate), down: BytesPerSec(download_rate), session: None };
            let number = self.world.come[group.at()];
            self.world.come[group.at()] += 1;
            let cast = self.casts[group.at()].get(number as usize).copied().unwrap_or(alike);
            let have = match have {
                InitialHave::None => Bitfield::none(n_pieces),
                InitialHave::All => Bitfield::all(n_pieces),
                InitialHave::Fraction(fraction) => self.random_part(group, fraction),
            };
            self.world.pending -= 1;
            self.world.peers.push(None);
            let origin = have.is_full();
            self.world.presence.push(Presence { group, origin, life: 0, departing: false, crashed: false });
            self.world.network.links.push(AccessLink {
                up: cast.up,
                down: cast.down,
                latency: latency_s.nanos(),
                region,
                ..AccessLink::default()
            });
            let leave = self.groups[group.at()].leave;
            let life = self.world.presence[idx.at()].life;
            self.enter(idx, have, leave, sink);
            self.set_limits(idx, life, cast.session);
        }
    }

    /// A peer's session and patience run from now. A peer that a person makes a seeder has neither.
    fn set_limits(&mut self, idx: PeerIdx, life: u32, session: Option<Nanos>) {
        let Presence { group, .. } = self.world.presence[idx.at()];
        let Group { session: sessions, abort, .. } = self.groups[group.at()];
        let rng = &mut self.world.arrivals[group.at()];
        let session = session.or_else(|| sessions.map(|span| span.draw(rng)));
        let abort = abort.map(|span| span.draw(rng));
        for (time, timer) in [(session, Timer::Session), (abort, Timer::Abort)] {
            if let Some(time) = time {
                self.world.queue.push(self.world.now + time, Due::Wake { peer: idx, life, timer });
            }
        }
    }

    pub(super) fn random_part(&mut self, group: GroupIdx, fraction: f64) -> Bitfield {
        let n = self.content.geometry().n_pieces();
        let mut pieces: Vec<u32> = (0..n).collect();
        self.world.arrivals[group.at()].shuffle(&mut pieces);
        let mut have = Bitfield::none(n);
        pieces.iter().take((f64::from(n) * fraction) as usize).for_each(|&piece| {
            have.insert(piece);
        });
        have
    }

    pub(super) fn enter(&mut self, idx: PeerIdx, have: Bitfield, leave: Leave, sink: &mut impl Sink) {
        let presence = self.world.presence[idx.at()];
        let Group { behaviour, departure, .. } = self.groups[presence.group.at()];
        let label = PEER_STREAM + (u64::from(presence.life) << 40) + u64::from(idx.0);
        let rng = Rng::stream(self.seed, label);
        let client = self.clients[presence.group.at()].clone();
        let now = self.world.now;
        let link = &self.world.network.links[idx.at()];
        let (up, down) = (link.up, link.down);
        let slots_max = slots_max(&client.choker, up.0, client.neighbours.connections_max);
        let slots = if behaviour == Behaviour::FreeRider { 0 } else { slots_max };
        sink.event(now, &Event::Joined { peer: idx, group: presence.group, up, down, behaviour, slots });
        if have.is_full() {
            sink.event(now, &Event::BroughtAll { peer: idx });
        } else {
            have.iter().for_each(|piece| sink.event(now, &Event::Brought { peer: idx, piece: PieceIdx(piece) }));
        }
        let group = presence.group;
        let birth = Birth { idx, group, have, behaviour, uplink: up, leave, departure, rng };
        let (info_hash, content, out) = (&self.info_hash, &mut self.content, &mut self.outbox);
        let scratch = &mut self.scratch;
        let peer = Peer::new(birth, &mut Ctx { now, config: &client, info_hash, content, out, scratch });
        self.world.peers[idx.at()] = Some(Box::new(peer));
        self.settle(idx, sink);
    }

    pub(super) fn make_seeder(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        let peer = self.world.peers.get(idx.at()).and_then(Option::as_ref);
        if peer.is_none_or(|peer| peer.is_seed()) {
            return;
        }
        self.with(idx, sink, |actor, ctx| actor.leave_by(Departure::Instant, ctx));
        if self.is_here(idx) {
            // It was leaving already, and finishes its last block first.
            self.depart(idx, sink);
        }
        let n_pieces = self.content.geometry().n_pieces();
        self.enter(idx, Bitfield::all(n_pieces), Leave::Never, sink);
    }

    /// A peer's connections close; whoever is still there hears of it, unless the peer crashed.
    pub(super) fn depart(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        let Some(peer) = self.world.peers[idx.at()].take() else { return };
        let crashed = self.world.presence[idx.at()].crashed;
        for conn in peer.conns.iter().filter(|conn| conn.stage != Stage::Free) {
            self.close(conn.end, !crashed, sink);
        }
        let link = &mut self.world.network.links[idx.at()];
        link.ready.clear();
        if let Some(flight) = link.sending.take() {
            let flight = self.world.network.flight_mut(flight);
            flight.torn = true;
            let (to, block, bytes) = (flight.to, flight.block, flight.bytes);
            sink.event(self.world.now, &Event::BlockLost { from: idx, to, block, bytes, sent: false });
        }
        let presence = &mut self.world.presence[idx.at()];
        presence.life += 1;
        presence.departing = false;
        sink.event(self.world.now, &Event::Left { peer: idx, crashed });
    }
}
