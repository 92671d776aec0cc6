//! Max-min fairness on drawn networks: the links' back-pressure against a global solver.
//!
//! Sources send as fast as they may to sinks that give nothing back; who is connected to whom is drawn. The rates that come
//! out of the block-level links are compared with progressive filling, which no part of the simulator knows. The torrent is
//! one huge piece, so that nobody becomes complete and nothing is hashed.

use super::{figures, whole};
use crate::figures::Figures;
use serde_json::Value;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::engine::Engine;
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::net::schedule::{Actor, InTransit};
use swarmscope_core::protocol::packet::Packet;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::{Command, TimedCommand};
use swarmscope_core::scenario::config::{
    Behaviour, ChokerConfig, Group, InitialHave, NetworkConfig, PipelineConfig, Secs, TorrentConfig,
};
use swarmscope_core::torrent::content::Content;

/// Sources and sinks with their capacities in B/s, and who sends to whom.
struct Network {
    up: Vec<u64>,
    down: Vec<u64>,
    flows: Vec<(usize, usize)>,
}

/// Short, so that five blocks cover a round trip at every rate that is drawn.
const LATENCY: Secs = Secs(0.001);
/// Blocks before the measuring begins, and in the measure, of the slowest flow.
const WARM_BLOCKS: u64 = 60;
const BLOCKS: u64 = 200;
/// Blocks of all flows in one measure at most; the slowest flow has fewer then.
const BLOCKS_MAX: u64 = 150_000;
const BLOCK: u64 = 16_384;
/// The largest piece there is; so much of it at most is received, so that there is no end of the game.
const PIECE: u32 = 536_854_528;
const PIECE_PART: f64 = 0.9;

/// Draws a network for the seed and measures it.
pub fn run(with: &Value, seed: u64) -> Figures {
    let network = draw(&mut Rng::stream(seed, 2), whole(with, "links", 50) as u32, whole(with, "flows", 200) as u32);
    let fair = filled(&network);
    let measured = measured(&network, &fair, whole(with, "window", 0) as u32, seed);
    let n = fair.len() as f64;
    let share = |is: &dyn Fn(f64) -> bool| {
        let found = measured.iter().zip(&fair).filter(|&(rate, fair)| is(rate / fair)).count();
        found as f64 / n
    };
    figures([
        ("flows", n),
        ("within_5_percent", share(&|part| (0.95..=1.05).contains(&part))),
        ("starved", share(&|part| part < 0.5)),
        ("used", measured.iter().sum::<f64>() / fair.iter().sum::<f64>()),
    ])
}

fn draw(rng: &mut Rng, links_max: u32, flows_max: u32) -> Network {
    let links = 2 + rng.below(links_max - 1);
    let sources = 1 + rng.below(links - 1);
    let capacity = |rng: &mut Rng| u64::from(20 + rng.below(381)) * 1024;
    let up: Vec<u64> = (0..sources).map(|_| capacity(rng)).collect();
    let down: Vec<u64> = (sources..links).map(|_| capacity(rng)).collect();
    let mut pairs: Vec<(usize, usize)> =
        (0..up.len()).flat_map(|from| (0..down.len()).map(move |to| (from, to))).collect();
    rng.shuffle(&mut pairs);
    pairs.truncate(1 + rng.below(flows_max.min(pairs.len() as u32)) as usize);
    pairs.sort_unstable();
    Network { up, down, flows: pairs }
}

/// Progressive filling: all flows grow together; when a link is full its flows stop, and the others go on.
fn filled(network: &Network) -> Vec<f64> {
    let Network { up, down, flows } = network;
    let mut rates = vec![0.0; flows.len()];
    let mut growing = vec![true; flows.len()];
    while growing.contains(&true) {
        let room = |capacity: u64, on: &dyn Fn(&(usize, usize)) -> bool| {
            let mine = || (0..flows.len()).filter(|&i| on(&flows[i]));
            let live = mine().filter(|&i| growing[i]).count() as f64;
            let used: f64 = mine().map(|i| rates[i]).sum();
            if live == 0.0 { f64::INFINITY } else { (capacity as f64 - used) / live }
        };
        let rooms_up: Vec<f64> = (0..up.len()).map(|i| room(up[i], &|flow| flow.0 == i)).collect();
        let rooms_down: Vec<f64> = (0..down.len()).map(|i| room(down[i], &|flow| flow.1 == i)).collect();
        let step = rooms_up.iter().chain(&rooms_down).copied().fold(f64::INFINITY, f64::min);
        for (i, &(from, to)) in flows.iter().enumerate().filter(|&(i, _)| growing[i]).collect::<Vec<_>>() {
            rates[i] += step;
            // Full up to rounding.
            growing[i] = rooms_up[from].min(rooms_down[to]) > step * (1.0 + 1e-9);
        }
    }
    rates
}

/// Bytes of each flow between two moments.
struct Books<'a> {
    flows: &'a [(usize, usize)],
    sources: usize,
    bytes: Vec<u64>,
    from: Nanos,
}

impl Sink for Books<'_> {
    fn event(&mut self, now: Nanos, event: &Event) {
        let &Event::BlockReceived { from, to, bytes, .. } = event else { return };
        if now < self.from {
            return;
        }
        if let Ok(at) = self.flows.binary_search(&(from.at(), to.at() - self.sources)) {
            self.bytes[at] += u64::from(bytes);
        }
    }
}

/// The rates that come out of the links; with so many requests outstanding, or as many as clients do when it is 0.
fn measured(network: &Network, fair: &[f64], window: u32, seed: u64) -> Vec<f64> {
    let Network { up, down, flows } = network;
    let source = |&rate: &u64| Group {
        upload_rate: rate,
        download_rate: 1_000_000_000,
        have: InitialHave::All,
        latency_s: LATENCY,
        ..Group::default()
    };
    let sink = |&rate: &u64| Group {
        upload_rate: 1,
        download_rate: rate,
        behaviour: Behaviour::FreeRider,
        latency_s: LATENCY,
        ..Group::default()
    };
    let mut scenario = Scenario {
        torrent: TorrentConfig { pieces: 1, piece_length: PIECE, ..TorrentConfig::default() },
        groups: up.iter().map(source).chain(down.iter().map(sink)).collect(),
        network: NetworkConfig { weightless_messages: true, ..NetworkConfig::default() },
        // Nobody meets anybody but by the wires below.
        commands: vec![TimedCommand { at_s: Secs(0.0), command: Command::Tracker { up: false } }],
        ..Scenario::default()
    };
    scenario.peer.choker = ChokerConfig { upload_slots: 1000, ..ChokerConfig::default() };
    if window > 0 {
        scenario.peer.pipeline =
            PipelineConfig { depth_min: window, depth_max: window, ahead_s: Secs(0.0), ..PipelineConfig::default() };
    }
    let scenario = scenario.validate().expect("it is drawn within the knobs' ranges");
    let content = Content::seeded(scenario.torrent.geometry(), seed);
    let mut engine = Engine::new(scenario.into(), seed, content);
    for &(from, to) in flows {
        let others = [PeerIdx((up.len() + to) as u32)].into();
        let to = Actor::Peer { peer: PeerIdx(from as u32), life: 0 };
        let packet = Packet::Peers { others, interval: Nanos::MAX, min_interval: Nanos::ZERO };
        engine.world.schedule.deliver(Nanos::from_secs(1), InTransit::Datagram { to, packet: Box::new(packet) });
    }
    let (slowest, all) = (fair.iter().copied().fold(f64::INFINITY, f64::min), fair.iter().sum::<f64>());
    let span = ((BLOCKS * BLOCK) as f64 / slowest).min((BLOCKS_MAX * BLOCK) as f64 / all);
    let warm = 60.0 + (WARM_BLOCKS * BLOCK) as f64 / slowest;
    // Nobody becomes complete.
    let fastest = (0..down.len())
        .map(|to| flows.iter().zip(fair).filter(|(flow, _)| flow.1 == to).map(|(_, rate)| rate).sum::<f64>())
        .fold(0.0, f64::max);
    let room = (PIECE_PART * f64::from(PIECE) / fastest / (warm + span)).min(1.0);
    let (warm, span) = (warm * room, span * room);
    let mut books = Books { flows, sources: up.len(), bytes: vec![0; flows.len()], from: Nanos::from_secs_f64(warm) };
    let end = Nanos::from_secs_f64(warm + span);
    while engine.next(end, &mut books) {}
    books.bytes.iter().map(|&bytes| bytes as f64 / span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solver_knows_the_published_vectors() {
        let network = |up: &[u64], down: &[u64], flows: &[(usize, usize)]| Network {
            up: up.to_vec(),
            down: down.to_vec(),
            flows: flows.to_vec(),
        };
        let near = |network: Network, rates: &[f64]| {
            let filled = filled(&network);
            assert!(filled.iter().zip(rates).all(|(a, b)| (a - b).abs() < 1e-6), "{filled:?} is not {rates:?}");
        };
        near(network(&[100], &[10, 1000, 1000], &[(0, 0), (0, 1), (0, 2)]), &[10.0, 45.0, 45.0]);
        near(network(&[10, 10], &[3, 12], &[(0, 0), (0, 1), (1, 1)]), &[3.0, 6.0, 6.0]);
        let ring = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 2)];
        near(network(&[12, 6, 9], &[5, 8, 20], &ring), &[2.5, 5.0, 3.0, 3.0, 2.5, 6.5]);
    }

    #[test]
    fn drawn_networks_keep_to_their_size() {
        for seed in 0..200 {
            let network = draw(&mut Rng::new(seed), 50, 200);
            assert!(network.up.len() + network.down.len() <= 50 && !network.up.is_empty() && !network.down.is_empty());
            assert!((1..=200).contains(&network.flows.len()));
        }
    }
}
