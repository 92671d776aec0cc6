//! How a scenario is refused: each mistake in one plain sentence that names the field, the value and what is expected. No word of
//! Rust or of its libraries reaches a person.

use crate::drawn::{self, Draw};
use serde_json::{Value, json};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::sim::run::Run;

fn errors(json: &str) -> Vec<ConfigError> {
    Scenario::parse(json).expect_err(json)
}

fn told(json: &str) -> Vec<String> {
    errors(json).iter().map(ConfigError::to_string).collect()
}

#[test]
fn a_value_of_the_wrong_kind_is_told_with_its_place_and_range() {
    for (json, sentence) in [
        // `count_float.json` of the findings.
        (
            r#"{"version": 1, "groups": [{"name": "s", "have": "all", "count": 1}, {"name": "l", "count": 1.5}]}"#,
            "groups[1].count: expected a whole number from 0 to 1000000 peers (got 1.5)",
        ),
        (
            r#"{"groups":[{"count":"many"}]}"#,
            r#"groups[0].count: expected a whole number from 0 to 1000000 peers (got "many")"#,
        ),
        (r#"{"groups":[{"count":-3}]}"#, "groups[0].count is out of range: expected 0 to 1000000 peers (got -3)"),
        (
            r#"{"groups":[{"count":4294967296}]}"#,
            "groups[0].count is out of range: expected 0 to 1000000 peers (got 4294967296)",
        ),
        (
            r#"{"groups":[{"upload_rate":0}]}"#,
            "groups[0].upload_rate is out of range: expected 1 to 1000000000000 B/s (got 0)",
        ),
        (r#"{"groups":[{}],"end_s":"long"}"#, r#"end_s: expected a number from 1 to 31536000 s (got "long")"#),
        (r#"{"groups":[{}],"name":7}"#, "name: expected a string (got 7)"),
        (r#"{"groups":[{}],"version":"1"}"#, r#"version: expected a whole number (got "1")"#),
        (r#"{"groups":7}"#, "groups: expected a list (got 7)"),
        (r#"{"groups":{"count":1}}"#, r#"groups: expected a list (got {"count":1})"#),
        (r#"{"groups":[7]}"#, "groups[0]: expected an object (got 7)"),
        (r#"{"groups":[[1]]}"#, "groups[0]: expected an object (got [1])"),
        (r#"{"groups":[[]]}"#, "groups[0]: expected an object (got [])"),
        ("[]", "scenario: expected an object (got [])"),
        ("7", "scenario: expected an object (got 7)"),
        (
            r#"{"groups":[{}],"peer":{"picker":{"seedstarted":1}}}"#,
            "peer.picker.seedstarted: expected true or false (got 1)",
        ),
        (
            r#"{"groups":[{}],"peer":{"picker":{"endgame":"on"}}}"#,
            r#"peer.picker.endgame: expected one of all, strict, steal, hotswap, off (got "on")"#,
        ),
        (
            r#"{"groups":[{}],"peer":{"picker":{"endgame":true}}}"#,
            "peer.picker.endgame: expected one of all, strict, steal, hotswap, off (got true)",
        ),
        (
            r#"{"groups":[{"links":{"published":"kazaa"}}]}"#,
            r#"groups[0].links.published: expected gnutella (got "kazaa")"#,
        ),
        (
            r#"{"groups":[{"links":"mixed"}]}"#,
            r#"groups[0].links: expected one of same, {classes: a list}, {published: gnutella} (got "mixed")"#,
        ),
        (
            r#"{"groups":[{"have":{"fraction":"half"}}]}"#,
            r#"groups[0].have.fraction: expected a number from 0 to 1 (got "half")"#,
        ),
        (
            r#"{"groups":[{"session":{"fixed":{"s":[1]}}}]}"#,
            "groups[0].session.fixed.s: expected a number from 0 to 31536000 s (got [1])",
        ),
        (
            r#"{"groups":[{"arrival":{"uniform":{"from_s":1}}}]}"#,
            "groups[0].arrival.uniform.over_s: expected a number from 0 to 31536000 s (got nothing)",
        ),
        (
            r#"{"groups":[{}],"commands":[{"at_s":1,"command":{"explode":{}}}]}"#,
            "commands[0].command: expected one of {add_peers: {group}}, {remove_peers: {peers, crash}}, {make_seeder: {peer}}, \
             {limit_link: {peer, upload_rate, download_rate}}, \
             {limit_links: {seeders, upload_rate, download_rate}}, {seeders_leave: {leave}}, {behave: {peer, behaviour}}, \
             {cut: {peer, other}}, {partition: {groups, regions}}, {tracker: {up}} (got {\"explode\":{}})",
        ),
    ] {
        assert_eq!(told(json), [sentence], "{json}");
    }
    let leave = "groups[0].leave: expected one of never, on_completion, {linger: {for_s}}, {dwell: {time}}, {ratio: {ratio}}, \
                 {at: {at_s}}, {after_copies: {copies}}";
    for given in [r#""sometimes""#, r#""linger""#, r#"{"never":3}"#, r#"{"at":{},"linger":{}}"#, "7", "null", "[]"] {
        assert_eq!(told(&format!(r#"{{"groups":[{{"leave":{given}}}]}}"#)), [format!("{leave} (got {given})")]);
    }
}

#[test]
fn text_that_is_no_json_is_told_with_its_line() {
    for (json, sentence) in [
        ("", "scenario: this is not valid JSON: the text ends too early, at line 1 column 0"),
        ("{\"groups\": [", "groups: this is not valid JSON: the text ends too early, at line 1 column 12"),
        ("{} {}", "scenario: this is not valid JSON: trailing characters at line 1 column 4"),
        (
            r#"{"groups":[{"count":1e999}]}"#,
            "groups[0].count: this is not valid JSON: number out of range at line 1 column 25",
        ),
        (
            r#"{"groups":[{"count":1,"count":2}]}"#,
            "groups[0]: this is not valid JSON: the key \"count\" stands twice in one object at line 1 column 29",
        ),
    ] {
        assert_eq!(told(json), [sentence], "{json}");
    }
    assert_eq!(errors(r#"{"name":"\ud800"}"#)[0].field, "name");
    let deep = "[".repeat(100_000);
    assert!(errors(&format!(r#"{{"groups":{deep}"#))[0].to_string().len() < 400);
    assert_eq!(told(&" ".repeat(5 << 20)), ["scenario: expected at most 4194304 bytes (got 5242880 bytes)"]);
}

/// Each is told once, where it was written: not once more at every group whose client starts from the scenario's.
#[test]
fn every_mistake_is_told() {
    let json = r#"{"peer":{"choker":{"upload_slots":"x"}},
        "groups":[{"count":1.5,"client":{"picker":{"endgame":7}}},{"count":2.5,"client":{}}]}"#;
    assert_eq!(
        told(json),
        [
            "groups[0].client.picker.endgame: expected one of all, strict, steal, hotswap, off (got 7)",
            "groups[0].count: expected a whole number from 0 to 1000000 peers (got 1.5)",
            "groups[1].count: expected a whole number from 0 to 1000000 peers (got 2.5)",
            r#"peer.choker.upload_slots: expected a whole number from 0 to 1000 slots (got "x")"#,
        ]
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_one_that_is_known() {
    let json = r#"{"groups":[{"colour":"red","uplaod_rate":1,"leave":{"linger":{"for":1}}}],"__proto__":{"x":1},
        "peer":{"chocker":{}},"commands":[{"at_s":1,"command":{"tracker":{"up":true,"down":1}}}]}"#;
    let fields = "count, upload_rate, download_rate, latency_s, disk_rate, region, punchable, name, links, shared_link, client, have, torrents, arrival, leave, session, abort, departure, behaviour, coalition, reachable";
    let sentences = told(json);
    for sentence in [
        "commands[0].command.tracker.down: unknown key (known keys: up)",
        "groups[0].leave.linger.for: unknown key (did you mean for_s? known keys: for_s)",
        "groups[0].uplaod_rate: unknown key (did you mean upload_rate?)",
        "peer.chocker: unknown key (did you mean choker? known keys: profile, choker, picker, pipeline, neighbours, seeding, extensions)",
        "__proto__: unknown key (known keys: version, name, story, torrent, more_torrents, tracker, network, peer, groups, commands, end_s, measure_from_s)",
        &format!("groups[0].colour: unknown key (known keys: {fields})"),
    ] {
        assert!(sentences.iter().any(|told| told == sentence), "{sentence} is not in {sentences:#?}");
    }
    assert_eq!(sentences.len(), 6);

    let lenient = Scenario::parse_with(json, Keys::Lenient).unwrap();
    assert_eq!(lenient.unknown.iter().map(ConfigError::to_string).collect::<Vec<_>>(), sentences);
    assert!(
        Scenario::parse_with(r#"{"groups":[{}],"grups":1,"end_s":0}"#, Keys::Lenient).is_err(),
        "only keys are let pass"
    );
}

/// However many groups start from the client that has it.
#[test]
fn a_mistake_in_the_scenarios_client_is_told_once() {
    let groups = [r#"{"client":{"choker":{}}}"#; 200].join(",");
    let with = |client: &str| told(&format!(r#"{{"peer":{{"choker":{{{client}}}}},"groups":[{groups}]}}"#));
    let sentences = with(r#""uplod_slots":4"#);
    assert_eq!(sentences.len(), 1, "{sentences:?}");
    let begins = "peer.choker.uplod_slots: unknown key (did you mean upload_slots? known keys: upload_slots, ";
    assert!(sentences[0].starts_with(begins), "{sentences:?}");
    let sentence = r#"peer.choker.upload_slots: expected a whole number from 0 to 1000 slots (got "x")"#;
    assert_eq!(with(r#""upload_slots":"x""#), [sentence]);
}

#[test]
fn all_unknown_keys_are_named_or_counted() {
    // `unknown_50.json` of the findings.
    let with = |n: usize| {
        let keys: Vec<String> = (0..n).map(|i| format!(r#""k{i}": {i}"#)).collect();
        told(&format!(r#"{{"version": 1, "groups": [{{"have": "all"}}, {{"count": 2}}], {}}}"#, keys.join(", ")))
    };
    let sentences = with(50);
    assert_eq!(sentences.len(), 50);
    assert!((0..50).all(|i| sentences.iter().any(|told| told.starts_with(&format!("k{i}: unknown key")))));
    assert_eq!(sentences.iter().filter(|told| told.contains("known keys: version, ")).count(), 1, "{sentences:#?}");
    let sentences = with(1234);
    assert_eq!(sentences.len(), 101);
    assert_eq!(sentences[100], "scenario: expected only known keys (got 1134 more unknown keys)");
}

/// What another version saved is played, and what was ignored is told. Its other mistakes have the places of the file.
#[test]
fn a_saved_run_is_read_leniently() {
    let run = |more: &str| {
        format!(r#"{{"scenario":{{"groups":[{{"colour":1{more}}}]}},"seed":"7","commands":[],"made_by":"0.0.1"}}"#)
    };
    let (valid, unknown) = Run::parse(&run("")).unwrap();
    let fields: Vec<&str> = unknown.iter().map(|unknown| unknown.field.as_str()).collect();
    assert_eq!((valid.seed, fields), (7, vec!["made_by", "scenario.groups[0].colour"]));
    for (more, sentence) in [
        (r#","count":0.5"#, "scenario.groups[0].count: expected a whole number from 0 to 1000000 peers (got 0.5)"),
        (
            r#","upload_rate":0"#,
            "scenario.groups[0].upload_rate is out of range: expected 1 to 1000000000000 B/s (got 0)",
        ),
    ] {
        assert_eq!(Run::parse(&run(more)).unwrap_err()[0].to_string(), sentence);
    }
    let log = r#"{"scenario":{"groups":[{}]},"seed":"7","commands":[{"at_ns":"1e9","after_events":1,"command":{"tracker":{"up":true}}}]}"#;
    let sentence = r#"commands[0].at_ns: expected nanoseconds as a string of decimal digits (got "1e9")"#;
    assert_eq!(Run::parse(log).unwrap_err()[0].to_string(), sentence);
}

/// Words of Rust, of serde and of parsers.
const JARGON: &[&str] = &[
    "u8",
    "u16",
    "u32",
    "u64",
    "i64",
    "f64",
    "usize",
    "struct",
    "enum",
    "variant",
    "tuple",
    "newtype",
    "unit",
    "invalid",
    "sequence",
    "integer",
    "floating",
    "boolean",
    "Some",
    "None",
    "Option",
    "identifier",
    "deserialize",
    "missing field",
    "`",
];

fn every_place(tree: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match tree {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| every_place(value, &format!("{at}/{key}"), found))
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, value)| every_place(value, &format!("{at}/{i}"), found))
        }
        _ => {}
    }
}

/// Values of every kind.
fn anything(draw: &mut Draw) -> Value {
    draw.of(&[
        json!(null),
        json!(true),
        json!(0),
        json!(7),
        json!(-3),
        json!(4_294_967_296_u64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1.5),
        json!(-2.25),
        json!("all"),
        json!("never"),
        json!("on_completion"),
        json!("linger"),
        json!("some\u{e9} \"word\""),
        json!({}),
        json!([]),
        json!([1, "two", {}]),
        json!({"never": 3}),
        json!({"never": null}),
        json!({"fraction": "half"}),
        json!({"linger": {}}),
        json!({"linger": 3}),
        json!({"dwell": {"time": {"weibull": {"shape": 1}}}}),
        json!({"dwell": {"time": {"fixed": {"s": [1]}}}}),
        json!({"classes": [{"name": "x", "share": 1, "upload_rate": 1, "download_rate": 1}, {"name": "y"}]}),
        json!({"published": "kazaa"}),
        json!({"listed": {"at_s": [1, "two"]}}),
        json!({"trace": {"rows": [{"at_s": 1}, {"at_s": 1, "upload_rate": -1}]}}),
        json!({"a": 1, "b": 2}),
    ])
}

/// The place of a field in a tree; none when there is nothing.
fn find<'t>(tree: &'t Value, field: &str) -> Option<&'t Value> {
    if field == "scenario" {
        return Some(tree);
    }
    let pointer = format!("/{}", field.replace(']', "").replace(['.', '['], "/"));
    tree.pointer(&pointer)
}

/// Drawn scenarios that were changed in one or two places: what is refused names a place that was given or lacks something, and
/// no sentence has a word of the program's own.
#[test]
fn refusals_are_plain_wherever_the_mistake_is() {
    let (mut refused, mut sentences) = (0, 0);
    for number in 0..3000 {
        let mut draw = Draw(Rng::stream(number, 0x5e7d));
        let mut tree = serde_json::to_value(drawn::scenario(number % 60)).unwrap();
        // What drawn scenarios have nothing of.
        let group = tree["groups"][0].clone();
        let client = tree["peer"].clone();
        tree["groups"][0]["client"] = client;
        tree["groups"][0]["session"] = json!({"exponential": {"mean_s": 60}});
        tree["groups"][0]["links"] =
            json!({"classes": [{"name": "x", "share": 1, "upload_rate": 9, "download_rate": 9}]});
        tree["commands"] = json!([
            {"at_s": 1, "command": {"add_peers": {"group": group}}},
            {"at_s": 2, "command": {"remove_peers": {"peers": [1, 2], "crash": true}}},
            {"at_s": 3, "command": {"limit_link": {"peer": 1, "upload_rate": 5}}},
            {"at_s": 3, "command": {"limit_links": {"seeders": false, "upload_rate": 5}}},
            {"at_s": 4, "command": {"seeders_leave": {"leave": {"after_copies": {"copies": 2.5}}}}},
            {"at_s": 5, "command": {"tracker": {"up": false}}},
        ]);
        for _ in 0..draw.number(1, 2) {
            let mut places = Vec::new();
            every_place(&tree, "", &mut places);
            *tree.pointer_mut(&draw.of(&places)).unwrap() = anything(&mut draw);
        }
        let Err(errors) = Scenario::parse(&tree.to_string()) else { continue };
        refused += 1;
        for error in errors {
            let sentence = error.to_string();
            // What was given is a person's own word.
            let ours = sentence.replace(&error.value, "");
            let jargon = JARGON.iter().find(|word| ours.contains(*word));
            assert_eq!(jargon, None, "{sentence}\n{tree}");
            let absent = error.value == "nothing" || sentence.contains("1 to 1000 groups (got 0)");
            // What a client does not say, it takes over from the scenario's.
            let inherited = error.field.split_once(".client.").map(|(_, rest)| format!("peer.{rest}"));
            let given = |field: &str| find(&tree, field).is_some();
            assert!(absent || given(&error.field) || inherited.is_some_and(|it| given(&it)), "{sentence}\n{tree}");
            sentences += 1;
        }
    }
    assert!(refused > 1500 && sentences > refused, "{refused} refused with {sentences} sentences");
}
