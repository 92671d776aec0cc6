//! What the client profiles take from the clients' sources, in one list: `tests/reference/citations.json`.
//!
//! A row is about a setting of a profile, or about a constant in our code (`code`, and the `text` that must stand there). `cited` is
//! the value of `name` in that `file` of the client at that version, as it was read there; `times` is what it is multiplied by
//! (milliseconds, percent), and `how` says how ours follows where it is not the same number, or what the source says where it has no
//! name for it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root().join(path)).unwrap())
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

const PROFILES: &str = "crate/core/src/scenario/config/profiles";

/// Numbers by their place, `choker.upload_slots`.
fn numbers(value: &Value, path: &str, found: &mut BTreeMap<String, f64>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                numbers(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
            }
        }
        Value::Number(number) => _ = found.insert(path.to_owned(), number.as_f64().unwrap()),
        _ => {}
    }
}

fn citations() -> Vec<Value> {
    json("tests/reference/citations.json").as_array().unwrap().clone()
}

/// The clients whose sources were read; the other profiles are of papers or are made.
fn read_clients() -> BTreeSet<String> {
    citations().iter().filter_map(|row| row["profile"].as_str().map(str::to_owned)).collect()
}

/// Each number of a client's profile has one row, with the same number. Broken by a number that is changed in the profile alone, and
/// by a new one that nobody has looked up.
#[test]
fn every_number_of_a_profile_is_cited() {
    let clients = read_clients();
    assert!(clients.len() >= 5, "{clients:?}");
    for client in clients {
        let mut profile = BTreeMap::new();
        numbers(&json(&format!("{PROFILES}/{client}.json")), "", &mut profile);
        let rows = citations().into_iter().filter(|row| row["profile"] == client.as_str());
        let cited: Vec<(String, f64)> =
            rows.map(|row| (row["setting"].as_str().unwrap().to_owned(), row["value"].as_f64().unwrap())).collect();
        let unique: BTreeMap<String, f64> = cited.iter().cloned().collect();
        assert_eq!(unique.len(), cited.len(), "{client}: a setting has two rows");
        assert_eq!(unique, profile, "{client}");
    }
}

/// A row with a name has its client, version and file, and ours is the cited number, or the row says how it follows.
#[test]
fn what_is_cited_is_what_we_have() {
    let mut same = 0;
    for row in citations() {
        let text = |key: &str| row[key].as_str().filter(|text| !text.is_empty());
        if row["name"].is_null() {
            assert!(text("how").is_some(), "{row} says nothing");
            continue;
        }
        assert!(["client", "version", "file", "name"].iter().all(|key| text(key).is_some()), "{row}");
        let Some(value) = row["value"].as_f64() else { continue };
        let times = row["times"].as_f64().unwrap_or(1.0);
        match row["cited"].as_f64() {
            Some(cited) if (cited * times - value).abs() < 1e-9 => same += 1,
            _ => assert!(text("how").is_some(), "{row}: ours is another number, and nothing says why"),
        }
    }
    assert!(same > 70, "{same} numbers are the sources' own");
}

/// The sentence that the page shows for a setting names the file that the row cites, and the constant, where it has a name there.
#[test]
fn sentences_name_the_cited_files() {
    for client in read_clients() {
        let sentences = json(&format!("{PROFILES}/sources/{client}.json"));
        for row in citations().iter().filter(|row| row["profile"] == client.as_str()) {
            let setting = row["setting"].as_str().unwrap();
            let sentence = sentences[setting].as_str().unwrap_or_else(|| panic!("{client}: {setting} has no sentence"));
            let [file, name, package] = ["file", "name", "client"].map(|key| row[key].as_str().unwrap_or_default());
            let file = file.rsplit('/').next().unwrap_or_default();
            // A row without a name has the sentence itself. A package that is not the client goes by its own name.
            let named = [file, name].iter().any(|word| !word.is_empty() && sentence.contains(word));
            let elsewhere = package != client && sentence.contains(package);
            assert!(
                row["name"].is_null() || named || elsewhere || sentence.starts_with("the same"),
                "{client}, {setting}: \"{sentence}\" does not name {file} or {name}"
            );
        }
    }
}

/// Constants that stand in our code are still there as they are cited.
#[test]
fn cited_constants_stand_in_the_code() {
    let rows: Vec<Value> = citations().into_iter().filter(|row| row["code"].is_string()).collect();
    assert!(rows.len() >= 3);
    for row in rows {
        let (path, text) = (row["code"].as_str().unwrap(), row["text"].as_str().unwrap());
        let code = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(code.contains(text), "{path} does not have: {text}");
    }
}
