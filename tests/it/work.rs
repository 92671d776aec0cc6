//! Work of a block: how many events the engine handles for it, and how many messages of which kind it takes. Counts, which are the
//! same on every machine, guard what a time in continuous integration could not.
//!
//! `npm run bless -- work` writes the file anew; more work for the same block wants a reason.

use crate::golden_file;
use std::fmt::Write;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::{Scenario, presets};
use swarmscope_core::sim::Sim;

const HAVE: u8 = 4;
const REQUEST: u8 = 6;

#[derive(Default)]
struct Work {
    told: u64,
    requests: u64,
    haves: u64,
    others: u64,
    blocks: u64,
}

fn row(name: &str, scenario: Scenario) -> String {
    let mut sim = Sim::new(&scenario.validate().expect("the scenarios are valid"), 1);
    sim.record(true);
    let mut work = Work::default();
    while !sim.is_finished() && sim.now() < Nanos::from_secs(3600) {
        sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
        for (_, event) in sim.take_log() {
            work.told += 1;
            match event {
                Event::Sent { kind: HAVE, .. } => work.haves += 1,
                Event::Sent { kind: REQUEST, .. } => work.requests += 1,
                Event::Sent { .. } => work.others += 1,
                Event::BlockReceived { .. } => work.blocks += 1,
                _ => {}
            }
        }
    }
    let each = |count: u64| format!("{:.3}", count as f64 / work.blocks as f64);
    let Work { told, requests, haves, others, blocks } = work;
    let cells = [sim.events(), told, requests, haves, others].map(each);
    let mut line = format!("{name:<18}{blocks:>8}");
    cells.iter().for_each(|cell| write!(line, "{cell:>10}").unwrap());
    line + "\n"
}

#[test]
fn a_block_takes_the_work_that_it_took() {
    let mut text = format!("{:<18}{:>8}", "run, seed 1", "blocks");
    ["handled", "told", "requests", "haves", "others"].iter().for_each(|name| write!(text, "{name:>10}").unwrap());
    text.push('\n');
    for name in ["seed_story", "flash_crowd", "super_seeding", "clients"] {
        text += &row(name, presets::by_name(name).expect("it is a preset"));
    }
    let parsed = Scenario::parse(include_str!("../scenarios/200x100x5.json")).expect("the scenario is valid");
    text += &row("200x100x5", (*parsed.scenario).clone());
    golden_file::compare("work.txt", &text);
}
