//! Coming and leaving: arrivals of groups, peers that are made seeders, departures.

use super::{Engine, GROUP_STREAM, MIX_STREAM, PEER_STREAM};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{GroupIdx, PeerIdx, PieceIdx};
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos};
use crate::engine::world::{Presence, World};
use crate::events::event::Event;
use crate::events::sink::Sink;
use crate::net::hosts::Host;
use crate::net::schedule::{Actor, Schedule};
use crate::net::uplink::Begun;
use crate::policy::choker::slots_max;
use crate::scenario::config::{Arrival, Behaviour, Departure, Group, InitialHave, Leave, Links, Secs, TraceRow};
use crate::services::bittorrent::{Ctx, Session, SessionInit, Timer};
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
        let mut rows: Vec<(usize, &TraceRow)> = rows.iter().enumerate().collect();
        rows.sort_unstable_by_key(|(place, row)| (row.at_s.nanos(), *place));
        for (one, (_, row)) in cast.iter_mut().zip(rows) {
            one.up = row.upload_rate.map_or(one.up, BytesPerSec);
            one.down = row.download_rate.map_or(one.down, BytesPerSec);
            one.session = row.session_s.map(Secs::nanos);
        }
    }
    cast.into()
}

/// A peer of a group comes at `at`, or all of them do.
fn expect_peers(schedule: &mut Schedule, at: Nanos, group: GroupIdx, all: bool) {
    schedule.wake(at, Actor::Population, u32::from(group.0) | if all { ALL } else { 0 });
}

/// In the tag of an arrival: the whole group comes.
const ALL: u32 = 1 << 16;

impl Engine {
    /// A group will come: its arrivals count from now.
    pub(super) fn expect(&mut self, group: Group) {
        let idx = GroupIdx(self.groups.len() as u16);
        let now = self.world.now;
        let mut rng = Rng::stream(self.seed, GROUP_STREAM + u64::from(idx.0));
        let schedule = &mut self.world.schedule;
        self.world.pending += group.count;
        match &group.arrival {
            _ if group.count == 0 => {}
            Arrival::AtOnce { at_s } => expect_peers(schedule, now + at_s.nanos(), idx, true),
            Arrival::Uniform { from_s, over_s } => {
                for _ in 0..group.count {
                    let at = now + from_s.nanos() + rng.below_nanos(over_s.nanos());
                    expect_peers(schedule, at, idx, false);
                }
            }
            Arrival::Poisson { from_s, mean_gap_s } => {
                let mut at = now + from_s.nanos();
                for _ in 0..group.count {
                    at += rng.exponential(mean_gap_s.nanos());
                    expect_peers(schedule, at, idx, false);
                }
            }
            Arrival::Decaying { from_s, tau_s } => {
                for _ in 0..group.count {
                    let at = now + from_s.nanos() + rng.exponential(tau_s.nanos());
                    expect_peers(schedule, at, idx, false);
                }
            }
            Arrival::Trace { rows } => {
                rows.iter().for_each(|row| expect_peers(schedule, now + row.at_s.nanos(), idx, false));
            }
            Arrival::Listed { at_s } => {
                at_s.iter().for_each(|at| expect_peers(schedule, now + at.nanos(), idx, false));
            }
        }
        self.casts.push(cast(&group, Rng::stream(self.seed, MIX_STREAM + u64::from(idx.0))));
        self.world.come.push(0);
        self.world.arrivals.push(rng);
        let client = group.client.as_deref().unwrap_or(&self.scenario.peer);
        self.clients.push(Arc::new(client.clone()));
        self.groups.push(group);
    }

    /// Peers of a group come, as the tag of their arrival says.
    pub(super) fn join(&mut self, tag: u32, sink: &mut impl Sink) {
        let group = GroupIdx(tag as u16);
        let n = if tag & ALL == 0 { 1 } else { self.groups[group.at()].count };
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
            let shared = self.groups[group.at()].shared_link.as_deref();
            let shared = shared.and_then(|name| self.scenario.network.shared_link(name));
            let mut host = Host::new(cast.up, cast.down, latency_s.nanos(), region);
            host.shared = shared;
            self.world.net.add_host(host);
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
                let actor = Actor::Peer { peer: idx, life };
                self.world.schedule.wake(self.world.now + time, actor, timer as u32);
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
        let host = self.world.net.host_of(idx);
        let (up, down) = (self.world.net.host(host).up, self.world.net.host(host).down);
        let slots_max = slots_max(&client.choker, up.0, client.neighbours.connections_max);
        let slots = if behaviour == Behaviour::FreeRider { 0 } else { slots_max };
        sink.event(now, &Event::Joined { peer: idx, group: presence.group, up, down, behaviour, slots });
        if have.is_full() {
            sink.event(now, &Event::BroughtAll { peer: idx });
        } else {
            have.iter().for_each(|piece| sink.event(now, &Event::Brought { peer: idx, piece: PieceIdx(piece) }));
        }
        let group = presence.group;
        let life = presence.life;
        let init = SessionInit { idx, host, life, group, have, behaviour, uplink: up, leave, departure, rng };
        let World { net, schedule, logs, .. } = &mut self.world;
        let session = Session::new(
            init,
            &mut Ctx {
                now,
                config: &client,
                info_hash: &self.info_hash,
                content: &mut self.content,
                net,
                schedule,
                logs,
                out: &mut self.outbox,
                scratch: &mut self.scratch,
            },
        );
        self.world.peers[idx.at()] = Some(Box::new(session));
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
        let Some(session) = self.world.peers[idx.at()].take() else { return };
        let crashed = self.world.presence[idx.at()].crashed;
        let client = self.clients[session.group.at()].clone();
        let World { net, schedule, logs, now, .. } = &mut self.world;
        let host = session.host;
        let torn = net.stop_sending(host);
        session.end(
            crashed,
            &mut Ctx {
                now: *now,
                config: &client,
                info_hash: &self.info_hash,
                content: &mut self.content,
                net,
                schedule,
                logs,
                out: &mut self.outbox,
                scratch: &mut self.scratch,
            },
        );
        self.tell(idx, sink);
        let now = self.world.now;
        if let Some(Begun { pipe, request, .. }) = torn {
            let to = self.world.net.pipe(pipe).receiver;
            let (block, bytes) = (request.block, request.bytes);
            sink.event(now, &Event::BlockLost { from: idx, to, block, bytes, sent: false });
        }
        let presence = &mut self.world.presence[idx.at()];
        presence.life += 1;
        presence.departing = false;
        sink.event(now, &Event::Left { peer: idx, crashed });
    }
}
