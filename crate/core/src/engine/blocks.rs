//! Blocks on their way: from a free uplink through the latency and the downlink to the receiver, or lost.
//!
//! Owns the stations of a flight. Must never know who is served: peers queue what they will send.

use super::Engine;
use crate::base::ids::{EndIdx, PeerIdx};
use crate::engine::world::Due;
use crate::events::event::{Event, Sink};
use crate::net::network::{Flight, FlightIdx};
use crate::scenario::config::Behaviour;

impl Engine {
    /// The next block leaves, if the uplink is free and somebody has one coming and room for it.
    pub(super) fn start_block(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        while let Some(end) = self.world.network.next_ready(idx) {
            let slot = self.world.network.end(end).slot;
            let Some(peer) = &mut self.world.peers[idx.at()] else { return };
            let Some(block) = peer.next_upload(slot) else { continue };
            let bytes = self.content.geometry().block_len(block.piece.0, block.block.0);
            if !self.world.network.has_room(end, bytes) {
                self.world.network.park(end);
                continue;
            }
            if let Some(opens) = self.world.network.window_opens(end, bytes, self.world.now) {
                self.world.network.park(end);
                if self.world.network.pace(end) {
                    let generation = self.world.network.wire(end).generation;
                    self.world.queue.push(opens, Due::Paced { end, generation });
                }
                continue;
            }
            peer.take_upload(slot);
            let genuine = peer.behaviour != Behaviour::Polluter;
            let (flight, sent) = self.world.network.begin(end, block, bytes, genuine, self.world.now);
            let to = self.world.network.flight(flight).to;
            sink.event(self.world.now, &Event::BlockStarted { from: idx, to, end, block, bytes });
            self.world.queue.push(sent, Due::Sent { flight });
            return;
        }
    }

    /// A block is through: its connection may go on.
    pub(super) fn wake_sender(&mut self, flight: &Flight, sink: &mut impl Sink) {
        let network = &mut self.world.network;
        if network.is_open(flight.end, flight.generation) && network.unpark(flight.end) {
            self.start_block(flight.from, sink);
        }
    }

    /// A connection's fixed window has room again.
    #[inline(never)]
    pub(super) fn window_open(&mut self, end: EndIdx, generation: u32, sink: &mut impl Sink) {
        let network = &mut self.world.network;
        if !network.is_open(end, generation) {
            return;
        }
        network.end_pause(end);
        if network.unpark(end) {
            let peer = network.end(end).peer;
            self.start_block(peer, sink);
        }
    }

    #[inline(never)]
    pub(super) fn block_sent(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        if self.world.network.flight(idx).torn {
            self.world.network.finish(idx);
            return;
        }
        let flight = self.world.network.flight(idx).clone();
        let (from, to) = (flight.from, flight.to);
        let lands = self.world.network.sent(idx, self.world.now);
        sink.event(self.world.now, &Event::BlockSent { from, to, block: flight.block, bytes: flight.bytes });
        self.world.queue.push(lands, Due::Landed { flight: idx });
        let open = self.world.network.is_open(flight.end, flight.generation);
        let slot = open.then(|| self.world.network.end(flight.end).slot);
        self.with(from, sink, |peer, ctx| peer.on_block_sent(slot, flight.bytes, ctx));
        // Round-robin: who still has something to get goes to the back of the queue.
        let peer = self.world.peers[from.at()].as_ref();
        let more = slot.zip(peer).is_some_and(|(slot, peer)| peer.next_upload(slot).is_some());
        if more && self.world.network.is_open(flight.end, flight.generation) {
            self.world.network.make_ready(flight.end);
        }
        self.start_block(from, sink);
    }

    #[inline(never)]
    pub(super) fn block_landed(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        let flight = self.world.network.flight(idx);
        if !self.world.network.is_whole(flight.end, flight.generation) {
            self.lose(idx, sink);
            return;
        }
        let now = self.world.now;
        let ends = self.world.network.landed(idx, now);
        if ends > now {
            self.world.queue.push(ends, Due::Delivered { flight: idx });
        } else {
            self.block_delivered(idx, sink);
        }
    }

    pub(super) fn block_delivered(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        let flight = self.world.network.flight(idx);
        if !self.world.network.is_whole(flight.end, flight.generation) {
            self.lose(idx, sink);
            return;
        }
        let flight = self.world.network.finish(idx);
        let (to, slot) = self.place(flight.end.other());
        self.with(to, sink, |peer, ctx| {
            peer.count_received(flight.bytes);
            peer.on_block(slot, flight.block, flight.genuine, ctx);
        });
        self.wake_sender(&flight, sink);
        self.depart_if_done(flight.from, sink);
    }

    pub(super) fn lose(&mut self, idx: FlightIdx, sink: &mut impl Sink) {
        let flight = self.world.network.finish(idx);
        let (from, to, block, bytes) = (flight.from, flight.to, flight.block, flight.bytes);
        sink.event(self.world.now, &Event::BlockLost { from, to, block, bytes, sent: true });
        self.wake_sender(&flight, sink);
        self.depart_if_done(from, sink);
    }

    pub(super) fn depart_if_done(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        // The link has just been looked at; where its owner stands has not.
        if self.world.network.links[idx.at()].in_flight == 0 && self.world.presence[idx.at()].departing {
            self.depart(idx, sink);
        }
    }
}
