//! What a sweep tells when its runs are there: differences paired by seed, tables for other programs, pictures.

mod common;

use common::{refused, swarmscope, told};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder with the table of a sweep over leechers and pickers, eight seeds each.
fn swept(name: &str) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep_reports").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let table = folder.join("all.csv").to_str().unwrap().to_owned();
    let vary = ["--vary", "/groups/1/count=3,6", "--vary", "/peer/picker/policy=rarest_first,sequential"];
    told(&[&["sweep", "seed_story", "--seeds", "8", "--out", &table], &vary[..]].concat());
    (folder, table)
}

/// The rows of a CSV by their columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The numbers of a figure by configuration, in the order of the seeds.
fn numbers(table: &str, figure: &str, configuration: &str) -> Vec<f64> {
    let rows = rows(Path::new(table));
    rows.iter().filter(|row| row["configuration"] == configuration).map(|row| row[figure].parse().unwrap()).collect()
}

#[test]
fn differences_are_paired_by_seed_with_their_correlation_and_interval() {
    let (folder, table) = swept("paired");
    let out = folder.join("differences.csv");
    let summary = told(&["merge", &table, "--show", "last_s", "--against", "1", "--report", out.to_str().unwrap()]);
    assert!(summary.contains("minus configuration 1, paired by seed:"), "{summary}");
    assert!(summary.contains("Hodges-Lehmann shifts of the runs with equal seeds"), "{summary}");
    let own = numbers(&table, "last_s", "0");
    let differences: Vec<f64> =
        own.iter().zip(numbers(&table, "last_s", "1")).map(|(own, other)| own - other).collect();
    // By hand: all averages of two differences, and of eight pairs the fourth from either end.
    let mut averages: Vec<f64> = (0..8)
        .flat_map(|i| (i..8).map(move |j| (i, j)))
        .map(|(i, j)| (differences[i] + differences[j]) / 2.0)
        .collect();
    averages.sort_by(f64::total_cmp);
    let rows = rows(&out);
    assert_eq!(rows.len(), 4);
    let cell = |name: &str| rows[0][name].parse::<f64>().unwrap();
    assert_eq!(
        (rows[0]["pairs"].as_str(), rows[0]["against"].as_str(), rows[0]["method"].as_str()),
        ("8", "1", "shift")
    );
    for (name, expected) in [
        ("difference", (averages[17] + averages[18]) / 2.0),
        ("difference_low", averages[3]),
        ("difference_high", averages[32]),
        ("mean", own.iter().sum::<f64>() / 8.0),
    ] {
        assert!((cell(name) - expected).abs() < 1e-9, "{name}: {} is not {expected}", cell(name));
    }
    assert!((-1.0..=1.0).contains(&cell("correlation")));
    // From itself nothing differs.
    assert_eq!((rows[1]["difference"].as_str(), rows[1]["difference_high"].as_str()), ("0", "0"));
    let words = ["merge", &table, "--show", "last_s", "--against", "1", "--difference", "bootstrap", "--report"];
    told(&[&words[..], &[out.to_str().unwrap()]].concat());
    let (row, mean) = (&self::rows(&out)[0], differences.iter().sum::<f64>() / 8.0);
    assert!((row["difference"].parse::<f64>().unwrap() - mean).abs() < 1e-9 && row["method"] == "bootstrap", "{row:?}");
    let first = fs::read_to_string(&out).unwrap();
    told(&[&words[..], &[out.to_str().unwrap()]].concat());
    assert_eq!(fs::read_to_string(&out).unwrap(), first, "the resamples are always the same");
}

#[test]
fn the_same_rows_come_as_markdown_csv_and_json_lines() {
    let (folder, table) = swept("formats");
    let [md, csv, jsonl] = ["a.md", "a.csv", "a.jsonl"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    told(&["merge", &table, "--against", "0", "--report", &md, "--report", &csv, "--report", &jsonl]);
    let rows = rows(Path::new(&csv));
    let page = fs::read_to_string(md).unwrap();
    assert!(page.starts_with("# Sweep ") && page.contains(": 32 runs of 4 configurations\n"), "{page}");
    assert!(
        page.contains("| configuration | /groups/1/count | /peer/picker/policy | figure | runs | mean |"),
        "{page}"
    );
    assert_eq!(page.lines().filter(|line| line.starts_with("| ")).count(), 1 + rows.len());
    assert!(page.contains("paired") || page.contains("equal seeds"), "{page}");
    let objects = fs::read_to_string(jsonl).unwrap();
    let objects: Vec<Value> = objects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), rows.len());
    for (object, row) in objects.iter().zip(&rows) {
        for (name, cell) in row {
            let same = match &object[name] {
                Value::Null => cell.is_empty(),
                Value::String(text) => text == cell,
                // Reading a number as JSON may be off by its last bit.
                number => (number.as_f64().unwrap() - cell.parse::<f64>().unwrap()).abs() < 1e-9,
            };
            assert!(same, "{name}: {cell} is not {}", object[name]);
        }
    }
    let out = folder.join("runs.jsonl");
    told(&["merge", &table, "--export", out.to_str().unwrap()]);
    let runs = fs::read_to_string(out).unwrap();
    let run: Value = serde_json::from_str(runs.lines().next().unwrap()).unwrap();
    assert_eq!(
        (runs.lines().count(), &run["/groups/1/count"], &run["/peer/picker/policy"]),
        (32, &3.into(), &"rarest_first".into())
    );
    assert!(run["last_s"].is_number() && run["trace_hash"].is_string(), "{run}");
}

#[test]
fn pictures_are_curves_over_numbers_or_distributions() {
    let (folder, table) = swept("pictures");
    let [svg, spec] = ["a.svg", "a.vl.json"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    let draw = |more: &[&str]| {
        told(&[&["merge", &table, "--show", "last_s,ratio", "--report", &svg, "--report", &spec], more].concat());
        let spec: Value = serde_json::from_str(&fs::read_to_string(&spec).unwrap()).unwrap();
        (fs::read_to_string(&svg).unwrap(), spec)
    };
    let (curve, spec_of_curve) = draw(&[]);
    // Two figures, two pickers, two numbers of leechers.
    assert_eq!((curve.matches("<circle").count(), curve.matches("fill-opacity").count()), (8, 4));
    assert!(curve.contains("last_s: median and quartiles of the runs") && curve.contains("/groups/1/count"), "{curve}");
    let values = spec_of_curve["data"]["values"].as_array().unwrap();
    assert_eq!(
        (values.len(), &values[0]["x"], &values[0]["line"]),
        (64, &3.into(), &"peer/picker/policy=rarest_first".into())
    );
    assert_eq!(spec_of_curve["spec"]["layer"][0]["mark"]["extent"], "iqr");
    let (ecdf, spec_of_ecdf) = draw(&["--picture", "ecdf"]);
    assert!(ecdf.contains("share of runs up to each value") && !ecdf.contains("<circle"), "{ecdf}");
    assert_eq!(ecdf.matches("fill=\"none\"").count(), 8);
    assert_eq!(spec_of_ecdf["spec"]["transform"][0]["window"][0]["op"], "cume_dist");
    let plain = folder.join("plain.csv").to_str().unwrap().to_owned();
    told(&["sweep", "seed_story", "--seeds", "2", "--out", &plain]);
    let line = refused(&["merge", &plain, "--picture", "curve", "--report", &svg]);
    assert!(line.contains("picture: expected ecdf, or a place that is varied over two numbers or more"), "{line}");
}

#[test]
fn a_table_without_the_other_configuration_says_so() {
    let (folder, table) = swept("none");
    let some = folder.join("some.csv");
    let text = fs::read_to_string(table).unwrap();
    // The first configuration's runs stand first.
    let kept: String = text.lines().take(1).chain(text.lines().skip(9)).map(|line| format!("{line}\n")).collect();
    fs::write(&some, kept).unwrap();
    let words = ["merge", some.to_str().unwrap(), "--against", "0"];
    let done = swarmscope(&words);
    let line = String::from_utf8(done.stderr).unwrap();
    assert!(line.contains("nothing is compared: the table has no run of configuration 0"), "{line}");
    assert_eq!(done.status.code(), Some(1), "runs are missing");
}

#[test]
fn parquet_is_a_feature_of_the_build() {
    let (folder, table) = swept("parquet");
    let [report, runs] = ["a.parquet", "b.parquet"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    let words = ["merge", &table, "--report", &report, "--export", &runs];
    if cfg!(feature = "parquet") {
        told(&words);
        for file in [report, runs] {
            let bytes = fs::read(file).unwrap();
            assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        }
    } else {
        let line = refused(&words);
        assert!(
            line.contains("report: expected a build that writes Parquet") && line.contains("--features parquet"),
            "{line}"
        );
    }
}
