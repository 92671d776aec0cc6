//! Figures over stays, where more have ended than are kept.

use swarmscope_core::base::ids::{GroupIdx, PeerIdx, PieceIdx};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::{BytesPerSec, Nanos};
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::observe::Observers;
use swarmscope_core::observe::measures::Facts;
use swarmscope_core::observe::stats::STAYS_MAX;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Behaviour, Group, InitialHave, TorrentConfig};
use swarmscope_core::sim::SimOptions;

/// Peers one after another, more than are kept, each with a download time of its own: numbers, means and extremes are those of all,
/// and quantiles those of a sample of 16,384. Their standard error is below 8 s here (the 95th percentile of times that are equally
/// likely from 1 s to 1000 s), and four of it are allowed.
#[test]
fn of_more_stays_than_are_kept_means_are_exact_and_quantiles_near() {
    let mut scenario = Scenario {
        torrent: TorrentConfig { pieces: 1, piece_length: 16_384, ..TorrentConfig::default() },
        groups: vec![Group { have: InitialHave::All, ..Group::default() }, Group { count: 2, ..Group::default() }],
        ..Scenario::default()
    };
    scenario.groups[1].name = "leecher".into();
    let scenario = scenario.validate().unwrap();
    let mut observers = Observers::new(&scenario, SimOptions::default());
    let (mut rng, mut now, mut times) = (Rng::new(1), Nanos::ZERO, Vec::new());
    let (n, rate, piece) = (3 * STAYS_MAX as u32, BytesPerSec(1_000_000), PieceIdx(0));
    for peer in (0..n).map(PeerIdx) {
        let group = GroupIdx(1);
        let joined = Event::Joined { peer, group, up: rate, down: rate, behaviour: Behaviour::Honest, slots: 4 };
        observers.event(now, &joined);
        let s = 1 + rng.below(1000);
        now += Nanos::from_secs(s.into());
        // One in ten gives up.
        if rng.below(10) > 0 {
            times.push(f64::from(s));
            observers.event(now, &Event::Verified { peer, piece, ok: true });
            observers.event(now, &Event::HaveAnnounced { peer, piece });
            observers.event(now, &Event::Completed { peer });
        }
        observers.event(now, &Event::Left { peer, crashed: false });
    }
    let Observers { tally, stats, rows, .. } = &observers;
    assert!(!stats.keeps_every_stay() && stats.stays(rows).len() <= STAYS_MAX + 1);
    let facts = Facts { scenario: &scenario, groups: &scenario.groups, stats, rows, now, pending: false, shape: false };
    let measures = tally.measures(facts);
    times.sort_by(f64::total_cmp);
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    let exact = |shown: Option<f64>, expected: f64| assert!((shown.unwrap() - expected).abs() < 1e-6 * expected);
    exact(measures.mean_time_s, mean);
    exact(measures.max_time_s, *times.last().unwrap());
    exact(measures.classes[0].mean_s, mean);
    assert_eq!((measures.classes[0].count, measures.classes[0].completed as usize), (n, times.len()));
    assert_eq!(measures.aborted as usize + times.len(), n as usize);
    for (shown, share) in
        [(measures.median_time_s, 0.5), (measures.p95_time_s, 0.95), (measures.classes[0].p95_s, 0.95)]
    {
        let expected = times[(share * times.len() as f64) as usize];
        assert!((shown.unwrap() - expected).abs() < 4.0 * 8.0, "{shown:?}, of all {expected}");
    }
}
