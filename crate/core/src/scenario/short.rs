//! A scenario in few words: what a reader would put there anyway is left out.
//!
//! Left out is what a client has from its profile, and what a scenario, a torrent and a group are by default. Invariant: read again by
//! the same engine it is the same scenario; one of which that is not so is written whole.

use super::config::{Group, PeerConfig, TorrentConfig, profile};
use super::{Parsed, Scenario};
use serde::Serialize;
use serde_json::{Map, Value};

/// Parts of a scenario and of a client whose own parts are left out one by one. All else is there as a whole or not at all.
const SECTIONS: [&str; 9] =
    ["torrent", "network", "tracker", "choker", "picker", "pipeline", "neighbours", "seeding", "extensions"];

impl Scenario {
    /// The scenario as JSON without what is a default or its client's.
    pub fn to_short(&self) -> Value {
        let whole = tree(self);
        let short = shortened(&whole, self);
        let read = Scenario::parse(&short.to_string());
        let same = read.is_ok_and(|Parsed { scenario, .. }| *scenario == *self);
        if same { short } else { whole }
    }
}

fn shortened(whole: &Value, scenario: &Scenario) -> Value {
    let mut short = whole.clone();
    let Some(fields) = short.as_object_mut() else { return short };
    let mut default = tree(&Scenario::default());
    // Who reads it needs these: the version, who is there, and the client that groups start from.
    if let Some(default) = default.as_object_mut() {
        ["version", "groups", "peer"].iter().for_each(|key| drop(default.remove(*key)));
    }
    leave_out(fields, &default);
    client(fields.get_mut("peer"), &scenario.peer);
    for (group, of) in
        fields.get_mut("groups").and_then(Value::as_array_mut).into_iter().flatten().zip(&scenario.groups)
    {
        let Some(group) = group.as_object_mut() else { continue };
        leave_out(group, &tree(&Group::default()));
        if let Some(own) = &of.client {
            client(group.get_mut("client"), own);
        }
    }
    for torrent in fields.get_mut("more_torrents").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(torrent) = torrent.as_object_mut() {
            leave_out(torrent, &tree(&TorrentConfig::default()));
        }
    }
    short
}

/// A client keeps its profile's name, and what differs from the profile.
fn client(value: Option<&mut Value>, own: &PeerConfig) {
    let Some(fields) = value.and_then(Value::as_object_mut) else { return };
    let mut default = tree(&profile::client(own.profile));
    if let Some(default) = default.as_object_mut() {
        default.remove("profile");
    }
    leave_out(fields, &default);
}

/// Removes what is the same in `default`, and sections of which nothing is left.
fn leave_out(fields: &mut Map<String, Value>, default: &Value) {
    fields.retain(|key, value| {
        let Some(default) = default.get(key) else { return true };
        if value == default {
            return false;
        }
        if let Some(fields) = value.as_object_mut().filter(|_| SECTIONS.contains(&key.as_str())) {
            leave_out(fields, default);
        }
        true
    });
}

/// What is to be written, as a tree. By way of its text: a second writer of every section would be 25 kB of the page's module.
pub(crate) fn tree(value: &impl Serialize) -> Value {
    let text = serde_json::to_string(value).expect("what is saved holds only strings, lists and numbers");
    serde_json::from_str(&text).expect("what is written can be read")
}
