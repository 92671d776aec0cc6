//! The measures by class, against a recount of the same run's events that shares no code with them.

use crate::drawn;
use crate::swarm::run_until;
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::measures::{ClassMeasures, gini};
use swarmscope_core::scenario::config::{Behaviour, Group, Secs};
use swarmscope_core::scenario::{Scenario, presets::by_name};
use swarmscope_core::sim::Sim;

/// A peer, from its coming to its going.
#[derive(Clone, Debug, Default)]
struct Stay {
    peer: u32,
    group: usize,
    up: u64,
    joined: u64,
    completed: Option<u64>,
    left: Option<u64>,
    came_complete: bool,
    sent: u64,
    received: u64,
}

/// Bytes by the groups of sender and receiver.
type Matrix = BTreeMap<(usize, usize), u64>;

/// Runs a scenario with its events recorded, to its end or to `until`.
fn run(scenario: &Scenario, seed: u64, until: u64) -> (Sim, Vec<(Nanos, Event)>) {
    let mut sim = Sim::new(&scenario.clone().validate().unwrap(), seed);
    sim.record(true);
    while !sim.is_finished() && sim.now() < sim.end().min(Nanos::from_secs(until)) {
        sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
    }
    let log = sim.take_log();
    (sim, log)
}

/// The stays, the bytes by the groups of sender and receiver, and the moment from which nobody missed anything.
fn recount(log: &[(Nanos, Event)]) -> (Vec<Stay>, Matrix, Option<u64>) {
    let (mut stays, mut bytes_between, mut settled): (Vec<Stay>, Matrix, _) = (Vec::new(), BTreeMap::new(), None);
    for &(now, ref event) in log {
        let of = |stays: &Vec<Stay>, peer: u32| stays.iter().rposition(|stay| stay.peer == peer).unwrap();
        let misses = |stays: &Vec<Stay>| stays.iter().any(|stay| stay.left.is_none() && stay.completed.is_none());
        let missed_before = misses(&stays);
        match *event {
            Event::Joined { peer, group, up, .. } => {
                stays.push(Stay { peer: peer.0, group: group.at(), up: up.0, joined: now.0, ..Stay::default() });
            }
            Event::BroughtAll { peer } => {
                let at = of(&stays, peer.0);
                (stays[at].came_complete, stays[at].completed) = (true, Some(now.0));
            }
            Event::Completed { peer } => {
                let at = of(&stays, peer.0);
                stays[at].completed = Some(now.0);
            }
            Event::Left { peer, .. } => {
                let at = of(&stays, peer.0);
                stays[at].left = Some(now.0);
            }
            Event::BlockReceived { from, to, bytes, .. } => {
                let (from, to) = (of(&stays, from.0), of(&stays, to.0));
                stays[from].sent += u64::from(bytes);
                stays[to].received += u64::from(bytes);
                *bytes_between.entry((stays[from].group, stays[to].group)).or_default() += u64::from(bytes);
            }
            _ => {}
        }
        if missed_before && !misses(&stays) {
            settled = Some(now.0);
        }
    }
    let settled = settled.filter(|_| stays.iter().all(|stay| stay.left.is_some() || stay.completed.is_some()));
    (stays, bytes_between, settled)
}

/// The mean difference of all pairs over twice the mean, pair by pair.
fn gini_by_pairs(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let apart: f64 = values.iter().flat_map(|a| values.iter().map(move |b| (a - b).abs())).sum();
    (sum > 0.0).then(|| apart / (2.0 * n * sum))
}

fn jain(values: &[f64]) -> Option<f64> {
    let (sum, squares) = (values.iter().sum::<f64>(), values.iter().map(|x| x * x).sum::<f64>());
    (squares > 0.0).then(|| sum * sum / (values.len() as f64 * squares))
}

fn same(what: &str, found: Option<f64>, expected: Option<f64>) {
    let near = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= 1e-9,
        _ => found == expected,
    };
    assert!(near, "{what}: {found:?}, recounted {expected:?}");
}

fn compare(what: &str, class: &ClassMeasures, stays: &[&Stay], end: u64) {
    let numbers = |of: fn(&Stay) -> Option<f64>| stays.iter().filter_map(|stay| of(stay)).collect::<Vec<f64>>();
    let sent = numbers(|stay| Some(stay.sent as f64));
    let times = numbers(|stay| Some((stay.completed? - stay.joined) as f64 / 1e9));
    let capacity =
        |stay: &&Stay| stay.up as f64 * (stay.left.unwrap_or(end).min(end).max(stay.joined) - stay.joined) as f64 / 1e9;
    let capacity: f64 = stays.iter().map(capacity).sum();
    let [uploaded, downloaded] = [|stay: &&&Stay| stay.sent, |stay: &&&Stay| stay.received]
        .map(|of| stays.iter().map(|stay| of(&stay)).sum::<u64>());
    assert_eq!((class.uploaded, class.downloaded), (uploaded, downloaded), "{what}");
    same(&format!("{what} utilisation"), class.utilisation, (capacity > 0.0).then(|| uploaded as f64 / capacity));
    same(&format!("{what} jain_uploaded"), class.jain_uploaded, jain(&sent));
    same(&format!("{what} gini_uploaded"), class.gini_uploaded, gini_by_pairs(&sent));
    same(&format!("{what} jain_time"), class.jain_time, jain(&times));
    same(&format!("{what} gini_time"), class.gini_time, gini_by_pairs(&times));
}

#[test]
fn classes_are_what_a_recount_gives() {
    let mut compared = 0;
    for number in 0..30 {
        let mut scenario = drawn::scenario(number);
        // A class of each group, whose names tell them apart.
        scenario.groups.iter_mut().enumerate().for_each(|(at, group)| group.name = format!("g{at}"));
        let until = if number % 4 == 0 { 40 } else { 4_000 };
        let (sim, log) = run(&scenario, number, until);
        let (stays, bytes_between, settled) = recount(&log);
        let measures = sim.measures();
        let end = settled.filter(|_| sim.engine().world.pending == 0).unwrap_or(sim.now().0);
        for class in &measures.classes {
            // Commands may bring several groups of one name, and a group with several links has several classes.
            let named = (0..).zip(&sim.engine().groups).filter(|(_, group)| group.name == class.class);
            let &[(group, of)] = &named.collect::<Vec<(usize, &Group)>>()[..] else { continue };
            if !of.links.classes().is_empty() {
                continue;
            }
            let own: Vec<&Stay> = stays.iter().filter(|stay| stay.group == group && !stay.came_complete).collect();
            compare(&format!("drawn {number}, {}", class.class), class, &own, end);
            compared += 1;
        }
        for (from, row) in measures.bytes.iter().enumerate() {
            for (to, cell) in row.to.iter().enumerate() {
                let expected = bytes_between.get(&(from, to)).copied().unwrap_or(0);
                assert_eq!(cell.bytes, expected, "drawn {number}, from {} to {}", row.class, cell.class);
            }
        }
    }
    assert!(compared > 30, "{compared}");
}

#[test]
fn free_riders_send_nothing_and_the_others_serve_them() {
    let scenario = by_name("free_riders").unwrap();
    let riders = scenario.groups.iter().position(|group| group.behaviour == Behaviour::FreeRider).unwrap();
    let (sim, _) = run(&scenario, 1, 10_000);
    let measures = sim.measures();
    let class = measures.classes.iter().find(|class| class.class == scenario.groups[riders].name).unwrap();
    assert_eq!((class.uploaded, class.utilisation, class.gini_uploaded), (0, Some(0.0), None));
    assert!(measures.bytes[riders].to.iter().all(|cell| cell.bytes == 0));
    let to_riders: u64 = measures.bytes.iter().map(|row| row.to[riders].bytes).sum();
    assert_eq!(to_riders, class.downloaded);
    assert!(class.downloaded > 0);
}

#[test]
fn many_groups_have_no_matrix() {
    let mut scenario = by_name("seed_story").unwrap();
    assert_eq!(run(&scenario, 1, 100).0.measures().bytes.len(), 2);
    scenario.groups.extend((0..11).map(|at| Group { name: format!("g{at}"), ..Group::default() }));
    assert!(run(&scenario, 1, 100).0.measures().bytes.is_empty());
}

/// Shares of 1, 2, 3 and 4: Gini 0.25. R: `ineq::Gini(1:4)`. One of n has all: (n - 1)/n.
#[test]
fn the_gini_coefficient_of_the_textbook() {
    assert_eq!(gini(&[1.0, 2.0, 3.0, 4.0]), Some(0.25));
    assert_eq!(gini(&[5.0; 7]), Some(0.0));
    assert_eq!(gini(&[0.0, 0.0, 0.0, 9.0]), Some(0.75));
    assert_eq!((gini(&[]), gini(&[0.0, 0.0])), (None, None));
}

/// The number of incomplete peers as steps (from when on, how many), and the download times of those that came from `from` on.
fn incomplete(log: &[(Nanos, Event)], from: f64) -> (Vec<(f64, f64)>, Vec<f64>) {
    let (mut steps, mut times) = (vec![(0.0, 0.0)], Vec::new());
    let mut joined = BTreeMap::new();
    for (at, event) in log {
        let at = at.as_secs_f64();
        match *event {
            Event::Joined { peer, .. } => _ = joined.insert(peer, at),
            Event::BroughtAll { peer } | Event::Left { peer, .. } => _ = joined.remove(&peer),
            Event::Completed { peer } => {
                times.extend(joined.remove(&peer).filter(|&joined| joined >= from).map(|joined| at - joined))
            }
            _ => continue,
        }
        steps.push((at, joined.len() as f64));
    }
    (steps, times)
}

/// The slope of the least-squares line through steps: the mean of (t - middle) n over that of (t - middle)^2, in slices of a millisecond.
fn slope(steps: &[(f64, f64)], from: f64, end: f64) -> f64 {
    let (mut with, mut square, mut k) = (0.0, 0.0, 0);
    for i in 0..((end - from) * 1000.0) as usize {
        let at = from + (i as f64 + 0.5) / 1000.0;
        while k + 1 < steps.len() && steps[k + 1].0 <= at {
            k += 1;
        }
        let off = at - (from + end) / 2.0;
        with += off * steps[k].1;
        square += off * off;
    }
    with / square
}

/// The slope of the number of incomplete peers, and the coefficient of variation of the download times.
#[test]
fn the_slope_and_the_spread_are_a_recounts() {
    let mut slopes = BTreeSet::new();
    for number in 0..30 {
        let mut scenario = drawn::scenario(number);
        let from = [0.0, 20.0][number as usize % 2];
        scenario.measure_from_s = Secs(from);
        let (sim, log) = run_until(&scenario, number, 60.0);
        let (steps, times) = incomplete(&log, from);
        if steps.last().is_none_or(|(_, n)| *n == 0.0) {
            continue;
        }
        let measures = sim.measures();
        let (told, expected) = (measures.leechers_slope.unwrap(), slope(&steps, from, 60.0));
        assert!((told - expected).abs() < 2e-3 * expected.abs().max(1.0), "drawn {number}: {told}, not {expected}");
        slopes.insert(told.to_bits());
        let n = times.len() as f64;
        let mean = times.iter().sum::<f64>() / n;
        let cv = (times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / n).sqrt() / mean;
        assert!(measures.cv_time.map_or(n == 0.0, |told| (told - cv).abs() < 1e-6), "drawn {number}: {cv}");
    }
    assert!(slopes.len() > 4, "{slopes:?}");
}

/// A block that arrived: when, from whose group, to whose.
type Arrived = (f64, usize, usize, f64);

/// The stays of all peers (group, from, to) and the blocks that arrived while their senders were there, as far as measured time reaches.
fn carried(log: &[(Nanos, Event)], now: f64, pending: bool) -> (Vec<(usize, f64, f64)>, Vec<Arrived>) {
    let (mut here, mut missing) = (BTreeMap::new(), BTreeSet::new());
    let (mut stays, mut blocks, mut settled) = (Vec::new(), Vec::new(), None);
    let mut groups = BTreeMap::new();
    for (at, event) in log {
        let at = at.as_secs_f64();
        let missed = !missing.is_empty();
        match *event {
            Event::Joined { peer, group, .. } => {
                groups.insert(peer, group.at());
                here.insert(peer, at);
                missing.insert(peer);
            }
            Event::BroughtAll { peer } | Event::Completed { peer } => _ = missing.remove(&peer),
            Event::Left { peer, .. } => {
                missing.remove(&peer);
                stays.push((groups[&peer], here.remove(&peer).unwrap(), at));
            }
            Event::BlockReceived { from, to, bytes, .. } if here.contains_key(&from) => {
                blocks.push((at, groups[&from], groups[&to], f64::from(bytes)));
            }
            _ => {}
        }
        if missed && missing.is_empty() {
            settled = Some((at, blocks.len()));
        }
    }
    stays.extend(here.into_iter().map(|(peer, since)| (groups[&peer], since, f64::INFINITY)));
    let (end, n) = settled.filter(|_| missing.is_empty() && !pending).unwrap_or((now, blocks.len()));
    blocks.truncate(n);
    (stays.into_iter().map(|(group, since, until)| (group, since, until.min(end))).collect(), blocks)
}

/// The rates of each group in measured time: bytes that arrived then, over the time that its peers were there.
#[test]
fn rates_are_a_recounts() {
    let mut seen = 0;
    for number in 0..20 {
        let mut scenario = drawn::scenario(number);
        let from = [0.0, 20.0][number as usize % 2];
        scenario.measure_from_s = Secs(from);
        // Some are over by then.
        let (sim, log) = run_until(&scenario, number, [60.0, 600.0][number as usize / 2 % 2]);
        let (stays, blocks) = carried(&log, sim.now().as_secs_f64(), sim.engine().world.pending > 0);
        for (group, told) in sim.measures().rates.iter().enumerate() {
            let spans = stays.iter().filter(|(of, ..)| *of == group);
            let time: f64 = spans.map(|(_, since, until)| (until - since.max(from)).max(0.0)).sum();
            let measured = || blocks.iter().filter(|(at, ..)| *at >= from);
            let sent: f64 = measured().filter(|(_, sender, ..)| *sender == group).map(|block| block.3).sum();
            let received: f64 = measured().filter(|(_, _, to, _)| *to == group).map(|block| block.3).sum();
            let same =
                |told: Option<f64>, bytes: f64| told.map_or(time == 0.0, |told| (told - bytes / time).abs() < 1e-3);
            assert!(
                same(told.up, sent) && same(told.down, received),
                "drawn {number}, {told:?}: {sent}, {received}, {time}"
            );
            seen += u32::from(sent > 0.0);
        }
    }
    assert!(seen > 20, "{seen} groups sent something");
}

/// Continuity is the part of the pieces that were due and there in time, recounted piece by piece; a picker that goes in order of play
/// has more of it than one that goes by rarity.
#[test]
fn continuity_is_a_recounts() {
    let mut seen = BTreeSet::new();
    for number in 0..20 {
        let mut scenario = drawn::scenario(number);
        let length = f64::from(scenario.torrent.piece_length);
        (scenario.torrent.playback_rate, scenario.torrent.playback_start_s) = (40_000, Secs(5.0));
        let (sim, log) = run_until(&scenario, number, 60.0);
        let (mut joined, mut came, mut left) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (at, event) in &log {
            let at = at.as_secs_f64();
            match *event {
                Event::Joined { peer, .. } => _ = joined.insert(peer, at),
                Event::BroughtAll { peer } => _ = joined.remove(&peer),
                Event::Brought { peer, piece } | Event::HaveAnnounced { peer, piece } => {
                    _ = came.insert((peer, piece.0), at)
                }
                Event::Left { peer, .. } => _ = left.insert(peer, at),
                _ => {}
            }
        }
        let of = |(peer, joined): (_, &f64)| {
            let end = left.get(peer).copied().unwrap_or(sim.now().as_secs_f64());
            let due = |piece: u32| joined + 5.0 + f64::from(piece) * length / 40_000.0;
            let played: Vec<u32> = (0..scenario.torrent.pieces).filter(|&piece| due(piece) < end).collect();
            let there = played.iter().filter(|&&piece| came.get(&(*peer, piece)).is_some_and(|at| *at <= due(piece)));
            (!played.is_empty()).then(|| there.count() as f64 / played.len() as f64)
        };
        let each: Vec<f64> = joined.iter().filter_map(of).collect();
        let expected = each.iter().sum::<f64>() / each.len() as f64;
        let told = sim.measures().continuity;
        let same = told.map_or(each.is_empty(), |told| (told - expected).abs() < 1e-9);
        // A peer that was made a seeder has two stays: those scenarios are not recounted here.
        let twice = log.iter().filter(|(_, event)| matches!(event, Event::Joined { .. })).count()
            > sim.stats().arrived as usize;
        assert!(same || twice, "drawn {number}: {told:?}, recounted {expected}");
        seen.extend(told.map(f64::to_bits));
    }
    assert!(seen.len() > 8, "{} values", seen.len());
}
