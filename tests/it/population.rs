//! Coming and going: the laws of arrival and stay, the rules of leaving, mixes of links, traces.

use crate::swarm::{KB, Log, at, leechers, run, run_until, seeders, swarm};
use std::collections::BTreeMap;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::config::{
    Arrival, Departure, Group, InitialHave, Leave, LinkClass, Links, MixTable, NeighbourConfig, Secs, Span, TraceRow,
};

/// When each peer came and went, in seconds.
fn stays(log: &Log) -> BTreeMap<u32, (f64, Option<f64>)> {
    let mut stays = BTreeMap::new();
    for (now, event) in log {
        match *event {
            Event::Joined { peer, .. } => _ = stays.insert(peer.0, (now.as_secs_f64(), None)),
            Event::Left { peer, .. } => stays.get_mut(&peer.0).unwrap().1 = Some(now.as_secs_f64()),
            _ => {}
        }
    }
    stays
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// Peers with nothing to do: a link so slow that nothing comes of it, and nobody who has anything.
fn idle(count: u32) -> Group {
    Group { upload_rate: 1, download_rate: 1, ..leechers(count, 1) }
}

#[test]
fn weibull_spans_have_the_quantiles_of_the_closed_form() {
    for (shape, scale) in [(0.5, 100.0), (1.0, 40.0), (3.0, 1000.0)] {
        let mut rng = Rng::new(5);
        let span = Span::Weibull { shape, scale_s: Secs(scale) };
        let mut drawn: Vec<f64> = (0..100_000).map(|_| span.draw(&mut rng).as_secs_f64()).collect();
        drawn.sort_by(f64::total_cmp);
        for p in [0.1, 0.25, 0.5, 0.75, 0.9] {
            let exact = scale * (-f64::ln(1.0 - p)).powf(1.0 / shape);
            let found = drawn[(p * 100_000.0) as usize];
            assert!((found / exact - 1.0).abs() < 0.04, "shape {shape}: quantile {p} is {found}, not {exact}");
        }
    }
}

/// A Poisson process has exponential gaps; a decaying crowd exponential times since its beginning.
#[test]
fn arrivals_follow_their_laws() {
    let times = |arrival: Arrival| {
        let mut scenario = swarm(1, 16_384, &[Group { arrival, ..idle(2000) }]);
        // Nobody need know anybody.
        scenario.peer.neighbours = NeighbourConfig { numwant: 0, refill_below: 0, ..NeighbourConfig::default() };
        let (_, log) = run_until(&scenario, 3, 3_000.0);
        stays(&log).values().map(|stay| stay.0).collect::<Vec<_>>()
    };
    let poisson = times(Arrival::Poisson { from_s: Secs(100.0), mean_gap_s: Secs(0.5) });
    let last = poisson.last().unwrap() - 100.0;
    // 2000 gaps of 0.5 s: 1000 s, standard deviation 22 s.
    assert!(poisson.len() == 2000 && (last - 1000.0).abs() < 90.0, "{last}");
    // Of exponential gaps a part 1/e is longer than the mean: 735 of 1999, standard deviation 22.
    let long = poisson.windows(2).filter(|two| two[1] - two[0] > 0.5).count();
    assert!((650..820).contains(&long), "{long}");
    let decaying = times(Arrival::Decaying { from_s: Secs(10.0), tau_s: Secs(200.0) });
    // The mean of 2000 has a standard error of 4.5 s; ln 2 x 200 s = 138.6 s is the median.
    let since = mean(&decaying) - 10.0;
    assert!((since - 200.0).abs() < 18.0, "{since}");
    let early = decaying.iter().filter(|&&at| at < 148.6).count();
    assert!((900..1100).contains(&early), "{early}");
}

#[test]
fn sessions_end_complete_or_not_and_patience_ends_only_for_the_incomplete() {
    let spans = [Span::Fixed { s: Secs(50.0) }, Span::Exponential { mean_s: Secs(50.0) }];
    for span in spans {
        let session = Group { session: Some(span), ..idle(1000) };
        let abort = Group { abort: Some(span), ..idle(1000) };
        for group in [session, abort] {
            let scenario = swarm(1, 16_384, &[group]);
            let (sim, log) = run(&scenario, 1);
            let stays: Vec<f64> = stays(&log).values().map(|stay| stay.1.unwrap() - stay.0).collect();
            // Standard error 1.6 s.
            assert!((mean(&stays) - 50.0).abs() < 6.0, "{span:?}: {}", mean(&stays));
            // All or none are as long as the mean; of exponential ones a part 1/e is longer, standard deviation 15.
            let long = stays.iter().filter(|&&stay| stay > 50.001).count();
            let expected = if matches!(span, Span::Fixed { .. }) { 0..1 } else { 300..440 };
            assert!(expected.contains(&long), "{span:?}: {long}");
            assert!(sim.is_finished() && sim.stats().completed == 0);
        }
    }
    let span = Some(Span::Fixed { s: Secs(200.0) });
    let stay_of = |session, abort| {
        let groups = [seeders(1, 100 * KB), Group { session, abort, ..leechers(1, 100 * KB) }];
        let (_, log) = run_until(&swarm(4, 65_536, &groups), 1, 300.0);
        assert!(log.iter().any(|(_, event)| matches!(event, Event::Completed { .. })));
        stays(&log)[&1].1
    };
    assert_eq!(stay_of(None, span), None, "it is complete and has no reason to give up");
    assert_eq!(stay_of(span, None), Some(200.0));
}

/// How long after its completion the leecher goes.
fn lingers(leave: Leave, seed: u64) -> Option<f64> {
    let (_, log) =
        run_until(&swarm(8, 65_536, &[seeders(1, 100 * KB), Group { leave, ..leechers(1, 100 * KB) }]), seed, 2_000.0);
    let complete = log.iter().find(|(_, event)| matches!(event, Event::Completed { .. })).expect("it is served").0;
    stays(&log)[&1].1.map(|left| left - complete.as_secs_f64())
}

#[test]
fn who_lingers_without_a_time_lingers_ten_seconds() {
    let text = r#"{"groups": [{"leave": {"linger": {}}}]}"#;
    let parsed = swarmscope_core::scenario::Scenario::parse(text).unwrap();
    assert_eq!((parsed.scenario.groups[0].leave, parsed.unknown), (Leave::Linger { for_s: Secs(10.0) }, vec![]));
}

#[test]
fn each_rule_of_leaving_is_kept() {
    assert_eq!(lingers(Leave::Never, 1), None);
    assert!(lingers(Leave::OnCompletion, 1).unwrap() < 0.001);
    assert!((lingers(Leave::Linger { for_s: Secs(70.0) }, 1).unwrap() - 70.0).abs() < 0.001);
    assert!((lingers(Leave::Dwell { time: Span::Fixed { s: Secs(70.0) } }, 1).unwrap() - 70.0).abs() < 0.001);
    let random: Vec<f64> = (0..120)
        .map(|seed| lingers(Leave::Dwell { time: Span::Exponential { mean_s: Secs(60.0) } }, seed).unwrap())
        .collect();
    // Standard error 5.5 s.
    assert!((mean(&random) - 60.0).abs() < 20.0, "{}", mean(&random));
    // A part 1/e is longer than the mean: 44 of 120, standard deviation 5.3.
    let long = random.iter().filter(|&&dwell| dwell > 60.0).count();
    assert!((24..66).contains(&long), "{long}");
}

/// A seed of nothing else than what it must give back: who asks gets it from nobody else.
#[test]
fn a_ratio_is_given_back_to_the_block_and_copies_too() {
    let sent = |leave: Leave| {
        let first = Group { leave, ..leechers(1, 200 * KB) };
        let second = Group { arrival: at(60.0), ..leechers(1, 200 * KB) };
        let third = Group { arrival: at(120.0), ..leechers(1, 200 * KB) };
        // The origin is gone before the second comes.
        let origin = Group { leave: Leave::At { at_s: Secs(50.0) }, ..seeders(1, 200 * KB) };
        let (_, log) = run_until(&swarm(8, 65_536, &[origin, first, second, third]), 1, 600.0);
        let bytes: u64 = log
            .iter()
            .map(|(_, event)| match *event {
                Event::BlockReceived { from, bytes, .. } if from.0 == 1 => u64::from(bytes),
                _ => 0,
            })
            .sum();
        (bytes as f64 / 524_288.0, stays(&log)[&1].1.is_some())
    };
    let block = 16_384.0 / 524_288.0;
    let (copies, gone) = sent(Leave::Ratio { ratio: 0.5 });
    assert!(gone && copies >= 0.5 && copies <= 0.5 + 2.0 * block, "{copies}");
    let (copies, gone) = sent(Leave::AfterCopies { copies: 0.75 });
    assert!(gone && copies >= 0.75 && copies <= 0.75 + 2.0 * block, "{copies}");
    assert!(!sent(Leave::Ratio { ratio: 5.0 }).1);
    assert!(sent(Leave::Ratio { ratio: 0.0 }).1);
}

/// What is on the uplink goes through, is lost, or is lost and nobody is told.
#[test]
fn departures_differ_in_what_becomes_of_the_block_on_the_uplink() {
    let lost = |departure| {
        let seeder = Group { departure, leave: Leave::At { at_s: Secs(10.0) }, ..seeders(1, 8 * KB) };
        let (_, log) = run_until(&swarm(8, 65_536, &[seeder, leechers(1, 8 * KB)]), 1, 100.0);
        let left = stays(&log)[&0].1.unwrap();
        (log.iter().filter(|(_, event)| matches!(event, Event::BlockLost { .. })).count(), left)
    };
    assert_eq!(lost(Departure::Instant), (1, 10.0));
    let (blocks, left) = lost(Departure::FinishBlock);
    assert!(blocks == 0 && left > 10.0 && left < 12.2, "{blocks} lost, left at {left}");
    // Five blocks or more wait, each of two seconds.
    let (blocks, left) = lost(Departure::FinishInFlight);
    assert!(blocks == 0 && left > 18.0 && left < 30.0, "{blocks} lost, left at {left}");
}

/// An upload outlives its sender: what was asked for before comes, and what is asked for later is rejected. Broken by a `leave_by` that
/// chokes, and by `sends` that does not look at what waits.
#[test]
fn who_finishes_what_is_in_flight_serves_what_it_was_asked_for() {
    for (latency_s, connection_window) in [(0.0, 0), (0.2, 0), (0.2, 16_384)] {
        let far = |group: Group| Group { latency_s: Secs(latency_s), ..group };
        let seeder = Group { leave: Leave::At { at_s: Secs(20.0) }, ..far(seeders(1, 100 * KB)) };
        let mut scenario = swarm(400, 65_536, &[seeder, far(leechers(4, 50 * KB))]);
        scenario.network.connection_window = connection_window;
        let (sim, log) = run_until(&scenario, 1, 60.0);
        assert_eq!(sim.laws().violations, []);
        let departs = log.iter().position(|(_, event)| matches!(event, Event::Departing { peer: PeerIdx(0) })).unwrap();
        let left = log.iter().position(|(_, event)| matches!(event, Event::Left { peer: PeerIdx(0), .. })).unwrap();
        assert!(departs < left);
        let count = |log: &Log, is: fn(&Event) -> bool| log.iter().filter(|(_, event)| is(event)).count();
        let (before, after) = (log[..departs].to_vec(), log[departs..].to_vec());
        let asked = count(&before, |event| matches!(event, Event::Requested { to: PeerIdx(0), .. }));
        let came = |log: &Log| count(log, |event| matches!(event, Event::BlockReceived { from: PeerIdx(0), .. }));
        let rejected = |log: &Log| count(log, |event| matches!(event, Event::Rejected { to: PeerIdx(0), .. }));
        let lost = count(&log, |event| matches!(event, Event::BlockLost { from: PeerIdx(0), .. }));
        let owed = asked - came(&before) - rejected(&before);
        assert!(owed >= 20 && lost == 0, "{owed} blocks were asked for, {lost} lost");
        // A request that is on its way crosses the choke.
        let (served, refused) = (came(&after), rejected(&after));
        assert!(served >= 16 && served + refused >= owed, "{served} of {owed} came, {refused} were rejected");
        assert!(latency_s > 0.0 || served == owed, "{served} of {owed}");
    }
}

fn class(share: f64, upload_rate: u64) -> LinkClass {
    LinkClass { name: String::new(), share, upload_rate, download_rate: 2 * upload_rate }
}

/// Peers of each pair of links, and the uplinks in the order of coming.
fn links(group: Group) -> (BTreeMap<(u64, u64), u32>, Vec<u64>) {
    let (_, log) = run_until(&swarm(1, 16_384, &[group]), 9, 1.0);
    let (mut counts, mut order) = (BTreeMap::new(), Vec::new());
    for (_, event) in log {
        if let Event::Joined { up, down, .. } = event {
            *counts.entry((up.0, down.0)).or_insert(0) += 1;
            order.push(up.0);
        }
    }
    (counts, order)
}

#[test]
fn mixes_have_exact_shares_in_random_order() {
    let classes = Links::Classes(vec![class(1.0, 10), class(1.0, 20), class(1.0, 30)]);
    let (counts, order) = links(Group { links: classes, ..idle(100) });
    assert_eq!(counts, BTreeMap::from([((10, 20), 34), ((20, 40), 33), ((30, 60), 33)]));
    assert!(!order.is_sorted(), "the classes come one after the other");
    // 2.4, 2.6 and 5 peers: the largest remainder gets the one that is left.
    let classes = Links::Classes(vec![class(0.24, 10), class(0.26, 20), class(0.5, 30)]);
    let counts: Vec<u32> = Group { links: classes, ..idle(10) }.rates().iter().map(|rate| rate.0).collect();
    assert_eq!(counts, [2, 3, 5]);
    let (counts, _) = links(Group { links: Links::Published(MixTable::Gnutella), ..idle(1000) });
    let k = 128;
    let exact =
        [(128 * k, 784 * k, 200), (384 * k, 1500 * k, 400), (1000 * k, 3000 * k, 250), (5000 * k, 10_000 * k, 150)];
    assert_eq!(counts, exact.map(|(up, down, n)| ((up, down), n)).into());
}

#[test]
fn a_trace_is_followed_row_by_row() {
    let row = |at_s, session_s: Option<f64>, upload_rate, download_rate| TraceRow {
        at_s: Secs(at_s),
        session_s: session_s.map(Secs),
        upload_rate,
        download_rate,
    };
    let rows =
        vec![row(30.0, None, Some(7), None), row(5.0, Some(8.0), None, Some(9)), row(30.0, Some(1.5), None, None)];
    let group = Group { arrival: Arrival::Trace { rows }, session: Some(Span::Fixed { s: Secs(100.0) }), ..idle(3) };
    let (_, log) = run_until(&swarm(1, 16_384, &[group]), 1, 200.0);
    let stays: Vec<_> = stays(&log).into_values().collect();
    assert_eq!(stays, [(5.0, Some(13.0)), (30.0, Some(130.0)), (30.0, Some(31.5))]);
    let rates = log.iter().filter_map(|(_, event)| match event {
        Event::Joined { up, down, .. } => Some((up.0, down.0)),
        _ => None,
    });
    assert_eq!(rates.collect::<Vec<_>>(), [(1, 9), (7, 1), (1, 1)]);
}

/// Those pieces and no others: two halves that are told make one whole, without a seeder.
#[test]
fn listed_pieces_are_brought() {
    let list = |text: &str| InitialHave::Pieces(serde_json::from_str(text).unwrap());
    let groups = [
        Group { have: list(r#"["0-4"]"#), ..leechers(1, 100 * KB) },
        Group { have: list(r#"[9,"5-8",9]"#), ..leechers(1, 100 * KB) },
    ];
    let (sim, log) = run_until(&swarm(10, 16_384, &groups), 1, 600.0);
    let mut brought = BTreeMap::new();
    for (_, event) in log {
        if let Event::Brought { peer, piece } = event {
            brought.entry(peer.0).or_insert_with(Vec::new).push(piece.0);
        }
    }
    assert_eq!(brought, BTreeMap::from([(0, vec![0, 1, 2, 3, 4]), (1, vec![5, 6, 7, 8, 9])]));
    assert!(sim.is_finished(), "both have everything");
}

#[test]
fn a_fraction_is_brought_at_random() {
    let group = Group { have: InitialHave::Fraction(0.25), ..idle(40) };
    let (_, log) = run_until(&swarm(40, 16_384, &[group]), 1, 0.0);
    let mut pieces = BTreeMap::new();
    for (at, event) in log {
        if let Event::Brought { piece, .. } = event {
            assert_eq!(at, Nanos::ZERO);
            *pieces.entry(piece.0).or_insert(0) += 1;
        }
    }
    // 40 peers with 10 of 40 pieces: each piece 10 times, standard deviation 2.7.
    assert!(pieces.values().sum::<u32>() == 400 && pieces.values().all(|n| (1..=21).contains(n)), "{pieces:?}");
}
