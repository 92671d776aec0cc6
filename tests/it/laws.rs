//! The laws of the swarm hold in drawn scenarios, with every book kept, and the swarm ends well.

use crate::{drawn, drawn_clients};
use swarmscope_core::sim::Sim;
use swarmscope_core::units::Nanos;

#[test]
fn the_laws_hold_in_drawn_swarms() {
    for number in 0..300 {
        let scenario = drawn::scenario(number).validate().unwrap();
        let mut sim = Sim::new(&scenario, number);
        sim.strict();
        while !sim.is_finished() && sim.now() < sim.end() {
            sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
            assert_eq!(sim.laws().violations, [], "drawn scenario {number}");
        }
        if !sim.is_finished() {
            let s = sim.summary();
            panic!("{number}: {} of {} at {} {:#?}", s.completed, s.leechers, sim.now(), s.peers);
        }
    }
}

#[test]
fn the_laws_hold_whatever_clients_networks_and_populations_are() {
    for number in 0..240 {
        let scenario = drawn_clients::clients(number).validate().unwrap();
        let mut sim = Sim::new(&scenario, number);
        sim.strict();
        while !sim.is_finished() && sim.now() < sim.end() {
            sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
            assert_eq!(sim.laws().violations, [], "drawn clients {number}");
        }
    }
}
