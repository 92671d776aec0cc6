//! What counts as a copy: a genuine piece at a peer that uploads.

use crate::swarm::{at, leechers, seeders, swarm};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::stall::StallReason;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Behaviour, Group};
use swarmscope_core::sim::Sim;
use swarmscope_core::view::codes::PeerState;

/// Who has everything and gives nothing genuine brings no copy: that is told at once, also when it is still to come.
#[test]
fn who_gives_nothing_brings_no_copy() {
    for behaviour in [Behaviour::FreeRider, Behaviour::Polluter] {
        for at_s in [0.0, 300.0] {
            let miser = Group { behaviour, arrival: at(at_s), ..seeders(1, 100_000) };
            let scenario = swarm(4, 65_536, &[leechers(3, 100_000), miser]);
            let mut sim = Sim::new(&scenario.validate().unwrap(), 1);
            sim.advance(Nanos::from_secs(30), u64::MAX);
            let stall = sim.stall().expect("nobody has anything");
            assert_eq!((stall.reason, stall.missing), (StallReason::LostPieces, vec![0, 1, 2, 3]), "{behaviour:?}");
        }
    }
}

/// The only genuine seeder goes after .9 of a copy, three polluters stay. What no honest peer has is lost from then on, whatever the
/// polluters announce and send: no count of copies and no count of seeders has them. Broken by `Behaviour::gives` that is always true.
#[test]
fn a_polluters_copy_is_none() {
    let text = include_str!("../fixtures/scenarios/only_polluters_left.json");
    let scenario = (*Scenario::parse(text).unwrap().scenario).clone();
    for seed in 1..=3 {
        let (mut sim, mut log) = (Sim::new(&scenario.clone().validate().unwrap(), seed), Vec::new());
        sim.record(true);
        let mut gone = None;
        while sim.stall().is_none() && sim.now() < Nanos::from_secs(200) {
            sim.advance(sim.now() + Nanos::from_millis(500), u64::MAX);
            log.extend(sim.take_log());
            gone = log.iter().find_map(|(at, event)| matches!(event, Event::Left { .. }).then_some(at.as_secs_f64()));
        }
        let (stall, gone) = (sim.stall().expect("pieces are lost"), gone.expect("the seeder has gone"));
        assert!(
            stall.reason == StallReason::LostPieces && (gone..gone + 1.0).contains(&stall.since_s),
            "{stall:?}, {gone}"
        );
        let nobody: Vec<u32> = (0..40).filter(|&piece| sim.stats().copies[piece as usize] == 0).collect();
        assert!(!nobody.is_empty() && stall.missing == nobody, "{stall:?}");
        let stats = sim.stats();
        assert_eq!((stats.seeding, stats.idle, stats.leeching, stats.rarest_copies()), (0, 3, 5, 0));
        let summary = sim.summary();
        assert!((0.85..1.0).contains(&summary.seed_copies), "{} copies were sent by the seeder", summary.seed_copies);
        assert_eq!(summary.peers[1].state, PeerState::Idle);
    }
}
