//! How soon everybody can have everything, by the links alone.
//!
//! Owns the bound of a swarm and that of a server with clients. Must never know pieces: both are fluid.

use crate::config::{Arrival, Group, InitialHave, Links, Secs};
use crate::scenario::Scenario;

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
}

/// The time before which not everybody can have everything, in seconds: `max{F/u_s, F/d_min, N F/(u_s + sum u)}`.
/// Kumar and Ross, "Peer-Assisted File Distribution: The Minimum Distribution Time", HotWeb 2006: a fluid reaches it.
pub fn kumar_ross(fluid: Fluid) -> f64 {
    let Fluid { size, seeds_up, leechers_up, leechers, down_min } = fluid;
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
    let size = scenario.torrent.geometry().total_length() as f64;
    let mut fluid = Fluid { size, seeds_up: 0.0, leechers_up: 0.0, leechers: 0.0, down_min: f64::INFINITY };
    for group in scenario.groups.iter().filter(|group| group.count > 0) {
        let (up, down_min) = links_of(group);
        if is_seed(group.have) {
            fluid.seeds_up += up;
        } else {
            fluid.leechers_up += up;
            fluid.leechers += f64::from(group.count);
            fluid.down_min = fluid.down_min.min(down_min);
        }
    }
    (fluid.leechers > 0.0 && fluid.seeds_up > 0.0).then_some(fluid)
}

fn is_seed(have: InitialHave) -> bool {
    match have {
        InitialHave::All => true,
        InitialHave::None => false,
        InitialHave::Fraction(fraction) => fraction >= 1.0,
    }
}

/// All uplinks of a group together, and its slowest downlink.
fn links_of(group: &Group) -> (f64, f64) {
    let (count, up, down) = (f64::from(group.count), group.upload_rate as f64, group.download_rate as f64);
    if let Arrival::Trace { rows } = &group.arrival {
        let ups = rows.iter().map(|row| row.upload_rate.map_or(up, |up| up as f64));
        let downs = rows.iter().map(|row| row.download_rate.map_or(down, |down| down as f64));
        return (ups.sum(), downs.fold(f64::INFINITY, f64::min));
    }
    let classes = group.links.classes();
    if classes.is_empty() {
        return (count * up, down);
    }
    let shares: f64 = classes.iter().map(|class| class.share).sum();
    let mean = classes.iter().map(|class| class.share / shares * class.upload_rate as f64).sum::<f64>();
    (count * mean, classes.iter().map(|class| class.download_rate as f64).fold(f64::INFINITY, f64::min))
}

/// [`kumar_ross`] of a scenario's peers as if all were there at 0.
pub fn kumar_ross_of(scenario: &Scenario) -> Option<f64> {
    fluid_of(scenario).map(kumar_ross)
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
        group.arrival == (Arrival::AtOnce { at_s: Secs(0.0) }) && whole && group.links == Links::Same
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
        Fluid { size: 15.0 * 1024.0, seeds_up: 30.0, leechers_up: n * up_kbit / 1024.0, leechers: n, down_min: 2.0 }
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
