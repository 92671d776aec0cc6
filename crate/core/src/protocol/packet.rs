//! What hosts say to each other without a connection: today, peers and the tracker (BEP 3).

use crate::base::ids::{PeerIdx, TorrentIdx};

/// One announce, as BEP 3's GET carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Announce {
    /// Who speaks.
    pub peer: PeerIdx,
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
    /// The tracker names other peers.
    Peers(Box<[PeerIdx]>),
    /// No answer came in time.
    NoAnswer,
}
