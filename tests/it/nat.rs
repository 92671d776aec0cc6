//! Homes that let no call in: whom they meet, and how a neighbour of both helps (BEP 55).

use crate::swarm::{Log, run_until};
use std::collections::BTreeSet;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{
    ExtensionConfig, Group, NeighbourConfig, PeerConfig, Secs, TorrentConfig, TrackerConfig,
};

/// Peers that let calls in come first.
const OPEN: u32 = 20;
/// Then those that let none in.
const SHUT: u32 = 20;

/// A swarm in which everybody is told of everybody and nobody has anything.
fn swarm(holepunch: bool, punchable: f64) -> Scenario {
    let everybody = NeighbourConfig {
        numwant: 100,
        refill_numwant: 100,
        refill_below: 100,
        initiate_max: 100,
        connections_max: 100,
        ..NeighbourConfig::default()
    };
    let extensions = ExtensionConfig { enabled: true, holepunch, ..ExtensionConfig::default() };
    let group = |count, reachable| Group { count, reachable, punchable, ..Group::default() };
    Scenario {
        torrent: TorrentConfig { pieces: 400, ..TorrentConfig::default() },
        tracker: TrackerConfig { min_interval_s: Secs(30.0), numwant_max: 100, ..TrackerConfig::default() },
        peer: PeerConfig { neighbours: everybody, extensions, ..PeerConfig::default() },
        groups: vec![group(OPEN, true), group(SHUT, false)],
        ..Scenario::default()
    }
}

/// Pairs that have been connected, the lower number first.
fn met(log: &Log) -> BTreeSet<(u32, u32)> {
    let connected = log.iter().filter_map(|(_, event)| match event {
        Event::Connected { a, b } => Some((a.0.min(b.0), a.0.max(b.0))),
        _ => None,
    });
    connected.collect()
}

fn all_pairs(n: u32) -> usize {
    (n * (n - 1) / 2) as usize
}

fn is_shut(peer: u32) -> bool {
    peer >= OPEN
}

/// Of homes that let no call in no two ever meet; everybody else does: of all pairs 1 - f^2 are connected, where f is the part of
/// such homes. Broken by a call that gets through, or by a caller that waits for ever and has no place left for others.
#[test]
fn two_homes_that_let_no_call_in_never_meet() {
    for (holepunch, punchable) in [(false, 1.0), (true, 0.0)] {
        let (_, log) = run_until(&swarm(holepunch, punchable), 1, 300.0);
        let met = met(&log);
        assert!(met.iter().all(|&(a, b)| !is_shut(a) || !is_shut(b)), "two that let no call in are connected");
        assert_eq!(met.len(), all_pairs(OPEN + SHUT) - all_pairs(SHUT), "all other pairs are");
    }
}

/// A call to such a home takes the caller's time, 15 s, and is then given up.
#[test]
fn a_call_that_nobody_answers_takes_fifteen_seconds() {
    let (_, log) = run_until(&swarm(false, 1.0), 1, 300.0);
    let given_up = log.iter().filter_map(|(at, event)| match event {
        Event::CallUnanswered { from, to } => Some((at.as_secs_f64(), from.0, to.0)),
        _ => None,
    });
    let given_up: Vec<(f64, u32, u32)> = given_up.collect();
    assert!(given_up.iter().all(|&(at, _, to)| is_shut(to) && at >= 15.0));
    // Everybody calls all at once within the first second or two.
    assert!(given_up.iter().filter(|(at, ..)| *at < 20.0).count() > 100, "{} calls", given_up.len());
}

/// With BEP 55 a neighbour of both introduces them, and all pairs meet, soon after the first call was given up. Whoever introduces
/// two peers is connected to both. Broken by a relay that does not tell both, or by a call that the NAT still does not let in.
#[test]
fn a_neighbour_of_both_introduces_them() {
    let (_, log) = run_until(&swarm(true, 1.0), 1, 300.0);
    assert_eq!(met(&log).len(), all_pairs(OPEN + SHUT), "everybody meets everybody");
    let (mut connected, mut introduced) = (BTreeSet::new(), BTreeSet::new());
    for (at, event) in &log {
        match *event {
            Event::Connected { a, b } => {
                connected.insert([a.min(b), a.max(b)]);
                if is_shut(a.0) && is_shut(b.0) {
                    assert!(introduced.contains(&[a.min(b), a.max(b)]), "{a} and {b} were not introduced");
                    assert!((15.0..60.0).contains(&at.as_secs_f64()), "{a} and {b} meet at {at}");
                }
            }
            Event::Introduced { from, to, by } => {
                let knows = |peer: PeerIdx| connected.contains(&[peer.min(by), peer.max(by)]);
                assert!(knows(from) && knows(to), "{by} introduces {from} and {to}");
                introduced.insert([from.min(to), from.max(to)]);
            }
            _ => {}
        }
    }
    assert!(introduced.len() >= all_pairs(SHUT), "{} introductions", introduced.len());
}

/// A NAT that gives a home another address towards each other side lets nobody in: those who have such a NAT meet nobody of those
/// that are shut, all others meet all others. The share of the good ones is the group's.
#[test]
fn only_some_nats_can_be_punched() {
    let mut good = Vec::new();
    for seed in 1..=4 {
        let (_, log) = run_until(&swarm(true, 0.5), seed, 300.0);
        let met: BTreeSet<(u32, u32)> = met(&log).into_iter().filter(|&(a, b)| is_shut(a) && is_shut(b)).collect();
        let homes: BTreeSet<u32> = met.iter().flat_map(|&(a, b)| [a, b]).collect();
        assert_eq!(met.len(), all_pairs(homes.len() as u32), "all of them meet each other");
        good.push(homes.len());
    }
    // 40 of 80, standard deviation 4.5.
    assert!((26..=54).contains(&good.iter().sum::<usize>()), "{good:?} of 20 each");
}

/// Who has no neighbour that is connected to both, or whose neighbours do not have the extension, is not introduced.
#[test]
fn without_a_neighbour_of_both_nobody_is_introduced() {
    let mut alone = swarm(true, 1.0);
    alone.groups.remove(0);
    let (_, log) = run_until(&alone, 1, 300.0);
    assert_eq!(met(&log).len(), 0);

    // Those that let calls in could introduce the others, but their client does not know how.
    let mut ignorant = swarm(true, 1.0);
    let mut plain = ignorant.peer.clone();
    plain.extensions.holepunch = false;
    ignorant.groups[0].client = Some(Box::new(plain));
    let (_, log) = run_until(&ignorant, 1, 300.0);
    assert_eq!(met(&log).len(), all_pairs(OPEN + SHUT) - all_pairs(SHUT));
    assert!(!log.iter().any(|(_, event)| matches!(event, Event::Introduced { .. })));
}

/// A neighbour that does not know the peer says so, and another one is asked, as often as the settings say.
#[test]
fn a_relay_that_does_not_know_the_peer_says_so_and_another_is_asked() {
    let refusals = |relays_tried| {
        let mut sparse = swarm(true, 1.0);
        sparse.peer.extensions.relays_tried = relays_tried;
        // Those that let calls in take few: a shut home is connected to some of them only.
        let mut few = sparse.peer.clone();
        (few.neighbours.connections_max, few.neighbours.initiate_max) = (8, 0);
        few.neighbours.when_full = swarmscope_core::scenario::config::WhenFull::Refuse;
        sparse.groups[0].client = Some(Box::new(few));
        let (_, log) = run_until(&sparse, 1, 120.0);
        let said =
            |kind| log.iter().filter(|(_, event)| matches!(event, Event::Sent { kind: k, .. } if *k == kind)).count();
        let shut = met(&log).into_iter().filter(|&(a, b)| is_shut(a) && is_shut(b)).count();
        assert!(said(248) >= said(250) && said(250) > 0, "requests and refusals");
        shut
    };
    let (one, many) = (refusals(1), refusals(20));
    assert!(one < many, "{one} pairs after one try, {many} after up to twenty");
}

/// The measures of the graph say what it is: with introductions each has all others as neighbours; without, those that are shut are two
/// connections apart.
#[test]
fn the_graph_of_connections_is_measured() {
    for holepunch in [true, false] {
        let (sim, log) = run_until(&swarm(holepunch, 1.0), 1, 300.0);
        let overlay = sim.measures().overlay;
        let n = f64::from(OPEN + SHUT);
        let of = |is: fn(&Event) -> bool| log.iter().filter(|(_, event)| is(event)).count() as u64;
        assert_eq!(overlay.connections, of(|event| matches!(event, Event::Connected { .. })));
        assert_eq!(overlay.unanswered, of(|event| matches!(event, Event::CallUnanswered { .. })));
        assert_eq!(overlay.introduced, of(|event| matches!(event, Event::Introduced { .. })));
        let pairs = met(&log).len() as f64;
        assert_eq!(overlay.degree_mean, Some(2.0 * pairs / n));
        assert_eq!(overlay.diameter, Some(if holepunch { 1 } else { 2 }));
        // Without, each open one's 39 neighbours lack the pairs of the 20 that are shut, and those 20 have the open ones alone.
        let open = 1.0 - all_pairs(SHUT) as f64 / all_pairs(OPEN + SHUT - 1) as f64;
        let expected = if holepunch { 1.0 } else { (open + 1.0) / 2.0 };
        assert!((overlay.clustering.unwrap() - expected).abs() < 1e-12, "{:?} is not {expected}", overlay.clustering);
    }
}
