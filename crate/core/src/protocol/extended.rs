//! The bytes of extended messages: the extended handshake (BEP 10), the exchange of metadata (BEP 9) and introductions
//! (BEP 55, [`holepunch`]).
//!
//! Each begins with two bytes: 20, and the number that the receiver has given to the extension. A bencoded dictionary follows. Dictionaries are
//! written with their keys in order; a test reads each with the reader of torrent files.

use super::holepunch::{self, UT_HOLEPUNCH};
use super::message::{Extended, Message, MetadataPart};
use super::wire::WireError;
use crate::torrent::bencode::{Document, Limits, Value};
use std::fmt::Write;

/// The number of all extended messages (BEP 10).
pub const ID: u8 = 20;

/// The number of the extended handshake among extended messages (BEP 10).
const HANDSHAKE: u8 = 0;

/// The number that our clients give to the exchange of metadata (libtorrent: ut_metadata = 2).
const UT_METADATA: u8 = 2;

/// The client's name and version, as the extended handshake tells it.
const VERSION: &str = concat!("Swarmscope ", env!("CARGO_PKG_VERSION"));

/// What our extended dictionaries may hold: little, and nothing deep.
const LIMITS: Limits = Limits { depth: 4, tokens: 200, size: 32 * 1024 };

/// `msg_type` of a message about metadata (BEP 9).
const REQUEST: u32 = 0;
const DATA: u32 = 1;
const REJECT: u32 = 2;

/// Bytes of an extended message with its length and number, and with the part of the metadata that it carries.
pub fn length(message: &Message) -> u32 {
    let payload = if let Message::Metadata(part) = message { part.bytes() } else { 0 };
    4 + 1 + encode(message).len() as u32 + payload
}

/// What follows the number 20, without the part of the metadata. Nothing for messages that are not extended ones.
pub fn encode(message: &Message) -> Vec<u8> {
    let (number, dictionary) = match message {
        Message::Extended(extended) => (HANDSHAKE, handshake(extended)),
        Message::MetadataRequest(part) => (UT_METADATA, about(REQUEST, *part, None)),
        Message::Metadata(part) => (UT_METADATA, about(DATA, part.part, Some(part.total))),
        Message::MetadataReject(part) => (UT_METADATA, about(REJECT, *part, None)),
        Message::Holepunch(message) => return [vec![UT_HOLEPUNCH], holepunch::encode(*message)].concat(),
        _ => return Vec::new(),
    };
    let mut bytes = vec![number];
    bytes.extend(dictionary.bytes());
    bytes
}

fn handshake(extended: &Extended) -> String {
    let mut text = String::from("d1:md");
    if extended.holepunch {
        let _ = write!(text, "12:ut_holepunchi{UT_HOLEPUNCH}e");
    }
    if extended.metadata {
        let _ = write!(text, "11:ut_metadatai{UT_METADATA}e");
    }
    text.push('e');
    if let Some(size) = extended.metadata_size {
        let _ = write!(text, "13:metadata_sizei{size}e");
    }
    if let Some(reqq) = extended.reqq {
        let _ = write!(text, "4:reqqi{reqq}e");
    }
    let _ = write!(text, "1:v{}:{VERSION}e", VERSION.len());
    text
}

fn about(kind: u32, part: u32, total: Option<u32>) -> String {
    let mut text = format!("d8:msg_typei{kind}e5:piecei{part}e");
    if let Some(total) = total {
        let _ = write!(text, "10:total_sizei{total}e");
    }
    text.push('e');
    text
}

/// Reads what follows the number 20. What BEP 10 does not require is absent where it is not a number of the right size.
pub fn decode(bytes: &[u8]) -> Result<Message, WireError> {
    let (&number, rest) = bytes.split_first().ok_or(WireError::BadLength)?;
    if number == UT_HOLEPUNCH {
        return holepunch::decode(rest).map(Message::Holepunch);
    }
    let document = Document::decode(rest, LIMITS).map_err(|_| WireError::BadDictionary)?;
    let root = document.root();
    match number {
        HANDSHAKE => {
            let messages = root.get(b"m").ok_or(WireError::BadDictionary)?;
            Ok(Message::Extended(Extended {
                reqq: word(root, b"reqq").filter(|&reqq| reqq > 0),
                metadata: word(messages, b"ut_metadata").is_some_and(|number| number > 0),
                holepunch: word(messages, b"ut_holepunch").is_some_and(|number| number > 0),
                metadata_size: word(root, b"metadata_size").filter(|&size| size > 0),
            }))
        }
        UT_METADATA => {
            let of = |key| word(root, key).ok_or(WireError::BadDictionary);
            let part = of(b"piece")?;
            match of(b"msg_type")? {
                REQUEST => Ok(Message::MetadataRequest(part)),
                REJECT => Ok(Message::MetadataReject(part)),
                DATA => {
                    let total = of(b"total_size")?;
                    let fits = part < MetadataPart::count(total);
                    let part = MetadataPart { part, total };
                    let whole = fits && rest.len() == root.span().end + part.bytes() as usize;
                    if whole { Ok(Message::Metadata(part)) } else { Err(WireError::OutOfRange) }
                }
                _ => Err(WireError::BadDictionary),
            }
        }
        other => Err(WireError::UnknownId(other)),
    }
}

fn word(dictionary: Value<'_>, key: &[u8]) -> Option<u32> {
    u32::try_from(dictionary.get(key)?.as_int()?.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::PeerIdx;
    use crate::protocol::message::{Holepunch, HolepunchKind};
    use crate::protocol::wire;
    use crate::torrent::metainfo::Geometry;

    fn geometry() -> Geometry {
        Geometry::new(32_768, 327_680).unwrap()
    }

    fn text(message: &Message) -> String {
        String::from_utf8_lossy(&encode(message)[1..]).into_owned()
    }

    #[test]
    fn the_dictionaries_are_the_beps() {
        let whole = Extended { reqq: Some(2000), metadata: true, metadata_size: Some(31_235), holepunch: true };
        let version = format!("1:v{}:{VERSION}e", VERSION.len());
        assert_eq!(
            text(&Message::Extended(whole)),
            format!("d1:md12:ut_holepunchi4e11:ut_metadatai2ee13:metadata_sizei31235e4:reqqi2000e{version}")
        );
        // The examples of BEP 9, with a total of its own.
        assert_eq!(text(&Message::MetadataRequest(0)), "d8:msg_typei0e5:piecei0ee");
        assert_eq!(text(&Message::MetadataReject(0)), "d8:msg_typei2e5:piecei0ee");
        let part = MetadataPart { part: 1, total: 17_000 };
        assert_eq!(text(&Message::Metadata(part)), "d8:msg_typei1e5:piecei1e10:total_sizei17000ee");
        assert_eq!(part.bytes(), 616);
    }

    #[test]
    fn what_is_written_is_read_and_is_as_long_as_it_says() {
        let messages = [
            Message::Extended(Extended::default()),
            Message::Extended(Extended { reqq: Some(1), metadata: true, ..Extended::default() }),
            Message::Holepunch(Holepunch { kind: HolepunchKind::Rendezvous, peer: PeerIdx(5) }),
            Message::MetadataRequest(7),
            Message::MetadataReject(9),
            Message::Metadata(MetadataPart { part: 0, total: 100 }),
            Message::Metadata(MetadataPart { part: 1, total: 40_000 }),
        ];
        for message in messages {
            let mut bytes = wire::encode(&message, &geometry());
            if let Message::Metadata(part) = message {
                bytes.resize(bytes.len() + part.bytes() as usize, b'x');
            }
            assert_eq!(bytes.len() as u32, wire::overhead(&message), "{message:?}");
            assert_eq!(wire::decode(&bytes, &geometry()), Ok((message.clone(), bytes.len())));
            if let Message::Holepunch(_) = message {
                continue;
            }
            let document = Document::decode(&bytes[6..], LIMITS).unwrap();
            assert_eq!(document.root().strict_fault(), None, "{message:?}: keys are in order");
        }
    }

    #[test]
    fn what_is_no_extended_message_is_refused() {
        for (bytes, error) in [
            (&b""[..], WireError::BadLength),
            (b"\x00i1e", WireError::BadDictionary),
            (b"\x00d1:m", WireError::BadDictionary),
            (b"\x02d5:piecei0ee", WireError::BadDictionary),
            (b"\x02d8:msg_typei0e5:piecei-1ee", WireError::BadDictionary),
            (b"\x02d8:msg_typei5e5:piecei0ee", WireError::BadDictionary),
            (b"\x02d8:msg_typei1e5:piecei0e10:total_sizei4eeabc", WireError::OutOfRange),
            (b"\x02d8:msg_typei1e5:piecei1e10:total_sizei4eeabcd", WireError::OutOfRange),
            (b"\x09de", WireError::UnknownId(9)),
        ] {
            assert_eq!(decode(bytes), Err(error), "{bytes:x?}");
        }
        let deep = format!("\0{}{}", "d1:m".repeat(50), "e".repeat(50));
        assert_eq!(decode(deep.as_bytes()), Err(WireError::BadDictionary));
    }
}
