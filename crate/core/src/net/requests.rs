//! Requests: a block that the receiver of a pipe has asked for, how the request stands, and how it is kept.

use crate::base::ids::BlockRef;
use crate::base::units::Nanos;

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// It waits at the sender, or will when it has arrived there.
    Waits,
    /// It was sent to a neighbour that does not serve us: the neighbour will reject it.
    Crosses,
    /// The sender has rejected it; the receiver has not heard of it yet.
    Rejected,
    /// The block is leaving, or has left.
    OnWire,
}

/// A block that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The block.
    pub block: BlockRef,
    /// Its payload.
    pub bytes: u32,
    /// How it stands.
    pub state: RequestState,
    /// The receiver has cancelled it: a block or a reject will still come.
    pub cancelled: bool,
    /// When the request arrives at the sender; once the block is on the wire, when its first byte left.
    pub since: Nanos,
    /// When the block's last byte arrives, as far as is known, to a microsecond.
    pub until: Nanos,
}

/// A request as it is kept: 24 bytes, for a swarm has hundreds of thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Entry {
    block: BlockRef,
    /// The payload in the low bits, then two of the state, then whether the request is cancelled.
    packed: u32,
    /// From `since` to `until` in microseconds; `u32::MAX` where the end is not known.
    takes_us: u32,
    since: Nanos,
}

const BYTES_BITS: u32 = 29;
const BYTES: u32 = (1 << BYTES_BITS) - 1;
const CANCELLED: u32 = 1 << 31;
const MICROSECOND: u64 = 1000;

impl Entry {
    #[inline]
    pub(super) fn new(request: Request) -> Entry {
        let Request { block, bytes, state, cancelled, since, until } = request;
        assert!(bytes <= BYTES, "a block of {bytes} bytes");
        let takes_us = match until {
            Nanos::MAX => u32::MAX,
            until => u32::try_from(until.since(since).0 / MICROSECOND).unwrap_or(u32::MAX - 1),
        };
        let mut packed = bytes | (state as u32) << BYTES_BITS;
        if cancelled {
            packed |= CANCELLED;
        }
        Entry { block, packed, takes_us, since }
    }

    #[inline]
    pub(super) fn request(&self) -> Request {
        let Entry { block, packed, takes_us, since } = *self;
        let until = if takes_us == u32::MAX { Nanos::MAX } else { since + Nanos(u64::from(takes_us) * MICROSECOND) };
        Request { block, bytes: self.bytes(), state: self.state(), cancelled: packed & CANCELLED != 0, since, until }
    }

    #[inline]
    pub(super) fn bytes(&self) -> u32 {
        self.packed & BYTES
    }

    #[inline]
    pub(super) fn state(&self) -> RequestState {
        match self.packed >> BYTES_BITS & 3 {
            0 => RequestState::Waits,
            1 => RequestState::Crosses,
            2 => RequestState::Rejected,
            _ => RequestState::OnWire,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{BlockIdx, PieceIdx};

    #[test]
    fn a_request_is_kept_as_it_was() {
        assert_eq!(size_of::<Entry>(), 24);
        for (number, state) in
            [RequestState::Waits, RequestState::Crosses, RequestState::Rejected, RequestState::OnWire]
                .iter()
                .enumerate()
        {
            for (cancelled, until) in [(false, Nanos::MAX), (true, Nanos::from_millis(1700))] {
                let block = BlockRef { piece: PieceIdx(u32::MAX), block: BlockIdx(number as u32) };
                let since = Nanos::from_millis(500);
                let request = Request { block, bytes: 16_384, state: *state, cancelled, since, until };
                assert_eq!(Entry::new(request).request(), request);
            }
        }
    }
}
