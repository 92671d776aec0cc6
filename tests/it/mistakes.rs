//! Mistakes that other simulators made: one test for each, which fails when the mistake is made here.
//!
//! "Broken by" tells the change to the core that was tried, and seen to fail the test.
//! One entry of the list has no test yet: an "XOR distance" that is no XOR. It has its place when there is a DHT.

use crate::drawn;
use crate::swarm::{
    KB, LATENCY, Log, Lone, at, command, completions, first_pieces, last_s, leechers, moments, open_house, riders, run,
    run_until, seeders, start, swarm,
};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::bitfield::Bitfield;
use swarmscope_core::base::ids::{BlockRef, PeerIdx, PieceIdx};
use swarmscope_core::base::units::{BytesPerSec, Nanos};
use swarmscope_core::events::event::Event;
use swarmscope_core::protocol::message::Message;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::scenario::config::{
    Behaviour, Departure, Endgame, Group, InitialHave, Leave, NeighbourConfig, PickerConfig,
};

/// A block on its way to somebody: the key of requests and transfers, `(asks, serves, block)`.
type Request = (PeerIdx, PeerIdx, BlockRef);

// Lockstep without random ties.

/// Sixteen alike leechers meet a seeder at the same moment. Where equally good pieces are not drawn by lot, all of them
/// begin the same piece, and have nothing to give each other. Of 64 pieces, sixteen draws hit 14 on average.
/// Broken by taking the first of the rarest pieces in `picker::pick`.
#[test]
fn alike_leechers_do_not_walk_in_lockstep() {
    for random_first_pieces in [0, 4] {
        let mut scenario = open_house(64, 65_536, &[seeders(1, 1000 * KB), leechers(16, 100 * KB)]);
        scenario.peer.picker.random_first_pieces = random_first_pieces;
        let (_, log) = run_until(&scenario, 3, 5.0);
        let first: BTreeSet<u32> = first_pieces(&log).into_values().collect();
        assert!(first.len() >= 10, "16 leechers begin with the pieces {first:?}");
    }
}

/// Rounds of choking have a phase of their own in each peer; where they have not, the whole swarm chokes at one moment.
/// Broken by a phase of zero in `Peer::new`.
#[test]
fn rounds_of_choking_are_not_held_at_one_moment() {
    let half = Group { have: InitialHave::Fraction(0.5), ..leechers(20, 100 * KB) };
    let (_, log) = run_until(&swarm(400, 65_536, &[half]), 1, 60.0);
    let chokes = moments(&log, |event| matches!(event, Event::Choked { .. }));
    let phases: BTreeSet<u64> = chokes.iter().map(|s| (s * 1000.0) as u64 % 10_000).collect();
    assert!(phases.len() >= 15, "20 peers choke in phases {phases:?} ms");
}

/// Nobody has sent anything yet, so all neighbours are alike: who is served first must not depend on the peer's number.
/// Broken by letting all announce at the very moment they come, in `Peer::new`: sixty of sixty begin with the first.
#[test]
fn who_is_served_first_does_not_depend_on_the_number() {
    let mut served = [0u32; 12];
    for seed in 0..60 {
        let (_, log) = run_until(&swarm(40, 65_536, &[seeders(1, 100 * KB), leechers(12, 100 * KB)]), seed, 2.0);
        let first = log.iter().find_map(|(_, event)| match event {
            Event::Unchoked { from: PeerIdx(0), to, .. } => Some(to.at() - 1),
            _ => None,
        });
        served[first.expect("the seeder serves somebody within two seconds")] += 1;
    }
    assert!(served.iter().all(|&n| n <= 15), "60 seeders served first, by number: {served:?}");
}

// Choke checked in the wrong direction.

/// A free rider chokes everybody and is served all the same; what counts is whether the *other* side chokes. Requests go
/// only to neighbours whose unchoke has been heard and whose choke has not, and blocks only to those that the sender
/// itself unchokes.
/// Broken by asking `am_choking` instead of `peer_choking` in `Peer::ask`, and instead in `Peer::on_request`.
#[test]
fn a_choke_counts_in_its_own_direction() {
    let (sim, log) = run(&swarm(24, 65_536, &[seeders(1, 100 * KB), leechers(4, 50 * KB), riders(4, 50 * KB)]), 1);
    assert!(sim.is_finished(), "free riders are served although they choke everybody");
    // When `from` began and ceased to serve `to`.
    let mut serves: BTreeMap<(PeerIdx, PeerIdx), Vec<(Nanos, bool)>> = BTreeMap::new();
    let mut asked = 0;
    for &(now, ref event) in &log {
        match *event {
            Event::Unchoked { from, to, .. } => serves.entry((from, to)).or_default().push((now, true)),
            Event::Choked { from, to } => serves.entry((from, to)).or_default().push((now, false)),
            Event::BlockStarted { from, to, .. } => {
                let unchoked = serves.get(&(from, to)).and_then(|all| all.last()).is_some_and(|last| last.1);
                assert!(unchoked, "{from} serves {to} at {now} while it chokes it");
            }
            Event::Requested { from, to, .. } => {
                assert!(to.0 <= 4, "{from} asks the free rider {to}, which never unchokes");
                let heard = serves[&(to, from)].iter().rev().find(|(when, _)| *when + LATENCY <= now);
                assert!(heard.is_some_and(|last| last.1), "{from} asks {to} at {now}, which it believes to choke it");
                asked += 1;
            }
            _ => {}
        }
    }
    assert!(asked > 700, "{asked} requests");
}

// A hash that depends on the sender.

/// Whether a piece passes depends on its bytes and on nothing else: it passes when all its blocks are the torrent's,
/// whoever sent them, and fails when one is not.
/// Broken by letting `finish_piece` count a piece of several senders as polluted.
#[test]
fn a_hash_depends_on_the_bytes_alone() {
    let polluter = Group { behaviour: Behaviour::Polluter, ..seeders(1, 50 * KB) };
    let (mut mixed, mut failed) = (0, 0);
    for seed in 0..4 {
        let (_, log) = run(&swarm(20, 131_072, &[seeders(1, 100 * KB), polluter.clone(), leechers(6, 50 * KB)]), seed);
        // Who sent each block of a piece in progress, and whether it was genuine.
        let mut partial: BTreeMap<(PeerIdx, PieceIdx), Vec<(PeerIdx, bool)>> = BTreeMap::new();
        for (_, event) in &log {
            match *event {
                Event::BlockReceived { from, to, block, genuine, wanted: true, .. } => {
                    partial.entry((to, block.piece)).or_default().push((from, genuine));
                }
                Event::Verified { peer, piece, ok } => {
                    let blocks = partial.remove(&(peer, piece)).unwrap();
                    assert_eq!(
                        ok,
                        blocks.iter().all(|&(_, genuine)| genuine),
                        "{peer} hashes piece {piece}: {blocks:?}"
                    );
                    let senders: BTreeSet<PeerIdx> = blocks.iter().map(|&(from, _)| from).collect();
                    mixed += u32::from(ok && senders.len() > 1);
                    failed += u32::from(!ok);
                }
                _ => {}
            }
        }
    }
    assert!(mixed > 50 && failed > 5, "{mixed} pieces of several senders passed, {failed} pieces failed");
}

// Speeds rigged so that the swarm wins.

/// A swarm in which nobody gives anything is client and server: N copies over one uplink, and not a byte faster. The same
/// leechers finish much sooner when they share, and still not before the links allow.
/// Broken by giving free riders the slots of the others in `Peer::new` and `Engine::enter`.
#[test]
fn a_swarm_of_free_riders_is_no_faster_than_a_server() {
    for seed in 0..3 {
        let groups = |leechers| swarm(32, 65_536, &[seeders(1, 100 * KB), leechers]);
        let one_copy_s = 32.0 * 65_536.0 / 100_000.0;
        let (alone, _) = run(&groups(riders(10, 100 * KB)), seed);
        let server = last_s(&alone) / (10.0 * one_copy_s);
        assert!((1.0..1.1).contains(&server), "free riders took {server:.3} of what a server takes");
        let (shared, _) = run(&groups(leechers(10, 100 * KB)), seed);
        let bound = last_s(&shared) / one_copy_s;
        assert!((1.0..3.0).contains(&bound), "leechers took {bound:.3} of the least possible");
    }
}

// Counters that start above zero.

/// At the beginning nothing has happened, and when the peers have come they have done nothing; at the end every counter is
/// the sum of what the event stream tells, recounted here.
/// Broken by starting `uploaded` at one byte in `Stats::join`.
#[test]
fn counters_start_at_zero_and_are_sums() {
    let scenario = swarm(16, 65_536, &[seeders(1, 100 * KB), leechers(5, 50 * KB)]);
    let mut sim = start(&scenario, 1);
    let s = sim.summary();
    assert_eq!((s.events, s.blocks, s.received, s.wasted, s.corrupt, s.lost, s.overhead), (0, 0, 0, 0, 0, 0, 0));
    assert_eq!((s.completed, s.leechers, s.seed_copies, s.peers.len()), (0, 0, 0.0, 0));
    sim.advance(Nanos::from_millis(10), u64::MAX);
    assert_eq!(sim.summary().peers.len(), 6);
    for peer in sim.summary().peers {
        let done = (peer.uploaded, peer.downloaded, peer.useful, peer.wasted, peer.corrupt);
        assert_eq!(done, (0, 0, 0, 0, 0), "peer {} has just come", peer.id);
        assert_eq!(sim.inspect(PeerIdx(peer.id)).unwrap().have, if peer.id == 0 { 16 } else { 0 });
    }
    let mut log = sim.take_log();
    while !sim.is_finished() {
        sim.advance(sim.now() + Nanos::from_secs(1), u64::MAX);
    }
    log.extend(sim.take_log());
    let mut counted = [(0, 0, 0); 6];
    for (_, event) in &log {
        match *event {
            Event::BlockReceived { from, to, bytes, .. } => {
                counted[from.at()].0 += u64::from(bytes);
                counted[to.at()].1 += u64::from(bytes);
            }
            Event::Verified { peer, ok: true, .. } => counted[peer.at()].2 += 65_536,
            _ => {}
        }
    }
    let shown: Vec<_> = sim.summary().peers.iter().map(|peer| (peer.uploaded, peer.downloaded, peer.useful)).collect();
    assert_eq!(shown, counted);
    assert_eq!(sim.stats().received, counted.iter().map(|peer| peer.1).sum::<u64>());
}

// Rates that no transfer obeys.

/// Every block takes its size over the uplink's rate to leave, travels the latency, and passes the downlink no faster than
/// that allows; and the rate shown is the bytes that really came in the last 18 to 20 seconds.
/// Broken by a doubled uplink in `Network::begin`, and by a meter that forgets after 40 s.
#[test]
fn every_block_takes_its_size_over_the_rate() {
    let slow = Group { download_rate: 30 * KB, ..leechers(3, 50 * KB) };
    let mut sim = start(&swarm(40, 50_000, &[seeders(1, 77 * KB), slow, leechers(4, 33 * KB)]), 1);
    let (up, down) = ([77, 50, 50, 50, 33, 33, 33, 33], [616, 30, 30, 30, 264, 264, 264, 264]);
    let takes = |rate: u64, bytes: u32| BytesPerSec(rate * KB).time_for(u64::from(bytes));
    let (mut log, mut started): (Log, BTreeMap<Request, Nanos>) = (Log::new(), BTreeMap::new());
    let mut blocks = 0;
    for second in 1..=60 {
        sim.advance(Nanos::from_secs(second), u64::MAX);
        let news = sim.take_log();
        for &(now, ref event) in &news {
            match *event {
                Event::BlockStarted { from, to, block, .. } => {
                    started.insert((to, from, block), now);
                }
                Event::BlockSent { from, to, block, bytes } => {
                    assert_eq!(now.since(started[&(to, from, block)]), takes(up[from.at()], bytes), "{event:?}");
                }
                Event::BlockReceived { from, to, block, bytes, .. } => {
                    let least = takes(up[from.at()].min(down[to.at()]), bytes) + LATENCY;
                    assert!(now.since(started[&(to, from, block)]) >= least, "{event:?} is there too soon");
                    blocks += 1;
                }
                _ => {}
            }
        }
        log.extend(news);
        for number in 0..up.len() {
            let peer = sim.peer_stats(PeerIdx(number as u32)).expect("everybody is here");
            let came = |last_s| {
                let since = Nanos::from_secs(second).since(Nanos::from_secs(last_s));
                let bytes = log.iter().filter(|(now, _)| *now >= since).map(|(_, event)| match *event {
                    Event::BlockReceived { to, bytes, .. } if to.at() == number => u64::from(bytes),
                    _ => 0,
                });
                bytes.sum::<u64>()
            };
            let shown = peer.down.bytes(sim.now());
            let (least, most) = (came(18), came(20));
            assert!(least <= shown && shown <= most, "{number} at {second} s: {least} <= {shown} <= {most}");
        }
    }
    assert!(blocks > 500, "{blocks} blocks");
}

// One upload slot where four were meant.

/// A seeder with four slots and enough takers serves four at a time, and takes turns between them block by block.
/// Broken by one slot fewer in `choker::round` and `fill_slots`.
#[test]
fn four_slots_are_four() {
    for slots in [1, 2, 4, 7] {
        let mut scenario = swarm(400, 65_536, &[seeders(1, 100 * KB), riders(12, 50 * KB)]);
        scenario.peer.choker.upload_slots = slots;
        let (_, log) = run_until(&scenario, 1, 120.0);
        let mut unchoked = BTreeSet::new();
        let mut served = Vec::new();
        for &(now, ref event) in &log {
            match *event {
                Event::Unchoked { to, .. } => drop(unchoked.insert(to)),
                Event::Choked { to, .. } => drop(unchoked.remove(&to)),
                _ => {}
            }
            if let Event::BlockStarted { to, .. } = *event
                && now > Nanos::from_secs(5)
            {
                assert_eq!(unchoked.len() as u32, slots, "served at once, at {now}");
                served.push(to);
            }
        }
        // 120 s at 100 kB/s are 700 blocks. In any thirty of them, all that have a slot have their turn.
        assert!(served.len() > 600, "{} blocks", served.len());
        for some in served.chunks_exact(30) {
            let receivers = some.iter().collect::<BTreeSet<_>>().len() as u32;
            assert!(receivers >= slots, "{slots} slots, and 30 blocks go to {receivers} receivers");
        }
    }
}

// CANCEL ignored, endgame waste uncounted.

/// In the endgame blocks are asked for twice. The sum of those that came twice, recounted here, is the waste shown. A
/// cancel that reaches the sender in time stops the block, and most do.
/// Broken by an empty `Peer::on_cancel`, and by leaving out the waste in `Stats::receive`.
#[test]
fn a_cancel_stops_a_block_and_waste_is_counted() {
    let (mut stopped, mut twice) = (0, 0);
    for seed in 0..5 {
        let slow = Group { name: "slow".into(), ..seeders(2, 12 * KB) };
        let (sim, log) = run(&swarm(12, 65_536, &[seeders(1, 100 * KB), slow, leechers(3, 50 * KB)]), seed);
        let mut cancelled: BTreeMap<Request, Nanos> = BTreeMap::new();
        let (mut had, mut wasted) = (BTreeSet::new(), 0);
        for &(now, ref event) in &log {
            match *event {
                Event::Cancelled { from, to, block } => drop(cancelled.insert((from, to, block), now)),
                Event::BlockStarted { from, to, block, .. } => {
                    let late = cancelled.get(&(to, from, block)).is_some_and(|&said| now > said + LATENCY);
                    assert!(!late, "{from} sends {to} a block at {now} although it knows that it was cancelled");
                }
                Event::Rejected { from, to, block, .. } => {
                    stopped += u32::from(cancelled.remove(&(from, to, block)).is_some());
                }
                Event::BlockReceived { from, to, block, bytes, wanted, .. } => {
                    cancelled.remove(&(to, from, block));
                    let first = had.insert((to, block));
                    assert_eq!(wanted, first, "{event:?}");
                    wasted += if first { 0 } else { u64::from(bytes) };
                }
                _ => {}
            }
        }
        let s = sim.summary();
        assert_eq!((s.wasted, s.peers.iter().map(|peer| peer.wasted).sum::<u64>()), (wasted, wasted));
        twice += wasted / 16_384;
    }
    assert!(stopped > 20 && twice > 5, "{stopped} blocks were stopped by a cancel, {twice} came twice");
}

// At most 32 pieces.

/// A swarm shares 33, 65 and 1000 pieces as well as 32, and verifies each of them once.
/// Broken by a picker that looks at the first word of the set only.
#[test]
fn there_may_be_more_than_32_pieces() {
    for pieces in [1, 32, 33, 64, 65, 1000] {
        let (sim, log) = run(&swarm(pieces, 16_384, &[seeders(1, 400 * KB), leechers(3, 200 * KB)]), 1);
        assert!(sim.is_finished(), "{pieces} pieces: {:?}", sim.summary());
        let mut verified = BTreeMap::new();
        for (_, event) in &log {
            if let Event::Verified { peer, piece, ok: true } = *event {
                *verified.entry((peer, piece)).or_insert(0) += 1;
            }
        }
        assert_eq!((verified.len() as u32, verified.values().max()), (3 * pieces, Some(&1)));
    }
}

// The optimistic peer choked again by the next 10 s round.

/// Whoever becomes the optimistic unchoke in a rotation keeps its slot for 30 seconds, through the two rounds in between.
/// In this swarm nobody becomes complete and everybody always wants something, so there is no reason to take it back.
/// Broken by rotating in every round.
#[test]
fn an_optimistic_unchoke_lasts_thirty_seconds() {
    let half = Group { have: InitialHave::Fraction(0.5), ..leechers(8, 40 * KB) };
    let mut sim = start(&swarm(2000, 65_536, &[half, riders(6, 40 * KB)]), 1);
    let (mut since, mut turns) = (BTreeMap::new(), BTreeMap::<PeerIdx, Vec<(Nanos, f64)>>::new());
    for half_second in 1..1000 {
        sim.advance(Nanos::from_millis(500 * half_second), u64::MAX);
        for (now, event) in sim.take_log() {
            match event {
                Event::Unchoked { from, to, optimistic: true } => drop(since.insert((from, to), now)),
                Event::Choked { from, to } => {
                    if let Some(began) = since.remove(&(from, to)) {
                        turns.entry(from).or_default().push((began, now.since(began).as_secs_f64()));
                    }
                }
                Event::Sent { kind: 3, from, to, .. } if to.0 < 8 => panic!("{from} has lost interest in {to}"),
                _ => {}
            }
        }
        // Whoever has earned a regular slot is in another competition.
        for peer in (0..8).map(PeerIdx) {
            for row in sim.inspect(peer).unwrap().neighbours.iter().filter(|row| !row.am_choking && !row.optimistic) {
                since.remove(&(peer, PeerIdx(row.peer)));
            }
        }
    }
    let mut in_turn = 0;
    for (peer, turns) in turns {
        // Its rotations come every 30 s, at the phase that most turns begin with. What is given away between two of them, as
        // when a slot becomes free, lasts until the next only.
        let phase = |when: Nanos| when.0 % 30_000_000_000;
        let as_often = |began: Nanos| turns.iter().filter(|turn| phase(turn.0) == phase(began)).count();
        let usual = phase(turns.iter().map(|turn| turn.0).max_by_key(|&began| as_often(began)).unwrap());
        for &(began, lasted) in turns.iter().filter(|turn| phase(turn.0) == usual) {
            assert!(lasted >= 30.0, "{peer} takes the slot it gave at {began} back after {lasted} s: {turns:?}");
            in_turn += 1;
        }
    }
    assert!(in_turn > 60, "{in_turn} turns were seen");
}

// A "random" pick among the first N only.

/// The first pieces of 200 leechers spread over the whole of 1000 pieces: ten classes of a hundred, twenty expected in
/// each. Chi-square with nine degrees of freedom exceeds 27.9 once in a thousand.
/// Broken by drawing among the first 512 pieces.
#[test]
fn a_random_piece_is_drawn_from_all() {
    for random_first_pieces in [0, 4] {
        let mut classes = [0.0; 10];
        for seed in 0..10 {
            let mut scenario = open_house(1000, 16_384, &[seeders(1, 400 * KB), leechers(20, 100 * KB)]);
            scenario.peer.picker.random_first_pieces = random_first_pieces;
            let (_, log) = run_until(&scenario, seed, 1.0);
            first_pieces(&log).into_values().for_each(|piece| classes[piece as usize / 100] += 1.0);
        }
        assert_eq!(classes.iter().sum::<f64>(), 200.0);
        let chi_square: f64 = classes.iter().map(|n| (n - 20.0) * (n - 20.0) / 20.0).sum();
        assert!(chi_square < 27.9, "first pieces by hundreds: {classes:?}, chi-square {chi_square:.1}");
    }
}

/// The optimistic slot goes round all neighbours, not round the first few: a seeder that serves the fastest meets thirty
/// free riders, and every one of them has its turn within thirty turns and a bit.
/// Broken by a rotation over the first ten connections, and by one that puts only those back who lost their slot unearned.
#[test]
fn the_optimistic_slot_goes_round_everybody() {
    let (_, log) = run_until(&swarm(4000, 65_536, &[seeders(1, 50 * KB), riders(30, 50 * KB)]), 1, 1000.0);
    let served: BTreeSet<PeerIdx> = log
        .iter()
        .filter_map(|(_, event)| match *event {
            Event::Unchoked { to, .. } => Some(to),
            _ => None,
        })
        .collect();
    assert_eq!(served.len(), 30, "of 30 riders, these had a slot: {served:?}");
}

// Choke/unchoke/choke within a second.

/// No pair of peers flutters, in any drawn swarm: an unchoke lasts a second at least, unless the connection closes or the
/// peer goes.
/// Broken by `is_fresh` never being true.
#[test]
fn nobody_flutters() {
    let mut unchokes = 0;
    for number in 0..60 {
        let (_, log) = run(&drawn::scenario(number), number);
        let mut since: BTreeMap<(PeerIdx, PeerIdx), Nanos> = BTreeMap::new();
        // Slots that were taken back after less than a second, by whom; it is no flutter when the connection closed.
        let mut short: Vec<(Nanos, PeerIdx, PeerIdx)> = Vec::new();
        let mut closed = BTreeSet::new();
        for &(now, ref event) in &log {
            match *event {
                Event::Unchoked { from, to, .. } => {
                    unchokes += 1;
                    since.insert((from, to), now);
                    // It goes on serving, so it was not about to leave when it choked.
                    let flutter =
                        short.iter().find(|&&(at, by, to)| by == from && at < now && !closed.contains(&(at, by, to)));
                    assert_eq!(flutter, None, "drawn swarm {number}: choked within a second of an unchoke");
                }
                Event::Choked { from, to } => {
                    let began = since.remove(&(from, to)).filter(|&began| now.since(began) < Nanos::from_secs(1));
                    short.extend(began.map(|_| (now, from, to)));
                }
                Event::Closed { a, b } => drop(closed.insert((now, a, b))),
                Event::Left { peer, .. } => short.retain(|&(_, from, to)| from != peer && to != peer),
                _ => {}
            }
        }
    }
    assert!(unchokes > 3000, "{unchokes} unchokes");
}

// Requests still queued at the moment of choking served or lost.

/// Each request that is open when its neighbour chokes ends with one block or reject, soon, unless the connection closes; and no block
/// starts after the choke, but of one that goes. Broken by not rejecting in `Peer::choke` (lost), and by keeping the queue (served).
#[test]
fn what_is_queued_when_the_choke_comes_is_rejected() {
    let (mut rejected, mut delivered) = (0, 0);
    for number in 0..60 {
        let (_, log) = run(&drawn::scenario(number), number);
        let mut open: BTreeMap<Request, Option<Nanos>> = BTreeMap::new();
        let mut serves: BTreeSet<(PeerIdx, PeerIdx)> = BTreeSet::new();
        for &(now, ref event) in &log {
            match *event {
                Event::Unchoked { from, to, .. } => drop(serves.insert((from, to))),
                Event::Departing { peer } => drop(serves.insert((peer, peer))),
                Event::Choked { from, .. } if serves.contains(&(from, from)) => {}
                Event::Choked { from, to } => {
                    serves.remove(&(from, to));
                    let asked = open.iter_mut().filter(|((asks, serves, _), _)| (*asks, *serves) == (to, from));
                    asked.for_each(|(_, choked)| *choked = choked.or(Some(now)));
                }
                Event::BlockStarted { from, to, .. } => assert!(serves.contains(&(from, to)), "{event:?} while choked"),
                Event::Requested { from, to, block, .. } => drop(open.insert((from, to, block), None)),
                Event::Rejected { from, to, block, .. } => {
                    rejected += u32::from(open.remove(&(from, to, block)) != Some(None))
                }
                Event::BlockReceived { from, to, block, .. } => {
                    delivered += u32::from(open.remove(&(to, from, block)) != Some(None));
                }
                Event::Closed { a, b } => open.retain(|&(from, to, _), _| (from, to) != (a, b) && (from, to) != (b, a)),
                Event::Left { peer, .. } => open.retain(|&(from, to, _), _| from != peer && to != peer),
                _ => {}
            }
            // The slowest link drawn takes two seconds for a block, or a little more with a queue at the receiver.
            let lost = open.iter().find(|(_, choked)| choked.is_some_and(|at| now.since(at) > Nanos::from_secs(60)));
            assert_eq!(lost, None, "drawn swarm {number} at {now}: a request was lost with a choke");
        }
    }
    assert!(rejected > 500 && delivered > 100, "after a choke {rejected} were rejected, {delivered} delivered");
}

// Unrequested bytes counted as contribution.

/// What a neighbour sent counts once for each block that it was asked for, in the rate by which peers are served and in the
/// piece. A neighbour can't send more than it was asked for: a pipe holds requests and nothing else.
/// Broken by counting a block twice in `Session::on_block`, or by a pipe that keeps a request after its block has come.
#[test]
fn a_contribution_is_what_was_asked_for_and_counts_once() {
    let mut lone = Lone::new(&swarm(40, 65_536, &[leechers(1, 1)]));
    let at = lone.neighbour(1, Message::HaveAll);
    lone.asked();
    lone.hear(at, Message::Unchoke);
    let asked = lone.asked();
    for (received, &block) in asked.iter().enumerate() {
        lone.now += Nanos::from_secs(1);
        assert_eq!(lone.receive(at), block, "blocks come in the order of the requests");
        let contribution = lone.session.meters.received(&lone.session.neighbours[at.at()]);
        assert_eq!(contribution, 16_384 * (received as u64 + 1));
    }
    let events = lone.events();
    let wanted = events.iter().filter_map(|event| match event {
        Event::BlockReceived { wanted: true, block, .. } => Some(*block),
        _ => None,
    });
    let wanted: BTreeSet<BlockRef> = wanted.collect();
    assert_eq!(wanted, asked.into_iter().collect());
}

// A swarm that breaks when a peer is removed.

/// Whoever is taken away in the middle of the run, by a farewell or a crash, the others become complete and no law breaks.
/// Broken by not releasing a gone neighbour's blocks in `Peer::forget`, unless the endgame makes up for it.
#[test]
fn a_swarm_survives_the_loss_of_any_peer() {
    // Gone without waiting for anything: what was asked of it is never answered.
    let groups = [seeders(1, 100 * KB), Group { departure: Departure::Instant, ..leechers(8, 50 * KB) }];
    for victim in 1..=8 {
        for crash in [false, true] {
            let mut scenario = swarm(24, 65_536, &groups);
            // The endgame would ask others for what was lost with the peer.
            scenario.peer.picker.endgame = Endgame::Off;
            scenario.commands = vec![command(9.0, Command::RemovePeers { peers: vec![victim], crash })];
            let (sim, log) = run(&scenario, u64::from(victim));
            assert!(sim.is_finished(), "without {victim} (crash: {crash}): {:?}", sim.summary());
            assert_eq!(sim.summary().completed, 7);
            assert_eq!(moments(&log, |event| matches!(event, Event::Left { .. })).len(), 1);
        }
    }
}

/// The seeder goes, then everybody goes, then others come: the books stay right and the newcomers are served.
/// (No law may break, and a panic would fail the test.)
#[test]
fn a_swarm_survives_the_loss_of_everybody() {
    for crash in [false, true] {
        let mut scenario = swarm(24, 65_536, &[seeders(1, 100 * KB), leechers(8, 50 * KB)]);
        let newcomers = [seeders(1, 100 * KB), Group { name: "late".into(), ..leechers(3, 50 * KB) }];
        scenario.commands = vec![
            command(9.0, Command::RemovePeers { peers: vec![0], crash }),
            command(20.0, Command::RemovePeers { peers: (0..9).collect(), crash }),
            command(20.0, Command::RemovePeers { peers: vec![3, 77], crash }),
            command(30.0, Command::AddPeers { group: newcomers[0].clone() }),
            command(30.0, Command::AddPeers { group: newcomers[1].clone() }),
        ];
        let (sim, _) = run(&scenario, 1);
        assert!(completions(&sim, "late").iter().all(|s| s.is_finite()), "{:?}", sim.summary());
    }
}

// Global rarity where a peer can only know its neighbours'.

/// Two pieces; one peer's neighbours announce the first of them more often, another's the second. Each begins with the
/// one that is rare *here*.
#[test]
fn each_picks_what_is_rare_among_its_own_neighbours() {
    for common in [0, 1] {
        let mut scenario = swarm(2, 16_384, &[leechers(1, 1)]);
        scenario.peer.picker = PickerConfig { random_first_pieces: 0, ..PickerConfig::default() };
        scenario.peer.pipeline.depth_min = 1;
        let mut lone = Lone::new(&scenario);
        let mut has = Bitfield::none(2);
        has.insert(common);
        for number in 2..5 {
            lone.neighbour(number, Message::Bitfield(Box::new(has.clone())));
        }
        let seed = lone.neighbour(1, Message::HaveAll);
        lone.asked();
        lone.hear(seed, Message::Unchoke);
        assert_eq!(lone.asked()[0].piece.0, 1 - common, "piece {common} is announced by four, the other by one");
    }
}

/// In a sparse swarm every new piece is as rare as any other that the neighbour could have given, among the announcements
/// that the picking peer itself has heard; and often enough another piece is rarer in the swarm as a whole.
/// Broken by picking in `Peer::begin_piece` what the fewest peers of the whole swarm have: no pick is against the swarm then.
#[test]
fn rarity_is_counted_over_neighbours_only() {
    let mut scenario = swarm(60, 32_768, &[seeders(1, 60 * KB), leechers(24, 40 * KB)]);
    scenario.peer.picker.random_first_pieces = 0;
    let few = NeighbourConfig { numwant: 4, initiate_max: 3, connections_max: 5, ..NeighbourConfig::default() };
    scenario.peer.neighbours = NeighbourConfig { refill_below: 2, ..few };
    let mut sim = start(&scenario, 5);
    let mut begun: BTreeSet<(PeerIdx, PieceIdx)> = BTreeSet::new();
    let (mut picks, mut against_the_swarm) = (0, 0);
    while sim.now() < Nanos::from_secs(90) && !sim.is_finished() {
        sim.advance(Nanos::MAX, 1);
        for (_, event) in sim.take_log() {
            let Event::Requested { from, to, block, .. } = event else { continue };
            if !begun.insert((from, block.piece)) {
                continue;
            }
            let peer = sim.engine().world.peers.get(from).unwrap();
            let world = &sim.engine().world;
            let has = |at, piece| peer.has_announced(at, piece, &world.net, &world.logs, sim.now());
            let announced = |piece: u32| peer.open_neighbours().into_iter().filter(|&at| has(at, piece)).count();
            let theirs = peer.place_of(to).expect("it was asked");
            let in_progress = |piece: u32| peer.partials.iter().any(|partial| partial.piece.0 == piece);
            let others: Vec<u32> = (0..peer.have.len())
                .filter(|&piece| has(theirs, piece) && !peer.have.has(piece) && !in_progress(piece))
                .collect();
            let picked = announced(block.piece.0);
            for &other in &others {
                assert!(picked <= announced(other), "{from} begins {block:?}, and {other} is rarer");
            }
            let copies = &sim.stats().copies;
            picks += 1;
            against_the_swarm +=
                u32::from(others.iter().any(|&other| copies[other as usize] < copies[block.piece.at()]));
        }
    }
    assert!(picks > 500, "{picks} picks");
    assert!(against_the_swarm > picks / 10, "only {against_the_swarm} of {picks} picks are not the swarm's rarest");
}

/// Not in the list, and the root of several entries: a peer that stays until the end of a run without a seeder waits, and
/// the swarm neither panics nor invents the missing pieces.
#[test]
fn nobody_completes_what_nobody_has() {
    let mut seeder = seeders(1, 100 * KB);
    seeder.leave = Leave::AfterCopies { copies: 0.5 };
    let mut scenario = swarm(24, 65_536, &[seeder, Group { arrival: at(1.0), ..leechers(6, 50 * KB) }]);
    scenario.end_s = swarmscope_core::scenario::config::Secs(600.0);
    let (sim, _) = run(&scenario, 1);
    assert_eq!(sim.summary().completed, 0);
    assert!(sim.stats().copies.contains(&0), "half a copy is not a whole one: {:?}", sim.stats().copies);
}
