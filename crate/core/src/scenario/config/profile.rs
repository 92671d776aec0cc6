//! Real clients' defaults, as data: one JSON file for each client, holding only what differs from the reference.
//!
//! Owns the list of profiles, and how a scenario's own words are laid over them. Must never know what a knob does.
//! The sources of the figures stand in a file of the same name in `profiles/sources`, which only the tests read.

use super::PeerConfig;
use crate::scenario::json::{self, Document, Keys};
use crate::scenario::reader;
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
    /// Transmission 4.1.
    Transmission,
    /// Transmission 3.00, which Debian 12 has: another downloader than 4.1.
    #[serde(rename = "transmission_3_00")]
    Transmission300,
    /// WebTorrent 3.0.
    Webtorrent,
    /// rqbit 9: everybody is served at once.
    #[serde(alias = "no_choking")]
    Rqbit,
    /// A textbook's client: the plainest rules, no repairs.
    SeedChapter,
}

/// Every profile and its file, the reference first.
pub const PROFILES: &[(Profile, &str)] = &[
    (Profile::Reference, include_str!("profiles/reference.json")),
    (Profile::Mainline, include_str!("profiles/mainline.json")),
    (Profile::Libtorrent, include_str!("profiles/libtorrent.json")),
    (Profile::Transmission, include_str!("profiles/transmission.json")),
    (Profile::Transmission300, include_str!("profiles/transmission_3_00.json")),
    (Profile::Webtorrent, include_str!("profiles/webtorrent.json")),
    (Profile::Rqbit, include_str!("profiles/rqbit.json")),
    (Profile::SeedChapter, include_str!("profiles/seed_chapter.json")),
];

/// A client as its profile has it.
pub fn client(profile: Profile) -> PeerConfig {
    reader::read(&defaults(profile)).ok().expect("a profile's file is a client").value
}

/// A profile's file as JSON.
fn defaults(profile: Profile) -> Value {
    let (_, text) = PROFILES.iter().find(|(known, _)| *known == profile).expect("every profile has a file");
    json::tree(text, Document::whole("profile", Keys::Strict)).expect("a profile's file is JSON")
}

/// A whole client as JSON.
pub fn as_tree(client: &PeerConfig) -> Value {
    let text = serde_json::to_string(client).expect("a client holds only strings and numbers");
    json::tree(&text, Document::whole("client", Keys::Strict)).expect("what was just written is JSON")
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

/// The same for a client that stands alone.
pub(crate) fn expand_client(client: Option<&mut Value>) {
    if let Some(client) = client
        && let Some(whole) = expanded(client, &Value::Object(Map::new()))
    {
        *client = whole;
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
    let profile = named.and_then(|name| reader::read::<Profile>(name).ok()).map(|read| read.value);
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
    use crate::scenario::Scenario;

    /// In the order of [`PROFILES`].
    const SOURCES: [&str; 8] = [
        include_str!("profiles/sources/reference.json"),
        include_str!("profiles/sources/mainline.json"),
        include_str!("profiles/sources/libtorrent.json"),
        include_str!("profiles/sources/transmission.json"),
        include_str!("profiles/sources/transmission_3_00.json"),
        include_str!("profiles/sources/webtorrent.json"),
        include_str!("profiles/sources/rqbit.json"),
        include_str!("profiles/sources/seed_chapter.json"),
    ];

    /// Every figure's path in a profile.
    fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if value.is_object() { leaves(value, &path, found) } else { found.push(path) }
        }
    }

    #[test]
    fn every_profile_is_read_and_names_the_source_of_each_figure() {
        for (&(profile, _), text) in PROFILES.iter().zip(SOURCES) {
            let sources: Value = serde_json::from_str(text).unwrap();
            let mut figures = Vec::new();
            leaves(&defaults(profile), "", &mut figures);
            // A textbook has one source for all, and the reference has no figures.
            let of_a_client = !matches!(profile, Profile::Reference | Profile::SeedChapter);
            for path in figures.iter().filter(|path| of_a_client && *path != "profile") {
                assert!(sources[path].is_string(), "{profile:?} has no source for {path}");
            }
            for path in sources.as_object().unwrap().keys().filter(|path| *path != "about") {
                assert!(figures.contains(path), "{profile:?} has a source for {path}, and no figure");
            }
            let scenario = format!(r#"{{"groups": [{{}}], "peer": {}}}"#, defaults(profile));
            assert_eq!(Scenario::parse(&scenario).unwrap().scenario.peer, client(profile));
            assert_eq!(client(profile).profile, profile);
        }
        assert_eq!(serde_json::from_value::<PeerConfig>(defaults(Profile::Reference)).unwrap(), PeerConfig::default());
    }

    /// Figures of the clients; "-" where the reference client has the same.
    const TABLE: &str = "
        knob                              mainline            libtorrent          transmission        transmission_3_00   webtorrent          rqbit
        choker.policy                     -                   -                   -                   -                   -                   everybody
        choker.rechoke_interval_s         10                  15                  10                  10                  10                  1
        choker.optimistic_rounds          3                   2                   5                   5                   3                   -
        choker.upload_slots               7                   8                   8                   14                  10                  1000
        choker.slots                      by_uplink           -                   -                   -                   -                   -
        choker.optimistic_slots           -                   -                   1                   1                   1                   0
        choker.optimistic_share           -                   0.2                 -                   -                   -                   -
        choker.optimistic_beside          -                   -                   true                true                -                   -
        choker.min_uploads                2                   -                   -                   -                   -                   -
        choker.hold_rounds                0                   0                   0                   0                   0                   -
        choker.rate                       capped_cumulative   last_round          window              window              window              -
        choker.rate_window_s              20                  -                   2                   2                   5                   -
        choker.rate_fudge_s               1                   -                   -                   -                   -                   -
        choker.upload_fudge_s             5                   -                   -                   -                   -                   -
        choker.ties                       -                   by_turns            unchoked            unchoked            faster_unchoked     -
        choker.seed_policy                mainline4           round_robin_quota   fastest_upload      fastest_upload      fastest_upload      -
        choker.quota_pieces               -                   20                  -                   -                   -                   -
        choker.quota_min_s                -                   60                  -                   -                   -                   -
        choker.slot_rate                  -                   1024                -                   -                   -                   -
        choker.slot_rate_step             -                   2048                -                   -                   -                   -
        choker.new_connection_weight      1                   1                   1                   -                   1                   -
        choker.snub_after_s               30                  20                  -                   -                   -                   3600
        choker.between_rounds             rechoke             fill_or_rank        wait                wait                wait                -
        choker.snubbed_may_earn           -                   true                true                true                true                -
        choker.unchoke_ahead              -                   -                   true                true                true                -
        choker.rounds_from_start          -                   -                   -                   true                true                -
        choker.interest_at_rounds         -                   -                   -                   true                -                   -
        choker.unchoke_first_interest     -                   -                   -                   -                   true                -
        picker.policy                     -                   -                   -                   -                   sequential          first_last
        picker.random_first_pieces        4                   4                   0                   0                   0                   0
        picker.partials                   -                   -                   fewest_unrequested  fewest_unrequested  -                   -
        picker.partials_per_neighbour     -                   1.5                 -                   -                   -                   -
        picker.partial_blocks_max         -                   2048                -                   -                   -                   -
        picker.whole_pieces_s             -                   20                  -                   -                   -                   3600
        picker.claim_bytes_max            -                   8388608             -                   -                   -                   -
        picker.begun                      -                   among_equals        -                   -                   as_ranked           -
        picker.snubbed_commonest          -                   true                -                   -                   -                   -
        picker.first_request              -                   -                   -                   -                   highest             -
        picker.left_to_faster             -                   -                   -                   -                   10                  -
        picker.endgame                    all                 strict              off                 -                   hotswap             steal
        picker.endgame_requesters         -                   -                   -                   2                   -                   -
        picker.padding                    fetch               skip_blocks         fetch               -                   fetch               skip_pieces
        picker.seedstarted                true                false               false               false               false               false
        picker.steal_first                -                   -                   -                   -                   -                   10
        picker.steal_last                 -                   -                   -                   -                   -                   3
        pipeline.depth_min                2                   2                   32                  4                   2                   128
        pipeline.depth_max                -                   500                 500                 2000                2000                128
        pipeline.ahead_s                  4                   3                   10                  10                  1                   0
        pipeline.damped_above             50                  -                   -                   -                   -                   -
        pipeline.rule                     sum                 larger              larger              larger              sum                 -
        pipeline.rate                     -                   smoothed            -                   -                   -                   -
        pipeline.send_buffer_s            -                   0.5                 15                  15                  -                   -
        pipeline.slow_start               -                   true                -                   -                   -                   -
        pipeline.send_buffer_min          -                   16385               57344               57344               -                   -
        pipeline.send_buffer_max          -                   512000              -                   -                   -                   -
        pipeline.have_batch_s             -                   -                   -                   10                  -                   -
        pipeline.serves                   -                   -                   -                   -                   bursts              first_come
        pipeline.ignores_cancels          -                   -                   -                   -                   -                   true
        pipeline.timeout                  -                   adaptive            each_request        each_request        close               -
        pipeline.request_timeout_s        -                   60                  25                  90                  30                  -
        neighbours.numwant                50                  200                 80                  80                  50                  -
        neighbours.initiate_max           40                  200                 50                  50                  55                  128
        neighbours.connections_max        80                  200                 50                  50                  55                  128
        neighbours.refill_below           20                  -                   -                   -                   -                   -
        neighbours.announce_min_s         -                   300                 120                 120                 -                   -
        neighbours.connects_per_s         -                   30                  18                  12                  -                   -
        neighbours.turnover               -                   0.04                -                   -                   -                   -
        neighbours.turnover_above         -                   0.9                 -                   -                   -                   -
        neighbours.turnover_every_s       -                   300                 -                   -                   -                   -
        neighbours.keep_alive_s           120                 60                  100                 100                 55                  120
        neighbours.timeout_s              300                 120                 300                 300                 -                   10
        neighbours.connect_timeout_s      -                   -                   -                   -                   5                   -
        neighbours.bad_pieces_max         3                   -                   5                   5                   -                   -
        neighbours.good_per_bad           30                  -                   -                   -                   -                   -
        neighbours.spares_seeds           false               -                   false               -                   false               false
        neighbours.remembers              -                   3000                150                 50                  1000                1000
        neighbours.redial_after_s         -                   60                  10                  10                  1                   10
        neighbours.redial_factor          -                   2                   12                  12                  4                   6
        neighbours.redial_max             -                   3                   6                   6                   3                   4
        neighbours.seeds_part             -                   -                   later               later               never               -
        neighbours.seeds_part_after_s     -                   -                   30                  30                  -                   -
        neighbours.bad_pieces             -                   -                   everybody           everybody           -                   -
        seeding.super_seeding             -                   received            -                   -                   -                   -
        extensions.enabled                -                   true                true                true                true                true
        extensions.reqq                   -                   2000                2000                512                 -                   -
        extensions.heeds_reqq             -                   instead             instead             at_most             at_most             at_most
        extensions.holepunch              -                   true                -                   -                   -                   -";

    /// The clients' figures side by side, as their sources have them: a row for each knob, a column for each client. A dash is
    /// the reference's own figure.
    #[test]
    fn the_clients_have_the_figures_of_their_sources() {
        let mut rows =
            TABLE.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|row| !row.is_empty());
        let names = rows.next().unwrap();
        let whole = |name: &str| {
            let profile = Profile::deserialize(Value::from(name)).unwrap();
            (profile, serde_json::to_value(client(profile)).unwrap())
        };
        let clients: Vec<(Profile, Value)> = names[1..].iter().map(|name| whole(name)).collect();
        let reference = serde_json::to_value(PeerConfig::default()).unwrap();
        let mut told = Vec::new();
        for row in rows {
            let pointer = format!("/{}", row[0].replace('.', "/"));
            for ((profile, client), cell) in clients.iter().zip(&row[1..]) {
                let found = client.pointer(&pointer).unwrap_or_else(|| panic!("there is no {}", row[0]));
                let same = match (found, serde_json::from_str(cell).unwrap_or(Value::from(*cell))) {
                    (found, _) if *cell == "-" => Some(found) == reference.pointer(&pointer),
                    (Value::Number(found), Value::Number(cell)) => found.as_f64() == cell.as_f64(),
                    (found, cell) => *found == cell,
                };
                assert!(same, "{profile:?}: {} is {found}, not {cell}", row[0]);
            }
            told.push(row[0].to_owned());
        }
        for &(profile, _) in &clients {
            let mut figures = Vec::new();
            leaves(&defaults(profile), "", &mut figures);
            let untold: Vec<&String> = figures.iter().filter(|path| !told.contains(path)).collect();
            let plain = ["profile", "neighbours.refill_numwant", "neighbours.when_full"];
            assert!(
                untold.iter().all(|path| plain.contains(&path.as_str())),
                "{profile:?}: not in the table: {untold:?}"
            );
        }
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
