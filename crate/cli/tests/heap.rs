//! What a swarm allocates and holds: counts, which are the same on every machine, where a time is not.
//!
//! The swarm is that of the command line's `bench`; crate/PERFORMANCE.md says what is aimed at. Each test runs in a thread of its
//! own, and the allocator counts by thread.

use swarmscope_core::scenario::{Scenario, ValidScenario};
use swarmscope_core::sim::Sim;
use swarmscope_core::timeline::Timeline;
use swarmscope_core::units::Nanos;
use swarmscope_heap::{Counting, forget_peak, heap};

#[global_allocator]
static HEAP: Counting = Counting;

fn scenario(text: &str) -> ValidScenario {
    Scenario::parse(text).unwrap_or_else(|errors| panic!("{errors:?}")).scenario
}

/// Allocations of a warm swarm of 200 peers, in twenty seconds in the middle of its run, and the useful blocks meanwhile.
fn warm() -> (u64, u64) {
    let scenario = scenario(include_str!("../../../tests/scenarios/200x100x5.json"));
    let mut sim = Sim::new(&scenario, 1);
    sim.advance(Nanos::from_secs(40), u64::MAX);
    let (before, blocks) = (heap().allocations, sim.stats().blocks);
    sim.advance(Nanos::from_secs(60), u64::MAX);
    (heap().allocations - before, sim.stats().blocks - blocks)
}

/// No more than this, in twenty seconds of a warm swarm. To be lowered, never raised.
const WARM_ALLOCATIONS_MAX: u64 = 47_000;

#[test]
fn a_warm_swarm_allocates_no_more_than_it_did() {
    let (allocations, blocks) = warm();
    assert!(blocks > 10_000, "the swarm is not in the middle of its run: {blocks} blocks");
    assert!(allocations <= WARM_ALLOCATIONS_MAX, "{allocations} allocations for {blocks} blocks");
}

/// The aim. To take the place of the test above when the engine has got there.
#[test]
#[ignore = "the engine still allocates for each block"]
fn a_warm_swarm_allocates_nothing() {
    assert_eq!(warm().0, 0);
}

/// Bytes of a peer with 1,000 pieces and 40 neighbours, all that watches it included. To be lowered to 24 KiB, never raised.
const PEER_BYTES_MAX: i64 = 73_000;

#[test]
fn a_peer_is_no_larger_than_it_was() {
    let scenario = scenario(
        r#"{
            "torrent": { "pieces": 1000, "piece_length": 262144 },
            "tracker": { "min_interval_s": 10 },
            "peer": { "neighbours": {
                "numwant": 40, "refill_below": 32, "initiate_max": 40, "connections_max": 40
            } },
            "groups": [{ "have": "all", "upload_rate": 262144 }, { "count": 200 }]
        }"#,
    );
    forget_peak();
    let before = heap().live;
    let mut sim = Sim::new(&scenario, 1);
    sim.advance(Nanos::from_secs(200), u64::MAX);
    let peers: Vec<u32> = sim.engine().world.peers.iter().flatten().map(|peer| peer.n_conns).collect();
    let neighbours = f64::from(peers.iter().sum::<u32>()) / peers.len() as f64;
    assert!(neighbours > 36.0 && sim.stats().blocks > 50_000, "{neighbours} neighbours, {} blocks", sim.stats().blocks);
    let bytes = (heap().peak - before) / peers.len() as i64;
    assert!(bytes <= PEER_BYTES_MAX, "{bytes} bytes a peer");
}

/// A timeline keeps to its budget by an estimate: it is wrong by a quarter at most, in swarms of which checkpoints are large.
#[test]
fn checkpoints_take_about_what_the_timeline_says() {
    for (name, text) in [
        ("200x100x5", include_str!("../../../tests/scenarios/200x100x5.json")),
        (
            "200x1000x16",
            r#"{ "torrent": { "pieces": 1000 }, "groups": [{ "have": "all", "upload_rate": 262144 }, { "count": 200 }] }"#,
        ),
    ] {
        let mut sim = Sim::new(&scenario(text), 1);
        let mut timeline = Timeline::new(100_000, u64::MAX);
        timeline.advance(&mut sim, Nanos::from_secs(100), 450_000);
        assert!(timeline.count() >= 3, "{name}: {} checkpoints", timeline.count());
        let before = heap().live;
        let copy = timeline.clone();
        let (truth, told) = ((heap().live - before) as f64, copy.bytes() as f64);
        assert!((0.75..1.33).contains(&(told / truth)), "{name}: {told} bytes told, {truth} allocated");
    }
}
