//! What the engine asks of a service, and what a service may look at and act through.

use crate::base::ids::{PeerIdx, ServiceIdx};
use crate::base::units::Nanos;
use crate::events::event::Event;
use crate::net::schedule::{Actor, InTransit, Schedule};
use crate::protocol::packet::Packet;
use crate::scenario::Scenario;

/// Something that speaks over the network without connections.
pub trait Service {
    /// The run begins.
    fn begin(&mut self, ctx: &mut ServiceCtx);

    /// A packet comes. One that means nothing to the service is passed over.
    fn on_packet(&mut self, packet: Packet, ctx: &mut ServiceCtx);

    /// One of its timers is due; the service alone knows what `tag` means.
    fn on_timer(&mut self, tag: u32, ctx: &mut ServiceCtx);
}

/// What a service may look at and act through.
pub struct ServiceCtx<'a> {
    /// The service's number.
    pub me: ServiceIdx,
    /// Now.
    pub now: Nanos,
    /// The scenario, for the service's own section.
    pub scenario: &'a Scenario,
    pub(crate) schedule: &'a mut Schedule,
    pub(crate) events: &'a mut Vec<Event>,
}

impl ServiceCtx<'_> {
    /// Something happened.
    pub fn event(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Wakes this service at `at`.
    pub fn wake(&mut self, at: Nanos, tag: u32) {
        self.schedule.wake(at, Actor::Service(self.me), tag);
    }

    /// Sends a packet to a peer in one of its lives; it arrives at `at`.
    pub fn send(&mut self, at: Nanos, (peer, life): (PeerIdx, u32), packet: Packet) {
        let to = Actor::Peer { peer, life };
        self.schedule.deliver(at, InTransit::Datagram { to, packet: Box::new(packet) });
    }
}
