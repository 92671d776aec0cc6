//! What comes from outside: scenarios, runs and commands, good and bad. One clear error each, never a panic.

use crate::drawn;
use proptest::prelude::*;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::config::{ConfigError, TorrentConfig};
use swarmscope_core::scenario::{Scenario, presets};
use swarmscope_core::sim::Sim;
use swarmscope_core::sim::run::{Run, parse_seed};

fn errors(json: &str) -> Vec<ConfigError> {
    Scenario::parse(json).expect_err(json)
}

#[test]
fn scenarios_survive_json() {
    for number in 0..200 {
        let scenario = drawn::scenario(number);
        let parsed = Scenario::parse(&scenario.to_json()).unwrap();
        assert_eq!((&*parsed.scenario, parsed.warnings), (&scenario, vec![]));
    }
    for (name, make) in presets::PRESETS {
        assert!(!make().story.is_empty() && make().validate().is_ok(), "{name}");
        assert_eq!(presets::by_name(name), Some(make()));
    }
}

#[test]
fn a_bad_value_is_named_with_its_field_and_range() {
    for (json, field, value, allowed) in [
        (r#"{"groups":[{"count":1,"upload_rate":0}]}"#, "groups[0].upload_rate", "0", "1 to 1000000000000 B/s"),
        (r#"{"groups":[{}],"torrent":{"pieces":0}}"#, "torrent.pieces", "0", "1 to 2097152 pieces"),
        (
            r#"{"groups":[{}],"torrent":{"piece_length":10,"last_piece_length":11}}"#,
            "torrent.last_piece_length",
            "11",
            "at most piece_length, 10 bytes",
        ),
        (r#"{"groups":[{"count":1000000000}]}"#, "groups[0].count", "1000000000", "0 to 1000000 peers"),
        (r#"{"groups":[{"count":0}]}"#, "groups", "0 peers in all", "1 to 1000000 peers in all with 40 pieces"),
        (
            r#"{"groups":[{"count":900000}],"torrent":{"pieces":1000000}}"#,
            "groups",
            "900000 peers in all",
            "1 to 200 peers in all with 1000000 pieces",
        ),
        (r#"{"groups":[]}"#, "groups", "0 groups", "1 to 1000 groups"),
        (r#"{"groups":[{}],"version":2}"#, "version", "2", "1, the version this build reads"),
        (
            r#"{"groups":[{}],"peer":{"choker":{"upload_slots":2,"optimistic_slots":3}}}"#,
            "peer.choker.optimistic_slots",
            "3",
            "at most upload_slots, 2",
        ),
        (r#"{"groups":[{"leave":{"linger":{"for_s":-1}}}]}"#, "groups[0].leave.linger.for_s", "-1", "0 to 31536000 s"),
        (r#"{"groups":[{"have":{"fraction":1.5}}]}"#, "groups[0].have.fraction", "1.5", "0 to 1"),
        (
            r#"{"groups":[{"count":2,"arrival":{"listed":{"at_s":[1]}}}]}"#,
            "groups[0].arrival.listed.at_s",
            "1 moments",
            "one moment for each of the group's 2 peers",
        ),
        (r#"{"groups":[{}],"torrent":{"info_hash":"xyz"}}"#, "torrent.info_hash", "xyz", "40 hex digits, or nothing"),
        (r#"{"groups":[{}],"end_s":0}"#, "end_s", "0", "1 to 31536000 s"),
        (
            r#"{"groups":[{}],"commands":[{"at_s":1,"command":{"limit_link":{"peer":1,"upload_rate":0}}}]}"#,
            "commands[0].command.limit_link.upload_rate",
            "0",
            "1 to 1000000000000 B/s",
        ),
    ] {
        let found = errors(json);
        assert_eq!(found, [ConfigError::new(field, value, allowed)], "{json}");
        assert!(found[0].to_string().contains(field));
    }
}

#[test]
fn a_wrong_type_is_named_with_its_place() {
    for (json, field, says) in [
        (r#"{"groups":[{"count":"many"}]}"#, "groups[0].count", "string \"many\" is not allowed; it takes u32"),
        (r#"{"groups":[{"count":-3}]}"#, "groups[0].count", "it takes u32"),
        (r#"{"groups":[{"count":1e999}]}"#, "groups[0].count", "number out of range"),
        (r#"{"groups":[{"arrival":"sometimes"}]}"#, "groups[0].arrival", "unknown variant"),
        (r#"{"groups":7}"#, "groups", "it takes a sequence"),
        (r#"{"groups":[{"count":1,"count":2}]}"#, "groups[0]", "duplicate field"),
        ("[", "scenario", "EOF"),
        ("", "scenario", "EOF"),
        ("{} {}", "scenario", "trailing"),
        (r#"{"name":"\ud800"}"#, "name", "hex escape"),
    ] {
        let found = errors(json);
        assert_eq!(found.len(), 1, "{json}");
        let text = found[0].to_string();
        assert!(found[0].field == field && text.contains(says), "{json}: {text}");
    }
    let deep = "[".repeat(100_000);
    assert!(errors(&format!(r#"{{"groups":{deep}"#))[0].to_string().len() < 400);
    assert!(errors(&" ".repeat(5 << 20))[0].to_string().contains("at most"));
}

#[test]
fn an_unknown_key_is_a_warning() {
    let parsed = Scenario::parse(r#"{"groups":[{"colour":"red"}],"__proto__":{"x":1},"peer":{"chocker":{}}}"#).unwrap();
    let warnings = parsed.warnings.join("\n");
    assert!(["groups.0.colour", "__proto__", "peer.chocker"].iter().all(|key| warnings.contains(key)), "{warnings}");
}

#[test]
fn seeds_are_whole_numbers() {
    assert_eq!(parse_seed("18446744073709551615"), Ok(u64::MAX));
    for bad in ["", "-1", "+1", "1.5", "18446744073709551616", "٣", "1e3", " 1"] {
        assert_eq!(parse_seed(bad).expect_err(bad).field, "seed");
    }
}

#[test]
fn extremes_run() {
    // Meaning, not syntax: nobody seeds, leaving before coming, no slots, a torrent of one byte.
    for json in [
        r#"{"groups":[{"count":5}],"end_s":1000}"#,
        r#"{"groups":[{"have":"all"},{"count":3,"arrival":{"at_once":{"at_s":50}},"leave":{"at":{"at_s":10}}}],"end_s":1000}"#,
        r#"{"groups":[{"have":"all"},{"count":3}],"peer":{"choker":{"upload_slots":0,"optimistic_slots":0}},"end_s":1000}"#,
        r#"{"groups":[{"have":"all"},{"count":3}],"torrent":{"pieces":1,"piece_length":1}}"#,
        r#"{"groups":[{"have":"all","upload_rate":1000000000000},{"count":3,"download_rate":1000000000000,"latency_s":0}]}"#,
        r#"{"groups":[{"have":"all","upload_rate":1},{"count":1,"upload_rate":1,"download_rate":1}],"end_s":1000}"#,
        r#"{"groups":[{"have":"all","leave":"on_completion"},{"count":2}],"end_s":1000}"#,
    ] {
        let mut sim = Sim::new(&Scenario::parse(json).unwrap().scenario, 1);
        sim.strict();
        sim.advance(sim.end(), u64::MAX);
        assert_eq!(sim.laws().violations, [], "{json}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Text that was a scenario once is read or refused, never worse.
    #[test]
    fn mangled_json_never_panics(number in 0u64..50, at in 0usize..4000, byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = drawn::scenario(number).to_json().into_bytes();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let text = String::from_utf8_lossy(&bytes);
        if let Err(errors) = Scenario::parse(&text) {
            prop_assert!(!errors.is_empty());
        }
        let _ = Run::parse(&text);
    }

    /// The laws after every single event, in scenarios drawn by proptest.
    #[test]
    fn the_laws_hold_after_every_event(number in 1000u64..1_000_000, seed in any::<u64>()) {
        let scenario = drawn::scenario(number).validate().unwrap();
        let mut sim = Sim::new(&scenario, seed);
        sim.strict();
        for _ in 0..4000 {
            sim.advance(Nanos::from_secs(400), 1);
            prop_assert_eq!(&sim.laws().violations, &[]);
        }
    }

    #[test]
    fn geometry_of_any_torrent_adds_up(pieces in 1u32..3000, piece_length in 1u32..100_000, last in 0u32..100_000) {
        let config = TorrentConfig { pieces, piece_length, last_piece_length: last % piece_length, ..TorrentConfig::default() };
        let geometry = config.geometry();
        prop_assert_eq!(geometry.n_pieces(), pieces);
        let sum: u64 = (0..pieces).map(|i| u64::from(geometry.piece_len(i))).sum();
        prop_assert_eq!(sum, geometry.total_length());
    }
}
