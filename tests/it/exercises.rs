//! Questions that courses and exams set, answered by runs (their kinds: textbooks' chapters on applications, exams of universities).

use crate::swarm::run_until;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Behaviour, ChokerConfig, Group, InitialHave, PeerConfig, Secs, TorrentConfig};

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
