//! Connections: who is at both ends, and when something that is said arrives.

use super::Net;
use super::queues::MaybePipe;
use super::schedule::{InTransit, Said, Schedule};
use crate::base::ids::{EndIdx, HostIdx, NeighbourIdx, PeerIdx};
use crate::base::room;
use crate::base::units::Nanos;

/// The largest payload of a TCP segment, and what its headers take (IPv4 and TCP without options, Ethernet's 1,500 bytes).
pub const SEGMENT: u32 = 1460;
/// See [`SEGMENT`].
pub const HEADERS: u32 = 40;

/// Bytes on the wire of a payload that is written at once.
#[inline]
pub fn wire_bytes(payload: u32) -> u64 {
    u64::from(payload) + u64::from(HEADERS) * u64::from(payload.div_ceil(SEGMENT))
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct End {
    /// The peer.
    pub peer: PeerIdx,
    /// The peer's host.
    pub host: HostIdx,
    /// Its place among the peer's neighbours.
    pub at: NeighbourIdx,
    /// The peer holds it open.
    pub open: bool,
    /// The peer serves the other side: it sends what is asked for.
    pub serving: bool,
    /// The peer goes: it sends what was asked for before, and nothing else.
    pub finishing: bool,
    /// The peer does not tell the other side all it has (super-seeding).
    pub hides: bool,
    /// See [`End::list`].
    list: u32,
}

/// No list.
const NONE: u32 = u32::MAX;

/// A connection: one line of a cache. What only those need who say something lies apart ([`Written`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(align(64))]
pub struct Connection {
    /// Both ends.
    pub ends: [End; 2],
    /// The pipe from each end, as long as it carries something.
    pub(super) pipes: [MaybePipe; 2],
    /// Goes up when the place is used again: what was addressed to an earlier connection is void.
    pub generation: u32,
    /// One way.
    pub latency: Nanos,
    /// Its two peers were introduced and call each other at the same moment.
    pub introduced: bool,
    /// The call is not answered: it does not get through.
    pub unanswered: bool,
}

/// What has been written at one end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Written {
    /// When the last thing that was said there arrives: nothing overtakes it.
    arrives: Nanos,
    /// When the end last wrote something: the lower half of the moment.
    at: u32,
    /// What of its last segment was left then.
    left: u32,
}

impl End {
    /// The number of the list in which the peer announces its pieces; none before the peer has accepted the connection.
    #[inline]
    pub fn list(&self) -> Option<u32> {
        (self.list != NONE).then_some(self.list)
    }

    /// What waits for the other side is sent.
    #[inline]
    pub(super) fn sends(&self) -> bool {
        self.serving || self.finishing
    }
}

impl Net {
    /// Lays a connection from a peer's place to another peer; the other end is not open yet. `list` is where the peer announces its
    /// pieces.
    pub fn connect(&mut self, from: PeerIdx, at: NeighbourIdx, list: u32, to: PeerIdx) -> EndIdx {
        let own = self.host_of(from).expect("whoever calls is there");
        // Nobody answers for a peer that has left. Its host is not known any more: the caller's own way stands for the other's.
        let hosts = [own, self.host_of(to).unwrap_or(own)];
        let [a, b] = hosts.map(|host| self.host(host));
        let latency = a.latency + b.latency + self.options.distance(a.region, b.region);
        self.latency_max = self.latency_max.max(latency);
        let ends = [
            End { peer: from, host: hosts[0], at, list, open: true, ..End::default() },
            End { peer: to, host: hosts[1], list: NONE, ..End::default() },
        ];
        let place = self.free_connections.pop().unwrap_or_else(|| {
            room::push_one(&mut self.connections, Connection::default());
            (0..2).for_each(|_| room::push_one(&mut self.written, Written::default()));
            self.connections.len() as u32 - 1
        });
        self.forget_past(place);
        self.written[2 * place as usize..][..2].fill(Written::default());
        hosts.iter().for_each(|&host| self.use_host(host));
        let connection = &mut self.connections[place as usize];
        *connection = Connection { generation: connection.generation + 1, ends, latency, ..Connection::default() };
        self.weigh_by_round_trip(EndIdx(place * 2));
        self.weigh_by_round_trip(EndIdx(place * 2 + 1));
        EndIdx(place * 2)
    }

    /// The called side takes the connection.
    pub fn accept(&mut self, end: EndIdx, at: NeighbourIdx, list: u32) {
        let end = self.end_mut(end);
        (end.at, end.list) = (at, list);
        end.open = true;
    }

    /// Closes one end; the connection's place is free when both are closed.
    pub fn close(&mut self, end: EndIdx) {
        assert!(self.end(end).open, "an end is closed twice");
        self.stop_serving(end);
        let closed = self.end_mut(end);
        closed.open = false;
        if !self.end(end.other()).open {
            for end in [end, end.other()] {
                self.abandon_pipe(end);
            }
            let hosts = self.connection(end).ends.map(|end| end.host);
            hosts.iter().for_each(|&host| self.stop_using(host));
            room::push_one(&mut self.free_connections, end.0 / 2);
        }
    }

    /// One end.
    #[inline]
    pub fn end(&self, end: EndIdx) -> &End {
        &self.connection(end).ends[(end.0 % 2) as usize]
    }

    #[inline]
    pub(super) fn end_mut(&mut self, end: EndIdx) -> &mut End {
        &mut self.connection_mut(end).ends[(end.0 % 2) as usize]
    }

    /// This end tells the other side only what it chooses to (super-seeding).
    pub fn hide(&mut self, end: EndIdx) {
        self.end_mut(end).hides = true;
    }

    /// Whether this end is open in this generation: whether what is addressed to it still has an address.
    #[inline]
    pub fn is_open(&self, end: EndIdx, generation: u32) -> bool {
        self.connection(end).generation == generation && self.end(end).open
    }

    /// The owner of this end and its place for it, if the end is open in this generation.
    #[inline]
    pub fn owner(&self, end: EndIdx, generation: u32) -> Option<(PeerIdx, NeighbourIdx)> {
        let End { peer, at, .. } = *self.end(end);
        self.is_open(end, generation).then_some((peer, at))
    }

    /// Whether both ends are open in this generation.
    #[inline]
    pub fn is_whole(&self, end: EndIdx, generation: u32) -> bool {
        self.is_open(end, generation) && self.end(end.other()).open
    }

    /// Says something on a connection. `payload` is its bytes. Tells when it arrives.
    #[inline]
    pub fn say(&mut self, end: EndIdx, said: Said, payload: u32, now: Nanos, schedule: &mut Schedule) -> Nanos {
        let generation = self.connection(end).generation;
        let at = self.arrival(end, payload, now);
        schedule.deliver(at, InTransit::Stream { to: end.other(), generation, said });
        at
    }

    /// When `payload` bytes that are written here now arrive at the other end. They are on their way from now on.
    #[inline]
    pub fn arrival(&mut self, end: EndIdx, payload: u32, now: Nanos) -> Nanos {
        let latency = self.connection(end).latency;
        let plain = self.options.is_plain();
        if plain { now + latency } else { self.late_arrival(end, payload, now) }
    }

    /// The same where messages have weight, or jitter.
    fn late_arrival(&mut self, end: EndIdx, payload: u32, now: Nanos) -> Nanos {
        let latency = self.connection(end).latency;
        let mut at = now + latency;
        if self.options.weigh && payload > 0 {
            let bytes = self.share_segments(end, payload, now);
            let (from, to) = (self.end(end).host, self.end(end.other()).host);
            let left = self.host_mut(from).write_control(bytes, now).max(self.written_until(end, now));
            let comes = self.cross(from, to, bytes, left, Nanos::ZERO, latency);
            at = self.host_mut(to).read_control(bytes, comes);
        }
        if self.options.jitter.0 > 0 {
            at += self.options.draw_jitter();
        }
        let arrives = &mut self.written[end.at()].arrives;
        *arrives = at.max(*arrives);
        *arrives
    }

    /// Bytes on the wire of `payload`, which shares segments with what was written here at the same moment.
    fn share_segments(&mut self, end: EndIdx, payload: u32, now: Nanos) -> u64 {
        let written = &mut self.written[end.at()];
        if written.at != now.0 as u32 {
            (written.at, written.left) = (now.0 as u32, 0);
        }
        let more = payload.saturating_sub(written.left).div_ceil(SEGMENT);
        written.left = written.left + more * SEGMENT - payload;
        u64::from(payload) + u64::from(HEADERS * more)
    }

    /// The same `payload` is written to `n` neighbours at once; tells when the last copy has left.
    pub fn write_to_all(&mut self, host: HostIdx, payload: u32, n: u64, now: Nanos) -> Nanos {
        if self.options.weigh { self.host_mut(host).write_control(wire_bytes(payload) * n, now) } else { now }
    }

    /// `n` copies of `payload` have come to a host meanwhile.
    pub fn read_from_all(&mut self, host: HostIdx, payload: u32, n: u64, now: Nanos) {
        if self.options.weigh && n > 0 {
            self.host_mut(host).read_control(wire_bytes(payload) * n, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hosts::Host;
    use super::*;
    use crate::base::rng::Rng;
    use crate::base::units::BytesPerSec;
    use crate::scenario::config::NetworkConfig;

    fn pair(weigh: bool) -> (Net, EndIdx) {
        let config = NetworkConfig { weightless_messages: !weigh, ..NetworkConfig::default() };
        let mut net = Net::new(&config, 16_384, Rng::new(1));
        for _ in 0..2 {
            let host = net.add_host(Host::new(BytesPerSec(1000), BytesPerSec(4000), Nanos::from_millis(25), 0));
            net.enter(PeerIdx(host.0), host);
        }
        let end = net.connect(PeerIdx(0), NeighbourIdx(0), 0, PeerIdx(1));
        net.accept(end.other(), NeighbourIdx(0), 1);
        (net, end)
    }

    /// What each block needs of a connection and a pipe is one line of a cache, and of a host two.
    #[test]
    fn what_is_needed_often_is_small() {
        let sizes = [size_of::<Connection>(), size_of::<super::super::pipes::Pipe>(), size_of::<Host>()];
        assert_eq!(sizes, [64, 64, 192]);
        assert_eq!(std::mem::offset_of!(Host, down), 64);
    }

    #[test]
    fn bytes_on_the_wire_are_payload_and_headers() {
        assert_eq!([0, 1, 1460, 1461, 16_397].map(wire_bytes), [0, 41, 1500, 1541, 16_877]);
    }

    /// 57 bytes at 1000 B/s, 50 ms of latency, 57 bytes at 4000 B/s.
    #[test]
    fn a_message_takes_both_links() {
        let (mut net, end) = pair(true);
        assert_eq!(net.arrival(end, 17, Nanos::ZERO), Nanos(57_000_000 + 50_000_000 + 14_250_000));
        let (mut net, end) = pair(false);
        assert_eq!(net.arrival(end, 17, Nanos::ZERO), Nanos::from_millis(50));
    }

    /// Two messages that are written at one moment share a segment's headers, and the second one leaves behind the first.
    #[test]
    fn messages_of_one_moment_share_segments_and_keep_their_order() {
        let (mut net, end) = pair(true);
        net.arrival(end, 17, Nanos::ZERO);
        // 17 bytes more, without headers: 74 in all on the uplink.
        let second = net.arrival(end, 17, Nanos::ZERO);
        assert_eq!(second, Nanos(74_000_000 + 50_000_000 + 4_250_000).max(Nanos(121_250_000)));
        let later = net.arrival(end, 17, Nanos::from_secs(10));
        assert_eq!(later, Nanos::from_secs(10) + Nanos(57_000_000 + 50_000_000 + 14_250_000), "the debt has fallen");
    }
}
