//! The bytes of a message, field by field, for a person who looks at them.
//!
//! The bytes are those of [`wire::encode`]. Invariant: the fields of a message lie one behind another and cover all its bytes, with the
//! payload of a block or of a part of the metadata as the last one.

use super::message::{HolepunchKind, Message};
use super::wire;
use crate::torrent::metainfo::Geometry;
use serde::Serialize;

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// Bytes that follow (BEP 3).
    Length,
    /// The message's number.
    Id,
    /// A piece's number.
    Piece,
    /// Where a block begins in its piece, in bytes.
    Begin,
    /// A block's bytes.
    BlockLength,
    /// One bit a piece, the first in the highest bit (BEP 3).
    Bits,
    /// A block's content.
    Block,
    /// Bytes of the protocol's name (BEP 3).
    NameLength,
    /// The protocol's name.
    Name,
    /// Bits of extensions.
    Reserved,
    /// SHA-1 of the torrent's `info`.
    InfoHash,
    /// The client's own id.
    PeerId,
    /// The number of the extension (BEP 10).
    ExtendedId,
    /// A bencoded dictionary (BEP 9, 10).
    Dictionary,
    /// A part of the torrent's metadata (BEP 9).
    Metadata,
    /// What a message of BEP 55 says.
    HolepunchKind,
    /// The kind of address (BEP 55).
    AddressType,
    /// An IPv4 address.
    Address,
    /// A port.
    Port,
    /// An error code (BEP 55).
    Error,
}

/// One field of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    /// What it is.
    pub name: FieldName,
    /// Its first byte in the message.
    pub from: u32,
    /// Its bytes.
    pub bytes: u32,
    /// The bytes in hexadecimal. Empty for what a block or a part of the metadata holds.
    pub hex: String,
    /// The number that they say; none where they say none.
    pub number: Option<u32>,
    /// The text that they are; none where they are none.
    pub text: Option<String>,
}

/// The fields of a message, in the order of its bytes.
pub fn fields(message: &Message, geometry: &Geometry) -> Vec<Field> {
    let bytes = wire::encode(message, geometry);
    let mut out = Vec::new();
    let mut from = 0;
    for (name, length) in layout(message, bytes.len()) {
        let part = &bytes[from..from + length];
        let word = || part.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        out.push(Field {
            name,
            from: from as u32,
            bytes: length as u32,
            hex: part.iter().map(|byte| format!("{byte:02x}")).collect(),
            number: is_number(name).then(word),
            text: is_text(name).then(|| String::from_utf8_lossy(part).into_owned()),
        });
        from += length;
    }
    out.extend(payload(message, geometry).map(|(name, bytes)| Field {
        name,
        from: from as u32,
        bytes,
        hex: String::new(),
        number: None,
        text: None,
    }));
    out
}

/// What follows the bytes of [`wire::encode`].
fn payload(message: &Message, geometry: &Geometry) -> Option<(FieldName, u32)> {
    match message {
        Message::Piece(block) => Some((FieldName::Block, geometry.block_len(block.piece.0, block.block.0))),
        Message::Metadata(part) => Some((FieldName::Metadata, part.bytes())),
        _ => None,
    }
}

fn is_number(name: FieldName) -> bool {
    use FieldName::{AddressType, Begin, BlockLength, Error, ExtendedId, HolepunchKind, Id, Length, NameLength};
    use FieldName::{Piece, Port};
    matches!(
        name,
        Length
            | Id
            | Piece
            | Begin
            | BlockLength
            | NameLength
            | ExtendedId
            | HolepunchKind
            | AddressType
            | Port
            | Error
    )
}

fn is_text(name: FieldName) -> bool {
    matches!(name, FieldName::Name | FieldName::Dictionary | FieldName::PeerId)
}

/// Names and lengths of the fields of so many bytes.
fn layout(message: &Message, bytes: usize) -> Vec<(FieldName, usize)> {
    use FieldName::{
        Address, AddressType, Begin, Bits, BlockLength, Dictionary, Error, ExtendedId, Id, InfoHash, Length, Name,
        NameLength, PeerId, Piece, Port, Reserved,
    };
    let head = [(Length, 4), (Id, 1)];
    let rest = |body: &[(FieldName, usize)]| [&head, body].concat();
    match message {
        Message::Handshake(_) => vec![(NameLength, 1), (Name, 19), (Reserved, 8), (InfoHash, 20), (PeerId, 20)],
        Message::KeepAlive => vec![(Length, 4)],
        Message::Choke
        | Message::Unchoke
        | Message::Interested
        | Message::NotInterested
        | Message::HaveAll
        | Message::HaveNone => rest(&[]),
        Message::Have(_) => rest(&[(Piece, 4)]),
        Message::Bitfield(_) => rest(&[(Bits, bytes - 5)]),
        Message::Request(_) | Message::Cancel(_) | Message::Reject(_) => {
            rest(&[(Piece, 4), (Begin, 4), (BlockLength, 4)])
        }
        Message::Piece(_) => rest(&[(Piece, 4), (Begin, 4)]),
        Message::Extended(_) | Message::MetadataRequest(_) | Message::Metadata(_) | Message::MetadataReject(_) => {
            rest(&[(ExtendedId, 1), (Dictionary, bytes - 6)])
        }
        Message::Holepunch(holepunch) => {
            let body = [(ExtendedId, 1), (FieldName::HolepunchKind, 1), (AddressType, 1), (Address, 4), (Port, 2)];
            let error = matches!(holepunch.kind, HolepunchKind::Failed(_));
            rest(&[&body[..], if error { &[(Error, 4)] } else { &[] }].concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::bitfield::Bitfield;
    use crate::base::ids::{BlockIdx, BlockRef, PeerIdx, PieceIdx};
    use crate::protocol::message::{Extended, Handshake, Holepunch, HolepunchError, IDS, MetadataPart, id_of};
    use std::collections::BTreeSet;

    /// One of each kind of message, of a torrent of ten pieces of two blocks, the last one short.
    fn all() -> (Vec<Message>, Geometry) {
        let geometry = Geometry::new(32_768, 320_000).expect("ten pieces");
        let block = BlockRef { piece: PieceIdx(9), block: BlockIdx(1) };
        let mut bits = Bitfield::none(10);
        bits.insert(0);
        bits.insert(9);
        let reserved = [0, 0, 0, 0, 0, 0x10, 0, 4];
        let handshake = Handshake { reserved, info_hash: [7; 20], peer_id: *b"-SW0001-abcdefghijkl" };
        let extended = Extended { reqq: Some(250), metadata: true, metadata_size: Some(20_000), holepunch: true };
        let holepunch = |kind| Message::Holepunch(Holepunch { kind, peer: PeerIdx(12) });
        let messages = vec![
            Message::Handshake(Box::new(handshake)),
            Message::KeepAlive,
            Message::Choke,
            Message::Unchoke,
            Message::Interested,
            Message::NotInterested,
            Message::Have(PieceIdx(7)),
            Message::Bitfield(Box::new(bits)),
            Message::HaveAll,
            Message::HaveNone,
            Message::Request(block),
            Message::Piece(block),
            Message::Cancel(block),
            Message::Reject(block),
            Message::Extended(extended),
            Message::MetadataRequest(1),
            Message::Metadata(MetadataPart { part: 1, total: 20_000 }),
            Message::MetadataReject(1),
            holepunch(HolepunchKind::Rendezvous),
            holepunch(HolepunchKind::Connect),
            holepunch(HolepunchKind::Failed(HolepunchError::NotConnected)),
        ];
        (messages, geometry)
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
        (0..hex.len()).step_by(2).map(byte).collect()
    }

    #[test]
    fn fields_cover_every_byte_of_every_kind_of_message_and_the_bytes_are_that_message() {
        let (messages, geometry) = all();
        let kinds: BTreeSet<u8> = messages.iter().map(wire::kind).collect();
        assert_eq!(kinds, IDS.iter().map(|(kind, _)| *kind).collect(), "one of each kind");
        for message in messages {
            let (name, fields) = (id_of(wire::kind(&message)), fields(&message, &geometry));
            let (mut at, mut shown) = (0, Vec::new());
            for field in &fields {
                assert_eq!(field.from, at, "{name}: a gap before {:?}", field.name);
                assert!(field.bytes > 0, "{name}: {:?} is empty", field.name);
                at += field.bytes;
                let part = bytes(&field.hex);
                let content = matches!(field.name, FieldName::Block | FieldName::Metadata);
                assert_eq!(part.len() as u32, if content { 0 } else { field.bytes }, "{name}");
                shown.extend(part);
                shown.resize(at as usize, 0);
            }
            if let Message::Handshake(handshake) = &message {
                assert_eq!(wire::decode_handshake(&shown).as_ref(), Ok(&**handshake));
                assert_eq!(at, wire::HANDSHAKE_LEN);
            } else {
                assert_eq!(wire::decode(&shown, &geometry), Ok((message.clone(), at as usize)), "{name}");
                let length = fields[0].number.expect("the first field is the length");
                assert_eq!(length + 4, at, "{name}: the length does not count what follows it");
            }
        }
    }

    #[test]
    fn a_request_says_which_bytes_it_wants() {
        let (_, geometry) = all();
        let block = BlockRef { piece: PieceIdx(9), block: BlockIdx(1) };
        let told: Vec<_> = fields(&Message::Request(block), &geometry)
            .into_iter()
            .map(|field| (field.name, field.hex, field.number))
            .collect();
        let field = |name, hex: &str, number| (name, String::from(hex), Some(number));
        assert_eq!(
            told,
            [
                field(FieldName::Length, "0000000d", 13),
                field(FieldName::Id, "06", 6),
                field(FieldName::Piece, "00000009", 9),
                field(FieldName::Begin, "00004000", 16_384),
                // 320,000 bytes are nine pieces and 25,088 bytes: a block and 8,704.
                field(FieldName::BlockLength, "00002200", 8704),
            ]
        );
    }
}
