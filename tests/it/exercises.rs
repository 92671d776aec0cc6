//! Questions that courses and exams set, answered by runs (their kinds: textbooks' chapters on applications, exams of universities).

use crate::swarm::{KB, completions, leechers, riders, run, run_until, seeders, swarm};
use std::collections::BTreeMap;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{
    Behaviour, ChokerConfig, Group, InitialHave, NetworkConfig, PeerConfig, Secs, TorrentConfig,
};

/// Bytes per second of a megabit per second.
const MBIT: f64 = 125_000.0;

/// Fifty peers of 1 Mbit/s with four regular slots and an optimistic one, all with something for each other. What does a free rider get
/// in a second, and what the others, over a span in which nobody is done?
///
/// A free rider has optimistic slots alone: each of 49 others tries one of its 49 neighbours with a fifth of its uplink, so about a fifth
/// of a peer's uplink in all, and a little more where slots are shared by fewer. The others share what is left, which is nearly all.
#[test]
fn what_a_free_rider_gets_among_fifty() {
    let link = Group {
        upload_rate: MBIT as u64,
        download_rate: 10 * MBIT as u64,
        have: InitialHave::Fraction(0.5),
        ..Group::default()
    };
    let choker = ChokerConfig { upload_slots: 5, optimistic_slots: 1, ..ChokerConfig::default() };
    let scenario = Scenario {
        torrent: TorrentConfig { pieces: 4000, ..TorrentConfig::default() },
        peer: PeerConfig { choker, ..PeerConfig::default() },
        groups: vec![
            Group { name: "others".into(), count: 49, ..link.clone() },
            Group { name: "Bob".into(), behaviour: Behaviour::FreeRider, ..link },
        ],
        measure_from_s: Secs(200.0),
        ..Scenario::default()
    };
    let (sim, _) = run_until(&scenario, 1, 1000.0);
    let rates = sim.measures().rates;
    let of = |name: &str| rates.iter().find(|group| group.class == name).unwrap();
    let [others, bob] = ["others", "Bob"].map(|name| of(name).down.unwrap() / MBIT);
    assert!((0.93..1.0).contains(&others), "the others get {others} Mbit/s");
    assert!((0.1..0.4).contains(&bob), "Bob gets {bob} Mbit/s");
    assert_eq!(of("Bob").up, Some(0.0));
    // What all send, all receive.
    let sent = 49.0 * of("others").up.unwrap() / MBIT;
    assert!((sent - 49.0 * others - bob).abs() < 1e-6, "{sent} Mbit/s are sent");
}

/// Bob never uploads. Can he get the whole file, and what do several machines of his bring him?
///
/// He can: optimistic slots and the seed's serve him too. With four machines that share what they have he is served four times as often,
/// and is done much sooner; all four machines are done at once, and a piece that one of them has verified the others need not fetch.
#[test]
fn what_several_machines_bring_to_one_who_never_uploads() {
    let done = |machines, coalition| {
        let bob = Group { name: "Bob".into(), coalition, ..riders(machines, 100 * KB) };
        let (sim, log) = run(&swarm(100, 65_536, &[seeders(1, 100 * KB), leechers(20, 50 * KB), bob]), 1);
        let times = completions(&sim, "Bob");
        assert_eq!(times.len(), machines as usize, "he gets the whole file");
        (times.iter().copied().fold(0.0, f64::max), times.iter().copied().fold(f64::INFINITY, f64::min), log)
    };
    let (alone, ..) = done(1, false);
    let (last, first, log) = done(4, true);
    let (strangers, ..) = done(4, false);
    assert_eq!(last, first, "all his machines are done at once");
    assert!(
        last < 0.9 * alone && last < 0.8 * strangers,
        "{last} s with four machines, {alone} s with one, {strangers} s apart"
    );
    let mut copied: BTreeMap<u32, u32> = BTreeMap::new();
    let mut fetched: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, event) in &log {
        match *event {
            Event::Shared { peer, .. } => *copied.entry(peer.0).or_default() += 1,
            Event::Verified { peer, ok: true, .. } => *fetched.entry(peer.0).or_default() += 1,
            _ => {}
        }
    }
    for machine in 21..25 {
        assert_eq!(copied[&machine] + fetched[&machine], 100, "each piece is fetched or copied once");
    }
    let in_all: u32 = (21..25).map(|machine| fetched[&machine]).sum();
    assert_eq!(in_all, 100, "no piece is fetched by two of them");
}

/// A machine that comes later has at once what the others of its owner have.
#[test]
fn a_machine_that_comes_later_has_what_the_others_have() {
    let mut bob = Group { coalition: true, ..riders(2, 100 * KB) };
    bob.arrival = swarmscope_core::scenario::config::Arrival::Uniform { from_s: Secs(0.0), over_s: Secs(100.0) };
    let (sim, log) = run(&swarm(100, 65_536, &[seeders(1, 100 * KB), bob]), 1);
    assert!(sim.is_finished());
    let second = log.iter().filter(|(_, event)| matches!(event, Event::Joined { .. })).nth(2).unwrap().0;
    let mut late = 0;
    for (at, event) in &log {
        late += u32::from(matches!(event, Event::Brought { .. }) && *at == second);
    }
    assert!(late > 0, "it brings what the first one had by {second}");
}

/// A server of 30 Mbit/s gives a file to ten peers of 2 Mbit/s down and 0.3 Mbit/s up. The textbook's bound is the time of a downlink.
/// Why does a run take twice as long?
///
/// Because the server has four slots: it serves four downlinks of 2 Mbit/s at a time, and the ten uplinks bring little more. With twenty
/// slots the run meets the bound. (The file is a tenth of the textbook's 15 Gbit; every time is a tenth of its own.)
#[test]
fn why_ten_peers_take_twice_the_bound() {
    let over_bound = |upload_slots| {
        let link = |count, up: f64, down: f64| Group {
            count,
            upload_rate: (up * MBIT) as u64,
            download_rate: (down * MBIT) as u64,
            ..Group::default()
        };
        let server = Group { have: InitialHave::All, ..link(1, 30.0, 30.0) };
        let choker = ChokerConfig { upload_slots, ..ChokerConfig::default() };
        let scenario = Scenario {
            torrent: TorrentConfig { pieces: 715, piece_length: 262_144, ..TorrentConfig::default() },
            peer: PeerConfig { choker, ..PeerConfig::default() },
            groups: vec![server, link(10, 0.3, 2.0)],
            network: NetworkConfig { weightless_messages: true, ..NetworkConfig::default() },
            ..Scenario::default()
        };
        let (sim, _) = run(&scenario, 1);
        let measures = sim.measures();
        assert!((measures.fluid_bound_s.unwrap() - 750.0).abs() < 2.0, "the time of a downlink: {measures:?}");
        measures.last_over_bound.unwrap()
    };
    let [four, twenty] = [4, 20].map(over_bound);
    assert!((1.6..2.6).contains(&four) && (1.0..1.03).contains(&twenty), "{four} and {twenty} times the bound");
}

/// Neighbours A, B and C have these pieces: which one is asked for first?
///
/// The rarest: piece 3, which C alone has. (From the fifth piece on in a client of BEP 3; here from the first. The three are so slow
/// that nothing has passed between them when somebody asks.)
#[test]
fn which_piece_is_asked_for_first() {
    let text = r#"{
        "torrent": {"pieces": 5},
        "peer": {"picker": {"random_first_pieces": 0}},
        "groups": [
            {"name": "A", "upload_rate": 1000, "have": {"pieces": [0, 1, 2, 4]}},
            {"name": "B", "upload_rate": 1000, "have": {"pieces": ["0-2"]}},
            {"name": "C", "upload_rate": 1000, "have": {"pieces": [1, 2, 3, 4]}},
            {"name": "asks", "arrival": {"at_once": {"at_s": 10}}}
        ]
    }"#;
    let scenario: Scenario = (*Scenario::parse(text).unwrap().scenario).clone();
    let (_, log) = run_until(&scenario, 1, 200.0);
    let mut asked = log.iter().filter_map(|(_, event)| match *event {
        Event::Requested { from, to, block, .. } if from.0 == 3 => Some((to.0, block.piece.0)),
        _ => None,
    });
    let first_of_c = asked.find(|(to, _)| *to == 2);
    assert_eq!(first_of_c, Some((2, 3)), "of C it asks for what C alone has");
}
