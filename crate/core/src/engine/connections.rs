//! Connections: calls, answers and closes on their way through the network.
//!
//! Owns when each side learns what the other did. Must never know what is said on a connection.

use super::Engine;
use crate::base::ids::{EndIdx, PeerIdx, Slot};
use crate::engine::world::Due;
use crate::events::event::{Event, Sink};

impl Engine {
    #[inline(never)]
    pub(super) fn call(&mut self, end: EndIdx, generation: u32, sink: &mut impl Sink) {
        if !self.world.network.is_open(end, generation) {
            return;
        }
        let (from, to) = (self.world.network.end(end).peer, self.world.network.end(end.other()).peer);
        let accepted = self.with(to, sink, |peer, ctx| peer.on_incoming(from, end.other(), ctx)).flatten();
        if let Some(slot) = accepted {
            self.world.network.accept(end.other(), slot);
        }
        let at = self.world.network.arrival(end.other(), self.world.now);
        self.world.queue.push(at, Due::Answer { end, generation, accepted: accepted.is_some() });
    }

    #[inline(never)]
    pub(super) fn answer(&mut self, end: EndIdx, generation: u32, accepted: bool, sink: &mut impl Sink) {
        if !self.world.network.is_open(end, generation) {
            return;
        }
        let (peer, slot) = self.place(end);
        if accepted {
            self.with(peer, sink, |actor, ctx| actor.on_connected(slot, ctx));
        } else {
            self.world.network.close(end);
            self.with(peer, sink, |actor, ctx| actor.on_closed(slot, ctx));
        }
    }

    pub(super) fn place(&self, end: EndIdx) -> (PeerIdx, Slot) {
        let end = self.world.network.end(end);
        (end.peer, end.slot)
    }

    /// One side closes. The other hears of it when word has travelled, unless the side that closed has crashed.
    pub(super) fn close(&mut self, end: EndIdx, tell: bool, sink: &mut impl Sink) {
        let network = &mut self.world.network;
        let (a, b) = (network.end(end).peer, network.end(end.other()).peer);
        let generation = network.wire(end).generation;
        let other_open = network.end(end.other()).open;
        network.close(end);
        sink.event(self.world.now, &Event::Closed { a, b });
        if tell && other_open {
            let at = self.world.network.arrival(end, self.world.now);
            self.world.queue.push(at, Due::Closed { end: end.other(), generation });
        }
    }

    #[inline(never)]
    pub(super) fn hear_close(&mut self, end: EndIdx, generation: u32, sink: &mut impl Sink) {
        if self.world.network.is_open(end, generation) {
            let (peer, slot) = self.place(end);
            self.close(end, false, sink);
            self.with(peer, sink, |actor, ctx| actor.on_closed(slot, ctx));
        }
    }
}
