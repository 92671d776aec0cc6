//! What every parameter takes: units, the list of parameters, the schema, and a choker alone.

use crate::common::{refused, told};
use crate::walk::{At, errors_of, file, fixture, folder, renamed, walk};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::amount::Amount;
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::scenario::presets::PRESETS;
use swarmscope_core::scenario::shape::{self, Kind};

#[test]
fn every_rate_and_every_size_takes_a_unit() {
    let shape = shape::scenario();
    let (mut rates, mut sizes) = (0, 0);
    walk(&shape, &At::default(), &mut shape::sample(&shape), &mut |shape, at, whole| {
        let Kind::Amount(amount, range) = &shape.kind else { return };
        let range = range.as_ref().unwrap_or_else(|| panic!("{} has no range", at.path));
        let (given, number) = match amount {
            Amount::Rate => ("2 Mbit/s", 250_000),
            Amount::Size => ("256 KiB", 262_144),
        };
        *if *amount == Amount::Rate { &mut rates } else { &mut sizes } += 1;
        assert!(range.min <= f64::from(number) && f64::from(number) <= range.max, "{}", at.path);
        let told = |value: Value| {
            let mut whole = whole.clone();
            *whole.pointer_mut(&at.pointer).unwrap() = value;
            errors_of(Scenario::parse(&whole.to_string()))
        };
        assert_eq!(told(given.into()), told(number.into()), "{}", at.path);
        let begins = format!("{}: expected {}", at.path, amount.expected());
        assert!(
            told("2 parsec".into()).iter().any(|line| line.starts_with(&begins)),
            "{begins}: {:?}",
            told("2 parsec".into())
        );
    });
    assert!(rates > 20 && sizes > 6, "{rates} rates, {sizes} sizes");
}

/// In a table of arrivals too.
#[test]
fn arrivals_take_units() {
    let scenario = file("arrivals.json", r#"{"torrent":{"pieces":2},"groups":[{"have":"all"},{}]}"#);
    let csv = file("arrivals.csv", "at_s,upload_rate,download_rate\n0,2 Mbit/s,64 KiB/s\n1,300,\n");
    let log = file("arrivals.log", "");
    told(&["run", &scenario, "--arrivals", &csv, "--log", &log]);
    let log = fs::read_to_string(&log).unwrap();
    let joins =
        log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).filter(|line| line["ev"] == "join");
    let rates: Vec<(u64, u64)> =
        joins.skip(1).map(|line| (line["up"].as_u64().unwrap(), line["down"].as_u64().unwrap())).collect();
    assert_eq!(rates, [(250_000, 65_536), (300, 524_288)]);
}

/// Text with units is numbers once it was read, and stays the same.
#[test]
fn units_and_pieces_survive_being_written() {
    let text = fs::read_to_string(fixture("units.json")).unwrap();
    let read = Scenario::parse(&text).unwrap().scenario;
    assert_eq!(read.groups[0].upload_rate, 250_000);
    assert_eq!((read.torrent.piece_length, read.torrent.last_piece_length), (262_144, 100_000));
    assert_eq!((read.network.connection_window, read.network.shared_links[0].upload_rate), (4 << 20, 125_000_000));
    let written = read.to_json();
    assert!(!written.contains("bit/s") && written.contains("\"2-4\""), "{written}");
    assert_eq!(Scenario::parse(&written).unwrap().scenario, read);
    assert!(told(&["run", &fixture("units.json")]).contains("4 of 4 peers that came incomplete"));
}

/// A client-server run: nobody but the server uploads a byte.
#[test]
fn in_a_client_server_run_only_the_server_uploads() {
    let summary: Value = serde_json::from_str(&told(&["run", &fixture("client_server.json"), "--json"])).unwrap();
    let peers = summary["peers"].as_array().unwrap();
    assert_eq!(peers.len(), 6);
    for peer in peers {
        let server = peer["id"] == 0;
        assert_eq!(peer["uploaded"].as_u64().unwrap() > 0, server, "{peer}");
        assert!(server || peer["useful"] == 20 * 65_536, "{peer}");
    }
}

#[test]
fn params_tells_every_parameter() {
    let params: Vec<Value> = serde_json::from_str(&told(&["params", "--json"])).unwrap();
    let paths: BTreeSet<&str> = params.iter().map(|param| param["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), params.len(), "no path twice");
    let shape = shape::scenario();
    walk(&shape, &At::default(), &mut shape::sample(&shape), &mut |shape, at, _| {
        let path = at.path.replace("[0]", "[]");
        let mut elsewhere = ["more_torrents[]", "groups[].client", "commands[].command.add_peers.group"].into_iter();
        if elsewhere.any(|same| path.starts_with(&format!("{same}."))) {
            return;
        }
        let listed = match &shape.kind {
            Kind::Object(_) => path == "groups[].client",
            Kind::List(item) => !matches!(item.kind, Kind::Object(_)),
            _ => !path.ends_with("[]") || matches!(shape.kind, Kind::OneOf(_)),
        };
        assert!(!listed || paths.contains(path.as_str()) || path == "groups[].client", "{path} is not told");
    });
    let rate = params.iter().find(|param| param["path"] == "groups[].upload_rate").unwrap();
    assert_eq!((&rate["unit"], &rate["min"], &rate["default"]), (&json!("B/s"), &json!(1.0), &json!(131_072)));
    assert!(
        rate["source"].as_str().unwrap().contains("1 Mbit/s")
            && rate["expect"].is_string()
            && rate["meaning"].is_string()
    );
    for param in &params {
        assert_ne!(param["meaning"], "", "{} says nothing", param["path"]);
        let number = param["takes"].as_str().unwrap().starts_with("a number") && param["path"] != "version";
        assert!(!number || param["max"].is_number(), "{} has no range", param["path"]);
    }
    let table = told(&["params", "choker.upload"]);
    assert!(table.starts_with("peer.choker.upload_slots "), "{table}");
    for said in ["a whole number, 0 to 1000 slots, default 4", "default: BEP 3", "effect: "] {
        assert!(table.contains(said), "{said}: {table}");
    }
    // A client's own defaults and sources.
    let table = told(&["params", "peer.choker.ties", "--client", "transmission"]);
    assert!(table.contains("default \"unchoked\"") && table.contains("default: peer-mgr.cc, ChokeData"), "{table}");
    let line = refused(&["params", "--client", "utorrent"]);
    assert!(line.contains("--client: expected one of reference, mainline, libtorrent, "), "{line}");
    let line = refused(&["params", "chocker"]);
    assert!(
        line.starts_with("params: expected a part of a parameter's path, such as torrent, ")
            && line.contains("(got chocker)"),
        "{line}"
    );
}

fn json_files(name: &str) -> Vec<(PathBuf, Value)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let read = |path: PathBuf| {
        let value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        (path, value)
    };
    files.into_iter().map(read).collect()
}

/// The schema accepts what the reader accepts, and refuses each misspelt key.
#[test]
fn the_schema_is_the_format() {
    let schema: Value = serde_json::from_str(&told(&["params", "--schema"])).unwrap();
    let validator = jsonschema::draft202012::options().build(&schema).expect("it is a schema");
    assert!(jsonschema::meta::is_valid(&schema));
    let mut seen = 0;
    for (path, value) in
        json_files("crate/core/src/scenario/presets").into_iter().chain(json_files("tests/fixtures/scenarios"))
    {
        if value.get("scenario").is_some() {
            continue;
        }
        let read = Scenario::parse_with(&value.to_string(), Keys::Strict);
        assert_eq!(
            validator.is_valid(&value),
            read.is_ok(),
            "{}: {:?}",
            path.display(),
            validator.validate(&value).err()
        );
        seen += 1;
    }
    assert!(seen >= 11, "{seen}");
    for (name, make) in PRESETS {
        let whole = serde_json::to_value(make()).unwrap();
        assert!(validator.is_valid(&whole), "{name}: {:?}", validator.validate(&whole).err());
    }
    let mut tried = 0;
    let shape = shape::scenario();
    walk(&shape, &At::default(), &mut shape::sample(&shape), &mut |shape, at, whole| {
        let Kind::Object(fields) = &shape.kind else { return };
        for field in fields {
            let wrong = renamed(whole, &at.pointer, field.name, &format!("{}x", field.name));
            assert!(!validator.is_valid(&wrong), "{}: {} misspelt", at.path, field.name);
            tried += 1;
        }
    });
    assert!(tried > 350, "{tried}");
    for (wrong, why) in [
        (json!({"groups": [{"upload_rate": "2 Mb/s"}]}), "a rate in a unit that is read in two ways"),
        (json!({"groups": [{"upload_rate": 0}]}), "a rate below its range"),
        (json!({"groups": [{"leave": "sometimes"}]}), "a choice that is none"),
        (json!({"groups": [{"leave": {"linger": {"for": 1}}}]}), "a misspelt key in a choice"),
        (json!({"version": 2, "groups": [{}]}), "another version"),
    ] {
        assert!(!validator.is_valid(&wrong), "{why}");
    }
}

#[test]
fn choke_tells_whom_each_policy_serves() {
    let neighbours: Vec<Value> =
        (1..=8).map(|k| json!({"name": format!("n{k}"), "rate": format!("{}0 kB/s", k)})).collect();
    let trial = json!({"neighbours": neighbours, "rounds": 21});
    let path = file("choke.json", &trial.to_string());
    let runs: Vec<Value> = serde_json::from_str(&told(&["choke", &path, "--json"])).unwrap();
    let policies: Vec<&str> = runs.iter().map(|run| run["policy"].as_str().unwrap()).collect();
    assert_eq!(
        policies,
        ["tit_for_tat", "random", "pairwise_blocks", "bit_tyrant", "prop_share", "everybody", "encounters"]
    );
    for round in runs[0]["rounds"].as_array().unwrap() {
        assert_eq!(round["regular"], json!(["n8", "n7", "n6"]), "the fastest have the regular slots");
        assert_eq!(round["optimistic"].as_array().unwrap().len(), 1);
    }
    assert!(
        runs[5]["unchoked"].as_array().unwrap().iter().all(|one| one["unchoked_s"] == 210.0),
        "everybody is served"
    );
    let table = told(&["choke", &path]);
    let fastest = table.lines().find(|line| line.starts_with("n8 ")).unwrap();
    assert!(fastest.contains("80 kB/s") && fastest.contains("100.0 % *"), "{table}");
    let seeding = file(
        "choke_seed.json",
        &json!({"neighbours": neighbours, "seeding": true, "client": {"profile": "mainline"}}).to_string(),
    );
    assert!(told(&["choke", &seeding]).contains("fastest_upload"));

    for (trial, said) in [
        (json!({"neighbours": []}), "neighbours is out of range: expected 1 to 1000 neighbours (got 0)"),
        (
            json!({"neighbours": [{"rate": "10 KB/s"}]}),
            "neighbours[0].rate: expected a whole number of bytes per second, or text",
        ),
        (
            json!({"neighbours": [{"rat": 1}]}),
            "neighbours[0].rat: unknown key (did you mean rate? known keys: rate, name)",
        ),
        (json!({"neighbours": [{}], "rounds": 0}), ": rounds is out of range: expected 1 to 100000 rounds (got 0)"),
        (
            json!({"neighbours": [{}], "client": {"choker": {"upload_slots": -1}}}),
            "client.choker.upload_slots is out of range",
        ),
        (json!([]), "trial: expected an object (got [])"),
    ] {
        let line = refused(&["choke", &file("choke_wrong.json", &trial.to_string())]);
        assert!(line.contains(said), "{trial}: {line}");
    }
}
