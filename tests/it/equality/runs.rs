//! One run's figures: read from the reference, or taken from a run of this tree's engine. Each figure's definition is that of
//! `.dev/reference.mjs`, which made the reference.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::config::{Departure, PeerConfig, RequestTimeout};
use swarmscope_core::scenario::{Scenario, ValidScenario};
use swarmscope_core::sim::Sim;

/// The messages that have a column, by their numbers in the trace.
const MESSAGES: [(u8, &str); 13] = [
    (0, "choke"),
    (1, "unchoke"),
    (2, "interested"),
    (3, "not_interested"),
    (4, "have"),
    (5, "bitfield"),
    (6, "request"),
    (8, "cancel"),
    (14, "have_all"),
    (15, "have_none"),
    (16, "reject"),
    (254, "keep_alive"),
    (255, "handshake"),
];

/// A run's figures by name; infinite where a run has no such moment, since nobody was complete.
pub type Figures = BTreeMap<&'static str, f64>;

/// The reference: each scenario's runs, by seed from 1 on.
pub type Reference = BTreeMap<String, Vec<Vec<f64>>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads the reference, and the names of its columns.
pub fn reference() -> (Vec<String>, Reference) {
    let text = read(&folder().join("figures.csv"));
    let mut lines = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect::<Vec<_>>());
    let columns = lines.next().expect("the table has a head")[2..].iter().map(|&name| name.to_owned()).collect();
    let mut runs = Reference::new();
    for line in lines {
        let of_scenario = runs.entry(line[0].to_owned()).or_default();
        of_scenario.push(line[2..].iter().map(|cell| cell.parse().unwrap_or(f64::INFINITY)).collect());
        assert_eq!(line[1], of_scenario.len().to_string(), "seeds rise from 1: {line:?}");
    }
    (columns, runs)
}

/// The scenarios that have a file.
pub fn scenarios() -> Vec<String> {
    let files = fs::read_dir(folder().join("scenarios")).expect("the folder is there");
    let mut names: Vec<String> =
        files.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A scenario of the reference. `weightless`: messages take no capacity, as in the engine that made the reference.
pub fn scenario(name: &str, weightless: bool) -> ValidScenario {
    let text = read(&folder().join("scenarios").join(format!("{name}.json")));
    let mut scenario = (*Scenario::parse(&text).unwrap_or_else(|errors| panic!("{name}: {errors:?}")).scenario).clone();
    scenario.network.weightless_messages = weightless;
    // What clients could not do in the engine that made the reference is no part of the engine that is compared.
    for group in scenario.groups.iter_mut().filter(|group| group.departure == Departure::FinishInFlight) {
        group.departure = Departure::FinishBlock;
    }
    let own = scenario.groups.iter_mut().filter_map(|group| group.client.as_deref_mut());
    own.chain([&mut scenario.peer]).for_each(as_before);
    scenario.validate().unwrap_or_else(|errors| panic!("{name}: {errors:?}"))
}

/// Takes from a client what the reference's clients did not have.
fn as_before(client: &mut PeerConfig) {
    let plain = PeerConfig::default();
    client.extensions = plain.extensions;
    client.choker.snubbed_may_earn = false;
    client.choker.unchoke_first_interest = false;
    client.choker.unchoke_ahead = false;
    (client.choker.rounds_from_start, client.choker.interest_at_rounds) = (false, false);
    client.pipeline.serves = plain.pipeline.serves;
    client.pipeline.ignores_cancels = false;
    client.pipeline.timeout = RequestTimeout::Snub;
    (client.pipeline.send_buffer_min, client.pipeline.send_buffer_max) = (0, 0);
    // Only those who called a few a second remembered whom they had not called yet.
    client.neighbours.remembers = if client.neighbours.connects_per_s > 0 { 1000 } else { 0 };
    client.neighbours.redial_max = 0;
    client.neighbours.spares_seeds = false;
    client.neighbours.seeds_part = plain.neighbours.seeds_part;
    client.neighbours.bad_pieces = plain.neighbours.bad_pieces;
}

/// What peers that came with everything have sent. The reference counts polluters among them.
#[derive(Default)]
struct Origins {
    peers: BTreeSet<PeerIdx>,
    sent: f64,
    sent_before_first: Option<f64>,
}

/// Runs a scenario as `swarmscope run` does, and takes its figures.
pub fn figures(scenario: &ValidScenario, seed: u64) -> Figures {
    let mut sim = Sim::new(scenario, seed);
    sim.record(true);
    let (mut counts, mut unchokes, mut optimistic) = ([0u64; 256], 0u64, 0u64);
    let (mut came, mut origins) = (BTreeMap::new(), Origins::default());
    while !sim.is_finished() && sim.now() < sim.end() {
        sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
        for (_, event) in sim.take_log() {
            match event {
                Event::Sent { kind, .. } => counts[usize::from(kind)] += 1,
                // Who is made a seeder comes again, and is no origin.
                Event::Joined { peer, .. } => *came.entry(peer).or_insert(0) += 1,
                Event::BroughtAll { peer } if came[&peer] == 1 => _ = origins.peers.insert(peer),
                Event::BlockReceived { from, bytes, .. } if origins.peers.contains(&from) => {
                    origins.sent += f64::from(bytes);
                }
                Event::Completed { .. } => _ = origins.sent_before_first.get_or_insert(origins.sent),
                Event::Unchoked { optimistic: on_trial, .. } => {
                    unchokes += 1;
                    optimistic += u64::from(on_trial);
                }
                _ => {}
            }
        }
    }
    let (summary, size) = (sim.summary(), scenario.torrent.geometry().total_length() as f64);
    assert_eq!(summary.laws_broken, 0, "{}, seed {seed}: {:?}", scenario.name, summary.violations);
    let mut times: Vec<f64> = summary
        .earlier
        .iter()
        .chain(&summary.peers)
        .filter(|peer| !peer.origin && peer.completed_s != Some(peer.joined_s))
        .filter_map(|peer| peer.completed_s)
        .collect();
    times.sort_by(f64::total_cmp);
    let middle = |times: &[f64]| (times[(times.len() - 1) / 2] + times[times.len() / 2]) / 2.0;
    let named = [
        ("first_s", summary.first_s.unwrap_or(f64::INFINITY)),
        ("median_s", if times.is_empty() { f64::INFINITY } else { middle(&times) }),
        ("last_s", summary.last_s.unwrap_or(f64::INFINITY)),
        ("completed", f64::from(summary.completed)),
        ("copies_first", origins.sent_before_first.map_or(f64::INFINITY, |sent| sent / size)),
        ("copies", origins.sent / size),
        ("received", summary.received as f64),
        ("wasted", summary.wasted as f64),
        ("corrupt", summary.corrupt as f64),
        ("unchokes", unchokes as f64),
        ("optimistic", optimistic as f64),
    ];
    let messages = MESSAGES.iter().map(|&(kind, name)| (name, counts[usize::from(kind)] as f64));
    let known: u64 = MESSAGES.iter().map(|&(kind, _)| counts[usize::from(kind)]).sum();
    assert_eq!(known, counts.iter().sum::<u64>(), "a kind of message without a column: {counts:?}");
    named.into_iter().chain(messages).collect()
}
