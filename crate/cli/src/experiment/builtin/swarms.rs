//! Drawn swarms held to what no swarm can break, and the bytes of HAVE messages.

use super::{figures, whole};
use crate::figures::Figures;
use crate::simulate;
use serde_json::Value;
use std::collections::BTreeMap;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::laws::Thoroughness;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Group, InitialHave, Secs, TorrentConfig};
use swarmscope_core::sim::to_end::run_to_end;
use swarmscope_core::sim::{Sim, SimOptions};

/// The message's number in BEP 3.
const HAVE: u8 = 4;
/// Its bytes on the wire: length, number, piece.
const HAVE_BYTES: f64 = 9.0;

/// A static swarm drawn for the seed: everybody is there from the beginning and stays.
fn draw(seed: u64, peers_max: u32) -> Scenario {
    let mut rng = Rng::stream(seed, 1);
    let mut rate = |least: u32, most: u32| u64::from(least + rng.below(most - least)) * 1024;
    let seeders =
        Group { name: "seeder".into(), upload_rate: rate(20, 2000), have: InitialHave::All, ..Group::default() };
    let leechers =
        |upload_rate, download_rate| Group { name: "leecher".into(), upload_rate, download_rate, ..Group::default() };
    let groups = [leechers(rate(20, 500), rate(50, 2000)), leechers(rate(20, 500), rate(50, 2000))];
    let counts = [1 + rng.below(3), 1 + rng.below(peers_max / 2), rng.below(peers_max / 2)];
    let groups = [seeders].into_iter().chain(groups).zip(counts).map(|(group, count)| Group { count, ..group });
    Scenario {
        torrent: TorrentConfig {
            pieces: 1 + rng.below(120),
            piece_length: 65_536 << rng.below(3),
            ..TorrentConfig::default()
        },
        groups: groups.collect(),
        end_s: Secs(1e6),
        ..Scenario::default()
    }
}

/// How near a drawn static swarm comes to its bounds; nothing may lie below 1.
pub fn drawn(with: &Value, seed: u64) -> Figures {
    let scenario =
        draw(seed, whole(with, "peers_max", 60) as u32).validate().expect("it is drawn within the knobs' ranges");
    let options = SimOptions { laws: Some(Thoroughness::Full), figures: true, ..SimOptions::NOTHING };
    let summary = run_to_end(&scenario, seed, options).summary;
    let size = scenario.torrent.geometry().total_length() as f64;
    let from_seeders: u64 = scenario.groups[..1].iter().map(|group| u64::from(group.count) * group.upload_rate).sum();
    let fastest = scenario.groups[1..].iter().filter(|group| group.count > 0).map(|group| group.download_rate).max();
    let first = summary.first_s.unwrap_or(f64::NAN);
    let given: u64 = summary.peers.iter().map(|peer| peer.uploaded).sum();
    let taken: u64 = summary.peers.iter().map(|peer| peer.downloaded).sum();
    let mut figures = figures([
        ("first over F / seeders", first * from_seeders as f64 / size),
        ("first over F / downlink", first * fastest.unwrap_or(1) as f64 / size),
        ("bytes sent - bytes received", given as f64 - taken as f64),
        ("laws_broken", summary.laws_broken as f64),
        ("laws checked", summary.laws_checked as f64),
    ]);
    figures.insert("last over bound".into(), summary.ratio);
    figures
}

/// Bytes of HAVE messages against nine for each piece and neighbour, counted apart: by who was connected when a piece came.
pub fn have_bytes(with: &Value, seed: u64) -> Figures {
    let mut scenario = Scenario {
        torrent: TorrentConfig { pieces: whole(with, "pieces", 100) as u32, ..TorrentConfig::default() },
        groups: vec![
            Group { have: InitialHave::All, ..Group::default() },
            Group { count: whole(with, "peers", 30) as u32, ..Group::default() },
        ],
        ..Scenario::default()
    };
    scenario.peer.neighbours.initiate_max = 100;
    scenario.peer.neighbours.connections_max = 100;
    let scenario = scenario.validate().expect("within the knobs' ranges");
    let mut sim = Sim::with_options(&scenario, seed, SimOptions { log: true, ..SimOptions::NOTHING });
    // A connection may be closed before it was made.
    let mut neighbours: BTreeMap<_, i64> = BTreeMap::new();
    let (mut wanted, mut sent, mut payload) = (0.0, 0.0, 0.0);
    simulate::simulate(&mut sim, |sim| {
        for (_, event) in sim.take_log() {
            match event {
                Event::Connected { a, b } => [a, b].map(|peer| *neighbours.entry(peer).or_default() += 1).len(),
                Event::Closed { a, b } => [a, b].map(|peer| *neighbours.entry(peer).or_default() -= 1).len(),
                Event::HaveAnnounced { peer, .. } => {
                    wanted += HAVE_BYTES * neighbours.get(&peer).copied().unwrap_or(0) as f64;
                    0
                }
                Event::Sent { kind: HAVE, bytes, .. } => {
                    sent += f64::from(bytes);
                    0
                }
                Event::BlockReceived { bytes, .. } => {
                    payload += f64::from(bytes);
                    0
                }
                _ => 0,
            };
        }
        Ok(true)
    })
    .expect("nothing is written");
    let degree = scenario.n_peers() as f64 - 1.0;
    let share = HAVE_BYTES * degree / f64::from(scenario.torrent.piece_length);
    figures([("sent over counted", sent / wanted), ("share of payload over 9 d / piece", sent / payload / share)])
}
