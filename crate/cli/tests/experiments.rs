//! The published results in short: every file is read, every row is covered, and the short versions come out.

mod common;

use common::swarmscope;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
    // X rows are results that nobody asked for by name.
    for row in 1..=12 {
        assert!(all.values().any(|it| it["row"] == format!("X{row}")), "nothing covers X{row}");
    }
    for (name, it) in &all {
        assert!(it["quick"].is_object(), "{name} has no short version");
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

/// What the claims say comes out, and each names its threads and the two sides that it compares.
#[test]
fn claims_come_out_and_name_their_threads() {
    let claims = folder().join("claims");
    let done = swarmscope(&["claim", "all", "--quick", "--from", claims.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{text}");
    for path in fs::read_dir(&claims).unwrap().map(|entry| entry.unwrap().path()) {
        let Some("json") = path.extension().and_then(|ending| ending.to_str()) else { continue };
        let claim: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let title = claim["title"].as_str().unwrap();
        assert!(text.contains(&format!("| {title} | [")), "{title} is not in the table:\n{text}");
        assert!(claim["seeds"].as_u64() >= Some(10) && !claim["compare"].as_array().unwrap().is_empty(), "{title}");
        for thread in claim["threads"].as_array().unwrap() {
            let thread = thread.as_str().unwrap();
            assert!(thread.starts_with("https://") && text.contains(&format!("]({thread})")), "{thread}");
        }
    }
    // Each side can be opened.
    assert!(text.contains("](http://localhost:5173/#v2="), "{text}");
}

#[test]
fn a_claim_that_is_not_there_is_refused() {
    let claims = folder().join("claims");
    let done = swarmscope(&["claim", "c99", "--from", claims.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2));
    assert!(text.contains("claim") && text.contains("c99") && text.contains("c1_endgame"), "{text}");
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
        ("\"upload_rate\": 131072", "\"upload_rate\": 0", "groups[0].upload_rate is out of range"),
        ("\"measure\": \"rounds\"", "\"measure\": \"round\"", "measure: expected one of the measures (got round)"),
        ("\"profile\"", "\"profil\"", "peer.profil"),
        ("\"claim\"", "\"clam\"", "clam"),
        ("\"stat\": \"each\"", "\"stat\": \"eech\"", "unknown variant `eech`, expected one of `median`"),
        ("\"in\"", "\"inn\"", "a check takes one of `in`, `order`, `within`, `difference`, `ratio`"),
    ] {
        assert!(text.contains(old), "{old}");
        fs::write(from.join("wrong.json"), text.replace(old, new)).unwrap();
        let done = swarmscope(&["experiment", "wrong", "--from", from.to_str().unwrap()]);
        let line = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{line}");
        assert!(line.contains("wrong.json") && line.contains(said), "{line}");
    }
    // Checks that can only pass, and what would leave nothing to check.
    for (old, new, said) in [
        ("\"in\": [0.5, null]", "\"in\": [null, null]", "(got [null, null])"),
        ("\"in\": [0.5, null]", "\"in\": [2, 1]", "(got [2, 1])"),
        ("\"seeds\": 10", "\"seeds\": 0", "seeds is out of range: expected 1 to"),
        (
            "\"variants\": [\"b\"]",
            "\"variants\": [\"c\"]",
            "quick.variants[0]: expected one of the variants a, b (got c)",
        ),
        ("\"name\": \"b\"", "\"name\": \"a\"", "variants[1].name: expected a name of its own (got a)"),
        ("\"order\": [\"a\", \"b\"]", "\"order\": [\"a\"]", "(got 1 of them)"),
        (
            "\"of\": \"last_s\", \"over\": 2",
            "\"of\": \"measures.utilization\", \"over\": 2",
            "measures.x: expected a figure such as measures.utilisation, measures.classes.leecher.utilisation",
        ),
        (
            "\"order\": [\"a\", \"b\"]",
            "\"in\": [1, null], \"ratio\": [\"a\", \"a\"]",
            "ratio: expected two variants (got a)",
        ),
        ("\"order\": [\"a\", \"b\"]", "\"in\": [1, 0], \"difference\": [\"b\", \"a\"]", "(got [1, 0])"),
        ("\"over\": 2", "\"over\": 0", "measures.x.over: expected a number that is not zero (got 0)"),
    ] {
        assert!(SMALL.contains(old), "{old}");
        fs::write(from.join("wrong.json"), SMALL.replace(old, new)).unwrap();
        let done = swarmscope(&["experiment", "wrong", "--from", from.to_str().unwrap()]);
        let line = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{line}");
        assert!(line.contains("wrong.json") && line.contains(said), "{said}: {line}");
    }
    let done = swarmscope(&["experiment", "G99", "--from", folder().to_str().unwrap()]);
    let line = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(line.contains("experiment: expected all, a row such as G1, or one of g01"), "{line}");
}

/// An experiment of two tiny swarms; nobody aborts, so that the second measure would be a division by nothing.
const SMALL: &str = r#"{
  "row": "X0", "title": "small", "claim": "c", "source": "s", "published": "p",
  "scenario": {
    "torrent": { "pieces": 8, "piece_length": 16384 }, "peer": { "profile": "reference" },
    "groups": [{ "name": "seeder", "have": "all" }, { "name": "leecher", "count": 3, "leave": "never" }], "end_s": 200
  },
  "variants": [{ "name": "a" }, { "name": "b", "changes": { "/groups/1/count": 6 } }],
  "measures": {
    "x": { "of": "last_s", "over": 2 }, "y": { "of": "last_s", "over": "measures.aborted" }
  },
  "seeds": 10,
  "checks": [{ "variant": "a", "measure": "x", "in": [0.5, null] }, { "order": ["a", "b"], "measure": "x" }],
  "quick": { "seeds": 3, "variants": ["b"] }
}"#;

#[test]
fn over_nothing_there_is_no_figure() {
    let from = scratch("over_nothing");
    fs::write(
        from.join("small.json"),
        SMALL.replace("\"variant\": \"a\", \"measure\": \"x\"", "\"variant\": \"a\", \"measure\": \"y\""),
    )
    .unwrap();
    let done = swarmscope(&["experiment", "small", "--seeds", "4", "--from", from.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(done.status.code(), Some(1), "{text}{}", String::from_utf8_lossy(&done.stderr));
    assert!(text.contains("4 runs without this figure"), "{text}");
}

#[test]
fn differences_and_ratios_of_variants_are_checked_with_their_intervals() {
    let from = scratch("contrast");
    let run = |check: &str| {
        fs::write(from.join("small.json"), SMALL.replace("{ \"order\": [\"a\", \"b\"], \"measure\": \"x\" }", check))
            .unwrap();
        let done = swarmscope(&["experiment", "small", "--seeds", "8", "--from", from.to_str().unwrap()]);
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    // Six leechers take longer than three.
    let (code, text) = run(r#"{ "ratio": ["b", "a"], "measure": "x", "in": [1, null] }"#);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("pass       x: b over a >= 1 (the 95 % interval of the ratio, paired by seed)"), "{text}");
    assert!(text.contains("; 8 pairs, correlation "), "{text}");
    let (code, text) = run(r#"{ "difference": ["a", "b"], "measure": "x", "in": [0, null], "by": "estimate" }"#);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("FAIL       x: a minus b >= 0 (the shift, paired by seed)"), "{text}");
}

#[test]
fn kept_runs_are_those_of_the_experiment_as_it_is() {
    let from = scratch("kept");
    let run = |out: &str, more: &[&str]| {
        let out = from.join(out);
        let words = ["experiment", "small", "--from", from.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let done = swarmscope(&[&words[..], more].concat());
        assert_ne!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
        (fs::read_to_string(out.join("small.csv")).unwrap(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    fs::write(from.join("small.json"), SMALL).unwrap();
    run("one", &["--seeds", "2"]);
    let (more, told) = run("one", &["--seeds", "4", "--keep"]);
    assert_eq!((&more, told.as_str()), (&run("two", &["--seeds", "4"]).0, ""));
    // Another scenario under the same name, in one of its variants.
    fs::write(from.join("small.json"), SMALL.replace("\"/groups/1/count\": 6", "\"/groups/1/count\": 7")).unwrap();
    let (changed, told) = run("one", &["--seeds", "4", "--keep"]);
    assert_ne!(changed, more);
    assert_eq!(changed, run("two", &["--seeds", "4"]).0);
    assert!(told.contains("other runs of b") && !told.contains("other runs of a"), "{told}");
}

#[test]
fn a_damaged_row_of_a_report_is_refused_with_its_line_and_column() {
    let from = scratch("damaged");
    fs::write(from.join("small.json"), SMALL).unwrap();
    let csv = from.join("out/small.csv");
    let words = ["experiment", "small", "--from", from.to_str().unwrap(), "--out", from.join("out").to_str().unwrap()]
        .map(str::to_owned);
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["--seeds", "4", "--keep"]).collect();
    assert_ne!(swarmscope(&words).status.code(), Some(2));
    let whole = fs::read_to_string(&csv).unwrap();
    let row = whole.lines().nth(1).unwrap();
    for (damaged, said) in [
        (row.replacen("a,1,", "a,one,", 1), "small.csv: line 2: column seed: expected a whole number from 1 (got one)"),
        (row.replacen("a,1,0,", "a,1,0x,", 1), "line 2: column laws_broken: expected a number or nothing (got 0x)"),
        (row[..row.len() - 3].to_owned(), "line 2: column trace_hash: expected 16 hexadecimal digits or nothing"),
        (row.rsplit_once(',').unwrap().0.to_owned(), "line 2: expected 6 cells (got 5)"),
    ] {
        assert_ne!(damaged, row);
        fs::write(&csv, whole.replacen(row, &damaged, 1)).unwrap();
        let done = swarmscope(&words);
        let line = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{line}");
        assert!(line.contains(said), "{line}");
    }
}
