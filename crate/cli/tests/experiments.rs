//! The published results in short: every file is read, every row is covered, and the short versions come out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn swarmscope(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_swarmscope")).args(words).output().expect("the binary starts")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/experiments")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("experiments").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Every experiment by its name, as JSON.
fn experiments() -> BTreeMap<String, serde_json::Value> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap())
        })
        .collect()
}

/// Those whose short version does not come out yet, and why: a known wrong answer is held to, so that it is noticed when it
/// comes right.
const KNOWN_TO_FAIL: &[&str] = &[];

#[test]
fn every_row_is_covered_and_measured_often_enough() {
    let all = experiments();
    // G13 comes with the DHT.
    for row in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15] {
        assert!(all.values().any(|it| it["row"] == format!("G{row}")), "nothing covers G{row}");
    }
    for (name, it) in &all {
        let seeds = it["seeds"].as_u64().unwrap();
        let drawn = it["builtin"].is_string();
        assert!(seeds >= 10 || drawn, "{name}: {seeds} seeds");
        if it["scenario"].is_object() {
            // Who goes when, and which random, decide by a factor of two: they are never left to a default.
            let told = it["scenario"].to_string() + &it["variants"].to_string();
            assert!(told.contains("\"profile\""), "{name} names no client");
        }
        for text in ["claim", "source", "published", "title"] {
            assert!(it[text].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {text}");
        }
    }
}

#[test]
fn short_versions_come_out() {
    let done = swarmscope(&["experiment", "all", "--quick", "--from", folder().to_str().unwrap()]);
    let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    let failed: Vec<&str> = text
        .split("\n\n")
        .filter(|block| block.contains("\n  FAIL "))
        .map(|block| block.trim().lines().next().unwrap().rsplit('(').next().unwrap().trim_end_matches(')'))
        .collect();
    let total = experiments().len();
    assert!(text.contains(&format!("{} of {total} experiments came out", total - KNOWN_TO_FAIL.len())), "{text}");
    assert_eq!(failed, KNOWN_TO_FAIL, "{text}");
    assert_eq!(done.status.code(), Some(i32::from(!KNOWN_TO_FAIL.is_empty())));
}

#[test]
fn a_report_is_written_and_the_same_again() {
    let (one, other) = (scratch("one"), scratch("other"));
    for out in [&one, &other] {
        let done = swarmscope(&[
            "experiment",
            "g04_swarms",
            "--quick",
            "--from",
            folder().to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
    for name in ["README.md", "g04_swarms.md", "g04_swarms.csv", "g04_swarms.svg"] {
        let [one, other] = [&one, &other].map(|out| fs::read_to_string(out.join(name)).unwrap());
        assert_eq!(one, other, "{name}");
    }
    let index = fs::read_to_string(one.join("README.md")).unwrap();
    assert!(index.contains("(g04_swarms.md) | 5 of 5 | pass |") && index.contains("| not run |"), "{index}");
    assert_eq!(fs::read_to_string(one.join("g04_swarms.csv")).unwrap().lines().count(), 1 + 4 * 5);
}

/// Broken by keeping whatever a report has: figures of two models in one table.
#[test]
fn kept_runs_of_another_build_are_made_again() {
    let out = scratch("kept");
    let from = folder();
    let words = [
        "experiment",
        "g04_swarms",
        "--quick",
        "--from",
        from.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--keep",
    ];
    let table = out.join("g04_swarms.csv");
    assert!(swarmscope(&words).status.success());
    let true_table = fs::read_to_string(&table).unwrap();

    // A run that nobody looks at again is believed, as long as the first of its variant is of this build.
    let told = |from: &str, to: &str| {
        fs::write(&table, true_table.replacen(from, to, 1)).unwrap();
        let said = String::from_utf8(swarmscope(&words).stdout).unwrap();
        (said.contains("of another build"), fs::read_to_string(&table).unwrap())
    };
    let lines: Vec<&str> = true_table.lines().collect();
    let (first, second) = (lines[1], lines[2]);
    let other = |line: &str| format!("{}0000000000000000", &line[..line.len() - 16]);
    let (noticed, after) = told(second, &other(second));
    assert!(!noticed && after.contains(&other(second)), "{after}");
    let (noticed, after) = told(first, &other(first));
    assert!(noticed && after == true_table, "{after}");
}

#[test]
fn what_does_not_come_out_is_told_and_ends_with_one() {
    let from = scratch("fails");
    let text = fs::read_to_string(folder().join("g12_gossip.json")).unwrap();
    fs::write(from.join("fails.json"), text.replace("12.64", "2.64").replace("13.24", "3.24")).unwrap();
    let done = swarmscope(&[
        "experiment",
        "fails",
        "--quick",
        "--from",
        from.to_str().unwrap(),
        "--out",
        from.to_str().unwrap(),
    ]);
    assert_eq!(done.status.code(), Some(1));
    let index = fs::read_to_string(from.join("README.md")).unwrap();
    assert!(index.contains("**FAIL**") && index.contains("## What did not come out"), "{index}");
}

#[test]
fn mistakes_in_an_experiment_are_told_by_their_field() {
    let from = scratch("wrong");
    let text = fs::read_to_string(folder().join("g04_swarms.json")).unwrap();
    for (old, new, said) in [
        ("\"upload_rate\": 131072", "\"upload_rate\": 0", "groups[0].upload_rate: 0 is not allowed"),
        ("\"measure\": \"rounds\"", "\"measure\": \"round\"", "measure: round is not allowed"),
        ("\"profile\"", "\"profil\"", "peer.profil"),
        ("\"claim\"", "\"clam\"", "clam"),
    ] {
        assert!(text.contains(old), "{old}");
        fs::write(from.join("wrong.json"), text.replace(old, new)).unwrap();
        let done = swarmscope(&["experiment", "wrong", "--from", from.to_str().unwrap()]);
        let line = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{line}");
        assert!(line.contains("wrong.json") && line.contains(said), "{line}");
    }
    let done = swarmscope(&["experiment", "G99", "--from", folder().to_str().unwrap()]);
    let line = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(line.contains("experiment: G99 is not allowed; it takes all, a row such as G5, or one of g01"), "{line}");
}
