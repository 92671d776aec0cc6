//! What a sweep's tables are held to, and how its runs are dealt out: damage, plans, shards, single runs, progress, verification.

mod common;

use common::{in_environment, swarmscope};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The standard output and the standard error of what ends with this code.
fn ended(words: &[&str], code: i32) -> (String, String) {
    let done = swarmscope(words);
    let [out, error] = [done.stdout, done.stderr].map(|text| String::from_utf8(text).unwrap());
    assert_eq!(done.status.code(), Some(code), "{words:?}: {out}{error}");
    assert!(!error.contains("panicked"), "{error}");
    (out, error)
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep_tables").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A sweep of six runs of different costs: 2, 4 and 6 leechers under two seeds.
const SWEEP: [&str; 6] = ["sweep", "seed_story", "--vary", "/groups/1/count=2..6:2", "--seeds", "2"];

fn sweep(more: &[&str]) -> (String, String) {
    ended(&[&SWEEP, more].concat(), 0)
}

/// A column of a table of text, by its name.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let at = lines.next().unwrap().iter().position(|known| known == name).unwrap();
    lines.map(|line| line[at].clone()).collect()
}

/// A table with one cell of a line replaced.
fn with_cell(table: &str, line: usize, name: &str, cell: &str) -> String {
    let at = table.lines().next().unwrap().split(',').position(|known| known == name).unwrap();
    let replaced = |(number, text): (usize, &str)| {
        let mut cells: Vec<&str> = text.split(',').collect();
        if number + 1 == line {
            cells[at] = cell;
        }
        cells.join(",") + "\n"
    };
    table.lines().enumerate().map(replaced).collect()
}

#[test]
fn a_damaged_row_is_refused_with_its_line_and_column_or_made_again() {
    let folder = folder("damage");
    let out = folder.join("all.csv");
    let out = out.to_str().unwrap();
    sweep(&["--out", out]);
    let whole = fs::read_to_string(out).unwrap();
    for (name, cell, said) in [
        ("ratio", "1.4x", "all.csv: line 3: column ratio: expected a number or nothing (got 1.4x)"),
        ("last_s", "NaN", "line 3: column last_s: expected a number or nothing (got NaN)"),
        ("seed", "", "line 3: column seed: expected a whole number from 1 (got )"),
        ("configuration", "3", "line 3: column configuration: expected a number below 3"),
        ("trace_hash", "12", "line 3: column trace_hash: expected 16 hexadecimal digits (got 12)"),
        ("link", "gone", "line 3: column link: expected an address with a #"),
        ("ratio", "1,2", "line 3: expected "),
    ] {
        let damaged = with_cell(&whole, 3, name, cell);
        fs::write(out, &damaged).unwrap();
        for words in [[&SWEEP[..], &["--out", out]].concat(), vec!["merge", out]] {
            let (_, line) = ended(&words, 2);
            assert!(line.contains(said), "{line}");
            assert_eq!(fs::read_to_string(out).unwrap(), damaged, "a refused file stays as it was");
        }
        // Merging leaves the row out, and misses its run.
        let (_, line) = ended(&["merge", out, "--mend"], 1);
        assert!(line.contains(said) && line.contains("the row is left out"), "{line}");
        assert!(line.contains("1 of 6 runs are missing\nconfiguration 0: seeds 2"), "{line}");
        let (_, line) = sweep(&["--out", out, "--mend"]);
        assert!(line.contains(said) && line.contains("the run is made again"), "{line}");
        assert_eq!(fs::read_to_string(out).unwrap(), whole);
    }
}

#[test]
fn an_unfinished_last_line_is_made_again_and_told() {
    let folder = folder("torn");
    for ending in ["csv", "jsonl"] {
        let out = folder.join(format!("all.{ending}"));
        let out = out.to_str().unwrap();
        sweep(&["--out", out]);
        let whole = fs::read_to_string(out).unwrap();
        let lines = whole.lines().count();
        let begun = whole.trim_end().len() - whole.lines().last().unwrap().len();
        // Torn in the line, just before its end, and with an end but without a middle.
        for torn in [&whole[..begun + 40], whole.trim_end(), &format!("{}\n", &whole[..begun + 40])] {
            fs::write(out, torn).unwrap();
            let (_, line) = ended(&["merge", out], 1);
            assert!(line.contains(&format!("all.{ending}: line {lines}: ")) && line.contains("left out"), "{line}");
            assert!(line.contains("1 of 6 runs are missing"), "{line}");
            let (_, line) = sweep(&["--out", out]);
            assert!(line.contains(&format!("line {lines}: ")) && line.contains("the run is made again"), "{line}");
            assert_eq!(fs::read_to_string(out).unwrap(), whole);
        }
    }
}

#[test]
fn a_file_that_is_no_table_stays_as_it_was() {
    let folder = folder("strange");
    for (name, text) in
        [("note.csv", "hello"), ("note.jsonl", "hello"), ("note.jsonl", "{\"a\":1}\n"), ("note.csv", "a\nb\n")]
    {
        let out = folder.join(name);
        fs::write(&out, text).unwrap();
        let (_, line) = ended(&[&SWEEP[..], &["--out", out.to_str().unwrap()]].concat(), 2);
        assert!(line.contains(name) && line.contains("line 1: expected"), "{line}");
        assert_eq!(fs::read_to_string(&out).unwrap(), text);
    }
    let out = folder.join("noise.csv");
    fs::write(&out, b"sweep,a\n\xff\n").unwrap();
    assert!(ended(&["merge", out.to_str().unwrap()], 2).1.contains("noise.csv: line 2: expected text in UTF-8"));
}

#[test]
fn one_run_in_two_tables_has_one_set_of_figures() {
    let folder = folder("twice");
    let [one, other] = ["one.csv", "other.csv"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    sweep(&["--out", &one]);
    fs::write(&other, with_cell(&fs::read_to_string(&one).unwrap(), 4, "ratio", "1.5")).unwrap();
    let (_, line) = ended(&["merge", &one, &other], 2);
    assert!(
        line.contains("other.csv: configuration 1, seed 1 is here twice with different ratio: one of the files"),
        "{line}"
    );
}

#[test]
fn the_plan_has_every_run_with_its_cost_and_its_shard() {
    let out = folder("plan").join("all.csv");
    let out = out.to_str().unwrap();
    let (plan, _) = sweep(&["--plan=csv", "--out", out]);
    assert!(!Path::new(out).exists(), "a plan makes nothing");
    assert_eq!(column(&plan, "run"), ["0", "1", "2", "3", "4", "5"]);
    assert_eq!(column(&plan, "configuration"), ["0", "1", "2", "0", "1", "2"]);
    assert_eq!(column(&plan, "/groups/1/count"), ["2", "4", "6", "2", "4", "6"]);
    // 160 blocks for each of 3, 5 and 7 peers, and 100.
    assert_eq!(column(&plan, "cost"), ["580", "900", "1220", "580", "900", "1220"]);
    assert_eq!(column(&plan, "made"), ["false"; 6]);
    let (plan, _) = sweep(&["--plan=csv", "--shard", "auto/2"]);
    // Dearest first, to whoever has least: 1220 | 900 + 580, then 1220 to the first, 900 and 580 to the second.
    assert_eq!(column(&plan, "shard"), ["1", "1", "0", "1", "1", "0"]);
    // A run that is made is not missing, and more seeds leave each run its number.
    sweep(&["--run", "4", "--out", out]);
    let (plan, _) = ended(&[&SWEEP[..5], &["3", "--plan=jsonl", "--out", out]].concat(), 0);
    let runs: Vec<Value> = plan.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let made: Vec<&Value> = runs.iter().filter(|run| run["made"] == true).collect();
    assert_eq!((runs.len(), made.len(), &made[0]["run"], &made[0]["seed"]), (9, 1, &4.into(), &2.into()));
    let (plan, _) = sweep(&["--plan", "--shard", "1/2", "--out", out]);
    assert!(plan.contains("6 runs: 3 configurations under 2 seeds; 5 are not made yet"), "{plan}");
    // What is left: 2 * 1220 + 900 + 2 * 580.
    assert!(plan.contains("cost: 4,500 blocks, about "), "{plan}");
    assert_eq!(plan.lines().filter(|line| line.trim_start().starts_with("4  ")).count(), 0, "{plan}");
}

#[test]
fn a_single_run_of_the_plan_is_the_row_of_the_table() {
    let folder = folder("single");
    let [all, name, one] =
        ["all.csv", "run-{run}.csv", "run-3.csv"].map(|it| folder.join(it).to_str().unwrap().to_owned());
    sweep(&["--out", &all]);
    let whole = fs::read_to_string(&all).unwrap();
    let (row, _) = sweep(&["--run", "3"]);
    // Rows stand by configuration and seed: run 3 is the second one.
    let expected: String =
        whole.lines().take(1).chain(whole.lines().skip(2).take(1)).map(|line| format!("{line}\n")).collect();
    assert_eq!(row, expected);
    sweep(&["--run", "3", "--out", &name]);
    assert_eq!(fs::read_to_string(one).unwrap(), expected);
}

#[test]
fn a_batch_system_says_which_shard() {
    let folder = folder("auto");
    let out = folder.join("part-{shard}.csv");
    let run = |shard: &str, variables: &[(&str, &str)]| {
        let done =
            in_environment(&[&SWEEP[..], &["--shard", shard, "--out", out.to_str().unwrap()]].concat(), variables);
        let line = String::from_utf8(done.stderr).unwrap();
        if done.status.success() { Ok(line) } else { Err(line) }
    };
    for id in ["5", "6", "7"] {
        let [min, count] = [("SLURM_ARRAY_TASK_MIN", "5"), ("SLURM_ARRAY_TASK_COUNT", "3")];
        run("auto", &[("SLURM_ARRAY_TASK_ID", id), min, count]).unwrap();
    }
    let parts = [0, 1, 2].map(|shard| folder.join(format!("part-{shard}.csv")).to_str().unwrap().to_owned());
    ended(&["merge", &parts[0], &parts[1], &parts[2]], 0);
    let first = fs::read_to_string(&parts[0]).unwrap();
    fs::remove_file(&parts[0]).unwrap();
    run("auto/3", &[("JOB_COMPLETION_INDEX", "0")]).unwrap();
    assert_eq!(fs::read_to_string(&parts[0]).unwrap(), first);
    assert!(
        run("auto", &[])
            .unwrap_err()
            .contains("expected SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX in the environment")
    );
    assert!(run("auto/3", &[("JOB_COMPLETION_INDEX", "3")]).unwrap_err().contains("a share from 0 to 2 of 3 (got 3)"));
}

#[test]
fn progress_is_an_object_a_line() {
    let (_, lines) = sweep(&["--progress", "json", "--threads", "1", "--shard", "1/2"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["begin", "run", "run", "run", "run", "end"]);
    assert_eq!((&lines[0]["shard"], &lines[0]["shards"], &lines[0]["made"]), (&1.into(), &2.into(), &0.into()));
    assert!(lines[0]["left_s"].is_null() && lines[0]["cost"] == 2960, "{}", lines[0]);
    let runs: Vec<&Value> = lines[1..5].iter().map(|line| &line["run"]).collect();
    assert_eq!(runs, [1, 0, 4, 3]);
    assert_eq!((&lines[2]["configuration"], &lines[2]["seed"], &lines[2]["done"]), (&0.into(), &1.into(), &2.into()));
    assert_eq!((lines[2]["trace_hash"].as_str().unwrap().len(), &lines[2]["cost_done"]), (16, &1480.into()));
    let end = &lines[5];
    assert_eq!(
        (&end["done"], &end["runs"], &end["left_s"], &end["laws_broken"]),
        (&4.into(), &4.into(), &Value::from(0.0), &0.into())
    );
    assert_eq!(sweep(&["--progress", "none"]).1, "");
}

#[test]
fn rows_are_run_again_and_compared() {
    let folder = folder("verify");
    let out = folder.join("all.csv");
    let out = out.to_str().unwrap();
    sweep(&["--out", out]);
    let (told, _) = ended(&["merge", out, "--verify", "2"], 0);
    assert!(told.contains("2 rows were run again, with the same trace hashes and the same figures"), "{told}");
    // As many as there are at most.
    assert!(ended(&["merge", out, "--verify", "99"], 0).0.contains("6 rows were run again"));
    let whole = fs::read_to_string(out).unwrap();
    let link = column(&whole, "link")[0].clone();
    for (name, cell, said) in [
        ("ratio", "1.5", "configuration 1, seed 1: ratio is 1.5 in the table and "),
        ("trace_hash", "0123456789abcdef", "configuration 1, seed 1: trace_hash is 0123456789abcdef in the table and "),
        ("link", &link, "configuration 1, seed 1: trace_hash is "),
        (
            "link",
            "#c=abc",
            "configuration 1, seed 1: the link opens no run: the part after #c= is cut short or damaged",
        ),
    ] {
        fs::write(out, with_cell(&whole, 4, name, cell)).unwrap();
        let (told, line) = ended(&["merge", out, "--verify", "6"], 1);
        assert!(line.contains(said) && line.lines().count() == 1 && !told.contains("run again"), "{line}");
    }
}
