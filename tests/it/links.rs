//! Max-min fairness: the rates that a global solver would give come out of block-level links by back-pressure alone.
//!
//! The vectors are exact: progressive filling, in rational numbers. Seeders send as fast as they may to free riders that
//! take as fast as they can; who is connected to whom is the vector's. The torrent is one huge piece, so that
//! nobody becomes complete and nothing is hashed.

use crate::swarm::{Wired, bytes_between, riders, seeders, swarm};
use swarmscope_core::config::{ChokerConfig, Group, PipelineConfig, Secs};

/// Uplinks of the sources and downlinks of the sinks in units, and the fair rate of each flow from a source to a sink.
#[derive(Clone)]
struct Vector {
    name: &'static str,
    unit: u64,
    up: Vec<u64>,
    down: Vec<u64>,
    flows: Vec<(usize, usize, f64)>,
}

fn vectors() -> Vec<Vector> {
    let vector = |name, unit, up: &[u64], down: &[u64], flows: &[(usize, usize, f64)]| Vector {
        name,
        unit,
        up: up.to_vec(),
        down: down.to_vec(),
        flows: flows.to_vec(),
    };
    // V3: a seeder of 6000 and five uplinks of 400 feed j (1500); each of the five feeds four others as well.
    let mut third = vec![(0, 0, 1100.0)];
    (1..=5).for_each(|source| third.push((source, 0, 80.0)));
    (1..=5).for_each(|source| (1..=4).for_each(|sink| third.push((source, sink, 80.0))));
    vec![
        vector("V1", 10_000, &[100], &[1000; 4], &[(0, 0, 25.0), (0, 1, 25.0), (0, 2, 25.0), (0, 3, 25.0)]),
        vector("V2", 10_000, &[100], &[10, 1000, 1000], &[(0, 0, 10.0), (0, 1, 45.0), (0, 2, 45.0)]),
        vector("V3", 500, &[6000, 400, 400, 400, 400, 400], &[1500, 9000, 9000, 9000, 9000], &third),
        vector("V4", 40_000, &[10, 10], &[3, 12], &[(0, 0, 3.0), (0, 1, 6.0), (1, 1, 6.0)]),
        vector("V5", 40_000, &[10, 10], &[3, 12], &[(0, 0, 3.0), (0, 1, 7.0)]),
        vector(
            "V6",
            40_000,
            &[12, 6, 9],
            &[5, 8, 20],
            &[(0, 0, 2.5), (0, 1, 5.0), (1, 1, 3.0), (1, 2, 3.0), (2, 2, 6.5), (2, 0, 2.5)],
        ),
        vector(
            "V6 without b-y",
            40_000,
            &[12, 6, 9],
            &[5, 8, 20],
            &[(0, 0, 2.5), (0, 1, 8.0), (1, 2, 6.0), (2, 2, 6.5), (2, 0, 2.5)],
        ),
    ]
}

/// Short, so that five blocks cover a round trip at every rate of the vectors.
const LATENCY: Secs = Secs(0.001);
const WARM_S: f64 = 120.0;
const END_S: f64 = 420.0;

/// The rate of each flow over its fair rate.
fn measured(vector: &Vector, pipeline: &PipelineConfig) -> Vec<f64> {
    let Vector { unit, up, down, flows, .. } = vector;
    let sources =
        up.iter().map(|up| Group { download_rate: 1_000_000_000, latency_s: LATENCY, ..seeders(1, up * unit) });
    let sinks = down.iter().map(|down| Group { download_rate: down * unit, latency_s: LATENCY, ..riders(1, 1) });
    let mut scenario = swarm(1, 536_854_528, &sources.chain(sinks).collect::<Vec<_>>());
    scenario.peer.choker = ChokerConfig { upload_slots: 100, ..ChokerConfig::default() };
    scenario.peer.pipeline = pipeline.clone();
    let sink = |i: usize| (up.len() + i) as u32;
    let wires: Vec<_> = flows.iter().map(|&(from, to, _)| (1.0, from as u32, sink(to))).collect();
    let mut wired = Wired::new(scenario, 1, &wires);
    wired.run_until(END_S);
    let share = |&(from, to, fair): &(usize, usize, f64)| {
        let bytes = bytes_between(&wired.log, from as u32, sink(to), WARM_S, END_S);
        bytes as f64 / (END_S - WARM_S) / (fair * *unit as f64)
    };
    flows.iter().map(share).collect()
}

/// All rates are within 3 % of the fair ones.
fn hold(pipelines: &[PipelineConfig], vectors: impl Iterator<Item = Vector> + Clone) {
    let mut unfair = String::new();
    for pipeline in pipelines {
        for vector in vectors.clone() {
            let shares = measured(&vector, pipeline);
            if !shares.iter().all(|share| (0.97..=1.03).contains(share)) {
                unfair += &format!("{} {shares:.3?} {pipeline:?}\n", vector.name);
            }
        }
    }
    assert!(unfair.is_empty(), "rates over the max-min rates:\n{unfair}");
}

#[test]
fn six_max_min_vectors_with_windows_of_5_16_and_64_blocks() {
    let window = |depth| PipelineConfig { depth_min: depth, depth_max: depth, ahead_s: Secs(0.0) };
    hold(&[5, 16, 64].map(window), vectors().into_iter());
}

/// The default pipeline follows the rate. V4 is taken at a sixteenth of its size: see the next test.
#[test]
fn six_max_min_vectors_with_the_default_pipeline() {
    let slow = |vector: Vector| if vector.name == "V4" { Vector { unit: vector.unit / 16, ..vector } } else { vector };
    hold(&[PipelineConfig::default()], vectors().into_iter().map(slow));
}

/// Where the model departs from max-min fairness: two flows that share a saturated downlink have shares as their windows
/// are, and windows that follow the rate follow those shares. Five requests of each pull them together, with less force the
/// faster the downlink is. V4's y takes 480 kB/s here and the flows into it are 7 % off, for good; at 30 kB/s they are
/// 0.6 % off, at 1.9 MB/s 22 %. With fixed windows nothing of this is seen.
#[test]
fn a_fast_downlink_is_shared_as_the_windows_are() {
    let fourth = vectors().swap_remove(3);
    let shares = measured(&fourth, &PipelineConfig::default());
    let off = shares.iter().map(|share| (share - 1.0).abs()).fold(0.0, f64::max);
    assert!((0.03..0.1).contains(&off), "rates over the max-min rates: {shares:.3?}");
    assert!((shares[1] + shares[2] - 2.0).abs() < 0.01, "the downlink is full: {shares:.3?}");
}
