//! Swarms for tests: describing one in a line, running it, and looking at what happened.

use std::collections::BTreeMap;
use swarmscope_core::base::ids::{BlockRef, EndIdx, GroupIdx, PeerIdx, Slot};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::{BytesPerSec, Nanos};
use swarmscope_core::engine::Engine;
use swarmscope_core::engine::world::Due;
use swarmscope_core::events::decision::Decision;
use swarmscope_core::events::effect::{Effect, Outbox};
use swarmscope_core::events::event::{Event, Sink};
use swarmscope_core::observe::check::Laws;
use swarmscope_core::protocol::message::{Handshake, Message, RESERVED_FAST};
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::{Command, TimedCommand};
use swarmscope_core::scenario::config::{
    Arrival, Behaviour, Group, InitialHave, Leave, NeighbourConfig, PeerConfig, Secs, TorrentConfig, TrackerConfig,
};
use swarmscope_core::services::bittorrent::{Birth, Ctx, Peer, Scratch};
use swarmscope_core::sim::Sim;
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

/// A swarm of these groups around so many pieces.
pub fn swarm(pieces: u32, piece_length: u32, groups: &[Group]) -> Scenario {
    let torrent = TorrentConfig { pieces, piece_length, ..TorrentConfig::default() };
    Scenario { torrent, groups: groups.to_vec(), end_s: Secs(20_000.0), ..Scenario::default() }
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

/// The swarm at its beginning, with its log on and every book of the laws kept.
pub fn start(scenario: &Scenario, seed: u64) -> Sim {
    let mut sim = Sim::new(&scenario.clone().validate().unwrap(), seed);
    sim.strict();
    sim.record(true);
    sim
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
    laws: Laws,
}

struct Recorder<'a>(&'a mut Log, &'a mut Laws);

impl Sink for Recorder<'_> {
    fn event(&mut self, now: Nanos, event: &Event) {
        self.0.push((now, *event));
        self.1.fold(now, event);
    }
    fn decision(&mut self, _: Nanos, _: PeerIdx, _: &Decision) {}
}

impl Wired {
    /// At each moment, one peer hears of another.
    pub fn new(mut scenario: Scenario, seed: u64, wires: &[(f64, u32, u32)]) -> Wired {
        scenario.commands.insert(0, command(0.0, Command::Tracker { up: false }));
        let scenario = scenario.validate().unwrap();
        let geometry = scenario.torrent.geometry();
        let mut engine = Engine::new(scenario.into(), seed, Content::seeded(geometry, seed));
        for &(s, from, to) in wires {
            let others = [PeerIdx(to)].into();
            engine.world.queue.push(Nanos::from_secs_f64(s), Due::Reply { peer: PeerIdx(from), life: 0, others });
        }
        let mut laws = Laws::new(geometry, None);
        laws.strict();
        Wired { engine, log: Vec::new(), laws }
    }

    pub fn run_until(&mut self, s: f64) {
        while self.engine.next(Nanos::from_secs_f64(s), &mut Recorder(&mut self.log, &mut self.laws)) {}
        assert_eq!(self.laws.violations, []);
    }
}

/// One peer alone with what the test tells it: nothing else of a swarm exists.
pub struct Lone {
    pub peer: Peer,
    pub now: Nanos,
    pub out: Outbox,
    config: PeerConfig,
    content: Content,
}

const INFO_HASH: [u8; 20] = [7; 20];

impl Lone {
    /// A leecher with nothing.
    pub fn new(scenario: &Scenario) -> Lone {
        let content = Content::seeded(scenario.torrent.geometry(), 1);
        let (config, now) = (scenario.peer.clone(), Nanos::from_secs(1));
        let group = Group::default();
        let birth = Birth {
            idx: PeerIdx(0),
            group: GroupIdx(0),
            have: swarmscope_core::base::bitfield::Bitfield::none(scenario.torrent.pieces),
            behaviour: group.behaviour,
            uplink: BytesPerSec(group.upload_rate),
            leave: group.leave,
            departure: group.departure,
            rng: Rng::new(1),
        };
        let (mut content, mut out, mut scratch) = (content, Outbox::default(), Scratch::default());
        let mut ctx = Ctx {
            now,
            config: &config,
            info_hash: &INFO_HASH,
            content: &mut content,
            out: &mut out,
            scratch: &mut scratch,
        };
        let peer = Peer::new(birth, &mut ctx);
        Lone { peer, now, out, config, content }
    }

    pub fn act<R>(&mut self, act: impl FnOnce(&mut Peer, &mut Ctx) -> R) -> R {
        let Lone { peer, now, out, config, content } = self;
        let scratch = &mut Scratch::default();
        act(peer, &mut Ctx { now: *now, config, info_hash: &INFO_HASH, content, out, scratch })
    }

    /// Another peer connects and tells what it has.
    pub fn neighbour(&mut self, number: u32, pieces: Message) -> Slot {
        let handshake = Handshake { reserved: RESERVED_FAST, info_hash: INFO_HASH, peer_id: [number as u8; 20] };
        self.act(|peer, ctx| {
            let slot = peer.on_incoming(PeerIdx(number), EndIdx(2 * number), ctx).expect("there is room");
            peer.on_message(slot, Message::Handshake(Box::new(handshake)), ctx);
            peer.on_message(slot, pieces, ctx);
            slot
        })
    }

    pub fn hear(&mut self, slot: Slot, message: Message) {
        self.act(|peer, ctx| peer.on_message(slot, message, ctx));
    }

    /// The blocks it has asked for since the last call.
    pub fn asked(&mut self) -> Vec<BlockRef> {
        let effects = std::mem::take(&mut self.out.effects);
        let requests = effects.into_iter().filter_map(|effect| match effect {
            Effect::Send { message: Message::Request(block), .. } => Some(block),
            _ => None,
        });
        requests.collect()
    }
}

/// Something that a person could do to a small swarm.
pub fn any_command(rng: &mut Rng) -> Command {
    let peer = rng.below(10);
    match rng.below(6) {
        0 => Command::AddPeers { group: Group { count: 1 + rng.below(3), ..Group::default() } },
        1 => Command::RemovePeers { peers: vec![peer], crash: rng.below(2) == 0 },
        2 => Command::MakeSeeder { peer },
        3 => Command::LimitLink { peer, upload_rate: Some(50_000), download_rate: None },
        4 => Command::SeedersLeave { leave: Leave::AfterCopies { copies: 2.5 } },
        _ => Command::Tracker { up: rng.below(2) == 0 },
    }
}
