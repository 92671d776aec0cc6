//! What a person can do to a running swarm: each command, and whom it concerns.

use crate::swarm::{KB, LATENCY, at, bytes_between, leechers, left, moments, neighbours, seeders, start, swarm};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::scenario::config::{Group, Leave, Secs};
use swarmscope_core::view::codes::PeerState;

fn secs(s: u64) -> Nanos {
    Nanos::from_secs(s)
}

fn two_and_four() -> Scenario {
    swarm(400, 65_536, &[seeders(2, 100 * KB), leechers(4, 50 * KB)])
}

#[test]
fn peers_can_be_added() {
    let mut sim = start(&two_and_four(), 1);
    sim.advance(secs(20), u64::MAX);
    sim.apply(Command::AddPeers { group: Group { arrival: at(5.0), ..leechers(3, 50 * KB) } }).unwrap();
    sim.advance(secs(60), u64::MAX);
    let peers = sim.summary().peers;
    assert_eq!(peers.len(), 9);
    for peer in &peers[6..] {
        assert_eq!(peer.joined_s, 25.0, "arrival times count from the command");
        assert!(peer.downloaded > 0);
    }
}

#[test]
fn peers_can_be_removed() {
    for (crash, states, remembered) in [(false, PeerState::Gone, false), (true, PeerState::Crashed, true)] {
        let mut sim = start(&two_and_four(), 1);
        sim.advance(secs(20), u64::MAX);
        sim.apply(Command::RemovePeers { peers: vec![3, 5, 99], crash }).unwrap();
        sim.advance(secs(40), u64::MAX);
        let s = sim.summary();
        let state: Vec<_> = s.peers.iter().map(|peer| peer.state).collect();
        let (up, down) = (PeerState::Seeding, PeerState::Leeching);
        assert_eq!(state, [up, up, down, states, down, states]);
        assert_eq!(neighbours(&sim, 2).contains(&3), remembered);
        assert!(sim.inspect(PeerIdx(3)).is_none());
    }
}

#[test]
fn a_peer_can_be_made_a_seeder() {
    let mut sim = start(&two_and_four(), 1);
    sim.advance(secs(20), u64::MAX);
    let before = sim.summary().peers[4].uploaded;
    sim.apply(Command::MakeSeeder { peer: 4 }).unwrap();
    assert_eq!(sim.inspect(PeerIdx(4)).unwrap().have, 400);
    sim.advance(secs(80), u64::MAX);
    let s = sim.summary();
    assert_eq!((s.peers[4].state, s.peers[4].origin), (PeerState::Seeding, false));
    assert_eq!(s.completed, 0, "it did not become complete in the swarm");
    assert!(s.peers[4].uploaded > before + 50_000 * 40, "it serves with its whole uplink");
    assert_eq!(sim.laws().violations, []);
}

#[test]
fn a_link_can_be_limited() {
    let mut sim = start(&two_and_four(), 1);
    sim.advance(secs(20), u64::MAX);
    sim.apply(Command::LimitLink { peer: 0, upload_rate: Some(10_000), download_rate: None }).unwrap();
    let link = Command::LimitLink { peer: 2, upload_rate: None, download_rate: Some(20_000) };
    sim.apply(link).unwrap();
    sim.take_log();
    sim.advance(secs(120), u64::MAX);
    let log = sim.take_log();
    let sent: u64 = (2..6).map(|peer| bytes_between(&log, 0, peer, 30.0, 120.0)).sum();
    let taken: u64 = (0..6).map(|peer| bytes_between(&log, peer, 2, 30.0, 120.0)).sum();
    assert!((850_000..=920_000).contains(&sent), "{sent} bytes in 90 s at 10 kB/s");
    assert!(taken <= 20_000 * 90 + 16_384, "{taken} bytes in 90 s at 20 kB/s");
    assert_eq!(sim.laws().violations, []);
}

/// One command changes the links of a whole kind: of those that are here, and of those that are still to come.
#[test]
fn the_links_of_a_kind_can_be_limited() {
    let mut scenario = two_and_four();
    scenario.groups.push(Group { arrival: at(40.0), ..leechers(2, 50 * KB) });
    let mut sim = start(&scenario, 1);
    sim.advance(secs(20), u64::MAX);
    sim.apply(Command::LimitLinks { seeders: false, upload_rate: Some(10_000), download_rate: None }).unwrap();
    sim.advance(secs(60), u64::MAX);
    sim.take_log();
    sim.advance(secs(120), u64::MAX);
    let log = sim.take_log();
    let sent = |from: u32| (0..8).map(|to| bytes_between(&log, from, to, 60.0, 120.0)).sum::<u64>();
    for leecher in 2..8 {
        assert!(sent(leecher) <= 10_000 * 60 + 16_384, "{leecher}: {} bytes in 60 s at 10 kB/s", sent(leecher));
    }
    assert!((0..2).all(|seeder| sent(seeder) > 50_000 * 60), "seeders keep theirs");
    assert_eq!(sim.laws().violations, []);
}

/// "Now" sends away who is here. Whoever comes later as a seeder would else be gone before anybody saw it.
#[test]
fn seeders_that_come_after_now_stay() {
    let mut scenario = two_and_four();
    scenario.groups.push(Group { arrival: at(40.0), ..seeders(1, 100 * KB) });
    let mut sim = start(&scenario, 1);
    sim.advance(secs(20), u64::MAX);
    sim.apply(Command::SeedersLeave { leave: Leave::OnCompletion }).unwrap();
    sim.advance(secs(60), u64::MAX);
    for here in [0, 1] {
        assert!(left(&sim, here).is_some_and(|at_s| at_s < 30.0), "after the blocks that are on their way");
    }
    assert_eq!(left(&sim, 6), None);
}

/// The rule changes for those that came as seeders only; "on completion" means now, since they are complete.
#[test]
fn the_seeders_can_be_sent_away() {
    let gone = |leave| {
        let mut scenario = two_and_four();
        scenario.torrent.pieces = 12;
        let mut sim = start(&scenario, 1);
        sim.advance(secs(100), u64::MAX);
        assert_eq!(sim.stats().seeding, 6);
        sim.apply(Command::SeedersLeave { leave }).unwrap();
        sim.advance(secs(300), u64::MAX);
        (0..6).map(|peer| left(&sim, peer)).collect::<Vec<_>>()
    };
    assert_eq!(gone(Leave::OnCompletion), [Some(100.0), Some(100.0), None, None, None, None]);
    assert_eq!(gone(Leave::At { at_s: Secs(200.0) }), [Some(200.0), Some(200.0), None, None, None, None]);
    assert_eq!(gone(Leave::Linger { for_s: Secs(50.0) }), [Some(150.0), Some(150.0), None, None, None, None]);
    assert_eq!(gone(Leave::Never), [None; 6]);
}

#[test]
fn the_tracker_can_be_switched() {
    let mut sim = start(&two_and_four(), 1);
    sim.apply(Command::Tracker { up: false }).unwrap();
    sim.advance(secs(50), u64::MAX);
    let log = sim.take_log();
    assert_eq!(moments(&log, |event| *event == Event::TrackerWent { up: false }), [0.0]);
    assert!(moments(&log, |event| matches!(event, Event::Connected { .. })).is_empty());
    sim.apply(Command::Tracker { up: true }).unwrap();
    sim.advance(secs(70), u64::MAX);
    let log = sim.take_log();
    let connected = moments(&log, |event| matches!(event, Event::Connected { .. }));
    assert!(connected.len() > 6 && connected[0] > 60.0 + LATENCY.as_secs_f64(), "after the retry: {connected:?}");
}
