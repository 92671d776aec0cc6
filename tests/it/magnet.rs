//! Peers that begin with a magnet link: they know the info-hash, fetch the metadata from neighbours (BEP 9), and only then take part.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::engine::Engine;
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::protocol::message::IDS;
use swarmscope_core::scenario::{Scenario, ValidScenario};
use swarmscope_core::sim::Sim;
use swarmscope_core::sim::timeline::Timeline;
use swarmscope_core::torrent::content::Content;
use swarmscope_heap::held;

fn read(text: &str) -> ValidScenario {
    Scenario::parse(text).unwrap_or_else(|errors| panic!("{errors:?}")).scenario
}

/// The id of a message by the number that an event carries.
fn id(kind: u8) -> &'static str {
    IDS.iter().find(|(number, _)| *number == kind).map_or("?", |(_, id)| id)
}

/// What peers said before and after they knew the torrent.
#[derive(Default)]
struct Watch {
    known: BTreeMap<PeerIdx, Nanos>,
    completed: BTreeMap<PeerIdx, Nanos>,
    /// Messages by sender and id.
    sent: BTreeMap<(PeerIdx, &'static str), u32>,
    /// By pair: when a request for metadata was rejected, and when the next one went.
    rejected: BTreeMap<(PeerIdx, PeerIdx), Nanos>,
    shortest_pause: Option<u64>,
    first_extended: Option<Nanos>,
}

struct Run {
    watch: Watch,
    /// The numbers of the peers that come with a magnet link.
    links: Range<u32>,
}

impl Sink for Run {
    fn event(&mut self, now: Nanos, event: &Event) {
        let watch = &mut self.watch;
        let knows = |peer: PeerIdx| !self.links.contains(&peer.0) || watch.known.contains_key(&peer);
        match *event {
            Event::MetadataComplete { peer, .. } => {
                assert!(watch.known.insert(peer, now).is_none(), "it learns of its torrent once");
            }
            Event::Completed { peer } => {
                watch.completed.insert(peer, now);
            }
            Event::Requested { from, .. } => {
                assert!(knows(from), "a peer asks for blocks of a torrent that it does not know")
            }
            Event::Sent { from, to, kind, .. } => {
                let id = id(kind);
                *watch.sent.entry((from, id)).or_default() += 1;
                match id {
                    "interested" => assert!(knows(from), "interest in what nobody knows"),
                    "bitfield" | "have_all" | "have" => assert!(knows(from)),
                    "extended" => watch.first_extended = watch.first_extended.or(Some(now)),
                    "metadata" => assert!(knows(from), "metadata from one that has none"),
                    "metadata_reject" => {
                        watch.rejected.insert((to, from), now);
                    }
                    "metadata_request" => {
                        if let Some(at) = watch.rejected.remove(&(from, to)) {
                            let pause = now.since(at).0 / 1_000_000;
                            watch.shortest_pause = Some(watch.shortest_pause.map_or(pause, |least| least.min(pause)));
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

impl Run {
    fn of(scenario: &ValidScenario, links: Range<u32>, until_s: u64) -> Run {
        let content = Content::seeded(scenario.torrent.geometry(), 1);
        let mut engine = Engine::new(Arc::new(scenario.clone()), 1, content);
        let mut run = Run { watch: Watch::default(), links };
        while engine.next(Nanos::from_secs(until_s), &mut run) && !engine.is_finished() {}
        run
    }

    fn sent(&self, what: &str) -> u32 {
        self.watch.sent.iter().filter(|((_, id), _)| *id == what).map(|(_, n)| n).sum()
    }
}

/// A seeder, and twenty peers that have a magnet link, of whom ten come later: 400 pieces are 8,120 bytes of metadata, one part.
const SWARM: &str = r#"{
    "torrent": { "pieces": 400, "piece_length": 16384 }, "peer": { "extensions": { "enabled": true } },
    "groups": [
        { "have": "all" }, { "count": 10, "have": "magnet_link" },
        { "count": 10, "have": "magnet_link", "arrival": { "at_once": { "at_s": 60 } } }
    ],
    "end_s": 20000
}"#;

#[test]
fn who_has_a_magnet_link_fetches_the_metadata_first_and_then_the_content() {
    let run = Run::of(&read(SWARM), 1..21, 20_000);
    assert_eq!((run.watch.known.len(), run.watch.completed.len()), (20, 20));
    for (peer, known) in &run.watch.known {
        let comes = if peer.0 > 10 { 60 } else { 0 };
        assert!(known < &run.watch.completed[peer]);
        assert!(*known < Nanos::from_secs(comes + 10), "{peer:?} waits until {known:?}");
    }
    let (asked, sent, rejected) = (run.sent("metadata_request"), run.sent("metadata"), run.sent("metadata_reject"));
    assert!(sent >= 20 && asked == sent + rejected, "{asked} requests, {sent} parts, {rejected} rejects");
    let by_seeder = run.watch.sent[&(PeerIdx(0), "metadata")];
    assert!(by_seeder < sent, "those who know pass the metadata on: {by_seeder} of {sent} came from the seeder");
}

/// Each part takes a round trip of its own: one is asked for at once, the next when it comes.
#[test]
fn metadata_take_a_round_trip_for_each_part() {
    let of = |parts: u32| {
        let text = format!(
            r#"{{
                "torrent": {{ "metadata_length": {} }}, "peer": {{ "extensions": {{ "enabled": true }} }},
                "groups": [
                    {{ "have": "all", "upload_rate": 100000000, "latency_s": 0.05 }},
                    {{ "have": "magnet_link", "download_rate": 100000000, "latency_s": 0.05 }}
                ]
            }}"#,
            parts * 16_384
        );
        let run = Run::of(&read(&text), 1..2, 100);
        let known = run.watch.known[&PeerIdx(1)];
        // The extended handshake, then request and part.
        known.since(run.watch.first_extended.expect("both speak")).as_secs_f64()
    };
    let (one, four) = (of(1), of(4));
    assert!((0.3..0.4).contains(&one), "{one}");
    assert!((0.59..0.64).contains(&(four - one)), "three round trips of 0.2 s: {}", four - one);
}

/// A swarm in which all have a link and nobody has the metadata waits; whoever brings the metadata wakes it.
#[test]
fn nobody_learns_what_nobody_knows() {
    let waiting = r#"{
        "peer": { "extensions": { "enabled": true } },
        "groups": [{ "count": 5, "have": "magnet_link" }, { "have": "all", "arrival": { "at_once": { "at_s": 1000 } } }]
    }"#;
    let before = Run::of(&read(waiting), 0..5, 999);
    assert!(before.watch.known.is_empty() && before.sent("metadata") == 0);
    assert!(before.sent("metadata_reject") > 5 * 4 * 10, "each asks each about once a minute");
    assert!(
        before.watch.shortest_pause.is_some_and(|pause| pause >= 60_000 - 100),
        "{:?}",
        before.watch.shortest_pause
    );
    let after = Run::of(&read(waiting), 0..5, 5000);
    assert_eq!(after.watch.completed.len(), 5);
}

/// A peer that has the metadata and nothing else gives them, and a client of BEP 3 alone is not asked.
#[test]
fn metadata_come_from_those_who_speak_the_extension() {
    let text = |seeder: bool| {
        format!(
            r#"{{
                "torrent": {{ "pieces": 5 }},
                "groups": [
                    {{ "have": "all", "client": {{ "extensions": {{ "enabled": {seeder} }} }} }},
                    {{ "count": 3, "have": "magnet_link", "client": {{ "extensions": {{ "enabled": true }} }} }}
                ]
            }}"#
        )
    };
    let silent = Run::of(&read(&text(false)), 1..4, 300);
    assert!(silent.watch.known.is_empty());
    assert!(!silent.watch.sent.contains_key(&(PeerIdx(0), "extended")));
    assert!(!silent.watch.sent.contains_key(&(PeerIdx(0), "metadata_reject")), "nobody asks it");
    assert_eq!(Run::of(&read(&text(true)), 1..4, 300).watch.completed.len(), 3);
}

/// A run with magnet links is the same after going back, and through a whole sim with its laws on.
#[test]
fn a_run_with_magnet_links_is_the_same_after_going_back() {
    let scenario = read(SWARM);
    let mut whole = Sim::new(&scenario, 3);
    whole.advance(Nanos::from_secs(60), u64::MAX);
    let (mut sim, mut timeline) = (Sim::new(&scenario, 3), Timeline::new(2000, 1 << 30, held));
    for at in [1, 40, 0, 2, 60, 3, 5, 60] {
        timeline.seek(&mut sim, Nanos::from_secs(at), u64::MAX);
        while sim.now() < Nanos::from_secs(at) {
            timeline.advance(&mut sim, Nanos::from_secs(at), u64::MAX);
        }
    }
    assert_eq!((sim.trace_hash(), sim.state_hash()), (whole.trace_hash(), whole.state_hash()));
    assert!(sim.laws_hold());
}

#[test]
fn a_magnet_link_without_a_client_that_can_use_it_is_refused() {
    let refused = |text: &str| {
        let errors = Scenario::parse(text).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let sentence = "groups[0].have: expected a client with extensions.enabled = true, since the metadata comes from neighbours \
                    (BEP 9) (got magnet_link)";
    assert_eq!(refused(r#"{"groups":[{"have":"magnet_link"}]}"#), sentence);
    let second =
        r#"{"more_torrents":[{}],"groups":[{"torrents":{"in":[{"torrent":0},{"torrent":1,"have":"magnet_link"}]}}]}"#;
    assert_eq!(refused(second), sentence.replace("groups[0].have", "groups[0].torrents.in[1].have"));
    let large =
        r#"{"peer":{"extensions":{"enabled":true}},"torrent":{"pieces":300000},"groups":[{"have":"magnet_link"}]}"#;
    assert!(refused(large).contains("at most 4194304 bytes of metadata; this one has 6000120"));
}
