//! `swarmscope why`, as a person meets it, and what a log has on demand.

mod common;

use common::{swarmscope, told};
use serde_json::Value;

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&told(words)).unwrap()
}

/// Exercise 7: "Two advantages of optimistic unchoking; why might B choke A although A sends well?" One command tells every decision of B
/// about A in the whole run: A is choked while it sends, because others send more, and its turn for the optimistic slot comes.
#[test]
fn the_records_of_a_pair_answer_why_one_chokes_the_other() {
    let words = ["why", "clients", "--peer", "3", "--other", "24", "--kind", "slot"];
    let found = json(&[&words[..], &["--json", "--limit", "100000"]].concat());
    let records = found["decisions"]["told"].as_array().unwrap();
    assert_eq!(found["decisions"]["left_out"], 0);
    let mut verdicts = Vec::new();
    for record in records {
        assert_eq!(record["peer"], 3);
        let choke = &record["reason"]["choke"];
        assert!(choke["rule"].is_string() && choke["source"].is_string(), "{record}");
        let rows = choke["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["peer"] == 24).expect("the pair's row is there");
        for key in ["figure", "by", "standing", "interested", "verdict", "slot"] {
            assert!(!row[key].is_null(), "{key}: {row}");
        }
        verdicts.push((row["verdict"].as_str().unwrap().to_owned(), row["standing"].as_str().unwrap().to_owned()));
    }
    let times: Vec<f64> = records.iter().map(|record| record["t_s"].as_f64().unwrap()).collect();
    assert!(times.is_sorted() && times.len() > 10, "{times:?}");
    let any = |verdict: &str| verdicts.iter().any(|(of, _)| of == verdict);
    assert!(any("choked") && any("optimistic"), "{verdicts:?}");
    // Choked although it sends, because others send more.
    let passed_over = records.iter().any(|record| {
        let rows = record["reason"]["choke"]["rows"].as_array().unwrap();
        let figure = |row: &Value| row["figure"].as_f64().unwrap();
        let own = rows.iter().find(|row| row["peer"] == 24).unwrap();
        own["verdict"] == "choked"
            && figure(own) > 0.0
            && rows.iter().any(|row| row["slot"] == "ranked" && row["by"] == own["by"] && figure(row) > figure(own))
    });
    assert!(passed_over, "{records:?}");
    // The same in words; the other peer's row is marked.
    let text = told(&words);
    assert!(text.contains(">    24  choked") && text.contains("full round"), "{text}");
    let span = told(&[&words[..], &["--from", "10", "--to", "20"]].concat());
    let within = times.iter().filter(|t| (10.0..=20.0).contains(*t)).count();
    assert_eq!(span.lines().filter(|line| line.contains("peer 3: ")).count(), within, "{span}");
    let few = told(&[&words[..], &["--limit", "3"]].concat());
    assert!(few.ends_with(&format!("{} more are left out.\n", times.len() - 3)), "{few}");
}

#[test]
fn a_critical_path_is_told_in_parts_that_are_the_whole() {
    let text = told(&["why", "seed_story", "--peer", "3"]);
    assert!(
        text.starts_with("Peer 3 was complete after ") && text.contains("The piece came through peers 0 > "),
        "{text}"
    );
    assert!(text.contains("the links") && text.contains("the block was on the links from peer"), "{text}");
    let found = json(&["why", "seed_story", "--peer", "3", "--json"]);
    let path = &found["path"];
    let n = |value: &Value| value.as_u64().unwrap();
    let parts = path["parts"].as_array().unwrap();
    let sum: u64 = parts.iter().map(|part| n(&part["to_ns"]) - n(&part["from_ns"])).sum();
    assert_eq!(sum, n(&path["to_ns"]) - n(&path["from_ns"]));
    let of_piece = told(&["why", "seed_story", "--peer", "3", "--piece", "2"]);
    assert!(of_piece.starts_with("Peer 3 had piece 2 after "), "{of_piece}");
}

#[test]
fn a_family_tree_names_everybody() {
    let text = told(&["why", "seed_story", "--piece", "7"]);
    assert!(text.starts_with("Piece 7: 4 peers have it"), "{text}");
    assert!(text.contains("\npeer 0 brought it at 0.000 s\n"), "{text}");
    (1..=3).for_each(|peer| assert!(text.contains(&format!("  peer {peer} had it at ")), "{text}"));
}

#[test]
fn a_link_and_a_file_can_be_asked_too() {
    let path = format!("{}/why.json", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, r#"{"torrent":{"pieces":5},"groups":[{"have":"all"},{"count":2}]}"#).unwrap();
    assert!(told(&["why", &path, "--peer", "2"]).starts_with("Peer 2 was complete after "));
}

#[test]
fn what_cannot_be_asked_is_refused_in_one_sentence() {
    for (words, said) in [
        (vec!["--peer", "44"], "peer is out of range: expected 0 to 3, a peer that came in this run (got 44)"),
        (vec!["--peer", "0"], "peer: expected a peer that downloads and is complete before the end of the run (got 0)"),
        (vec!["--piece", "99"], "piece is out of range: expected 0 to 9, a piece of this torrent (got 99)"),
        (vec!["--peer", "2", "--other", "9"], "other is out of range: expected 0 to 3"),
        (vec!["--from", "late"], "seconds from 0 to"),
        (vec![], "say about whom or what"),
    ] {
        let done = swarmscope(&[&["why", "seed_story"], &words[..]].concat());
        let line = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{words:?}: {line}");
        assert!(line.contains(said) && done.stdout.is_empty(), "{words:?}: {line}");
    }
}

#[test]
fn a_log_has_slots_decisions_and_news_on_demand() {
    let path = |name: &str| format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    let (plain, full) = (path("plain.log"), path("full.log"));
    told(&["run", "seed_story", "--log", &plain]);
    told(&["run", "seed_story", "--log", &full, "--log-decisions", "--log-haves"]);
    let lines = |path: &str| -> Vec<Value> {
        std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let (plain, full) = (lines(&plain), lines(&full));
    let on_demand = |line: &&Value| ["decision", "heard"].contains(&line["ev"].as_str().unwrap());
    assert!(full.iter().filter(|line| !on_demand(line)).eq(plain.iter()), "the other lines are the same");
    let unchokes = plain.iter().filter(|line| line["ev"] == "unchoke");
    assert!(unchokes.clone().count() > 3 && unchokes.clone().all(|line| line["optimistic"].is_boolean()));
    let times: Vec<u64> = full[1..].iter().map(|line| line["t"].as_u64().unwrap()).collect();
    assert!(times.is_sorted(), "lines stand in order of time");
    let of = |ev: &'static str| full.iter().filter(move |line| line["ev"] == ev);
    assert!(of("decision").any(|line| line["reason"]["choke"]["source"] == "round"));
    // Each neighbour hears of a piece after its announcement.
    let said = |heard: &Value| {
        of("have").find(|have| have["peer"] == heard["from"] && have["piece"] == heard["piece"]).unwrap()["t"].as_u64()
    };
    assert!(of("heard").count() > 10 && of("heard").all(|heard| heard["t"].as_u64() > said(heard)));
}
