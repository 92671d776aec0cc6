//! `swarmscope bench` on one swarm: the suite measures the machine, this is what it counts.

mod common;

use common::swarmscope;

/// The same way as `swarmscope run` goes, whose hash stands in the golden table.
#[test]
fn one_swarm_is_measured_and_goes_the_way_it_goes_elsewhere() {
    let done = swarmscope(&["bench", "--workload", "seed_story", "--json"]);
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
    let done = swarmscope(&["bench", "--workload", file]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{text}");
    assert!(text.contains("useful blocks   100,000, ") && text.contains("cpu of the run"), "{text}");
}

#[test]
fn a_swarm_that_is_not_there_is_refused() {
    let done = swarmscope(&["bench", "--workload", "no_such_swarm"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().starts_with("no_such_swarm: there is no such file"));
    assert_eq!(swarmscope(&["bench", "--json"]).status.code(), Some(2));
}

/// Against itself a build goes the same way; what is printed of times is the machine's.
#[test]
fn two_builds_are_compared_in_pairs() {
    let own = env!("CARGO_BIN_EXE_swarmscope");
    let done = swarmscope(&["bench", "--against", own, "--runs", "6x20x4", "--pairs", "2", "--only", "native"]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{text}{}", String::from_utf8_lossy(&done.stderr));
    assert!(text.contains("user seconds of a run, 2 pairs in turn"), "{text}");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let of_run: Vec<&Vec<&str>> = rows.iter().filter(|row| row.first() == Some(&"6x20x4")).collect();
    let [times, memory, entries] = of_run[..] else { panic!("{text}") };
    assert_eq!((times.len(), &times[6..]), (9, &["-", "-", "-"][..]), "a run without targets: {text}");
    assert_eq!((memory[4], memory[6]), (memory[5], "1.00"), "{text}");
    assert_eq!((entries[1], entries[3], entries[5]), (entries[2], "1.00", "yes"), "{text}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    for (words, said) in [
        (&["--against", "no_such_program", "--runs", "6x20x4"][..], "no_such_program: "),
        (&["--against", "x", "--runs", "6x20"], "expected peers x pieces x blocks of a piece"),
        (&["--runs", "6x20x4"], "--against <PROGRAM>"),
        (&["--against", "x", "--pairs", "0"], "invalid value '0' for '--pairs"),
    ] {
        let done = swarmscope(&[&["bench"], words].concat());
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.code() == Some(2) && told.contains(said), "{words:?}: {told}");
    }
}
