//! The laws of the swarm hold in drawn scenarios, with every book kept, and the swarm ends well.

use crate::{drawn, drawn_clients};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::sim::Sim;

/// Runs it to its end, and looks at the laws on the way.
fn lawful(scenario: Scenario, number: u64) -> Sim {
    let name = scenario.name.clone();
    let mut sim = Sim::new(&scenario.validate().unwrap(), number);
    sim.strict();
    while !sim.is_finished() && sim.now() < sim.end() {
        sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
        assert_eq!(sim.laws().violations, [], "{name}");
    }
    sim
}

fn assert_finished(sim: &Sim, number: u64) {
    if !sim.is_finished() {
        let s = sim.summary();
        panic!("{number}: {} of {} at {} {:#?}", s.completed, s.leechers, sim.now(), s.peers);
    }
}

#[test]
fn the_laws_hold_in_drawn_swarms() {
    (0..300).for_each(|number| assert_finished(&lawful(drawn::scenario(number), number), number));
}

#[test]
fn every_picker_ends_well_in_drawn_swarms() {
    (0..60).for_each(|number| assert_finished(&lawful(drawn_clients::pickers(number), number), number));
}

#[test]
fn the_laws_hold_whatever_clients_networks_and_populations_are() {
    (0..240).for_each(|number| drop(lawful(drawn_clients::clients(number), number)));
}
