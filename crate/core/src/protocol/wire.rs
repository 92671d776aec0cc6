//! The exact bytes of every message, as BEP 3, 6, 9, 10 and 55 lay them out.
//!
//! Owns encoding, decoding and lengths. Must never know state: whether a message may be said now is the peer's affair.

use crate::base::bitfield::Bitfield;
use crate::base::ids::{BlockIdx, BlockRef, PieceIdx};
use crate::protocol::extended;
use crate::protocol::message::{Handshake, Holepunch, HolepunchKind, Message};
use crate::torrent::metainfo::Geometry;

const PROTOCOL: &[u8; 19] = b"BitTorrent protocol";

/// Bytes of a handshake.
pub const HANDSHAKE_LEN: u32 = 68;

/// Why bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// More bytes are needed.
    Truncated,
    /// The protocol's name is another.
    OtherProtocol,
    /// The message number is unknown.
    UnknownId(u8),
    /// The length does not fit the message.
    BadLength,
    /// A piece, an offset or a bitfield does not fit the torrent.
    OutOfRange,
    /// An extended message is not the dictionary that its BEP describes.
    BadDictionary,
}

/// The message's number on the wire; `None` for the handshake and the keep-alive, which have none.
pub fn id(message: &Message) -> Option<u8> {
    Some(match message {
        Message::Handshake(_) | Message::KeepAlive => return None,
        Message::Choke => 0,
        Message::Unchoke => 1,
        Message::Interested => 2,
        Message::NotInterested => 3,
        Message::Have(_) => 4,
        Message::Bitfield(_) => 5,
        Message::Request(_) => 6,
        Message::Piece(_) => 7,
        Message::Cancel(_) => 8,
        Message::HaveAll => 0x0e,
        Message::HaveNone => 0x0f,
        Message::Reject(_) => 0x10,
        Message::Extended(_)
        | Message::MetadataRequest(_)
        | Message::Metadata(_)
        | Message::MetadataReject(_)
        | Message::Holepunch(_) => extended::ID,
    })
}

/// The message's number as the trace has it: that of the wire, where it has one of its own there.
#[inline]
pub fn kind(message: &Message) -> u8 {
    match message {
        Message::Holepunch(Holepunch { kind: HolepunchKind::Rendezvous, .. }) => 248,
        Message::Holepunch(Holepunch { kind: HolepunchKind::Connect, .. }) => 249,
        Message::Holepunch(Holepunch { kind: HolepunchKind::Failed(_), .. }) => 250,
        Message::MetadataRequest(_) => 251,
        Message::Metadata(_) => 252,
        Message::MetadataReject(_) => 253,
        Message::KeepAlive => 254,
        other => id(other).unwrap_or(255),
    }
}

/// Bytes of the message without a block's payload: what it costs besides the content.
pub fn overhead(message: &Message) -> u32 {
    match message {
        Message::Handshake(_) => HANDSHAKE_LEN,
        Message::KeepAlive => 4,
        Message::Have(_) => 9,
        Message::Bitfield(bits) => 5 + bits.len().div_ceil(8),
        Message::Request(_) | Message::Cancel(_) | Message::Reject(_) => 17,
        Message::Piece(_) => 13,
        Message::Choke
        | Message::Unchoke
        | Message::Interested
        | Message::NotInterested
        | Message::HaveAll
        | Message::HaveNone => 5,
        Message::Extended(_)
        | Message::MetadataRequest(_)
        | Message::Metadata(_)
        | Message::MetadataReject(_)
        | Message::Holepunch(_) => extended::length(message),
    }
}

/// The message's bytes; of a block, and of a part of the metadata, only the header, to be followed by its payload.
pub fn encode(message: &Message, geometry: &Geometry) -> Vec<u8> {
    if let Message::Handshake(handshake) = message {
        return encode_handshake(handshake);
    }
    let mut body = Vec::new();
    body.extend(id(message));
    match message {
        Message::Have(piece) => body.extend(piece.0.to_be_bytes()),
        Message::Bitfield(bits) => body.extend(bits.to_bytes()),
        Message::Request(block) | Message::Cancel(block) | Message::Reject(block) => {
            body.extend(span(*block, geometry));
            body.extend(geometry.block_len(block.piece.0, block.block.0).to_be_bytes());
        }
        Message::Piece(block) => body.extend(span(*block, geometry)),
        Message::Extended(_)
        | Message::MetadataRequest(_)
        | Message::Metadata(_)
        | Message::MetadataReject(_)
        | Message::Holepunch(_) => {
            body.extend(extended::encode(message));
        }
        Message::Handshake(_)
        | Message::KeepAlive
        | Message::Choke
        | Message::Unchoke
        | Message::Interested
        | Message::NotInterested
        | Message::HaveAll
        | Message::HaveNone => {}
    }
    let payload = match message {
        Message::Piece(block) => geometry.block_len(block.piece.0, block.block.0),
        Message::Metadata(part) => part.bytes(),
        _ => 0,
    };
    let mut bytes = (body.len() as u32 + payload).to_be_bytes().to_vec();
    bytes.extend(body);
    bytes
}

fn encode_handshake(handshake: &Handshake) -> Vec<u8> {
    let mut bytes = vec![PROTOCOL.len() as u8];
    bytes.extend(PROTOCOL);
    bytes.extend(handshake.reserved);
    bytes.extend(handshake.info_hash);
    bytes.extend(handshake.peer_id);
    bytes
}

fn span(block: BlockRef, geometry: &Geometry) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&block.piece.0.to_be_bytes());
    bytes[4..].copy_from_slice(&(block.block.0 * geometry.block_length()).to_be_bytes());
    bytes
}

/// Reads a handshake from the first 68 bytes.
pub fn decode_handshake(bytes: &[u8]) -> Result<Handshake, WireError> {
    let bytes: &[u8; 68] = bytes.first_chunk().ok_or(WireError::Truncated)?;
    if bytes[0] != 19 || bytes[1..20] != PROTOCOL[..] {
        return Err(WireError::OtherProtocol);
    }
    let part = |from: usize| bytes[from..].first_chunk().copied().ok_or(WireError::Truncated);
    let reserved = bytes[20..].first_chunk().copied().ok_or(WireError::Truncated)?;
    Ok(Handshake { reserved, info_hash: part(28)?, peer_id: part(48)? })
}

/// Reads the message at the beginning of `bytes`, and tells how many bytes it took. The payload of a block, or of a part of
/// the metadata, is passed over.
pub fn decode(bytes: &[u8], geometry: &Geometry) -> Result<(Message, usize), WireError> {
    let length = u32::from_be_bytes(*bytes.first_chunk().ok_or(WireError::Truncated)?) as usize;
    let Some(body) = bytes.get(4..4usize.checked_add(length).ok_or(WireError::BadLength)?) else {
        return Err(WireError::Truncated);
    };
    let Some((&id, rest)) = body.split_first() else {
        return Ok((Message::KeepAlive, 4));
    };
    let bare = |message| if rest.is_empty() { Ok(message) } else { Err(WireError::BadLength) };
    let message = match id {
        0 => bare(Message::Choke)?,
        1 => bare(Message::Unchoke)?,
        2 => bare(Message::Interested)?,
        3 => bare(Message::NotInterested)?,
        4 => Message::Have(decode_piece(word(rest, 4, 0)?, geometry)?),
        5 => Message::Bitfield(Box::new(Bitfield::from_bytes(rest, geometry.n_pieces()).ok_or(WireError::OutOfRange)?)),
        6 => Message::Request(decode_block(rest, geometry)?),
        7 => {
            let begin = rest.get(..8).ok_or(WireError::BadLength)?;
            let payload = rest.len() as u32 - 8;
            Message::Piece(block_at(word(begin, 8, 0)?, word(begin, 8, 4)?, payload, geometry)?)
        }
        8 => Message::Cancel(decode_block(rest, geometry)?),
        0x0e => bare(Message::HaveAll)?,
        0x0f => bare(Message::HaveNone)?,
        0x10 => Message::Reject(decode_block(rest, geometry)?),
        extended::ID => extended::decode(rest)?,
        other => return Err(WireError::UnknownId(other)),
    };
    Ok((message, 4 + length))
}

fn word(bytes: &[u8], length: usize, at: usize) -> Result<u32, WireError> {
    if bytes.len() != length {
        return Err(WireError::BadLength);
    }
    bytes[at..].first_chunk().map(|word| u32::from_be_bytes(*word)).ok_or(WireError::BadLength)
}

fn decode_piece(piece: u32, geometry: &Geometry) -> Result<PieceIdx, WireError> {
    if piece < geometry.n_pieces() { Ok(PieceIdx(piece)) } else { Err(WireError::OutOfRange) }
}

fn decode_block(rest: &[u8], geometry: &Geometry) -> Result<BlockRef, WireError> {
    block_at(word(rest, 12, 0)?, word(rest, 12, 4)?, word(rest, 12, 8)?, geometry)
}

/// We ask in whole blocks, as every client does; other spans are refused.
fn block_at(piece: u32, begin: u32, length: u32, geometry: &Geometry) -> Result<BlockRef, WireError> {
    let piece = decode_piece(piece, geometry)?;
    let block = begin / geometry.block_length();
    let fits = begin.is_multiple_of(geometry.block_length())
        && block < geometry.n_blocks(piece.0)
        && length == geometry.block_len(piece.0, block);
    if fits { Ok(BlockRef { piece, block: BlockIdx(block) }) } else { Err(WireError::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Ten pieces of two blocks: the layout in which the vectors of BEP 3 and BEP 6 make sense.
    fn geometry() -> Geometry {
        Geometry::new(32_768, 327_680).unwrap()
    }

    fn block() -> BlockRef {
        BlockRef { piece: PieceIdx(1), block: BlockIdx(1) }
    }

    #[test]
    fn bytes_are_the_beps() {
        let mut bits = Bitfield::none(10);
        bits.insert(0);
        bits.insert(9);
        for (message, bytes) in [
            (Message::KeepAlive, "00000000"),
            (Message::Choke, "0000000100"),
            (Message::Unchoke, "0000000101"),
            (Message::Interested, "0000000102"),
            (Message::NotInterested, "0000000103"),
            (Message::Have(PieceIdx(7)), "000000050400000007"),
            (Message::Bitfield(Box::new(bits)), "00000003058040"),
            (Message::Request(block()), "0000000d06000000010000400000004000"),
            (Message::Cancel(block()), "0000000d08000000010000400000004000"),
            (Message::Reject(block()), "0000000d10000000010000400000004000"),
            (Message::HaveAll, "000000010e"),
            (Message::HaveNone, "000000010f"),
        ] {
            let encoded = encode(&message, &geometry());
            assert_eq!(hex(&encoded), bytes);
            assert_eq!(encoded.len() as u32, overhead(&message));
            assert_eq!(decode(&encoded, &geometry()), Ok((message, encoded.len())));
            assert_eq!(decode(&encoded[..encoded.len() - 1], &geometry()), Err(WireError::Truncated));
        }
        let first = BlockRef { piece: PieceIdx(1), block: BlockIdx(0) };
        let mut piece = encode(&Message::Piece(first), &geometry());
        assert_eq!(hex(&piece), "00004009070000000100000000");
        piece.resize(13 + 16_384, 0);
        assert_eq!(decode(&piece, &geometry()), Ok((Message::Piece(first), 13 + 16_384)));
    }

    #[test]
    fn the_handshake_is_libtorrents() {
        let leaves = *b"\xd2\x47\x4e\x86\xc9\x5b\x19\xb8\xbc\xfd\xb9\x2b\xc1\x2c\x9d\x44\x66\x7c\xfa\x36";
        let handshake =
            Handshake { reserved: [0, 0, 0, 0, 0, 0x10, 0, 5], info_hash: leaves, peer_id: *b"-LT2100-abcdefghijkl" };
        let bytes = encode(&Message::Handshake(Box::new(handshake.clone())), &geometry());
        assert_eq!(
            hex(&bytes),
            "13426974546f7272656e742070726f746f636f6c0000000000100005d2474e86c95b19b8bcfdb92bc12c9d44667cfa36\
             2d4c54323130302d6162636465666768696a6b6c"
        );
        assert_eq!(decode_handshake(&bytes), Ok(handshake));
        assert_eq!(decode_handshake(&bytes[..67]), Err(WireError::Truncated));
    }

    #[test]
    fn what_does_not_fit_the_torrent_is_refused() {
        for (bytes, error) in [
            (&b"\0\0\0\x05\x04\0\0\0\x0a"[..], WireError::OutOfRange),
            (b"\0\0\0\x03\x05\x80\x41", WireError::OutOfRange),
            (b"\0\0\0\x0d\x06\0\0\0\x01\0\0\x40\0\0\0\x80\0", WireError::OutOfRange),
            (b"\0\0\0\x0d\x06\0\0\0\x01\0\0\x40\x01\0\0\x40\0", WireError::OutOfRange),
            (b"\0\0\0\x02\x00\x00", WireError::BadLength),
            (b"\0\0\0\x01\x63", WireError::UnknownId(0x63)),
            (b"\xff\xff\xff\xff\x00", WireError::Truncated),
            (b"\0\0\0\x04\x07\0\0\0", WireError::BadLength),
        ] {
            assert_eq!(decode(bytes, &geometry()), Err(error), "{bytes:x?}");
        }
    }
}
