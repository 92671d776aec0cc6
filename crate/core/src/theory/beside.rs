//! What theory says of a given scenario, row by row.
//!
//! Owns which result speaks of which swarm, and says of the others why not. Must never look at a run.

use super::bounds::{self, client_server, fluid_of, kumar_ross_of};
use super::missing_piece::arrivals_max;
use super::open_swarm::OpenSwarm;
use super::{rounds, spreading};
use crate::scenario::Scenario;
use crate::scenario::config::{Arrival, Group, InitialHave, Leave, Links, Span};
use serde::Serialize;

/// One thing that theory says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Row {
    /// What it is about.
    pub name: &'static str,
    /// How much; none when the result does not speak of this scenario, or has no bound to give.
    pub value: Option<f64>,
    /// Of what.
    pub unit: &'static str,
    /// The result speaks of this scenario.
    pub applies: bool,
    /// How to read the value, or why there is none.
    pub note: String,
    /// Who found it.
    pub source: &'static str,
}

const KUMAR_ROSS: &str = "Kumar, Ross 2006";
const KUROSE_ROSS: &str = "Kurose, Ross: Computer Networking";
const QIU_SRIKANT: &str = "Qiu, Srikant 2004";
const HAJEK_ZHU: &str = "Hajek, Zhu 2011";
const MUNDINGER: &str = "Mundinger, Weber, Weiss 2008";
const YANG_VECIANA: &str = "Yang, de Veciana 2004";
const DOERR_KUENNEMANN: &str = "Doerr, Kuennemann 2014";

impl Row {
    fn says(name: &'static str, value: f64, unit: &'static str, source: &'static str, note: impl Into<String>) -> Row {
        // JSON has no infinity; the note says it.
        Row { name, value: Some(value).filter(|v| v.is_finite()), unit, applies: true, note: note.into(), source }
    }

    fn silent(name: &'static str, unit: &'static str, source: &'static str, why: impl Into<String>) -> Row {
        Row { name, value: None, unit, applies: false, note: why.into(), source }
    }
}

/// What can be said of a scenario before it runs.
pub fn beside(scenario: &Scenario) -> Vec<Row> {
    let mut rows = Vec::new();
    distribution(scenario, &mut rows);
    rows.push(optimum(scenario));
    open(scenario, &mut rows);
    spreading_rows(scenario, &mut rows);
    rows
}

fn here(scenario: &Scenario) -> impl Iterator<Item = &Group> {
    scenario.groups.iter().filter(|group| group.count > 0)
}

fn is_seed(group: &Group) -> bool {
    group.have == InitialHave::All
}

fn distribution(scenario: &Scenario, rows: &mut Vec<Row>) {
    let (name, server, first) =
        ("all have it, not before", "the same from the seeders alone", "the first has it, not before");
    let how = if bounds::lower_bound_s(scenario).is_some() {
        "no run is faster"
    } else {
        "as if all came at 0 and nothing changed"
    };
    match kumar_ross_of(scenario) {
        Some(bound) => rows.push(Row::says(name, bound, "s", KUMAR_ROSS, how)),
        None => rows.push(Row::silent(name, "s", KUMAR_ROSS, "nobody comes to fetch, or nobody has everything")),
    }
    match fluid_of(scenario) {
        Some(fluid) => {
            rows.push(Row::says(server, client_server(fluid), "s", KUROSE_ROSS, "without the others' uplinks"));
            let alone = (fluid.size / fluid.seeds_up).max(fluid.size / fluid.down_max);
            let parts = here(scenario).any(|group| matches!(group.have, InitialHave::Fraction(part) if part > 0.0));
            rows.push(if parts {
                Row::silent(first, "s", KUMAR_ROSS, "some come with a part")
            } else {
                Row::says(first, alone, "s", KUMAR_ROSS, "after it came: every byte leaves a seeder once before that")
            });
        }
        None => {
            let why = "nobody comes to fetch, or nobody has everything";
            rows.push(Row::silent(server, "s", KUROSE_ROSS, why));
            rows.push(Row::silent(first, "s", KUMAR_ROSS, why));
        }
    }
}

/// Mundinger's optimum, in seconds: its round is the time of one piece on an uplink.
fn optimum(scenario: &Scenario) -> Row {
    let name = "piece by piece, the fastest schedule";
    let silent = |why: &str| Row::silent(name, "s", MUNDINGER, why);
    let groups: Vec<&Group> = here(scenario).collect();
    let seeds: u32 = groups.iter().filter(|group| is_seed(group)).map(|group| group.count).sum();
    if seeds != 1 || groups.iter().any(|group| matches!(group.have, InitialHave::Fraction(_))) {
        return silent("it is for one seeder, and others that have nothing");
    }
    if bounds::lower_bound_s(scenario).is_none() {
        return silent("it is for peers that all come at 0, with nothing changed later");
    }
    let up = groups[0].upload_rate;
    if groups.iter().any(|group| group.upload_rate != up || group.download_rate < up) {
        return silent("it is for equal uplinks, and downlinks that are not slower");
    }
    let peers = groups.iter().filter(|group| !is_seed(group)).map(|group| group.count).sum();
    let Some(best) = rounds::optimum(peers, scenario.torrent.pieces) else {
        return silent("nobody comes to fetch");
    };
    let round = f64::from(scenario.torrent.piece_length) / up as f64;
    let note = format!("{best} rounds of {round:.3} s; blocks of one piece from several senders can beat it a little");
    Row::says(name, best as f64 * round, "s", MUNDINGER, note)
}

/// Rate of a Poisson group whose peers come with nothing and are alike, and how long they stay when complete.
fn stream(scenario: &Scenario) -> Result<(&Group, f64, f64), &'static str> {
    let mut leechers = here(scenario).filter(|group| !is_seed(group));
    let (Some(group), None) = (leechers.next(), leechers.next()) else {
        return Err("it is for one group of leechers");
    };
    let Arrival::Poisson { mean_gap_s, .. } = group.arrival else {
        return Err("it is for a swarm that goes on, with Poisson arrivals");
    };
    if group.have != InitialHave::None || group.links != Links::Same {
        return Err("it is for peers that come with nothing and have equal links");
    }
    let stay_s = match group.leave {
        Leave::OnCompletion => 0.0,
        Leave::Linger { for_s } | Leave::Dwell { time: Span::Fixed { s: for_s } } => for_s.0,
        Leave::Dwell { time: Span::Exponential { mean_s } } => mean_s.0,
        _ => return Err("it is for peers that go some time after they are complete"),
    };
    Ok((group, 1.0 / mean_gap_s.0, stay_s))
}

fn open(scenario: &Scenario, rows: &mut Vec<Row>) {
    let names = ["leechers at rest", "seeders at rest", "time as a leecher at rest"];
    let units = ["peers", "peers", "s"];
    let threshold = "arrivals that a swarm can bear";
    let (group, arrivals, stay_s) = match stream(scenario) {
        Ok(stream) => stream,
        Err(why) => {
            rows.extend(names.into_iter().zip(units).map(|(name, unit)| Row::silent(name, unit, QIU_SRIKANT, why)));
            rows.push(Row::silent(threshold, "peers/s", HAJEK_ZHU, why));
            return;
        }
    };
    let geometry = scenario.torrent.geometry();
    let size = geometry.total_length() as f64;
    let abort = match &group.abort {
        None => Some(0.0),
        Some(Span::Exponential { mean_s }) => Some(1.0 / mean_s.0),
        Some(_) => None,
    };
    match abort.filter(|_| group.session.is_none()) {
        Some(abort) => {
            let (rest, time) = OpenSwarm {
                arrivals,
                upload: group.upload_rate as f64 / size,
                download: group.download_rate as f64 / size,
                efficiency: 1.0,
                abort,
                seed_leave: 1.0 / stay_s,
            }
            .rest();
            let note = "without the seeders that stay, and as if every uplink could always be used";
            for ((name, unit), value) in names.into_iter().zip(units).zip([rest.leechers, rest.seeds, time]) {
                rows.push(Row::says(name, value, unit, QIU_SRIKANT, note));
            }
        }
        None => {
            let why = "it is for sessions without an end, and exponential times until giving up";
            rows.extend(names.into_iter().zip(units).map(|(name, unit)| Row::silent(name, unit, QIU_SRIKANT, why)));
        }
    }
    let piece = f64::from(geometry.piece_length());
    let staying =
        here(scenario).filter(|group| is_seed(group) && group.leave == Leave::Never && group.session.is_none());
    let seeds: f64 = staying.map(|group| f64::from(group.count) * bounds::links_of(group).up).sum();
    let bears = arrivals_max(seeds / piece, group.upload_rate as f64 / piece, stay_s);
    let note = if bears.is_infinite() {
        format!("any rate: who stays for one piece more serves the next one, and {arrivals} a second come")
    } else if arrivals < bears {
        format!("{arrivals} a second come: stable, as far as contacts are at random")
    } else {
        format!("{arrivals} a second come: a club that misses one piece grows, as far as contacts are at random")
    };
    rows.push(Row::says(threshold, bears, "peers/s", HAJEK_ZHU, note));
}

fn spreading_rows(scenario: &Scenario, rows: &mut Vec<Row>) {
    let peers = u32::try_from(scenario.n_peers()).unwrap_or(u32::MAX);
    let (up, count) = here(scenario).filter(|group| !is_seed(group)).fold((0.0, 0.0), |(up, count), group| {
        (up + bounds::links_of(group).up * f64::from(group.count), count + f64::from(group.count))
    });
    let (doubles, all) = ("copies of a new piece double in", "copies of a new piece for all, alone");
    if count == 0.0 {
        let why = "nobody comes to fetch";
        rows.push(Row::silent(doubles, "s", YANG_VECIANA, why));
        rows.push(Row::silent(all, "s", YANG_VECIANA, why));
    } else {
        let rate = up / count / f64::from(scenario.torrent.piece_length);
        let note = "if each copy made others at a mean uplink's full rate";
        rows.push(Row::says(doubles, libm::log(2.0) / rate, "s", YANG_VECIANA, note));
        let others = count as u32;
        rows.push(Row::says(all, spreading::yule_time(1, others.saturating_add(1), rate), "s", YANG_VECIANA, note));
    }
    let (least, most) = spreading::gossip_bounds(peers);
    let note = format!("at most {most:.1} in the mean, of {peers} who tell one at random a round");
    rows.push(Row::says("a rumour reaches all, from", least.max(0.0), "rounds", DOERR_KUENNEMANN, note));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::{Secs, TorrentConfig};
    use crate::scenario::presets::by_name;

    fn value(rows: &[Row], name: &str) -> Option<f64> {
        rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no row {name}")).value
    }

    /// Qiu and Srikant's swarm in this format: 400 pieces of 256 KiB, 1 Mbit/s up, 1.6 down, a peer every ten seconds.
    fn open_swarm(leave: Leave) -> Scenario {
        let group = Group { upload_rate: 131_072, download_rate: 209_715, ..Group::default() };
        let seed = Group { have: InitialHave::All, ..group.clone() };
        let arrival = Arrival::Poisson { from_s: Secs(0.0), mean_gap_s: Secs(10.0) };
        let torrent = TorrentConfig { pieces: 400, ..TorrentConfig::default() };
        Scenario { torrent, groups: vec![seed, Group { count: 2400, arrival, leave, ..group }], ..Scenario::default() }
    }

    #[test]
    fn a_swarm_that_goes_on_has_its_rest_and_its_threshold() {
        let dwell = |mean_s| Leave::Dwell { time: Span::Exponential { mean_s: Secs(mean_s) } };
        for (stay, leechers, seeds, time) in
            [(200.0, 60.0, 20.0, 600.0), (1000.0, 50.0, 100.0, 500.0), (50.0, 75.0, 5.0, 750.0)]
        {
            let rows = beside(&open_swarm(dwell(stay)));
            let near = |name, expected: f64| (value(&rows, name).unwrap() / expected - 1.0).abs() < 1e-4;
            assert!(near("leechers at rest", leechers) && near("seeders at rest", seeds), "{rows:#?}");
            assert!(near("time as a leecher at rest", time));
            assert_eq!(value(&rows, "arrivals that a swarm can bear"), None, "any rate");
            assert_eq!(value(&rows, "piece by piece, the fastest schedule"), None);
        }
        // Half a piece a second from the seeder, and nobody stays.
        let rows = beside(&open_swarm(Leave::OnCompletion));
        assert_eq!(value(&rows, "arrivals that a swarm can bear"), Some(0.5));
    }

    #[test]
    fn a_static_swarm_has_its_bounds_and_its_optimum() {
        let rows = beside(&by_name("seed_story").unwrap());
        assert_eq!(value(&rows, "all have it, not before"), Some(20.0));
        assert_eq!(value(&rows, "the same from the seeders alone"), Some(60.0));
        assert_eq!(value(&rows, "the first has it, not before"), Some(20.0));
        // Ten pieces, three peers: 10 + 1 rounds of two seconds.
        assert_eq!(value(&rows, "piece by piece, the fastest schedule"), Some(22.0));
        assert_eq!(value(&rows, "leechers at rest"), None);
        assert!((value(&rows, "copies of a new piece double in").unwrap() - 2.0 * libm::log(2.0)).abs() < 1e-12);
    }

    #[test]
    fn every_row_has_a_value_or_says_why_not() {
        for (name, make) in crate::scenario::presets::PRESETS {
            for row in beside(&make()) {
                assert!(row.applies || row.value.is_none(), "{name}: {row:?}");
                assert!(!row.note.is_empty() && !row.source.is_empty(), "{name}: {row:?}");
                assert!(row.value.is_none_or(|value| value.is_finite() && value >= 0.0), "{name}: {row:?}");
            }
        }
    }
}
