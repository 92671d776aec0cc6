//! Acts: the latest messages by which peers ask, serve and refuse, so that a picture of a small swarm can show them on their way.

use crate::base::ids::{BlockIdx, BlockRef, PeerIdx};
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::{Before, Observer};
use serde::Serialize;
use std::collections::VecDeque;

/// Acts that are kept.
const ACTS_MAX: usize = 192;

/// One message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// When it was sent.
    pub at: Nanos,
    /// What it says.
    pub kind: ActKind,
    /// Who sent it.
    pub from: PeerIdx,
    /// Who it is for; of an announcement, which goes to all neighbours, the sender again.
    pub to: PeerIdx,
    /// The block, or the first block of the piece; of a slot nothing.
    pub block: BlockRef,
}

/// What an act says. The frame has it as a number: the place in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum ActKind {
    /// The sender asks for a block.
    Request,
    /// The sender no longer needs a block that it asked for.
    Cancel,
    /// The sender does not send a block that it was asked for.
    Reject,
    /// The sender gives the receiver a slot.
    Unchoke,
    /// The sender gives the receiver a slot by lot.
    OptimisticUnchoke,
    /// The sender takes the slot away.
    Choke,
    /// The sender has verified a piece and tells its neighbours.
    Have,
}

/// The latest, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Acts(VecDeque<Act>);

impl Acts {
    /// The latest, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Act> {
        self.0.iter()
    }
}

impl Observer for Acts {
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Requested,
        EventKind::Cancelled,
        EventKind::Rejected,
        EventKind::Unchoked,
        EventKind::Choked,
        EventKind::HaveAnnounced,
    ]);

    fn observe(&mut self, at: Nanos, event: &Event, _: Before) {
        let nothing = BlockRef::default();
        let (kind, from, to, block) = match *event {
            Event::Requested { from, to, block, .. } => (ActKind::Request, from, to, block),
            Event::Cancelled { from, to, block } => (ActKind::Cancel, from, to, block),
            // The event names who asked first; the message goes the other way.
            Event::Rejected { from, to, block, .. } => (ActKind::Reject, to, from, block),
            Event::Unchoked { from, to, optimistic: false } => (ActKind::Unchoke, from, to, nothing),
            Event::Unchoked { from, to, optimistic: true } => (ActKind::OptimisticUnchoke, from, to, nothing),
            Event::Choked { from, to } => (ActKind::Choke, from, to, nothing),
            Event::HaveAnnounced { peer, piece } => (ActKind::Have, peer, peer, BlockRef { piece, block: BlockIdx(0) }),
            _ => return,
        };
        if self.0.len() == ACTS_MAX {
            self.0.pop_front();
        }
        self.0.push_back(Act { at, kind, from, to, block });
    }
}
