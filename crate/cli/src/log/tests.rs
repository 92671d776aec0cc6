//! The lines of a log, from drawn-up events.

use super::*;
use swarmscope_core::base::ids::{BlockIdx, GroupIdx};
use swarmscope_core::scenario::presets;

fn lines(events: &[Event]) -> Vec<String> {
    let scenario = presets::seed_story().validate().unwrap();
    let mut out = Vec::new();
    let mut log = Log::begin(&mut out, &scenario).unwrap();
    for (i, event) in events.iter().enumerate() {
        log.event(Nanos(i as u64), event).unwrap();
    }
    let totals = Totals { up: 1, down: 2, useful: 3, wasted: 4, corrupt: 5 };
    log.end(Nanos(99), &[("p0".to_owned(), totals)]).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

fn joined(peer: u32) -> Event {
    let (up, down) = (BytesPerSec(100), BytesPerSec(400));
    Event::Joined { peer: PeerIdx(peer), group: GroupIdx(0), up, down, behaviour: Behaviour::FreeRider, slots: 4 }
}

const P0: PeerIdx = PeerIdx(0);
const P1: PeerIdx = PeerIdx(1);
const BLOCK: BlockRef = BlockRef { piece: PieceIdx(3), block: BlockIdx(2) };

#[test]
fn a_peer_comes_in_one_line_with_all_that_it_brought() {
    let brought = |piece| Event::Brought { peer: P0, piece: PieceIdx(piece) };
    let lines = lines(&[joined(0), brought(1), brought(4), joined(1), Event::BroughtAll { peer: P1 }]);
    assert_eq!(
        lines,
        [
            r#"{"ev":"start","unit":"ns","piece_length":262144,"total":2621440,"block":16384,"slots":3,"optimistic":1,"static":true}"#,
            r#"{"t":0,"ev":"join","peer":"p0","up":100,"down":400,"have":[1,4],"kind":"freerider"}"#,
            r#"{"t":3,"ev":"join","peer":"p1","up":100,"down":400,"have":"all","kind":"freerider"}"#,
            r#"{"t":99,"ev":"end","totals":{"p0":{"up":1,"down":2,"useful":3,"wasted":4,"corrupt":5}}}"#,
        ]
    );
}

#[test]
fn a_request_is_open_until_its_block_its_reject_or_the_end() {
    let requested = Event::Requested { from: P0, to: P1, block: BLOCK, bytes: 16_384 };
    let rejected = Event::Rejected { from: P0, to: P1, block: BLOCK, bytes: 16_384 };
    let lines = lines(&[joined(0), joined(1), requested, rejected, rejected, requested]);
    let words: Vec<&str> =
        lines.iter().filter(|line| line.contains(r#""piece":3"#)).map(|line| line.as_str()).collect();
    let line =
        |t, word| format!(r#"{{"t":{t},"ev":"{word}","from":"p0","to":"p1","piece":3,"begin":32768,"len":16384}}"#);
    assert_eq!(words, [line(2, "request"), line(3, "reject"), line(5, "request"), line(99, "cancel")]);
}

#[test]
fn nothing_is_told_of_what_is_sent_to_a_peer_that_fell_silent() {
    let unchoked = Event::Unchoked { from: P0, to: P1, optimistic: false };
    let crash = Event::Left { peer: P1, crashed: true };
    let requested = Event::Requested { from: P0, to: P1, block: BLOCK, bytes: 16_384 };
    let after = [crash, Event::Choked { from: P0, to: P1 }, unchoked, requested, Event::Closed { a: P0, b: P1 }];
    let lines = lines(&[&[joined(0), joined(1), unchoked], &after[..]].concat());
    assert_eq!(
        lines[3..7],
        [
            r#"{"t":2,"ev":"unchoke","from":"p0","to":"p1","optimistic":false}"#,
            r#"{"t":3,"ev":"choke","from":"p0","to":"p1"}"#,
            r#"{"t":3,"ev":"leave","peer":"p1","crash":true}"#,
            r#"{"t":7,"ev":"close","a":"p0","b":"p1"}"#,
        ]
    );
}
