//! What a session may look at and act through while it is called, and what it leaves behind.

use super::{Client, HaveLogs, Scratch};
use crate::base::ids::{BlockRef, EndIdx, PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::decision::{BlockStep, ChokeRow, Decision};
use crate::events::event::Event;
use crate::events::sink::{Arrival, Arriving, Told};
use crate::net::Net;
use crate::net::schedule::{Actor, InTransit, Said, Schedule};
use crate::protocol::message::Message;
use crate::protocol::packet::{Announce, Packet};
use crate::protocol::wire;
use crate::scenario::config::{Departure, PeerConfig, Secs};
use crate::services::TRACKER;
use crate::torrent::content::Content;
use crate::torrent::metainfo::Geometry;

/// What a session may look at and act through.
pub struct Ctx<'a> {
    /// Now.
    pub now: Nanos,
    /// The client's settings.
    pub config: &'a PeerConfig,
    /// The client, which may have other sessions.
    pub client: &'a mut Client,
    /// The torrent's hash, by which peers know each other's torrent.
    pub info_hash: &'a [u8; 20],
    /// Bytes of the torrent's metadata.
    pub metadata_bytes: u32,
    /// The torrent's bytes, to be hashed.
    pub content: &'a mut Content,
    /// How long a packet takes to the tracker. A context is made for each event, and few of them need this in nanoseconds.
    pub tracker_way: Secs,
    /// The network, to say things and to ask for blocks.
    pub net: &'a mut Net,
    /// What is due, to set timers.
    pub schedule: &'a mut Schedule,
    /// What each peer announced.
    pub logs: &'a mut HaveLogs,
    /// Where to put what happened, and that the session leaves.
    pub out: &'a mut Outbox,
    /// Memory that all sessions work in.
    pub scratch: &'a mut Scratch,
}

impl Ctx<'_> {
    /// The torrent's pieces and blocks.
    #[inline]
    pub fn geometry(&self) -> Geometry {
        *self.content.geometry()
    }

    /// Something happened.
    #[inline]
    pub(super) fn event(&mut self, event: Event) {
        self.out.records.push(Record::Event(event));
    }

    /// Tells the tracker. Lost datagrams are sent again; when that was tried often enough, no answer comes.
    pub(super) fn tell_tracker(&mut self, announce: Announce) {
        let way = self.tracker_way.nanos();
        let (late, to, packet) = match self.net.lost_time() {
            Some(late) => (late + way, Actor::Service(TRACKER), Packet::Announce(announce)),
            None => (way + way, Actor::Peer { peer: announce.peer, life: announce.life }, Packet::NoAnswer),
        };
        self.schedule.deliver(self.now + late, InTransit::Datagram { to, packet: Box::new(packet) });
    }

    /// Says something on a connection.
    #[inline]
    pub(super) fn say(&mut self, end: EndIdx, message: Message) {
        let (from, to) = (self.net.end(end).peer, self.net.end(end.other()).peer);
        let bytes = wire::overhead(&message);
        self.event(Event::Sent { from, to, kind: wire::kind(&message), bytes });
        let arriving = if self.out.tells_arrivals { arriving(&message) } else { None };
        let copy = self.out.tells_messages.then(|| message.clone());
        let at = self.net.say(end, Said::Message(message), bytes, self.now, self.schedule);
        self.out.arrivals.extend(arriving.map(|what| Arrival { from, to, what, at }));
        self.out.messages.extend(copy.map(|message| Told { from, to, message, at }));
    }

    /// Requests that are on their way to this end, and that it will reject: each is heard at its moment.
    pub(super) fn deliver_crossing(&mut self, end: EndIdx, crossing: &[(BlockRef, Nanos)]) {
        let generation = self.net.connection(end).generation;
        for &(block, arrives) in crossing {
            let said = Said::Message(Message::Request(block));
            self.schedule.deliver(arrives, InTransit::Stream { to: end, generation, said });
        }
    }
}

/// What of a message's content decides who can ask for what.
fn arriving(message: &Message) -> Option<Arriving> {
    Some(match message {
        Message::Choke => Arriving::Choke,
        Message::Unchoke => Arriving::Unchoke,
        Message::Interested => Arriving::Interested,
        Message::NotInterested => Arriving::NotInterested,
        Message::Have(piece) => Arriving::Have(*piece),
        Message::Bitfield(_) | Message::HaveAll => Arriving::List,
        _ => return None,
    })
}

/// What happened, as the observers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// One event.
    Event(Event),
    /// A peer told the next `n` of [`Outbox::recipients`] that it has a piece.
    Broadcast {
        /** The peer. */
        from: PeerIdx,
        /** The piece. */
        piece: PieceIdx,
        /** How many. */
        n: u32,
    },
}

/// What a session leaves behind when it was called.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// What happened, in order.
    pub records: Vec<Record>,
    /// Who was told of pieces.
    pub recipients: Vec<PeerIdx>,
    /// Why.
    pub decisions: Vec<Decision>,
    /// Nobody wants to know why: nothing is to be put there.
    pub decisions_off: bool,
    /// Somebody wants to know it of each block.
    pub tells_blocks: bool,
    /// The step that led to the latest block.
    pub(super) step: BlockStep,
    /// When messages arrive, if somebody wants to know.
    pub arrivals: Vec<Arrival>,
    /// Somebody does.
    pub tells_arrivals: bool,
    /// What was said, if somebody wants to know.
    pub messages: Vec<Told>,
    /// Somebody does.
    pub tells_messages: bool,
    /// The session leaves, in this way: the engine sees to it.
    pub departs: Option<Departure>,
    /// The memory of records of chokes that were told.
    pub spare_rows: Vec<Vec<ChokeRow>>,
}

impl Outbox {
    /// Nothing happened and nothing is wanted.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
            && self.decisions.is_empty()
            && self.arrivals.is_empty()
            && self.messages.is_empty()
            && self.departs.is_none()
    }

    /// Writes down why, unless nobody wants to know.
    #[inline]
    pub fn decide(&mut self, why: impl FnOnce() -> Decision) {
        if !self.decisions_off {
            self.decisions.push(why());
        }
    }
}
