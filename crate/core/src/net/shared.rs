//! Shared links: what several homes have in common on their way to the core, such as a rack's switch, a provider's uplink or a cell.
//!
//! Each direction is a queue without loss, first come, first served: a block passes it no faster than the link's rate, and begins
//! when the link is free. What two homes behind the same shared link say to each other does not pass it. A block takes its place in
//! the queue when it leaves its home; that of the receiver's shared link as well, so that no event of its own is needed.

use super::Net;
use crate::base::ids::HostIdx;
use crate::base::units::{BytesPerSec, Nanos};
use crate::scenario::config::SharedLinkConfig;

/// One direction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Direction {
    rate: BytesPerSec,
    /// When everything that has come will have passed.
    free: Nanos,
}

impl Direction {
    /// Something whose last byte comes at `at`, `span` after its first; tells when it has passed.
    fn pass(&mut self, bytes: u64, at: Nanos, span: Nanos) -> Nanos {
        let begins = self.free.max(Nanos(at.0.saturating_sub(span.0)));
        self.free = at.max(begins + self.rate.time_for(bytes));
        self.free
    }
}

/// A link that several hosts share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SharedLink {
    up: Direction,
    down: Direction,
}

impl SharedLink {
    pub(super) fn new(config: &SharedLinkConfig) -> SharedLink {
        let direction = |rate| Direction { rate: BytesPerSec(rate), free: Nanos::ZERO };
        SharedLink { up: direction(config.upload_rate), down: direction(config.download_rate) }
    }
}

impl Net {
    /// When something arrives at `to`'s home whose last byte leaves `from`'s home at `left`, `span` after its first byte.
    #[inline]
    pub(super) fn cross(
        &mut self,
        from: HostIdx,
        to: HostIdx,
        bytes: u64,
        left: Nanos,
        span: Nanos,
        way: Nanos,
    ) -> Nanos {
        if self.shared.is_empty() { left + way } else { self.cross_shared(from, to, bytes, left, span, way) }
    }

    fn cross_shared(&mut self, from: HostIdx, to: HostIdx, bytes: u64, left: Nanos, span: Nanos, way: Nanos) -> Nanos {
        let (ours, theirs) = (self.host(from).shared, self.host(to).shared);
        if ours == theirs {
            return left + way;
        }
        let mut at = left;
        if let Some(link) = ours {
            at = self.shared[usize::from(link)].up.pass(bytes, at, span);
        }
        at += way;
        if let Some(link) = theirs {
            at = self.shared[usize::from(link)].down.pass(bytes, at, span);
        }
        at
    }

    /// The rate of the slowest shared link between two hosts, if there is any.
    pub(super) fn shared_rate(&self, from: HostIdx, to: HostIdx) -> Option<BytesPerSec> {
        let (ours, theirs) = (self.host(from).shared, self.host(to).shared);
        if ours == theirs {
            return None;
        }
        let up = ours.map(|link| self.shared[usize::from(link)].up.rate);
        let down = theirs.map(|link| self.shared[usize::from(link)].down.rate);
        up.into_iter().chain(down).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1,000 bytes a second: two blocks of 500 bytes that come at one moment pass one after the other, a later one at once.
    #[test]
    fn a_queue_passes_one_after_another() {
        let mut queue = Direction { rate: BytesPerSec(1000), free: Nanos::ZERO };
        let at = |ms| Nanos::from_millis(ms);
        assert_eq!(queue.pass(500, at(1000), at(500)), at(1000), "it came no faster than it goes");
        assert_eq!(queue.pass(500, at(1000), at(100)), at(1500));
        assert_eq!(queue.pass(500, at(1100), at(100)), at(2000));
        assert_eq!(queue.pass(500, at(9000), at(100)), at(9400));
    }
}
