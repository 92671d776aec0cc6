//! The laws of the swarm hold in drawn scenarios, with every book kept, and the swarm ends well.

use crate::drawn;
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
fn debug_one() {
    let number = 38;
    let s = drawn::scenario(number);
    eprintln!("{:?}\n{:#?}", s.commands, s.peer);
    for g in &s.groups {
        eprintln!("{g:?}");
    }
    let mut sim = Sim::new(&s.validate().unwrap(), number);
    sim.advance(Nanos::from_secs(20000), u64::MAX);
    for p in &sim.summary().peers {
        eprintln!("{p:?}");
    }
    for i in 0..20 {
        if let Some(v) = sim.inspect(swarmscope_core::ids::PeerIdx(i)) {
            if v.state == "leeching" {
                eprintln!("{i} {:?} {:?}", v.partial, v.neighbours);
            }
        }
    }
}
