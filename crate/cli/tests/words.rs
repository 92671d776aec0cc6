//! The words of the command line, as a person meets them.

mod common;

use common::{refused, swarmscope, told};
use std::process::Command;

/// A file for one test.
fn file(name: &str, text: &[u8]) -> String {
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, text).unwrap();
    path
}

fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/torrents/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Broken by writing names as they are: a shared scenario could clear the screen, or write over the lines about it.
#[test]
fn names_are_text_and_no_orders_to_the_terminal() {
    let scenario = r#"{"name":"\u001b[2Jred\nline","x\u001b[1A":1,"torrent":{"pieces":2},"groups":[{"have":"all","name":"\u202eseed"},{"name":""}]}"#;
    let path = file("hostile.json", scenario.as_bytes());
    let done = swarmscope(&["run", &path, "--lenient"]);
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(told.starts_with("\u{fffd}[2Jred\u{fffd}line, seed 1: 2 pieces"), "{told}");
    assert!(told.contains("p0  \u{fffd}seed ") && told.contains("p1  -  "), "{told}");
    let warned = String::from_utf8(done.stderr).unwrap();
    assert!(warned.contains("x\u{fffd}[1A: unknown key ("), "{warned}");
}

#[test]
fn presets_are_listed_and_the_pages_first_one_is_first() {
    assert!(told(&["presets"]).starts_with("first_light"));
}

#[test]
fn a_torrent_is_described() {
    let text = told(&["info", &fixture("alice.torrent")]);
    assert!(text.contains("alice.txt") && text.contains("pieces"), "{text}");
}

#[test]
fn a_mistake_names_the_field_its_value_and_its_range() {
    let path = file("slow.json", br#"{"groups":[{"count":3,"upload_rate":0}]}"#);
    let line = refused(&["run", &path]);
    assert!(line.contains("groups[0].upload_rate is out of range: expected 1 to 1000000000000 B/s (got 0)"), "{line}");
}

#[test]
fn whatever_comes_from_outside_is_refused_with_a_line() {
    let not_json = file("broken.json", b"{\"groups\": [");
    let not_text = file("noise.json", &[0xff, 0xfe, 0x00]);
    let no_torrent = file("page.torrent", b"<html></html>");
    for (words, said) in [
        (vec!["run", "no_such_preset"], "the presets are first_light"),
        (vec!["run", &not_json], "groups"),
        (vec!["run", &not_text], "no text"),
        (vec!["run", &no_torrent], "page.torrent"),
        (vec!["info", &no_torrent], "page.torrent"),
        (
            vec!["run", "first_light", "--seed", "-1"],
            "seed: expected a whole number from 0 to 18446744073709551615 (got -1)",
        ),
        (vec!["run", "first_light", "--peers", "0"], "1..=1000000"),
        (vec!["run", "first_light", "--peers", "-4"], "1..=1000000"),
        (vec!["run", "first_light", "--content", "/no/such/file"], "/no/such/file"),
        (vec!["run", "first_light", "--log", "/no/such/folder/log"], "/no/such/folder/log"),
        (
            vec!["run", "two_torrents", "--torrent", "2"],
            "--torrent is out of range: expected 0 to 1, a torrent of this scenario (got 2)",
        ),
        (vec!["dance"], "dance"),
    ] {
        let line = refused(&words);
        assert!(line.contains(said), "{words:?}: {line}");
    }
}

#[test]
fn content_that_is_not_the_torrents_is_refused() {
    let torrent = fixture("alice.torrent");
    let alice = std::fs::read(fixture("alice.txt")).unwrap();
    let short = file("short.txt", &alice[1..]);
    let mut other = alice.clone();
    *other.last_mut().unwrap() ^= 1;
    let other = file("other.txt", &other);
    let line = refused(&["run", &torrent, "--content", &short]);
    assert!(line.contains(&format!("expected {} bytes", alice.len())), "{line}");
    assert!(refused(&["run", &torrent, "--content", &other]).contains("with another hash"));
}

#[test]
fn a_run_tells_what_became_of_the_swarm() {
    let text = told(&["run", "seed_story"]);
    for said in [
        "3 of 3 peers that came incomplete",
        "0 failed",
        "times the lower bound of",
        "p3  leecher",
        "download time   mean 28.",
        "utilisation     uplinks 5",
        "theory          Everyone complete, lower bound: 20.000 s (No run is faster; Kumar, Ross 2006)",
        "22.000 s (11 rounds of 2 s.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let hash = |seed| {
        let text = told(&["run", "seed_story", "--seed", seed]);
        text.lines().find(|line| line.starts_with("trace hash")).map(str::to_owned)
    };
    assert_eq!(hash("7"), hash("7"));
    assert_ne!(hash("7"), hash("8"));
}

#[test]
fn a_large_swarm_fits_on_a_screen() {
    let text = told(&["run", "seed_story", "--peers", "60"]);
    assert!(text.contains("... and 37 more") && text.lines().count() < 60, "{text}");
}

#[test]
fn the_summary_is_told_as_json_too() {
    let summary: serde_json::Value = serde_json::from_str(&told(&["run", "seed_story", "--json"])).unwrap();
    assert_eq!(summary["completed"], 3);
    assert_eq!(summary["laws_broken"], 0);
    assert_eq!(summary["peers"].as_array().map(Vec::len), Some(4));
    assert_eq!(summary["measures"]["fluid_bound_s"], 20.0);
    assert_eq!(summary["stall"], serde_json::Value::Null);
    assert!(summary["theory"].as_array().unwrap().iter().any(|row| row["applies"] == false), "{summary}");
}

#[test]
fn a_swarm_that_stands_still_says_why() {
    let text = told(&["run", "last_seed_leaves", "--seed", "13"]);
    assert!(text.contains("STALLED") && text.contains("No genuine copy of piece"), "{text}");
}

#[test]
fn each_torrents_swarm_is_told_by_its_number() {
    let film = told(&["run", "two_torrents"]);
    let album = told(&["run", "two_torrents", "--torrent", "1"]);
    assert!(film.contains("11 of 11 peers that came incomplete"), "{film}");
    assert!(album.contains("9 of 9 peers that came incomplete"), "{album}");
}

#[test]
fn a_real_file_is_shared_and_checked_against_its_torrents_hashes() {
    let text = told(&["run", &fixture("alice.torrent"), "--peers", "5", "--content", &fixture("alice.txt")]);
    assert!(text.starts_with("alice.txt") && text.contains("5 of 5 peers that came incomplete"), "{text}");
}

#[test]
fn a_log_begins_with_its_header_and_ends_with_the_totals() {
    let path = format!("{}/story.jsonl", env!("CARGO_TARGET_TMPDIR"));
    told(&["run", "seed_story", "--log", &path]);
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["ev"], &lines[0]["slots"], &lines[0]["optimistic"]), (&"start".into(), &3.into(), &1.into()));
    let completed = lines.iter().filter(|line| line["ev"] == "complete").count();
    assert_eq!(completed, 3);
    let end = lines.last().unwrap();
    assert_eq!(end["ev"], "end");
    assert_eq!(end["totals"]["p1"]["useful"], 10 * 262_144);
}

#[test]
fn a_trace_is_filtered_and_ends_when_enough_was_told() {
    let text = told(&["trace", "seed_story", "--peer", "2", "--limit", "30"]);
    assert_eq!(text.lines().count(), 30);
    assert!(text.lines().all(|line| line.contains("p2")), "{text}");
}

/// In order, and word for word; `...` stands for what is left out.
#[test]
fn the_readme_quotes_what_the_commands_print() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).unwrap();
    let (_, section) = readme.split_once("## On the command line").unwrap();
    let block = section.split("```").nth(1).unwrap();
    let quotes: Vec<&str> = block.split("$ swarmscope ").skip(1).collect();
    assert!(quotes.len() >= 5, "{block}");
    for quote in quotes {
        let (line, lines) = quote.split_once('\n').unwrap();
        // What the command is for stands behind it.
        let (command, _) = line.split_once("  ").unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_swarmscope"));
        let done = run.args(command.split(' ')).current_dir(root).output().expect("the binary starts");
        assert!(done.status.success(), "{command}");
        let printed = String::from_utf8(done.stdout).unwrap();
        let mut printed = printed.lines();
        for quoted in lines.lines().filter(|line| !line.is_empty() && *line != "...") {
            let found = match quoted.strip_suffix(" ...") {
                Some(beginning) => printed.any(|line| line.starts_with(beginning)),
                None => printed.any(|line| line.trim_end() == quoted),
            };
            assert!(found, "{command} does not print, there: {quoted}");
        }
    }
}

/// The page is held to the same file (`tests/web/page/figures.spec.ts`).
#[test]
fn a_run_as_json_has_the_golden_figures() {
    let mut run: serde_json::Value =
        serde_json::from_str(&told(&["run", "seed_story", "--seed", "1", "--json"])).unwrap();
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/seed_story_figures.json");
    let golden: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(golden).unwrap()).unwrap();
    // The page leaves the shape of the graph out.
    for shape in ["degree_mean", "clustering", "diameter"] {
        run["measures"]["overlay"][shape] = serde_json::Value::Null;
    }
    for field in ["first_s", "last_s", "measures", "stall", "theory"] {
        assert_eq!(run[field], golden[field], "{field}");
    }
}
