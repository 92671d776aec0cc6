//! The network: access links, connections, and blocks on their way.
//!
//! Owns capacity and latency. Must never know what is in a block or why it is sent.
//!
//! ```text
//! uplink of a     |-- block --|-- block --|            size / up each, one at a time,
//!                                                      round-robin over the connections that have something to send,
//!                                                      or in proportion to their weights
//! the core              .-- latency --.                a's access latency + b's
//! downlink of b                |--- block ---|         never faster than size / down, one after another in order of
//!                                                      arrival; cut-through: it begins with the first byte
//! ```
//! A block that finds b's downlink free ends `latency` after it was sent; one that does not waits. Back-pressure: a connection
//! has no more on its way than fills its latency at the slower link's rate, and two blocks. Then it is parked until one of its own
//! blocks has come through, and the uplink serves others meanwhile, as TCP does. Each connection has this window for itself:
//! room that senders competed for would go to the one whose uplink happens to be free.
//!
//! Jitter, distance between regions, a fixed window and slow start are options; without them nothing is drawn or waited for.

mod flights;

pub use flights::{Flight, FlightIdx};

use crate::base::ids::{EndIdx, PeerIdx, Slot};
use crate::base::rng::Rng;
use crate::base::room;
use crate::base::units::{BytesPerSec, Nanos};
use crate::scenario::config::NetworkConfig;
use std::collections::VecDeque;

/// Blocks of a connection that may stand before a full downlink. With one, a sender that has to wait for its turn on the uplink
/// loses its place on the downlink, and a tenth of the flows of drawn networks miss their fair rate; with two, one in
/// twenty-five does.
const STANDING: u64 = 2;

/// No connection has more bytes on its way: the largest window of TCP (RFC 7323, 2.3).
const WINDOW_MAX: u64 = 1 << 30;

/// A peer's access link: what sending needs, then what receiving needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub struct AccessLink {
    /// Capacity towards the network.
    pub up: BytesPerSec,
    /// Connections that have something to send, in the order in which they became ready.
    pub ready: VecDeque<EndIdx>,
    /// The block whose bytes are leaving.
    pub sending: Option<FlightIdx>,
    /// Blocks of this peer that have begun and are not at their receiver.
    pub in_flight: u32,
    /// Some connection has had a part of its own.
    pub weighted: bool,

    /// Capacity from the network.
    pub down: BytesPerSec,
    /// When the downlink will have passed everything that has come.
    pub down_free: Nanos,
    /// From the peer's home to the core of the network, one way.
    pub latency: Nanos,
    /// Where it lives: the way to another region is longer.
    pub region: u32,
    /// How far the service of weighted connections has come.
    pub served: u64,
}

/// Where an end stands in its owner's round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Turn {
    /// It has nothing to send, or is sending.
    #[default]
    Rests,
    /// It stands in the owner's queue of ready connections.
    Ready,
    /// It waits for one of its blocks to come through.
    Parked,
}

/// One end of a connection: what every message and every block looks at. What only options need is in [`Past`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct End {
    /// Whose it is.
    pub peer: PeerIdx,
    /// Its place among the owner's connections.
    pub slot: Slot,
    /// The owner holds it open.
    pub open: bool,
    turn: Turn,
}

/// What only weights, jitter, a fixed window and slow start need to know of an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Past {
    /// Its part of the owner's uplink; zero while all have the same.
    weight: u32,
    /// How far it has been served: bytes over weight.
    served: u64,
    /// When the last thing said here arrives: with jitter, nothing overtakes it.
    arrives: Nanos,
    /// Blocks that slow start allows on their way, and when the last one came through.
    grown: u32,
    /// See `grown`.
    through: Nanos,
    /// By when a fixed window will have passed everything that has begun.
    window_free: Nanos,
    /// It will be woken when the fixed window has room.
    paced: bool,
}

/// A connection: half a line of a cache, so that none lies in two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(align(32))]
pub struct Wire {
    /// Goes up when the place is used again: what was addressed to an earlier connection is void.
    pub generation: u32,
    /// Both ends.
    pub ends: [End; 2],
    /// One way.
    pub latency: Nanos,
}

/// What lies between the homes.
#[derive(Clone, Debug, Hash)]
struct Between {
    jitter: Nanos,
    cross_region: Nanos,
    window: u64,
    slow_start: bool,
    /// What slow start counts in: bytes of a full block.
    block: u64,
    rng: Rng,
}

/// Links, connections and flights of the whole swarm.
#[derive(Clone, Debug, Hash)]
pub struct Network {
    /// By peer.
    pub links: Vec<AccessLink>,
    wires: Vec<Wire>,
    /// Bytes that are on their way from each end: less than [`WINDOW_MAX`] and a block. By connection, then by end.
    on_way: Vec<[u32; 2]>,
    /// By end; as long as anything needs it.
    past: Vec<Past>,
    free_wires: Vec<u32>,
    flights: Vec<Option<Flight>>,
    free_flights: Vec<FlightIdx>,
    between: Between,
}

impl Network {
    /// A network without anybody, for blocks of so many bytes. `rng` is for jitter alone.
    pub fn new(config: &NetworkConfig, block_length: u32, rng: Rng) -> Network {
        let between = Between {
            jitter: config.jitter_s.nanos(),
            cross_region: config.cross_region_latency_s.nanos(),
            window: config.connection_window,
            slow_start: config.slow_start,
            block: u64::from(block_length),
            rng,
        };
        let (wires, on_way, past, free_wires, flights, free_flights) = Default::default();
        Network { links: Vec::new(), wires, on_way, past, free_wires, flights, free_flights, between }
    }

    /// Lays a connection from `from`'s place to `to`; the other end is not open yet.
    pub fn connect(&mut self, from: PeerIdx, slot: Slot, to: PeerIdx) -> EndIdx {
        let (a, b) = (&self.links[from.at()], &self.links[to.at()]);
        let distance = if a.region == b.region { Nanos::ZERO } else { self.between.cross_region };
        let latency = a.latency + b.latency + distance;
        let ends = [End { peer: from, slot, open: true, ..End::default() }, End { peer: to, ..End::default() }];
        let place = self.free_wires.pop().unwrap_or_else(|| {
            room::push_one(&mut self.wires, Wire::default());
            room::push_one(&mut self.on_way, [0; 2]);
            self.wires.len() as u32 - 1
        });
        if let Some(past) = self.past.get_mut(place as usize * 2..place as usize * 2 + 2) {
            past.fill(Past::default());
        }
        let wire = &mut self.wires[place as usize];
        *wire = Wire { generation: wire.generation + 1, ends, latency };
        self.on_way[place as usize] = [0; 2];
        EndIdx(place * 2)
    }

    /// The called side takes the connection.
    pub fn accept(&mut self, end: EndIdx, slot: Slot) {
        let end = self.end_mut(end);
        end.slot = slot;
        end.open = true;
    }

    /// Closes one end; the connection's place is free when both are closed.
    pub fn close(&mut self, end: EndIdx) {
        assert!(self.end(end).open, "an end is closed twice");
        let End { peer, turn, .. } = *self.end(end);
        if turn == Turn::Ready {
            self.links[peer.at()].ready.retain(|&other| other != end);
        }
        let closed = self.end_mut(end);
        (closed.open, closed.turn) = (false, Turn::Rests);
        if !self.end(end.other()).open {
            room::push_one(&mut self.free_wires, end.0 / 2);
        }
    }

    /// One end.
    #[inline]
    pub fn end(&self, end: EndIdx) -> &End {
        &self.wires[(end.0 / 2) as usize].ends[(end.0 % 2) as usize]
    }

    /// One end, if there is such a place.
    #[inline]
    pub fn get(&self, end: EndIdx) -> Option<&End> {
        self.wires.get((end.0 / 2) as usize).map(|wire| &wire.ends[(end.0 % 2) as usize])
    }

    /// One end, to change.
    #[inline]
    fn end_mut(&mut self, end: EndIdx) -> &mut End {
        &mut self.wires[(end.0 / 2) as usize].ends[(end.0 % 2) as usize]
    }

    #[inline]
    fn on_way(&self, end: EndIdx) -> u32 {
        self.on_way[(end.0 / 2) as usize][(end.0 % 2) as usize]
    }

    /// Looks at what a block that begins or ends will change of its connection.
    #[inline]
    pub fn fetch(&self, end: EndIdx) -> u64 {
        self.on_way.get((end.0 / 2) as usize).map_or(0, |on_way| u64::from(on_way[0]))
    }

    #[inline]
    fn on_way_mut(&mut self, end: EndIdx) -> &mut u32 {
        &mut self.on_way[(end.0 / 2) as usize][(end.0 % 2) as usize]
    }

    fn past(&self, end: EndIdx) -> Past {
        self.past.get(end.at()).copied().unwrap_or_default()
    }

    fn past_mut(&mut self, end: EndIdx) -> &mut Past {
        if self.past.len() <= end.at() {
            self.past.resize(self.wires.len() * 2, Past::default());
        }
        &mut self.past[end.at()]
    }

    /// The connection of an end.
    #[inline]
    pub fn wire(&self, end: EndIdx) -> &Wire {
        &self.wires[(end.0 / 2) as usize]
    }

    /// Whether this end is open in this generation: whether what is addressed to it still has an address.
    #[inline]
    pub fn is_open(&self, end: EndIdx, generation: u32) -> bool {
        self.wire(end).generation == generation && self.end(end).open
    }

    /// The owner of this end and its place for it, if the end is open in this generation.
    #[inline]
    pub fn owner(&self, end: EndIdx, generation: u32) -> Option<(PeerIdx, Slot)> {
        let End { peer, slot, .. } = *self.end(end);
        self.is_open(end, generation).then_some((peer, slot))
    }

    /// Who is at the other end of this one, in which generation, and when what is said now arrives there; nobody when it is closed.
    #[inline]
    pub fn route(&mut self, end: EndIdx, now: Nanos) -> Option<(PeerIdx, u32, Nanos)> {
        let (to, generation) = (self.end(end.other()).peer, self.wire(end).generation);
        self.end(end).open.then(|| (to, generation, self.arrival(end, now)))
    }

    /// Whether both ends are open in this generation.
    #[inline]
    pub fn is_whole(&self, end: EndIdx, generation: u32) -> bool {
        self.is_open(end, generation) && self.end(end.other()).open
    }

    /// Puts a connection into its owner's queue, unless it stands there or is parked.
    pub fn make_ready(&mut self, end: EndIdx) {
        self.queue(end, false);
    }

    fn queue(&mut self, end: EndIdx, first: bool) {
        let End { peer, turn, .. } = self.end_mut(end);
        if *turn == Turn::Rests {
            let peer = *peer;
            *turn = Turn::Ready;
            let ready = &mut self.links[peer.at()].ready;
            if first {
                ready.push_front(end)
            } else {
                ready.push_back(end)
            }
            // Who had nothing to send has saved nothing up. Without weights nobody is reckoned.
            let link = &self.links[peer.at()];
            if link.weighted && link.served > 0 {
                let served = link.served;
                let past = self.past_mut(end);
                past.served = past.served.max(served);
            }
        }
    }

    /// Gives a connection another part of its owner's uplink.
    pub fn weigh(&mut self, end: EndIdx, weight: u32) {
        if self.end(end).open {
            self.past_mut(end).weight = weight;
            let owner = self.end(end).peer;
            self.links[owner.at()].weighted |= weight > 0;
        }
    }

    /// Whose turn it is among the ready: round-robin while all have the same weight, else whoever has been served least for its
    /// weight (start-time fair queueing, Goyal, Vin, Cheng 1996), and the first in the queue of several.
    fn turn(&self, link: &AccessLink) -> usize {
        if !link.weighted {
            return 0;
        }
        let weight = |end: &EndIdx| self.past(*end).weight;
        let Some(first) = link.ready.front().map(weight) else { return 0 };
        if link.ready.iter().all(|end| weight(end) == first) {
            return 0;
        }
        let served = |place: &usize| self.past(link.ready[*place]).served;
        (0..link.ready.len()).min_by_key(served).unwrap_or(0)
    }

    /// The next connection that has something to send, if the uplink is free.
    pub fn next_ready(&mut self, peer: PeerIdx) -> Option<EndIdx> {
        let link = &self.links[peer.at()];
        if link.sending.is_some() {
            return None;
        }
        let place = self.turn(link);
        let end = self.links[peer.at()].ready.remove(place)?;
        self.end_mut(end).turn = Turn::Rests;
        Some(end)
    }

    /// Whether a block may begin on this connection: no more is on its way than fills the latency at the rate of the slower
    /// link, and `STANDING` blocks in the queue of a downlink that others use as well.
    pub fn has_room(&self, end: EndIdx, bytes: u32) -> bool {
        let on_way = u64::from(self.on_way(end));
        let standing = STANDING * u64::from(bytes);
        if on_way <= standing && !self.between.slow_start {
            return true;
        }
        let (from, to) = (self.end(end).peer, self.end(end.other()).peer);
        let slower = self.links[from.at()].up.min(self.links[to.at()].down);
        let way = self.wire(end).latency + self.between.jitter;
        let window = slower.bytes_in(way).saturating_add(standing).min(WINDOW_MAX);
        let begun = !self.between.slow_start
            || on_way == 0
            || on_way.div_ceil(self.between.block) < u64::from(self.past(end).grown);
        on_way <= window && begun
    }

    /// How long a block takes of a fixed window: a window's bytes pass in each round trip.
    fn share_of_round_trip(&self, end: EndIdx, bytes: u32) -> (Nanos, Nanos) {
        let round_trip = self.wire(end).latency.0.saturating_mul(2);
        let share = u128::from(bytes) * u128::from(round_trip) / u128::from(self.between.window.max(1));
        (Nanos(share.min(u128::from(u64::MAX / 4)) as u64), Nanos(round_trip))
    }

    /// When the fixed window has room for a block, if that is later than now. At most the window is on its way in a round
    /// trip; one block is, even in a window that is smaller, with a longer wait after it.
    pub fn window_opens(&self, end: EndIdx, bytes: u32, now: Nanos) -> Option<Nanos> {
        if self.between.window == 0 {
            return None;
        }
        let (share, round_trip) = self.share_of_round_trip(end, bytes);
        let opens = Nanos(self.past(end).window_free.0.saturating_sub(round_trip.0.saturating_sub(share.0)));
        (opens > now).then_some(opens)
    }

    /// It will be woken when the fixed window has room; false when that was so before.
    pub fn pace(&mut self, end: EndIdx) -> bool {
        !std::mem::replace(&mut self.past_mut(end).paced, true)
    }

    /// It has been.
    pub fn end_pause(&mut self, end: EndIdx) {
        self.past_mut(end).paced = false;
    }

    /// When something that is said here now arrives at the other end. With jitter it takes longer, and waits for what was said
    /// before it.
    #[inline]
    pub fn arrival(&mut self, end: EndIdx, now: Nanos) -> Nanos {
        let arrives = now + self.wire(end).latency;
        if self.between.jitter.0 == 0 { arrives } else { self.late(end, arrives) }
    }

    fn late(&mut self, end: EndIdx, arrives: Nanos) -> Nanos {
        let late = self.between.rng.below_nanos(self.between.jitter);
        let past = self.past_mut(end);
        past.arrives = past.arrives.max(arrives + late);
        past.arrives
    }

    /// What slow start had gained belongs to the time before the choke.
    pub fn forget_growth(&mut self, end: EndIdx) {
        if self.between.slow_start {
            self.past_mut(end).grown = 1;
        }
    }

    /// Lets a connection wait until one of its blocks has come through.
    pub fn park(&mut self, end: EndIdx) {
        self.end_mut(end).turn = Turn::Parked;
    }

    /// One has: the connection goes to the front of its owner's queue, if it was parked. A downlink holds it back, so it takes
    /// less than its turns; were it to wait for one more, the downlink would be left to others.
    pub fn unpark(&mut self, end: EndIdx) -> bool {
        let parked = self.end(end).turn == Turn::Parked;
        if parked {
            self.end_mut(end).turn = Turn::Rests;
            self.queue(end, true);
        }
        parked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{BlockIdx, BlockRef, PieceIdx};

    /// Of links without bounds and the longest way there is, no more is on its way than TCP's largest window and a block.
    #[test]
    fn no_window_is_larger_than_tcps() {
        let bytes = 16 << 20;
        let mut network = Network::new(&NetworkConfig::default(), bytes, Rng::new(1));
        let rate = BytesPerSec(1_000_000_000_000);
        let link = AccessLink { up: rate, down: rate, latency: Nanos::from_secs(10), ..AccessLink::default() };
        network.links = vec![link.clone(), link];
        let end = network.connect(PeerIdx(0), Slot(0), PeerIdx(1));
        network.accept(end.other(), Slot(0));
        let (mut on_way, mut now) = (0, Nanos::ZERO);
        while network.has_room(end, bytes) {
            let block = BlockRef { piece: PieceIdx(0), block: BlockIdx(0) };
            let (flight, sent) = network.begin(end, block, bytes, true, now);
            now = sent;
            network.sent(flight, now);
            on_way += u64::from(bytes);
        }
        assert_eq!(on_way, WINDOW_MAX + u64::from(bytes));
    }
}
