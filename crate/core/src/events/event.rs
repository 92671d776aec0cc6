//! What has happened: the only thing observers learn from.
//!
//! Owns the vocabulary of the trace. Must never know who listens. An event is `Copy` and holds no text, so that
//! emitting one costs a few stores; its fields are of fixed width, so that its hash is the same everywhere.

use crate::base::ids::{BlockRef, EndIdx, GroupIdx, PeerIdx, PieceIdx};
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::decision::Decision;
use crate::scenario::config::Behaviour;

/// Something that happened in the swarm.
#[allow(missing_docs, reason = "each variant's sentence names its fields")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
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
    Sent { from: PeerIdx, to: PeerIdx, kind: u8, bytes: u32 },
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
    Announced { peer: PeerIdx, event: u8 },
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
}

/// Whoever listens to a run. Nothing a sink does can change it.
pub trait Sink {
    /// Something happened.
    fn event(&mut self, now: Nanos, event: &Event);
    /// A message was sent: [`Event::Sent`], which most events are.
    #[inline]
    fn said(&mut self, now: Nanos, (from, to): (PeerIdx, PeerIdx), kind: u8, bytes: u32) {
        self.event(now, &Event::Sent { from, to, kind, bytes });
    }
    /// The same message was sent to several, in this order.
    #[inline]
    fn told(&mut self, now: Nanos, from: PeerIdx, to: &[PeerIdx], kind: u8, bytes: u32) {
        to.iter().for_each(|&to| self.said(now, (from, to), kind, bytes));
    }
    /// A peer decided something.
    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision);
}
