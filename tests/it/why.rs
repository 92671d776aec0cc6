//! Questions about whole runs: every decision can be asked for, critical paths have no gaps, and family trees are trees.

use crate::drawn;
use crate::drawn_clients;
use std::collections::BTreeMap;
use swarmscope_core::base::ids::{PeerIdx, PieceIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::asked::{DecisionKind, Decisions, Filter};
use swarmscope_core::observe::critical_path::{CriticalPath, PartKind};
use swarmscope_core::observe::explain::Reason;
use swarmscope_core::observe::family_tree::FamilyTree;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{ConfigError, Group, Secs};
use swarmscope_core::scenario::presets;
use swarmscope_core::sim::why::{Answer, Question};
use swarmscope_core::sim::{Advance, Sim, SimOptions};

const ALL: Filter = Filter { peer: None, other: None, kind: None, from: Nanos::ZERO, to: Nanos::MAX, most: u32::MAX };

fn answer(sim: &Sim, question: Question, bite: u64) -> Result<Answer, ConfigError> {
    let mut asking = sim.ask(question, None);
    while asking.go_on(bite)? {}
    asking.answer()
}

fn decisions(sim: &Sim, filter: Filter) -> Decisions {
    match answer(sim, Question::Decisions(filter), 100_000).unwrap() {
        Answer::Decisions(decisions) => decisions,
        other => panic!("{other:?}"),
    }
}

fn path(sim: &Sim, peer: PeerIdx, piece: Option<PieceIdx>) -> CriticalPath {
    match answer(sim, Question::Path { peer, piece }, 50_000).unwrap() {
        Answer::Path(path) => path,
        other => panic!("{other:?}"),
    }
}

fn tree(sim: &Sim, piece: PieceIdx) -> FamilyTree {
    match answer(sim, Question::Tree { piece }, 50_000).unwrap() {
        Answer::Tree(tree) => tree,
        other => panic!("{other:?}"),
    }
}

/// The run to its end, or to 300,000 events: each peer's coming, completion and verified pieces.
struct Played {
    sim: Sim,
    log: Vec<(Nanos, Event)>,
}

fn play(scenario: &Scenario, seed: u64) -> Played {
    let mut sim = Sim::with_options(
        &scenario.clone().validate().unwrap(),
        seed,
        SimOptions { log: true, figures: true, trace: true, ..SimOptions::NOTHING },
    );
    let mut log = Vec::new();
    while sim.advance_to_end(100_000) == Advance::Budget {
        log.extend(sim.take_log());
    }
    log.extend(sim.take_log());
    Played { sim, log }
}

impl Played {
    fn joined(&self, peer: PeerIdx) -> Nanos {
        let joined = |(at, event): &(Nanos, Event)| {
            matches!(event, Event::Joined { peer: of, .. } if *of == peer).then_some(*at)
        };
        self.log.iter().find_map(joined).unwrap()
    }

    /// Who was complete by downloading, and when.
    fn completed(&self) -> Vec<(PeerIdx, Nanos)> {
        let mut completed = BTreeMap::new();
        let mut received = std::collections::BTreeSet::new();
        for (at, event) in &self.log {
            match *event {
                Event::Verified { peer, ok: true, .. } => drop(received.insert(peer)),
                Event::Completed { peer } if received.contains(&peer) => drop(completed.entry(peer).or_insert(*at)),
                _ => {}
            }
        }
        completed.into_iter().collect()
    }
}

/// The law of a path: its parts follow each other from the peer's coming to its completion.
fn check(path: &CriticalPath, from: Nanos, to: Nanos) {
    assert_eq!((path.from_ns, path.to_ns), (from, to), "{path:?}");
    let mut now = from;
    for part in &path.parts {
        assert_eq!(part.from_ns, now, "a gap: {path:?}");
        assert!(part.to_ns > part.from_ns, "an empty part: {path:?}");
        now = part.to_ns;
    }
    assert_eq!(now, to, "{path:?}");
    let shares: u64 = path.shares.iter().map(|share| share.ns.0).sum();
    assert_eq!(shares, to.since(from).0, "the shares are all of it");
}

/// Broken by a part that is counted twice, or by time that nothing accounts for.
#[test]
fn the_parts_of_a_critical_path_are_the_whole_time() {
    let (mut paths, mut kinds, mut longest) = (0, BTreeMap::new(), 0);
    for number in 0..36 {
        let scenario = if number % 2 == 0 { drawn::scenario(number) } else { drawn_clients::clients(number) };
        let played = play(&scenario, number);
        // The last ones have the most to tell.
        let mut completed = played.completed();
        completed.sort_by_key(|&(_, at)| at);
        for (peer, at) in completed.into_iter().rev().take(2) {
            let path = path(&played.sim, peer, None);
            check(&path, played.joined(peer), at);
            paths += 1;
            longest = longest.max(path.through.len());
            path.shares
                .iter()
                .for_each(|share| *kinds.entry(format!("{:?}", share.kind)).or_insert(0u64) += share.ns.0);
        }
    }
    assert!(paths > 40 && longest >= 4, "{paths} {longest}");
    for kind in ["Absent", "Knowledge", "Refused", "Unused", "InUse", "Queue", "Link", "Busy"] {
        assert!(kinds.contains_key(kind), "{kind}: {kinds:?}");
    }
}

fn group(count: u32, upload: u64) -> Group {
    Group { count, upload_rate: upload, download_rate: 1_000_000, ..Group::default() }
}

fn small(groups: Vec<Group>) -> Scenario {
    let mut scenario = crate::swarm::swarm(4, 65_536, &groups);
    scenario.end_s = Secs(5000.0);
    scenario
}

/// One seed and one leecher: nothing but the seed's uplink, the way, and the beginning can take time.
#[test]
fn alone_with_a_seed_a_leecher_waits_for_the_seeds_uplink() {
    let scenario = small(vec![crate::swarm::seeders(1, 10_000), group(1, 10_000)]);
    let played = play(&scenario, 1);
    let path = path(&played.sim, PeerIdx(1), None);
    check(&path, Nanos::ZERO, played.completed()[0].1);
    assert_eq!(path.through, [0, 1]);
    let of = |kind| path.shares.iter().find(|share| share.kind == kind).map_or(0.0, |share| share.ns.as_secs_f64());
    // Sixteen blocks of 16 KiB at 10 kB/s: the last one on the link, all others before it.
    assert!((of(PartKind::Link) - 1.7).abs() < 0.2, "{path:?}");
    assert!(of(PartKind::Busy) + of(PartKind::Queue) > 23.0, "{path:?}");
    let served: u32 = path.parts.iter().flat_map(|part| &part.served).map(|served| served.blocks).sum();
    assert!((10..=15).contains(&served), "{path:?}");
    assert!(path.parts.iter().all(|part| part.again == 0), "the seed sends no block twice to one leecher");
}

/// Broken by a request that is not followed to the piece's first sender: the leecher that comes late is told of the one between.
#[test]
fn a_path_names_the_peers_between() {
    let scenario = small(vec![crate::swarm::seeders(1, 20_000), group(6, 20_000)]);
    let played = play(&scenario, 3);
    for (peer, at) in played.completed() {
        let path = path(&played.sim, peer, None);
        check(&path, played.joined(peer), at);
        assert_eq!((path.through[0], *path.through.last().unwrap()), (0, peer.0), "{path:?}");
        let tree = tree(&played.sim, PieceIdx(path.piece));
        // Up the tree from the peer are the peers of the path.
        let parent = |of: u32| tree.list.iter().find(|row| row.peer == of).and_then(|row| row.from);
        let mut up = vec![peer.0];
        while let Some(next) = parent(*up.last().unwrap()) {
            up.push(next);
        }
        up.reverse();
        assert_eq!(up, path.through);
    }
}

/// A piece of one block has one sender, which the log names: the tree is held to it.
#[test]
fn a_family_tree_is_who_sent_the_block() {
    let mut scenario = small(vec![crate::swarm::seeders(1, 20_000), group(8, 20_000)]);
    (scenario.torrent.pieces, scenario.torrent.piece_length) = (10, 16_384);
    let played = play(&scenario, 5);
    for piece in 0..10 {
        let tree = tree(&played.sim, PieceIdx(piece));
        assert_eq!((tree.peers, tree.left_out), (9, 0));
        let mut last = Nanos::ZERO;
        for row in &tree.list {
            assert!(row.at_ns >= last);
            last = row.at_ns;
            let sent = |(at, event): &(Nanos, Event)| match *event {
                Event::BlockReceived { from, to, block, wanted: true, .. }
                    if to.0 == row.peer && block.piece.0 == piece =>
                {
                    Some((*at, from.0))
                }
                _ => None,
            };
            let first = played.log.iter().find_map(sent);
            assert_eq!(first.map(|(_, from)| from), row.from, "{row:?}");
            let parent = tree.list.iter().find(|other| Some(other.peer) == row.from);
            assert_eq!(row.depth, parent.map_or(0, |parent| parent.depth + 1));
            assert!(parent.is_none_or(|parent| parent.at_ns < row.at_ns));
        }
        assert_eq!(tree.depth, tree.list.iter().map(|row| row.depth).max().unwrap());
    }
}

/// Machines of one owner copy what one of them has verified: the copies are in the tree, one step below their original, and paths go on
/// through it. Broken by origins that do not hear of copies, and by depths in the order of the peers' numbers.
#[test]
fn pieces_of_a_coalition_are_in_trees_and_paths() {
    let bob = Group { coalition: true, ..crate::swarm::riders(4, 100_000) };
    let mut scenario = small(vec![crate::swarm::seeders(1, 40_000), bob, group(4, 30_000)]);
    scenario.torrent.pieces = 20;
    let played = play(&scenario, 2);
    let mut copied = BTreeMap::new();
    for (at, event) in &played.log {
        if let Event::Shared { peer, from, piece } = *event {
            copied.insert((peer.0, piece.0), (*at, from.0));
        }
    }
    let mut earlier_numbers = 0;
    for piece in 0..20 {
        let tree = tree(&played.sim, PieceIdx(piece));
        assert_eq!(tree.peers, 9, "everybody has piece {piece}: {tree:?}");
        for row in &tree.list {
            let parent = tree.list.iter().find(|other| Some(other.peer) == row.from);
            assert_eq!(row.depth, parent.map_or(0, |parent| parent.depth + 1), "{tree:?}");
            if let Some(&(at, from)) = copied.get(&(row.peer, piece)) {
                assert_eq!((row.at_ns, row.from), (at, Some(from)), "{tree:?}");
                earlier_numbers += u32::from(row.peer < from);
            }
        }
    }
    assert!(copied.len() == 60 && earlier_numbers > 5, "{} {earlier_numbers}", copied.len());
    let mut through_a_copy = 0;
    for (peer, at) in played.completed() {
        let path = path(&played.sim, peer, None);
        check(&path, played.joined(peer), at);
        let before = path.through[path.through.len() - 2];
        through_a_copy += u32::from(copied.get(&(peer.0, path.piece)).is_some_and(|&(_, from)| from == before));
    }
    assert_eq!(through_a_copy, 3, "the last piece of three of the four machines is a copy");
}

/// Broken by an answer that knows only the latest decisions, or that changes with the bites in which it was made.
#[test]
fn every_decision_of_a_run_can_be_asked_for() {
    let played = play(&presets::clients(), 6);
    let all = decisions(&played.sim, ALL);
    assert!(all.told.len() > 2048, "more than the ring holds: {}", all.told.len());
    assert_eq!(all.left_out, 0);
    let kind = |reason: &Reason| match reason {
        Reason::Choke { .. } => DecisionKind::Slot,
        Reason::Piece { .. } => DecisionKind::Piece,
        Reason::Block { .. } => DecisionKind::Block,
        Reason::Snub { .. } => DecisionKind::Snub,
        Reason::Ban { .. } => DecisionKind::Ban,
    };
    let (peer, other) = (PeerIdx(3), PeerIdx(1));
    let (from, to) = (Nanos::from_secs(20), Nanos::from_secs(200));
    let slots = Filter { peer: Some(peer), other: Some(other), kind: Some(DecisionKind::Slot), from, to, most: 7 };
    let wanted = all.told.iter().filter(|told| {
        let about = match &told.decision.reason {
            Reason::Choke { rows, .. } => rows.iter().any(|row| row.peer == other.0),
            _ => false,
        };
        told.peer == peer.0 && about && (20.0..=200.0).contains(&told.decision.t_s)
    });
    let wanted: Vec<_> = wanted.cloned().collect();
    let found = decisions(&played.sim, slots);
    assert!(wanted.len() > 7, "{}", wanted.len());
    assert_eq!(found.told[..], wanted[..7]);
    assert_eq!(found.left_out, wanted.len() as u64 - 7);
    let by_bites = answer(&played.sim, Question::Decisions(slots), 17).unwrap();
    assert!(matches!(by_bites, Answer::Decisions(bites) if bites.told == found.told));
    let blocks = decisions(&played.sim, Filter { kind: Some(DecisionKind::Block), ..ALL });
    let requested = played.log.iter().filter(|(_, event)| matches!(event, Event::Requested { .. })).count();
    assert_eq!(blocks.told.len(), requested, "one for each request");
    assert!(blocks.told.iter().all(|told| kind(&told.decision.reason) == DecisionKind::Block));
}

/// Broken by a ranking in which those who are equal in all stand in another order where records are made: they were told apart by
/// the order of the rows.
#[test]
fn records_and_news_change_nothing_about_a_run() {
    for scenario in [presets::clients(), drawn_clients::clients(3), drawn_clients::clients(20)] {
        let played = play(&scenario, 6);
        let mut again =
            Sim::with_options(&scenario.validate().unwrap(), 6, SimOptions { trace: true, ..SimOptions::NOTHING });
        again.keep_decisions(true);
        again.keep_news(true);
        while again.advance_to_end(100_000) == Advance::Budget {}
        assert_eq!(again.trace_hash(), played.sim.trace_hash());
    }
}

/// What is asked changes nothing about the run.
#[test]
fn a_question_leaves_the_run_as_it_was() {
    let scenario = drawn::scenario(4);
    let played = play(&scenario, 4);
    let before = played.sim.state_hash();
    let mut asking = played.sim.ask(Question::Decisions(ALL), None);
    while asking.go_on(1000).unwrap() {}
    assert_eq!(played.sim.state_hash(), before);
}

/// Held to the sessions themselves: before news arrives its receiver does not know of the piece, and from then on it does.
#[test]
fn news_arrives_when_the_receiver_knows_of_it() {
    let mut scenario = small(vec![crate::swarm::seeders(1, 100_000), group(6, 100_000)]);
    (scenario.torrent.pieces, scenario.torrent.piece_length) = (60, 16_384);
    let mut sim = Sim::with_options(&scenario.validate().unwrap(), 8, SimOptions::NOTHING);
    sim.keep_news(true);
    let mut checked = 0;
    for step in 1..1200 {
        sim.advance(Nanos::from_millis(step * 20), u64::MAX);
        let now = sim.now();
        for news in sim.take_news() {
            let engine = sim.engine();
            let Some(session) = engine.world.peers.get(news.to) else { continue };
            let swarmscope_core::events::sink::Arriving::Have(piece) = news.what else { panic!("{news:?}") };
            let Some(at) = session.place_of(news.from) else { continue };
            let knows =
                |at_moment| session.has_announced(at, piece.0, &engine.world.net, &engine.world.logs, at_moment);
            if news.at > now {
                assert!(!knows(Nanos(news.at.0 - 1)) && knows(news.at), "{news:?} at {now}");
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn what_cannot_be_asked_is_refused_in_a_sentence() {
    let mut scenario = small(vec![crate::swarm::seeders(1, 20_000), group(2, 20_000)]);
    let refused = |scenario: &Scenario, question| {
        let played = play(scenario, 1);
        answer(&played.sim, question, 100_000).unwrap_err().to_string()
    };
    let path = |peer, piece| Question::Path { peer: PeerIdx(peer), piece };
    assert!(refused(&scenario, path(9, None)).contains("peer is out of range: expected 0 to 2"));
    assert!(refused(&scenario, path(0, None)).contains("a peer that downloads"));
    assert!(refused(&scenario, path(1, Some(PieceIdx(4)))).contains("piece is out of range: expected 0 to 3"));
    assert!(refused(&scenario, path(0, Some(PieceIdx(1)))).contains("a piece that peer 0 downloads"));
    assert!(refused(&scenario, Question::Tree { piece: PieceIdx(77) }).contains("0 to 3"));
    let filter = Filter { other: Some(PeerIdx(12)), ..ALL };
    assert!(refused(&scenario, Question::Decisions(filter)).contains("other is out of range: expected 0 to 2"));
    scenario.end_s = Secs(3.0);
    assert!(refused(&scenario, path(1, None)).contains("before the end of the run"));
}
