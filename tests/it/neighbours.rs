//! Neighbours: who is found, kept and refused, and what a large view or a near one changes.

use crate::drawn;
use crate::swarm::{KB, Log, at, completions, leechers, median, riders, run, run_until, seeders, start, swarm};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::NeighbourIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{
    Arrival, Group, NeighbourConfig, NetworkConfig, PeerConfig, Secs, Selection, TrackerConfig, WhenFull,
};
use swarmscope_core::services::bittorrent::{Set, Stage};

fn client(neighbours: NeighbourConfig) -> Option<Box<PeerConfig>> {
    Some(Box::new(PeerConfig { neighbours, ..PeerConfig::default() }))
}

/// Who is connected to whom up to a moment. Each side tells of a close when it knows; the first word counts.
fn pairs(log: &Log, until_s: f64) -> BTreeSet<(u32, u32)> {
    let mut pairs = BTreeSet::new();
    for (_, event) in log.iter().take_while(|(now, _)| now.as_secs_f64() <= until_s) {
        match *event {
            Event::Connected { a, b } => _ = pairs.insert((a.0.min(b.0), a.0.max(b.0))),
            Event::Closed { a, b } => _ = pairs.remove(&(a.0.min(b.0), a.0.max(b.0))),
            _ => {}
        }
    }
    pairs
}

/// Neighbours of one peer.
fn degree(pairs: &BTreeSet<(u32, u32)>, peer: u32) -> usize {
    pairs.iter().filter(|&&(a, b)| a == peer || b == peer).count()
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

/// Links from six latecomers into a swarm whose places are all taken, 5 s after they came, and the bytes that they have after
/// four minutes.
fn latecomers(when_full: WhenFull, seed: u64) -> (usize, u64) {
    let late = Group { arrival: at(60.0), ..leechers(6, 50 * KB) };
    let mut scenario = swarm(400, 262_144, &[seeders(1, 100 * KB), leechers(20, 50 * KB), late]);
    scenario.peer.neighbours = NeighbourConfig {
        initiate_max: 6,
        connections_max: 6,
        refill_below: 6,
        when_full,
        ..NeighbourConfig::default()
    };
    scenario.tracker.min_interval_s = Secs(10.0);
    let (_, log) = run_until(&scenario, seed, 300.0);
    let (before, after) = (pairs(&log, 59.9), pairs(&log, 65.0));
    assert!(before.len() >= 21 * 6 / 2 * 9 / 10, "the places are not taken: {before:?}");
    assert!((0..27).all(|peer| degree(&after, peer) <= 6), "{after:?}");
    let links = after.iter().filter(|&&(a, b)| (a > 20) != (b > 20)).count();
    let bytes = log.iter().map(|(_, event)| match *event {
        Event::BlockReceived { to, bytes, .. } if to.0 > 20 => u64::from(bytes),
        _ => 0,
    });
    (links, bytes.sum())
}

/// Latecomers find places where a random neighbour is dropped. Where all are full and refuse, they find hardly anybody but
/// each other, and starve.
#[test]
fn a_hard_cap_locks_out_those_who_come_late() {
    let of = |when_full| (1..=5).map(|seed| latecomers(when_full, seed)).collect::<Vec<_>>();
    let (refused, dropped) = (of(WhenFull::Refuse), of(WhenFull::DropRandom));
    let links = |all: &[(usize, u64)]| median(all.iter().map(|one| one.0 as f64).collect());
    let bytes = |all: &[(usize, u64)]| median(all.iter().map(|one| one.1 as f64).collect());
    assert!(links(&refused) <= 8.0 && links(&dropped) >= 18.0, "refused {refused:?}, dropped {dropped:?}");
    assert!(bytes(&refused) < 0.75 * bytes(&dropped), "refused {refused:?}, dropped {dropped:?}");
}

/// The tracker names two at a time, leechers ask once, and a seeder with too few neighbours asks again for `refill_numwant`,
/// at most once in `min_interval_s`, until it has `refill_below`.
#[test]
fn a_lonely_seeder_asks_again_and_finds_neighbours() {
    let seeder = |refill_below| {
        let rules = |refill_below| NeighbourConfig {
            numwant: 2,
            refill_numwant: 3,
            refill_below,
            initiate_max: 1000,
            connections_max: 1000,
            ..NeighbourConfig::default()
        };
        let seeder = Group { client: client(rules(refill_below)), ..seeders(1, 50 * KB) };
        let mut scenario = swarm(2000, 262_144, &[seeder, Group { arrival: at(5.0), ..leechers(40, 50 * KB) }]);
        scenario.peer.neighbours = rules(0);
        scenario.tracker.min_interval_s = Secs(15.0);
        let (_, log) = run_until(&scenario, 1, 400.0);
        let told = |mine: bool| {
            let replies = log.iter().filter_map(move |(now, event)| match *event {
                Event::TrackerReplied { peer, n } if (peer.0 == 0) == mine => Some((now.as_secs_f64(), n)),
                _ => None,
            });
            replies.collect::<Vec<_>>()
        };
        assert_eq!(told(false).len(), 40, "who has enough does not ask");
        assert!(told(false).iter().all(|&(_, n)| n <= 2), "{:?}", told(false));
        (told(true), degree(&pairs(&log, 400.0), 0))
    };
    let (once, few) = seeder(0);
    assert_eq!(once.iter().map(|told| told.1).collect::<Vec<_>>(), [0], "nobody was there, and it does not ask again");
    let (asked, many) = seeder(12);
    assert!(few < 10 && many >= 12, "{few} neighbours without asking again, {many} after {asked:?}");
    assert!(asked[1..].iter().all(|told| told.1 == 3), "{asked:?}");
    assert!(asked.windows(2).all(|two| two[1].0 - two[0].0 >= 14.8), "{asked:?}");
    assert!((2..=14).contains(&asked.len()), "it does not stop when it has enough: {asked:?}");
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

/// A lonely seeder asks as often as the tracker allows, or as its client does.
/// Broken by a `least` that is not looked at.
#[test]
fn a_client_has_its_own_least_time_between_announces() {
    let asked = |announce_min_s| {
        let mut scenario = swarm(10, 65_536, &[seeders(1, 50 * KB), leechers(1, KB)]);
        scenario.tracker.min_interval_s = Secs(10.0);
        scenario.peer.neighbours.announce_min_s = Secs(announce_min_s);
        let (_, log) = run_until(&scenario, 1, 600.0);
        log.iter().filter(|(_, event)| matches!(event, Event::Announced { peer, .. } if peer.0 == 0)).count()
    };
    assert!(asked(0.0) >= 29, "once in 20 s at the latest: {}", asked(0.0));
    assert!((3..=6).contains(&asked(120.0)), "{}", asked(120.0));
}

/// A newcomer is told of forty others, and calls all of them at once or so many in a second.
/// Broken by a `call_some` that calls all.
#[test]
fn a_client_calls_so_many_neighbours_in_a_second() {
    let met = |connects_per_s, s| {
        let newcomer = Group { arrival: at(100.0), ..leechers(1, 50 * KB) };
        let mut scenario = swarm(4000, 262_144, &[leechers(40, 50 * KB), newcomer]);
        scenario.peer.neighbours.connects_per_s = connects_per_s;
        let (_, log) = run_until(&scenario, 1, 100.0 + s);
        degree(&pairs(&log, 100.0 + s), 40)
    };
    assert_eq!([met(0, 1.0), met(0, 12.0)], [40, 40]);
    let slowly = [met(5, 1.0), met(5, 4.0), met(5, 12.0)];
    assert!(slowly[0] <= 5 && (15..=20).contains(&slowly[1]) && slowly[2] == 40, "{slowly:?}");
}

/// Peers with all places taken leave the less useful part of their neighbours now and then.
/// Broken by a `turn_over` that does nothing.
#[test]
fn a_full_peer_leaves_neighbours_now_and_then() {
    let closed = |turnover, turnover_above| {
        let mut scenario = swarm(4000, 262_144, &[seeders(1, 50 * KB), leechers(11, 50 * KB)]);
        scenario.peer.neighbours = NeighbourConfig {
            connections_max: 11,
            refill_below: 0,
            turnover,
            turnover_above,
            turnover_every_s: Secs(100.0),
            ..NeighbourConfig::default()
        };
        let (_, log) = run_until(&scenario, 1, 250.0);
        let closes = log.iter().filter(|(_, event)| matches!(event, Event::Closed { .. }));
        closes.map(|(now, _)| now.as_secs_f64()).collect::<Vec<_>>()
    };
    assert_eq!(closed(0.0, 0.9), [0.0; 0]);
    let often = closed(0.2, 0.9);
    assert!(often.len() >= 12 && often.iter().all(|s| *s >= 100.0), "{often:?}");
    assert!(closed(0.2, 1.0).len() < often.len(), "who has places left keeps its neighbours");
}

/// A neighbour that tells of its pieces and says nothing else is not taken for dead, whatever has not arrived yet. Broken by a look
/// at the latest news alone, which may still be on its way.
#[test]
fn news_of_pieces_keeps_a_connection_open() {
    let patient = NeighbourConfig { timeout_s: Secs(12.0), keep_alive_s: Secs(6.0), ..NeighbourConfig::default() };
    let mut scenario = swarm(1000, 32_768, &[seeders(1, 200 * KB), leechers(30, 100 * KB)]);
    scenario.peer.neighbours = patient;
    let (sim, log) = run_until(&scenario, 1, 150.0);
    assert_eq!(sim.stats().leeching, 30, "the swarm is at work all the time");
    // At the beginning some call each other at once.
    let later = log.iter().filter(|(now, _)| now.as_secs_f64() > 10.0);
    let closed = later.filter(|(_, event)| matches!(event, Event::Closed { .. })).count();
    assert_eq!(closed, 0);
}

/// Announces that are lost are repeated after 15 s, 30 s more, and so on (BEP 15): nobody stays alone for good.
#[test]
fn a_lost_announce_is_repeated() {
    let heard = |datagram_loss| {
        let network = NetworkConfig { datagram_loss, ..NetworkConfig::default() };
        let groups = vec![Group { count: 200, ..Group::default() }];
        let (_, log) = run_until(&Scenario { network, groups, ..Scenario::default() }, 1, 120.0);
        let mut first = BTreeMap::new();
        for (at, event) in &log {
            if let Event::TrackerReplied { peer, .. } = event {
                first.entry(*peer).or_insert(at.as_secs_f64());
            }
        }
        let late = first.values().filter(|s| **s > 14.0).count();
        (first.len(), late)
    };
    assert_eq!(heard(0.0), (200, 0));
    let (all, late) = heard(0.2);
    // 0.36 of the exchanges are lost: 72 of 200, standard deviation 7.
    assert!(all > 188 && (50..95).contains(&late), "{all} heard, {late} of them late");
}

/// A peer's books of its neighbours are true, whatever happens: in drawn scenarios, with peers that come and go, chokes, seeds that
/// part, and clients of every kind. The flags stand where a neighbour is and nowhere else, no more are unchoked than there are
/// slots, and what is counted in the availability is what the neighbours have announced, as far as it was read.
/// Broken by a neighbour that leaves a flag or its pieces behind.
#[test]
fn what_is_kept_of_neighbours_is_true() {
    let mut served = 0;
    for number in 0..40 {
        let mut sim = start(&drawn::scenario(number), number);
        while !sim.is_finished() && sim.now() < Nanos::from_secs(300) {
            sim.advance(Nanos::MAX, 500);
            let world = &sim.engine().world;
            for peer in world.peers.sessions() {
                let places = || (0..peer.neighbours.len()).map(|at| NeighbourIdx(at as u16));
                let open = places().filter(|at| peer.neighbours[at.at()].is_open());
                assert!(peer.sets.iter(Set::Open).eq(open), "{} in scenario {number} at {}", peer.idx, sim.now());
                served += peer.sets.count(Set::Unchoked);
                assert!(peer.sets.count(Set::Unchoked) <= peer.upload_slots);
                for at in places() {
                    let neighbour = &peer.neighbours[at.at()];
                    let flags = [Set::Interested, Set::Unchoked, Set::AmInterested, Set::ServesUs];
                    if !neighbour.is_open() {
                        assert!(!flags.into_iter().any(|set| peer.sets.has(set, at)), "a flag of nobody");
                    }
                    if neighbour.stage != Stage::Free {
                        assert_eq!(peer.place_of(neighbour.remote), Some(at));
                        assert_eq!(peer.sets.address(at), (neighbour.remote, neighbour.end));
                        let end = world.net.end(neighbour.end);
                        assert!(end.open && (end.peer, end.at) == (peer.idx, at));
                        assert_eq!(end.serving, peer.sets.has(Set::Unchoked, at));
                    }
                }
                let counted = peer.counted(&world.logs);
                let same = |piece| counted.count(piece) == peer.availability.count(piece);
                assert!((0..peer.have.len()).all(same), "{} in scenario {number}", peer.idx);
            }
        }
    }
    assert!(served > 1000, "the scenarios have nobody who is served: {served}");
}
