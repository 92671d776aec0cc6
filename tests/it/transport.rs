//! What TCP and disks do to connections, where a scenario asks for it: each held to its formula.

use crate::swarm::{KB, bytes_between, open_house, riders, run, run_until, seeders};
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Group, Secs};

fn far(latency_s: f64, group: Group) -> Group {
    Group { latency_s: Secs(latency_s), ..group }
}

/// One seeder of a fast link, and leechers that give nothing.
fn fed(up: u64, latencies: &[f64], down: u64) -> Scenario {
    let taker = |&latency_s: &f64| far(latency_s, Group { download_rate: down, ..riders(1, 1000 * KB) });
    let groups: Vec<Group> = std::iter::once(far(0.0, seeders(1, up))).chain(latencies.iter().map(taker)).collect();
    let mut scenario = open_house(4000, 65_536, &groups);
    scenario.peer.pipeline.depth_min = 200;
    scenario
}

fn rate(scenario: &Scenario, to: u32) -> f64 {
    let (sim, log) = run_until(scenario, 1, 60.0);
    assert_eq!(sim.laws().violations, []);
    bytes_between(&log, 0, to, 20.0, 60.0) as f64 / 40.0
}

/// Mathis et al. 1997: 1.22 segments of 1,460 bytes over the root of the loss, in each round trip. Broken by a `cap_of` without loss.
#[test]
fn loss_limits_a_connection() {
    for (loss, latency_s) in [(0.01, 0.05), (0.0001, 0.05), (0.01, 0.2), (0.1, 0.05)] {
        let mut scenario = fed(10_000 * KB, &[latency_s], 10_000 * KB);
        scenario.network.segment_loss = loss;
        let (rate, expected) = (rate(&scenario, 1), 1.2247 * 1460.0 / (2.0 * latency_s * f64::sqrt(loss)));
        assert!(
            (rate / expected - 1.0).abs() < 0.04,
            "{rate} B/s with a loss of {loss} at {latency_s} s, expected {expected}"
        );
    }
}

/// Where the uplink and not the loss is the limit, a quarter of the round trip has four times the part. Broken by connections without a
/// weight.
#[test]
fn near_peers_get_more_of_a_full_uplink() {
    let mut scenario = fed(100 * KB, &[0.025, 0.1], 1000 * KB);
    let shares = |scenario: &Scenario| rate(scenario, 1) / rate(scenario, 2);
    let alike = shares(&scenario);
    scenario.network.segment_loss = 1e-6;
    let by_round_trip = shares(&scenario);
    assert!((0.9..1.1).contains(&alike) && (3.7..4.3).contains(&by_round_trip), "{alike}, {by_round_trip}");
}

/// A thin uplink passes 1,000 B/s of acknowledgements: of a block of 12 segments, six of 40 bytes. Broken by `acknowledged` that is now.
#[test]
fn acknowledgements_fill_a_thin_uplink() {
    let mut scenario = fed(1000 * KB, &[0.01], 1000 * KB);
    scenario.groups[1].upload_rate = 1000;
    scenario.network.weightless_messages = true;
    let free = rate(&scenario, 1);
    scenario.network.acknowledgements = true;
    let (thin, expected) = (rate(&scenario, 1), 1000.0 / 240.0 * 16_384.0);
    assert!(
        free > 5.0 * expected && (thin / expected - 1.0).abs() < 0.03,
        "{free} and {thin} B/s, expected {expected}"
    );
    scenario.groups[1].upload_rate = 100_000;
    assert!(rate(&scenario, 1) > 0.95 * free, "an uplink of a tenth is enough");
}

/// A disk is what the content passes: at who writes it, and at who reads it. Broken by `use_disk` that gives `until`.
#[test]
fn a_disk_limits_a_peer() {
    for slow in [0, 1] {
        let mut scenario = fed(1000 * KB, &[0.01], 1000 * KB);
        (scenario.torrent.pieces, scenario.groups[slow].disk_rate) = (40, 50 * KB);
        let (sim, _) = run(&scenario, 1);
        let (last, expected) = (sim.summary().last_s.unwrap(), 40.0 * 65_536.0 / (50.0 * KB as f64));
        assert!(
            sim.laws().violations.is_empty() && (last / expected - 1.0).abs() < 0.05,
            "{last} s, expected {expected} s"
        );
    }
}
