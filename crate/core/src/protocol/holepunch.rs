//! The bytes of BEP 55's messages, by which a neighbour of two clients introduces them to each other.
//!
//! They follow the number 20 and the number of the extension. BEP 55 puts an error code behind each; libtorrent, the client that has the
//! extension, writes it behind `failed` alone, and so do we. Both are read.

use super::message::{Holepunch, HolepunchError, HolepunchKind};
use super::wire::WireError;
use crate::base::ids::PeerIdx;

/// The number that our clients give to the extension (libtorrent: holepunch_msg = 4).
pub const UT_HOLEPUNCH: u8 = 4;

/// `addr_type` of an IPv4 address.
const IPV4: u8 = 0;

/// The port at which every simulated client listens.
const PORT: u16 = 6881;

/// A peer's address: 10.0.0.0 and its number.
fn address(peer: PeerIdx) -> [u8; 4] {
    (0x0a00_0000 | peer.0 & 0x00ff_ffff).to_be_bytes()
}

/// What follows the number of the extension.
pub fn encode(message: Holepunch) -> Vec<u8> {
    let (kind, error) = match message.kind {
        HolepunchKind::Rendezvous => (0, None),
        HolepunchKind::Connect => (1, None),
        HolepunchKind::Failed(error) => (2, Some(error as u32)),
    };
    let mut bytes = vec![kind, IPV4];
    bytes.extend(address(message.peer));
    bytes.extend(PORT.to_be_bytes());
    bytes.extend(error.into_iter().flat_map(u32::to_be_bytes));
    bytes
}

/// Reads what follows the number of the extension.
pub fn decode(bytes: &[u8]) -> Result<Holepunch, WireError> {
    let (kind, rest) = bytes.split_first().ok_or(WireError::BadLength)?;
    let (address_type, rest) = rest.split_first().ok_or(WireError::BadLength)?;
    if *address_type != IPV4 {
        return Err(WireError::OutOfRange);
    }
    let (address, rest) = rest.split_first_chunk::<4>().ok_or(WireError::BadLength)?;
    let (_port, rest) = rest.split_first_chunk::<2>().ok_or(WireError::BadLength)?;
    let error = match rest {
        [] => None,
        rest => Some(u32::from_be_bytes(rest.try_into().map_err(|_| WireError::BadLength)?)),
    };
    let kind = match (kind, error) {
        (0, _) => HolepunchKind::Rendezvous,
        (1, _) => HolepunchKind::Connect,
        (2, Some(error)) => HolepunchKind::Failed(HolepunchError::of(error).ok_or(WireError::OutOfRange)?),
        (2, None) => return Err(WireError::BadLength),
        _ => return Err(WireError::OutOfRange),
    };
    if address[0] != 10 {
        return Err(WireError::OutOfRange);
    }
    Ok(Holepunch { kind, peer: PeerIdx(u32::from_be_bytes(*address) & 0x00ff_ffff) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: PeerIdx = PeerIdx(0x01_02_03);

    #[test]
    fn the_bytes_are_those_of_the_bep() {
        let of = |kind| encode(Holepunch { kind, peer: PEER });
        assert_eq!(of(HolepunchKind::Rendezvous), [0, 0, 10, 1, 2, 3, 0x1a, 0xe1]);
        assert_eq!(of(HolepunchKind::Connect), [1, 0, 10, 1, 2, 3, 0x1a, 0xe1]);
        let failed = HolepunchKind::Failed(HolepunchError::NotConnected);
        assert_eq!(of(failed), [2, 0, 10, 1, 2, 3, 0x1a, 0xe1, 0, 0, 0, 2]);
        for kind in [HolepunchKind::Rendezvous, HolepunchKind::Connect, failed] {
            assert_eq!(decode(&of(kind)), Ok(Holepunch { kind, peer: PEER }));
        }
    }

    /// BEP 55 has an error code, zero, behind all of them.
    #[test]
    fn an_error_code_behind_a_message_that_needs_none_is_read_over() {
        let mut bytes = encode(Holepunch { kind: HolepunchKind::Connect, peer: PEER });
        bytes.extend([0; 4]);
        assert_eq!(decode(&bytes).map(|message| message.kind), Ok(HolepunchKind::Connect));
    }

    #[test]
    fn what_is_no_such_message_is_refused() {
        let good = encode(Holepunch { kind: HolepunchKind::Failed(HolepunchError::NoSelf), peer: PEER });
        for n in 0..good.len() {
            assert_eq!(decode(&good[..n]), Err(WireError::BadLength), "{n} bytes");
        }
        for (place, value) in [(0, 3), (1, 1), (2, 11), (11, 0), (11, 5)] {
            let mut bad = good.clone();
            bad[place] = value;
            assert_eq!(decode(&bad), Err(WireError::OutOfRange), "byte {place} is {value}");
        }
    }
}
