//! `swarmscope bench` on one swarm: the suite measures the machine, this is what it counts.

use std::process::{Command, Output};

fn bench(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_swarmscope")).arg("bench").args(words).output().expect("the binary starts")
}

/// The same way as `swarmscope run` goes, whose hash stands in the golden table.
#[test]
fn one_swarm_is_measured_and_goes_the_way_it_goes_elsewhere() {
    let done = bench(&["--workload", "seed_story", "--json"]);
    let text = String::from_utf8(done.stdout).unwrap();
    let figures: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(done.status.success(), "{text}");
    assert_eq!((figures["blocks"].as_u64(), figures["peers"].as_u64()), (Some(480), Some(4)), "{text}");
    let golden = include_str!("../../../tests/golden/presets.txt");
    let line = golden.lines().find(|line| line.starts_with("seed_story           1")).expect("the table has it");
    assert!(line.ends_with(figures["trace_hash"].as_str().expect("a hash")), "{line} {text}");
    for name in ["run_s", "heap", "allocations"] {
        assert!(figures[name].as_f64() > Some(0.0), "{name}: {text}");
    }
}

#[test]
fn the_workload_for_comparisons_has_a_hundred_thousand_blocks() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/scenarios/200x100x5.json");
    let done = bench(&["--workload", file]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{text}");
    assert!(text.contains("useful blocks   100,000, ") && text.contains("cpu of the run"), "{text}");
}

#[test]
fn a_swarm_that_is_not_there_is_refused() {
    let done = bench(&["--workload", "no_such_swarm"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().starts_with("no_such_swarm: there is no such file"));
    assert_eq!(bench(&["--json"]).status.code(), Some(2));
}
