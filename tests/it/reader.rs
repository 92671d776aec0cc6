//! Our own reader of configurations, held to serde's: the same values, the same refusals with the same places, the same
//! warnings, in drawn scenarios that were changed in one or two places.

use crate::drawn::{self, Draw};
use serde_json::{Value, json};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::reader::{self, Misread};

/// What was read or what is wrong and where, and the keys that are not known.
type Told = (Result<Scenario, (String, String)>, Vec<String>);

fn ours(tree: &Value) -> Told {
    let mut unknown = Vec::new();
    let read = reader::read(tree, &mut |place| unknown.push(place));
    (read.map_err(|Misread { place, sentence }| (place, sentence)), unknown)
}

fn serdes(tree: &Value) -> Told {
    let mut unknown = Vec::new();
    let mut tell = |path: serde_ignored::Path<'_>| unknown.push(path.to_string());
    let read = serde_path_to_error::deserialize(serde_ignored::Deserializer::new(tree.clone(), &mut tell));
    let place = |path: &serde_path_to_error::Path| path.to_string().trim_end_matches('.').to_owned();
    (read.map_err(|error| (place(error.path()), error.inner().to_string())), unknown)
}

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

/// Values of every kind. A list is not given where fields are taken: serde reads it by their order, and we refuse it.
fn anything(draw: &mut Draw, was: &Value) -> Value {
    let list = if was.is_object() { json!(null) } else { json!([1, "two", {}]) };
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
        json!("some\u{e9} \"word\""),
        json!({}),
        json!({"never": 3}),
        json!({"never": null}),
        json!({"fraction": "half"}),
        json!({"fraction": 0.5}),
        json!({"linger": {}}),
        json!({"linger": {"for_s": 1, "colour": "red"}}),
        json!({"linger": 3}),
        json!({"dwell": {"time": {"weibull": {"shape": 1}}}}),
        json!({"dwell": {"time": {"fixed": {"s": [1]}}}}),
        json!({"classes": [{"name": "x", "share": 1, "upload_rate": 1, "download_rate": 1, "colour": 1}, {"name": "y"}]}),
        json!({"published": "gnutella"}),
        json!({"published": "kazaa"}),
        json!({"listed": {"at_s": [1, "two"]}}),
        json!({"trace": {"rows": [{"at_s": 1, "colour": 2}, {"at_s": 1, "upload_rate": -1}]}}),
        json!({"a": 1, "b": 2}),
        list,
    ])
}

fn change(tree: &mut Value, draw: &mut Draw) {
    let mut places = Vec::new();
    every_place(tree, "", &mut places);
    let place = tree.pointer_mut(&draw.of(&places)).unwrap();
    match place {
        Value::Object(object) if draw.one_in(3) => {
            object.insert("colour".into(), json!("red"));
        }
        Value::Object(object) if draw.one_in(2) && !object.is_empty() => {
            let keys: Vec<String> = object.keys().cloned().collect();
            object.remove(&draw.of(&keys));
        }
        other => *other = anything(draw, other),
    }
}

#[test]
fn the_reader_says_what_serde_would_say() {
    let (mut refused, mut warned) = (0, 0);
    for number in 0..6000 {
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
            {"at_s": 4, "command": {"seeders_leave": {"leave": {"after_copies": {"copies": 2.5}}}}},
            {"at_s": 5, "command": {"tracker": {"up": false}}},
        ]);
        for _ in 0..draw.number(1, 2) {
            change(&mut tree, &mut draw);
        }
        let (ours, serdes) = (ours(&tree), serdes(&tree));
        refused += u32::from(serdes.0.is_err());
        warned += u32::from(!serdes.1.is_empty());
        assert_eq!(ours, serdes, "{tree}");
    }
    assert!(refused > 1500 && warned > 300, "{refused} refused, {warned} with warnings");
}
