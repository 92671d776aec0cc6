//! The laws of the swarm hold in drawn scenarios, followed thoroughly, and the swarm ends well.

use crate::{drawn, drawn_clients};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::observe::laws::LAWS;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::sim::{Sim, SimOptions};

/// Runs it to its end, and looks at the laws on the way.
fn lawful(scenario: Scenario, number: u64) -> Sim {
    let name = scenario.name.clone();
    let options = SimOptions { log: false, ..SimOptions::THOROUGH };
    let mut sim = Sim::with_options(&scenario.validate().unwrap(), number, options);
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

/// MODEL.md tells every law as the catalogue has it, and how many there are.
#[test]
fn the_model_names_every_law() {
    let model = include_str!("../../crate/MODEL.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let catalogue = include_str!("../../crate/catalogue/en.ftl");
    for about in LAWS {
        let id = serde_json::to_value(about.law).unwrap();
        let entry = format!("law-{} = ", id.as_str().unwrap());
        let sentence = catalogue.lines().find_map(|line| line.strip_prefix(&entry)).expect("each law has its sentence");
        let (first, rest) = sentence.split_at(1);
        let within = format!("{}{rest}", first.to_lowercase());
        assert!(model.contains(&within), "crate/MODEL.md does not say: {sentence}");
    }
    assert!(LAWS.len() == 11 && model.contains("eleven laws are checked"), "{} laws", LAWS.len());
}
