//! Faults that a person brings about while a swarm runs: another behaviour, connections that are cut, people who are parted.

use crate::swarm::{KB, Log, at, bytes_between, command, leechers, moments, run, run_until, seeders, start, swarm};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::scenario::config::{Behaviour, Group};
use swarmscope_core::view::codes::PeerState;

/// A seeder, three leechers and three in a group of their own.
fn two_camps() -> Scenario {
    let others = Group { name: "other".into(), ..leechers(3, 40 * KB) };
    let mut scenario = swarm(100, 65_536, &[seeders(1, 80 * KB), leechers(3, 40 * KB), others]);
    scenario.tracker.min_interval_s = swarmscope_core::scenario::config::Secs(20.0);
    scenario
}

fn part(groups: &[u32]) -> Command {
    Command::Partition { groups: groups.to_vec(), regions: Vec::new() }
}

/// Between whom blocks arrived, and who was connected, while people were parted.
fn crossings(log: &Log, from_s: f64, to_s: f64, is_apart: impl Fn(PeerIdx) -> bool) -> usize {
    let within = |now: Nanos| (from_s..to_s).contains(&now.as_secs_f64());
    let crosses = |event: &Event| match *event {
        Event::BlockReceived { from, to, .. } => is_apart(from) != is_apart(to),
        Event::Connected { a, b } => is_apart(a) != is_apart(b),
        _ => false,
    };
    log.iter().filter(|(now, event)| within(*now) && crosses(event)).count()
}

#[test]
fn nothing_crosses_a_partition_and_after_it_everybody_finishes() {
    let is_apart = |peer: PeerIdx| peer.0 >= 4;
    for seed in 1..=3 {
        let mut scenario = two_camps();
        scenario.commands = vec![command(20.0, part(&[2])), command(300.0, part(&[]))];
        let (sim, log) = run(&scenario, seed);
        assert!(crossings(&log, 0.0, 20.0, is_apart) > 10, "there is something to cut");
        assert_eq!(crossings(&log, 20.0, 300.0, is_apart), 0, "seed {seed}");
        let unanswered = moments(
            &log,
            |event| matches!(*event, Event::CallUnanswered { from, to } if is_apart(from) != is_apart(to)),
        );
        assert!(unanswered.iter().any(|s| (35.0..315.0).contains(s)), "calls across get no answer: {unanswered:?}");
        assert!(crossings(&log, 300.0, 20_000.0, is_apart) > 0, "they meet again");
        let late: Vec<_> = sim.summary().peers.iter().skip(4).map(|peer| peer.completed_s).collect();
        assert!(late.iter().all(|s| s.is_some_and(|s| s > 300.0)), "the others have no whole copy before: {late:?}");
        assert_eq!(sim.summary().completed, 6);
    }
}

#[test]
fn whoever_comes_to_a_group_that_is_parted_is_parted_too() {
    let mut scenario = two_camps();
    scenario.groups[2].arrival = at(30.0);
    scenario.commands = vec![command(20.0, part(&[2]))];
    let (sim, log) = run_until(&scenario, 1, 200.0);
    assert_eq!(crossings(&log, 0.0, 200.0, |peer| peer.0 >= 4), 0);
    assert_eq!(sim.summary().peers[5].downloaded, 0);
}

#[test]
fn people_of_a_region_are_parted() {
    let mut scenario = two_camps();
    scenario.groups[1].region = 7;
    scenario.commands = vec![command(20.0, Command::Partition { groups: Vec::new(), regions: vec![7] })];
    let (_, log) = run_until(&scenario, 1, 200.0);
    assert_eq!(crossings(&log, 20.0, 200.0, |peer| (1..4).contains(&peer.0)), 0);
    assert!(bytes_between(&log, 0, 4, 20.0, 200.0) > 0, "the seeder serves those on its side");
}

#[test]
fn a_cut_connection_carries_nothing_and_both_ends_know() {
    let mut sim = start(&two_camps(), 1);
    sim.advance(Nanos::from_secs(20), u64::MAX);
    let neighbours = |sim: &swarmscope_core::sim::Sim, peer: u32| -> Vec<u32> {
        sim.inspect(PeerIdx(peer)).unwrap().neighbours.iter().map(|row| row.peer).collect()
    };
    assert!(neighbours(&sim, 1).contains(&2));
    sim.take_log();
    sim.apply(Command::Cut { peer: 1, other: Some(2) }).unwrap();
    assert!(!neighbours(&sim, 1).contains(&2) && !neighbours(&sim, 2).contains(&1));
    assert!(neighbours(&sim, 1).contains(&0), "its other connections stand");
    sim.apply(Command::Cut { peer: 0, other: None }).unwrap();
    assert!((1..7).all(|peer| !neighbours(&sim, peer).contains(&0)));
    let closed = moments(&sim.take_log(), |event| matches!(event, Event::Closed { .. }));
    assert_eq!(closed.len(), 2 + 2 * 6, "each side says so");
    sim.advance(sim.end(), u64::MAX);
    assert_eq!(sim.summary().completed, 6, "they connect again");
    assert_eq!(sim.laws().violations, []);
}

#[test]
fn a_peer_stops_uploading_and_begins_again() {
    let mut scenario = two_camps();
    let behave = |behaviour| Command::Behave { peer: 0, behaviour };
    scenario.commands = vec![command(20.0, behave(Behaviour::FreeRider)), command(120.0, behave(Behaviour::Honest))];
    let (sim, log) = run(&scenario, 1);
    let sent = |from_s, to_s| (1..7).map(|peer| bytes_between(&log, 0, peer, from_s, to_s)).sum::<u64>();
    assert!(sent(0.0, 20.0) > 0);
    assert_eq!(sent(20.2, 120.0), 0, "a free rider serves nobody");
    assert!(sent(120.0, 20_000.0) > 0);
    assert_eq!(sim.summary().completed, 6);
}

#[test]
fn a_peer_that_sends_corrupt_blocks_keeps_its_pieces_and_is_banned() {
    let mut scenario = two_camps();
    scenario.commands = vec![command(60.0, Command::Behave { peer: 1, behaviour: Behaviour::Polluter })];
    let (sim, log) = run(&scenario, 1);
    let genuine = |is: bool| {
        moments(&log, |event| matches!(*event, Event::BlockReceived { from: PeerIdx(1), genuine, .. } if genuine == is))
    };
    assert!(genuine(true).iter().all(|s| *s < 60.5), "what it had sent before was right");
    assert!(!genuine(false).is_empty() && genuine(false).iter().all(|s| *s > 60.0));
    let brought = moments(&log, |event| matches!(event, Event::Brought { peer: PeerIdx(1), .. }));
    assert!(!brought.is_empty() && brought.iter().all(|s| *s == 60.0), "it has what it had");
    assert!(!moments(&log, |event| matches!(event, Event::Banned { peer: PeerIdx(1), .. })).is_empty());
    assert_eq!(sim.summary().peers[1].behaviour, Behaviour::Polluter);
}

#[test]
fn a_peer_that_is_gone_or_leaving_is_passed_over() {
    let mut sim = start(&two_camps(), 1);
    sim.advance(Nanos::from_secs(20), u64::MAX);
    sim.apply(Command::RemovePeers { peers: vec![3], crash: true }).unwrap();
    sim.apply(Command::Behave { peer: 3, behaviour: Behaviour::FreeRider }).unwrap();
    sim.apply(Command::Cut { peer: 3, other: None }).unwrap();
    sim.apply(Command::Cut { peer: 99, other: Some(0) }).unwrap();
    sim.advance(Nanos::from_secs(60), u64::MAX);
    assert_eq!(sim.summary().peers[3].state, PeerState::Crashed);
    assert_eq!(sim.laws().violations, []);
}

#[test]
fn what_cannot_be_done_is_refused_with_its_place() {
    let mut sim = start(&two_camps(), 1);
    for (command, told) in [
        (Command::Cut { peer: 2, other: Some(2) }, "command.cut.other: expected the number of another peer (got 2)"),
        (part(&[1, 70_000]), "command.partition.groups[1] is out of range: expected 0 to 65535 (got 70000)"),
        (
            Command::Partition { groups: Vec::new(), regions: vec![10_001] },
            "command.partition.regions[0] is out of range: expected 0 to 10000 (got 10001)",
        ),
    ] {
        let errors = sim.apply(command).unwrap_err();
        assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
    }
}
