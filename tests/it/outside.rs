//! What comes from outside: scenarios, runs and commands, good and bad. One clear error each, never a panic.

use crate::drawn;
use proptest::prelude::*;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::config::{ConfigError, TorrentConfig};
use swarmscope_core::scenario::{Scenario, presets};
use swarmscope_core::sim::run::{Run, parse_seed};
use swarmscope_core::sim::{Sim, SimOptions};

fn errors(json: &str) -> Vec<ConfigError> {
    Scenario::parse(json).expect_err(json)
}

#[test]
fn scenarios_survive_json() {
    for number in 0..200 {
        let scenario = drawn::scenario(number);
        let parsed = Scenario::parse(&scenario.to_json()).unwrap();
        assert_eq!((&*parsed.scenario, parsed.unknown), (&scenario, vec![]));
    }
    for (name, make) in presets::PRESETS {
        assert!(!make().story.is_empty() && make().validate().is_ok(), "{name}");
        assert_eq!(presets::by_name(name), Some(make()));
    }
}

#[test]
fn a_bad_value_is_named_with_its_field_and_range() {
    for (json, field, value, expected) in [
        (r#"{"groups":[{"count":1,"upload_rate":0}]}"#, "groups[0].upload_rate", "0", "1 to 1000000000000 B/s"),
        (r#"{"groups":[{}],"torrent":{"pieces":0}}"#, "torrent.pieces", "0", "1 to 2097152 pieces"),
        (
            r#"{"groups":[{}],"torrent":{"piece_length":10,"last_piece_length":11}}"#,
            "torrent.last_piece_length",
            "11",
            "at most piece_length, 10 bytes",
        ),
        (r#"{"groups":[{"count":1000000000}]}"#, "groups[0].count", "1000000000", "0 to 1000000 peers"),
        (r#"{"groups":[{"count":0}]}"#, "groups", "0", "1 to 1000000 peers in all with 40 pieces"),
        (
            r#"{"groups":[{"count":900000}],"torrent":{"pieces":1000000}}"#,
            "groups",
            "900000",
            "1 to 200 peers in all with 1000000 pieces",
        ),
        (r#"{"groups":[]}"#, "groups", "0", "1 to 1000 groups"),
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
        let [ConfigError { field: f, value: v, expected: e, .. }] = &found[..] else { panic!("{json}: {found:?}") };
        assert_eq!((f.as_str(), v.as_str(), e.as_str()), (field, value, expected), "{json}");
    }
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
        let mut sim = Sim::with_options(&Scenario::parse(json).unwrap().scenario, 1, SimOptions::THOROUGH);
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
        let mut sim = Sim::with_options(&scenario, seed, SimOptions { log: false, ..SimOptions::THOROUGH });
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
