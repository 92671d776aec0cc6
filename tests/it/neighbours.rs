//! Neighbours: who is found, kept and refused, and what a large view or a near one changes.

use crate::swarm::{KB, Log, at, completions, leechers, median, riders, run, run_until, seeders, swarm};
use std::collections::BTreeMap;
use swarmscope_core::config::{Arrival, Group, NeighbourConfig, PeerConfig, Secs, Selection, TrackerConfig, WhenFull};
use swarmscope_core::event::Event;
use swarmscope_core::scenario::Scenario;

fn client(neighbours: NeighbourConfig) -> Option<Box<PeerConfig>> {
    Some(Box::new(PeerConfig { neighbours, ..PeerConfig::default() }))
}

/// Neighbours of each peer at the end of a log.
fn degrees(log: &Log) -> BTreeMap<u32, i32> {
    let mut degrees = BTreeMap::new();
    for (_, event) in log {
        let (a, b, change) = match *event {
            Event::Connected { a, b } => (a, b, 1),
            Event::Closed { a, b } => (a, b, -1),
            _ => continue,
        };
        [a, b].into_iter().for_each(|peer| *degrees.entry(peer.0).or_insert(0) += change);
    }
    degrees
}

fn large_view() -> NeighbourConfig {
    NeighbourConfig {
        numwant: 1000,
        refill_numwant: 1000,
        initiate_max: 1000,
        connections_max: 1000,
        announce_every_s: Secs(15.0),
        ..NeighbourConfig::default()
    }
}

/// The others keep few neighbours, as in a large swarm. Without `announce_every_s` the cheater hears of ten.
fn crowd(cheat: NeighbourConfig) -> Scenario {
    let honest = Group { arrival: Arrival::Uniform { from_s: Secs(0.0), over_s: Secs(30.0) }, ..leechers(80, 50 * KB) };
    let rider = Group { client: client(cheat), arrival: at(30.0), ..riders(3, 50 * KB) };
    let mut scenario = swarm(60, 262_144, &[seeders(2, 100 * KB), honest, rider]);
    scenario.peer.neighbours = NeighbourConfig { initiate_max: 10, connections_max: 20, ..NeighbourConfig::default() };
    scenario.tracker = TrackerConfig { numwant_max: 8, ..TrackerConfig::default() };
    scenario
}

#[test]
fn a_large_view_hears_of_more_and_lets_a_free_rider_finish_earlier() {
    let plain = NeighbourConfig { initiate_max: 10, connections_max: 20, ..NeighbourConfig::default() };
    let asked = |cheat: NeighbourConfig| {
        let (_, log) = run_until(&crowd(cheat), 1, 330.0);
        log.iter().filter(|(_, e)| matches!(e, Event::Announced { peer, .. } if peer.0 == 82)).count()
    };
    assert!(asked(plain.clone()) <= 2);
    assert!((19..=22).contains(&asked(large_view())), "{}", asked(large_view()));
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for seed in 1..=4 {
        small.extend(completions(&run(&crowd(plain.clone()), seed).0, "rider"));
        large.extend(completions(&run(&crowd(large_view()), seed).0, "rider"));
    }
    let (small, large) = (median(small), median(large));
    assert!(large < 0.9 * small, "large view {large} s, plain {small} s");
}

/// Latecomers find a place where a random neighbour is dropped, and none where all are full and refuse.
#[test]
fn a_hard_cap_locks_out_those_who_come_late() {
    let alone = |when_full| {
        let mut scenario = swarm(
            2000,
            262_144,
            &[seeders(1, 50 * KB), leechers(12, 50 * KB), Group { arrival: at(60.0), ..leechers(6, 50 * KB) }],
        );
        let neighbours =
            NeighbourConfig { initiate_max: 6, connections_max: 6, when_full, ..NeighbourConfig::default() };
        scenario.groups[2].client =
            client(NeighbourConfig { connections_max: 1, initiate_max: 1, ..neighbours.clone() });
        scenario.peer.neighbours = NeighbourConfig { refill_below: 6, ..neighbours };
        scenario.tracker.min_interval_s = Secs(10.0);
        let (_, log) = run_until(&scenario, 1, 59.0);
        let full = degrees(&log).values().filter(|&&degree| degree >= 5).count();
        assert!(full >= 12 || when_full == WhenFull::DropRandom, "{:?}", degrees(&log));
        let (_, log) = run_until(&scenario, 1, 61.0);
        let degrees = degrees(&log);
        assert!(degrees.values().all(|&degree| degree <= 6), "{degrees:?}");
        (13..19).filter(|peer| degrees.get(peer).is_none_or(|&degree| degree == 0)).count()
    };
    let (refused, dropped) = (alone(WhenFull::Refuse), alone(WhenFull::DropRandom));
    assert!(refused > dropped, "{refused} are alone behind hard caps, {dropped} where somebody is dropped");
}

/// A tracker that names few, everybody accepts, and whoever has too few asks for `refill_numwant`, seeders too.
#[test]
fn the_lonely_ask_for_so_many_more_and_seeders_do_too() {
    let neighbours = NeighbourConfig {
        numwant: 2,
        refill_numwant: 6,
        refill_below: 5,
        initiate_max: 1000,
        connections_max: 40,
        ..NeighbourConfig::default()
    };
    let mut scenario =
        swarm(2000, 262_144, &[seeders(1, 50 * KB), Group { arrival: at(5.0), ..leechers(30, 50 * KB) }]);
    scenario.peer.neighbours = neighbours;
    scenario.tracker.min_interval_s = Secs(1.0);
    let (_, log) = run_until(&scenario, 1, 60.0);
    let mut named: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    log.iter().for_each(|(_, event)| {
        if let Event::TrackerReplied { peer, n } = *event {
            named.entry(peer.0).or_default().push(n);
        }
    });
    assert!(named[&0].len() >= 2, "the seeder asks once only");
    assert!(named.iter().filter(|(peer, _)| **peer > 10).all(|(_, told)| told[0] <= 2), "{named:?}");
    assert!(named.values().any(|told| told[1..].contains(&6)), "{named:?}");
    assert!(degrees(&log).values().all(|&degree| degree >= 5), "{:?}", degrees(&log));
}

/// Bindal et al. 2006: named mostly near ones, a swarm keeps its traffic at home, and everybody still finishes.
#[test]
fn a_biased_tracker_keeps_traffic_within_regions() {
    let crossing = |selection| {
        let group = |region| Group { region, ..leechers(20, 50 * KB) };
        let mut scenario = swarm(40, 131_072, &[seeders(1, 200 * KB), group(0), group(1), group(2)]);
        scenario.tracker = TrackerConfig { selection, numwant_max: 12, external_max: 1, ..TrackerConfig::default() };
        scenario.peer.neighbours.refill_below = 0;
        let (sim, log) = run(&scenario, 1);
        assert!(sim.is_finished());
        let region = |peer: u32| peer.saturating_sub(1) / 20;
        let (mut all, mut far) = (0.0, 0.0);
        for (_, event) in log {
            if let Event::BlockReceived { from, to, bytes, .. } = event {
                all += f64::from(bytes);
                far += if region(from.0) == region(to.0) { 0.0 } else { f64::from(bytes) };
            }
        }
        far / all
    };
    let (random, biased) = (crossing(Selection::Random), crossing(Selection::Biased));
    assert!(random > 0.5 && biased < 0.5 * random, "{biased:.2} of the bytes cross with bias, {random:.2} without");
}
