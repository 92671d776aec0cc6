//! Swarms for tests: describing one in a line, running it, and looking at what happened.

use std::collections::BTreeMap;
use swarmscope_core::base::bitfield::Bitfield;
use swarmscope_core::base::ids::{BlockRef, GroupIdx, NeighbourIdx, PeerIdx, TorrentIdx};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::{BytesPerSec, Nanos};
use swarmscope_core::engine::Engine;
use swarmscope_core::events::event::Event;
use swarmscope_core::net::Net;
use swarmscope_core::net::hosts::Host;
use swarmscope_core::net::schedule::{Actor, InTransit, Schedule};
use swarmscope_core::observe::Observers;
use swarmscope_core::protocol::message::{Handshake, Message, RESERVED_FAST};
use swarmscope_core::protocol::packet::Packet;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::{Command, TimedCommand};
use swarmscope_core::scenario::config::{
    Arrival, Behaviour, Group, InitialHave, Leave, NeighbourConfig, NetworkConfig, PeerConfig, Secs, TorrentConfig,
    TrackerConfig,
};
use swarmscope_core::services::bittorrent::{
    Answer, Client, Ctx, HaveLogs, Outbox, Record, Scratch, Session, SessionInit,
};
use swarmscope_core::sim::{Sim, SimOptions};
use swarmscope_core::torrent::content::Content;

/// What happened, in order.
pub type Log = Vec<(Nanos, Event)>;

/// Two peers of the default latency are this far apart, one way.
pub const LATENCY: Nanos = Nanos::from_millis(50);

/// A kilobyte, for rates.
pub const KB: u64 = 1000;

pub fn leechers(count: u32, upload_rate: u64) -> Group {
    Group { name: "leecher".into(), count, upload_rate, download_rate: 8 * upload_rate, ..Group::default() }
}

pub fn seeders(count: u32, upload_rate: u64) -> Group {
    Group { name: "seeder".into(), have: InitialHave::All, ..leechers(count, upload_rate) }
}

pub fn riders(count: u32, upload_rate: u64) -> Group {
    Group { name: "rider".into(), behaviour: Behaviour::FreeRider, ..leechers(count, upload_rate) }
}

pub fn at(s: f64) -> Arrival {
    Arrival::AtOnce { at_s: Secs(s) }
}

pub fn command(s: f64, command: Command) -> TimedCommand {
    TimedCommand { at_s: Secs(s), command }
}

/// A swarm of these groups around so many pieces. Messages take their latency and nothing else, so that a test can say when
/// something arrives.
pub fn swarm(pieces: u32, piece_length: u32, groups: &[Group]) -> Scenario {
    let torrent = TorrentConfig { pieces, piece_length, ..TorrentConfig::default() };
    let network = NetworkConfig { weightless_messages: true, ..NetworkConfig::default() };
    Scenario { torrent, network, groups: groups.to_vec(), end_s: Secs(20_000.0), ..Scenario::default() }
}

/// Everybody knows everybody, and everybody who wants something is served at once.
pub fn open_house(pieces: u32, piece_length: u32, groups: &[Group]) -> Scenario {
    let mut scenario = swarm(pieces, piece_length, groups);
    scenario.peer.choker.upload_slots = 500;
    scenario.peer.neighbours =
        NeighbourConfig { numwant: 500, initiate_max: 500, connections_max: 500, ..NeighbourConfig::default() };
    scenario.tracker = TrackerConfig { numwant_max: 500, ..TrackerConfig::default() };
    scenario
}

/// The swarm at its beginning, with its log on and the laws followed thoroughly.
pub fn start(scenario: &Scenario, seed: u64) -> Sim {
    Sim::with_options(&scenario.clone().validate().unwrap(), seed, SimOptions::THOROUGH)
}

/// Runs a swarm until everybody is complete or gone, or to its end; its laws must hold.
pub fn run(scenario: &Scenario, seed: u64) -> (Sim, Log) {
    let mut sim = start(scenario, seed);
    while !sim.is_finished() && sim.now() < sim.end() {
        sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
    }
    assert_eq!(sim.laws().violations, []);
    let log = sim.take_log();
    (sim, log)
}

/// Runs a swarm up to a moment; its laws must hold.
pub fn run_until(scenario: &Scenario, seed: u64, s: f64) -> (Sim, Log) {
    let mut sim = start(scenario, seed);
    sim.advance(Nanos::from_secs_f64(s), u64::MAX);
    assert_eq!(sim.laws().violations, []);
    let log = sim.take_log();
    (sim, log)
}

/// When the last peer was complete; a swarm that is not finished has no such moment.
pub fn last_s(sim: &Sim) -> f64 {
    if sim.is_finished() { sim.summary().last_s.unwrap_or(0.0) } else { f64::INFINITY }
}

/// When each peer of a group was complete.
pub fn completions(sim: &Sim, group: &str) -> Vec<f64> {
    let peers = sim.summary().peers;
    let times = peers.iter().filter(|peer| peer.group == group).map(|peer| peer.completed_s.unwrap_or(f64::INFINITY));
    times.collect()
}

pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The moments of the events that `is` picks out, in seconds.
pub fn moments(log: &Log, is: impl Fn(&Event) -> bool) -> Vec<f64> {
    log.iter().filter(|(_, event)| is(event)).map(|(now, _)| now.as_secs_f64()).collect()
}

/// The first piece that each peer asks for.
pub fn first_pieces(log: &Log) -> BTreeMap<PeerIdx, u32> {
    let mut first = BTreeMap::new();
    for (_, event) in log {
        if let Event::Requested { from, block, .. } = event {
            first.entry(*from).or_insert(block.piece.0);
        }
    }
    first
}

/// Payload bytes that arrived from one peer at another between two moments.
pub fn bytes_between(log: &Log, sender: u32, receiver: u32, from_s: f64, to_s: f64) -> u64 {
    let within = |now: &Nanos| (from_s..to_s).contains(&now.as_secs_f64());
    log.iter()
        .filter(|(now, _)| within(now))
        .map(|(_, event)| match *event {
            Event::BlockReceived { from, to, bytes, .. } if (from.0, to.0) == (sender, receiver) => u64::from(bytes),
            _ => 0,
        })
        .sum()
}

/// A swarm in which the test decides who knows whom: the tracker is down, and its replies are made up.
pub struct Wired {
    pub engine: Engine,
    pub log: Log,
    observers: Observers,
}

impl Wired {
    /// At each moment, one peer hears of another.
    pub fn new(mut scenario: Scenario, seed: u64, wires: &[(f64, u32, u32)]) -> Wired {
        scenario.commands.insert(0, command(0.0, Command::Tracker { up: false }));
        let scenario = scenario.validate().unwrap();
        let geometry = scenario.torrent.geometry();
        let observers = Observers::new(&scenario, SimOptions::THOROUGH);
        let mut engine = Engine::new(scenario.into(), seed, Content::seeded(geometry, seed));
        for &(s, from, to) in wires {
            let tracker = &engine.scenario.tracker;
            let (interval, min_interval) = (tracker.interval_s.nanos(), tracker.min_interval_s.nanos());
            let packet = Packet::Peers { others: [PeerIdx(to)].into(), interval, min_interval };
            let to = Actor::Peer { peer: PeerIdx(from), life: 0 };
            engine
                .world
                .schedule
                .deliver(Nanos::from_secs_f64(s), InTransit::Datagram { to, packet: Box::new(packet) });
        }
        Wired { engine, log: Vec::new(), observers }
    }

    pub fn run_until(&mut self, s: f64) {
        while self.engine.next(Nanos::from_secs_f64(s), &mut self.observers) {}
        self.log.append(&mut self.observers.log.take());
        assert_eq!(self.observers.laws.verdicts().violations, []);
    }
}

/// One session alone with what the test tells it: of its neighbours there are only the hosts and their ends of the connections.
pub struct Lone {
    pub session: Session,
    pub now: Nanos,
    pub net: Net,
    pub logs: HaveLogs,
    out: Outbox,
    schedule: Schedule,
    config: PeerConfig,
    content: Content,
    client: Client,
}

const INFO_HASH: [u8; 20] = [7; 20];

/// Hosts that a lone session's neighbours can have.
const HOSTS: u32 = 100;

impl Lone {
    /// A leecher with nothing.
    pub fn new(scenario: &Scenario) -> Lone {
        let mut content = Content::seeded(scenario.torrent.geometry(), 1);
        let (config, now) = (scenario.peer.clone(), Nanos::from_secs(1));
        let mut network = scenario.network.clone();
        network.weightless_messages = true;
        let mut net = Net::new(&network, scenario.torrent.block_length, Rng::new(1));
        let rate = BytesPerSec(1_000_000_000);
        for _ in 0..HOSTS {
            let host = net.add_host(Host::new(rate, rate, Nanos::from_millis(5), 0));
            net.enter(PeerIdx(host.0), host);
        }
        let group = Group::default();
        let init = SessionInit {
            idx: PeerIdx(0),
            torrent: TorrentIdx(0),
            host: net.host_of(PeerIdx(0)).unwrap(),
            life: 0,
            group: GroupIdx(0),
            have: Some(Bitfield::none(scenario.torrent.pieces)),
            behaviour: group.behaviour,
            uplink: BytesPerSec(group.upload_rate),
            leave: group.leave,
            departure: group.departure,
            rng: Rng::new(1),
        };
        let mut client = Client::new(init.host);
        client.enter(PeerIdx(0), TorrentIdx(0));
        let (mut out, mut schedule, mut logs) = (Outbox::default(), Schedule::default(), HaveLogs::default());
        let mut ctx = Ctx {
            now,
            config: &config,
            client: &mut client,
            info_hash: &INFO_HASH,
            metadata_bytes: 8000,
            tracker_way: Secs(0.05),
            content: &mut content,
            net: &mut net,
            schedule: &mut schedule,
            logs: &mut logs,
            out: &mut out,
            scratch: &mut Scratch::default(),
        };
        let session = Session::new(init, &mut ctx);
        Lone { session, now, net, logs, out, schedule, config, content, client }
    }

    pub fn act<R>(&mut self, act: impl FnOnce(&mut Session, &mut Ctx) -> R) -> R {
        let Lone { session, now, net, logs, out, schedule, config, content, client } = self;
        let scratch = &mut Scratch::default();
        act(
            session,
            &mut Ctx {
                now: *now,
                config,
                client,
                info_hash: &INFO_HASH,
                metadata_bytes: 8000,
                tracker_way: Secs(0.05),
                content,
                net,
                schedule,
                logs,
                out,
                scratch,
            },
        )
    }

    /// Another peer connects and tells what it has.
    pub fn neighbour(&mut self, number: u32, pieces: Message) -> NeighbourIdx {
        let handshake = Handshake { reserved: RESERVED_FAST, info_hash: INFO_HASH, peer_id: [number as u8; 20] };
        let n = self.session.have.len();
        let initial = match &pieces {
            Message::Bitfield(pieces) => (**pieces).clone(),
            Message::HaveAll => Bitfield::all(n),
            _ => Bitfield::none(n),
        };
        let log = self.logs.begin(initial);
        let theirs = self.net.connect(PeerIdx(number), NeighbourIdx(0), log, PeerIdx(0));
        self.act(|session, ctx| {
            let answer = session.on_incoming(PeerIdx(number), theirs.other(), ctx);
            assert_eq!(answer, Answer::Yes, "there is a place");
            let at = session.place_of(PeerIdx(number)).expect("it was accepted");
            session.on_message(at, Message::Handshake(Box::new(handshake)), ctx);
            session.on_message(at, pieces, ctx);
            at
        })
    }

    /// A neighbour says something. One that unchokes answers requests from now on.
    pub fn hear(&mut self, at: NeighbourIdx, message: Message) {
        if message == Message::Unchoke {
            self.net.serve(self.session.neighbours[at.at()].end.other());
        }
        self.act(|session, ctx| session.on_message(at, message, ctx));
    }

    /// A neighbour rejects a request.
    pub fn reject(&mut self, at: NeighbourIdx, block: BlockRef) {
        let end = self.session.neighbours[at.at()].end.other();
        assert!(self.net.take_back(end, block, 0, self.now), "it waits there");
        self.hear(at, Message::Reject(block));
    }

    /// The first block that a neighbour was asked for comes; tells which.
    pub fn receive(&mut self, at: NeighbourIdx) -> BlockRef {
        self.receive_from(at, true)
    }

    /// The same; `genuine` tells whether the neighbour sends the torrent's bytes.
    pub fn receive_from(&mut self, at: NeighbourIdx, genuine: bool) -> BlockRef {
        let host = self.net.end(self.session.neighbours[at.at()].end.other()).host;
        let begun = self.net.begin_next(host, self.now, &mut self.schedule).expect("something is asked for");
        let sent = self.now;
        self.net.sent(host, sent, &mut self.schedule);
        let ended = self.net.finish(begun.pipe, false, self.now, &mut self.schedule);
        self.act(|session, ctx| session.on_block(at, &ended.request, genuine, ctx));
        ended.request.block
    }

    /// How many requests a neighbour has not answered.
    pub fn outstanding(&self, at: NeighbourIdx) -> usize {
        self.net.pipe_to(self.session.neighbours[at.at()].end).map_or(0, |pipe| pipe.len())
    }

    /// What happened since the last call.
    pub fn events(&mut self) -> Vec<Event> {
        let records = std::mem::take(&mut self.out.records).into_iter();
        records.filter_map(|record| if let Record::Event(event) = record { Some(event) } else { None }).collect()
    }

    /// The blocks it has asked for since the last call.
    pub fn asked(&mut self) -> Vec<BlockRef> {
        let block = |event| if let Event::Requested { block, .. } = event { Some(block) } else { None };
        self.events().into_iter().filter_map(block).collect()
    }
}

/// Something that a person could do to a small swarm.
pub fn any_command(rng: &mut Rng) -> Command {
    let peer = rng.below(10);
    match rng.below(10) {
        0 => Command::AddPeers { group: Group { count: 1 + rng.below(3), ..Group::default() } },
        1 => Command::RemovePeers { peers: vec![peer], crash: rng.below(2) == 0 },
        2 => Command::MakeSeeder { peer },
        3 => Command::LimitLink { peer, upload_rate: Some(50_000), download_rate: None },
        4 => Command::Behave {
            peer,
            behaviour: [Behaviour::Honest, Behaviour::FreeRider, Behaviour::Polluter][rng.below(3) as usize],
        },
        5 => Command::Cut { peer, other: [None, Some(peer + 1)][rng.below(2) as usize] },
        6 => Command::Partition {
            groups: [Vec::new(), vec![1], vec![0]][rng.below(3) as usize].clone(),
            regions: Vec::new(),
        },
        7 => Command::LimitLinks { seeders: false, upload_rate: Some(40_000), download_rate: None },
        8 => Command::SeedersLeave { leave: Leave::AfterCopies { copies: 2.5 } },
        _ => Command::Tracker { up: rng.below(2) == 0 },
    }
}

/// Whom a peer is connected to.
pub fn neighbours(sim: &Sim, peer: u32) -> Vec<u32> {
    let inspection = sim.inspect(PeerIdx(peer)).unwrap();
    inspection.neighbours.iter().map(|row| row.peer).collect()
}

/// When a peer left, in seconds.
pub fn left(sim: &Sim, peer: usize) -> Option<f64> {
    sim.summary().peers[peer].left_s
}
