//! The format of scenarios and runs, at every key: misspelt ones are refused with their places, rates and sizes take units, and the
//! list of parameters and the schema say the same as the reader.

mod common;
#[path = "format/params.rs"]
mod params;
#[path = "format/walk.rs"]
mod walk;

use common::{refused, swarmscope, told};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{ConfigError, Problem};
use swarmscope_core::scenario::shape::{self, Kind, Shape};
use swarmscope_core::sim::run::Run;
use walk::{At, errors_of, file, fixture, folder, renamed, walk};

/// Slips of the hand: the last letter twice, two letters swapped, one left out.
fn typos(key: &str) -> Vec<String> {
    let mut slips = vec![format!("{key}{}", &key[key.len() - 1..])];
    if key.len() > 3 {
        let (a, b) = (&key[1..2], &key[2..3]);
        slips.push(format!("{}{b}{a}{}", &key[..1], &key[3..]));
        slips.push(format!("{}{}", &key[..2], &key[3..]));
    }
    slips
}

/// Every key of a form, misspelt in up to three ways: the refusal names it with its place, the right one, and those that may be
/// there. Returns how many were tried.
fn every_misspelt_key_is_named(shape: &Shape, read: impl Fn(&str) -> BTreeSet<String>) -> u32 {
    let mut tried = 0;
    walk(shape, &At::default(), &mut shape::sample(shape), &mut |shape, at, whole| {
        let refused = |typo: &str, key: &str| -> BTreeSet<String> {
            let before = read(&whole.to_string());
            read(&renamed(whole, &at.pointer, key, typo).to_string()).difference(&before).cloned().collect()
        };
        if let Kind::Object(fields) = &shape.kind {
            for field in fields {
                let slips = typos(field.name).into_iter().filter(|typo| fields.iter().all(|field| field.name != typo));
                for typo in slips {
                    let new = refused(&typo, field.name);
                    let place = at.key(&typo).path;
                    let begins = format!("{place}: unknown key (did you mean {}? known keys: ", field.name);
                    let told = new
                        .iter()
                        .find(|line| line.starts_with(&begins))
                        .unwrap_or_else(|| panic!("{begins} is not in {new:#?}"));
                    assert!(fields.iter().all(|field| told.contains(field.name)), "{told}");
                    let missing = format!("{}: expected ", at.key(field.name).path);
                    let missed = new.iter().any(|line| line.starts_with(&missing) && line.ends_with("(got nothing)"));
                    assert_eq!(missed, field.required, "{place}: {new:#?}");
                    tried += 1;
                }
            }
        }
        if let Kind::OneOf(choices) = &shape.kind {
            for (name, content) in choices {
                let mut whole = whole.clone();
                let typo = format!("{name}x");
                let value = content.as_ref().map_or(Value::from(typo.clone()), |content| {
                    Value::Object(Map::from_iter([(typo.clone(), shape::sample(content))]))
                });
                *whole.pointer_mut(&at.pointer).unwrap() = value;
                let told = read(&whole.to_string());
                let begins = format!("{}: expected ", at.path);
                assert!(
                    told.iter().any(|line| line.starts_with(&begins) && line.contains(name)),
                    "{begins}{name}: {told:#?}"
                );
                tried += 1;
            }
        }
    });
    tried
}

#[test]
fn every_misspelt_key_of_a_scenario_is_refused() {
    let tried = every_misspelt_key_is_named(&shape::scenario(), |text| errors_of(Scenario::parse(text)));
    assert!(tried > 1400, "{tried}");
}

/// In runs that carry no version of their format unknown keys are ignored and told, at every depth; those that must be there are
/// missed all the same.
#[test]
fn every_misspelt_key_of_a_run_of_an_earlier_format_is_told() {
    let shape = Run::shape();
    let mut tried = 0;
    walk(&shape, &At::default(), &mut shape::sample(&shape), &mut |shape, at, whole| {
        // The scenario's own keys are those of the test before; some depth is enough.
        let Kind::Object(fields) = &shape.kind else { return };
        if at.path.matches('.').count() > 2 {
            return;
        }
        for field in fields {
            let typo = format!("{}q", field.name);
            let mut run = renamed(whole, &at.pointer, field.name, &typo);
            // Everything else is valid.
            let sound = json!({"groups": [{}]});
            if at.path.is_empty() && field.name != "scenario" {
                run["scenario"] = sound;
                if field.name != "commands" {
                    run["commands"] = json!([]);
                }
            } else if !at.path.is_empty() {
                return;
            }
            let place = at.key(&typo).path;
            let lines: Vec<String> = match Run::parse(&run.to_string()) {
                Ok((_, ignored)) => ignored.iter().map(ConfigError::to_string).collect(),
                Err(errors) => errors.iter().map(ConfigError::to_string).collect(),
            };
            let begins = format!("{place}: unknown key (did you mean {}?", field.name);
            assert!(lines.iter().any(|line| line.starts_with(&begins)), "{begins}: {lines:#?}");
            tried += 1;
        }
    });
    assert_eq!(tried, 3);
    let deep = r#"{"scenario":{"groups":[{"client":{"choker":{"uplod_slots":3}}}]},"seed":1,"commands":[]}"#;
    let (_, ignored) = Run::parse(deep).unwrap();
    assert_eq!(ignored[0].field, "scenario.groups[0].client.choker.uplod_slots");
    assert_eq!(ignored[0].problem, Problem::UnknownKey);
}

#[test]
fn a_misspelt_key_ends_a_run_and_lenient_warns() {
    let path = file("typo.json", r#"{"torrent":{"pieces":2},"groups":[{"have":"all"},{"cuont":1}]}"#);
    let line = refused(&["run", &path]);
    assert!(
        line.contains("groups[1].cuont: unknown key (did you mean count? known keys: count, upload_rate, "),
        "{line}"
    );
    let done = swarmscope(&["run", &path, "--lenient"]);
    let warned = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && warned.contains("groups[1].cuont: unknown key ("), "{warned}");
    assert!(warned.trim_end().ends_with(", ignored"), "{warned}");
}

/// The small inputs that were found to fail: one clear sentence for each value.
#[test]
fn what_was_found_to_fail_is_read_or_refused_in_one_sentence() {
    let line = refused(&["run", &fixture("count_float.json")]);
    assert!(
        line.ends_with(
            "count_float.json: groups[1].count: expected a whole number from 0 to 1000000 peers (got 1.5)\n"
        ),
        "{line}"
    );
    let lines = refused(&["run", &fixture("unknown_50.json")]);
    assert_eq!(lines.lines().count(), 50, "{lines}");
    assert_eq!(lines.matches("known keys: version, name, ").count(), 1, "{lines}");
    assert!((0..50).all(|k| lines.contains(&format!(": k{k}: unknown key (known keys: "))), "{lines}");
    let path = file("scenari.json", r#"{"scenari": {"groups": [{}]}, "seed": 1}"#);
    let lines = refused(&["run", &path]);
    assert!(lines.contains("scenario: expected an object (got nothing)"), "{lines}");
    assert!(
        lines.contains("scenari: unknown key (did you mean scenario? known keys: scenario, seed, commands)"),
        "{lines}"
    );
    assert!(told(&["run", &fixture("number_seed.json")]).starts_with("x, seed 1: 4 pieces"));
    assert!(told(&["run", &fixture("saved_run.json")]).contains("seed 1: 40 pieces"));
}

/// The line of a summary that names the run's trace.
fn trace(text: &str) -> &str {
    text.lines().find(|line| line.starts_with("trace hash")).expect("a summary has it")
}

#[test]
fn a_saved_run_and_its_link_are_the_run() {
    let scenario = r#"{"torrent":{"pieces":4},"groups":[{"have":"all"},{"count":2}]}"#;
    let alone = told(&["run", &file("alone.json", scenario), "--seed", "7"]);
    let saved = file("saved.json", &format!(r#"{{"scenario":{scenario},"seed":"7","commands":[]}}"#));
    assert_eq!(trace(&told(&["run", &saved])), trace(&alone));
    assert_ne!(trace(&told(&["run", &saved, "--seed", "8"])), trace(&alone));
    // What a person did is done again, and belongs to its seed.
    let command = r#"[{"at_ns":"1000000000","after_events":5,"command":{"remove_peers":{"peers":[2]}}}]"#;
    let acted = file("acted.json", &format!(r#"{{"scenario":{scenario},"seed":7,"commands":{command}}}"#));
    // The number of events before it is not this engine's: it is done at its moment, and no law is broken.
    assert_ne!(trace(&told(&["run", &acted])), trace(&alone));
    let line = refused(&["run", &acted, "--seed", "7"]);
    assert!(line.contains("--seed: this run has commands, which belong to its own scenario and seed"), "{line}");
    for (link, said) in [
        ("http://localhost:5173/?preset=first_light", "the link: expected #"),
        ("https://example.org/#c=AAAA", "is cut short or damaged"),
        ("https://example.org/#c=%%%", "is cut short or damaged"),
    ] {
        let line = refused(&["run", link]);
        assert!(line.contains(said), "{link}: {line}");
    }
}

/// What the page wrote and what the command line wrote, in a link and in a file, is one run. Only the form before envelopes is
/// warned of.
#[test]
fn every_envelope_is_the_same_run() {
    let fixture: Value =
        serde_json::from_str(&fs::read_to_string(folder("tests/fixtures/envelopes.json")).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let saved = file("envelope.json", &text(&fixture["file"]));
    let mut words = vec![saved.clone()];
    words
        .extend(fixture["links"].as_array().unwrap().iter().map(|link| format!("https://example.org/#{}", text(link))));
    let traces = words.iter().map(|word| {
        let done = swarmscope(&["run", word]);
        let (out, said) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        assert!(done.status.success() && said.is_empty(), "{said}");
        trace(&out).to_owned()
    });
    let traces: BTreeSet<String> = traces.collect();
    let old = format!("#{}", text(&fixture["old"]));
    let done = swarmscope(&["run", &old]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(said, "the link: a run of the format before envelopes, which names no engine\n");
    assert_eq!(traces, BTreeSet::from([trace(&String::from_utf8(done.stdout).unwrap()).to_owned()]));

    let changed = text(&fixture["file"]).replacen("\"pieces\": 4", "\"pieces\": 5", 1);
    let line = refused(&["run", &file("envelope_changed.json", &changed)]);
    assert!(line.contains("its checksum does not fit: it was changed since it was written."), "{line}");
    let link = text(&fixture["links"][0]).replacen("v2=1", "v2=2", 1);
    assert!(refused(&["run", &format!("#{link}")]).starts_with("the link: it was changed or cut on its way: "));
    assert!(refused(&["run", "#v3=AAAA"]).starts_with("the link: expected #v2= or #c= with a run behind it"));
}

/// The envelope's own keys, each misspelt; and the sentences for values that do not belong there.
#[test]
fn an_envelope_is_read_strictly() {
    let run = json!({"scenario": {"groups": [{"have": "all"}, {}]}, "seed": 7, "commands": []});
    let envelope = json!({"format": 2, "engine": "0.0.9", "run": run, "view": {"speed": 2}});
    let whole = file("strict.json", &envelope.to_string());
    let done = swarmscope(&["run", &whole]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && said.contains("engine 0.0.9 made this run; engine "), "{said}");
    let path = |name: &str| format!("strict_{name}.json");
    for (object, key, known) in [
        ("", "view", "format, engine, checksum, run, view"),
        ("", "engine", "format, engine, checksum, run, view"),
        ("/run", "commands", "scenario, seed, commands"),
        ("/run", "seed", "scenario, seed, commands"),
        ("/run/scenario", "groups", "version, name, "),
        ("/view", "speed", "speed"),
    ] {
        let typo = format!("{key}x");
        let line = refused(&["run", &file(&path(key), &renamed(&envelope, object, key, &typo).to_string())]);
        let place = format!(
            "{}{typo}",
            if object.is_empty() { String::new() } else { format!("{}.", object[1..].replace('/', ".")) }
        );
        assert!(line.contains(&format!("{place}: unknown key (did you mean {key}? known keys: {known}")), "{line}");
    }
    for (pointer, value, said) in [
        ("/format", json!(3), "format: expected 2, the format that this engine ("),
        ("/engine", json!(7), "engine: expected a string (got 7)"),
        ("/run/seed", json!(-1), "run.seed: expected a whole number from 0 to 18446744073709551615 (got -1)"),
        ("/run/seed", json!("x"), "run.seed: expected a whole number from 0 to 18446744073709551615 (got x)"),
        (
            "/run/scenario/groups/1",
            json!({"count": 0.5}),
            "run.scenario.groups[1].count: expected a whole number from 0 to 1000000 peers (got 0.5)",
        ),
        ("/view/speed", json!(0), "view.speed is out of range: expected 0.03125 to 4096 (got 0)"),
        ("/run", json!([]), "run: expected an object (got [])"),
    ] {
        let mut wrong = envelope.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let line = refused(&["run", &file("strict_value.json", &wrong.to_string())]);
        assert!(line.contains(said), "{said}: {line}");
    }
}
