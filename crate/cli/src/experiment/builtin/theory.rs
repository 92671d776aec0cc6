//! What theory says, figure by figure: the functions of `swarmscope_core::theory` against what was published.

use super::{figures, number, whole};
use crate::figures::Figures;
use serde_json::Value;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::theory::bounds::{Fluid, client_server, kumar_ross};
use swarmscope_core::theory::open_swarm::{OpenSwarm, Population};
use swarmscope_core::theory::{rounds, spreading};

/// Kumar and Ross's bounds for N equal peers. The published figures take 1 Mbit for 1024 kbit.
pub fn bounds(with: &Value, _: u64) -> Figures {
    let kbit = 1024.0 / 8.0;
    let (leechers, up) = (number(with, "n", 10.0), number(with, "u_kbit", 300.0) * kbit);
    let mbit = |name, default| number(with, name, default) * 1024.0 * kbit;
    let fluid = Fluid {
        size: mbit("size_mbit", 15.0 * 1024.0),
        seeds_up: mbit("u_s_mbit", 30.0),
        leechers_up: leechers * up,
        leechers,
        down_min: mbit("d_mbit", 2.0),
        down_max: mbit("d_mbit", 2.0),
    };
    figures([("bound (s)", kumar_ross(fluid)), ("client-server (s)", client_server(fluid))])
}

/// The binomial pipeline's rounds, played, and the optimum.
pub fn pipeline(with: &Value, _: u64) -> Figures {
    let (n, m) = (whole(with, "n", 7) as u32, whole(with, "m", 8) as u32);
    let known = |rounds: Option<u64>| rounds.map_or(f64::NAN, |rounds| rounds as f64);
    figures([("rounds", known(rounds::binomial_pipeline(n, m))), ("optimum", known(rounds::optimum(n, m)))])
}

/// Rounds of push gossip until all know, and how far inside its bounds that is.
pub fn gossip(with: &Value, seed: u64) -> Figures {
    let n = whole(with, "n", 128) as u32;
    let rounds = f64::from(spreading::gossip_push(n, &mut Rng::stream(seed, 3)));
    let (least, most) = spreading::gossip_bounds(n);
    figures([("rounds", rounds), ("rounds - lower bound", rounds - least), ("upper bound - rounds", most - rounds)])
}

/// Qiu and Srikant's equation, integrated, against its closed form, while one kind of link is what limits; relative to the
/// larger population.
pub fn ode(with: &Value, _: u64) -> Figures {
    let gamma = number(with, "gamma", 0.005);
    let swarm = OpenSwarm {
        arrivals: 0.1,
        upload: 1.0 / 800.0,
        download: 1.0 / 500.0,
        efficiency: 1.0,
        abort: 0.0,
        seed_leave: gamma,
    };
    let (rest, time) = swarm.rest();
    // A little off its rest: there the same links stay the bottleneck.
    let begin = Population { leechers: rest.leechers * 1.1, seeds: rest.seeds * 0.95 };
    let uplinks = swarm.upload * (rest.leechers + rest.seeds) <= swarm.download * rest.leechers;
    let far = |for_s: f64| {
        let (a, b) = (swarm.integrate(begin, for_s, 4000), swarm.closed_form(begin, for_s, uplinks));
        let off = (a.leechers - b.leechers).abs().max((a.seeds - b.seeds).abs());
        off / b.leechers.max(b.seeds)
    };
    let worst = [10.0, 100.0, 1000.0, 5000.0].map(far).into_iter().fold(0.0, f64::max);
    figures([
        ("integrated - closed form", worst),
        ("leechers at rest", rest.leechers),
        ("seeds at rest", rest.seeds),
        ("time at rest (s)", time),
    ])
}
