//! Clients in several torrents, or in none: what their sessions share, and what each swarm sees.

use std::collections::BTreeMap;
use std::sync::Arc;
use swarmscope_core::base::ids::{PeerIdx, TorrentIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::engine::Engine;
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::observe::critical_path::PartKind;
use swarmscope_core::scenario::{Scenario, ValidScenario, presets};
use swarmscope_core::sim::timeline::Timeline;
use swarmscope_core::sim::why::{Answer, Question};
use swarmscope_core::sim::{Sim, SimOptions};
use swarmscope_core::torrent::content::Content;
use swarmscope_heap::held;

const ALBUM: TorrentIdx = TorrentIdx(1);

fn read(text: &str) -> ValidScenario {
    Scenario::parse(text).unwrap_or_else(|errors| panic!("{errors:?}")).scenario
}

/// A seeder in two torrents, and ten leechers in each.
fn shared() -> ValidScenario {
    read(
        r#"{
            "torrent": { "pieces": 60, "piece_length": 65536 }, "more_torrents": [{ "pieces": 40, "piece_length": 65536 }],
            "groups": [
                { "upload_rate": 100000, "torrents": { "in": [{ "torrent": 0, "have": "all" }, { "torrent": 1, "have": "all" }] } },
                { "count": 10 },
                { "count": 10, "torrents": { "in": [{ "torrent": 1 }] } }
            ]
        }"#,
    )
}

/// The same with a seeder for each torrent.
fn separate() -> ValidScenario {
    read(
        r#"{
            "torrent": { "pieces": 60, "piece_length": 65536 }, "more_torrents": [{ "pieces": 40, "piece_length": 65536 }],
            "groups": [
                { "upload_rate": 100000, "have": "all" },
                { "upload_rate": 100000, "torrents": { "in": [{ "torrent": 1, "have": "all" }] } },
                { "count": 10 },
                { "count": 10, "torrents": { "in": [{ "torrent": 1 }] } }
            ]
        }"#,
    )
}

/// What the first two peers, the sessions of a seeder in two torrents, do.
#[derive(Default)]
struct Watch {
    torrents: BTreeMap<PeerIdx, TorrentIdx>,
    unchoked: [i32; 2],
    most: i32,
    sent: [u64; 2],
    /// Blocks that were torn on the uplink because their sender left.
    torn: u32,
    crossed: u32,
}

impl Sink for Watch {
    fn enters(&mut self, peer: PeerIdx, torrent: TorrentIdx, _first: PeerIdx) {
        self.torrents.insert(peer, torrent);
    }

    fn event(&mut self, _now: Nanos, event: &Event) {
        match *event {
            Event::Unchoked { from, .. } if from.0 < 2 => self.unchoked[from.at()] += 1,
            Event::Choked { from, .. } if from.0 < 2 => self.unchoked[from.at()] -= 1,
            Event::BlockSent { from, bytes, .. } if from.0 < 2 => self.sent[from.at()] += u64::from(bytes),
            Event::BlockLost { sent: false, .. } => self.torn += 1,
            Event::Connected { a, b } => self.crossed += u32::from(self.torrents[&a] != self.torrents[&b]),
            _ => {}
        }
        self.most = self.most.max(self.unchoked.iter().sum());
    }
}

fn watch(scenario: ValidScenario, seconds: u64) -> Watch {
    let content = Content::seeded(scenario.torrent.geometry(), 1);
    let (mut engine, mut watch) = (Engine::new(Arc::new(scenario), 1, content), Watch::default());
    while engine.next(Nanos::from_secs(seconds), &mut watch) {}
    watch
}

/// A client has four slots in all, wherever its neighbours are; two clients have four each. Broken by a session that does not ask
/// what the client's other sessions use.
#[test]
fn slots_and_uplink_are_the_clients() {
    let (one, two) = (watch(shared(), 60), watch(separate(), 60));
    assert_eq!(one.most, 4, "a client's slots");
    assert_eq!(two.most, 8, "two clients' slots");
    let most = 60 * 100_000;
    let [a, b] = one.sent;
    assert!(a > most / 8 && b > most / 8, "both torrents are served: {a} and {b} bytes");
    assert!(a + b <= most && a + b > most * 9 / 10, "{} of {most} bytes", a + b);
    assert!(two.sent.iter().sum::<u64>() > most * 3 / 2, "two uplinks carry more");
    assert_eq!([one.crossed, two.crossed], [0, 0], "nobody meets a peer of the other torrent");
}

/// The first piece that a leecher gets waits for the uplink of a seeder in two torrents, half of which goes to the other torrent. Broken
/// by blocks of the other torrent that count as none: the uplink would seem idle, and the slot open but unused.
#[test]
fn a_critical_path_counts_what_the_uplink_sends_for_another_torrent() {
    let path = |scenario: ValidScenario| {
        let sim = Sim::new(&scenario, 1);
        let late = PeerIdx(if scenario.groups.len() == 3 { 2 } else { 4 });
        let mut asking = sim.ask(Question::Path { peer: late, piece: None }, None);
        while asking.go_on(100_000).unwrap() {}
        let Answer::Path(path) = asking.answer().unwrap() else { panic!("a path was asked for") };
        let (mut now, mut all) = (path.from_ns, 0);
        for part in &path.parts {
            assert!(part.from_ns == now && part.other_torrents_ns <= part.to_ns.since(part.from_ns), "{part:?}");
            (now, all) = (part.to_ns, all + part.to_ns.since(part.from_ns).0);
        }
        assert_eq!(all, path.shares.iter().map(|share| share.ns.0).sum::<u64>());
        let share =
            |kind| path.shares.iter().find(|share| share.kind == kind).map_or(0.0, |share| share.ns.as_secs_f64());
        [PartKind::OtherTorrent, PartKind::Busy].map(share)
    };
    let [other, busy] = path(shared());
    assert!(other > 2.0 && busy > 10.0, "{other} s for the other torrent, {busy} s for this one");
    assert_eq!(path(separate())[0], 0.0, "a seeder of one torrent sends for no other");
}

/// Each swarm is watched by itself: its own pieces, its own peers, its own laws.
#[test]
fn each_torrent_has_figures_of_its_own() {
    let mut sim = Sim::with_options(&shared(), 1, SimOptions::THOROUGH);
    sim.advance(Nanos::from_secs(3000), u64::MAX);
    assert!(sim.is_finished());
    let mut seen = Vec::new();
    for torrent in [0, 1].map(TorrentIdx) {
        assert!(sim.show(torrent));
        assert_eq!(sim.laws().violations, []);
        assert!(sim.laws().checked > 10_000);
        let summary = sim.summary();
        seen.push((summary.completed, summary.leechers, summary.peers.len(), sim.stats().copies.len()));
        assert!(summary.bound_s.is_some_and(|bound| bound < summary.last_s.unwrap()));
        sim.frame();
    }
    assert_eq!(seen, [(10, 10, 11, 60), (10, 10, 11, 40)]);
    assert!(!sim.show(TorrentIdx(2)), "there is no third torrent");
}

/// What the preset's story says: while the album is wanted the film gets a part of the uplink, afterwards all of it.
#[test]
fn when_everybody_has_the_album_the_film_gets_the_whole_uplink() {
    let scenario = presets::by_name("two_torrents").unwrap().validate().unwrap();
    let both = scenario.groups.iter().filter(|group| group.memberships().len() == 2);
    assert_eq!(both.map(|group| group.count).sum::<u32>(), 1 + 3, "the seeder, and three others");
    assert_eq!(watch(scenario.clone(), 100).most, 4, "four slots for both");
    for seed in 1..=4 {
        let mut sim = Sim::new(&scenario, seed);
        // The story names the seeder's numbers.
        let seeder = PeerIdx(0);
        sim.advance(Nanos::from_secs(1), u64::MAX);
        let others = sim.inspect(seeder).expect("the seeder is here").also;
        assert_eq!(others.iter().map(|other| (other.peer, other.torrent)).collect::<Vec<_>>(), [(1, 1)]);
        let uploaded = |sim: &Sim| sim.peer_stats(seeder).map_or(0, |stats| stats.uploaded) as f64;
        let mut album_done = None;
        let (mut before, mut marks, mut slots) = (0.0, Vec::new(), Vec::new());
        while !sim.is_finished() && marks.len() < 40 {
            let next = sim.now() + Nanos::from_secs(5);
            sim.advance(next, u64::MAX);
            sim.show(ALBUM);
            if album_done.is_none() && sim.stats().completed == 9 {
                album_done = Some(marks.len());
            }
            sim.show(TorrentIdx(0));
            marks.push(uploaded(&sim) - before);
            before = uploaded(&sim);
            let served = sim.inspect(seeder).map(|seen| seen.neighbours.iter().filter(|row| !row.am_choking).count());
            slots.push(served.unwrap_or(0));
        }
        let rate = |marks: &[f64]| marks.iter().sum::<f64>() / (5.0 * marks.len() as f64) / (192.0 * 1024.0);
        let done = album_done.expect("everybody gets the album");
        // The first five seconds are for connecting, and the slots move at the next round, within ten seconds.
        let (while_wanted, afterwards) = (rate(&marks[1..done]), rate(&marks[done + 3..done + 6]));
        assert!(
            (0.2..0.8).contains(&while_wanted),
            "seed {seed}: {while_wanted} of the uplink while the album is wanted"
        );
        assert_eq!(slots[done + 3..done + 6], [4, 4, 4], "seed {seed}: every slot afterwards");
        assert!(afterwards > 0.9, "seed {seed}: {afterwards} of the uplink afterwards");
    }
}

/// A client that leaves one torrent goes on in the other: no block that it sends there is torn.
#[test]
fn leaving_one_torrent_leaves_the_other_alone() {
    let scenario = read(
        r#"{
            "torrent": { "pieces": 8, "piece_length": 65536 }, "more_torrents": [{ "pieces": 60, "piece_length": 65536 }],
            "groups": [
                { "torrents": { "in": [{ "torrent": 0, "have": "all" }, { "torrent": 1, "have": "all" }] } },
                { "count": 6, "leave": "on_completion", "departure": "finish_in_flight",
                  "torrents": { "in": [{ "torrent": 0 }, { "torrent": 1 }] } }
            ]
        }"#,
    );
    assert_eq!(watch(scenario.clone(), 3000).torn, 0);
    let mut sim = Sim::with_options(&scenario, 1, SimOptions::THOROUGH);
    sim.advance(Nanos::from_secs(3000), u64::MAX);
    for torrent in [0, 1].map(TorrentIdx) {
        sim.show(torrent);
        assert_eq!((sim.stats().completed, sim.stats().departed), (6, 6), "in {torrent}");
        assert_eq!(sim.laws().violations, []);
    }
    let world = &sim.engine().world;
    assert_eq!((world.clients.len(), world.peers.len()), (1, 2), "only the seeder is left");
}

/// A host may be there without a torrent: it takes part in nothing, and nothing else changes.
#[test]
fn a_host_without_a_torrent_changes_nothing() {
    let text = |more: &str| {
        let groups = format!(r#"{{ "have": "all" }}, {{ "count": 8 }}{more}"#);
        read(&format!(r#"{{ "torrent": {{ "pieces": 20, "piece_length": 65536 }}, "groups": [{groups}] }}"#))
    };
    let run = |scenario: &ValidScenario| {
        let mut sim = Sim::new(scenario, 3);
        sim.advance(Nanos::from_secs(500), u64::MAX);
        (sim.trace_hash(), sim.engine().world.clients.len(), sim.engine().world.peers.came())
    };
    let (alone, beside) = (run(&text("")), run(&text(r#", { "count": 5, "torrents": "none" }"#)));
    assert_eq!(alone.0, beside.0);
    assert_eq!([alone.1, beside.1], [9, 14], "the machines are there");
    assert_eq!(alone.2, beside.2, "but are no peers");
}

#[test]
fn going_back_in_time_keeps_both_torrents() {
    let scenario = shared();
    let mut straight = Sim::new(&scenario, 1);
    straight.advance(Nanos::from_secs(40), u64::MAX);
    let (mut sim, mut timeline) = (Sim::new(&scenario, 1), Timeline::new(2000, 1 << 30, held));
    sim.show(ALBUM);
    timeline.advance(&mut sim, Nanos::from_secs(90), u64::MAX);
    timeline.seek(&mut sim, Nanos::from_secs(40), u64::MAX);
    assert_eq!(sim.torrent(), ALBUM, "the same torrent is shown");
    assert_eq!((sim.trace_hash(), sim.state_hash()), (straight.trace_hash(), straight.state_hash()));
}

#[test]
fn a_torrent_that_is_not_there_is_an_error() {
    let errors = |torrents: &str| {
        let text = format!(r#"{{ "more_torrents": [{{}}], "groups": [{{ "torrents": {torrents} }}] }}"#);
        Scenario::parse(&text).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        errors(r#"{ "in": [{ "torrent": 2 }] }"#),
        ["groups[0].torrents.in[0].torrent is out of range: expected 0 to 1, a torrent of this scenario (got 2)"]
    );
    assert_eq!(
        errors(r#"{ "in": [{ "torrent": 1 }, { "torrent": 1 }] }"#),
        ["groups[0].torrents.in[1].torrent: expected each torrent once (got 1)"]
    );
    assert_eq!(
        errors(r#"{ "in": [] }"#),
        [r#"groups[0].torrents.in: expected at least one torrent, or "none" (got an empty list)"#]
    );
}

/// Whoever selects a peer is told which other peers the same client is.
#[test]
fn a_peer_tells_which_others_its_client_is() {
    let mut sim = Sim::new(&shared(), 1);
    sim.advance(Nanos::from_secs(5), u64::MAX);
    let also = |peer| {
        let inspection = sim.inspect(PeerIdx(peer)).expect("the peer is here");
        inspection.also.iter().map(|other| (other.peer, other.torrent)).collect::<Vec<_>>()
    };
    assert_eq!([also(0), also(1), also(2)], [vec![(1, 1)], vec![(0, 0)], vec![]]);
}
