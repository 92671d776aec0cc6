//! What is due: the calendar, and what its numbers stand for.

use crate::base::calendar::Calendar;
use crate::base::ids::{EndIdx, HostIdx, PeerIdx, PieceIdx, PipeIdx, ServiceIdx};
use crate::base::slab::Slab;
use crate::base::units::Nanos;
use crate::protocol::message::Message;
use crate::protocol::packet::Packet;
use std::hash::{Hash, Hasher};

/// Something that is due at its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// An uplink has sent a block, or something waits for it.
    Uplink(HostIdx),
    /// The last byte of a pipe's next block reaches the receiver's downlink.
    Landed(PipeIdx),
    /// The last byte of a pipe's next block has passed the downlink.
    Delivered(PipeIdx),
    /// A connection's fixed window has room again.
    Paced(EndIdx),
    /// A message arrives: its number in [`Schedule::messages`].
    Message(u32),
    /// The news of a piece arrives at several neighbours: its number in [`Schedule::news`].
    News(u32),
    /// A timer of a service: its number in [`Schedule::timers`].
    Timer(u32),
    /// A command of the scenario.
    Command(u32),
}

/// Kinds take three bits of a number, what they name the rest.
const KIND: u32 = 29;
const REST: u32 = (1 << KIND) - 1;

impl Due {
    #[inline]
    fn pack(self) -> u32 {
        let (kind, rest) = match self {
            Due::Uplink(host) => (0, host.0),
            Due::Landed(pipe) => (1, pipe.0),
            Due::Delivered(pipe) => (2, pipe.0),
            Due::Paced(end) => (3, end.0),
            Due::Message(number) => (4, number),
            Due::News(number) => (5, number),
            Due::Timer(number) => (6, number),
            Due::Command(number) => (7, number),
        };
        assert!(rest <= REST, "more than 2^29 of a kind");
        kind << KIND | rest
    }

    #[inline]
    fn unpack(packed: u32) -> Due {
        let rest = packed & REST;
        match packed >> KIND {
            0 => Due::Uplink(HostIdx(rest)),
            1 => Due::Landed(PipeIdx(rest)),
            2 => Due::Delivered(PipeIdx(rest)),
            3 => Due::Paced(EndIdx(rest)),
            4 => Due::Message(rest),
            5 => Due::News(rest),
            6 => Due::Timer(rest),
            _ => Due::Command(rest),
        }
    }
}

/// Whom a packet or a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A peer, in one of its lives: what was meant for an earlier one is void.
    Peer {
        /** Its number. */
        peer: PeerIdx,
        /** How often it has come. */
        life: u32,
    },
    /// A service of the run.
    Service(ServiceIdx),
    /// The engine itself, which lets the peers of a group come.
    Population,
}

/// What is said on a connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// A message of the peer protocol.
    Message(Message),
    /// Somebody wants to connect.
    Connect,
    /// Yes or no to that.
    Accept(bool),
    /// Nobody answered a call of ours, and we have given up.
    NoAnswer,
    /// The other side has closed.
    Close,
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InTransit {
    /// On a connection, to this end in this generation.
    Stream {
        /** The receiver's end. */
        to: EndIdx,
        /** The connection's generation. */
        generation: u32,
        /** What is said. */
        said: Said,
    },
    /// Without a connection.
    Datagram {
        /** The receiver. */
        to: Actor,
        /** What is said; apart, since few of the things on their way are packets. */
        packet: Box<Packet>,
    },
}

/// A timer of a service, which alone knows what `tag` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timer {
    /// Whose it is.
    pub actor: Actor,
    /// What for.
    pub tag: u32,
}

/// The news that a peer has one more piece, for those of its neighbours that would act on it now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct News {
    /// The piece.
    pub piece: PieceIdx,
    /// The receivers' ends, each with its connection's generation.
    pub ends: Vec<(EndIdx, u32)>,
}

/// Everything that is due.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    calendar: Calendar,
    /// Messages on their way.
    pub messages: Slab<InTransit>,
    /// Timers that run.
    pub timers: Slab<Timer>,
    /// News of pieces on its way.
    pub news: Slab<News>,
    /// The memory of news that has arrived.
    pub spare_ends: Vec<Vec<(EndIdx, u32)>>,
}

impl Schedule {
    /// Queues something.
    #[inline]
    pub fn push(&mut self, at: Nanos, due: Due) {
        self.calendar.push(at, due.pack());
    }

    /// Takes what is due first, unless that is after `until`.
    #[inline]
    pub fn pop_until(&mut self, until: Nanos) -> Option<(Nanos, Due)> {
        self.calendar.pop_until(until).map(|(at, packed)| (at, Due::unpack(packed)))
    }

    /// When the next thing is due.
    pub fn next_at(&self) -> Option<Nanos> {
        self.calendar.next_at()
    }

    /// A message arrives at `at`.
    #[inline]
    pub fn deliver(&mut self, at: Nanos, message: InTransit) {
        let number = self.messages.insert(message);
        self.push(at, Due::Message(number));
    }

    /// News of a piece arrives at these ends at `at`.
    pub fn wake_all(&mut self, at: Nanos, piece: PieceIdx, receivers: impl Iterator<Item = (EndIdx, u32)>) {
        let mut ends = self.spare_ends.pop().unwrap_or_default();
        ends.clear();
        ends.extend(receivers);
        let number = self.news.insert(News { piece, ends });
        self.push(at, Due::News(number));
    }

    /// Wakes a service at `at`.
    pub fn wake(&mut self, at: Nanos, actor: Actor, tag: u32) {
        let number = self.timers.insert(Timer { actor, tag });
        self.push(at, Due::Timer(number));
    }

    /// Whether a new bucket of the calendar has been opened since this was last asked.
    #[inline]
    pub fn fresh(&mut self) -> bool {
        self.calendar.fresh()
    }

    /// What is due next, as far as it lies in the calendar's current bucket.
    #[inline]
    pub fn upcoming(&self) -> impl Iterator<Item = Due> + '_ {
        self.calendar.upcoming().map(Due::unpack)
    }

    /// How many things are queued.
    pub fn len(&self) -> usize {
        self.calendar.len()
    }

    /// Nothing is queued.
    pub fn is_empty(&self) -> bool {
        self.calendar.is_empty()
    }

    /// How many things were ever queued.
    pub fn inserted(&self) -> u64 {
        self.calendar.inserted()
    }
}

impl Hash for Schedule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.calendar, &self.messages, &self.timers, &self.news).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for rest in [0, 1, REST] {
            let all = [
                Due::Uplink(HostIdx(rest)),
                Due::Landed(PipeIdx(rest)),
                Due::Delivered(PipeIdx(rest)),
                Due::Paced(EndIdx(rest)),
                Due::Message(rest),
                Due::News(rest),
                Due::Timer(rest),
                Due::Command(rest),
            ];
            assert!(all.iter().all(|&due| Due::unpack(due.pack()) == due));
        }
    }
}
