//! Endgames: whom a client asks for the last blocks, and what comes twice.

use crate::swarm::{KB, Log, last_s, leechers, median, run, seeders, swarm};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::{BlockRef, PeerIdx};
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::config::Endgame;

/// Blocks asked of a neighbour while another one is asked for them and they owe us something else.
fn crowded(log: &Log) -> (u32, u32) {
    let mut open: BTreeMap<(PeerIdx, PeerIdx), BTreeSet<BlockRef>> = BTreeMap::new();
    let mut cancelled: BTreeSet<(PeerIdx, PeerIdx, BlockRef)> = BTreeSet::new();
    let (mut extra, mut crowded) = (0, 0);
    for (_, event) in log {
        match *event {
            Event::Requested { from, to, block, .. } => {
                let elsewhere = open.iter().any(|(&(asker, other), blocks)| {
                    asker == from && blocks.contains(&block) && !cancelled.contains(&(asker, other, block))
                });
                let queue = open.entry((from, to)).or_default();
                extra += u32::from(elsewhere);
                crowded += u32::from(elsewhere && !queue.is_empty());
                queue.insert(block);
            }
            Event::Cancelled { from, to, block } => drop(cancelled.insert((from, to, block))),
            Event::Rejected { from, to, block, .. } | Event::BlockReceived { from: to, to: from, block, .. } => {
                cancelled.remove(&(from, to, block));
                open.entry((from, to)).or_default().remove(&block);
            }
            Event::Closed { a, b } => {
                open.remove(&(a, b));
                open.remove(&(b, a));
            }
            _ => {}
        }
    }
    (extra, crowded)
}

/// Broken by leaving out the condition on `outstanding` in `Peer::endgame_block`.
#[test]
fn a_strict_endgame_asks_idle_neighbours_for_one_block() {
    let asked_twice = |endgame| {
        let runs = (1..=5).map(|seed| {
            let mut scenario = swarm(30, 131_072, &[seeders(1, 100 * KB), leechers(10, 50 * KB)]);
            scenario.peer.picker.endgame = endgame;
            let (_, log) = run(&scenario, seed);
            let (extra, crowded) = crowded(&log);
            match endgame {
                Endgame::Strict => assert!(extra > 0 && crowded == 0, "{crowded} of {extra} were second requests"),
                Endgame::All => assert!(crowded > 0, "all of them"),
                Endgame::Off | Endgame::Steal | Endgame::Hotswap => assert_eq!(extra, 0),
            }
            f64::from(extra)
        });
        median(runs.collect())
    };
    let [all, strict, off] = [Endgame::All, Endgame::Strict, Endgame::Off].map(asked_twice);
    assert!(off < strict && strict < 0.7 * all, "blocks asked for twice: {off} {strict} {all}");
}

/// With `endgame_requesters` no block is asked of more neighbours at a time, and fewer come twice. Broken by an endgame that does not
/// count whom it has asked.
#[test]
fn an_endgame_can_ask_two_neighbours_at_most() {
    let most_asked = |endgame_requesters| {
        let mut scenario = swarm(10, 131_072, &[seeders(8, 20 * KB), leechers(1, 400 * KB)]);
        scenario.peer.picker.endgame_requesters = endgame_requesters;
        let (_, log) = run(&scenario, 1);
        let (mut asked, mut most) = (BTreeMap::new(), 0);
        for (_, event) in &log {
            match *event {
                Event::Requested { block, .. } => {
                    let n = asked.entry(block).or_insert(0u32);
                    *n += 1;
                    most = most.max(*n);
                }
                Event::Cancelled { block, .. } => *asked.entry(block).or_insert(1) -= 1,
                Event::BlockReceived { block, wanted: true, .. } => *asked.entry(block).or_insert(1) -= 1,
                _ => {}
            }
        }
        most
    };
    let [none, two, all] = [1, 2, 0].map(most_asked);
    assert!(none == 1 && two == 2 && all > 4, "{none} {two} {all} neighbours");
}

/// One of three seeders is very slow. What it began goes to a fast one, and nothing is asked for twice at a time.
/// Broken by a `steal` that gives nothing.
#[test]
fn a_piece_is_stolen_from_who_is_slow() {
    let time = |endgame, steal_last| {
        let mut scenario = swarm(20, 65_536, &[seeders(2, 200 * KB), seeders(1, 2 * KB), leechers(1, 400 * KB)]);
        scenario.peer.picker.endgame = endgame;
        scenario.peer.picker.steal_last = steal_last;
        let runs = (1..=5).map(|seed| {
            let (sim, log) = run(&scenario, seed);
            assert_eq!(crowded(&log).0, 0, "blocks asked for twice at a time");
            last_s(&sim)
        });
        median(runs.collect())
    };
    let [soon, late, never] =
        [(Endgame::Steal, 3.0), (Endgame::Steal, 40.0), (Endgame::Off, 3.0)].map(|(e, n)| time(e, n));
    assert!(
        soon < 0.6 * late && late < never && soon < 0.5 * never,
        "complete after {soon:.1}, {late:.1} and {never:.1} s"
    );
}
