//! The messages of a peer with their bytes: against the log of the same run, whatever clients speak.

use std::collections::BTreeMap;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::messages::Messages;
use swarmscope_core::protocol::message::id_of;
use swarmscope_core::scenario::presets::by_name;
use swarmscope_core::sim::why::{Answer, Question};
use swarmscope_core::sim::{Sim, SimOptions};
use swarmscope_core::view::inspect::AskedStands;

fn play(preset: &str, to: Nanos) -> (Sim, Vec<(Nanos, Event)>) {
    let scenario = by_name(preset).expect("a preset").validate().expect("presets are valid");
    let mut sim = Sim::with_options(&scenario, 1, SimOptions { log: true, figures: true, ..SimOptions::NOTHING });
    sim.advance(to, u64::MAX);
    let log = sim.take_log();
    (sim, log)
}

fn messages(sim: &Sim, peer: PeerIdx, to: Nanos, most: u32) -> Messages {
    let mut asking = sim.ask(Question::Messages { peer, to, most }, None);
    while asking.go_on(10_000).expect("a good question") {}
    match asking.answer().expect("an answer") {
        Answer::Messages(messages) => messages,
        other => panic!("{other:?}"),
    }
}

/// What is told of each message: its kind, its ends, its bytes, and at which moment it left.
type Row = (u64, u32, u32, &'static str, u32);

#[test]
fn what_a_peer_says_and_hears_is_all_there_with_its_bytes() {
    for (preset, peer) in [("seed_story", 1), ("seed_story", 0), ("free_riders", 7), ("clients", 3)] {
        let (to, peer) = (Nanos::from_secs(20), PeerIdx(peer));
        let (sim, log) = play(preset, to);
        let told = messages(&sim, peer, to, u32::MAX);
        assert_eq!(told.earlier, 0, "{preset}");
        let mut expected: BTreeMap<Row, u32> = BTreeMap::new();
        for (at, event) in &log {
            let row: Option<Row> = match *event {
                Event::Sent { from, to, kind, bytes } => Some((at.0, from.0, to.0, id_of(kind), bytes)),
                Event::BlockStarted { from, to, bytes, .. } => Some((at.0, from.0, to.0, "piece", bytes + 13)),
                _ => None,
            };
            if let Some(row) = row.filter(|row| row.1 == peer.0 || row.2 == peer.0) {
                *expected.entry(row).or_default() += 1;
            }
        }
        let mut found: BTreeMap<Row, u32> = BTreeMap::new();
        for message in &told.messages {
            let at = Nanos::from_secs_f64(message.sent_s).0;
            *found.entry((at, message.from, message.to, message.kind, message.bytes)).or_default() += 1;
            assert!(message.arrived_s.is_none_or(|arrived| arrived >= message.sent_s && arrived <= to.as_secs_f64()));
            let bytes: u32 = message.fields.iter().map(|field| field.bytes).sum();
            assert_eq!(bytes, message.bytes);
        }
        assert!(expected.len() > 50, "{preset}: {} kinds of messages", expected.len());
        assert_eq!(found, expected, "{preset}, peer {}", peer.0);
        // The latest few are the end of the list of all.
        let few = messages(&sim, peer, to, 7);
        assert_eq!(few.messages[..], told.messages[told.messages.len() - 7..]);
        assert_eq!(few.earlier as usize, told.messages.len() - 7);
    }
}

#[test]
fn what_a_peer_counts_and_asks_for_is_what_it_was_told_and_said() {
    let (sim, log) = play("free_riders", Nanos::from_secs(40));
    let seen = sim.inspect(PeerIdx(5)).expect("the peer is here");
    assert_eq!(seen.counts.len(), 160);
    let neighbours = seen.neighbours.len() as u32;
    assert!(seen.counts.iter().all(|&counted| (1..=neighbours).contains(&counted)), "the seeder has every piece");
    // What its neighbours announced, as far as it was read, and no more.
    let announced: u32 = seen.neighbours.iter().map(|row| row.have).sum();
    let counted: u32 = seen.counts.iter().sum();
    assert!(counted <= announced && counted + 160 > announced, "{counted} of {announced}");
    let asked = |to: u32, piece: u32, block: u32| {
        log.iter().any(|(_, event)| {
            matches!(event, Event::Requested { from, to: at, block: of, .. }
                if from.0 == 5 && at.0 == to && (of.piece.0, of.block.0) == (piece, block))
        })
    };
    let mut n = 0;
    for row in &seen.neighbours {
        assert_eq!(row.asked.len(), row.outstanding.min(16) as usize);
        for one in &row.asked {
            assert!(asked(row.peer, one.piece, one.block), "{one:?}");
            assert!(one.for_s >= 0.0 && (one.stands != AskedStands::Travels || one.for_s == 0.0));
            n += 1;
        }
    }
    assert!(n > 0, "something is asked for");
    for partial in &seen.partial {
        let count = |mark: char| partial.marks.chars().filter(|&of| of == mark).count() as u32;
        assert_eq!([count('h'), count('a')], [partial.received, partial.requested]);
        assert_eq!(partial.marks.len() as u32, partial.blocks);
    }
    let seeder = sim.inspect(PeerIdx(0)).expect("the seeder is here");
    assert!(seeder.counts.is_empty(), "who has everything counts nothing");
}
