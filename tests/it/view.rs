//! What a frame tells of a large swarm, against the frame of the same moment that tells everything.
//!
//! Owns the recount: sums by role, one after another, from rows. A frame is small because it leaves out, never because it rounds.

use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::config::Behaviour;
use swarmscope_core::scenario::{Scenario, presets};
use swarmscope_core::sim::Sim;
use swarmscope_core::view::codes::{TILE_LEVEL_MAX, TILE_LEVEL_REACHED};
use swarmscope_core::view::frame::{Frame, classes, details, flights, flows, have, links, owners, peers, swarm};

const PIECES: u32 = 40;

/// A flash crowd with free riders, in the middle of its work.
fn crowd(leechers: u32) -> Sim {
    let mut scenario: Scenario = presets::flash_crowd();
    scenario.torrent.pieces = PIECES;
    scenario.groups[0].count = leechers / 20;
    scenario.groups[1].count = leechers;
    let mut riders = scenario.groups[1].clone();
    (riders.count, riders.behaviour) = (leechers / 10, Behaviour::FreeRider);
    scenario.groups.push(riders);
    let scenario = Scenario::parse(&scenario.to_json()).unwrap().scenario;
    let mut sim = Sim::new(&scenario, 7);
    sim.advance(Nanos::from_secs_f64(25.0), u64::MAX);
    sim
}

fn everybody(sim: &mut Sim) -> Vec<PeerIdx> {
    sim.frame().column::<u32>(peers::ID).iter().copied().map(PeerIdx).collect()
}

/// Sender, receiver, piece, block.
fn blocks(frame: &Frame) -> Vec<[u32; 4]> {
    let column = |number| frame.column::<u32>(number).iter().copied();
    let ends = column(flights::FROM).zip(column(flights::TO));
    ends.zip(column(flights::PIECE).zip(column(flights::BLOCK)))
        .map(|((from, to), (piece, block))| [from, to, piece, block])
        .collect()
}

#[test]
fn a_frame_of_many_peers_is_a_few_bytes_for_each() {
    let mut sim = crowd(800);
    let frame = sim.frame();
    let shown = frame.column::<u32>(peers::ID).len();
    assert_eq!((shown, frame.column::<f64>(swarm::DETAIL)[0]), (920, 2.0));
    for column in [details::ID, owners::ID, have::BITS, links::A] {
        assert!(frame.column::<u32>(column).is_empty(), "column {column}");
    }
    assert!(frame.column::<u32>(flights::FROM).len() <= 1024);
    // Eleven bytes a peer; samples, notices, pieces and a bounded number of blocks besides.
    assert!(frame.bytes().len() < 11 * shown + 60_000, "{} bytes", frame.bytes().len());
}

#[test]
fn looks_rates_and_flows_are_those_of_everybody() {
    let mut sim = crowd(800);
    let all = everybody(&mut sim);
    let frame = sim.frame_watching(&all).clone();
    let ids = frame.column::<u32>(peers::ID);
    assert_eq!((frame.column::<u32>(details::ID), frame.column::<u32>(owners::ID)), (ids, ids));
    let words = frame.column::<f64>(swarm::HAVE_WORDS)[0] as usize;
    let mut role_of = BTreeMap::new();
    for (row, bits) in frame.column::<u32>(have::BITS).chunks(words).enumerate() {
        let pieces: u32 = bits.iter().map(|word| word.count_ones()).sum();
        assert_eq!(frame.column::<u32>(peers::HAVE)[row], pieces);
        let rider = frame.column::<u8>(peers::FLAGS)[row] & 2 != 0;
        let role = if pieces == PIECES { 1 } else { 2 * u8::from(rider) };
        let tile = frame.column::<u8>(peers::TILE)[row];
        let level = match pieces {
            0 => u32::from(frame.column::<u32>(peers::REACHED)[row] > 0),
            PIECES => 31,
            pieces => 2 + 29 * pieces / PIECES,
        };
        assert_eq!((tile / 32, u32::from(tile % 32)), (role, level), "peer {}", ids[row]);
        role_of.insert(ids[row], role);
    }

    let mut sums: BTreeMap<u8, (u32, f64, f64)> = BTreeMap::new();
    for (row, id) in ids.iter().enumerate() {
        let (n, up, down) = sums.entry(role_of[id]).or_default();
        *n += 1;
        *up += f64::from(frame.column::<f32>(details::UPLOAD_RATE)[row]);
        *down += f64::from(frame.column::<f32>(details::DOWNLOAD_RATE)[row]);
    }
    assert_eq!(frame.column::<u8>(classes::ROLE), sums.keys().copied().collect::<Vec<_>>());
    for (row, (n, up, down)) in sums.values().enumerate() {
        assert_eq!(frame.column::<u32>(classes::PEERS)[row], *n);
        for (column, sum) in [(classes::UPLOAD_RATE, up), (classes::DOWNLOAD_RATE, down)] {
            let told = f64::from(frame.column::<f32>(column)[row]);
            assert!((told - sum).abs() <= 1e-5 * sum, "{told} is not {sum}");
        }
    }

    let mut pairs: BTreeMap<(u8, u8), u32> = BTreeMap::new();
    for [from, to, ..] in blocks(&frame) {
        *pairs.entry((role_of[&from], role_of[&to])).or_default() += 1;
    }
    let ends = frame.column::<u8>(flows::FROM).iter().copied().zip(frame.column::<u8>(flows::TO).iter().copied());
    let told: BTreeMap<(u8, u8), u32> = ends.zip(frame.column::<u32>(flows::BLOCKS).iter().copied()).collect();
    assert_eq!(told, pairs);
    assert!(told.len() >= 3, "seeders and leechers serve leechers and free riders");
}

#[test]
fn blocks_that_are_told_are_some_of_all_and_stay_told_on_all_of_their_way() {
    let mut sim = crowd(800);
    let all = everybody(&mut sim);
    let mut before: Option<(f64, BTreeSet<[u32; 4]>)> = None;
    for step in 1..40 {
        sim.advance(Nanos::from_secs_f64(25.0 + 0.02 * f64::from(step)), u64::MAX);
        let whole: BTreeSet<_> = blocks(sim.frame_watching(&all)).into_iter().collect();
        let frame = sim.frame();
        let one_in = frame.column::<f64>(swarm::ONE_IN)[0];
        let told: BTreeSet<_> = blocks(frame).into_iter().collect();
        assert!(one_in > 1.0 && told.is_subset(&whole));
        let share = whole.len() as f64 / told.len() as f64;
        assert!(share > one_in / 1.5 && share < one_in * 1.5, "one in {share}, not in {one_in}");
        if let Some((_, told_before)) = before.filter(|(before, _)| *before == one_in) {
            assert!(told_before.iter().all(|block| told.contains(block) || !whole.contains(block)));
        }
        before = Some((one_in, told));
    }
}

#[test]
fn of_a_watched_peer_everything_is_told_in_a_swarm_of_any_size() {
    for leechers in [60, 200, 800] {
        let mut sim = crowd(leechers);
        let all = everybody(&mut sim);
        let whole = sim.frame_watching(&all).clone();
        let watched = 50;
        let frame = sim.frame_watching(&[PeerIdx(watched)]);
        let row = |frame: &Frame, column| frame.column::<u32>(column).iter().position(|id| *id == watched).unwrap();
        for column in [details::NEIGHBOURS, details::UNCHOKED] {
            assert_eq!(
                frame.column::<u32>(column)[row(frame, details::ID)],
                whole.column::<u32>(column)[row(&whole, details::ID)]
            );
        }
        assert_eq!(
            frame.column::<f64>(details::DOWNLOADED)[row(frame, details::ID)],
            whole.column::<f64>(details::DOWNLOADED)[row(&whole, details::ID)]
        );
        let near = |frame: &Frame| -> Vec<(u32, u32, u8)> {
            let ends = frame.column::<u32>(links::A).iter().zip(frame.column::<u32>(links::B));
            let rows = ends.zip(frame.column::<u8>(links::FLAGS)).map(|((a, b), flags)| (*a, *b, *flags));
            rows.filter(|(a, b, _)| *a == watched || *b == watched).collect()
        };
        assert_eq!(near(frame), near(&whole));
        assert!(!near(frame).is_empty() && near(frame).iter().all(|(a, b, _)| a < b));
        let of_it = |frame: &Frame| {
            blocks(frame).into_iter().filter(|[from, to, ..]| *from == watched || *to == watched).count()
        };
        assert_eq!(of_it(frame), of_it(&whole));
    }
}

#[test]
fn peers_have_the_order_in_which_they_were_reached_and_a_look_from_then_on() {
    let mut sim = crowd(600);
    let mut before: BTreeMap<u32, u32> = BTreeMap::new();
    let mut between = 0;
    for s in 25..40 {
        sim.advance(Nanos::from_secs(s), u64::MAX);
        let frame = sim.frame();
        let column = |number| frame.column::<u32>(number).to_vec();
        let (ids, reached, have) = (column(peers::ID), column(peers::REACHED), column(peers::HAVE));
        let all = frame.column::<f64>(swarm::REACHED)[0] as u32;
        let ranks: BTreeSet<u32> = reached.iter().copied().filter(|&rank| rank > 0).collect();
        assert_eq!(ranks, (1..=all).collect(), "each rank once");
        for (row, tile) in frame.column::<u8>(peers::TILE).iter().enumerate() {
            let level = tile & TILE_LEVEL_MAX;
            match (have[row], reached[row]) {
                (0, 0) => assert_eq!(level, 0),
                (0, _) => assert_eq!(level, TILE_LEVEL_REACHED),
                (PIECES, _) => assert_eq!(level, TILE_LEVEL_MAX),
                _ => assert!((TILE_LEVEL_REACHED + 1..TILE_LEVEL_MAX).contains(&level), "{level}"),
            }
            between += u32::from(level == TILE_LEVEL_REACHED);
        }
        let now: BTreeMap<u32, u32> = ids.into_iter().zip(reached).filter(|(_, rank)| *rank > 0).collect();
        assert!(before.iter().all(|(peer, rank)| now.get(peer) == Some(rank)), "a rank is for good");
        before = now;
    }
    assert!(before.len() > 400 && between > 50, "{} reached, {between} seen at their first block", before.len());
}
