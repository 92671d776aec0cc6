//! What real programs do with requests and news that is not BEP 3's: the order in which blocks leave, news in batches, interest at rounds,
//! and cancels that are not heeded. `tests/real` holds whole swarms against the programs.

use crate::swarm::{Log, leechers, moments, riders, run, run_until, seeders, swarm};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::protocol::message::IDS;
use swarmscope_core::scenario::config::{ChokerConfig, PipelineConfig, Secs, ServeOrder};

const KB: u64 = 1024;

/// Moments at which one peer showed another that it is interested.
fn interested(log: &Log, sender: u32, receiver: u32) -> Vec<f64> {
    let kind = IDS.iter().find(|(_, known)| *known == "interested").expect("it is a message").0;
    moments(
        log,
        |event| matches!(*event, Event::Sent { from, to, kind: sent, .. } if from.0 == sender && to.0 == receiver && sent == kind),
    )
}

/// Whose block leaves next: a neighbour in turn, whoever asked first (rqbit), or some blocks to one and then to any other (WebTorrent).
#[test]
fn rqbit_serves_whoever_asked_first_and_webtorrent_in_bursts() {
    let longest_run = |serves| {
        let mut scenario = swarm(60, 262_144, &[seeders(1, 100 * KB), riders(4, 100 * KB)]);
        scenario.peer.pipeline = PipelineConfig { serves, depth_min: 32, ahead_s: Secs(0.0), ..scenario.peer.pipeline };
        let (_, log) = run_until(&scenario, 1, 80.0);
        let (mut last, mut run, mut longest) = (None, 0, 0);
        for (now, event) in log {
            if let Event::BlockStarted { from: PeerIdx(0), to, .. } = event
                && now > Nanos::from_secs(40)
            {
                run = if last == Some(to) { run + 1 } else { 1 };
                (last, longest) = (Some(to), longest.max(run));
            }
        }
        longest
    };
    assert_eq!(longest_run(ServeOrder::InTurn), 1);
    assert!(longest_run(ServeOrder::FirstCome) >= 8, "{}", longest_run(ServeOrder::FirstCome));
    assert!((8..100).contains(&longest_run(ServeOrder::Bursts)), "{}", longest_run(ServeOrder::Bursts));
}

/// Transmission 3.00 gathers news of pieces, and shows interest at its rounds only.
#[test]
fn transmission_3_00_tells_and_wants_late() {
    let heard_after = |have_batch_s| {
        let mut scenario = swarm(40, 262_144, &[seeders(1, 100 * KB), leechers(2, 100 * KB)]);
        scenario.peer.pipeline.have_batch_s = Secs(have_batch_s);
        let (_, log) = run_until(&scenario, 1, 60.0);
        let told = moments(&log, |event| matches!(event, Event::HaveAnnounced { peer: PeerIdx(1), .. }))[0];
        interested(&log, 2, 1)[0] - told
    };
    assert!(heard_after(0.0) < 2.0, "{}", heard_after(0.0));
    assert!((9.0..12.0).contains(&heard_after(10.0)), "{}", heard_after(10.0));
    let off_round = |interest_at_rounds| {
        let mut scenario = swarm(40, 262_144, &[seeders(1, 100 * KB), leechers(2, 100 * KB)]);
        let choker = ChokerConfig { rounds_from_start: true, interest_at_rounds, ..scenario.peer.choker };
        scenario.peer.choker = choker;
        let (_, log) = run_until(&scenario, 1, 60.0);
        let all: Vec<f64> =
            [(1, 0), (2, 0), (1, 2), (2, 1)].iter().flat_map(|&(a, b)| interested(&log, a, b)).collect();
        assert!(all.len() >= 3, "{all:?}");
        all.into_iter().filter(|at| (at / 10.0 - (at / 10.0).round()).abs() > 0.01).count()
    };
    assert!(off_round(false) > 0);
    assert_eq!(off_round(true), 0, "interest that was shown between rounds");
}

/// rqbit sends what was cancelled: more blocks come twice.
#[test]
fn who_ignores_cancels_sends_more_twice() {
    let twice = |ignores_cancels| {
        let mut scenario = swarm(20, 262_144, &[seeders(4, 30 * KB), leechers(2, 100 * KB)]);
        scenario.peer.pipeline.ignores_cancels = ignores_cancels;
        let (_, log) = run(&scenario, 1);
        log.iter().filter(|(_, event)| matches!(event, Event::BlockReceived { wanted: false, .. })).count()
    };
    assert!(twice(true) > twice(false), "{} {}", twice(true), twice(false));
}
