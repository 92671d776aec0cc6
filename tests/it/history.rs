//! The history of a run: its marks, columns and sums are those of the run's events and figures, and they have a bound.

use crate::swarm::{KB, leechers, seeders, swarm};
use crate::{drawn, drawn_clients};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::{GroupIdx, PeerIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::asked::{DecisionKind, Filter, Told};
use swarmscope_core::observe::explain::Reason;
use swarmscope_core::observe::history::marks::{MARKS_MAX, Mark, MarkKind};
use swarmscope_core::observe::history::steps::STEPS_MAX;
use swarmscope_core::observe::history::{History, HistoryEnd};
use swarmscope_core::observe::notices::NoticeKind;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::scenario::config::{Group, Secs};
use swarmscope_core::sim::why::{Answer, Question};
use swarmscope_core::sim::{Advance, Sim, SimOptions};

fn ask(sim: &Sim, question: Question) -> Answer {
    let mut asking = sim.ask(question, None);
    while asking.go_on(30_000).unwrap() {}
    asking.answer().unwrap()
}

fn history_to(sim: &Sim, to: Option<Nanos>, events_max: u64) -> History {
    match ask(sim, Question::History { to, events_max }) {
        Answer::History(history) => *history,
        other => panic!("{other:?}"),
    }
}

fn history(sim: &Sim) -> History {
    history_to(sim, None, u64::MAX)
}

/// The run to its end, with its events.
fn play(scenario: &Scenario, seed: u64) -> (Sim, Vec<(Nanos, Event)>) {
    let options = SimOptions { log: true, ..SimOptions::default() };
    let mut sim = Sim::with_options(&scenario.clone().validate().unwrap(), seed, options);
    let mut log = Vec::new();
    while sim.advance_to_end(50_000) == Advance::Budget {
        log.extend(sim.take_log());
    }
    log.extend(sim.take_log());
    (sim, log)
}

fn of_kind(history: &History, kind: MarkKind) -> Vec<&Mark> {
    history.marks.iter().filter(|mark| mark.kind == kind).collect()
}

/// The kind of a mark, and its peer, other peer and piece.
type MarkOf = (MarkKind, Option<u32>, Option<u32>, Option<u32>);

/// The mark that an event makes by itself.
fn mark_of(event: &Event) -> Option<MarkOf> {
    Some(match *event {
        Event::Joined { peer, .. } => (MarkKind::Joined, Some(peer.0), None, None),
        Event::Completed { peer } => (MarkKind::Completed, Some(peer.0), None, None),
        Event::Left { peer, crashed: false } => (MarkKind::Left, Some(peer.0), None, None),
        Event::Left { peer, crashed: true } => (MarkKind::Crashed, Some(peer.0), None, None),
        Event::Verified { peer, piece, ok: false } => (MarkKind::HashFailed, Some(peer.0), None, Some(piece.0)),
        Event::Banned { peer, by } => (MarkKind::Banned, Some(peer.0), Some(by.0), None),
        Event::Snubbed { peer, by } => (MarkKind::Snubbed, Some(peer.0), Some(by.0), None),
        Event::EndgameEntered { peer } => (MarkKind::Endgame, Some(peer.0), None, None),
        Event::LinkLimited { peer, .. } => (MarkKind::LinkChanged, Some(peer.0), None, None),
        Event::MetadataComplete { peer, .. } => (MarkKind::MetadataComplete, Some(peer.0), None, None),
        Event::TrackerWent { up: true } => (MarkKind::TrackerUp, None, None, None),
        Event::TrackerWent { up: false } => (MarkKind::TrackerDown, None, None, None),
        _ => return None,
    })
}

/// Marks that need more than their own event.
const DERIVED: [MarkKind; 6] = [
    MarkKind::Acted,
    MarkKind::FirstBlock,
    MarkKind::FirstUnchoked,
    MarkKind::FirstOptimistic,
    MarkKind::SlotLost,
    MarkKind::PieceLost,
];

fn check_marks(history: &History, log: &[(Nanos, Event)]) {
    let found: Vec<_> = history.marks.iter().filter(|mark| !DERIVED.contains(&mark.kind)).collect();
    let found: Vec<_> = found.iter().map(|m| (m.at_s, m.kind, m.peer, m.other, m.piece)).collect();
    let expected = log.iter().filter_map(|(at, event)| {
        let (kind, peer, other, piece) = mark_of(event)?;
        Some((at.as_secs_f64(), kind, peer, other, piece))
    });
    assert_eq!(found, expected.collect::<Vec<_>>());
    assert!(history.marks.is_sorted_by(|a, b| a.at_s <= b.at_s), "in order of time");
    // The first block and the first unchoke of each peer, from the events alone.
    let (mut blocks, mut unchokes) = (BTreeMap::new(), BTreeMap::new());
    for (at, event) in log {
        match *event {
            Event::BlockReceived { from, to, .. } => drop(blocks.entry(to.0).or_insert((at.as_secs_f64(), from.0))),
            Event::Unchoked { from, to, .. } => drop(unchokes.entry(to.0).or_insert((at.as_secs_f64(), from.0))),
            _ => {}
        }
    }
    let first = |kind| -> BTreeMap<u32, (f64, u32)> {
        let marks = of_kind(history, kind).into_iter().rev();
        marks.map(|mark| (mark.peer.unwrap(), (mark.at_s, mark.other.unwrap()))).collect()
    };
    assert_eq!(first(MarkKind::FirstBlock), blocks);
    assert_eq!(first(MarkKind::FirstUnchoked), unchokes);
}

fn check_columns(history: &History, log: &[(Nanos, Event)]) {
    let blocks = history.blocks.as_ref().unwrap();
    let mut n = 0;
    let (mut pieces, mut senders) = (Vec::new(), BTreeMap::new());
    for (at, event) in log {
        match *event {
            Event::BlockReceived { from, to, block, bytes, wanted, .. } => {
                if wanted {
                    senders.insert((to, block.piece), from);
                }
                let row = (blocks.at_s[n], blocks.from[n], blocks.to[n], blocks.piece[n], blocks.bytes[n]);
                assert_eq!(row, (at.as_secs_f64(), from.0, to.0, block.piece.0, bytes));
                n += 1;
            }
            Event::Verified { peer, piece, ok: true } => {
                pieces.push((at.as_secs_f64(), peer.0, piece.0, senders[&(peer, piece)].0));
            }
            _ => {}
        }
    }
    assert_eq!((n, n), (history.n_blocks as usize, blocks.at_s.len()));
    let told = &history.pieces;
    let of = |i: usize| (told.at_s[i], told.peer[i], told.piece[i], told.from[i]);
    let told: Vec<_> = (0..told.at_s.len()).map(of).collect();
    assert_eq!(told, pieces);
    assert_eq!(history.pieces.left_out + history.peers.left_out, 0);
}

/// The sums are those of the events, group by group, whatever the steps are.
fn check_sums(history: &History, log: &[(Nanos, Event)]) {
    let groups: BTreeMap<PeerIdx, GroupIdx> = log
        .iter()
        .filter_map(|(_, event)| match *event {
            Event::Joined { peer, group, .. } => Some((peer, group)),
            _ => None,
        })
        .collect();
    let mut sums: BTreeMap<(u16, u16), u64> = BTreeMap::new();
    for (_, event) in log {
        if let Event::BlockReceived { from, to, bytes, .. } = *event {
            *sums.entry((groups[&from].0, groups[&to].0)).or_default() += u64::from(bytes);
        }
    }
    let flows = history.steps.flows.iter();
    assert_eq!(flows.map(|flow| ((flow.from, flow.to), flow.bytes.iter().sum())).collect::<BTreeMap<_, u64>>(), sums);
    assert!(history.steps.rarest.len() <= STEPS_MAX);
    assert!(history.steps.flows.iter().all(|flow| flow.bytes.len() == history.steps.rarest.len()));
}

/// What the page lists as notices is among the marks, at the same moments; and the figures agree.
fn check_figures(history: &History, sim: &mut Sim) {
    use swarmscope_core::view::frame::notices::{KIND, PEER, T_S};
    let marks: BTreeSet<(u64, MarkKind, Option<u32>)> =
        history.marks.iter().map(|mark| (mark.at_s.to_bits(), mark.kind, mark.peer)).collect();
    let frame = sim.frame();
    let pairs = [
        (NoticeKind::Joined, MarkKind::Joined),
        (NoticeKind::Completed, MarkKind::Completed),
        (NoticeKind::Left, MarkKind::Left),
        (NoticeKind::Crashed, MarkKind::Crashed),
        (NoticeKind::Snubbed, MarkKind::Snubbed),
        (NoticeKind::Banned, MarkKind::Banned),
        (NoticeKind::HashFailed, MarkKind::HashFailed),
        (NoticeKind::Endgame, MarkKind::Endgame),
    ];
    for (at, &notice) in frame.column::<u8>(KIND).iter().enumerate() {
        let Some(&(_, kind)) = pairs.iter().find(|(of, _)| *of as u8 == notice) else { continue };
        let told = (frame.column::<f64>(T_S)[at].to_bits(), kind, Some(frame.column::<u32>(PEER)[at]));
        assert!(marks.contains(&told), "{told:?}");
    }
    let stats = sim.stats();
    assert_eq!(history.n_blocks as u64, stats.blocks);
    let bytes: u64 = history.steps.flows.iter().flat_map(|flow| &flow.bytes).sum();
    assert_eq!(bytes, stats.received);
    assert_eq!(history.peers.peer.len() as u32, stats.arrived);
    assert_eq!(of_kind(history, MarkKind::Completed).len() as u32, stats.completed);
    assert_eq!(*history.steps.rarest.last().unwrap(), stats.copies.iter().copied().min().unwrap());
}

/// Each slot that was lost to a better giver has the round's record with these figures behind it, and was lost then.
fn check_lost_slots(history: &History, slots: &[Told], log: &[(Nanos, Event)]) -> usize {
    let lost = of_kind(history, MarkKind::SlotLost);
    for mark in &lost {
        let slot = mark.slot.unwrap();
        let (loser, winner) = (mark.peer.unwrap(), mark.other.unwrap());
        assert!(slot.won > slot.lost, "{mark:?}");
        let choked = log.iter().any(|(at, event)| {
            at.as_secs_f64() == mark.at_s
                && matches!(event, Event::Choked { from, to } if from.0 == slot.at && to.0 == loser)
        });
        assert!(choked, "{mark:?}");
        let record = slots.iter().find(|told| {
            let reason = &told.decision.reason;
            told.peer == slot.at
                && told.decision.t_s == mark.at_s
                && matches!(reason, Reason::Choke { rule, .. } if *rule == slot.rule)
        });
        let Some(Reason::Choke { rows, .. }) = record.map(|told| &told.decision.reason) else { panic!("{mark:?}") };
        let figure = |peer| rows.iter().find(|row| row.peer == peer).map(|row| row.figure);
        assert_eq!((figure(loser), figure(winner)), (Some(slot.lost), Some(slot.won)), "{mark:?}");
    }
    lost.len()
}

/// Broken by a mark, a block, a sum or a figure that is not the run's.
#[test]
fn the_history_of_drawn_runs_is_what_happened() {
    let (mut lost, mut kinds) = (0, BTreeSet::new());
    for number in 0..24 {
        let scenario = if number % 2 == 0 { drawn::scenario(number) } else { drawn_clients::clients(number) };
        let (mut sim, log) = play(&scenario, number);
        let told = history(&sim);
        assert_eq!((told.end_s, told.ends_by), (sim.now().as_secs_f64(), HistoryEnd::Run));
        assert!(told.marks_left_out.is_empty());
        check_marks(&told, &log);
        check_columns(&told, &log);
        check_sums(&told, &log);
        check_figures(&told, &mut sim);
        let rounds = Filter {
            peer: None,
            other: None,
            kind: Some(DecisionKind::Slot),
            from: Nanos::ZERO,
            to: Nanos::MAX,
            most: u32::MAX,
        };
        let Answer::Decisions(slots) = ask(&sim, Question::Decisions(rounds)) else { panic!() };
        lost += check_lost_slots(&told, &slots.told, &log);
        kinds.extend(told.marks.iter().map(|mark| mark.kind));
    }
    assert!(lost > 20, "{lost} slots were lost to better givers");
    assert!(kinds.len() >= 12, "{kinds:?}");
}

/// At the end of each step the rarest piece has as many copies as the figures say of that moment.
#[test]
fn the_rarest_pieces_copies_are_those_of_each_steps_end() {
    let scenario = drawn::scenario(4);
    let (sim, _) = play(&scenario, 4);
    let told = history(&sim);
    let mut again = Sim::new(&scenario.validate().unwrap(), 4);
    let step = Nanos::from_secs_f64(told.steps.step_s);
    let whole = told.steps.rarest.len() - 1;
    for (at, &rarest) in told.steps.rarest[..whole].iter().enumerate() {
        again.advance(Nanos(step.0 * (at as u64 + 1) - 1), u64::MAX);
        assert_eq!(rarest, again.stats().copies.iter().copied().min().unwrap(), "at the end of step {at}");
    }
    assert!(whole > 10 && told.steps.rarest.iter().any(|&copies| copies > 1));
}

/// The only seed leaves too early: each piece that is lost is told at the moment of the departure that took its last copy.
#[test]
fn a_lost_piece_is_told_when_its_last_copy_goes() {
    let scenario = swarm(12, 65_536, &[seeders(1, 40 * KB), leechers(6, 40 * KB)]);
    let mut sim = Sim::new(&Scenario { end_s: Secs(300.0), ..scenario }.validate().unwrap(), 3);
    sim.advance(Nanos::from_secs(12), u64::MAX);
    sim.apply(Command::RemovePeers { peers: vec![0], crash: false }).unwrap();
    sim.advance(Nanos::MAX, u64::MAX);
    let told = history(&sim);
    let lost: BTreeSet<u32> = of_kind(&told, MarkKind::PieceLost).iter().map(|mark| mark.piece.unwrap()).collect();
    let copies = sim.stats().copies.iter().zip(0..);
    assert_eq!(lost, copies.filter(|&(&copies, _)| copies == 0).map(|(_, piece)| piece).collect());
    assert!(!lost.is_empty() && lost.len() < 12, "{lost:?}");
    let gone = of_kind(&told, MarkKind::Left)[0].at_s;
    assert!(of_kind(&told, MarkKind::PieceLost).iter().all(|mark| mark.at_s == gone && mark.peer == Some(0)));
    let acted = of_kind(&told, MarkKind::Acted);
    assert_eq!((acted.len(), acted[0].at_s, acted[0].act), (1, 12.0, Some(0)));
}

/// A history ends where it is told to, and says so.
#[test]
fn a_history_ends_at_its_moment_or_with_its_events() {
    let (sim, log) = play(&drawn::scenario(6), 6);
    let moment = Nanos::from_secs(7);
    let early = history_to(&sim, Some(moment), u64::MAX);
    assert_eq!((early.end_s, early.ends_by), (7.0, HistoryEnd::Moment));
    let before = log.iter().filter(|(at, event)| *at <= moment && matches!(event, Event::BlockReceived { .. })).count();
    assert_eq!(early.n_blocks as usize, before);
    let short = history_to(&sim, None, 1_000);
    assert_eq!(short.ends_by, HistoryEnd::Events);
    assert!(short.end_s < sim.now().as_secs_f64() && short.n_blocks > 0);
    let late = history_to(&sim, Some(Nanos::from_secs(1_000_000)), u64::MAX);
    assert_eq!((late.ends_by, late.end_s), (HistoryEnd::Run, sim.now().as_secs_f64()), "no further than the run");
}

/// Ten thousand peers: of each kind so many marks and no more, and the sums are over all.
#[test]
fn ten_thousand_peers_are_summed_by_group() {
    let many = Group { name: "slow".into(), ..leechers(4_000, 100 * KB) };
    let mut scenario = swarm(2, 16_384, &[seeders(20, 1000 * KB), leechers(6_000, 200 * KB), many]);
    scenario.end_s = Secs(60.0);
    let mut sim = Sim::with_options(&scenario.validate().unwrap(), 1, SimOptions::SUMMARY);
    sim.advance_to_end(u64::MAX);
    let told = history(&sim);
    for kind in [MarkKind::Joined, MarkKind::FirstBlock, MarkKind::Completed] {
        assert_eq!(of_kind(&told, kind).len(), MARKS_MAX as usize, "{kind:?}");
    }
    let joined = told.marks_left_out.iter().find(|left_out| left_out.kind == MarkKind::Joined).unwrap();
    assert_eq!(joined.n + MARKS_MAX, 10_020);
    assert_eq!(told.peers.peer.len(), 10_020);
    let completed = told.peers.completed_s.iter().flatten().count();
    assert_eq!(completed as u32, sim.stats().completed);
    assert!(completed > 5_000, "{completed}");
    let flows = sim.measures().bytes;
    for (flow, sum) in told.steps.flows.iter().map(|flow| (flow, flow.bytes.iter().sum::<u64>())) {
        assert_eq!(sum, flows[usize::from(flow.from)].to[usize::from(flow.to)].bytes, "{flow:?}");
    }
}

/// Of a run of more blocks than a list may hold there are sums, and no list.
#[test]
fn of_too_many_blocks_there_is_no_list() {
    let scenario = swarm(400, 16_384 * 16, &[seeders(1, 10_000 * KB), leechers(33, 10_000 * KB)]);
    let mut sim = Sim::with_options(&scenario.validate().unwrap(), 1, SimOptions::SUMMARY);
    sim.advance_to_end(u64::MAX);
    let told = history(&sim);
    assert!(told.blocks.is_none() && told.n_blocks > 200_000, "{} blocks", told.n_blocks);
    let bytes: u64 = told.steps.flows.iter().flat_map(|flow| &flow.bytes).sum();
    assert_eq!(bytes, sim.stats().received);
}
