//! Every measure, against a naive recomputation from the recorded events of the same run.
//!
//! The second way to each figure keeps the whole swarm as plain sets and goes through all of it at every event, where the simulator
//! adds up differences. The two share no code.

use crate::drawn;
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::measures::Measures;
use swarmscope_core::observe::notices::NoticeKind;
use swarmscope_core::observe::stall::{Stall, StallReason};
use swarmscope_core::scenario::command::{Command, TimedCommand};
use swarmscope_core::scenario::config::{
    Arrival, Behaviour, Departure, Group, InitialHave, Leave, LinkClass, Links, Secs, TorrentConfig,
};
use swarmscope_core::scenario::{Scenario, presets::by_name};
use swarmscope_core::sim::Sim;

/// One stay of one peer.
#[derive(Clone, Debug, Default)]
struct Stay {
    peer: u32,
    group: usize,
    free_rider: bool,
    honest: bool,
    up: f64,
    down: f64,
    joined: f64,
    completed: Option<f64>,
    left: Option<f64>,
    came_complete: bool,
    have: BTreeSet<u32>,
    /// Neighbours, and those it is interested in.
    near: BTreeSet<u32>,
    wants: BTreeSet<u32>,
    uploaded: f64,
    downloaded: f64,
    from_origins: f64,
}

impl Stay {
    fn leeching(&self) -> bool {
        self.left.is_none() && self.completed.is_none()
    }

    fn time(&self) -> Option<f64> {
        Some(self.completed? - self.joined)
    }

    fn ratio(&self) -> Option<f64> {
        (self.downloaded > 0.0).then(|| self.uploaded / self.downloaded)
    }
}

/// Area and span by name.
type Areas = BTreeMap<&'static str, (f64, f64)>;

/// The naive ledger.
#[derive(Debug, Default)]
struct Naive {
    stays: Vec<Stay>,
    n_pieces: u32,
    from: f64,
    now: f64,
    /// Means over time: name, area, span.
    areas: Areas,
    /// The areas and bytes when nobody was incomplete any more.
    settled: Option<(Areas, [f64; 3])>,
    sent: f64,
    sent_by_leechers: f64,
    received: f64,
    crossed: f64,
    wasted: f64,
    overhead: f64,
    have_bytes: f64,
    club_peak: usize,
    before_first: Option<f64>,
}

impl Naive {
    fn present(&self) -> impl Iterator<Item = &Stay> {
        self.stays.iter().filter(|stay| stay.left.is_none())
    }

    fn of(&mut self, peer: PeerIdx) -> &mut Stay {
        self.stays.iter_mut().rev().find(|stay| stay.peer == peer.0).unwrap()
    }

    fn origin(&self, peer: PeerIdx) -> bool {
        self.stays.iter().find(|stay| stay.peer == peer.0).is_some_and(|stay| stay.came_complete && stay.honest)
    }

    fn copies(&self) -> Vec<f64> {
        (0..self.n_pieces)
            .map(|piece| self.present().filter(|stay| stay.honest && stay.have.contains(&piece)).count() as f64)
            .collect()
    }

    fn clubs(&self) -> BTreeMap<u32, usize> {
        let mut clubs = BTreeMap::new();
        for stay in self.present().filter(|stay| stay.have.len() as u32 + 1 == self.n_pieces) {
            let missing = (0..self.n_pieces).find(|piece| !stay.have.contains(piece)).unwrap();
            *clubs.entry(missing).or_default() += 1;
        }
        clubs
    }

    fn pass(&mut self, now: f64) {
        let (span, measured) = (now - self.now, now - self.now.max(self.from).min(now));
        if span == 0.0 {
            return;
        }
        let present: Vec<&Stay> = self.present().collect();
        let sum = |of: &dyn Fn(&Stay) -> f64| present.iter().map(|stay| of(stay)).sum::<f64>();
        let (copies, n) = (self.copies(), f64::from(self.n_pieces));
        let total: f64 = copies.iter().sum();
        let shares = copies.iter().map(|copies| copies / total).filter(|share| *share > 0.0);
        let entropy = -shares.map(|p| p * p.ln()).sum::<f64>() / n.ln();
        let leeching = |stay: &Stay| f64::from(u8::from(stay.leeching()));
        let mut levels = vec![
            ("up", sum(&|stay| stay.up), span),
            ("up_leechers", sum(&|stay| if stay.came_complete { 0.0 } else { stay.up }), span),
            ("down", sum(&|stay| stay.down), span),
            ("pairs", sum(&|stay| leeching(stay) * stay.near.len() as f64), span),
            ("wants", sum(&|stay| leeching(stay) * stay.wants.intersection(&stay.near).count() as f64), span),
            ("leechers", sum(&leeching), measured),
            (
                "seeds",
                sum(&|stay| f64::from(u8::from(!stay.leeching() && !stay.came_complete && stay.honest))),
                measured,
            ),
            ("origins", sum(&|stay| f64::from(u8::from(stay.came_complete && stay.honest))), measured),
            ("rarest", copies.iter().copied().fold(f64::INFINITY, f64::min), measured),
            ("copies", total / n, measured),
        ];
        if total > 0.0 && self.n_pieces > 1 {
            levels.push(("entropy", entropy, measured));
        }
        for (name, level, span) in levels {
            let (area, time) = self.areas.entry(name).or_default();
            (*area, *time) = (*area + level * span, *time + span);
        }
        self.now = now;
    }

    fn fold(&mut self, now: Nanos, event: &Event, groups: &[Group]) {
        let now = now.0 as f64 / 1e9;
        self.pass(now);
        let leeching_before = self.present().any(Stay::leeching);
        match *event {
            Event::Joined { peer, group, up, down, behaviour, .. } => self.stays.push(Stay {
                peer: peer.0,
                group: group.at(),
                free_rider: behaviour == Behaviour::FreeRider,
                honest: behaviour == Behaviour::Honest,
                up: up.0 as f64,
                down: down.0 as f64,
                joined: now,
                ..Stay::default()
            }),
            Event::BroughtAll { peer } => {
                let n = self.n_pieces;
                let stay = self.of(peer);
                (stay.came_complete, stay.completed, stay.have) = (true, Some(now), (0..n).collect());
            }
            Event::Brought { peer, piece } | Event::HaveAnnounced { peer, piece } => {
                self.of(peer).have.insert(piece.0);
            }
            Event::Completed { peer } => {
                self.of(peer).completed = Some(now);
                let origins: BTreeSet<u32> =
                    self.stays.iter().filter(|s| self.origin(PeerIdx(s.peer))).map(|s| s.peer).collect();
                let so_far = self.stays.iter().filter(|s| origins.contains(&s.peer)).map(|s| s.uploaded).sum();
                self.before_first.get_or_insert(so_far);
            }
            Event::Left { peer, .. } => self.of(peer).left = Some(now),
            Event::LinkLimited { peer, up, down } => {
                let stay = self.of(peer);
                (stay.up, stay.down) = (up.0 as f64, down.0 as f64);
            }
            Event::Connected { a, b } => {
                self.of(a).near.insert(b.0);
                self.of(b).near.insert(a.0);
            }
            Event::Closed { a, b } => {
                for (one, other) in [(a, b), (b, a)] {
                    self.of(one).near.remove(&other.0);
                    self.of(one).wants.remove(&other.0);
                }
            }
            Event::Sent { from, to, kind, bytes } => {
                self.overhead += f64::from(bytes);
                match kind {
                    2 => drop(self.of(from).wants.insert(to.0)),
                    3 => drop(self.of(from).wants.remove(&to.0)),
                    4 => self.have_bytes += f64::from(bytes),
                    _ => {}
                }
            }
            Event::BlockStarted { .. } => self.overhead += 13.0,
            Event::BlockSent { from, bytes, .. } => {
                self.sent += f64::from(bytes);
                self.sent_by_leechers += if self.of(from).came_complete { 0.0 } else { f64::from(bytes) };
            }
            Event::BlockReceived { from, to, bytes, wanted, .. } => {
                let (bytes, origin) = (f64::from(bytes), self.origin(from));
                self.received += bytes;
                self.wasted += if wanted { 0.0 } else { bytes };
                let source = self.of(from).group;
                self.of(from).uploaded += bytes;
                let target = self.of(to);
                target.downloaded += bytes;
                target.from_origins += if origin { bytes } else { 0.0 };
                let target = target.group;
                self.crossed += if groups[source].region == groups[target].region { 0.0 } else { bytes };
            }
            _ => {}
        }
        self.club_peak = self.club_peak.max(self.clubs().values().copied().max().unwrap_or(0));
        if leeching_before && !self.present().any(Stay::leeching) {
            self.settled = Some((self.areas.clone(), [self.sent, self.sent_by_leechers, self.received]));
        }
    }

    fn mean(&self, name: &str) -> f64 {
        let (area, span) = self.areas.get(name).copied().unwrap_or_default();
        area / span
    }
}

/// What the naive way says of every figure that is a number.
fn naive(
    scenario: &Scenario,
    log: &[(Nanos, Event)],
    groups: &[Group],
    now: Nanos,
    pending: bool,
) -> BTreeMap<String, f64> {
    let from = scenario.measure_from_s.0;
    let mut ledger = Naive { n_pieces: scenario.torrent.pieces, from, ..Naive::default() };
    log.iter().for_each(|(at, event)| ledger.fold(*at, event, groups));
    ledger.pass(now.0 as f64 / 1e9);
    let mut carried = [ledger.sent, ledger.sent_by_leechers, ledger.received];
    if let Some(settled) = ledger.settled.clone().filter(|_| !pending && !ledger.present().any(Stay::leeching)) {
        (ledger.areas, carried) = settled;
    }
    let size = scenario.torrent.geometry().total_length() as f64;
    let leechers: Vec<&Stay> = ledger.stays.iter().filter(|stay| !stay.came_complete).collect();
    let measured: Vec<&Stay> = leechers.iter().copied().filter(|stay| stay.joined >= from).collect();
    let mut times: Vec<f64> = measured.iter().filter_map(|stay| stay.time()).collect();
    times.sort_by(f64::total_cmp);
    let mut ratios: Vec<f64> = leechers.iter().filter_map(|stay| stay.ratio()).collect();
    ratios.sort_by(f64::total_cmp);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let at_95 = |sorted: &[f64]| {
        let enough =
            sorted.iter().find(|x| sorted.iter().filter(|y| y <= x).count() as f64 >= 0.95 * sorted.len() as f64);
        enough.copied().unwrap_or(f64::NAN)
    };
    let middle = |s: &[f64]| if s.is_empty() { f64::NAN } else { (s[(s.len() - 1) / 2] + s[s.len() / 2]) / 2.0 };
    let area = |name: &str| ledger.areas.get(name).map_or(0.0, |area| area.0);
    let span = ledger.areas.get("leechers").map_or(0.0, |area| area.1);
    let left: Vec<f64> = leechers
        .iter()
        .filter_map(|stay| stay.completed.or(stay.left).filter(|end| *end >= from).map(|end| end - stay.joined))
        .collect();
    let open: Vec<f64> = leechers
        .iter()
        .filter(|stay| stay.completed.is_some_and(|at| at >= from))
        .filter_map(|stay| stay.time())
        .collect();
    let of = |ask: fn(&Stay) -> bool| {
        mean(&measured.iter().filter(|stay| ask(stay)).filter_map(|stay| stay.time()).collect::<Vec<f64>>())
    };
    let mut by_peer: BTreeMap<u32, f64> = BTreeMap::new();
    for stay in ledger.stays.iter().filter(|stay| !ledger.origin(PeerIdx(stay.peer))) {
        *by_peer.entry(stay.peer).or_default() += stay.from_origins;
    }
    let shares: Vec<f64> = by_peer.values().copied().collect();
    let sum: f64 = shares.iter().sum();
    let from_origins: f64 = ledger.stays.iter().filter(|s| ledger.origin(PeerIdx(s.peer))).map(|s| s.uploaded).sum();
    let last_stay =
        |stay: &&&Stay| !ledger.stays.iter().any(|other| other.peer == stay.peer && other.joined > stay.joined);
    let rate = measured.len() as f64 / span;
    let figures = [
        ("utilisation", carried[0] / area("up")),
        ("utilisation_leechers", carried[1] / area("up_leechers")),
        ("utilisation_down", carried[2] / area("down")),
        ("mean_time_s", mean(&times)),
        ("median_time_s", middle(&times)),
        ("p95_time_s", at_95(&times)),
        ("max_time_s", times.last().copied().unwrap_or(f64::NAN)),
        ("p95_over_mean", at_95(&times) / mean(&times)),
        ("seed_copies", from_origins / size),
        ("seed_copies_first", ledger.before_first.unwrap_or(f64::NAN) / size),
        ("served_max", leechers.iter().map(|stay| stay.uploaded / size).fold(f64::NAN, f64::max)),
        ("ratio_mean", mean(&ratios)),
        ("ratio_p95", at_95(&ratios)),
        ("ratio_max", ratios.last().copied().unwrap_or(f64::NAN)),
        ("jain_seed", sum * sum / (shares.len() as f64 * shares.iter().map(|x| x * x).sum::<f64>())),
        ("interest_share", area("wants") / area("pairs")),
        ("availability_min_mean", ledger.mean("rarest")),
        ("availability_mean", ledger.mean("copies")),
        ("entropy", ledger.mean("entropy")),
        ("duplicates", ledger.wasted / ledger.received),
        ("wasted_bytes", ledger.wasted),
        ("overhead_share", ledger.overhead / (ledger.overhead + ledger.sent)),
        ("have_bytes", ledger.have_bytes),
        ("cross_region_share", ledger.crossed / ledger.received),
        ("one_club_peak", if ledger.n_pieces > 1 { ledger.club_peak as f64 } else { f64::NAN }),
        (
            "one_club_end",
            if ledger.n_pieces > 1 { ledger.clubs().values().copied().max().unwrap_or(0) as f64 } else { f64::NAN },
        ),
        ("mean_leechers", ledger.mean("leechers")),
        ("mean_seeds", ledger.mean("seeds")),
        ("mean_origins", ledger.mean("origins")),
        ("mean_time_open_s", mean(&open)),
        ("arrivals_per_s", rate),
        ("littles_law", ledger.mean("leechers") / (rate * mean(&left))),
        (
            "aborted",
            leechers.iter().filter(last_stay).filter(|s| s.left.is_some() && s.completed.is_none()).count() as f64,
        ),
        ("free_rider_over_contributor", of(|stay| stay.free_rider) / of(|stay| stay.honest)),
    ];
    figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Runs a scenario with its events recorded, to its end or to `until`.
fn run(scenario: Scenario, seed: u64, until: u64) -> (Sim, Vec<(Nanos, Event)>) {
    let mut sim = Sim::new(&scenario.validate().unwrap(), seed);
    sim.record(true);
    while !sim.is_finished() && sim.now() < sim.end().min(Nanos::from_secs(until)) {
        sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
    }
    let log = sim.take_log();
    (sim, log)
}

fn as_numbers(measures: &Measures) -> BTreeMap<String, f64> {
    let value = serde_json::to_value(measures).unwrap();
    let numbers = value.as_object().unwrap().iter().filter(|(_, value)| value.is_number() || value.is_null());
    numbers.map(|(name, value)| (name.clone(), value.as_f64().unwrap_or(f64::NAN))).collect()
}

/// Figures that follow from a theory's function, which has its own tests, and those that `measures_by_class` and `dispersion` recount.
const ELSEWHERE: &str = "fluid_bound_s client_server_bound_s mean_over_bound last_over_bound cv_time leechers_slope continuity \
     leechers_dispersion copies_dispersion";

fn compare(what: &str, scenario: Scenario, seed: u64, until: u64) -> BTreeMap<String, f64> {
    let (sim, log) = run(scenario.clone(), seed, until);
    let measured = as_numbers(&sim.measures());
    let expected = naive(&scenario, &log, &sim.engine().groups, sim.now(), sim.engine().world.pending > 0);
    for (name, value) in measured.iter().filter(|(name, _)| !ELSEWHERE.contains(name.as_str())) {
        let expected = *expected.get(name).unwrap_or_else(|| panic!("nobody checks {name}"));
        let same =
            (value.is_nan() && !expected.is_finite()) || (value - expected).abs() <= 1e-9 * expected.abs().max(1.0);
        assert!(same, "{what}, {name}: {value}, naively {expected}");
    }
    measured
}

#[test]
fn every_measure_is_what_a_recount_gives() {
    let mut seen: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for number in 0..30 {
        let mut scenario = drawn::scenario(number);
        scenario.measure_from_s = Secs([0.0, 20.0, 0.5][number as usize % 3]);
        scenario.groups.iter_mut().enumerate().for_each(|(i, group)| group.region = i as u32 % 2);
        // Some are cut short, so that peers are still on their way.
        let until = if number % 4 == 0 { 40 } else { 4_000 };
        for (name, value) in compare(&format!("drawn {number}"), scenario, number, until) {
            seen.entry(name).or_default().insert(value.to_bits());
        }
    }
    // Who is in the club in the end: see the preset whose seeder leaves.
    seen.retain(|name, _| name != "one_club_end" && name != "continuity");
    let still: Vec<_> = seen.iter().filter(|(_, values)| values.len() < 3).map(|(name, _)| name).collect();
    assert!(still.is_empty(), "these figures never move, so nothing was compared: {still:?}");
}

#[test]
fn presets_too() {
    // With this seed the swarm starves once its seeder has left.
    for (name, until) in [("seed_story", 200), ("free_riders", 150), ("last_seed_leaves", 3000)] {
        let measured = compare(name, by_name(name).unwrap(), 13, until);
        assert!(measured["utilisation"] <= 1.0 && measured["utilisation_leechers"] <= 1.0, "{name}: {measured:?}");
        assert_eq!(measured["one_club_end"], if name == "last_seed_leaves" { 12.0 } else { 0.0 }, "{name}");
    }
}

#[test]
fn bounds_are_held_and_first_finish_is_counted() {
    for seed in 1..6 {
        let (sim, _) = run(by_name("seed_story").unwrap(), seed, 200);
        let measures = sim.measures();
        assert_eq!(measures.fluid_bound_s, Some(20.0));
        assert_eq!(measures.client_server_bound_s, Some(60.0));
        assert!(measures.last_over_bound.unwrap() >= 1.0 && measures.mean_over_bound.unwrap() >= 1.0);
        assert_eq!(measures.littles_law.map(|law| (law * 1e9).round()), Some(1e9), "nobody is there but to fetch");
    }
}

#[test]
fn classes_are_groups_and_their_links() {
    let link =
        |name: &str, upload_rate| LinkClass { name: name.into(), share: 1.0, upload_rate, download_rate: 524_288 };
    let mut scenario = by_name("seed_story").unwrap();
    scenario.groups[1].count = 4;
    scenario.groups.push(Group {
        name: "dsl".into(),
        count: 2,
        links: Links::Classes(vec![link("slow", 40_000), link("own", 131_072)]),
        ..Group::default()
    });
    let (sim, log) = run(scenario, 3, 600);
    let classes = sim.measures().classes;
    // Whatever the links that the peers came with, each is counted in its class.
    let rates = log.iter().filter_map(|(_, event)| match event {
        Event::Joined { group, up, .. } if group.0 == 2 => Some(up.0),
        _ => None,
    });
    let mut expected: BTreeMap<String, u32> = [("leecher".to_owned(), 4)].into();
    for rate in rates {
        let name = match rate {
            40_000 => "dsl / slow",
            131_072 => "dsl / own",
            _ => "dsl",
        };
        *expected.entry(name.into()).or_default() += 1;
    }
    let counted: BTreeMap<String, u32> = classes.iter().map(|class| (class.class.clone(), class.count)).collect();
    assert_eq!(counted, expected);
    assert!(
        expected.len() >= 2 && classes.iter().all(|class| class.completed == class.count && class.mean_s.is_some())
    );
}

fn stall_of(scenario: Scenario, seed: u64, until: u64) -> Option<Stall> {
    run(scenario, seed, until).0.stall()
}

#[test]
fn a_starved_swarm_names_the_missing_pieces() {
    let (mut starved, mut healthy) = (0, 0);
    for seed in 1..16 {
        let (mut sim, log) = run(by_name("last_seed_leaves").unwrap(), seed, 400);
        let gone_at = log.iter().find_map(|(at, event)| matches!(event, Event::Left { .. }).then_some(*at));
        let missing: Vec<u32> = (0..40).filter(|&piece| sim.stats().copies[piece as usize] == 0).collect();
        let notices = |sim: &mut Sim| {
            use swarmscope_core::view::frame::notices::{KIND, OTHER};
            let frame = sim.frame();
            let place = frame.column::<u8>(KIND).iter().position(|&kind| kind == NoticeKind::PieceLost as u8);
            place.map(|place| frame.column::<u32>(OTHER)[place])
        };
        match sim.stall() {
            Some(stall) => {
                starved += 1;
                let gone_at = gone_at.expect("a swarm with a seeder does not starve");
                assert_eq!(stall.missing, missing, "seed {seed}");
                assert!(
                    stall.since_s >= gone_at.as_secs_f64() && stall.since_s < gone_at.as_secs_f64() + 1.0,
                    "{stall:?}"
                );
                assert!(stall.reason == StallReason::LostPieces && !missing.is_empty(), "{stall:?}");
                assert_eq!(notices(&mut sim), Some(missing[0]));
                assert!(sim.summary().stall.is_some());
            }
            None => {
                healthy += 1;
                assert!(sim.is_finished() && missing.is_empty(), "seed {seed}");
                assert_eq!(notices(&mut sim), None);
            }
        }
    }
    assert!(starved >= 2 && healthy >= 2, "{starved} starved, {healthy} healthy");
}

#[test]
fn who_is_still_to_come_with_the_pieces_is_waited_for() {
    let late =
        |at_s| Group { have: InitialHave::All, arrival: Arrival::AtOnce { at_s: Secs(at_s) }, ..Group::default() };
    let alone = Group { count: 3, ..Group::default() };
    let torrent = TorrentConfig { pieces: 4, ..TorrentConfig::default() };
    let scenario = |groups| Scenario { torrent: torrent.clone(), groups, end_s: Secs(5000.0), ..Scenario::default() };
    let nobody = stall_of(scenario(vec![alone.clone()]), 1, 50).unwrap();
    assert_eq!((nobody.since_s, nobody.missing), (0.0, vec![0, 1, 2, 3]));
    assert_eq!(stall_of(scenario(vec![alone.clone(), late(300.0)]), 1, 200), None, "the seeder comes");
    // After ten minutes of nothing it is told all the same, but no piece is called missing.
    let idle = stall_of(scenario(vec![alone.clone(), late(3000.0)]), 1, 700).unwrap();
    assert!(idle.missing.is_empty() && idle.reason == StallReason::NobodyServes && idle.since_s == 0.0, "{idle:?}");
    assert_eq!(stall_of(scenario(vec![alone.clone(), late(3000.0)]), 1, 590), None, "not yet ten minutes");
    // A command may bring it.
    let command = Command::AddPeers { group: late(0.0) };
    let mut told = scenario(vec![alone.clone()]);
    told.commands = vec![TimedCommand { at_s: Secs(100.0), command }];
    assert_eq!(stall_of(told, 1, 90), None);
}

#[test]
fn a_healthy_swarm_never_stands_still() {
    for number in 0..20 {
        let scenario = drawn::scenario(number);
        // Its tracker may be away for a while, and some go early; but the seeders stay.
        let mut sim = Sim::new(&scenario.validate().unwrap(), number);
        while !sim.is_finished() && sim.now() < sim.end() {
            sim.advance(sim.now() + Nanos::from_secs(5), u64::MAX);
            assert_eq!(sim.stall(), None, "drawn {number} at {}", sim.now());
        }
    }
}

#[test]
fn a_slow_link_is_no_standstill() {
    let slow = Group { upload_rate: 10, ..Group::default() };
    let seeder = Group { have: InitialHave::All, leave: Leave::Never, departure: Departure::Instant, ..slow.clone() };
    let torrent = TorrentConfig { pieces: 2, piece_length: 16_384, ..TorrentConfig::default() };
    let scenario = Scenario { torrent, groups: vec![seeder, slow], end_s: Secs(4000.0), ..Scenario::default() };
    // One block takes 1,638 s.
    assert_eq!(stall_of(scenario, 1, 1500), None);
}
