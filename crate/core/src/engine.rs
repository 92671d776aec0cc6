//! The engine: one loop, one `match`.
//!
//! Owns the order in which things happen, and carries out what actors want. Must never decide anything for a peer, and
//! must never look at an observer: it tells a [`Sink`] what happened and goes on.

use crate::bitfield::Bitfield;
use crate::command::Command;
use crate::config::{Arrival, Behaviour, Departure, Group, InitialHave, Leave};
use crate::content::Content;
use crate::effect::{AnnounceEvent, Effect, Outbox};
use crate::event::{Event, Sink};
use crate::ids::{EndIdx, GroupIdx, PeerIdx, PieceIdx, Slot};
use crate::message::Message;
use crate::network::{AccessLink, Flight, FlightIdx};
use crate::peer::{Birth, Ctx, Peer, Stage};
use crate::rng::Rng;
use crate::scenario::ValidScenario;
use crate::timers::Timers;
use crate::tracker::{Announce, Tracker};
use crate::units::{BytesPerSec, Nanos, SECOND};
use crate::wire;
use crate::world::{Due, Presence, World};
use std::sync::Arc;

/// How often the tracker looks for silent members.
const SWEEP: Nanos = Nanos(60 * SECOND);

/// Labels of the random streams; peers have theirs above.
const TRACKER_STREAM: u64 = 1;
const GROUP_STREAM: u64 = 1 << 33;
const PEER_STREAM: u64 = 1 << 34;

/// A swarm that can be driven.
#[derive(Clone, Debug)]
pub struct Engine {
    /// The scenario.
    pub scenario: Arc<ValidScenario>,
    /// The seed.
    pub seed: u64,
    /// The state.
    pub world: World,
    /// The scenario's groups, then those that commands brought.
    pub groups: Vec<Group>,
    /// The torrent's bytes.
    pub content: Content,
    /// The torrent's hash.
    pub info_hash: [u8; 20],
    /// A command has changed who is there or how fast they are: bounds made for the scenario no longer hold.
    pub altered: bool,
    outbox: Outbox,
}

impl Engine {
    /// A swarm at its beginning.
    pub fn new(scenario: Arc<ValidScenario>, seed: u64, content: Content) -> Engine {
        // An invented torrent has no info dictionary to hash; its geometry and the seed name it.
        let info_hash = scenario.torrent.info_hash_bytes().unwrap_or_else(|| {
            let mut rng = Rng::stream(seed, scenario.torrent.geometry().total_length());
            std::array::from_fn(|_| rng.below(256) as u8)
        });
        let mut engine = Engine {
            seed,
            world: World {
                now: Nanos::ZERO,
                events: 0,
                queue: Timers::default(),
                peers: Vec::new(),
                presence: Vec::new(),
                network: Default::default(),
                tracker: Tracker::new(Rng::stream(seed, TRACKER_STREAM)),
                arrivals: Vec::new(),
                pending: 0,
            },
            groups: Vec::new(),
            content,
            info_hash,
            altered: false,
            outbox: Outbox::default(),
            scenario,
        };
        let scenario = engine.scenario.clone();
        scenario.groups.iter().for_each(|group| engine.expect(group.clone()));
        for (index, timed) in scenario.commands.iter().enumerate() {
            engine.world.pending += 1;
            engine.world.queue.push(timed.at_s.nanos(), Due::Command { index: index as u32 });
        }
        engine.world.queue.push(SWEEP, Due::Sweep);
        engine
    }

    /// Handles the next thing that is due, unless that is after `until`; false when there is nothing.
    pub fn next(&mut self, until: Nanos, sink: &mut impl Sink) -> bool {
        let Some((at, due)) = self.world.queue.pop_until(until) else {
            return false;
        };
        self.world.now = at;
        self.world.events += 1;
        match due {
            Due::Join { group, n } => self.join(group, n, sink),
            Due::Message { to, generation, message } => self.deliver(to, generation, message, sink),
            Due::Call { end, generation } => self.call(end, generation, sink),
            Due::Answer { end, generation, accepted } => self.answer(end, generation, accepted, sink),
            Due::Closed { end, generation } => self.hear_close(end, generation, sink),
            Due::Sent { flight } => self.block_sent(flight, sink),
            Due::Landed { flight } => self.block_landed(flight, sink),
            Due::Delivered { flight } => self.block_delivered(flight, sink),
            Due::Wake { peer, life, timer } if self.lives(peer, life) => {
                self.with(peer, sink, |actor, ctx| actor.on_timer(timer, ctx));
            }
            Due::Announce { announce, life } => self.announce(announce, life, sink),
            Due::Reply { peer, life, others } if self.lives(peer, life) => {
                let scenario = self.scenario.clone();
                let (every, least) = (scenario.tracker.interval_s.nanos(), scenario.tracker.min_interval_s.nanos());
                sink.event(at, &Event::TrackerReplied { peer, n: others.len() as u32 });
                self.with(peer, sink, |actor, ctx| actor.on_tracker_reply(&others, every, least, ctx));
            }
            Due::Silence { peer, life } if self.lives(peer, life) => {
                sink.event(at, &Event::AnnounceFailed { peer });
                self.with(peer, sink, |actor, ctx| actor.on_tracker_silence(ctx));
            }
            Due::Wake { .. } | Due::Reply { .. } | Due::Silence { .. } => {}
            Due::Sweep => {
                let silent = self.world.tracker.expire(at, &self.scenario.tracker);
                silent.into_iter().for_each(|peer| sink.event(at, &Event::Expired { peer }));
                self.world.queue.push(at + SWEEP, Due::Sweep);
            }
            Due::Command { index } => {
                self.world.pending -= 1;
                let command = self.scenario.commands[index as usize].command.clone();
                self.apply(command, sink);
            }
        }
        true
    }

    /// Everybody who came is complete or gone, and nobody and nothing else will come.
    pub fn is_finished(&self) -> bool {
        self.world.pending == 0 && self.world.peers.iter().flatten().all(|peer| peer.is_seed())
    }

    /// Carries out a command; it has been checked.
    pub fn apply(&mut self, command: Command, sink: &mut impl Sink) {
        // Whoever goes makes a swarm only slower.
        self.altered |=
            matches!(command, Command::AddPeers { .. } | Command::MakeSeeder { .. } | Command::LimitLink { .. });
        match command {
            Command::AddPeers { group } => self.expect(group),
            Command::RemovePeers { peers, crash } => {
                for peer in peers.into_iter().map(PeerIdx) {
                    self.with(
                        peer,
                        sink,
                        |actor, ctx| {
                            if crash { actor.leave_by(Departure::Crash, ctx) } else { actor.leave(ctx) }
                        },
                    );
                }
            }
            Command::MakeSeeder { peer } => self.make_seeder(PeerIdx(peer), sink),
            Command::LimitLink { peer, upload_rate, download_rate } => {
                let idx = PeerIdx(peer);
                if self.is_here(idx) {
                    let link = &mut self.world.network.links[idx.at()];
                    link.up = upload_rate.map_or(link.up, BytesPerSec);
                    link.down = download_rate.map_or(link.down, BytesPerSec);
                    let (up, down) = (link.up, link.down);
                    sink.event(self.world.now, &Event::LinkLimited { peer: idx, up, down });
                }
            }
            Command::SeedersLeave { leave } => {
                for group in self.groups.iter_mut().filter(|group| group.have == InitialHave::All) {
                    group.leave = leave;
                }
                for i in 0..self.world.peers.len() {
                    if self.world.presence[i].origin {
                        self.with(PeerIdx(i as u32), sink, |actor, ctx| actor.set_leave(leave, ctx));
                    }
                }
            }
            Command::Tracker { up } => {
                self.world.tracker.up = up;
                sink.event(self.world.now, &Event::TrackerWent { up });
            }
        }
    }

    /// This peer takes part.
    pub fn is_here(&self, peer: PeerIdx) -> bool {
        self.world.peers.get(peer.at()).is_some_and(Option::is_some)
    }

    fn lives(&self, peer: PeerIdx, life: u32) -> bool {
        self.is_here(peer) && self.world.presence[peer.at()].life == life
    }

    // Coming and going.

    /// A group will come: its arrivals count from now.
    fn expect(&mut self, group: Group) {
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
            Arrival::Listed { at_s } => {
                at_s.iter().for_each(|at| queue.push(now + at.nanos(), Due::Join { group: idx, n: 1 }));
            }
        }
        self.world.arrivals.push(rng);
        self.groups.push(group);
    }

    fn join(&mut self, group: GroupIdx, n: u32, sink: &mut impl Sink) {
        for _ in 0..n {
            let idx = PeerIdx(self.world.peers.len() as u32);
            let n_pieces = self.content.geometry().n_pieces();
            let Group { have, upload_rate, download_rate, latency_s, .. } = self.groups[group.at()];
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
                up: BytesPerSec(upload_rate),
                down: BytesPerSec(download_rate),
                latency: latency_s.nanos(),
                ..AccessLink::default()
            });
            let leave = self.groups[group.at()].leave;
            self.enter(idx, have, leave, sink);
        }
    }

    fn random_part(&mut self, group: GroupIdx, fraction: f64) -> Bitfield {
        let n = self.content.geometry().n_pieces();
        let mut pieces: Vec<u32> = (0..n).collect();
        self.world.arrivals[group.at()].shuffle(&mut pieces);
        let mut have = Bitfield::none(n);
        pieces.iter().take((f64::from(n) * fraction) as usize).for_each(|&piece| {
            have.insert(piece);
        });
        have
    }

    fn enter(&mut self, idx: PeerIdx, have: Bitfield, leave: Leave, sink: &mut impl Sink) {
        let presence = self.world.presence[idx.at()];
        let Group { behaviour, departure, .. } = self.groups[presence.group.at()];
        let label = PEER_STREAM + (u64::from(presence.life) << 40) + u64::from(idx.0);
        let rng = Rng::stream(self.seed, label);
        let now = self.world.now;
        let link = &self.world.network.links[idx.at()];
        let slots = if behaviour == Behaviour::FreeRider { 0 } else { self.scenario.peer.choker.upload_slots };
        let (up, down) = (link.up, link.down);
        sink.event(now, &Event::Joined { peer: idx, group: presence.group, up, down, behaviour, slots });
        if have.is_full() {
            sink.event(now, &Event::BroughtAll { peer: idx });
        } else {
            have.iter().for_each(|piece| sink.event(now, &Event::Brought { peer: idx, piece: PieceIdx(piece) }));
        }
        let scenario = self.scenario.clone();
        let birth = Birth { idx, have, behaviour, leave, departure, rng };
        let peer = Peer::new(birth, &mut self.ctx(&scenario));
        self.world.peers[idx.at()] = Some(Box::new(peer));
        self.settle(idx, sink);
    }

    fn make_seeder(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
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
    fn depart(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
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

    // Actors and their effects.

    fn ctx<'a>(&'a mut self, scenario: &'a ValidScenario) -> Ctx<'a> {
        Ctx {
            now: self.world.now,
            config: &scenario.peer,
            info_hash: &self.info_hash,
            content: &mut self.content,
            out: &mut self.outbox,
        }
    }

    /// Lets a peer act, and carries out what it wants; `None` when it is not here.
    fn with<R>(&mut self, idx: PeerIdx, sink: &mut impl Sink, act: impl FnOnce(&mut Peer, &mut Ctx) -> R) -> Option<R> {
        let mut peer = self.world.peers.get_mut(idx.at())?.take()?;
        let mut ctx = Ctx {
            now: self.world.now,
            config: &self.scenario.peer,
            info_hash: &self.info_hash,
            content: &mut self.content,
            out: &mut self.outbox,
        };
        let result = act(&mut peer, &mut ctx);
        self.world.peers[idx.at()] = Some(peer);
        self.settle(idx, sink);
        Some(result)
    }

    fn settle(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        let now = self.world.now;
        self.outbox.events.drain(..).for_each(|event| sink.event(now, &event));
        self.outbox.decisions.drain(..).for_each(|decision| sink.decision(now, idx, decision));
        let mut effects = std::mem::take(&mut self.outbox.effects);
        for effect in effects.drain(..) {
            self.carry_out(idx, effect, sink);
        }
        self.outbox.effects = effects;
    }

    fn carry_out(&mut self, idx: PeerIdx, effect: Effect, sink: &mut impl Sink) {
        let now = self.world.now;
        let life = self.world.presence[idx.at()].life;
        match effect {
            Effect::Send { end, message } => self.send(end, message, sink),
            Effect::Ready { end } => {
                self.world.network.make_ready(end);
                self.start_block(idx, sink);
            }
            Effect::Wake { at, timer } => self.world.queue.push(at, Due::Wake { peer: idx, life, timer }),
            Effect::Connect { slot, to } => {
                let end = self.world.network.connect(idx, slot, to);
                if let Some(peer) = &mut self.world.peers[idx.at()] {
                    peer.set_end(slot, end);
                }
                let wire = self.world.network.wire(end);
                self.world.queue.push(now + wire.latency, Due::Call { end, generation: wire.generation });
            }
            Effect::Close { end } => self.close(end, true, sink),
            Effect::Announce { event, left, numwant } => {
                let announce = Announce { peer: idx, event, left, numwant };
                self.world.queue.push(now + self.scenario.tracker.latency_s.nanos(), Due::Announce { announce, life });
            }
            Effect::Depart { departure } => {
                self.world.presence[idx.at()].crashed = departure == Departure::Crash;
                if departure == Departure::FinishInFlight && self.world.network.links[idx.at()].in_flight > 0 {
                    self.world.presence[idx.at()].departing = true;
                } else {
                    self.depart(idx, sink);
                }
            }
        }
    }

    fn send(&mut self, end: EndIdx, message: Message, sink: &mut impl Sink) {
        let network = &self.world.network;
        if !network.end(end).open {
            return;
        }
        let (from, to) = (network.end(end).peer, network.end(end.other()).peer);
        let kind = wire::id(&message).unwrap_or(if message == Message::KeepAlive { 254 } else { 255 });
        let wire = network.wire(end);
        let (at, generation) = (self.world.now + wire.latency, wire.generation);
        sink.event(self.world.now, &Event::Sent { from, to, kind, bytes: wire::overhead(&message) });
        self.world.queue.push(at, Due::Message { to: end.other(), generation, message });
    }

    fn deliver(&mut self, to: EndIdx, generation: u32, message: Message, sink: &mut impl Sink) {
        if self.world.network.is_open(to, generation) {
            let end = *self.world.network.end(to);
            self.with(end.peer, sink, |peer, ctx| peer.on_message(end.slot, message, ctx));
        }
    }

    // Connections.

    fn call(&mut self, end: EndIdx, generation: u32, sink: &mut impl Sink) {
        if !self.world.network.is_open(end, generation) {
            return;
        }
        let (from, to) = (self.world.network.end(end).peer, self.world.network.end(end.other()).peer);
        let accepted = self.with(to, sink, |peer, ctx| peer.on_incoming(from, end.other(), ctx)).flatten();
        if let Some(slot) = accepted {
            self.world.network.accept(end.other(), slot);
        }
        let at = self.world.now + self.world.network.wire(end).latency;
        self.world.queue.push(at, Due::Answer { end, generation, accepted: accepted.is_some() });
    }

    fn answer(&mut self, end: EndIdx, generation: u32, accepted: bool, sink: &mut impl Sink) {
        if !self.world.network.is_open(end, generation) {
            return;
        }
        let (peer, slot) = self.place(end);
        if accepted {
            self.with(peer, sink, |actor, ctx| actor.on_connected(slot, ctx));
        } else {
            self.world.network.close(end);
            self.with(peer, sink, |actor, ctx| actor.on_closed(slot, ctx));
        }
    }

    fn place(&self, end: EndIdx) -> (PeerIdx, Slot) {
        let end = self.world.network.end(end);
        (end.peer, end.slot)
    }

    /// One side closes. The other hears of it when word has travelled, unless the side that closed has crashed.
    fn close(&mut self, end: EndIdx, tell: bool, sink: &mut impl Sink) {
        let network = &mut self.world.network;
        let (a, b) = (network.end(end).peer, network.end(end.other()).peer);
        let (latency, generation) = (network.wire(end).latency, network.wire(end).generation);
        let other_open = network.end(end.other()).open;
        network.close(end);
        sink.event(self.world.now, &Event::Closed { a, b });
        if tell && other_open {
            self.world.queue.push(self.world.now + latency, Due::Closed { end: end.other(), generation });
        }
    }

    fn hear_close(&mut self, end: EndIdx, generation: u32, sink: &mut impl Sink) {
        if self.world.network.is_open(end, generation) {
            let (peer, slot) = self.place(end);
            self.close(end, false, sink);
            self.with(peer, sink, |actor, ctx| actor.on_closed(slot, ctx));
        }
    }

    // Blocks.

    /// The next block leaves, if the uplink is free and somebody has one coming and room for it.
    fn start_block(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        while let Some(end) = self.world.network.next_ready(idx) {
            let slot = self.world.network.end(end).slot;
            let Some(peer) = &mut self.world.peers[idx.at()] else { return };
            let Some(block) = peer.next_upload(slot) else { continue };
            let bytes = self.content.geometry().block_len(block.piece.0, block.block.0);
            if !self.world.network.has_room(end, bytes) {
                self.world.network.park(end);
                continue;
            }
            peer.take_upload(slot);
            let genuine = peer.behaviour != Behaviour::Polluter;
            let (flight, sent) = self.world.network.begin(end, block, bytes, genuine, self.world.now);
            let to = self.world.network.flight(flight).to;
            sink.event(self.world.now, &Event::BlockStarted { from: idx, to, end, block, bytes });
            self.world.queue.push(sent, Due::Sent { flight });
            return;
        }
    }

    /// A block is through: its connection may go on.
    fn wake_sender(&mut self, flight: &Flight, sink: &mut impl Sink) {
        let network = &mut self.world.network;
        if network.is_open(flight.end, flight.generation) && network.unpark(flight.end) {
            self.start_block(flight.from, sink);
        }
    }

    fn block_sent(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        if self.world.network.flight(idx).torn {
            self.world.network.finish(idx);
            return;
        }
        let flight = self.world.network.flight(idx).clone();
        let (from, to) = (flight.from, flight.to);
        self.world.network.sent(idx);
        sink.event(self.world.now, &Event::BlockSent { from, to, block: flight.block, bytes: flight.bytes });
        self.world.queue.push(self.world.now + flight.latency, Due::Landed { flight: idx });
        let open = self.world.network.is_open(flight.end, flight.generation);
        let slot = open.then(|| self.world.network.end(flight.end).slot);
        self.with(from, sink, |peer, ctx| peer.on_block_sent(slot, flight.bytes, ctx));
        // Round-robin: who still has something to get goes to the back of the queue.
        let peer = self.world.peers[from.at()].as_ref();
        let more = slot.zip(peer).is_some_and(|(slot, peer)| peer.next_upload(slot).is_some());
        if more && self.world.network.is_open(flight.end, flight.generation) {
            self.world.network.make_ready(flight.end);
        }
        self.start_block(from, sink);
    }

    fn block_landed(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        let flight = self.world.network.flight(idx);
        if !self.world.network.is_whole(flight.end, flight.generation) {
            self.lose(idx, sink);
            return;
        }
        let now = self.world.now;
        let ends = self.world.network.landed(idx, now);
        if ends > now {
            self.world.queue.push(ends, Due::Delivered { flight: idx });
        } else {
            self.block_delivered(idx, sink);
        }
    }

    fn block_delivered(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        let flight = self.world.network.flight(idx);
        if !self.world.network.is_whole(flight.end, flight.generation) {
            self.lose(idx, sink);
            return;
        }
        let flight = self.world.network.finish(idx);
        let (to, slot) = self.place(flight.end.other());
        self.with(to, sink, |peer, ctx| peer.on_block(slot, flight.block, flight.genuine, ctx));
        self.wake_sender(&flight, sink);
        self.depart_if_done(flight.from, sink);
    }

    fn lose(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        let flight = self.world.network.finish(idx);
        let (from, to, block, bytes) = (flight.from, flight.to, flight.block, flight.bytes);
        sink.event(self.world.now, &Event::BlockLost { from, to, block, bytes, sent: true });
        self.wake_sender(&flight, sink);
        self.depart_if_done(from, sink);
    }

    fn depart_if_done(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        if self.world.presence[idx.at()].departing && self.world.network.links[idx.at()].in_flight == 0 {
            self.depart(idx, sink);
        }
    }

    // The tracker.

    fn announce(&mut self, announce: Announce, life: u32, sink: &mut impl Sink) {
        let (now, peer) = (self.world.now, announce.peer);
        let back = now + self.scenario.tracker.latency_s.nanos();
        if !self.world.tracker.up {
            self.world.queue.push(back, Due::Silence { peer, life });
            return;
        }
        sink.event(now, &Event::Announced { peer, event: announce.event as u8 });
        let others = self.world.tracker.on_announce(announce, now, &self.scenario.tracker);
        if announce.event != AnnounceEvent::Stopped {
            self.world.queue.push(back, Due::Reply { peer, life, others: others.into() });
        }
    }
}
