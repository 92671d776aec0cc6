//! A row played by the simulator.

use super::compared::Figures;
use super::rows::{Row, Stated};
use serde_json::{Value, json};
use std::env;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::{Scenario, ValidScenario};
use swarmscope_core::sim::{Sim, SimOptions};

/// Downlinks without a limit, and the way between two namespaces of one host.
const DOWNLOAD_RATE: u64 = 100 << 20;
const LATENCY_S: f64 = 5e-5;

/// The tracker hears of the first and the last real client of one moment so far apart: 0.1 to 1 s, rarely more.
const STARTS_OVER_S: f64 = 0.5;

/// The client that stands for a program: its profile, and what a person tries, `TRY='{"rqbit": {"pipeline": {"depth_max": 64}}}'`.
fn client(program: &str, stated: &Stated) -> Value {
    let tried: Value = env::var("TRY").map_or(Value::Null, |text| serde_json::from_str(&text).expect("TRY is JSON"));
    let mut client = tried.get(program).cloned().unwrap_or_else(|| json!({}));
    client["profile"] = stated.profiles[program].clone().into();
    client
}

/// The row as a scenario.
fn scenario(row: &Row, stated: &Stated) -> ValidScenario {
    let groups: Vec<_> = row
        .groups
        .iter()
        .map(|group| {
            json!({
                "name": group.name,
                "count": group.count,
                "upload_rate": group.upload_rate,
                "download_rate": DOWNLOAD_RATE,
                "latency_s": LATENCY_S,
                "have": if group.seed { "all" } else { "none" },
                "arrival": {"uniform": {"from_s": group.joins_s, "over_s": if group.seed { 0.0 } else { STARTS_OVER_S }}},
                "client": client(&group.program, stated),
            })
        })
        .collect();
    let text = json!({
        "name": row.name,
        "torrent": {"pieces": row.pieces, "piece_length": row.piece_length},
        "tracker": {"latency_s": 2.0 * LATENCY_S},
        "groups": groups,
        "end_s": 3600,
    });
    Scenario::parse(&text.to_string()).unwrap_or_else(|errors| panic!("{}: {errors:?}", row.name)).scenario
}

/// What one run of ours did, counted from the seeders' first block.
pub fn run(row: &Row, stated: &Stated, seed: u64) -> Figures {
    // With all observers, as on the page.
    let options = SimOptions { log: true, ..SimOptions::default() };
    let mut sim = Sim::with_options(&scenario(row, stated), seed, options);
    let mut group_of: Vec<usize> = Vec::new();
    let mut figures = Figures { finish: vec![Vec::new(); row.groups.len()], ..Figures::new(row) };
    let mut first_block = None;
    while !sim.is_finished() && sim.now() < sim.end() {
        sim.advance(sim.now() + Nanos::from_secs(5), u64::MAX);
        for (now, event) in sim.take_log() {
            match event {
                Event::Joined { peer, group, .. } => {
                    group_of.resize(group_of.len().max(peer.0 as usize + 1), 0);
                    group_of[peer.0 as usize] = group.at();
                }
                Event::BlockReceived { from, to, bytes, wanted, .. } => {
                    let (from, to) = (group_of[from.0 as usize], group_of[to.0 as usize]);
                    if row.groups[from].seed && first_block.is_none() {
                        first_block = Some(now);
                    }
                    figures.up[from] += f64::from(bytes);
                    // rqbit does not count what comes for requests that it has cancelled.
                    if wanted || row.groups[to].program != "rqbit" {
                        figures.down[to] += f64::from(bytes);
                    }
                    figures.twice += if wanted { 0.0 } else { f64::from(bytes) };
                }
                Event::Completed { peer } => {
                    let since = now.since(first_block.unwrap_or(now)).as_secs_f64();
                    figures.finish[group_of[peer.0 as usize]].push(since);
                }
                _ => {}
            }
        }
    }
    figures.settled(row)
}
