//! The critical path of a completion: what the time was spent with, from the moment a peer was complete back to the moment it came.
//!
//! The last piece of the peer is followed from receiver to sender, as [`super::origins`] has it, until a sender had it before the peer
//! came. Each step from a sender to a receiver is a [`Hop`]. [`Watch`] is an observer that keeps what happened between the two peers of
//! each hop (`pair`), and which blocks the first sender's uplink sent (`slots`), where that brought the piece; `walk` makes the
//! path of it. So a run is repeated twice for an answer: for the origins, then for the hops.
//!
//! Invariant: the parts of a path follow each other without a gap from the peer's coming to its completion, and none is negative.
//! What is kept grows with the number of hops and of what their pairs sent each other, and with [`slots::BLOCKS_MAX`].

mod pair;
mod slots;
mod walk;

use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::events::sink::{Arrival, Arriving};
use crate::observe::observer::{Before, Observer};
use crate::observe::origins::Origins;
use pair::{Change, Pair};
use serde::Serialize;
use slots::Slots;

/// What a part of the path was spent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The sender, or the receiver, had not come.
    Absent,
    /// The receiver did not know that the sender has the piece: they were not connected, or the news was on its way.
    Knowledge,
    /// The sender did not know that the receiver is interested.
    Interest,
    /// The receiver was interested and choked.
    Refused,
    /// The receiver was unchoked, and asked the sender for nothing.
    Unused,
    /// The receiver was unchoked, and asked the sender for other blocks.
    InUse,
    /// The block was asked for and had not begun: the way of the request, and the blocks that the sender sent before it.
    Queue,
    /// The block was on the links: the sender's uplink, the way, the receiver's downlink.
    Link,
    /// A copy of the piece that failed its hash was downloaded, or the piece was being checked.
    Hash,
    /// The uplink of the peer that brought the piece was sending other blocks.
    Busy,
    /// The same uplink was sending blocks of another torrent.
    OtherTorrent,
}

/// A neighbour that a busy uplink served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Served {
    /// The neighbour.
    pub peer: u32,
    /// How many blocks.
    pub blocks: u32,
    /// For how long, in nanoseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub ns: Nanos,
}

/// A part of the path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PathPart {
    /// What it was spent with.
    pub kind: PartKind,
    /// When it began, in nanoseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub from_ns: Nanos,
    /// When it ended.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub to_ns: Nanos,
    /// The sender of the hop.
    pub sender: u32,
    /// The receiver of the hop.
    pub receiver: u32,
    /// Of a busy uplink: the neighbours that it served, the longest served first.
    pub served: Vec<Served>,
    /// Of a busy uplink: how many of its blocks it had sent before.
    pub again: u32,
    /// Of a busy uplink: for how long it sent blocks of other torrents, in nanoseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub other_torrents_ns: Nanos,
}

/// What all parts of a kind took together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PathShare {
    /// The kind.
    pub kind: PartKind,
    /// How long, in nanoseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub ns: Nanos,
}

/// The critical path of a completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CriticalPath {
    /// The peer.
    pub peer: u32,
    /// The piece that is followed: the last one, where no other was asked for.
    pub piece: u32,
    /// When the peer came, in nanoseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub from_ns: Nanos,
    /// When it had the piece.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub to_ns: Nanos,
    /// The peers that the piece came through: the peer itself is the last.
    pub through: Vec<u32>,
    /// The parts, in order of time.
    pub parts: Vec<PathPart>,
    /// What the kinds took, the most first.
    pub shares: Vec<PathShare>,
}

/// A step of a piece from a sender to a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Who received it.
    pub receiver: PeerIdx,
    /// When the receiver first came.
    pub came: Nanos,
    /// When the receiver had the piece.
    pub received: Nanos,
    /// Who sent it.
    pub sender: PeerIdx,
    /// When the sender had it.
    pub since: Nanos,
}

/// The steps that a piece took to a peer, the last one first, as far back as a sender had it before `start`; and whether the first
/// sender brought it.
pub fn hops(origins: &Origins, peer: PeerIdx, piece: PieceIdx, start: Nanos) -> (Vec<Hop>, bool) {
    let mut hops: Vec<Hop> = Vec::new();
    let mut receiver = peer;
    while let Some(origin) = origins.of(receiver, piece) {
        let Some(sender) = origin.from else { return (hops, true) };
        let since = origins.of(sender, piece).map_or(Nanos::ZERO, |origin| origin.at);
        let came = origins.joined(receiver).unwrap_or_default();
        hops.push(Hop { receiver, came, received: origin.at, sender, since });
        if since <= start {
            return (hops, origins.of(sender, piece).is_some_and(|origin| origin.from.is_none()));
        }
        receiver = sender;
    }
    (hops, false)
}

/// Watches the hops of one piece.
#[derive(Clone, Debug)]
pub struct Watch {
    peer: PeerIdx,
    piece: PieceIdx,
    start: Nanos,
    pairs: Vec<Pair>,
    /// The uplink of the first sender, where that brought the piece.
    slots: Option<Slots>,
}

impl Watch {
    /// Watches for the path of a piece to a peer, which came at `start`.
    pub fn new(peer: PeerIdx, piece: PieceIdx, start: Nanos, (hops, brought): (Vec<Hop>, bool)) -> Watch {
        let slots = hops.last().filter(|_| brought).map(|hop| Slots::new(hop.sender));
        Watch { peer, piece, start, pairs: hops.into_iter().map(Pair::new).collect(), slots }
    }

    /// There was no room for all that the first sender sent.
    pub fn is_full(&self) -> bool {
        self.slots.as_ref().is_some_and(Slots::is_full)
    }

    /// A peer comes. `first` is the first peer of its client.
    pub fn enters(&mut self, peer: PeerIdx, first: PeerIdx) {
        if let Some(slots) = &mut self.slots {
            slots.enters(peer, first);
        }
    }

    /// Something happens in any of several torrents.
    pub fn elsewhere(&mut self, now: Nanos, event: &Event) {
        if let Some(slots) = &mut self.slots {
            slots.elsewhere(now, event);
        }
    }

    fn of(&mut self, receiver: PeerIdx, sender: PeerIdx) -> impl Iterator<Item = &mut Pair> {
        self.pairs.iter_mut().filter(move |pair| pair.hop.receiver == receiver && pair.hop.sender == sender)
    }

    /// A message left and will arrive.
    pub fn arrival(&mut self, now: Nanos, arrival: &Arrival) {
        let Arrival { from, to, what, at } = *arrival;
        let piece = self.piece;
        let (by_sender, by_receiver) = match what {
            Arriving::Choke => (Some(Change::Unchoked(false)), None),
            Arriving::Unchoke => (Some(Change::Unchoked(true)), None),
            Arriving::Interested => (None, Some(Change::Interested(true))),
            Arriving::NotInterested => (None, Some(Change::Interested(false))),
            Arriving::Have(of) => ((of == piece).then_some(Change::Knows(true)), None),
            Arriving::List => (Some(Change::Knows(true)), None),
        };
        for pair in self.of(to, from) {
            let tells_of_it = what != Arriving::List || pair.hop.since <= now;
            by_sender.filter(|_| tells_of_it).into_iter().for_each(|change| pair.add(at, now, change));
        }
        for pair in self.of(from, to) {
            by_receiver.into_iter().for_each(|change| pair.add(at, now, change));
        }
    }
}

impl Observer for Watch {
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Closed,
        EventKind::Requested,
        EventKind::Rejected,
        EventKind::BlockStarted,
        EventKind::BlockSent,
        EventKind::BlockReceived,
        EventKind::BlockLost,
        EventKind::Verified,
    ]);

    fn observe(&mut self, now: Nanos, event: &Event, _: Before) {
        let watched = self.piece;
        if let Some(slots) = &mut self.slots {
            slots.observe(now, event);
        }
        match *event {
            Event::Closed { a, b } => {
                self.of(a, b).for_each(|pair| pair.add(now, now, Change::Closed));
                self.of(b, a).for_each(|pair| pair.add(now, now, Change::Closed));
            }
            Event::Requested { from, to, block, .. } => {
                self.of(from, to).for_each(|pair| pair.on_request(now, block, watched));
                let fetching = self.pairs.iter_mut().filter(|pair| pair.hop.receiver == from);
                fetching.filter(|_| block.piece == watched).for_each(|pair| pair.on_fetch(now));
            }
            Event::Rejected { from, to, .. } => {
                self.of(from, to).for_each(|pair| pair.add(now, now, Change::Asked(-1)))
            }
            Event::BlockLost { from, to, .. } => {
                self.of(to, from).for_each(|pair| pair.add(now, now, Change::Asked(-1)))
            }
            Event::BlockStarted { from, to, block, .. } if block.piece == watched => {
                self.of(to, from).for_each(|pair| pair.on_start(now, block));
            }
            Event::BlockReceived { from, to, block, wanted, .. } => {
                let wanted = wanted && block.piece == watched;
                self.of(to, from).for_each(|pair| pair.on_block(now, block, wanted));
            }
            Event::Verified { peer, piece, ok: false } if piece == watched => {
                let pairs = self.pairs.iter_mut().filter(|pair| pair.hop.receiver == peer);
                pairs.for_each(|pair| pair.on_failed(now));
            }
            _ => {}
        }
    }
}
