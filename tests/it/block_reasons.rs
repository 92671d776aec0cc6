//! Why a block came: what is told of it agrees with the events of the run and with the records of its decisions.

use crate::{drawn, drawn_clients};
use std::collections::BTreeSet;
use swarmscope_core::base::ids::{BlockRef, PeerIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::decision::Verdict;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::asked::{DecisionKind, Filter, Told};
use swarmscope_core::observe::block_reasons::{BlockAsked, BlockEnd, BlockReasons};
use swarmscope_core::observe::explain::Reason;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::sim::why::{Answer, Question};
use swarmscope_core::sim::{Advance, Sim, SimOptions};

type Log = Vec<(Nanos, Event)>;

/// A run with its events and its decisions, those about blocks apart.
struct Played {
    sim: Sim,
    log: Log,
    slots: Vec<Told>,
    pieces: Vec<Told>,
    blocks: Vec<Told>,
}

fn answer(sim: &Sim, question: Question) -> Answer {
    let mut asking = sim.ask(question, None);
    while asking.go_on(20_000).unwrap() {}
    asking.answer().unwrap()
}

fn decisions(sim: &Sim, kind: DecisionKind) -> Vec<Told> {
    let (from, to, most) = (Nanos::ZERO, Nanos::MAX, u32::MAX);
    match answer(sim, Question::Decisions(Filter { peer: None, other: None, kind: Some(kind), from, to, most })) {
        Answer::Decisions(decisions) => decisions.told,
        other => panic!("{other:?}"),
    }
}

fn play(scenario: &Scenario, seed: u64) -> Played {
    let options = SimOptions { log: true, ..SimOptions::NOTHING };
    let mut sim = Sim::with_options(&scenario.clone().validate().unwrap(), seed, options);
    let mut log = Vec::new();
    while sim.advance_to_end(50_000) == Advance::Budget {
        log.extend(sim.take_log());
    }
    log.extend(sim.take_log());
    let kinds = [DecisionKind::Slot, DecisionKind::Piece, DecisionKind::Block];
    let [slots, pieces, blocks] = kinds.map(|kind| decisions(&sim, kind));
    Played { sim, log, slots, pieces, blocks }
}

fn reasons(sim: &Sim, asked: BlockAsked) -> BlockReasons {
    match answer(sim, Question::Block(asked)) {
        Answer::Block(reasons) => *reasons,
        other => panic!("{other:?}"),
    }
}

/// The latest moment up to `to` of an event.
fn latest(log: &[(Nanos, Event)], to: Nanos, is: impl Fn(&Event) -> bool) -> Option<Nanos> {
    log.iter().take_while(|(at, _)| *at <= to).filter(|(_, event)| is(event)).map(|(at, _)| *at).last()
}

/// The pieces that a peer had, and the blocks that it had of one, when it asked.
fn had(log: &[(Nanos, Event)], peer: PeerIdx, block: BlockRef, asked: Nanos, from: PeerIdx) -> (u32, u32) {
    let (mut pieces, mut blocks) = (BTreeSet::new(), BTreeSet::new());
    for (at, event) in log {
        match *event {
            Event::Requested { from: by, to, block: of, .. } if (by, to, of, *at) == (peer, from, block, asked) => {
                break;
            }
            Event::Verified { peer: by, piece, ok } if by == peer => {
                if ok {
                    pieces.insert(piece);
                } else if piece == block.piece {
                    blocks.clear();
                }
            }
            Event::Brought { peer: by, piece } | Event::Shared { peer: by, piece, .. } if by == peer => {
                pieces.insert(piece);
            }
            Event::BlockReceived { to, block: of, wanted: true, .. } if to == peer && of.piece == block.piece => {
                blocks.insert(of.block);
            }
            _ => {}
        }
    }
    (pieces.len() as u32, blocks.len() as u32)
}

/// The moments and what the peers had, from the events alone. The block's arrival is the last event of the log.
fn check_events(told: &BlockReasons, log: &[(Nanos, Event)], asked: &BlockAsked) {
    let BlockAsked { from, to, block, at } = *asked;
    let is_request = |event: &Event| matches!(*event, Event::Requested { from: by, to: at, block: of, .. } if (by, at, of) == (to, from, block));
    let is_start = |event: &Event| matches!(*event, Event::BlockStarted { from: by, to: at, block: of, .. } if (by, at, of) == (from, to, block));
    assert_eq!((told.end, told.ended_s), (BlockEnd::Arrived, Some(at.as_secs_f64())), "{told:?}");
    let request = latest(log, at, is_request).unwrap();
    assert_eq!(told.asked_s, request.as_secs_f64());
    assert_eq!(told.started_s, latest(log, at, is_start).map(Nanos::as_secs_f64));
    let (pieces, blocks) = had(log, to, block, request, from);
    assert_eq!((told.receiver_pieces, told.receiver_blocks), (pieces, blocks), "{told:?}");
    let since = log.iter().find_map(|(at, event)| match *event {
        Event::BroughtAll { peer } if peer == from => Some(*at),
        Event::Brought { peer, piece }
        | Event::Shared { peer, piece, .. }
        | Event::Verified { peer, piece, ok: true }
            if (peer, piece) == (from, block.piece) =>
        {
            Some(*at)
        }
        _ => None,
    });
    assert_eq!(told.sender_since_s, since.map(Nanos::as_secs_f64));
    assert!(
        told.sender_since_s.is_some_and(|since| since <= told.started_s.unwrap()),
        "it sends what it has: {told:?}"
    );
}

/// The records are those of the run's decisions, and say what is told.
fn check_records(told: &BlockReasons, played: &Played) {
    let asked_s = told.asked_s;
    let request = played.blocks.iter().find(|record| {
        let Reason::Block { from, piece, block, .. } = record.decision.reason else { return false };
        record.peer == told.to
            && record.decision.t_s == asked_s
            && (from, piece, block) == (told.from, told.piece, told.block)
    });
    assert_eq!(told.request.as_ref(), request, "{told:?}");
    let Some(Reason::Block { availability, step, .. }) = request.map(|told| &told.decision.reason) else {
        panic!("each request has a decision: {told:?}");
    };
    assert_eq!((told.availability, told.step), (Some(*availability), Some(*step)));
    let choice = played.pieces.iter().rfind(|record| {
        let Reason::Piece { piece, .. } = record.decision.reason else { return false };
        record.peer == told.to && piece == told.piece && record.decision.t_s <= asked_s
    });
    assert_eq!(told.choice.as_ref(), choice, "{told:?}");
    let slot = told.slot.as_ref().unwrap_or_else(|| panic!("it was sent in a slot: {told:?}"));
    for record in [Some(&slot.opened), slot.kept.as_ref()].into_iter().flatten() {
        assert!(played.slots.contains(record), "{record:?}");
        assert!(record.decision.t_s <= told.started_s.unwrap());
    }
    assert_eq!(slot.opened.decision.t_s, slot.since_s);
    let latest = slot.kept.as_ref().unwrap_or(&slot.opened);
    let Reason::Choke { rows, .. } = &latest.decision.reason else { panic!("{latest:?}") };
    let row = &rows[slot.rank as usize - 1];
    assert_eq!(row.peer, told.to);
    assert!(row.verdict != Verdict::Choked, "{latest:?}");
    let with = |verdict| rows.iter().filter(|row| row.verdict == verdict).count() as u32;
    assert_eq!((slot.regular, slot.optimistic), (with(Verdict::Regular), with(Verdict::Optimistic)));
}

/// The slot was opened when the sender last unchoked the receiver before the block left.
fn check_slot(told: &BlockReasons, log: &[(Nanos, Event)], asked: &BlockAsked) {
    let started = Nanos::from_secs_f64(told.started_s.unwrap());
    let is_unchoke =
        |event: &Event| matches!(*event, Event::Unchoked { from, to, .. } if (from, to) == (asked.from, asked.to));
    let unchoked = latest(log, started, is_unchoke).unwrap();
    assert_eq!(told.slot.as_ref().unwrap().since_s, unchoked.as_secs_f64(), "{told:?}");
}

/// Broken by a figure of another moment, by a record that is not the run's, and by a slot that was over.
#[test]
fn what_is_told_of_a_block_agrees_with_events_and_records() {
    let (mut blocks, mut optimistic, mut kept, mut partial) = (0, 0, 0, 0);
    for number in 0..14 {
        let scenario = if number % 2 == 0 { drawn::scenario(number) } else { drawn_clients::clients(number) };
        let played = play(&scenario, number);
        let arrived: Vec<(usize, BlockAsked)> = played
            .log
            .iter()
            .enumerate()
            .filter_map(|(place, (at, event))| match *event {
                Event::BlockReceived { from, to, block, genuine: true, .. } => {
                    Some((place, BlockAsked { from, to, block, at: *at }))
                }
                _ => None,
            })
            .collect();
        for (place, asked) in arrived.iter().step_by((arrived.len() / 9).max(1)) {
            let told = reasons(&played.sim, *asked);
            check_events(&told, &played.log[..=*place], asked);
            check_records(&told, &played);
            check_slot(&told, &played.log, asked);
            blocks += 1;
            let slot = told.slot.unwrap();
            kept += u32::from(slot.kept.is_some());
            optimistic += slot.optimistic.min(1);
            partial += told.receiver_blocks.min(1);
        }
    }
    assert!(blocks > 100 && optimistic > 20 && kept > 20 && partial > 10, "{blocks} {optimistic} {kept} {partial}");
}

/// A block that was never asked for, a piece that is none, and a peer that never came are refused with the field's name.
#[test]
fn a_block_that_was_not_asked_for_is_refused() {
    let sim = Sim::with_options(&drawn::scenario(2).validate().unwrap(), 2, SimOptions::NOTHING);
    let ask = |json: &str| {
        let question = match Question::read(json) {
            Ok(question) => question,
            Err(errors) => return errors[0].to_string(),
        };
        let mut asking = sim.ask(question, None);
        loop {
            match asking.go_on(50_000) {
                Ok(true) => {}
                Ok(false) => return asking.answer().unwrap_err().to_string(),
                Err(error) => return error.to_string(),
            }
        }
    };
    let block = |fields: &str| ask(&format!("{{\"block\":{{{fields}}}}}"));
    let early = block(r#""from":0,"to":1,"piece":0,"block":0,"at_s":0"#);
    assert!(early.starts_with("block") && early.contains("had asked peer 0 for"), "{early}");
    let piece = block(r#""from":0,"to":1,"piece":99999,"block":0,"at_s":5"#);
    assert!(piece.starts_with("piece"), "{piece}");
    let peer = block(r#""from":0,"to":99999,"piece":0,"block":0,"at_s":5"#);
    assert!(peer.starts_with("to"), "{peer}");
    let late = block(r#""from":0,"to":1,"piece":0,"block":0,"at_s":-1"#);
    assert!(late.starts_with("question.block.at_s"), "{late}");
    let missing = ask(r#"{"tree":{}}"#);
    assert!(missing.starts_with("question.tree.piece"), "{missing}");
    let unknown = ask(r#"{"trees":{"piece":1}}"#);
    assert!(unknown.starts_with("question"), "{unknown}");
    let key = ask(r#"{"tree":{"piece":1,"peice":2}}"#);
    assert!(key.contains("question.tree.peice"), "{key}");
}
