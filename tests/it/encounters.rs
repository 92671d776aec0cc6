//! Random encounters: one peer at a time, drawn alike, at exponential times (Massoulie and Vojnovic's coupon replication, push gossip).

use crate::swarm::{KB, Log, leechers, moments, open_house, run, run_until, seeders};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{ChokerPolicy, Endgame, Group, Secs, SeedPolicy, SeedsPart};
use swarmscope_core::theory::spreading::encounters_time;

/// Everybody knows everybody, links are fast, and each meets one other in `mean_s` seconds.
fn meeting(pieces: u32, n: u32, mean_s: f64) -> Scenario {
    let near = |group: Group| Group { latency_s: Secs(0.0), download_rate: 100_000 * KB, ..group };
    let mut scenario =
        open_house(pieces, 16_384, &[near(seeders(1, 100_000 * KB)), near(leechers(n - 1, 100_000 * KB))]);
    scenario.network.weightless_messages = true;
    scenario.tracker.latency_s = Secs(0.0);
    // Who is complete meets the others all the same.
    scenario.peer.neighbours.seeds_part = SeedsPart::Never;
    scenario.peer.choker.policy = ChokerPolicy::Encounters;
    scenario.peer.choker.seed_policy = SeedPolicy::Encounters;
    scenario.peer.choker.rechoke_interval_s = Secs(mean_s);
    scenario.peer.picker.endgame = Endgame::Off;
    scenario
}

/// One piece spreads as gossip does. Broken by rounds that are not drawn, and by a neighbour that is not drawn alike.
#[test]
fn a_piece_spreads_in_the_time_of_the_formula() {
    let n = 16;
    let runs = 100;
    let last = |seed| {
        let (sim, log) = run(&meeting(1, n, 10.0), seed);
        assert!(sim.is_finished() && sim.laws().violations.is_empty());
        moments(&log, |event| matches!(event, Event::Completed { .. })).last().copied().unwrap()
    };
    let mean = (1..=runs).map(last).sum::<f64>() / f64::from(runs as u32);
    let expected = 10.0 * encounters_time(n);
    assert!((expected - 62.2).abs() < 0.1, "15 / 16 of twice the 15th harmonic number, {expected}");
    // The standard deviation of one run is some 15 s.
    assert!((mean - expected).abs() < 6.0, "{mean} s, expected {expected} s");
}

/// A contact brings one piece at most, whatever the pieces and the links. Broken by a `may_lend` that is always true.
#[test]
fn an_encounter_brings_one_piece() {
    let (_, log) = run_until(&meeting(200, 6, 5.0), 1, 200.0);
    let sent = |log: &Log, peer| {
        moments(log, |event| matches!(event, Event::BlockSent { from, .. } if *from == PeerIdx(peer))).len()
    };
    let met = |log: &Log, peer| {
        moments(log, |event| matches!(event, Event::Unchoked { from, .. } if *from == PeerIdx(peer))).len()
    };
    for peer in 0..6 {
        let (pieces, contacts) = (sent(&log, peer), met(&log, peer));
        assert!(contacts >= 15 && pieces <= contacts, "peer {peer} sent {pieces} pieces in {contacts} contacts");
    }
}
