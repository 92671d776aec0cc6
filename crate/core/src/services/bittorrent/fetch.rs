//! Reading ahead, the peer's part: what will happen soon needs these lines of a cache.
//!
//! Owns nothing, changes nothing: each function looks at what it names, and its result says nothing. Must never know in which
//! order things are looked at (`engine::fetch`).

use super::{Conn, Peer};
use crate::base::ids::{PieceIdx, Slot};

/// What will happen to a peer on one of its connections.
#[derive(Clone, Copy, Debug)]
pub enum Upcoming {
    /// The neighbour says something short.
    Message,
    /// It asks for a block of this piece.
    Request(PieceIdx),
    /// A block has left for it.
    Leaves,
    /// Its turn for the uplink comes.
    Begins,
    /// A block of this piece comes from it.
    Comes(PieceIdx),
}

impl Peer {
    /// The peer's own lines.
    #[inline]
    pub fn fetch(&self, upcoming: Upcoming) -> u64 {
        let near = self.conns.len() as u64;
        match upcoming {
            Upcoming::Message => near ^ self.overview.fetch(),
            Upcoming::Request(_) | Upcoming::Begins => near ^ self.queues.fetch(),
            Upcoming::Leaves => near ^ self.queues.fetch() ^ self.sent_bytes,
            Upcoming::Comes(_) => near ^ self.queues.fetch() ^ self.sent_bytes ^ self.received_bytes,
        }
    }

    /// What the peer's own lines lead to.
    #[inline]
    pub fn fetch_conn(&self, slot: Slot, upcoming: Upcoming) -> u64 {
        let Some(conn) = self.conns.get(slot.at()) else { return 0 };
        let (said, both) = (conn.heard_at.0, conn.heard_at.0 ^ conn.block_at.0);
        match upcoming {
            Upcoming::Message => said,
            Upcoming::Request(piece) => both ^ self.have.word(piece.0),
            Upcoming::Begins => both,
            Upcoming::Leaves => both ^ self.meters.fetch(conn.up),
            Upcoming::Comes(piece) => {
                let pieces = self.have.word(piece.0) ^ self.announced.word(slot, piece) ^ self.partials.fetch();
                both ^ self.meters.fetch(conn.down) ^ pieces
            }
        }
    }

    /// What the connection leads to.
    #[inline]
    pub fn fetch_blocks(&self, slot: Slot, upcoming: Upcoming) -> u64 {
        let Some(Conn { outstanding, uploads, .. }) = self.conns.get(slot.at()) else { return 0 };
        let queues = &self.queues;
        match upcoming {
            Upcoming::Message => 0,
            Upcoming::Request(_) => queues.fetch_last(uploads) ^ queues.fetch_room(),
            Upcoming::Leaves | Upcoming::Begins => queues.fetch_first(uploads),
            Upcoming::Comes(_) => {
                queues.fetch_first(outstanding) ^ queues.fetch_last(outstanding) ^ queues.fetch_room()
            }
        }
    }

    /// The peer's own lines that news of a piece needs.
    #[inline]
    pub fn fetch_near(&self) -> u64 {
        self.conns.len() as u64 ^ self.announced.fetch()
    }

    /// What these lead to.
    #[inline]
    pub fn fetch_news(&self, slot: Slot, piece: PieceIdx) -> u64 {
        let conn = self.conns.get(slot.at()).map_or(0, |conn| conn.heard_at.0 ^ self.announced.word(slot, piece));
        conn ^ self.have.word(piece.0) ^ self.availability.fetch((piece.0 / 64) as usize)
    }

    /// Who of the neighbours has a piece: as many lines as there are neighbours.
    #[inline]
    pub(super) fn fetch_owners(&self, piece: PieceIdx) -> u64 {
        (0..self.conns.len()).fold(0, |seen, at| seen ^ self.announced.word(Slot(at as u16), piece))
    }
}
