//! Where the engine hands over what happens: it tells a [`Sink`], which cannot answer, and goes on.
//!
//! Most of what peers say is the news of a piece, said to all neighbours at once. That is one [`Broadcast`] with its recipients,
//! whatever the number of messages.

use crate::base::ids::{PeerIdx, PieceIdx, TorrentIdx};
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::Event;
use crate::protocol::message::Message;

/// The same message from one peer to several, at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broadcast<'a> {
    /// Who sends it.
    pub from: PeerIdx,
    /// Who it is sent to, in this order.
    pub recipients: &'a [PeerIdx],
    /// The message's number, as in [`Event::Sent`].
    pub kind: u8,
    /// Bytes of each message on the wire.
    pub bytes: u32,
}

impl Broadcast<'_> {
    /// The messages one by one.
    #[inline]
    pub fn messages(&self) -> impl Iterator<Item = Event> {
        let Broadcast { from, recipients, kind, bytes } = *self;
        recipients.iter().map(move |&to| Event::Sent { from, to, kind, bytes })
    }
}

/// A message that will arrive, where somebody asks when messages do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who sent it.
    pub from: PeerIdx,
    /// Who it is for.
    pub to: PeerIdx,
    /// What it says.
    pub what: Arriving,
    /// When it arrives.
    pub at: Nanos,
}

/// What a message says of who can ask whom for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arriving {
    /// The receiver is choked.
    Choke,
    /// The receiver is unchoked.
    Unchoke,
    /// The sender wants something.
    Interested,
    /// The sender wants nothing.
    NotInterested,
    /// The sender has this piece.
    Have(PieceIdx),
    /// The sender tells all that it has now.
    List,
}

/// A message of one peer to another, told where somebody asks for messages. News of pieces, and blocks, are told in other ways: by
/// [`Sink::arrival`] and by events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who sent it.
    pub from: PeerIdx,
    /// Who it is for.
    pub to: PeerIdx,
    /// What it says.
    pub message: Message,
    /// When it arrives.
    pub at: Nanos,
}

/// Takes what happens in a run. Nothing that a sink does can change the run.
pub trait Sink {
    /// A peer comes into the swarm of this torrent. What happens to it follows. `first` is the first peer of the same client, which is in
    /// other torrents as other peers.
    fn enters(&mut self, _peer: PeerIdx, _torrent: TorrentIdx, _first: PeerIdx) {}

    /// Something happened.
    fn event(&mut self, now: Nanos, event: &Event);

    /// A message was sent to several peers; to a sink that has no use for batches it is as many events.
    #[inline]
    fn broadcast(&mut self, now: Nanos, broadcast: Broadcast) {
        broadcast.messages().for_each(|event| self.event(now, &event));
    }

    /// A peer decided something.
    fn decision(&mut self, _now: Nanos, _peer: PeerIdx, _decision: &Decision) {}

    /// A message left now and will arrive. Told only where [`crate::engine::Engine::tell_arrivals`] is on.
    fn arrival(&mut self, _now: Nanos, _arrival: &Arrival) {}

    /// A message left now. Told only where [`crate::engine::Engine::tell_messages`] is on.
    fn message(&mut self, _now: Nanos, _told: Told) {}
}
