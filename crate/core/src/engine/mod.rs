//! The engine: one loop, one `match` over what is due.
//!
//! The engine keeps the order in which things happen, and brings what is due to the service that it is for. It decides nothing for
//! a service, and never looks at an observer: it tells a [`Sink`] what happened and goes on.
//!
//! What is due at a time has a handler each, and these are compiled apart (`inline(never)`): all in one function, wasm's compiler
//! keeps fewer values in registers, and a run takes 4 of 100 longer.

mod coalitions;
mod faults;
pub mod peers;
mod population;
mod prefetch;
mod torrents;
mod transport;
pub mod world;

pub use population::Cast;
pub use torrents::Torrent;

use crate::base::ids::{PeerIdx, ServiceIdx};
use crate::base::rng::Rng;
use crate::base::slab::Slab;
use crate::base::units::{BytesPerSec, Nanos};
use crate::engine::peers::Peers;
use crate::engine::world::{Partition, World};
use crate::events::decision::Decision;
use crate::events::event::Event;
use crate::events::sink::{Broadcast, Sink};
use crate::net::Net;
use crate::net::schedule::{Actor, Due, Schedule};
use crate::protocol::message::Message;
use crate::protocol::wire;
use crate::scenario::ValidScenario;
use crate::scenario::command::Command;
use crate::scenario::config::{Departure, Group, InitialHave, Leave, PeerConfig};
use crate::services::bittorrent::{Ctx, HaveLogs, Outbox, Record, Scratch, Session, Timer};
use crate::services::{Service, ServiceCtx, Services};
use crate::torrent::content::Content;
use std::sync::Arc;

/// Labels of the random streams; services have those below, peers theirs above.
const JITTER_STREAM: u64 = 2;
const MIX_STREAM: u64 = 1 << 32;
const GROUP_STREAM: u64 = 1 << 33;
const NAT_STREAM: u64 = 3 << 32;
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
    /// The settings of the clients of each group.
    pub settings: Vec<Arc<PeerConfig>>,
    /// Links and sessions of a group's peers in the order of their coming, where they are not all alike.
    pub casts: Vec<Arc<[Cast]>>,
    /// The torrents, in the scenario's order.
    pub torrents: Vec<Torrent>,
    /// A command has changed who is there or how fast they are: bounds made for the scenario no longer hold.
    pub altered: bool,
    /// What the latest event was.
    pub latest: Latest,
    outbox: Outbox,
    scratch: Scratch,
    /// What a service tells while it is called.
    told: Vec<Event>,
}

/// What an event was, for whoever goes from one event of a kind to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latest {
    /// A block was received.
    pub block: bool,
    /// A peer has one more piece, verified.
    pub piece: bool,
    /// A peer held a round of choking.
    pub round: bool,
}

impl Engine {
    /// A swarm at its beginning. `content` is that of the first torrent.
    pub fn new(scenario: Arc<ValidScenario>, seed: u64, content: Content) -> Engine {
        let torrents = torrents::torrents(&scenario, seed, content);
        let mut engine = Engine {
            seed,
            world: World {
                now: Nanos::ZERO,
                events: 0,
                schedule: Schedule::default(),
                net: Net::new(&scenario.network, scenario.torrent.block_length, Rng::stream(seed, JITTER_STREAM)),
                clients: Slab::default(),
                peers: Peers::default(),
                crashed: false,
                logs: HaveLogs::default(),
                services: Services::new(seed),
                arrivals: Vec::new(),
                gaps: Vec::new(),
                come: Vec::new(),
                pending: 0,
                partition: Partition::default(),
            },
            groups: Vec::new(),
            settings: Vec::new(),
            casts: Vec::new(),
            torrents,
            altered: false,
            latest: Latest::default(),
            outbox: Outbox::default(),
            scratch: Scratch::default(),
            told: Vec::new(),
            scenario,
        };
        let scenario = engine.scenario.clone();
        scenario.groups.iter().for_each(|group| engine.expect(group.clone()));
        for (index, timed) in scenario.commands.iter().enumerate() {
            engine.world.pending += 1;
            engine.world.schedule.push(timed.at_s.nanos(), Due::Command(index as u32));
        }
        engine.begin_services();
        engine
    }

    /// Whether peers write down why they decide as they do; they do unless they are told not to.
    pub fn write_decisions(&mut self, on: bool) {
        self.outbox.decisions_off = !on;
    }

    /// Whether they write down how they chose each block.
    pub fn write_blocks(&mut self, on: bool) {
        self.outbox.tells_blocks = on;
    }

    /// Whether sinks are told when messages arrive.
    pub fn tell_arrivals(&mut self, on: bool) {
        self.outbox.tells_arrivals = on;
    }

    /// Whether sinks are told what messages say.
    pub fn tell_messages(&mut self, on: bool) {
        self.outbox.tells_messages = on;
    }

    /// Handles the next thing that is due, unless that is after `until`; false when there is nothing.
    pub fn next(&mut self, until: Nanos, sink: &mut impl Sink) -> bool {
        let Some((at, due)) = self.world.schedule.pop_until(until) else {
            return false;
        };
        self.prefetch();
        self.world.now = at;
        self.world.events += 1;
        self.latest = Latest::default();
        match due {
            Due::Uplink(host) => self.uplink(host, sink),
            Due::Landed(pipe) => self.landed(pipe, sink),
            Due::Delivered(pipe) => self.delivered(pipe, sink),
            Due::Paced(end) => self.paced(end),
            Due::Message(number) => self.message(number, sink),
            Due::News(number) => self.news(number, sink),
            Due::Timer(number) => self.timer(number, sink),
            Due::Command(index) => {
                self.world.pending -= 1;
                let command = self.scenario.commands[index as usize].command.clone();
                self.apply(command, sink);
            }
        }
        true
    }

    /// A timer of a service is due.
    #[inline(never)]
    fn timer(&mut self, number: u32, sink: &mut impl Sink) {
        let timer = self.world.schedule.timers.take(number);
        match timer.actor {
            Actor::Peer { peer, life } if self.lives(peer, life) => {
                self.latest.round = timer.tag == Timer::Rechoke as u32;
                self.with(peer, sink, |session, ctx| session.on_timer(Timer::of(timer.tag), ctx));
            }
            // That life is over.
            Actor::Peer { .. } => {}
            Actor::Service(idx) => self.with_service(idx, sink, |service, ctx| service.on_timer(timer.tag, ctx)),
            Actor::Population => self.join(timer.tag, sink),
        }
    }

    /// Everybody who came is complete or gone, and nobody and nothing else will come.
    pub fn is_finished(&self) -> bool {
        self.world.pending == 0 && self.world.peers.sessions().all(Session::is_seed)
    }

    /// Carries out a command; it has been checked.
    #[inline(never)]
    pub fn apply(&mut self, command: Command, sink: &mut impl Sink) {
        // Whoever goes makes a swarm only slower.
        self.altered |= command.may_speed_up();
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
                self.limit_link(idx, upload_rate.map(BytesPerSec), download_rate.map(BytesPerSec), sink);
            }
            Command::LimitLinks { seeders, upload_rate, download_rate } => {
                self.limit_links(seeders, upload_rate.map(BytesPerSec), download_rate.map(BytesPerSec), sink);
            }
            Command::SeedersLeave { leave } => {
                // Who comes after "now" is not meant: it would be gone before anybody saw it.
                let later = self.groups.iter_mut().filter(|group| group.have == InitialHave::All);
                later.filter(|_| leave != Leave::OnCompletion).for_each(|group| group.leave = leave);
                for idx in self.world.peers.numbers() {
                    if self.world.peers.presence(idx).is_some_and(|presence| presence.origin) {
                        self.with(idx, sink, |actor, ctx| actor.set_leave(leave, ctx));
                    }
                }
            }
            Command::Behave { peer, behaviour } => self.behave(PeerIdx(peer), behaviour, sink),
            Command::Cut { peer, other } => self.cut(PeerIdx(peer), other.map(PeerIdx), sink),
            Command::Partition { groups, regions } => self.part(Partition { groups, regions }, sink),
            Command::Tracker { up } => {
                self.world.services.tracker.up = up;
                sink.event(self.world.now, &Event::TrackerWent { up });
            }
        }
    }

    /// This peer takes part.
    pub fn is_here(&self, peer: PeerIdx) -> bool {
        self.world.peers.get(peer).is_some()
    }

    fn lives(&self, peer: PeerIdx, life: u32) -> bool {
        self.is_here(peer) && self.world.peers.presence(peer).is_some_and(|presence| presence.life == life)
    }

    // Sessions and what they leave behind.

    /// Lets a session act, and carries out what it wants; `None` when it is not here.
    #[inline]
    fn with<R>(
        &mut self,
        idx: PeerIdx,
        sink: &mut impl Sink,
        act: impl FnOnce(&mut Session, &mut Ctx) -> R,
    ) -> Option<R> {
        let World { peers, clients, net, schedule, logs, now, .. } = &mut self.world;
        let (session, client) = peers.get_mut(idx)?;
        let torrent = &mut self.torrents[session.torrent.at()];
        let mut ctx = Ctx {
            now: *now,
            config: &self.settings[session.group.at()],
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
        };
        let result = act(session, &mut ctx);
        // Most of what a session hears leaves it with nothing to tell.
        if !self.outbox.is_empty() {
            self.settle(idx, sink);
        }
        Some(result)
    }

    /// Tells the observers what happened in a session, and does what it wants.
    fn settle(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        self.tell(idx, sink);
        if let Some(departure) = self.outbox.departs.take() {
            self.let_go(idx, departure, sink);
        }
    }

    fn tell(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        let now = self.world.now;
        let Outbox { records, recipients, decisions, spare_rows, arrivals, messages, .. } = &mut self.outbox;
        let mut recipients_left = &recipients[..];
        for record in records.iter() {
            match record {
                Record::Event(event) => sink.event(now, event),
                &Record::Broadcast { from, piece, n } => {
                    let (recipients, rest) = recipients_left.split_at(n as usize);
                    recipients_left = rest;
                    let have = Message::Have(piece);
                    let (kind, bytes) = (wire::kind(&have), wire::overhead(&have));
                    sink.broadcast(now, Broadcast { from, recipients, kind, bytes });
                }
            }
        }
        records.clear();
        recipients.clear();
        arrivals.drain(..).for_each(|arrival| sink.arrival(now, &arrival));
        messages.drain(..).for_each(|told| sink.message(now, told));
        for decision in decisions.drain(..) {
            sink.decision(now, idx, &decision);
            if let Decision::Choke { rows, .. } = decision {
                spare_rows.push(rows);
            }
        }
    }

    /// A session leaves: at once, or when what it is sending is through.
    fn let_go(&mut self, idx: PeerIdx, departure: Departure, sink: &mut impl Sink) {
        let Some(presence) = self.world.peers.presence_mut(idx) else { return };
        presence.crashed = departure == Departure::Crash;
        presence.departing = matches!(departure, Departure::FinishInFlight | Departure::FinishBlock);
        if !presence.departing || !self.sends(idx) {
            self.depart(idx, false, sink);
        }
    }

    // Services.

    fn begin_services(&mut self) {
        let World { services, schedule, now, .. } = &mut self.world;
        for me in (0..Services::COUNT).map(ServiceIdx) {
            let events = &mut self.told;
            let ctx = &mut ServiceCtx { me, now: *now, scenario: &self.scenario, schedule, events };
            services.get_mut(me).into_iter().for_each(|service| service.begin(ctx));
        }
        assert!(self.told.is_empty(), "nobody listens before the run begins");
    }

    /// Lets a service act, and tells the observers what happened.
    pub(super) fn with_service(
        &mut self,
        me: ServiceIdx,
        sink: &mut impl Sink,
        act: impl FnOnce(&mut dyn Service, &mut ServiceCtx),
    ) {
        let World { services, schedule, now, .. } = &mut self.world;
        let Some(service) = services.get_mut(me) else { return };
        let events = &mut self.told;
        act(service, &mut ServiceCtx { me, now: *now, scenario: &self.scenario, schedule, events });
        self.told.drain(..).for_each(|event| sink.event(self.world.now, &event));
    }
}
