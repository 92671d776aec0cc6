//! What theory says of a given scenario, row by row: ids and numbers. A result that does not apply says why.
//!
//! It reads the scenario and never a run.

use super::bounds::{self, client_server, fluid_of, kumar_ross_of};
use super::missing_piece::arrivals_max;
use super::open_swarm::OpenSwarm;
use super::row::{Note, Row, RowId};
use super::{rounds, spreading};
use crate::scenario::Scenario;
use crate::scenario::config::{Arrival, Group, InitialHave, Leave, Links, Span};

/// What can be said of a scenario before it runs.
pub fn beside(scenario: &Scenario) -> Vec<Row> {
    let mut rows = Vec::new();
    distribution(scenario, &mut rows);
    rows.push(optimum(scenario));
    open(scenario, &mut rows);
    spreading_rows(scenario, &mut rows);
    rows
}

pub(super) fn here(scenario: &Scenario) -> impl Iterator<Item = &Group> {
    scenario.groups.iter().filter(|group| group.count > 0)
}

fn is_leecher(group: &Group) -> bool {
    group.have != InitialHave::All
}

fn distribution(scenario: &Scenario, rows: &mut Vec<Row>) {
    let how = match bounds::lower_bound_s(scenario) {
        Some(_) => Note::NoRunIsFaster,
        None => Note::AsIfAllAtStart,
    };
    rows.push(match kumar_ross_of(scenario) {
        Some(bound) => Row::says(RowId::AllComplete, bound, how),
        None => Row::silent(RowId::AllComplete, Note::NoLeechersOrSeeders),
    });
    let Some(fluid) = fluid_of(scenario) else {
        rows.push(Row::silent(RowId::ClientServer, Note::NoLeechersOrSeeders));
        rows.push(Row::silent(RowId::FirstComplete, Note::NoLeechersOrSeeders));
        return;
    };
    rows.push(Row::says(RowId::ClientServer, client_server(fluid), Note::SeedersOnly));
    let alone = (fluid.size / fluid.seeds_up).max(fluid.size / fluid.down_max);
    let parts = here(scenario).any(|group| {
        matches!(group.have, InitialHave::Fraction(part) if part > 0.0) || matches!(group.have, InitialHave::Pieces(_))
    });
    rows.push(match parts {
        true => Row::silent(RowId::FirstComplete, Note::SomeBringParts),
        false => Row::says(RowId::FirstComplete, alone, Note::EveryByteOnce),
    });
}

/// Mundinger's optimum, in seconds: its round is the time of one piece on an uplink.
fn optimum(scenario: &Scenario) -> Row {
    let silent = |why| Row::silent(RowId::PieceSchedule, why);
    let groups: Vec<&Group> = here(scenario).collect();
    let seeds: u32 = groups.iter().filter(|group| group.seeds()).map(|group| group.count).sum();
    if seeds != 1 || groups.iter().any(|group| matches!(group.have, InitialHave::Fraction(_) | InitialHave::Pieces(_)))
    {
        return silent(Note::OneSeederOnly);
    }
    if bounds::lower_bound_s(scenario).is_none() {
        return silent(Note::AllAtStartOnly);
    }
    let up = groups[0].upload_rate;
    if groups.iter().any(|group| group.upload_rate != up || group.download_rate < up) {
        return silent(Note::EqualUplinksOnly);
    }
    let peers = groups.iter().filter(|group| is_leecher(group)).map(|group| group.count).sum();
    let Some(rounds) = rounds::optimum(peers, scenario.torrent.pieces) else {
        return silent(Note::NoLeechers);
    };
    let round_s = f64::from(scenario.torrent.piece_length) / up as f64;
    Row::says(RowId::PieceSchedule, rounds as f64 * round_s, Note::Schedule { rounds, round_s })
}

/// Rate of a Poisson group whose peers come with nothing and are alike, and how long they stay when complete.
pub(super) fn stream(scenario: &Scenario) -> Result<(&Group, f64, f64), Note> {
    let mut leechers = here(scenario).filter(|group| is_leecher(group));
    let (Some(group), None) = (leechers.next(), leechers.next()) else {
        return Err(Note::OneGroupOnly);
    };
    let Arrival::Poisson { mean_gap_s, .. } = group.arrival else {
        return Err(Note::PoissonOnly);
    };
    if group.have != InitialHave::None || group.links != Links::Same {
        return Err(Note::AlikeOnly);
    }
    let stay_s = match group.leave {
        Leave::OnCompletion => 0.0,
        Leave::Linger { for_s } | Leave::Dwell { time: Span::Fixed { s: for_s } } => for_s.0,
        Leave::Dwell { time: Span::Exponential { mean_s } } => mean_s.0,
        _ => return Err(Note::LeaveAfterOnly),
    };
    Ok((group, 1.0 / mean_gap_s.0, stay_s))
}

/// The fluid model of a stream of peers, for a content of `size` bytes; `None` where peers give up, or stay, by a law that it does not have.
pub(super) fn open_swarm(group: &Group, size: f64, arrivals: f64, stay_s: f64) -> Option<OpenSwarm> {
    let abort = match &group.abort {
        None => 0.0,
        Some(Span::Exponential { mean_s }) => 1.0 / mean_s.0,
        Some(_) => return None,
    };
    group.session.is_none().then(|| OpenSwarm {
        arrivals,
        upload: group.upload_rate as f64 / size,
        download: group.download_rate as f64 / size,
        efficiency: 1.0,
        abort,
        seed_leave: 1.0 / stay_s,
    })
}

/// Bytes a second of all seeders that never leave.
pub(super) fn staying_upload(scenario: &Scenario) -> f64 {
    let stays = here(scenario).filter(|group| group.seeds() && group.leave == Leave::Never && group.session.is_none());
    stays.map(|group| f64::from(group.count) * bounds::links_of(group).up).sum()
}

fn open(scenario: &Scenario, rows: &mut Vec<Row>) {
    let steady = [RowId::SteadyLeechers, RowId::SteadySeeders, RowId::SteadyDownload];
    let (group, arrivals, stay_s) = match stream(scenario) {
        Ok(stream) => stream,
        Err(why) => {
            rows.extend(steady.map(|id| Row::silent(id, why)));
            rows.push(Row::silent(RowId::ArrivalsMax, why));
            return;
        }
    };
    let geometry = scenario.torrent.geometry();
    let size = geometry.content_length() as f64;
    match open_swarm(group, size, arrivals, stay_s) {
        Some(swarm) => {
            let (rest, time) = swarm.rest();
            let values = [rest.leechers, rest.seeds, time];
            rows.extend(steady.into_iter().zip(values).map(|(id, value)| Row::says(id, value, Note::EveryUplinkUsed)));
        }
        None => rows.extend(steady.map(|id| Row::silent(id, Note::EndlessOnly))),
    }
    let piece = f64::from(geometry.piece_length());
    let most = arrivals_max(staying_upload(scenario) / piece, group.upload_rate as f64 / piece, stay_s);
    let note = if most.is_infinite() {
        Note::AnyRate { arrivals_per_s: arrivals }
    } else if arrivals < most {
        Note::Stable { arrivals_per_s: arrivals }
    } else {
        Note::OneClub { arrivals_per_s: arrivals }
    };
    rows.push(Row::says(RowId::ArrivalsMax, most, note));
}

fn spreading_rows(scenario: &Scenario, rows: &mut Vec<Row>) {
    let peers = u32::try_from(scenario.n_peers()).unwrap_or(u32::MAX);
    let (up, count) = here(scenario).filter(|group| is_leecher(group)).fold((0.0, 0.0), |(up, count), group| {
        (up + bounds::links_of(group).up * f64::from(group.count), count + f64::from(group.count))
    });
    if count == 0.0 {
        rows.push(Row::silent(RowId::CopiesDouble, Note::NoLeechers));
        rows.push(Row::silent(RowId::PieceToAll, Note::NoLeechers));
    } else {
        let rate = up / count / f64::from(scenario.torrent.piece_length);
        rows.push(Row::says(RowId::CopiesDouble, libm::log(2.0) / rate, Note::FullUplink));
        let all = (count as u32).saturating_add(1);
        rows.push(Row::says(RowId::PieceToAll, spreading::yule_time(1, all, rate), Note::FullUplink));
    }
    let (least, most) = spreading::gossip_bounds(peers);
    rows.push(Row::says(RowId::GossipRounds, least.max(0.0), Note::Gossip { rounds_max: most, peers }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::{Secs, TorrentConfig};
    use crate::scenario::presets::by_name;

    fn value(rows: &[Row], id: RowId) -> Option<f64> {
        rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id:?}")).value
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
            let near = |id, expected: f64| (value(&rows, id).unwrap() / expected - 1.0).abs() < 1e-4;
            assert!(near(RowId::SteadyLeechers, leechers) && near(RowId::SteadySeeders, seeds), "{rows:#?}");
            assert!(near(RowId::SteadyDownload, time));
            assert_eq!(value(&rows, RowId::ArrivalsMax), None, "any rate");
            assert_eq!(value(&rows, RowId::PieceSchedule), None);
        }
        // Half a piece a second from the seeder, and nobody stays.
        let rows = beside(&open_swarm(Leave::OnCompletion));
        assert_eq!(value(&rows, RowId::ArrivalsMax), Some(0.5));
    }

    #[test]
    fn a_static_swarm_has_its_bounds_and_its_optimum() {
        let rows = beside(&by_name("seed_story").unwrap());
        assert_eq!(value(&rows, RowId::AllComplete), Some(20.0));
        assert_eq!(value(&rows, RowId::ClientServer), Some(60.0));
        assert_eq!(value(&rows, RowId::FirstComplete), Some(20.0));
        // Ten pieces, three peers: 10 + 1 rounds of two seconds.
        assert_eq!(value(&rows, RowId::PieceSchedule), Some(22.0));
        assert_eq!(value(&rows, RowId::SteadyLeechers), None);
        assert!((value(&rows, RowId::CopiesDouble).unwrap() - 2.0 * libm::log(2.0)).abs() < 1e-12);
    }

    #[test]
    fn a_result_that_does_not_apply_has_no_value() {
        for (name, make) in crate::scenario::presets::PRESETS {
            for row in beside(&make()) {
                assert!(row.applies || row.value.is_none(), "{name}: {row:?}");
                assert!(row.value.is_none_or(|value| value.is_finite() && value >= 0.0), "{name}: {row:?}");
            }
        }
    }
}
