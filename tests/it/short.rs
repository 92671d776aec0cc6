//! Scenarios in few words, as links and saved runs hold them: read again they are the same, and the engine's name says whose defaults they
//! leave out.

use crate::{drawn, drawn_clients};
use swarmscope_core::scenario::config::{Group, Profile, profile};
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::scenario::presets::PRESETS;
use swarmscope_core::scenario::{Scenario, presets};
use swarmscope_core::sim::envelope::{ENGINE, Envelope, Opened, is_own};
use swarmscope_core::sim::run::Run;

/// Broken by a setting that is left out where the reader would put another: a client of a group without its profile, the middle of a law of
/// arrival.
#[test]
fn a_short_scenario_is_read_as_the_same() {
    let presets = PRESETS.iter().map(|(_, make)| make());
    let drawn = (0..60).flat_map(|number| [drawn::scenario(number), drawn_clients::clients(number)]);
    let (mut short, mut whole) = (0, 0);
    for scenario in presets.chain(drawn) {
        let text = scenario.to_short().to_string();
        let read = Scenario::parse(&text).unwrap_or_else(|errors| panic!("{}: {errors:?}", scenario.name));
        assert!(*read.scenario == scenario && read.unknown.is_empty(), "{}: {text}", scenario.name);
        let as_whole = serde_json::to_string(&scenario).unwrap();
        assert!(text.len() < as_whole.len() * 3 / 4, "{}: {} of {} bytes", scenario.name, text.len(), as_whole.len());
        (short, whole) = (short + text.len(), whole + as_whole.len());
    }
    assert!(short < whole / 3, "{short} of {whole} bytes");
}

/// A client that is a profile's own is its name alone.
#[test]
fn a_clients_own_settings_are_not_written() {
    let mut scenario = presets::first_light();
    scenario.peer = profile::client(Profile::Libtorrent);
    scenario.peer.choker.upload_slots = 5;
    scenario.groups[1].client = Some(Box::new(profile::client(Profile::Reference)));
    let short = scenario.to_short();
    assert_eq!(short["peer"], serde_json::json!({ "profile": "libtorrent", "choker": { "upload_slots": 5 } }));
    assert_eq!(short["groups"][1]["client"], serde_json::json!({ "profile": "reference" }));
    assert!(short.get("network").is_none() && short.get("version").is_some());
}

/// What is shared goes by the defaults of the engine that wrote it, so another one with other defaults has another name.
#[test]
fn the_engines_name_tells_its_defaults() {
    // FNV-1a (Fowler, Noll, Vo), 32 bits.
    let mut hash = 0x811c_9dc5u32;
    let mut fold =
        |text: String| text.bytes().for_each(|byte| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    fold(serde_json::to_string(&Scenario::default()).unwrap());
    fold(serde_json::to_string(&Group::default()).unwrap());
    for (profile, _) in profile::PROFILES {
        fold(serde_json::to_string(&profile::client(*profile)).unwrap());
    }
    let fingerprint = ENGINE.split('+').nth(1).unwrap();
    assert_eq!(
        fingerprint,
        format!("{hash:08x}"),
        "a default has changed: write the new fingerprint into crate/core/src/sim/envelope.rs, so that links of before say that they may \
         play otherwise, and run `npm run gen`"
    );
    assert!(is_own(ENGINE) && is_own(env!("CARGO_PKG_VERSION")) && !is_own("0.0.9"));
    assert!(!is_own(concat!(env!("CARGO_PKG_VERSION"), "+12345678")));
}

/// An envelope is short and opens as the run that it was made of.
#[test]
fn an_envelope_holds_a_short_run() {
    let scenario = presets::clients();
    let run = Run { scenario: scenario.clone(), seed: "7".into(), commands: Vec::new() };
    let text = Envelope::of(run).to_json();
    assert!(text.len() < serde_json::to_string(&scenario).unwrap().len() / 3, "{} bytes", text.len());
    let opened = Opened::read(&text, Keys::Strict).unwrap();
    assert_eq!((*opened.scenario).clone(), scenario);
    assert_eq!((opened.seed, opened.engine.as_deref()), (Some(7), Some(ENGINE)));
}
