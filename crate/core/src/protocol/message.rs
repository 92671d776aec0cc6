//! What peers say to each other: BEP 3's messages, those of the fast extension (BEP 6), the extended handshake (BEP 10) the
//! exchange of a torrent's metadata (BEP 9) and introductions (BEP 55).
//!
//! Owns the vocabulary. Must never know bytes (`wire` does) or when anything is said (`peer` does).

use crate::base::bitfield::Bitfield;
use crate::base::ids::{BlockRef, PeerIdx, PieceIdx};

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
    /// What I can do beyond BEP 3 (BEP 10), right after the handshake.
    Extended(Extended),
    /// Send me this part of the torrent's metadata (BEP 9).
    MetadataRequest(u32),
    /// Here is the part (BEP 9).
    Metadata(MetadataPart),
    /// You will not get this part (BEP 9): I do not have it.
    MetadataReject(u32),
    /// Introduce us, or the answer to that (BEP 55).
    Holepunch(Holepunch),
}

/// What a client tells of itself in its extended handshake (BEP 10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extended {
    /// How many requests it keeps waiting at most; not told when absent.
    pub reqq: Option<u32>,
    /// It exchanges metadata (BEP 9).
    pub metadata: bool,
    /// Bytes of the torrent's metadata; told by those who have it.
    pub metadata_size: Option<u32>,
    /// It introduces neighbours to each other, and can be introduced (BEP 55).
    pub holepunch: bool,
}

/// A message of BEP 55 about a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Holepunch {
    /// What it says.
    pub kind: HolepunchKind,
    /// The peer that it is about.
    pub peer: PeerIdx,
}

/// What a message of BEP 55 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolepunchKind {
    /// Tell the peer and me to call each other.
    Rendezvous,
    /// Call the peer now: it calls you.
    Connect,
    /// I cannot introduce you to the peer.
    Failed(HolepunchError),
}

/// Why a neighbour cannot introduce two clients, by BEP 55's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolepunchError {
    /// The address is none.
    NoSuchPeer = 1,
    /// The neighbour is not connected to the peer.
    NotConnected = 2,
    /// The peer does not have the extension.
    NoSupport = 3,
    /// The peer is the neighbour itself, or the one who asks.
    NoSelf = 4,
}

impl HolepunchError {
    /// The error of a code.
    pub fn of(code: u32) -> Option<HolepunchError> {
        use HolepunchError::{NoSelf, NoSuchPeer, NoSupport, NotConnected};
        [NoSuchPeer, NotConnected, NoSupport, NoSelf].into_iter().find(|&error| error as u32 == code)
    }
}

/// A part of a torrent's metadata (BEP 9): 16 KiB, the last one what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MetadataPart {
    /// Its number.
    pub part: u32,
    /// Bytes of the whole metadata.
    pub total: u32,
}

impl MetadataPart {
    /// Bytes of a part (BEP 9).
    pub const LENGTH: u32 = 16 * 1024;

    /// How many parts metadata of so many bytes has.
    pub fn count(total: u32) -> u32 {
        total.div_ceil(Self::LENGTH)
    }

    /// Bytes of this part.
    pub fn bytes(self) -> u32 {
        Self::LENGTH.min(self.total - self.part * Self::LENGTH)
    }
}

/// BEP 3's handshake.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handshake {
    /// Extension bits: BEP 6, and BEP 10 where the client speaks it.
    pub reserved: [u8; 8],
    /// SHA-1 of the torrent's `info`.
    pub info_hash: [u8; 20],
    /// Who speaks.
    pub peer_id: [u8; 20],
}

impl Handshake {
    /// The speaker speaks the extension protocol (BEP 10).
    pub fn speaks_extensions(&self) -> bool {
        self.reserved[5] & RESERVED_EXTENSIONS[5] != 0
    }
}

/// The reserved bytes of a client that speaks the fast extension: BEP 6 sets `reserved[7] |= 0x04`.
pub const RESERVED_FAST: [u8; 8] = [0, 0, 0, 0, 0, 0, 0, 4];

/// The bit of a client that speaks the extension protocol: BEP 10 sets `reserved[5] |= 0x10`.
pub const RESERVED_EXTENSIONS: [u8; 8] = [0, 0, 0, 0, 0, 0x10, 0, 0];

/// The ids of the messages, by the number that an event carries: the number on the wire, or 254 and 255 for those that have
/// none. All extended messages have the number 20 there; those after the extended handshake have 248 to 253 here.
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
    (20, "extended"),
    (248, "rendezvous"),
    (249, "introduction"),
    (250, "no_introduction"),
    (251, "metadata_request"),
    (252, "metadata"),
    (253, "metadata_reject"),
    (254, "keep_alive"),
    (255, "handshake"),
];

/// The id of the message with this number; no message has another number.
pub fn id_of(kind: u8) -> &'static str {
    IDS.iter().find(|(number, _)| *number == kind).map_or("unknown", |(_, id)| id)
}
