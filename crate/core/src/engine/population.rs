//! Coming and leaving: arrivals of groups, peers that are made seeders, departures.

use super::{Engine, GROUP_STREAM, MIX_STREAM, NAT_STREAM, PEER_STREAM};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{ClientIdx, GroupIdx, PeerIdx, PieceIdx, TorrentIdx};
use crate::base::order;
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos};
use crate::engine::world::{Presence, World};
use crate::events::event::Event;
use crate::events::sink::Sink;
use crate::net::hosts::Host;
use crate::net::schedule::{Actor, Schedule};
use crate::net::uplink::Begun;
use crate::policy::choker::slots_max;
use crate::scenario::config::{
    Arrival, Behaviour, Group, InitialHave, Leave, Links, Membership, PaddingRule, Secs, TraceRow,
};
use crate::services::bittorrent::{Client, Ctx, Session, SessionInit, Timer};
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
        let mut rows: Vec<&TraceRow> = rows.iter().collect();
        order::by(&mut rows, |row| [row.at_s.nanos().0, 0]);
        for (one, row) in cast.iter_mut().zip(rows) {
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
        let mut gap_stream = None;
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
                let (from, mut gaps) = (now + from_s.nanos(), rng.clone());
                expect_peers(schedule, from + gaps.exponential(mean_gap_s.nanos()), idx, false);
                // The gaps come first in the group's stream; what its peers draw comes after all of them.
                (0..group.count).for_each(|_| _ = rng.exponential(mean_gap_s.nanos()));
                gap_stream = Some(gaps);
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
        self.world.gaps.push(gap_stream);
        let client = group.client.as_deref().unwrap_or(&self.scenario.peer);
        self.settings.push(Arc::new(client.clone()));
        self.groups.push(group);
    }

    /// Peers of a group come, as the tag of their arrival says.
    pub(super) fn join(&mut self, tag: u32, sink: &mut impl Sink) {
        let group = GroupIdx(tag as u16);
        let n = if tag & ALL == 0 { 1 } else { self.groups[group.at()].count };
        self.expect_next(group);
        (0..n).for_each(|_| self.bring_client(group, sink));
    }

    /// A client of a group comes, with its host, and enters the torrents that the group is in.
    fn bring_client(&mut self, group: GroupIdx, sink: &mut impl Sink) {
        let (memberships, leave) = (self.groups[group.at()].memberships(), self.groups[group.at()].leave);
        let number = self.world.come[group.at()];
        self.world.come[group.at()] += 1;
        self.world.pending -= 1;
        let has = |engine: &mut Engine, of: &Membership| engine.initial(group, TorrentIdx(of.torrent as u16), &of.have);
        let haves: Vec<Option<Bitfield>> = memberships.iter().map(|of| has(self, of)).collect();
        let (host, session) = self.host_of(group, number);
        let host = self.world.net.add_host(host);
        let client = ClientIdx(self.world.clients.insert(Client::new(host)));
        let mut peers = Vec::with_capacity(haves.len());
        for (Membership { torrent, .. }, have) in memberships.iter().zip(haves) {
            let (torrent, origin) = (TorrentIdx(*torrent as u16), have.as_ref().is_some_and(Bitfield::is_full));
            let presence = Presence { group, client, torrent, origin, life: 0, departing: false, crashed: false };
            let idx = self.world.peers.come(presence);
            self.world.net.enter(idx, host);
            self.world.clients[client.0].enter(idx, torrent);
            sink.enters(idx, torrent, peers.first().copied().unwrap_or(idx));
            self.enter(idx, have, leave, sink);
            peers.push(idx);
        }
        self.set_limits(&peers, group, session);
    }

    /// What a client of a group has of a torrent when it comes; `None` when it has not even the metadata.
    fn initial(&mut self, group: GroupIdx, torrent: TorrentIdx, have: &InitialHave) -> Option<Bitfield> {
        let n_pieces = self.n_pieces(torrent);
        let mut have = self.own_part(group, n_pieces, have)?;
        if self.settings[group.at()].picker.padding != PaddingRule::Fetch {
            let content = &self.torrents[torrent.at()].content;
            content.padding().whole_pieces(*content.geometry()).for_each(|piece| {
                have.insert(piece);
            });
        }
        self.join_coalition(group, torrent, &mut have);
        Some(have)
    }

    fn own_part(&mut self, group: GroupIdx, n_pieces: u32, have: &InitialHave) -> Option<Bitfield> {
        match have {
            InitialHave::None => Some(Bitfield::none(n_pieces)),
            InitialHave::All => Some(Bitfield::all(n_pieces)),
            InitialHave::Fraction(fraction) => Some(self.random_part(group, n_pieces, *fraction)),
            InitialHave::MagnetLink => None,
            InitialHave::Pieces(list) => {
                let mut have = Bitfield::none(n_pieces);
                list.iter().flat_map(|range| range.iter()).for_each(|piece| {
                    have.insert(piece);
                });
                Some(have)
            }
        }
    }

    /// The host of a group's client, by its number in the group, and how long that stays at most.
    fn host_of(&self, group: GroupIdx, number: u32) -> (Host, Option<Nanos>) {
        let Group {
            upload_rate,
            download_rate,
            disk_rate,
            latency_s,
            region,
            reachable,
            punchable,
            ref shared_link,
            ..
        } = self.groups[group.at()];
        let alike = Cast { up: BytesPerSec(upload_rate), down: BytesPerSec(download_rate), session: None };
        let cast = self.casts[group.at()].get(number as usize).copied().unwrap_or(alike);
        let mut host = Host::new(cast.up, cast.down, latency_s.nanos(), region);
        host.reachable = reachable;
        // A NAT has a stream of its own: other draws do not depend on it.
        let mut nat = Rng::stream(self.seed, NAT_STREAM + (u64::from(group.0) << 40) + u64::from(number));
        host.punchable = !reachable && f64::from(nat.below(1_000_000)) < punchable * 1e6;
        host.apart = self.world.partition.has(group, region);
        host.disk = BytesPerSec(disk_rate);
        host.order = self.settings[group.at()].pipeline.serves;
        host.shared = shared_link.as_deref().and_then(|name| self.scenario.network.shared_link(name));
        (host, cast.session)
    }

    /// Where peers come one after another for ever, only the next one is on the schedule.
    fn expect_next(&mut self, group: GroupIdx) {
        let Group { arrival: Arrival::Poisson { mean_gap_s, .. }, count, .. } = &self.groups[group.at()] else {
            return;
        };
        if let Some(gaps) = &mut self.world.gaps[group.at()]
            && self.world.come[group.at()] + 1 < *count
        {
            let at = self.world.now + gaps.exponential(mean_gap_s.nanos());
            expect_peers(&mut self.world.schedule, at, group, false);
        }
    }

    /// The time and the patience of a client's sessions run from now. A peer that a person makes a seeder has neither.
    fn set_limits(&mut self, peers: &[PeerIdx], group: GroupIdx, session: Option<Nanos>) {
        let Group { session: sessions, abort, .. } = self.groups[group.at()];
        let rng = &mut self.world.arrivals[group.at()];
        let session = session.or_else(|| sessions.map(|span| span.draw(rng)));
        let abort = abort.map(|span| span.draw(rng));
        for (time, timer) in [(session, Timer::Session), (abort, Timer::Abort)] {
            let Some(time) = time else { continue };
            for &peer in peers {
                let actor = Actor::Peer { peer, life: 0 };
                self.world.schedule.wake(self.world.now + time, actor, timer as u32);
            }
        }
    }

    fn random_part(&mut self, group: GroupIdx, n: u32, fraction: f64) -> Bitfield {
        let mut pieces: Vec<u32> = (0..n).collect();
        self.world.arrivals[group.at()].shuffle(&mut pieces);
        let mut have = Bitfield::none(n);
        pieces.iter().take((f64::from(n) * fraction) as usize).for_each(|&piece| {
            have.insert(piece);
        });
        have
    }

    /// A peer enters, and behaves as its group does.
    pub(super) fn enter(&mut self, idx: PeerIdx, have: Option<Bitfield>, leave: Leave, sink: &mut impl Sink) {
        let Some(&presence) = self.world.peers.presence(idx) else { return };
        let Group { behaviour, .. } = self.groups[presence.group.at()];
        self.enter_as(idx, have, leave, behaviour, sink);
    }

    /// The same, and it behaves so.
    pub(super) fn enter_as(
        &mut self,
        idx: PeerIdx,
        have: Option<Bitfield>,
        leave: Leave,
        behaviour: Behaviour,
        sink: &mut impl Sink,
    ) {
        let Some(&presence) = self.world.peers.presence(idx) else { return };
        let Group { departure, .. } = self.groups[presence.group.at()];
        let label = PEER_STREAM + (u64::from(presence.life) << 40) + u64::from(idx.0);
        let rng = Rng::stream(self.seed, label);
        let config = self.settings[presence.group.at()].clone();
        let now = self.world.now;
        let Presence { group, client, torrent, life, .. } = presence;
        let host = self.world.clients[client.0].host;
        let (up, down) = (self.world.net.host(host).up, self.world.net.host(host).down);
        let slots_max = slots_max(&config.choker, up.0, config.neighbours.connections_max);
        let slots = if behaviour == Behaviour::FreeRider { 0 } else { slots_max };
        sink.event(now, &Event::Joined { peer: idx, group, up, down, behaviour, slots });
        match &have {
            None => {}
            Some(have) if have.is_full() => sink.event(now, &Event::BroughtAll { peer: idx }),
            Some(have) => {
                have.iter().for_each(|piece| sink.event(now, &Event::Brought { peer: idx, piece: PieceIdx(piece) }));
            }
        }
        let init = SessionInit { idx, torrent, host, life, group, have, behaviour, uplink: up, leave, departure, rng };
        let session = self.in_ctx(presence, |ctx| Session::new(init, ctx));
        self.world.peers.begin(idx, Box::new(session));
        self.settle(idx, sink);
    }

    /// Lets a session that is not in its place begin or end: what it may look at and act through is that of its peer.
    fn in_ctx<R>(&mut self, presence: Presence, act: impl FnOnce(&mut Ctx) -> R) -> R {
        let Presence { group, client, torrent, .. } = presence;
        let World { clients, net, schedule, logs, now, .. } = &mut self.world;
        let torrent = &mut self.torrents[torrent.at()];
        act(&mut Ctx {
            now: *now,
            config: &self.settings[group.at()],
            client: &mut clients[client.0],
            info_hash: &torrent.info_hash,
            metadata_bytes: torrent.metadata_bytes,
            tracker_way: self.scenario.tracker.latency_s,
            content: &mut torrent.content,
            net,
            schedule,
            logs,
            out: &mut self.outbox,
            scratch: &mut self.scratch,
        })
    }

    pub(super) fn make_seeder(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        let Some(torrent) = self.world.peers.get(idx).filter(|peer| !peer.is_seed()).map(|peer| peer.torrent) else {
            return;
        };
        self.with(idx, sink, |session, ctx| session.leave_to_come_again(ctx));
        self.depart(idx, true, sink);
        self.enter(idx, Some(Bitfield::all(self.n_pieces(torrent))), Leave::Never, sink);
    }

    fn n_pieces(&self, torrent: TorrentIdx) -> u32 {
        self.torrents[torrent.at()].content.geometry().n_pieces()
    }

    /// A client's link changes: each of its sessions is told.
    pub(super) fn limit_link(
        &mut self,
        idx: PeerIdx,
        up: Option<BytesPerSec>,
        down: Option<BytesPerSec>,
        sink: &mut impl Sink,
    ) {
        let Some(&Presence { client, .. }) = self.world.peers.presence(idx) else { return };
        let host = self.world.clients[client.0].host;
        self.world.net.set_rates(host, up, down);
        let (up, down) = (self.world.net.host(host).up, self.world.net.host(host).down);
        let peers: Vec<PeerIdx> = self.world.clients[client.0].peers().map(|(peer, _)| peer).collect();
        for peer in peers {
            if let Some((session, _)) = self.world.peers.get_mut(peer) {
                session.uplink = up;
            }
            sink.event(self.world.now, &Event::LinkLimited { peer, up, down });
        }
    }

    /// The same for all peers of a kind, and for those that are still to come.
    pub(super) fn limit_links(
        &mut self,
        seeders: bool,
        up: Option<BytesPerSec>,
        down: Option<BytesPerSec>,
        sink: &mut impl Sink,
    ) {
        for (group, cast) in self.groups.iter_mut().zip(&mut self.casts) {
            if (group.have == InitialHave::All) != seeders {
                continue;
            }
            group.upload_rate = up.map_or(group.upload_rate, |rate| rate.0);
            group.download_rate = down.map_or(group.download_rate, |rate| rate.0);
            let changed =
                cast.iter().map(|one| Cast { up: up.unwrap_or(one.up), down: down.unwrap_or(one.down), ..*one });
            *cast = changed.collect();
        }
        let here: Vec<PeerIdx> = self.world.peers.numbers().collect();
        for idx in here {
            let alike = self.world.peers.presence(idx).is_some_and(|presence| presence.origin == seeders);
            if alike && self.is_here(idx) {
                self.limit_link(idx, up, down, sink);
            }
        }
    }

    /// A peer's connections close; whoever is still there hears of it, unless the peer crashed. What belongs to the peer goes with
    /// it, unless it comes `again` at once.
    pub(super) fn depart(&mut self, idx: PeerIdx, again: bool, sink: &mut impl Sink) {
        let Some(session) = self.world.peers.end(idx) else { return };
        let Some(&presence) = self.world.peers.presence(idx) else { return };
        let Presence { crashed, client, .. } = presence;
        self.world.crashed |= crashed;
        let (host, now) = (session.host, self.world.now);
        let torn = self.world.net.stop_sending(host, idx, now, &mut self.world.schedule);
        self.in_ctx(presence, |ctx| session.end(crashed, ctx));
        self.tell(idx, sink);
        if let Some(Begun { pipe, request, .. }) = torn {
            let to = self.world.net.pipe(pipe).receiver;
            let (block, bytes) = (request.block, request.bytes);
            sink.event(now, &Event::BlockLost { from: idx, to, block, bytes, sent: false });
        }
        if let Some(presence) = self.world.peers.presence_mut(idx).filter(|_| again) {
            presence.life += 1;
            presence.departing = false;
        } else {
            self.world.peers.forget(idx);
            self.world.net.leave(idx);
            if self.world.clients[client.0].leave(idx) {
                self.world.clients.take(client.0);
                self.world.net.remove_host(host);
            }
        }
        sink.event(now, &Event::Left { peer: idx, crashed });
    }
}
