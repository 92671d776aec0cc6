//! Max-min fairness on drawn topologies: what block-level links give against progressive filling.
//!
//! The solver here is brute force on purpose: it raises all rates together and freezes those whose link is full.

use crate::swarm::{Wired, bytes_between, riders, seeders, swarm};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::config::{ChokerConfig, Group, Secs};

/// Sources' uplinks, sinks' downlinks in bytes per second, and who feeds whom.
#[derive(Debug)]
struct Topology {
    up: Vec<u64>,
    down: Vec<u64>,
    flows: Vec<(usize, usize)>,
}

/// The max-min fair rate of each flow: all grow alike until a link is full; its flows stop there, the others go on.
fn fill(topology: &Topology) -> Vec<f64> {
    let Topology { up, down, flows } = topology;
    let mut left: Vec<f64> = up.iter().chain(down).map(|&rate| rate as f64).collect();
    let links = |&(from, to): &(usize, usize)| [from, up.len() + to];
    let mut rates = vec![0.0; flows.len()];
    let mut growing: Vec<usize> = (0..flows.len()).collect();
    while !growing.is_empty() {
        let users = |link: usize| growing.iter().filter(|&&flow| links(&flows[flow]).contains(&link)).count();
        let shares: Vec<f64> = (0..left.len()).map(|link| left[link] / users(link) as f64).collect();
        let step = shares.iter().copied().filter(|share| share.is_finite()).fold(f64::INFINITY, f64::min);
        for &flow in &growing {
            rates[flow] += step;
            links(&flows[flow]).into_iter().for_each(|link| left[link] -= step);
        }
        let full = |link: usize| shares[link] <= step * (1.0 + 1e-9);
        growing.retain(|&flow| !links(&flows[flow]).into_iter().any(full));
    }
    rates
}

/// At most 50 links and 200 flows; capacities are drawn evenly on a scale of doublings over a factor of 16.
fn draw(number: u64, links_max: u32, flows_max: u32) -> Topology {
    let mut rng = Rng::stream(7, number);
    let (n_up, n_down) = (1 + rng.below(links_max / 2), 1 + rng.below(links_max / 2));
    let mut rates = |n: u32| (0..n).map(|_| (100_000 + u64::from(rng.below(100_000))) << rng.below(4)).collect();
    let (up, down) = (rates(n_up), rates(n_down));
    let mut flows: Vec<(usize, usize)> =
        (0..n_up as usize).flat_map(|from| (0..n_down as usize).map(move |to| (from, to))).collect();
    rng.shuffle(&mut flows);
    flows.truncate(1 + rng.below(flows_max) as usize);
    flows.sort_unstable();
    Topology { up, down, flows }
}

const LATENCY: Secs = Secs(0.001);

/// The rate of each flow over its fair rate.
fn measured(topology: &Topology, warm_s: f64, end_s: f64) -> Vec<f64> {
    let Topology { up, down, flows } = topology;
    let sources = up.iter().map(|&up| Group { download_rate: 1_000_000_000, latency_s: LATENCY, ..seeders(1, up) });
    let sinks = down.iter().map(|&down| Group { download_rate: down, latency_s: LATENCY, ..riders(1, 1) });
    let mut scenario = swarm(8, 536_854_528, &sources.chain(sinks).collect::<Vec<_>>());
    scenario.peer.choker = ChokerConfig { upload_slots: 100, ..ChokerConfig::default() };
    let sink = |to: usize| (up.len() + to) as u32;
    let wires: Vec<_> = flows.iter().map(|&(from, to)| (1.0, from as u32, sink(to))).collect();
    let mut wired = Wired::new(scenario, 1, &wires);
    wired.run_until(end_s);
    let mut bytes = std::collections::BTreeMap::new();
    for (at, event) in &wired.log {
        if let swarmscope_core::events::event::Event::BlockReceived { from, to, bytes: length, .. } = *event
            && *at >= Nanos::from_secs_f64(warm_s)
        {
            *bytes.entry((from.0, to.0)).or_insert(0) += u64::from(length);
        }
    }
    let rate = |&(from, to): &(usize, usize)| bytes.get(&(from as u32, sink(to))).copied().unwrap_or(0) as f64;
    flows.iter().zip(fill(topology)).map(|(flow, fair)| rate(flow) / (end_s - warm_s) / fair).collect()
}

/// Flows, those within 5 % of their fair rate, and the least served one's share.
fn tally(instances: impl Iterator<Item = u64>, links: u32, flows: u32, end_s: f64) -> (usize, usize, f64) {
    let (mut n, mut near, mut least) = (0, 0, f64::INFINITY);
    for number in instances {
        let topology = draw(number, links, flows);
        let shares = measured(&topology, end_s / 4.0, end_s);
        n += shares.len();
        near += shares.iter().filter(|share| (0.95..=1.05).contains(*share)).count();
        least = shares.iter().copied().fold(least, f64::min);
    }
    (n, near, least)
}

#[test]
fn progressive_filling_solves_what_was_solved_by_hand() {
    let v6 = Topology {
        up: vec![12, 6, 9],
        down: vec![5, 8, 20],
        flows: vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)],
    };
    let exact = [2.5, 5.0, 3.0, 3.0, 6.5, 2.5];
    assert!(fill(&v6).iter().zip(exact).all(|(rate, exact)| (rate - exact).abs() < 1e-9), "{:?}", fill(&v6));
}

/// As published result G2 asks; a thousand larger networks are tried by `swarmscope experiment G2`. Without the window of each
/// connection (`Network::has_room` always true) shares stay as they begin; with room for one block instead of two before a full
/// downlink 86 % come near.
#[test]
fn drawn_topologies_share_as_progressive_filling_does() {
    let (n, near, least) = tally(0..16, 16, 40, 400.0);
    assert!(near * 100 >= n * 95, "{near} of {n} flows are within 5 %; the least served has {least:.3} of its share");
    assert!(least > 0.5, "a flow has {least:.3} of its fair rate");
}

/// `cargo test --release -p swarmscope-core --test it max_min -- --ignored`; `FROM`, `UNTIL` and `END_S` choose which and how long.
#[test]
#[ignore = "minutes"]
fn many_drawn_topologies() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (n, near, least) = tally(number("FROM", 0)..number("UNTIL", 200), 50, 200, number("END_S", 600) as f64);
    assert!(near * 100 >= n * 95 && least > 0.3, "{near} of {n} flows are within 5 %, the least served has {least:.3}");
}

/// One flow through a fixed window gets the window a round trip, whatever its links can do.
#[test]
fn a_fixed_window_bounds_the_rate_by_the_round_trip() {
    for (window, latency_s) in [(131_072, 0.2), (65_536, 0.1), (1_000_000, 0.5), (10_000, 0.05)] {
        let source = Group { latency_s: Secs(latency_s), ..seeders(1, 10_000_000) };
        let sink = Group { latency_s: Secs(latency_s), ..riders(1, 10_000_000) };
        let mut scenario = swarm(8, 536_854_528, &[source, sink]);
        scenario.network.connection_window = window;
        let mut wired = Wired::new(scenario, 1, &[(1.0, 0, 1)]);
        wired.run_until(240.0);
        let rate = bytes_between(&wired.log, 0, 1, 40.0, 240.0) as f64 / 200.0;
        let exact = window as f64 / (4.0 * latency_s);
        assert!((rate / exact - 1.0).abs() < 0.03, "{rate} B/s for {window} bytes a {} s: {exact}", 4.0 * latency_s);
    }
}

/// The blocks that begin in the first round trips: without slow start as many as the window holds at once.
#[test]
fn slow_start_begins_with_one_block_and_doubles() {
    let started = |slow_start| {
        let mut scenario = swarm(
            8,
            536_854_528,
            &[
                Group { latency_s: Secs(0.5), ..seeders(1, 4_000_000) },
                Group { latency_s: Secs(0.5), ..riders(1, 4_000_000) },
            ],
        );
        scenario.network.slow_start = slow_start;
        scenario.peer.pipeline.depth_min = 64;
        scenario.peer.pipeline.depth_max = 64;
        let mut wired = Wired::new(scenario, 1, &[(1.0, 0, 1)]);
        wired.run_until(120.0);
        let begun = crate::swarm::moments(&wired.log, |event| {
            matches!(event, swarmscope_core::events::event::Event::BlockStarted { .. })
        });
        let first = begun[0];
        [0.9, 1.9, 2.9].map(|s| begun.iter().filter(|&&at| at < first + s).count())
    };
    assert_eq!(started(true), [1, 3, 7]);
    assert!(started(false)[0] > 30);
}

/// A seeder that serves two in turn: each time its blocks begin one by one again.
#[test]
fn slow_start_begins_anew_with_each_turn() {
    use swarmscope_core::events::event::Event;
    use swarmscope_core::scenario::config::SeedPolicy;
    let far = |group: Group| Group { latency_s: Secs(0.5), ..group };
    let mut scenario = swarm(8, 536_854_528, &[far(seeders(1, 4_000_000)), far(riders(2, 4_000_000))]);
    scenario.network.slow_start = true;
    scenario.peer.pipeline.depth_min = 64;
    scenario.peer.choker = ChokerConfig {
        upload_slots: 1,
        optimistic_slots: 0,
        seed_policy: SeedPolicy::RoundRobin,
        ..ChokerConfig::default()
    };
    let mut wired = Wired::new(scenario, 1, &[(1.0, 0, 1), (1.0, 0, 2)]);
    wired.run_until(200.0);
    let mut turns: Vec<(PeerIdx, Vec<f64>)> = Vec::new();
    for (now, event) in &wired.log {
        match *event {
            Event::Unchoked { from: PeerIdx(0), to, .. } => turns.push((to, Vec::new())),
            Event::BlockStarted { from: PeerIdx(0), to, .. } if turns.last().is_some_and(|turn| turn.0 == to) => {
                turns.last_mut().unwrap().1.push(now.as_secs_f64());
            }
            _ => {}
        }
    }
    turns.retain(|(_, begun)| begun.last().is_some_and(|last| last - begun[0] > 5.0));
    assert!(turns.len() >= 4, "{} turns", turns.len());
    for (to, begun) in turns {
        let within = [0.9, 1.9, 2.9].map(|s| begun.iter().filter(|&&at| at < begun[0] + s).count());
        assert_eq!(within, [1, 3, 7], "to {to:?} from {} s", begun[0]);
    }
}

#[test]
fn jitter_delays_and_never_reorders_and_regions_are_farther() {
    use swarmscope_core::events::event::Event;
    let run = |jitter_s: f64, region: u32, cross_s: f64| {
        let mut scenario = swarm(8, 536_854_528, &[seeders(1, 1_000_000), Group { region, ..riders(1, 1_000_000) }]);
        scenario.network.jitter_s = Secs(jitter_s);
        scenario.network.cross_region_latency_s = Secs(cross_s);
        let mut wired = Wired::new(scenario, 1, &[(1.0, 0, 1)]);
        wired.run_until(60.0);
        let (mut left, mut came, mut ways) = (Vec::new(), Vec::new(), Vec::new());
        for (at, event) in &wired.log {
            match *event {
                Event::BlockSent { block, .. } => left.push((*at, block)),
                Event::BlockReceived { block, .. } => {
                    ways.push(at.since(left[came.len()].0).as_secs_f64());
                    came.push(block);
                }
                _ => {}
            }
        }
        assert!(
            came.len() > 100 && left.iter().map(|sent| sent.1).take(came.len()).eq(came),
            "blocks change their order"
        );
        let mean = ways.iter().sum::<f64>() / ways.len() as f64;
        (mean, ways.iter().copied().fold(0.0, f64::max), ways.iter().copied().fold(f64::INFINITY, f64::min))
    };
    let (plain, most, least) = run(0.0, 0, 0.3);
    assert!((plain - 0.05).abs() < 1e-6 && most - least < 1e-6, "{plain} {most} {least}");
    let (mean, most, least) = run(0.04, 0, 0.0);
    assert!(mean > 0.06 && most > 0.08 && least < 0.056, "{mean} {most} {least}");
    assert!((run(0.0, 1, 0.3).0 - 0.35).abs() < 1e-6);
}
