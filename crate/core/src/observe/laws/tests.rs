//! Each law is held to a short run of events that breaks it and nothing else: without that law the test fails.

use super::*;
use crate::base::ids::{BlockIdx, BlockRef, EndIdx, GroupIdx, PeerIdx, PieceIdx};
use crate::base::units::BytesPerSec;
use crate::observe::rows::Rows;
use crate::observe::stats::Stats;
use crate::scenario::config::Behaviour;

const A: PeerIdx = PeerIdx(0);
const B: PeerIdx = PeerIdx(1);
const C: PeerIdx = PeerIdx(2);
/// Bytes of a block, and of a piece.
const BYTES: u32 = 1000;
const BLOCK: BlockRef = BlockRef { piece: PieceIdx(0), block: BlockIdx(0) };

/// Two pieces of a block each.
fn geometry() -> Geometry {
    Geometry::new(BYTES, u64::from(2 * BYTES)).expect("two pieces")
}

/// Events at their seconds.
type Stream = Vec<(u64, Event)>;

/// The laws that a stream breaks, in the order of breaking; `in_flight` blocks are on their way at its end.
fn broken(stream: &Stream, in_flight: u64) -> Vec<Law> {
    let mut laws = Laws::new(geometry(), Some(3.0), Thoroughness::Full);
    let (mut rows, stats) = (Rows::default(), Stats::new(geometry()));
    for &(s, ref event) in stream {
        if let Event::Joined { peer, .. } = *event {
            rows.enter(peer);
        }
        laws.observe(Nanos::from_secs(s), event, Before::new(event, &rows, &stats));
    }
    laws.audit(Nanos::from_secs(100), in_flight);
    laws.verdicts().violations.iter().map(|violation| violation.law).collect()
}

/// With a kilobyte a second both ways, and one slot.
fn joined(peer: PeerIdx) -> Event {
    let rate = BytesPerSec(u64::from(BYTES));
    Event::Joined { peer, group: GroupIdx(0), up: rate, down: rate, behaviour: Behaviour::Honest, slots: 1 }
}

fn started(from: PeerIdx, to: PeerIdx, block: BlockRef) -> Event {
    Event::BlockStarted { from, to, end: EndIdx(0), block, bytes: BYTES }
}

fn received(from: PeerIdx, to: PeerIdx, block: BlockRef) -> Event {
    Event::BlockReceived { from, to, block, bytes: BYTES, genuine: true, wanted: true }
}

/// One piece on its way from `A`, which brought everything, to `B`: three seconds a piece.
fn piece(begin: u64, number: u32) -> Stream {
    let (block, piece) = (BlockRef { piece: PieceIdx(number), block: BlockIdx(0) }, PieceIdx(number));
    vec![
        (begin, Event::Requested { from: B, to: A, block, bytes: BYTES }),
        (begin, started(A, B, block)),
        (begin + 1, Event::BlockSent { from: A, to: B, block, bytes: BYTES }),
        (begin + 2, received(A, B, block)),
        (begin + 2, Event::Verified { peer: B, piece, ok: true }),
        (begin + 2, Event::HaveAnnounced { peer: B, piece }),
    ]
}

/// `A` brings everything, unchokes `B` and sends it both pieces.
fn lawful() -> Stream {
    let begin = vec![
        (0, joined(A)),
        (0, Event::BroughtAll { peer: A }),
        (0, joined(B)),
        (0, Event::Unchoked { from: A, to: B, optimistic: false }),
    ];
    let end = vec![(5, Event::Completed { peer: B }), (6, Event::Choked { from: A, to: B })];
    [begin, piece(0, 0), piece(3, 1), end].concat()
}

/// The place of the first event that `is` picks out.
fn place(stream: &Stream, is: impl Fn(&Event) -> bool) -> usize {
    stream.iter().position(|(_, event)| is(event)).expect("the stream has such an event")
}

/// The lawful stream without some of its events.
fn without(is: impl Fn(&Event) -> bool) -> Stream {
    lawful().into_iter().filter(|(_, event)| !is(event)).collect()
}

/// The lawful stream with an event more right after the first one that `is` picks out.
fn with(is: impl Fn(&Event) -> bool, more: Event) -> Stream {
    let mut stream = lawful();
    let at = place(&stream, is);
    let now = stream[at].0;
    stream.insert(at + 1, (now, more));
    stream
}

#[test]
fn a_lawful_run_breaks_no_law() {
    assert_eq!(broken(&lawful(), 0), []);
}

#[test]
fn time_runs_back() {
    let mut stream = lawful();
    stream.push((5, Event::TrackerWent { up: false }));
    assert_eq!(broken(&stream, 0), [Law::Time]);
}

#[test]
fn a_block_is_nowhere() {
    assert_eq!(broken(&lawful(), 1), [Law::Conservation]);
    let stream = with(|event| matches!(event, Event::Completed { .. }), started(A, B, BLOCK));
    assert_eq!(broken(&stream, 1), []);
    assert_eq!(broken(&stream, 0), [Law::Conservation]);
}

#[test]
fn an_uplink_sends_two_blocks_at_a_time_or_too_fast() {
    let twice = with(|event| matches!(event, Event::BlockStarted { .. }), started(A, B, BLOCK));
    assert_eq!(broken(&twice, 1), [Law::Uplink]);
    let sent = |event: &Event| matches!(event, Event::BlockSent { .. });
    let mut fast = lawful();
    let at = place(&fast, sent);
    fast[at].0 = 0;
    assert_eq!(broken(&fast, 0), [Law::Uplink]);
    let not_begun = with(sent, Event::BlockSent { from: A, to: B, block: BLOCK, bytes: BYTES });
    assert_eq!(broken(&not_begun, 0), [Law::Uplink]);
}

#[test]
fn a_downlink_passes_two_blocks_in_the_time_of_one() {
    let mut stream = lawful();
    stream.extend([
        (7, Event::Requested { from: B, to: A, block: BLOCK, bytes: BYTES }),
        (7, Event::Requested { from: B, to: C, block: BLOCK, bytes: BYTES }),
        (9, received(A, B, BLOCK)),
        (9, received(C, B, BLOCK)),
    ]);
    // Two blocks that nobody began: the law about them is not asked here.
    assert_eq!(broken(&stream, 0), [Law::Downlink, Law::Conservation]);
    stream.last_mut().unwrap().0 = 10;
    assert_eq!(broken(&stream, 0), [Law::Conservation]);
}

#[test]
fn a_block_that_was_on_its_way_before_a_limit_may_come_at_the_rate_before() {
    let slow = Event::LinkLimited { peer: B, up: BytesPerSec(1000), down: BytesPerSec(1) };
    assert_eq!(broken(&with(|event| matches!(event, Event::BlockSent { .. }), slow), 0), [Law::Downlink]);
    let second = |event: &Event| matches!(event, Event::BlockSent { block, .. } if block.piece.0 == 1);
    assert_eq!(broken(&with(second, slow), 0), []);
}

#[test]
fn a_peer_serves_what_it_lacks() {
    let mut stream = without(|event| matches!(event, Event::BroughtAll { .. }));
    stream.insert(1, (0, Event::Brought { peer: A, piece: PieceIdx(0) }));
    assert_eq!(broken(&stream, 0), [Law::ServesWhatItHas]);
}

#[test]
fn a_block_starts_for_a_choked_peer() {
    for choke in [Event::Choked { from: A, to: B }, Event::Closed { a: A, b: B }] {
        let stream = with(|event| matches!(event, Event::HaveAnnounced { .. }), choke);
        assert_eq!(broken(&stream, 0), [Law::NoBlockWhileChoked]);
    }
}

/// Who goes may serve those that it unchoked, and nobody else.
#[test]
fn a_block_starts_for_a_choked_peer_of_one_that_goes() {
    let departs = |first: Event, second: Event| {
        let at = |event: &Event| matches!(event, Event::HaveAnnounced { .. });
        let mut stream = with(at, first);
        let place = place(&stream, at) + 2;
        stream.insert(place, (stream[place - 1].0, second));
        broken(&stream, 0)
    };
    let (departing, choked) = (Event::Departing { peer: A }, Event::Choked { from: A, to: B });
    assert_eq!(departs(departing, choked), []);
    assert_eq!(departs(choked, departing), [Law::NoBlockWhileChoked]);
}

#[test]
fn a_peer_unchokes_more_than_its_slots() {
    let unchoke = Event::Unchoked { from: A, to: C, optimistic: false };
    let stream = with(|event| matches!(event, Event::Unchoked { .. }), unchoke);
    assert_eq!(broken(&stream, 0), [Law::Slots]);
    let stream = with(|event| matches!(event, Event::Choked { .. }), unchoke);
    assert_eq!(broken(&stream, 0), []);
}

#[test]
fn a_piece_is_announced_before_its_hash_passed_or_twice() {
    let mut failed = lawful();
    let at = place(&failed, |event| matches!(event, Event::Verified { .. }));
    failed[at].1 = Event::Verified { peer: B, piece: PieceIdx(0), ok: false };
    assert_eq!(broken(&failed, 0), [Law::HashFirst]);
    let announced = |event: &Event| matches!(event, Event::HaveAnnounced { .. });
    let mut twice = with(announced, Event::Verified { peer: B, piece: PieceIdx(0), ok: true });
    let at = place(&twice, announced);
    twice.insert(at + 2, twice[at]);
    // Three announcements of two pieces do not make a complete peer either.
    assert_eq!(broken(&twice, 0), [Law::HashFirst, Law::Completion]);
}

#[test]
fn a_peer_is_complete_without_a_piece_or_too_early() {
    let missing = |event: &Event| {
        matches!(event, Event::Verified { piece: PieceIdx(1), .. } | Event::HaveAnnounced { piece: PieceIdx(1), .. })
    };
    assert_eq!(broken(&without(missing), 0), [Law::Completion]);
    // It came a second ago, and its downlink takes a second for all but the last piece.
    let late = |since| {
        let pieces = [0, 1].map(PieceIdx);
        let have = pieces
            .iter()
            .flat_map(|&piece| [Event::Verified { peer: C, piece, ok: true }, Event::HaveAnnounced { peer: C, piece }]);
        let complete = have.chain([Event::Completed { peer: C }]).map(|event| (9, event));
        [lawful(), vec![(since, joined(C))], complete.collect()].concat()
    };
    assert_eq!(broken(&late(8), 0), []);
    assert_eq!(broken(&late(9), 0), [Law::Completion]);
}

#[test]
fn all_are_complete_before_the_bound() {
    let hurry = |stream: Stream| stream.into_iter().map(|(s, event)| (s.min(2), event)).collect::<Stream>();
    let law = |laws: Vec<Law>| laws.into_iter().filter(|law| *law == Law::LowerBound).count();
    assert_eq!(law(broken(&hurry(lawful()), 0)), 1);
    // It is made for those that come at the start and stay.
    let late = [vec![(1, joined(C)), (1, Event::BroughtAll { peer: C })], hurry(lawful())].concat();
    assert_eq!(law(broken(&late, 0)), 0);
}

#[test]
fn a_block_is_requested_twice_or_answered_without_a_request() {
    let requested = |event: &Event| matches!(event, Event::Requested { .. });
    let twice = with(requested, Event::Requested { from: B, to: A, block: BLOCK, bytes: BYTES });
    assert_eq!(broken(&twice, 0), [Law::Requests]);
    let unasked = without(|event| matches!(event, Event::Requested { block, .. } if block.piece.0 == 1));
    assert_eq!(broken(&unasked, 0), [Law::Requests]);
    let rejected = Event::Rejected { from: B, to: A, block: BLOCK, bytes: BYTES };
    assert_eq!(broken(&with(requested, rejected), 0), [Law::Requests], "the block comes all the same");
    let closed = with(requested, Event::Closed { a: B, b: A });
    assert_eq!(broken(&closed, 0), [Law::Requests], "its connection is gone");
}

#[test]
fn one_block_in_sixteen_is_followed_in_a_sampled_run() {
    let mut checked = Vec::new();
    for thoroughness in [Thoroughness::Sampled, Thoroughness::Full] {
        let mut laws = Laws::new(geometry(), None, thoroughness);
        let (mut rows, stats) = (Rows::default(), Stats::new(geometry()));
        rows.enter(B);
        laws.observe(Nanos::ZERO, &joined(B), Before::new(&joined(B), &rows, &stats));
        let before = laws.verdicts().checked;
        for n in 0..16_000 {
            let block = BlockRef { piece: PieceIdx(n / 16), block: BlockIdx(n % 16) };
            for event in [
                Event::Requested { from: B, to: A, block, bytes: BYTES },
                Event::Rejected { from: B, to: A, block, bytes: BYTES },
            ] {
                laws.observe(Nanos::ZERO, &event, Before::new(&event, &rows, &stats));
            }
        }
        assert_eq!(laws.verdicts().broken, 0);
        // One check an event is that of time.
        checked.push(laws.verdicts().checked - before - 32_000);
    }
    assert_eq!(checked[1], 32_000);
    assert!((1800..2200).contains(&checked[0]), "{} of 32,000 checked", checked[0]);
}

#[test]
fn what_fits_is_what_the_time_for_it_says() {
    for rate in [1, 7, 1000, 16_383, u64::MAX].map(BytesPerSec) {
        for bytes in [1, 1000, 16_384, u32::MAX] {
            let time = rate.time_for(u64::from(bytes));
            assert!(
                fits(bytes, time, rate) && (time.0 == 0 || !fits(bytes, Nanos(time.0 - 1), rate)),
                "{bytes} at {rate:?}"
            );
        }
    }
}

#[test]
fn the_table_is_in_the_order_of_the_laws() {
    for (number, about) in LAWS.iter().enumerate() {
        assert!(about.law as usize == number && !about.source.is_empty(), "{:?}", about.law);
    }
}
