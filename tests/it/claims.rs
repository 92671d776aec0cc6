//! What libtorrent does with fast neighbours: pieces beside each other are claimed, the rate is a mean of some seconds, rarer
//! pieces come before begun ones, and what lies in the send buffer is sent.

use crate::swarm::{KB, Lone, leechers, median, moments, run, seeders, swarm};
use swarmscope_core::base::bitfield::Bitfield;
use swarmscope_core::base::ids::{BlockRef, NeighbourIdx, PieceIdx};
use swarmscope_core::base::units::{Nanos, SECOND};
use swarmscope_core::events::event::Event;
use swarmscope_core::protocol::message::Message;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{BegunOrder, DepthRule, Endgame, PipelineRate, Secs};

/// A client that asks each neighbour for one block at a time, or for what three seconds of its rate say.
fn client(pieces: u32, piece_length: u32, ahead_s: f64) -> Scenario {
    let mut scenario = swarm(pieces, piece_length, &[seeders(1, KB)]);
    scenario.peer.pipeline.depth_min = 1;
    scenario.peer.pipeline.ahead_s = Secs(ahead_s);
    scenario.peer.pipeline.rule = DepthRule::Larger;
    scenario.peer.picker.seedstarted = false;
    scenario.peer.picker.random_first_pieces = 0;
    scenario
}

/// Sends what was asked for last, so many blocks, ten in a second. What is asked for after each is the next.
fn serve(lone: &mut Lone, at: NeighbourIdx, blocks: u32) -> Vec<BlockRef> {
    let mut asked = Vec::new();
    for _ in 0..blocks {
        lone.now = Nanos(lone.now.0 + SECOND / 10);
        asked.push(lone.receive(at));
    }
    asked
}

fn pieces(blocks: &[BlockRef]) -> Vec<u32> {
    let mut pieces: Vec<u32> = blocks.iter().map(|block| block.piece.0).collect();
    pieces.dedup();
    pieces
}

/// A neighbour that has sent a piece is asked for four beside each other: they are its own from then on, whoever else has
/// them. When it chokes, what was not asked for is free again.
/// Broken by a claim of one piece, by claims that others are asked for, or that a choke does not give up.
#[test]
fn pieces_beside_each_other_are_claimed_for_a_fast_neighbour() {
    let mut scenario = client(40, 65_536, 0.0);
    scenario.peer.picker.whole_pieces_s = Secs(20.0);
    scenario.peer.picker.claim_bytes_max = 4 * 65_536;
    let mut lone = Lone::new(&scenario);
    let fast = lone.neighbour(1, Message::HaveAll);
    lone.hear(fast, Message::Unchoke);
    assert_eq!(lone.session.partials.len(), 1, "nothing is claimed at an unknown rate");
    serve(&mut lone, fast, 4);
    let mut claimed: Vec<u32> = lone.session.partials.iter().map(|partial| partial.piece.0).collect();
    claimed.sort_unstable();
    assert!(claimed.len() == 4 && claimed.windows(2).all(|two| two[1] == two[0] + 1), "{claimed:?}");
    assert_eq!(lone.outstanding(fast), 1, "the pipeline is as short as before");

    let other = lone.neighbour(2, Message::HaveAll);
    lone.hear(other, Message::Unchoke);
    let asked = serve(&mut lone, other, 1);
    assert!(!claimed.contains(&asked[0].piece.0), "{asked:?} is kept for the fast one, {claimed:?}");
    assert_eq!(pieces(&serve(&mut lone, fast, 15)), claimed, "from the lowest on");

    serve(&mut lone, fast, 5);
    lone.hear(fast, Message::Choke);
    assert_eq!(lone.session.claimed(fast).count(), 0);
    for partial in lone.session.partials.iter() {
        let requested = [fast, other].into_iter().flat_map(|at| {
            let pipe = lone.net.pipe_to(lone.session.neighbours[at.at()].end).into_iter();
            let asked = pipe.flat_map(|pipe| pipe.requests()).map(|request| request.block);
            asked.chain(lone.session.claimed(at)).collect::<Vec<_>>()
        });
        let asked = requested.filter(|block| block.piece == partial.piece).count() as u32;
        assert_eq!(partial.requested.count(), asked, "{} is free again", partial.piece);
        assert!(!partial.is_untouched(), "{} is still begun", partial.piece);
    }
}

/// A piece in work gives way to one that fewer neighbours have. Broken by `gives_way` that is always false.
#[test]
fn a_rarer_piece_comes_before_a_begun_one_among_equals() {
    let asked = |begun| {
        let mut scenario = client(4, 65_536, 0.0);
        scenario.peer.picker.begun = begun;
        let mut lone = Lone::new(&scenario);
        let mut one = Bitfield::none(4);
        one.insert(2);
        let poor = lone.neighbour(1, Message::Bitfield(Box::new(one)));
        lone.hear(poor, Message::Unchoke);
        let rich = lone.neighbour(2, Message::HaveAll);
        lone.asked();
        lone.hear(rich, Message::Unchoke);
        lone.asked()[0].piece
    };
    assert_eq!(asked(BegunOrder::First), PieceIdx(2));
    assert_ne!(asked(BegunOrder::AmongEquals), PieceIdx(2));
}

/// Ten blocks in the first second: the window knows their rate at once, the mean at the end of the second, and then a fifth
/// of it. Broken by a pipeline that goes by `down_rate`.
#[test]
fn a_smoothed_rate_begins_at_nothing() {
    let depths = |rate| {
        let mut scenario = client(40, 262_144, 3.0);
        scenario.peer.pipeline.rate = rate;
        let mut lone = Lone::new(&scenario);
        let slot = lone.neighbour(1, Message::HaveAll);
        lone.hear(slot, Message::Unchoke);
        [9, 2].map(|blocks| {
            serve(&mut lone, slot, blocks);
            lone.outstanding(slot)
        })
    };
    let ([early, _], smoothed) = (depths(PipelineRate::Window), depths(PipelineRate::Smoothed));
    assert!(early >= 20, "{early} at once");
    assert_eq!(smoothed, [1, 5], "nine blocks were in the first second: 1.8 blocks/s");
}

/// Broken by `on_cancel` that takes every block back.
#[test]
fn what_lies_in_the_send_buffer_comes_all_the_same() {
    let twice = |send_buffer_s| {
        let runs = (1..=5).map(|seed| {
            let mut scenario = swarm(30, 131_072, &[seeders(1, 100 * KB), leechers(10, 50 * KB)]);
            scenario.peer.picker.endgame = Endgame::Strict;
            scenario.peer.pipeline.send_buffer_s = Secs(send_buffer_s);
            let (_, log) = run(&scenario, seed);
            moments(&log, |event| matches!(event, Event::BlockReceived { wanted: false, .. })).len() as f64
        });
        median(runs.collect())
    };
    let (without, with) = (twice(0.0), twice(0.5));
    assert!(with > 1.2 * without, "{with} blocks came twice, {without} without a buffer");
}
