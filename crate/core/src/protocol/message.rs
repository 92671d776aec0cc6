//! What peers say to each other: BEP 3's messages and those of the fast extension, BEP 6.
//!
//! Owns the vocabulary. Must never know bytes (`wire` does) or when anything is said (`peer` does).

use crate::base::bitfield::Bitfield;
use crate::base::ids::{BlockRef, PieceIdx};

/// A message from one peer to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// The first thing each side says.
    Handshake(Box<Handshake>),
    /// Nothing, so that the connection stays open.
    KeepAlive,
    /// I will not serve you.
    Choke,
    /// I will serve you.
    Unchoke,
    /// You have something that I want.
    Interested,
    /// You have nothing that I want.
    NotInterested,
    /// I have verified this piece.
    Have(PieceIdx),
    /// The pieces I have, right after the handshake.
    Bitfield(Box<Bitfield>),
    /// I have every piece (BEP 6), right after the handshake.
    HaveAll,
    /// I have no piece (BEP 6), right after the handshake.
    HaveNone,
    /// Send me this block.
    Request(BlockRef),
    /// Here is the block. Blocks travel through the links as flights; this variant is for the wire.
    Piece(BlockRef),
    /// I no longer need this block.
    Cancel(BlockRef),
    /// You will not get this block (BEP 6): each request gets exactly one block or reject.
    Reject(BlockRef),
}

/// BEP 3's handshake.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handshake {
    /// Extension bits; ours say BEP 6 only.
    pub reserved: [u8; 8],
    /// SHA-1 of the torrent's `info`.
    pub info_hash: [u8; 20],
    /// Who speaks.
    pub peer_id: [u8; 20],
}

/// The reserved bytes of a client that speaks the fast extension: BEP 6 sets `reserved[7] |= 0x04`.
pub const RESERVED_FAST: [u8; 8] = [0, 0, 0, 0, 0, 0, 0, 4];

/// The ids of the messages, by the number that an event carries: the number on the wire, or 254 and 255 for those that have
/// none.
pub const IDS: &[(u8, &str)] = &[
    (0, "choke"),
    (1, "unchoke"),
    (2, "interested"),
    (3, "not_interested"),
    (4, "have"),
    (5, "bitfield"),
    (6, "request"),
    (7, "piece"),
    (8, "cancel"),
    (0x0e, "have_all"),
    (0x0f, "have_none"),
    (0x10, "reject"),
    (254, "keep_alive"),
    (255, "handshake"),
];

/// The id of the message with this number; no message has another number.
pub fn id_of(kind: u8) -> &'static str {
    IDS.iter().find(|(number, _)| *number == kind).map_or("unknown", |(_, id)| id)
}
