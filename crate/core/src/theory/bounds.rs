//! How soon everybody can have everything, by the links alone.
//!
//! Owns the bound of a swarm and that of a server with clients. Must never know pieces: both are fluid.

use crate::scenario::Scenario;
use crate::scenario::config::{Arrival, Group, InitialHave, Links, Secs};

/// What a bound is made of, in bytes and bytes per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fluid {
    /// Length of the content.
    pub size: f64,
    /// All uplinks of those that have everything, together.
    pub seeds_up: f64,
    /// All uplinks of the others, together.
    pub leechers_up: f64,
    /// How many others there are.
    pub leechers: f64,
    /// The slowest downlink among them.
    pub down_min: f64,
    /// The fastest downlink among them.
    pub down_max: f64,
}

/// The time before which not everybody can have everything, in seconds: `max{F/u_s, F/d_min, N F/(u_s + sum u)}`.
/// Kumar and Ross, "Peer-Assisted File Distribution: The Minimum Distribution Time", HotWeb 2006: a fluid reaches it.
pub fn kumar_ross(fluid: Fluid) -> f64 {
    let Fluid { size, seeds_up, leechers_up, leechers, down_min, .. } = fluid;
    (size / seeds_up).max(size / down_min).max(leechers * size / (seeds_up + leechers_up))
}

/// The same when only those that have everything send: `max{N F/u_s, F/d_min}` (Kurose and Ross, Computer Networking, 2.5).
pub fn client_server(fluid: Fluid) -> f64 {
    let Fluid { size, seeds_up, leechers, down_min, .. } = fluid;
    (leechers * size / seeds_up).max(size / down_min)
}

/// The links of all peers that a scenario brings, as if they were there at 0; parts of a mix by their shares. `None` when
/// nobody comes to fetch, or nobody has everything. Peers that come with a part count as whole leechers.
pub fn fluid_of(scenario: &Scenario) -> Option<Fluid> {
    let size = scenario.torrent.geometry().content_length() as f64;
    let (mut seeds_up, mut leechers_up, mut leechers) = (0.0, 0.0, 0.0);
    let (mut down_min, mut down_max) = (f64::INFINITY, 0.0f64);
    for group in scenario.groups.iter().filter(|group| group.count > 0) {
        let (links, count) = (links_of(group), f64::from(group.count));
        // What a polluter claims to have is no content, and its links bring none.
        if missing_share(group, scenario) == 0.0 {
            seeds_up += count * links.up;
        } else {
            leechers_up += count * links.up;
            leechers += count;
            (down_min, down_max) = (down_min.min(links.down_min), down_max.max(links.down_max));
        }
    }
    let fluid = Fluid { size, seeds_up, leechers_up, leechers, down_min, down_max };
    (leechers > 0.0 && seeds_up > 0.0).then_some(fluid)
}

/// The share of the content that a peer of the group lacks when it comes.
fn missing_share(group: &Group, scenario: &Scenario) -> f64 {
    1.0 - group.have.share(scenario.torrent.pieces)
}

/// A group's links: mean uplink, slowest and fastest downlink.
pub(super) struct LinksOf {
    pub up: f64,
    pub down_min: f64,
    pub down_max: f64,
}

pub(super) fn links_of(group: &Group) -> LinksOf {
    // The uplinks of those that give nothing count for nothing.
    let gives = f64::from(u8::from(group.behaviour.gives()));
    let (up, down) = (group.upload_rate as f64, group.download_rate as f64);
    // Weight, uplink, downlink of each kind.
    let mut kinds: Vec<(f64, f64, f64)> = group
        .links
        .classes()
        .iter()
        .map(|link| (link.share, link.upload_rate as f64, link.download_rate as f64))
        .collect();
    if let Arrival::Trace { rows } = &group.arrival {
        let rate = |given: Option<u64>, group: f64| given.map_or(group, |rate| rate as f64);
        kinds = rows.iter().map(|row| (1.0, rate(row.upload_rate, up), rate(row.download_rate, down))).collect();
    }
    if kinds.is_empty() {
        return LinksOf { up: up * gives, down_min: down, down_max: down };
    }
    let weights: f64 = kinds.iter().map(|kind| kind.0).sum();
    LinksOf {
        up: kinds.iter().map(|kind| kind.0 * kind.1).sum::<f64>() / weights * gives,
        down_min: kinds.iter().map(|kind| kind.2).fold(f64::INFINITY, f64::min),
        down_max: kinds.iter().map(|kind| kind.2).fold(0.0, f64::max),
    }
}

/// [`kumar_ross`] of a scenario's peers as if all were there at 0. Who comes with a part needs only the rest, and where
/// some do the seeders need not have sent every byte: then two of the three terms remain.
pub fn kumar_ross_of(scenario: &Scenario) -> Option<f64> {
    let groups = || scenario.groups.iter().filter(|group| group.count > 0);
    let size = scenario.torrent.geometry().content_length() as f64;
    if groups().all(|group| [0.0, 1.0].contains(&missing_share(group, scenario))) {
        return fluid_of(scenario).map(kumar_ross);
    }
    let needed: f64 = groups().map(|group| f64::from(group.count) * missing_share(group, scenario) * size).sum();
    let up: f64 = groups().map(|group| f64::from(group.count) * links_of(group).up).sum();
    let slowest =
        groups().map(|group| missing_share(group, scenario) * size / links_of(group).down_min).fold(0.0, f64::max);
    (up > 0.0).then(|| slowest.max(needed / up))
}

/// [`client_server`] of a scenario's peers as if all were there at 0.
pub fn client_server_of(scenario: &Scenario) -> Option<f64> {
    fluid_of(scenario).map(client_server)
}

/// The bound as a law: no swarm of this scenario is done before, in seconds. Only for scenarios in which all come at 0 with
/// nothing or with everything, with links that are known before they come, and no command changes it; `None` for others.
/// Peers that leave only make it slower, so the bound stands.
pub fn lower_bound_s(scenario: &Scenario) -> Option<f64> {
    let at_0 = |group: &Group| {
        let whole = matches!(group.have, InitialHave::None | InitialHave::All);
        // Those who give up need no copy.
        let patient = group.session.is_none() && group.abort.is_none();
        let alone = !group.coalition;
        group.arrival == (Arrival::AtOnce { at_s: Secs(0.0) })
            && whole
            && patient
            && alone
            && group.links == Links::Same
    };
    let plain = scenario.commands.is_empty() && scenario.groups.iter().filter(|group| group.count > 0).all(at_0);
    fluid_of(scenario).filter(|_| plain).map(kumar_ross)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kumar and Ross's example: a file of 15 Gbit, a server of 30 Mbit/s, downlinks of 2 Mbit/s, uplinks in kbit/s, N peers.
    fn example(n: f64, up_kbit: f64) -> Fluid {
        // Bits and 1024 of them to the kilobit cancel out as long as all are alike: their figures need 1024 throughout.
        Fluid {
            size: 15.0 * 1024.0,
            seeds_up: 30.0,
            leechers_up: n * up_kbit / 1024.0,
            leechers: n,
            down_min: 2.0,
            down_max: 2.0,
        }
    }

    #[test]
    fn the_published_figures_come_out() {
        let published = [
            (10.0, [7680.0, 7680.0, 7680.0]),
            (100.0, [25904.0, 15616.0, 7680.0]),
            (1000.0, [47559.0, 21525.0, 7745.0]),
        ];
        for (n, times) in published {
            for (up, time) in [300.0, 700.0, 2000.0].into_iter().zip(times) {
                let bound = kumar_ross(example(n, up));
                assert!((bound - time).abs() <= 1.0, "N = {n}, {up} kbit/s: {bound}, published {time}");
            }
        }
        for (n, time) in [(10.0, 7680.0), (100.0, 51200.0), (1000.0, 512_000.0)] {
            let bound = client_server(example(n, 300.0));
            assert!((bound - time).abs() <= 1.0, "N = {n}: {bound}, published {time}");
        }
    }
}
