//! Notices: the latest of what is worth telling a person.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::{Before, Observer};
use serde::Serialize;
use std::collections::VecDeque;

/// Notices that are kept.
const NOTICES_MAX: usize = 64;

/// Something worth telling a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Nanos,
    /// What.
    pub kind: NoticeKind,
    /// The peer it is about.
    pub peer: PeerIdx,
    /// The other peer, or the piece.
    pub other: u32,
}

/// What a notice tells. The frame has it as a number: the place in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum NoticeKind {
    /// The peer joined.
    Joined,
    /// The peer is complete.
    Completed,
    /// The peer left.
    Left,
    /// The peer crashed.
    Crashed,
    /// The other peer snubbed the peer.
    Snubbed,
    /// The other peer banned the peer.
    Banned,
    /// A piece that the peer downloaded failed its hash.
    HashFailed,
    /// The tracker stopped answering.
    TrackerDown,
    /// The tracker answers again.
    TrackerUp,
    /// The peer has requested every block it lacks.
    Endgame,
    /// The swarm stands still: the piece has no copy left.
    PieceLost,
    /// The swarm stands still: no block has moved for ten minutes.
    NobodyServes,
    /// The peer has the torrent's metadata.
    MetadataComplete,
    /// A neighbour of both told the peer and another one to call each other.
    Introduced,
}

/// The latest, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Notices(VecDeque<Notice>);

impl Notices {
    /// The latest, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Notice> {
        self.0.iter()
    }
}

impl Observer for Notices {
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Left,
        EventKind::Verified,
        EventKind::Completed,
        EventKind::EndgameEntered,
        EventKind::Snubbed,
        EventKind::Banned,
        EventKind::TrackerWent,
        EventKind::MetadataComplete,
        EventKind::Introduced,
    ]);

    fn observe(&mut self, at: Nanos, event: &Event, _: Before) {
        let (kind, peer, other) = match *event {
            Event::Joined { peer, .. } => (NoticeKind::Joined, peer, 0),
            Event::Completed { peer } => (NoticeKind::Completed, peer, 0),
            Event::Left { peer, crashed: false } => (NoticeKind::Left, peer, 0),
            Event::Left { peer, crashed: true } => (NoticeKind::Crashed, peer, 0),
            Event::Snubbed { peer, by } => (NoticeKind::Snubbed, peer, by.0),
            Event::Banned { peer, by } => (NoticeKind::Banned, peer, by.0),
            Event::Verified { peer, piece, ok: false } => (NoticeKind::HashFailed, peer, piece.0),
            Event::TrackerWent { up: false } => (NoticeKind::TrackerDown, PeerIdx(0), 0),
            Event::TrackerWent { up: true } => (NoticeKind::TrackerUp, PeerIdx(0), 0),
            Event::EndgameEntered { peer } => (NoticeKind::Endgame, peer, 0),
            Event::MetadataComplete { peer, .. } => (NoticeKind::MetadataComplete, peer, 0),
            Event::Introduced { from, to, .. } => (NoticeKind::Introduced, from, to.0),
            _ => return,
        };
        if self.0.len() == NOTICES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(Notice { at, kind, peer, other });
    }
}
