//! Indices of dispersion, variance over mean, are what a recount of the log gives, and tell what they should.

use crate::drawn;
use crate::swarm::{KB, Log, leechers, run_until, seeders, swarm};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Arrival, Behaviour, Group, Leave, PickerPolicy, Secs};

/// What holds from a moment on: how many are incomplete, and the copies of each piece.
type Step = (f64, f64, Vec<f64>);

/// A peer that is there.
#[derive(Default)]
struct Here {
    complete: bool,
    gives: bool,
    have: BTreeSet<u32>,
}

fn steps(log: &Log, n_pieces: u32) -> Vec<Step> {
    let mut here: BTreeMap<PeerIdx, Here> = BTreeMap::new();
    let mut steps = vec![(0.0, 0.0, vec![0.0; n_pieces as usize])];
    for (at, event) in log {
        match *event {
            Event::Joined { peer, behaviour, .. } => {
                here.insert(peer, Here { gives: behaviour == Behaviour::Honest, ..Here::default() });
            }
            Event::BroughtAll { peer } => {
                let peer = here.get_mut(&peer).unwrap();
                (peer.complete, peer.have) = (true, (0..n_pieces).collect());
            }
            Event::Brought { peer, piece } | Event::HaveAnnounced { peer, piece } => {
                here.get_mut(&peer).unwrap().have.insert(piece.0);
            }
            Event::Completed { peer } => here.get_mut(&peer).unwrap().complete = true,
            Event::Left { peer, .. } => drop(here.remove(&peer)),
            _ => continue,
        }
        let incomplete = here.values().filter(|peer| !peer.complete).count() as f64;
        let givers = || here.values().filter(|peer| peer.gives);
        let copies = (0..n_pieces).map(|piece| givers().filter(|peer| peer.have.contains(&piece)).count() as f64);
        steps.push((at.as_secs_f64(), incomplete, copies.collect()));
    }
    steps
}

/// The variance over the mean of values with weights.
fn dispersion(values: &[(f64, f64)]) -> f64 {
    let weight: f64 = values.iter().map(|&(_, weight)| weight).sum();
    let mean = values.iter().map(|&(value, weight)| value * weight).sum::<f64>() / weight;
    values.iter().map(|&(value, weight)| (value - mean).powi(2) * weight).sum::<f64>() / weight / mean
}

/// Broken by a square that is not kept, a piece that loses a copy without it, and time before the measured time.
#[test]
fn both_are_recounts() {
    let mut told = BTreeSet::new();
    for number in 0..20 {
        let mut scenario = drawn::scenario(number);
        let (from, end) = ([0.0, 15.0][number as usize % 2], 60.0);
        scenario.measure_from_s = Secs(from);
        let (sim, log) = run_until(&scenario, number, end);
        let steps = steps(&log, scenario.torrent.pieces);
        // Where nobody is incomplete any more, measured time has ended before.
        if steps.last().is_none_or(|(_, incomplete, _)| *incomplete == 0.0) {
            continue;
        }
        let until = |i: usize| steps.get(i + 1).map_or(end, |(at, ..)| *at);
        let spans = || (0..steps.len()).map(|i| until(i).max(from) - steps[i].0.max(from));
        let numbers: Vec<(f64, f64)> = steps.iter().map(|(_, n, _)| *n).zip(spans()).collect();
        let (mut area, mut time) = (0.0, 0.0);
        for ((_, _, copies), span) in steps.iter().zip(spans()) {
            if copies.iter().any(|&copies| copies > 0.0) && copies.len() > 1 {
                area += span * dispersion(&copies.iter().map(|&copies| (copies, 1.0)).collect::<Vec<_>>());
                time += span;
            }
        }
        let measures = sim.measures();
        let same = |told: Option<f64>, expected: f64| told.is_some_and(|told| (told - expected).abs() < 1e-6);
        let (leechers, copies) = (measures.leechers_dispersion, measures.copies_dispersion);
        assert!(same(leechers, dispersion(&numbers)), "drawn {number}: {leechers:?}, not {}", dispersion(&numbers));
        assert!(same(copies, area / time) || time == 0.0, "drawn {number}: {copies:?}, not {}", area / time);
        told.insert((leechers.unwrap().to_bits(), copies.map(f64::to_bits)));
    }
    assert!(told.len() > 4, "{told:?}");
}

/// Independent arrivals and stays: their number is Poisson, whose variance is its mean. When all come at once, there is a crowd and then
/// nobody.
#[test]
fn a_steady_swarm_has_one_and_a_flash_crowd_more() {
    let told = |arrival: Arrival| {
        let mut scenario = swarm(8, 32_768, &[seeders(1, 2000 * KB), Group { arrival, ..leechers(100, 20 * KB) }]);
        scenario.groups[1].leave = Leave::OnCompletion;
        scenario.measure_from_s = Secs(20.0);
        run_until(&scenario, 3, 170.0).0.measures().leechers_dispersion.unwrap()
    };
    let steady = told(Arrival::Poisson { from_s: Secs(0.0), mean_gap_s: Secs(2.0) });
    let crowd = told(Arrival::AtOnce { at_s: Secs(21.0) });
    assert!((0.5..=2.0).contains(&steady), "{steady}");
    assert!(crowd > 10.0 * steady, "{crowd} and {steady}");
}

/// Rarest first keeps pieces alike; who takes them in order has many copies of the first and few of the last.
#[test]
fn rarest_first_disperses_pieces_less_than_an_order() {
    let told = |policy| {
        let mut scenario: Scenario = swarm(100, 32_768, &[seeders(1, 50 * KB), leechers(20, 50 * KB)]);
        scenario.peer.picker.policy = policy;
        run_until(&scenario, 1, 60.0).0.measures().copies_dispersion.unwrap()
    };
    let (rarest, random, order) =
        (told(PickerPolicy::RarestFirst), told(PickerPolicy::Random), told(PickerPolicy::Sequential));
    assert!(rarest < random && random < order, "{rarest} {random} {order}");
}
