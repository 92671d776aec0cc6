//! Sweeps as a person makes them: in one go, stopped and resumed, in shards; always the same table.

mod common;

use common::{refused, swarmscope, told};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of one test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

const VARY: [&str; 4] = ["--vary", "/groups/1/count=2..4", "--vary", "peer/choker/upload_slots=2,4"];

/// Sweeps `seed_story` into a file, with these words more.
fn sweep(out: &Path, more: &[&str]) -> String {
    let words = ["sweep", "seed_story", "--seeds", "3", "--out", out.to_str().unwrap()];
    told(&[&words[..], &VARY, more].concat())
}

/// A place may be written as errors write it, or as a JSON pointer: the table is the same.
#[test]
fn places_have_two_spellings_and_one_column() {
    let folder = folder("spellings");
    let table = |name: &str, place: &str| {
        let out = folder.join(name);
        told(&["sweep", "seed_story", "--seeds", "2", "--out", out.to_str().unwrap(), "--vary", place]);
        fs::read_to_string(out).unwrap()
    };
    let pointer = table("pointer.csv", "/groups/1/count=2,3");
    assert_eq!(table("path.csv", "groups[1].count=2,3"), pointer);
    assert!(pointer.contains(",/groups/1/count,"), "{pointer}");
    assert!(refused(&["sweep", "seed_story", "--vary", "groups[1].cuont=2"]).contains("groups[1].cuont"));
}

#[test]
fn a_table_has_a_tidy_row_a_run_with_its_hash_and_its_link() {
    let out = folder("tidy").join("all.csv");
    let summary = sweep(&out, &[]);
    assert!(
        summary.contains("0: groups/1/count=2 peer/choker/upload_slots=2") && summary.contains("+- 95 %"),
        "{summary}"
    );
    let text = fs::read_to_string(&out).unwrap();
    assert_eq!(text.lines().count(), 1 + 3 * 2 * 3);
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    for column in ["/groups/1/count", "seed", "ratio", "measures.utilisation", "trace_hash", "link"] {
        assert!(head.contains(&column), "{column} is not in {head:?}");
    }
    // The row's hash is that of the same run made alone.
    let cell = |line: &str, column: &str| {
        let at = head.iter().position(|name| *name == column).unwrap();
        line.split(',').nth(at).unwrap().to_owned()
    };
    let line = text.lines().nth(2).unwrap();
    assert_eq!((cell(line, "configuration"), cell(line, "seed")), ("0".into(), "2".into()));
    assert!(cell(line, "link").contains("/#v2="));
    let scenario = folder("tidy_run").join("one.json");
    fs::write(&scenario, one(2, 2)).unwrap();
    let run = told(&["run", scenario.to_str().unwrap(), "--seed", "2"]);
    assert!(run.contains(&format!("trace hash      {}", cell(line, "trace_hash"))), "{run}");
}

/// `seed_story` by hand, with so many leechers and slots.
fn one(leechers: u32, slots: u32) -> String {
    format!(
        r#"{{"torrent":{{"name":"ten-pieces.bin","pieces":10}},"peer":{{"choker":{{"upload_slots":{slots}}}}},
            "groups":[{{"name":"seeder","have":"all"}},{{"name":"leecher","count":{leechers}}}]}}"#
    )
}

#[test]
fn stopped_and_resumed_is_the_same_table() {
    let folder = folder("resume");
    let (whole, torn) = (folder.join("whole.csv"), folder.join("torn.csv"));
    sweep(&whole, &[]);
    let bytes = fs::read(&whole).unwrap();
    // The machine stopped in the middle of a line.
    fs::write(&torn, &bytes[..bytes.len() / 2]).unwrap();
    sweep(&torn, &[]);
    assert_eq!(fs::read_to_string(&torn).unwrap(), fs::read_to_string(&whole).unwrap());
    // A row that is there is not made again: a mark in it stays.
    let marked = fs::read_to_string(&whole).unwrap().replacen("http://localhost:5173/", "http://marked/", 1);
    fs::write(&torn, &marked).unwrap();
    sweep(&torn, &[]);
    assert_eq!(fs::read_to_string(&torn).unwrap(), marked);
}

#[test]
fn more_seeds_go_on_where_fewer_ended() {
    let folder = folder("seeds");
    let (grown, whole) = (folder.join("grown.jsonl"), folder.join("whole.jsonl"));
    let words = |out: &Path, seeds: &str| {
        told(&[&["sweep", "seed_story", "--seeds", seeds, "--out", out.to_str().unwrap()], &VARY[..]].concat());
    };
    words(&grown, "1");
    assert_eq!(fs::read_to_string(&grown).unwrap().lines().count(), 6);
    words(&grown, "2");
    words(&whole, "2");
    let rows = |path: &Path| -> Vec<Value> {
        let text = fs::read_to_string(path).unwrap();
        let mut rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        // How many were asked for when the line was written.
        rows.iter_mut().for_each(|row| drop(row.as_object_mut().unwrap().remove("seeds")));
        rows
    };
    assert_eq!(rows(&grown), rows(&whole));
}

#[test]
fn shards_join_to_the_same_table_and_a_missing_one_is_told() {
    for ending in ["csv", "jsonl"] {
        let folder = folder(&format!("shards_{ending}"));
        let file = |name: &str| folder.join(format!("{name}.{ending}"));
        sweep(&file("whole"), &[]);
        let shards = ["0/3", "1/3", "2/3"].map(|shard| {
            let out = file(&shard[..1]);
            sweep(&out, &["--shard", shard]);
            out.to_str().unwrap().to_owned()
        });
        let (all, some) = (file("all"), file("some"));
        let summary = told(&["merge", &shards[2], &shards[0], &shards[1], &shards[0], "--out", all.to_str().unwrap()]);
        assert!(summary.contains("5: groups/1/count=4"), "{summary}");
        assert_eq!(fs::read_to_string(&all).unwrap(), fs::read_to_string(file("whole")).unwrap());
        let done = swarmscope(&["merge", &shards[0], &shards[2], "--out", some.to_str().unwrap()]);
        let line = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{line}");
        assert!(line.contains("6 of 18 runs are missing"), "{line}");
    }
}

#[test]
fn tables_that_do_not_belong_together_are_refused() {
    let folder = folder("strangers");
    let (one, other, out) = (folder.join("one.csv"), folder.join("other.csv"), folder.join("out.csv"));
    let [one, other, out] = [&one, &other, &out].map(|path| path.to_str().unwrap());
    told(&["sweep", "seed_story", "--seeds", "2", "--out", one]);
    told(&["sweep", "seed_story", "--seeds", "2", "--vary", "/groups/1/count=2", "--out", other]);
    assert!(refused(&["merge", one, other, "--out", out]).contains("other.csv: holds another sweep"));
    assert!(
        refused(&["sweep", "seed_story", "--seeds", "2", "--vary", "/groups/1/count=5", "--out", one])
            .contains("holds another sweep")
    );
    // The same run with another hash.
    let text = fs::read_to_string(one).unwrap();
    let hash = text.lines().nth(1).unwrap().split(',').rev().nth(1).unwrap();
    fs::write(other, text.replace(hash, "0000000000000000")).unwrap();
    assert!(refused(&["merge", one, other, "--out", out]).contains("two builds"));
}

#[test]
fn a_sweep_file_says_all_of_it() {
    let folder = folder("file");
    let (file, out) = (folder.join("plan.json"), folder.join("out.csv"));
    let text = r#"{"scenario":"seed_story","vary":{"/groups/1/count":{"from":2,"to":4,"step":2},"/peer/profile":["reference","libtorrent"]},"seeds":2}"#;
    fs::write(&file, text).unwrap();
    told(&["sweep", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    // A place may be written without its first slash.
    fs::write(&file, text.replace("\"/peer", "\"peer")).unwrap();
    let plan = told(&["sweep", file.to_str().unwrap(), "--plan", "--out", out.to_str().unwrap()]);
    assert!(plan.contains("8 runs: 4 configurations under 2 seeds; 0 are not made yet"), "{plan}");
    let text = fs::read_to_string(&out).unwrap();
    assert_eq!(text.lines().count(), 1 + 8);
    assert!(text.lines().last().unwrap().contains(",4,libtorrent,"), "{text}");
}

#[test]
fn whatever_is_wrong_is_a_line_with_field_value_and_range() {
    let folder = folder("wrong");
    let no_text = folder.join("page.csv");
    fs::write(&no_text, "<html>\n</html>\n").unwrap();
    let no_text = no_text.to_str().unwrap();
    for (words, said) in [
        (vec!["sweep", "no_such"], "the presets are first_light"),
        (vec!["sweep", "seed_story", "--vary", "/groups/9/count=1"], "vary: expected a number from 0 to 1"),
        (vec!["sweep", "seed_story", "--vary", "/peer/pikcer/policy=random"], "peer.pikcer"),
        (vec!["sweep", "seed_story", "--vary", "/groups/1/count=9..1"], "/groups/1/count: expected a range"),
        (vec!["sweep", "seed_story", "--vary", "/groups/1/count="], "at least one value"),
        (
            vec!["sweep", "seed_story", "--vary", "/groups/1/count=2,3", "--vary", "groups/1/count=4"],
            "vary: expected each place once",
        ),
        (
            vec!["sweep", "seed_story", "--vary", "/groups/1/upload_rate=0"],
            "groups[1].upload_rate is out of range: expected 1 to",
        ),
        (vec!["sweep", "seed_story", "--vary", "/peer/picker/policy=best"], "peer.picker.policy"),
        (vec!["sweep", "seed_story", "--shard", "3/3"], "shard: expected i/n with i from 0 to n-1"),
        (vec!["sweep", "seed_story", "--shard", "-1/3"], "i from 0 to n-1, as in 0/10, or auto"),
        (
            vec!["sweep", "seed_story", "--run", "20"],
            "run is out of range: expected 0 to 19, a run of this plan (got 20)",
        ),
        (vec!["sweep", "seed_story", "--seeds", "0"], "seeds is out of range: expected 1 to"),
        (vec!["sweep", "flash_crowd", "--seeds", "900", "--show", "speed"], "show: expected one of"),
        (vec!["sweep", "flash_crowd", "--seeds", "900", "--show", "link"], "(got link)"),
        (
            vec!["sweep", "seed_story", "--against", "1"],
            "against is out of range: expected 0 to 0, a configuration of this sweep (got 1)",
        ),
        (vec!["sweep", "seed_story", "--report", "a.xls"], "report: expected a name ending in .md, .csv"),
        (vec!["sweep", "seed_story", "--export", "a.svg"], "export: expected a name ending in .csv"),
        (vec!["sweep", "seed_story", "--out", "table.xls"], "ending in .csv or .jsonl"),
        (vec!["sweep", "seed_story", "--out", "/no/such/folder/a.csv"], "/no/such/folder/a"),
        (vec!["merge", "/no/such.csv", "--out", "a.csv"], "/no/such.csv"),
        (vec!["merge", no_text, "--out", "a.csv"], "page.csv: line 1: expected the names of a sweep"),
    ] {
        let line = refused(&words);
        assert!(line.contains(said), "{words:?}: {line}");
    }
}

#[test]
fn the_page_reads_the_links() {
    // Node has the same `DecompressionStream` as browsers. Where there is no Node, `npm test` does not run either.
    let out = folder("link").join("one.csv");
    told(&["sweep", "seed_story", "--seeds", "1", "--out", out.to_str().unwrap(), "--page", "https://example.org/"]);
    let text = fs::read_to_string(&out).unwrap();
    let link = text.lines().nth(1).unwrap().rsplit(',').next().unwrap();
    let fragment = link.strip_prefix("https://example.org/#v2=").unwrap();
    assert!(link.len() < 900, "{}", link.len());
    let script = "const [f] = process.argv[1].split('.');
        const packed = new Blob([Buffer.from(f, 'base64url')]);
        const json = await new Response(packed.stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
        console.log(json);";
    let node = Command::new("node").args(["--input-type=module", "--eval", script, "--", fragment]).output();
    let Ok(node) = node else { return };
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    let envelope: Value = serde_json::from_slice(&node.stdout).unwrap();
    let run = &envelope["run"];
    assert_eq!((run["seed"].as_str(), run["scenario"]["groups"][1]["count"].as_u64()), (Some("1"), Some(3)));
}
