//! Tests of the bindings in a real browser: `wasm-pack test --headless --chrome` at the root.
#![cfg(target_arch = "wasm32")]

#[path = "it/drawn.rs"]
mod drawn;
#[path = "it/drawn_clients.rs"]
mod drawn_clients;
#[path = "it/hashes.rs"]
mod hashes;

use js_sys::{Function, Uint8Array, Uint32Array, WebAssembly::Memory};
use serde::Deserialize;
use swarmscope_core::policy::{choker, picker};
use swarmscope_core::scenario::presets::PRESETS;
use swarmscope_core::view::frame::{LAYOUT_VERSION, MAGIC};
use swarmscope_torrent::read_torrent;
use swarmscope_wasm::{Simulation, StepBy, fresh_seed, layout_version, version};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// `ConfigError`, as JavaScript gets it.
#[derive(Deserialize)]
struct Refusal {
    field: String,
    value: String,
    expected: String,
}

fn refusals(thrown: JsValue) -> Vec<Refusal> {
    serde_wasm_bindgen::from_value(thrown).expect("a list of refusals")
}

fn begin(scenario_json: &str) -> Simulation {
    Simulation::new(scenario_json, "1", "", false, 1e8).expect("the scenario is accepted")
}

/// The memory's buffer of this moment.
fn buffer() -> JsValue {
    wasm_bindgen::memory().unchecked_into::<Memory>().buffer()
}

/// The first words of the frame, seen as the page sees them.
fn head(simulation: &mut Simulation) -> [u32; 2] {
    let place = simulation.frame();
    let view = Uint32Array::new_with_byte_offset_and_length(&buffer(), place, 2);
    [view.get_index(0), view.get_index(1)]
}

#[wasm_bindgen_test]
fn the_version_is_the_packages() {
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
    assert_eq!(layout_version(), LAYOUT_VERSION);
}

#[wasm_bindgen_test]
fn every_preset_begins_advances_and_shows_a_frame() {
    for (name, make) in PRESETS {
        let mut simulation = begin(&make().to_json());
        let before = simulation.trace_hash();
        simulation.advance(20.0, 1e6);
        assert_eq!(head(&mut simulation), [MAGIC, LAYOUT_VERSION], "{name}");
        assert_ne!(simulation.trace_hash(), before, "{name}");
    }
}

#[wasm_bindgen_test]
fn wasm_repeats_the_golden_table_twice() {
    for _ in 0..2 {
        assert_eq!(hashes::table(), include_str!("golden/hashes.txt"));
    }
}

/// Drives a simulation as a page does: through the JavaScript object, by all kinds of steps, there and back. `until` is the moment
/// at which the golden table looks. A step ends where it should or at the run's end, so the numbers of steps bound the work.
const DRIVER: &str = "
    const [event, block, round, piece] = [0, 1, 2, 3];
    let steps = 0;
    const go = (kind, n) => { while (n-- > 0 && simulation.step_by(kind)) steps++; };
    const at = (moment) => { while (simulation.seek(moment, 50000)); return simulation.trace_hash(); };
    go(event, 700); go(round, 9); go(block, 60); go(piece, 12);
    go(event, 1); go(block, 1); go(round, 1); go(piece, 1);
    const early = at(0.3 * until);
    go(block, 30); go(event, 90); go(piece, 7); go(round, 14);
    const there = at(until);
    if (at(0.3 * until) !== early) throw new Error('another past');
    go(piece, 3); go(event, 20);
    if (at(until) !== there) throw new Error('another way, another trace');
    if (steps === 0) throw new Error('nothing happened');
    return there;
";

#[wasm_bindgen_test]
fn javascript_steps_to_the_golden_traces_by_event_block_round_and_piece() {
    let golden = include_str!("golden/hashes.txt").lines();
    let driver = Function::new_with_args("simulation, until", DRIVER);
    let mut driven = String::new();
    for ((name, scenario), line) in hashes::scenarios().zip(golden) {
        let json = scenario.to_json();
        let simulation = JsValue::from(begin(&json));
        let until = JsValue::from(hashes::UNTIL.as_secs_f64());
        let trace =
            driver.call2(&JsValue::NULL, &simulation, &until).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(line.split(' ').nth(2), trace.as_string().as_deref(), "{name}");
        driven += &json;
    }
    // Every rule and every service has been at work on the way.
    let [leechers, seeds] = choker::names();
    let rules = [("policy", leechers), ("seed_policy", seeds), ("policy", picker::names())];
    for (key, name) in rules.iter().flat_map(|(key, names)| names.iter().map(move |name| (key, name))) {
        assert!(driven.contains(&format!("\"{key}\": \"{name}\"")), "no run has {key} {name}");
    }
    for part in
        ["\"up\": false", "\"up\": true", "\"crash\": true", "\"departure\": \"crash\"", "\"have\": \"magnet_link\""]
    {
        assert!(driven.contains(part), "no run has {part}");
    }
}

/// A step stops where it should: at the first event, and at the first block, round and piece.
#[wasm_bindgen_test]
fn a_step_goes_to_the_next_of_its_kind_and_no_further() {
    let json = PRESETS[1].1().to_json();
    let mut events = begin(&json);
    for step in [StepBy::Event, StepBy::Block, StepBy::Round, StepBy::Piece] {
        let mut simulation = begin(&json);
        assert!(simulation.step_by(step));
        let trace = simulation.trace_hash();
        // Event by event, the same place is passed.
        let mut n = 0;
        while events.trace_hash() != trace {
            assert!(events.step_by(StepBy::Event), "{step:?}: the place is passed");
            n += 1;
        }
        assert!(n < 2000, "{step:?} takes {n} events");
        events = begin(&json);
    }
    let mut whole = begin(&json);
    while whole.step_by(StepBy::Piece) {}
    let end = whole.trace_hash();
    assert!(!whole.step_by(StepBy::Event) && whole.trace_hash() == end, "the end is the end");
}

#[wasm_bindgen_test]
fn a_bad_scenario_is_refused_with_field_value_and_range() {
    let thrown = Simulation::new(r#"{"groups":[{"upload_rate":0}]}"#, "1", "", false, 0.0).err().expect("refused");
    let [refusal] = &refusals(thrown)[..] else { panic!("one mistake, one refusal") };
    assert_eq!(
        (&*refusal.field, &*refusal.value, &*refusal.expected),
        ("groups[0].upload_rate", "0", "1 to 1000000000000 B/s")
    );
    for seed in ["", "-1", "18446744073709551616", "one"] {
        let thrown = Simulation::new(r#"{"groups":[{}]}"#, seed, "", false, 0.0).err().expect("refused");
        assert_eq!(refusals(thrown)[0].field, "seed");
    }
}

#[wasm_bindgen_test]
fn an_unknown_key_is_refused_or_ignored_and_reported() {
    let json = r#"{"groups":[{"uplaod_rate":9}]}"#;
    let thrown = Simulation::new(json, "1", "", false, 0.0).err().expect("refused");
    assert!(refusals(thrown)[0].expected.starts_with("did you mean upload_rate? known keys: count, "));
    let lenient = Simulation::new(json, "1", "", true, 0.0).expect("accepted");
    assert_eq!(refusals(lenient.ignored())[0].field, "groups[0].uplaod_rate");
}

#[wasm_bindgen_test]
fn a_bad_command_is_refused_and_changes_nothing() {
    let mut simulation = begin(&PRESETS[0].1().to_json());
    simulation.advance(5.0, 1e6);
    let before = simulation.state_hash();
    for command in
        [r#"{"limit_link":{"peer":0,"upload_rate":0}}"#, r#"{"limit_link":{"peer":"first"}}"#, r#"{"explode":{}}"#, "{"]
    {
        let thrown = simulation.apply(command).expect_err("refused");
        assert!(refusals(thrown)[0].field.starts_with("command"), "{command}");
    }
    assert_eq!(simulation.state_hash(), before);
}

#[wasm_bindgen_test]
fn a_run_is_repeated_from_its_commands() {
    let scenario = PRESETS[0].1().to_json();
    let mut first = begin(&scenario);
    first.advance(12.5, 1e6);
    first.apply(r#"{"tracker":{"up":false}}"#).expect("accepted");
    first.advance(40.0, 1e6);
    let run = first.run();
    let commands = js_sys::Reflect::get(&run, &"commands".into()).expect("a run has commands");
    let commands = js_sys::JSON::stringify(&commands).expect("commands are plain data");

    let mut again = Simulation::new(&scenario, "1", &String::from(commands), false, 0.0).expect("accepted");
    for until_s in [3.0, 12.5, 30.0, 40.0] {
        again.advance(until_s, 1e6);
    }
    assert_eq!(again.trace_hash(), first.trace_hash());
    assert_eq!(again.state_hash(), first.state_hash());
}

#[wasm_bindgen_test]
fn any_moment_can_be_gone_to_in_bites() {
    let mut simulation = begin(&PRESETS[1].1().to_json());
    simulation.advance(10.0, 1e6);
    let (hash, trace) = (simulation.state_hash(), simulation.trace_hash());
    simulation.apply(r#"{"tracker":{"up":false}}"#).expect("accepted");
    simulation.advance(20.0, 1e6);
    let later = simulation.state_hash();
    let mut bites = 0;
    while simulation.seek(9.0, 50.0).expect("a moment of the run") {
        bites += 1;
    }
    assert!(bites > 2, "{bites} bites");
    simulation.advance(9.9, 1e6);
    assert_ne!((simulation.state_hash(), simulation.trace_hash()), (hash, trace));
    assert!(!simulation.seek(20.0, 1e6).expect("a moment of the run"));
    assert_eq!(simulation.state_hash(), later, "what was done at ten seconds was done again");
    simulation.seek(5.0, 1e6).expect("a moment of the run");
    simulation.apply(r#"{"tracker":{"up":true}}"#).expect("accepted");
    simulation.advance(20.0, 1e6);
    assert_ne!(simulation.state_hash(), later, "acting in the past makes another run");
}

#[wasm_bindgen_test]
fn a_moment_that_is_none_is_refused_and_changes_nothing() {
    let mut simulation = begin(&PRESETS[0].1().to_json());
    simulation.advance(5.0, 1e6);
    let before = simulation.state_hash();
    for moment_s in [-1.0, f64::NAN, f64::INFINITY, 1e9] {
        let refused = &refusals(simulation.seek(moment_s, 1e6).expect_err("refused"))[0];
        assert_eq!(refused.field, "moment_s");
        assert!(refused.expected.starts_with("0 to "), "{}", refused.expected);
    }
    assert_eq!(simulation.state_hash(), before);
}

#[wasm_bindgen_test]
fn a_frame_is_readable_after_the_memory_grew() {
    let mut simulation = begin(&PRESETS[0].1().to_json());
    simulation.advance(10.0, 1e6);
    let old = Uint8Array::new(&buffer());
    let hold = std::hint::black_box(vec![1u8; 64 << 20]);
    assert_eq!(old.length(), 0, "views of the memory of before are empty, silently");
    assert_eq!(head(&mut simulation), [MAGIC, LAYOUT_VERSION]);
    drop(hold);
}

#[wasm_bindgen_test]
fn a_torrent_is_read_and_noise_is_refused_with_a_sentence() {
    let torrent = read_torrent(include_bytes!("fixtures/torrents/alice.torrent")).expect("a torrent");
    let name = js_sys::Reflect::get(&torrent, &"name".into()).expect("it has a name");
    assert_eq!(name.as_string().as_deref(), Some("alice.txt"));
    let thrown = read_torrent(b"<html></html>").expect_err("refused");
    assert!(thrown.as_string().is_some_and(|sentence| !sentence.is_empty()));
}

#[wasm_bindgen_test]
fn a_fresh_seed_is_a_number() {
    assert!(fresh_seed().expect("a browser has entropy").parse::<u64>().is_ok());
}
