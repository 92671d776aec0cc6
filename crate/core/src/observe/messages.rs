//! The latest messages of one peer, with their bytes, for a person who looks at what is said.
//!
//! Folded while a run is repeated ([`crate::sim::why`]). A message is told by the engine as it was said; the news of a piece comes as its
//! arrival, and a block, which travels without a message, as its events. Invariant: no more messages are kept than are asked for.

use crate::base::ids::{BlockRef, PeerIdx};
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::events::sink::{Arrival, Arriving, Told};
use crate::observe::stats::Stats;
use crate::observe::watcher::Watcher;
use crate::protocol::fields::{Field, fields};
use crate::protocol::message::{Message, id_of};
use crate::protocol::wire;
use crate::torrent::metainfo::Geometry;
use serde::Serialize;
use std::collections::VecDeque;

/// The latest messages of a peer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Messages {
    /// The peer.
    pub peer: u32,
    /// Up to this moment, in seconds.
    pub to_s: f64,
    /// How many came before those that are told.
    pub earlier: u32,
    /// The messages, in the order in which they left.
    pub messages: Vec<MessageView>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MessageView {
    /// When it left, in seconds; of a block, when its first byte did.
    pub sent_s: f64,
    /// When it arrived; none when it is on its way, or was lost.
    pub arrived_s: Option<f64>,
    /// Who sent it.
    pub from: u32,
    /// Who it is for.
    pub to: u32,
    /// What it is: an id of [`crate::protocol::message::IDS`].
    pub kind: &'static str,
    /// Its bytes on the wire.
    pub bytes: u32,
    /// Its fields, which cover all the bytes.
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug)]
struct Kept {
    sent: Nanos,
    told: Told,
}

/// Keeps a peer's latest messages.
#[derive(Clone, Debug)]
pub struct MessageWatch {
    peer: PeerIdx,
    most: u32,
    earlier: u32,
    kept: VecDeque<Kept>,
}

impl MessageWatch {
    /// Of this peer, so many.
    pub fn new(peer: PeerIdx, most: u32) -> MessageWatch {
        MessageWatch { peer, most, earlier: 0, kept: VecDeque::new() }
    }

    /// What is kept, as it stands at `now`.
    pub fn messages(&self, now: Nanos, geometry: &Geometry) -> Messages {
        let view = |Kept { sent, told }: &Kept| {
            let Told { from, to, message, at } = told;
            let fields = fields(message, geometry);
            MessageView {
                sent_s: sent.as_secs_f64(),
                arrived_s: (*at <= now).then(|| at.as_secs_f64()),
                from: from.0,
                to: to.0,
                kind: id_of(wire::kind(message)),
                bytes: fields.iter().map(|field| field.bytes).sum(),
                fields,
            }
        };
        Messages {
            peer: self.peer.0,
            to_s: now.as_secs_f64(),
            earlier: self.earlier,
            messages: self.kept.iter().map(view).collect(),
        }
    }

    fn keep(&mut self, sent: Nanos, told: Told) {
        if told.from != self.peer && told.to != self.peer {
            return;
        }
        self.kept.push_back(Kept { sent, told });
        if self.kept.len() > self.most as usize {
            self.kept.pop_front();
            self.earlier += 1;
        }
    }

    /// A block that is on its way has come.
    fn arrived(&mut self, now: Nanos, ends: [PeerIdx; 2], block: BlockRef) {
        let is_it = |Kept { told, .. }: &&mut Kept| {
            [told.from, told.to] == ends && told.message == Message::Piece(block) && told.at == Nanos::MAX
        };
        if let Some(kept) = self.kept.iter_mut().find(is_it) {
            kept.told.at = now;
        }
    }
}

impl Watcher for MessageWatch {
    fn kinds(&self) -> EventKinds {
        EventKinds::of(&[EventKind::BlockStarted, EventKind::BlockReceived])
    }

    fn event(&mut self, now: Nanos, event: &Event, _: &Stats) {
        match *event {
            Event::BlockStarted { from, to, block, .. } => {
                self.keep(now, Told { from, to, message: Message::Piece(block), at: Nanos::MAX });
            }
            Event::BlockReceived { from, to, block, .. } if from == self.peer || to == self.peer => {
                self.arrived(now, [from, to], block);
            }
            _ => {}
        }
    }

    fn message(&mut self, now: Nanos, told: Told) {
        self.keep(now, told);
    }

    fn arrival(&mut self, now: Nanos, arrival: &Arrival) {
        // Everything else that arrives is told as a message too.
        if let Arrival { from, to, what: Arriving::Have(piece), at } = *arrival {
            self.keep(now, Told { from, to, message: Message::Have(piece), at });
        }
    }

    fn decision(&mut self, _: Nanos, _: PeerIdx, _: &Decision) {}

    fn boxed(&self) -> Box<dyn Watcher> {
        Box::new(self.clone())
    }
}
