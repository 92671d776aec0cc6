//! The engine: one loop, one `match`.
//!
//! Owns the order in which things happen, and carries out what actors want. Must never decide anything for a peer, and
//! must never look at an observer: it tells a [`Sink`] what happened and goes on.
//!
//! What is due at a time has a handler each, and these are compiled apart (`inline(never)`): all in one function, wasm's compiler
//! keeps fewer values in registers, and a run takes 4 of 100 longer.
//!
//! `population` lets peers come and go, `connections` opens and closes, `blocks` moves the content, `fetch` reads ahead.

mod blocks;
mod connections;
mod fetch;
mod population;
pub mod world;

pub use population::Cast;

use crate::base::ids::{EndIdx, PeerIdx, PieceIdx, Slot};
use crate::base::rng::Rng;
use crate::base::timers::Timers;
use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::engine::world::{Due, Fanouts, World};
use crate::events::decision::Decision;
use crate::events::effect::{AnnounceEvent, Effect, Outbox};
use crate::events::event::{Event, Sink};
use crate::net::network::Network;
use crate::protocol::message::Message;
use crate::protocol::wire;
use crate::scenario::ValidScenario;
use crate::scenario::command::Command;
use crate::scenario::config::{Departure, Group, InitialHave, PeerConfig};
use crate::services::bittorrent::{Ctx, Peer, Scratch};
use crate::services::tracker::{Announce, Tracker};
use crate::torrent::content::Content;
use std::sync::Arc;

/// How often the tracker looks for silent members.
const SWEEP: Nanos = Nanos(60 * SECOND);

/// Labels of the random streams; peers have theirs above.
const TRACKER_STREAM: u64 = 1;
const JITTER_STREAM: u64 = 2;
const MIX_STREAM: u64 = 1 << 32;
const GROUP_STREAM: u64 = 1 << 33;
const PEER_STREAM: u64 = 1 << 34;

/// A message's number as the trace has it: that of the wire, where it has one.
#[inline]
fn kind(message: &Message) -> u8 {
    wire::id(message).unwrap_or(if *message == Message::KeepAlive { 254 } else { 255 })
}

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
    /// The client of each group.
    pub clients: Vec<Arc<PeerConfig>>,
    /// Links and sessions of a group's peers in the order of their coming, where they are not all alike.
    pub casts: Vec<Arc<[Cast]>>,
    /// The torrent's bytes.
    pub content: Content,
    /// The torrent's hash.
    pub info_hash: [u8; 20],
    /// A command has changed who is there or how fast they are: bounds made for the scenario no longer hold.
    pub altered: bool,
    outbox: Outbox,
    scratch: Scratch,
    /// Who hears of the piece that is told, and where: room to work in.
    receivers: Vec<(PeerIdx, Slot)>,
    /// Who will hear of it.
    hearers: Vec<PeerIdx>,
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
                fanouts: Fanouts::default(),
                peers: Vec::new(),
                presence: Vec::new(),
                network: Network::new(
                    &scenario.network,
                    scenario.torrent.block_length,
                    Rng::stream(seed, JITTER_STREAM),
                ),
                tracker: Tracker::new(Rng::stream(seed, TRACKER_STREAM)),
                arrivals: Vec::new(),
                come: Vec::new(),
                pending: 0,
            },
            groups: Vec::new(),
            clients: Vec::new(),
            casts: Vec::new(),
            content,
            info_hash,
            altered: false,
            outbox: Outbox::default(),
            scratch: Scratch::default(),
            receivers: Vec::new(),
            hearers: Vec::new(),
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
        if self.world.peers.len() >= fetch::WORTH_PEERS && self.world.queue.has_upcoming() {
            self.fetch_upcoming();
        }
        match due {
            Due::Join { group, n } => self.join(group, n, sink),
            Due::Message { to, generation, message } => self.deliver(to, generation, message, sink),
            Due::Haves { piece, list } => self.tell_all(piece, list, sink),
            Due::Call { end, generation } => self.call(end, generation, sink),
            Due::Answer { end, generation, accepted } => self.answer(end, generation, accepted, sink),
            Due::Closed { end, generation } => self.hear_close(end, generation, sink),
            Due::Sent { flight } => self.block_sent(flight, sink),
            Due::Landed { flight } => self.block_landed(flight, sink),
            Due::Delivered { flight } => self.block_delivered(flight, sink),
            Due::Paced { end, generation } => self.window_open(end, generation, sink),
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
    #[inline(never)]
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
                    if let Some(peer) = &mut self.world.peers[idx.at()] {
                        peer.uplink = up;
                    }
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

    // Actors and their effects.

    /// Lets a peer act, and carries out what it wants; `None` when it is not here.
    #[inline]
    fn with<R>(&mut self, idx: PeerIdx, sink: &mut impl Sink, act: impl FnOnce(&mut Peer, &mut Ctx) -> R) -> Option<R> {
        let peer = self.world.peers.get_mut(idx.at())?.as_deref_mut()?;
        let mut ctx = Ctx {
            now: self.world.now,
            config: &self.clients[peer.group.at()],
            info_hash: &self.info_hash,
            content: &mut self.content,
            out: &mut self.outbox,
            scratch: &mut self.scratch,
        };
        let result = act(peer, &mut ctx);
        // Most of what a peer hears leaves it with nothing to do.
        if !self.outbox.is_empty() {
            self.settle(idx, sink);
        }
        Some(result)
    }

    fn settle(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        let now = self.world.now;
        self.outbox.events.drain(..).for_each(|event| sink.event(now, &event));
        for decision in self.outbox.decisions.drain(..) {
            sink.decision(now, idx, &decision);
            if let Decision::Choke { rows, .. } = decision {
                self.outbox.spare_rows.push(rows);
            }
        }
        let mut effects = std::mem::take(&mut self.outbox.effects);
        let told = std::mem::take(&mut self.outbox.told);
        self.fetch_wires(&told);
        let mut rest = &told[..];
        for effect in effects.drain(..) {
            self.carry_out(idx, effect, &mut rest, sink);
        }
        self.outbox.effects = effects;
        self.outbox.told = told;
        self.outbox.told.clear();
    }

    /// `told` are those who are still to be told of a piece.
    fn carry_out(&mut self, idx: PeerIdx, effect: Effect, told: &mut &[EndIdx], sink: &mut impl Sink) {
        let now = self.world.now;
        let life = || self.world.presence[idx.at()].life;
        match effect {
            Effect::Send { end, message } => self.send(end, message, sink),
            Effect::Tell { piece, n } => {
                let (now, later) = told.split_at(n as usize);
                *told = later;
                self.tell(idx, piece, now, sink);
            }
            Effect::Ready { end } => {
                self.world.network.make_ready(end);
                self.start_block(idx, sink);
            }
            Effect::Wake { at, timer } => {
                let life = life();
                self.world.queue.push(at, Due::Wake { peer: idx, life, timer });
            }
            Effect::Connect { slot, to } => {
                let end = self.world.network.connect(idx, slot, to);
                if let Some(peer) = &mut self.world.peers[idx.at()] {
                    peer.set_end(slot, end);
                }
                let generation = self.world.network.wire(end).generation;
                let at = self.world.network.arrival(end, now);
                self.world.queue.push(at, Due::Call { end, generation });
            }
            Effect::Weigh { end, weight } => self.world.network.weigh(end, weight),
            Effect::Close { end } => self.close(end, true, sink),
            Effect::Announce { event, left, numwant } => {
                let region = self.world.network.links[idx.at()].region;
                let (announce, life) = (Announce { peer: idx, event, left, numwant, region }, life());
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
        let now = self.world.now;
        let from = self.world.network.end(end).peer;
        let Some((to, generation, at)) = self.world.network.route(end, now) else { return };
        if message == Message::Unchoke {
            self.world.network.forget_growth(end);
        }
        sink.said(now, (from, to), kind(&message), wire::overhead(&message));
        self.world.queue.push(at, Due::Message { to: end.other(), generation, message });
    }

    /// A peer tells these of a piece.
    fn tell(&mut self, from: PeerIdx, piece: PieceIdx, ends: &[EndIdx], sink: &mut impl Sink) {
        let World { queue, fanouts, network, now, .. } = &mut self.world;
        self.hearers.clear();
        let hearers = &mut self.hearers;
        let routes = ends.iter().filter_map(|&end| {
            let (to, generation, at) = network.route(end, *now)?;
            hearers.push(to);
            Some((at, (end.other(), generation)))
        });
        fanouts.push_all(queue, piece, routes);
        let have = Message::Have(piece);
        sink.told(*now, from, &self.hearers, kind(&have), wire::overhead(&have));
    }

    /// Each hears of the piece in its turn, as if it had been told alone.
    #[inline(never)]
    fn tell_all(&mut self, piece: PieceIdx, list: u32, sink: &mut impl Sink) {
        let ends = self.world.fanouts.take(list);
        self.world.events += ends.len() as u64 - 1;
        let mut receivers = std::mem::take(&mut self.receivers);
        receivers.clear();
        receivers.extend(ends.iter().filter_map(|&(to, generation)| self.world.network.owner(to, generation)));
        self.fetch_receivers(piece, &receivers);
        for &(peer, slot) in &receivers {
            let noted =
                self.world.peers[peer.at()].as_deref_mut().map(|peer| peer.note_have(slot, piece, self.world.now));
            if noted == Some(false) {
                self.with(peer, sink, |peer, ctx| peer.on_message(slot, Message::Have(piece), ctx));
            }
        }
        self.receivers = receivers;
        self.world.fanouts.give_back(list, ends);
    }

    #[inline(never)]
    fn deliver(&mut self, to: EndIdx, generation: u32, message: Message, sink: &mut impl Sink) {
        if let Some((peer, slot)) = self.world.network.owner(to, generation) {
            self.with(peer, sink, |peer, ctx| peer.on_message(slot, message, ctx));
        }
    }

    // The tracker.

    #[inline(never)]
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
