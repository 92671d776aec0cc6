//! Blocks on their way: when each has left, lands, and has passed the downlink.
//!
//! Owns the flights and the arithmetic of their stations. Must never know whose turn it is on an uplink (`network`), or what a block is
//! good for.

use super::{Network, Wire};
use crate::base::ids::{BlockRef, EndIdx, PeerIdx};
use crate::base::room;
use crate::base::units::{Nanos, SECOND};

/// What one byte adds to the service of a connection of weight one.
const SERVED_UNIT: u64 = 65_536;
/// A pause of this length ends what slow start has gained (RFC 6298's least time-out).
const FORGOTTEN_AFTER: Nanos = Nanos(SECOND);

/// A block on its way, in the table of flights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlightIdx(pub u32);

/// A block on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[repr(align(64))]
pub struct Flight {
    /// The sender's end of the connection.
    pub end: EndIdx,
    /// The connection's generation.
    pub generation: u32,
    /// The sender.
    pub from: PeerIdx,
    /// The receiver.
    pub to: PeerIdx,
    /// What.
    pub block: BlockRef,
    /// Its payload.
    pub bytes: u32,
    /// Whether these are the torrent's bytes.
    pub genuine: bool,
    /// When its first byte left.
    pub started: Nanos,
    /// Of its connection, one way.
    pub latency: Nanos,
    /// When its last byte arrives, as far as is known.
    pub arrives: Nanos,
    /// The sender vanished while it was sending.
    pub torn: bool,
}

impl Network {
    /// A block begins to leave; tells when its last byte will have left.
    pub fn begin(&mut self, end: EndIdx, block: BlockRef, bytes: u32, genuine: bool, now: Nanos) -> (FlightIdx, Nanos) {
        let (from, to) = (self.end(end).peer, self.end(end.other()).peer);
        let sent = now + self.links[from.at()].up.time_for(u64::from(bytes));
        let Wire { generation, latency, .. } = *self.wire(end);
        let arrives = sent + latency;
        let flight =
            Flight { end, generation, from, to, block, bytes, genuine, started: now, latency, arrives, torn: false };
        let idx = match self.free_flights.pop() {
            Some(idx) => {
                self.flights[idx.0 as usize] = Some(flight);
                idx
            }
            None => {
                room::push_one(&mut self.flights, Some(flight));
                FlightIdx(self.flights.len() as u32 - 1)
            }
        };
        let link = &mut self.links[from.at()];
        link.sending = Some(idx);
        link.in_flight += 1;
        let weight = self.past(end).weight;
        if weight > 0 {
            let served = self.past(end).served;
            let link = &mut self.links[from.at()];
            link.served = link.served.max(served);
            self.past_mut(end).served = served + u64::from(bytes) * SERVED_UNIT / u64::from(weight);
        }
        self.use_window(end, bytes, now);
        *self.on_way_mut(end) += bytes;
        (idx, sent)
    }

    fn use_window(&mut self, end: EndIdx, bytes: u32, now: Nanos) {
        if self.between.window > 0 {
            let (share, _) = self.share_of_round_trip(end, bytes);
            let past = self.past_mut(end);
            past.window_free = past.window_free.max(now) + share;
        }
        if self.between.slow_start {
            let on_way = self.on_way(end);
            let past = self.past_mut(end);
            let paused = on_way == 0 && now.since(past.through) >= FORGOTTEN_AFTER;
            past.grown = if paused { 1 } else { past.grown.max(1) };
        }
    }

    /// The last byte has left, the uplink is free; tells when it comes to the receiver's downlink.
    pub fn sent(&mut self, idx: FlightIdx, now: Nanos) -> Nanos {
        let Flight { from, end, generation, latency, .. } = *self.flight(idx);
        let link = &mut self.links[from.at()];
        if link.sending == Some(idx) {
            link.sending = None;
        }
        if self.between.jitter.0 == 0 || self.wire(end).generation != generation {
            return now + latency;
        }
        let arrives = self.arrival(end, now);
        let flight = self.flight_mut(idx);
        flight.latency = arrives.since(now);
        flight.arrives = arrives;
        arrives
    }

    /// The last byte has come to the receiver's downlink; tells when it will have passed. Exact in every case: the link
    /// takes `bytes / down`, begins neither before the first byte comes nor before it is free, and cannot end before now.
    pub fn landed(&mut self, idx: FlightIdx, now: Nanos) -> Nanos {
        let Flight { to, bytes, started, latency, .. } = *self.flight(idx);
        let link = &mut self.links[to.at()];
        let begins = link.down_free.max(started + latency);
        let ends = now.max(begins + link.down.time_for(u64::from(bytes)));
        link.down_free = ends;
        self.flight_mut(idx).arrives = ends;
        ends
    }

    /// Takes a block off the table: it has arrived, or is lost.
    pub fn finish(&mut self, idx: FlightIdx) -> Flight {
        let flight = self.flights[idx.0 as usize].take().expect("a flight ends once");
        room::push_one(&mut self.free_flights, idx);
        self.links[flight.from.at()].in_flight -= 1;
        if self.wire(flight.end).generation == flight.generation {
            *self.on_way_mut(flight.end) -= flight.bytes;
            if self.between.slow_start {
                let past = self.past_mut(flight.end);
                past.through = flight.arrives;
                past.grown = past.grown.saturating_add(1);
            }
        }
        flight
    }

    /// A block on its way.
    #[inline]
    pub fn flight(&self, idx: FlightIdx) -> &Flight {
        self.flights[idx.0 as usize].as_ref().expect("a flight is asked for while it lasts")
    }

    /// A block on its way, to change.
    pub fn flight_mut(&mut self, idx: FlightIdx) -> &mut Flight {
        self.flights[idx.0 as usize].as_mut().expect("a flight is changed while it lasts")
    }

    /// All blocks on their way.
    pub fn flights(&self) -> impl Iterator<Item = &Flight> {
        self.flights.iter().flatten()
    }
}
