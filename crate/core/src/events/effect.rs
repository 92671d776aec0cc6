//! What an actor wants done: the only way a peer reaches beyond itself.
//!
//! Owns the effects and the box they are put in. Must never know how they are carried out.

use crate::base::ids::{EndIdx, PeerIdx, PieceIdx, Slot};
use crate::base::units::Nanos;
use crate::events::decision::{ChokeRow, Decision};
use crate::events::event::Event;
use crate::protocol::message::Message;
use crate::scenario::config::Departure;

/// Something a peer wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open a connection to `to` and call it `slot`.
    Connect {
        /** The place it will have. */
        slot: Slot,
        /** The address. */
        to: PeerIdx,
    },
    /// Say something on a connection.
    Send {
        /** The connection. */
        end: EndIdx,
        /** What. */
        message: Message,
    },
    /// Tell the next so many of [`Outbox::told`] that this piece is here.
    Tell {
        /** The piece. */
        piece: PieceIdx,
        /** How many. */
        n: u32,
    },
    /// There are blocks to be sent on a connection where there were none.
    Ready {
        /** The connection. */
        end: EndIdx,
    },
    /// From now on a connection gets this part of the uplink, beside others that have theirs; zero: the same as all.
    Weigh {
        /** The connection. */
        end: EndIdx,
        /** Its part. */
        weight: u32,
    },
    /// Close a connection.
    Close {
        /** The connection. */
        end: EndIdx,
    },
    /// Tell the tracker.
    Announce {
        /** Why. */
        event: AnnounceEvent,
        /** Bytes still missing. */
        left: u64,
        /** Peers wanted. */
        numwant: u32,
    },
    /// Call me then.
    Wake {
        /** When. */
        at: Nanos,
        /** What for. */
        timer: Timer,
    },
    /// I am going, in this way.
    Depart {
        /** How. */
        departure: Departure,
    },
}

/// Why a peer speaks to the tracker (BEP 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnounceEvent {
    /// Just so.
    None,
    /// It came.
    Started,
    /// It has everything now. Not said by a peer that came complete.
    Completed,
    /// It goes.
    Stopped,
}

/// What a peer wants to be woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// Its first announce.
    Start,
    /// The next round of choking.
    Rechoke,
    /// The next regular announce.
    Announce,
    /// The first offer to a new neighbour.
    Offer,
    /// The next of the peers that the tracker named are called.
    Call,
    /// Its time to go.
    Leave,
    /// Its session is over, complete or not.
    Session,
    /// It gives up, unless it is complete.
    Abort,
}

/// What an actor leaves behind when it was called.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// What it wants.
    pub effects: Vec<Effect>,
    /// Whom it tells of a piece: most of what peers say is said to all neighbours at once.
    pub told: Vec<EndIdx>,
    /// What happened inside it.
    pub events: Vec<Event>,
    /// Why.
    pub decisions: Vec<Decision>,
    /// The memory of records of chokes that were told.
    pub spare_rows: Vec<Vec<ChokeRow>>,
}

impl Outbox {
    /// Nothing happened and nothing is wanted.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.effects.is_empty() && self.events.is_empty() && self.decisions.is_empty()
    }

    /// Sends a message.
    #[inline]
    pub fn send(&mut self, end: EndIdx, message: Message) {
        self.effects.push(Effect::Send { end, message });
    }

    /// Says that a piece is here.
    #[inline]
    pub fn tell(&mut self, end: EndIdx, piece: PieceIdx) {
        self.told.push(end);
        match self.effects.last_mut() {
            Some(Effect::Tell { piece: last, n }) if *last == piece => *n += 1,
            _ => self.effects.push(Effect::Tell { piece, n: 1 }),
        }
    }
}
