//! What hosts say to each other without a connection: today, peers and the tracker (BEP 3).

use crate::base::ids::{PeerIdx, TorrentIdx};
use crate::base::units::Nanos;

/// One announce, as BEP 3's GET carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Announce {
    /// Who speaks.
    pub peer: PeerIdx,
    /// In which of its lives: the answer is for that one.
    pub life: u32,
    /// About which torrent.
    pub torrent: TorrentIdx,
    /// Why.
    pub event: AnnounceEvent,
    /// Bytes still missing.
    pub left: u64,
    /// Peers wanted.
    pub numwant: u32,
    /// Where the peer lives, as its address tells.
    pub region: u32,
}

/// Why a peer speaks to the tracker (BEP 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnounceEvent {
    /// A regular announce.
    None,
    /// The peer has come.
    Started,
    /// The peer has everything now. A peer that came complete does not say this.
    Completed,
    /// The peer leaves.
    Stopped,
}

/// A datagram, or a short exchange that is modelled as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Packet {
    /// A peer announces itself to the tracker.
    Announce(Announce),
    /// The tracker names other peers, and says when it wants to hear from the peer again (BEP 3).
    Peers {
        /** The others. */
        others: Box<[PeerIdx]>,
        /** After what time it wants the next announce. */
        interval: Nanos,
        /** How long it wants to be left alone at least. */
        min_interval: Nanos,
    },
    /// No answer came in time.
    NoAnswer,
}
