//! WebTorrent's order of requests: the highest piece first, then upwards, and what a slow wire is not asked for.

use crate::swarm::{Lone, leechers, swarm};
use swarmscope_core::base::ids::{BlockIdx, BlockRef, PieceIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::protocol::message::Message;
use swarmscope_core::scenario::config::{FirstRequest, PeerConfig, Profile, profile};

/// Blocks of a piece.
const BLOCKS: u32 = 4;
const PIECES: u32 = 400;

fn lone(change: impl FnOnce(&mut PeerConfig)) -> Lone {
    let mut scenario = swarm(PIECES, BLOCKS * 16_384, &[leechers(1, 50_000)]);
    scenario.peer = profile::client(Profile::Webtorrent);
    change(&mut scenario.peer);
    Lone::new(&scenario)
}

fn block(piece: u32, block: u32) -> BlockRef {
    BlockRef { piece: PieceIdx(piece), block: BlockIdx(block) }
}

/// One block of the highest piece, until it is here; then the lowest pieces, also before the rest of the highest. Broken by a
/// `first_block` that is never asked for, and by a begun piece that comes before all new ones.
#[test]
fn a_wire_is_first_asked_for_one_block_of_its_highest_piece() {
    let mut lone = lone(|_| {});
    let (one, other) = (lone.neighbour(1, Message::HaveAll), lone.neighbour(2, Message::HaveAll));
    lone.hear(one, Message::Unchoke);
    assert_eq!(lone.asked(), [block(PIECES - 1, 0)], "one block alone");
    lone.hear(other, Message::Unchoke);
    assert_eq!(lone.asked(), [block(PIECES - 1, 1)], "the next of the same piece");
    lone.now += Nanos::from_secs(1);
    assert_eq!(lone.receive(one), block(PIECES - 1, 0));
    let asked = lone.asked();
    assert!(asked.len() >= 2 && asked.iter().all(|asked| asked.piece == PieceIdx(0)), "then upwards: {asked:?}");
}

/// Broken by a rule that every client has.
#[test]
fn without_the_rule_a_wire_is_asked_as_any_other() {
    let mut lone = lone(|client| client.picker.first_request = FirstRequest::AsPicked);
    let one = lone.neighbour(1, Message::HaveAll);
    lone.hear(one, Message::Unchoke);
    assert_eq!(lone.asked(), [block(0, 0), block(0, 1)]);
}

/// The pieces that a slow wire is asked for beside a fast one: how far above the lowest missing piece they are, and how far above the
/// highest that the fast one was asked for.
fn asked_of_a_slow_wire(left_to_faster: u32, fast_has_all: bool) -> Vec<(i64, i64)> {
    let mut lone = lone(|client| client.picker.left_to_faster = left_to_faster);
    let fast = if fast_has_all { Message::HaveAll } else { Message::HaveNone };
    let (slow, fast) = (lone.neighbour(1, Message::HaveAll), lone.neighbour(2, fast));
    lone.hear(slow, Message::Unchoke);
    lone.hear(fast, Message::Unchoke);
    let (mut found, mut highest) = (Vec::new(), 0);
    for step in 1..=200 {
        lone.now += Nanos::from_millis(50);
        lone.asked();
        if lone.outstanding(fast) > 0 {
            lone.receive(fast);
            let asked = lone.asked().into_iter().map(|asked| asked.piece.0).filter(|&piece| piece < PIECES - 1);
            highest = highest.max(asked.max().unwrap_or(0));
        }
        if step % 20 == 0 {
            lone.receive(slow);
            let lowest = (0..PIECES).find(|&piece| !lone.session.have.has(piece)).unwrap();
            let off = |piece: u32, from: u32| i64::from(piece) - i64::from(from);
            // The rates are known after five seconds.
            let asked = lone.asked().into_iter().filter(|_| step > 100).map(|asked| asked.piece.0);
            found.extend(asked.map(|piece| (off(piece, lowest), off(piece, highest))));
        }
    }
    found
}

/// A wire of 16 KiB/s beside one of 320 KiB/s leaves it the next ten pieces. Broken by a `left_to_faster` that leaves nothing, and by one
/// that does not ask whether the faster wire has the piece.
#[test]
fn a_slow_wire_is_not_asked_for_what_a_fast_one_will_have_first() {
    let (with, without) = (asked_of_a_slow_wire(10, true), asked_of_a_slow_wire(0, true));
    assert!(with.len() >= 3 && with.iter().all(|&(above, beyond)| above >= 9 && beyond >= 3), "{with:?}");
    assert!(without.len() >= 3 && without.iter().all(|&(_, beyond)| beyond <= 1), "{without:?}");
    let alone = asked_of_a_slow_wire(10, false);
    assert!(alone.len() >= 3 && alone.iter().all(|&(above, _)| above < 3), "the fast one has nothing: {alone:?}");
}
