//! The golden table: hashes of runs that every build must repeat, native or wasm.
//!
//! Owns which runs those are. `tests/web.rs` compiles this file too, and holds wasm to the same table.

use crate::{drawn, drawn_clients};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::{Scenario, presets::PRESETS};
use swarmscope_core::sim::Sim;

/// Drawn scenarios in the table.
const DRAWN: u64 = 24;
/// And of those in which clients, networks and populations are drawn too.
const CLIENTS: u64 = 36;
/// Simulated time of each run.
pub const UNTIL: Nanos = Nanos::from_secs(100);

/// The runs of the table by name, in its order.
pub fn scenarios() -> impl Iterator<Item = (String, Scenario)> {
    let presets = PRESETS.iter().map(|&(name, make)| (name.to_owned(), make()));
    let drawn = (0..DRAWN).map(|number| (format!("drawn_{number}"), drawn::scenario(number)));
    let clients = (0..CLIENTS).map(|number| (format!("client_{number}"), drawn_clients::clients(number)));
    presets.chain(drawn).chain(clients)
}

/// The table as text: name, events, trace hash, state hash.
pub fn table() -> String {
    scenarios().map(|(name, scenario)| row(&name, scenario)).collect()
}

fn row(name: &str, scenario: Scenario) -> String {
    let mut sim = Sim::new(&scenario.validate().expect("the table's scenarios are valid"), 1);
    sim.advance(UNTIL, u64::MAX);
    format!("{name} {} {:016x} {:016x}\n", sim.events(), sim.trace_hash(), sim.state_hash())
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_build_repeats_the_golden_table_twice() {
    for _ in 0..2 {
        crate::golden_file::compare("hashes.txt", &table());
    }
}
