//! Real clients' defaults, as data: one JSON file for each client, holding only what differs from the reference.
//!
//! Owns the list of profiles, and how a scenario's own words are laid over them. Must never know what a knob does.
//! The sources of the figures stand in each file under `sources`.

use super::PeerConfig;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A client whose defaults a scenario can start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// BEP 3 and Cohen 2003, as `MODEL.md` tells.
    #[default]
    Reference,
    /// The first client, 3.9 to 4.0.
    Mainline,
    /// libtorrent 2.1 (qBittorrent, Deluge).
    Libtorrent,
    /// Transmission 4.2.
    Transmission,
    /// WebTorrent 3.0.
    Webtorrent,
    /// Everybody who is interested is served at once (rqbit 9).
    NoChoking,
    /// A textbook's client: the plainest rules, no repairs.
    SeedChapter,
}

/// Every profile and its file, the reference first.
pub const PROFILES: &[(Profile, &str)] = &[
    (Profile::Reference, include_str!("profiles/reference.json")),
    (Profile::Mainline, include_str!("profiles/mainline.json")),
    (Profile::Libtorrent, include_str!("profiles/libtorrent.json")),
    (Profile::Transmission, include_str!("profiles/transmission.json")),
    (Profile::Webtorrent, include_str!("profiles/webtorrent.json")),
    (Profile::NoChoking, include_str!("profiles/no_choking.json")),
    (Profile::SeedChapter, include_str!("profiles/seed_chapter.json")),
];

/// A client as its profile has it.
pub fn client(profile: Profile) -> PeerConfig {
    serde_json::from_value(defaults(profile)).expect("a profile's file is a client")
}

/// A profile's file as JSON, without its sources.
fn defaults(profile: Profile) -> Value {
    let (_, text) = PROFILES.iter().find(|(known, _)| *known == profile).expect("every profile has a file");
    let mut value: Value = serde_json::from_str(text).expect("a profile's file is JSON");
    value.as_object_mut().expect("a profile's file is an object").remove("sources");
    value
}

/// Lays a scenario's clients over their profiles: each ends as a whole client. A group's client without a profile of its
/// own starts from the scenario's.
pub fn expand_scenario(scenario: &mut Value) {
    let Some(scenario) = scenario.as_object_mut() else { return };
    let base = scenario.get("peer").and_then(|peer| expanded(peer, &Value::Object(Map::new())));
    if let Some(base) = &base {
        scenario.insert("peer".to_owned(), base.clone());
    }
    let base = base.unwrap_or_else(|| Value::Object(Map::new()));
    for group in scenario.get_mut("groups").and_then(Value::as_array_mut).into_iter().flatten() {
        expand_group(group, &base);
    }
    for timed in scenario.get_mut("commands").and_then(Value::as_array_mut).into_iter().flatten() {
        expand_command(timed.get_mut("command"), &base);
    }
}

/// The same for a command that brings peers; `base` is the scenario's client.
pub fn expand_command(command: Option<&mut Value>, base: &Value) {
    if let Some(group) = command.and_then(|command| command.pointer_mut("/add_peers/group")) {
        expand_group(group, base);
    }
}

fn expand_group(group: &mut Value, base: &Value) {
    if let Some(client) = group.get_mut("client")
        && let Some(whole) = expanded(client, base)
    {
        *client = whole;
    }
}

/// What a client's own words make of its profile, or of `base` when it names none; `None` when they are no object.
fn expanded(own: &Value, base: &Value) -> Option<Value> {
    let named = own.as_object()?.get("profile");
    let profile = named.and_then(|name| Profile::deserialize(name).ok());
    let mut whole = profile.map_or_else(|| base.clone(), defaults);
    lay_over(&mut whole, own);
    Some(whole)
}

fn lay_over(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                match under.get_mut(key) {
                    Some(place) => lay_over(place, value),
                    None => {
                        under.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (under, over) => *under = over.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_read_and_names_its_sources() {
        for &(profile, text) in PROFILES {
            let value: Value = serde_json::from_str(text).unwrap();
            assert!(value["sources"].is_string() || value["sources"].is_object(), "{profile:?}");
            let mut unknown = Vec::new();
            let read: PeerConfig =
                serde_ignored::deserialize(defaults(profile), |path| unknown.push(path.to_string())).unwrap();
            let mut errors = Vec::new();
            read.check("peer", &mut errors);
            assert_eq!((read.profile, unknown, errors), (profile, vec![], vec![]));
        }
        assert_eq!(serde_json::from_value::<PeerConfig>(defaults(Profile::Reference)).unwrap(), PeerConfig::default());
    }

    #[test]
    fn own_words_win_over_the_profile_and_groups_start_from_the_scenario() {
        let text = r#"{"peer":{"profile":"mainline","choker":{"upload_slots":9}},
            "groups":[{"client":{"choker":{"hold_rounds":5}}},{"client":{"profile":"libtorrent"}},{}]}"#;
        let mut scenario: Value = serde_json::from_str(text).unwrap();
        expand_scenario(&mut scenario);
        assert_eq!(scenario["peer"]["choker"]["upload_slots"], 9);
        assert_eq!(scenario["peer"]["choker"]["min_uploads"], 2);
        let first = &scenario["groups"][0]["client"];
        assert_eq!((&first["profile"], &first["choker"]["upload_slots"]), (&"mainline".into(), &9.into()));
        assert_eq!(first["choker"]["hold_rounds"], 5);
        assert_eq!(scenario["groups"][1]["client"]["choker"]["upload_slots"], 8);
        assert_eq!(scenario["groups"][2].get("client"), None);
    }
}
