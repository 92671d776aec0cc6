//! What has happened in a swarm: the only thing that observers learn from.
//!
//! Invariant: an event is `Copy` and holds no text, so that handing one over costs a few stores, and its fields have a fixed
//! width, so that its hash is the same on every machine. The trace hash contains the order of the variants: a new one goes to
//! the end.

use crate::base::ids::{BlockRef, EndIdx, GroupIdx, PeerIdx, PieceIdx};
use crate::base::units::BytesPerSec;
use crate::protocol::message;
use crate::scenario::config::Behaviour;
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};

/// Declares [`Event`], and [`EventKind`] with the same variants without fields.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? }),* $(,)?) => {
        /// Something that happened in the swarm.
        #[allow(missing_docs, reason = "each variant's sentence names its fields")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "ts", derive(strum::EnumIter))]
        #[serde(rename_all = "snake_case")]
        pub enum Event {
            $($(#[$doc])* $name { $($(#[$attribute])* $field: $type),* },)*
        }

        /// What `derive` would write, and always inlined: where an event is named, its hash is a few multiplications.
        impl Hash for Event {
            #[inline(always)]
            fn hash<H: Hasher>(&self, state: &mut H) {
                match self {
                    $(Event::$name { $($field),* } => {
                        state.write_isize(EventKind::$name as isize);
                        $($field.hash(state);)*
                    })*
                }
            }
        }

        /// What an event is, without its fields.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventKind {
            $($(#[$doc])* $name,)*
        }

        impl EventKind {
            /// Every kind, in order.
            pub const ALL: &[EventKind] = &[$(EventKind::$name),*];
        }

        impl Event {
            /// What it is.
            #[inline(always)]
            pub const fn kind(&self) -> EventKind {
                match self {
                    $(Event::$name { .. } => EventKind::$name,)*
                }
            }
        }
    };
}

events! {
    /// A peer came. The pieces it brought, if any, follow as `Brought`.
    Joined { peer: PeerIdx, group: GroupIdx, up: BytesPerSec, down: BytesPerSec, behaviour: Behaviour, slots: u32 },
    /// A peer had this piece, verified, when it came.
    Brought { peer: PeerIdx, piece: PieceIdx },
    /// A peer had everything when it came.
    BroughtAll { peer: PeerIdx },
    /// A peer went; when it crashed, nobody was told.
    Left { peer: PeerIdx, crashed: bool },
    /// Two peers are connected.
    Connected { a: PeerIdx, b: PeerIdx },
    /// A connection is closed; each side says so, `a` of `b`, when it closes it or hears of it.
    Closed { a: PeerIdx, b: PeerIdx },
    /// A message other than a block left; `bytes` as on the wire.
    Sent {
        from: PeerIdx,
        to: PeerIdx,
        #[serde(rename = "message", serialize_with = "message_id")]
        kind: u8,
        bytes: u32,
    },
    /// `from` unchoked `to`.
    Unchoked { from: PeerIdx, to: PeerIdx, optimistic: bool },
    /// `from` choked `to`.
    Choked { from: PeerIdx, to: PeerIdx },
    /// `from` asked `to` for a block.
    Requested { from: PeerIdx, to: PeerIdx, block: BlockRef, bytes: u32 },
    /// The request of `from` at `to` ended without a block: rejected, or dropped with the choke or the cancel.
    Rejected { from: PeerIdx, to: PeerIdx, block: BlockRef, bytes: u32 },
    /// `from` no longer needs the block it asked `to` for; the request stays open until a block or a reject comes.
    Cancelled { from: PeerIdx, to: PeerIdx, block: BlockRef },
    /// The first byte of a block left. `end` names the sender's end of the connection.
    BlockStarted { from: PeerIdx, to: PeerIdx, end: EndIdx, block: BlockRef, bytes: u32 },
    /// The last byte of a block left the sender's uplink.
    BlockSent { from: PeerIdx, to: PeerIdx, block: BlockRef, bytes: u32 },
    /// The last byte of a block arrived.
    BlockReceived { from: PeerIdx, to: PeerIdx, block: BlockRef, bytes: u32, genuine: bool, wanted: bool },
    /// A block on its way was lost with its connection. `sent` tells whether its last byte had left.
    BlockLost { from: PeerIdx, to: PeerIdx, block: BlockRef, bytes: u32, sent: bool },
    /// A whole piece was hashed.
    Verified { peer: PeerIdx, piece: PieceIdx, ok: bool },
    /// A peer told its neighbours that it has a piece.
    HaveAnnounced { peer: PeerIdx, piece: PieceIdx },
    /// A peer has everything.
    Completed { peer: PeerIdx },
    /// A peer has asked for every block it lacks.
    EndgameEntered { peer: PeerIdx },
    /// `by` has waited too long for a block from `peer`.
    Snubbed { peer: PeerIdx, by: PeerIdx },
    /// `by` will have nothing to do with `peer` any more: too many of its pieces failed.
    Banned { peer: PeerIdx, by: PeerIdx },
    /// The tracker heard a peer.
    Announced {
        peer: PeerIdx,
        #[serde(serialize_with = "announce_id")]
        event: u8,
    },
    /// The tracker did not answer a peer.
    AnnounceFailed { peer: PeerIdx },
    /// The tracker named `n` others to a peer.
    TrackerReplied { peer: PeerIdx, n: u32 },
    /// The tracker forgot a silent peer.
    Expired { peer: PeerIdx },
    /// A peer's link changed.
    LinkLimited { peer: PeerIdx, up: BytesPerSec, down: BytesPerSec },
    /// The tracker went down or came back.
    TrackerWent { up: bool },
    /// A peer that began with a magnet link has the torrent's metadata, and knows what there is to download.
    MetadataComplete { peer: PeerIdx, bytes: u32 },
    /// Nobody answered a call: the home of `to` lets none in.
    CallUnanswered { from: PeerIdx, to: PeerIdx },
    /// `by`, a neighbour of both, told `from` and `to` to call each other (BEP 55).
    Introduced { from: PeerIdx, to: PeerIdx, by: PeerIdx },
    /// A peer has copied a piece from another one that has the same owner.
    Shared { peer: PeerIdx, from: PeerIdx, piece: PieceIdx },
    /// A peer goes once it has sent what it was asked for before. It chokes everybody now, and still serves those it unchoked.
    Departing { peer: PeerIdx },
}

impl Event {
    /// The peer that it is about: of two, the one that it names first. None for what is about no peer.
    pub const fn peer(&self) -> Option<PeerIdx> {
        match *self {
            Event::Joined { peer, .. }
            | Event::Brought { peer, .. }
            | Event::BroughtAll { peer }
            | Event::Left { peer, .. }
            | Event::Verified { peer, .. }
            | Event::HaveAnnounced { peer, .. }
            | Event::Completed { peer }
            | Event::EndgameEntered { peer }
            | Event::Snubbed { peer, .. }
            | Event::Banned { peer, .. }
            | Event::Announced { peer, .. }
            | Event::AnnounceFailed { peer }
            | Event::TrackerReplied { peer, .. }
            | Event::Expired { peer }
            | Event::LinkLimited { peer, .. }
            | Event::MetadataComplete { peer, .. }
            | Event::Shared { peer, .. }
            | Event::Departing { peer }
            | Event::Connected { a: peer, .. }
            | Event::Closed { a: peer, .. }
            | Event::Sent { from: peer, .. }
            | Event::Unchoked { from: peer, .. }
            | Event::Choked { from: peer, .. }
            | Event::Requested { from: peer, .. }
            | Event::Rejected { from: peer, .. }
            | Event::Cancelled { from: peer, .. }
            | Event::BlockStarted { from: peer, .. }
            | Event::BlockSent { from: peer, .. }
            | Event::BlockReceived { from: peer, .. }
            | Event::BlockLost { from: peer, .. }
            | Event::CallUnanswered { from: peer, .. }
            | Event::Introduced { from: peer, .. } => Some(peer),
            Event::TrackerWent { .. } => None,
        }
    }
}

fn message_id<S: Serializer>(kind: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(message::id_of(*kind))
}

/// The ids of the reasons to announce, by their number (`effect::AnnounceEvent`).
pub const ANNOUNCE_IDS: [&str; 4] = ["regular", "started", "completed", "stopped"];

fn announce_id<S: Serializer>(event: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(ANNOUNCE_IDS[usize::from(*event)])
}

/// A set of kinds of event: what an observer wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventKinds(u64);

impl EventKinds {
    /// No event.
    pub const NONE: EventKinds = EventKinds(0);
    /// Every event.
    pub const ALL: EventKinds = EventKinds::of(EventKind::ALL);

    /// These kinds.
    pub const fn of(kinds: &[EventKind]) -> EventKinds {
        let (mut bits, mut i) = (0, 0);
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u64;
            i += 1;
        }
        EventKinds(bits)
    }

    /// The kinds of either set.
    pub const fn or(self, other: EventKinds) -> EventKinds {
        EventKinds(self.0 | other.0)
    }

    /// All of the set but this kind.
    pub const fn without(self, kind: EventKind) -> EventKinds {
        EventKinds(self.0 & !(1 << kind as u64))
    }

    /// Whether the set has this kind.
    #[inline(always)]
    pub const fn has(self, kind: EventKind) -> bool {
        self.0 >> kind as u64 & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_the_kinds_it_was_made_of() {
        use EventKind::{Completed, Joined, TrackerWent};
        let set = EventKinds::of(&[Joined]).or(EventKinds::of(&[TrackerWent]));
        assert!(set.has(Joined) && set.has(TrackerWent) && !set.has(Completed));
        assert!(EventKind::ALL.iter().all(|&kind| EventKinds::ALL.has(kind) && !EventKinds::NONE.has(kind)));
        assert_eq!(Event::Completed { peer: PeerIdx(1) }.kind(), Completed);
    }
}
