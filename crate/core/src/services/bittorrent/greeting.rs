//! Greeting: the handshake, and what each side tells of its pieces right after it.

use super::choking::new_meters;
use super::{Ctx, Session, Set, Stage};
use crate::base::ids::NeighbourIdx;
use crate::events::event::Event;
use crate::protocol::message::{Handshake, Message, RESERVED_EXTENSIONS, RESERVED_FAST};

/// Places that a session makes at a time.
pub(super) const PLACES_AT_A_TIME: usize = 8;

impl Session {
    /// A connection we opened stands: we speak first.
    pub fn on_connected(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.say_handshake(at, ctx);
    }

    fn say_handshake(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let mut peer_id = *b"-SW0100-000000000000";
        let digits = self.idx.0.to_string();
        peer_id[20 - digits.len()..].copy_from_slice(digits.as_bytes());
        let mut reserved = RESERVED_FAST;
        if ctx.config.extensions.enabled {
            reserved[5] |= RESERVED_EXTENSIONS[5];
        }
        let handshake = Handshake { reserved, info_hash: *ctx.info_hash, peer_id };
        self.say(at, Message::Handshake(Box::new(handshake)), ctx);
    }

    pub(super) fn on_handshake(&mut self, at: NeighbourIdx, handshake: &Handshake, ctx: &mut Ctx) {
        if handshake.info_hash != *ctx.info_hash {
            self.close(at, ctx);
            return;
        }
        let neighbour = &mut self.neighbours[at.at()];
        let incoming = std::mem::replace(&mut neighbour.stage, Stage::Open) == Stage::Incoming;
        neighbour.opened_at = ctx.now;
        self.readings[at.at()].log = ctx.net.end(neighbour.end.other()).list().expect("whoever greets has accepted");
        self.sets.put(Set::Open, at, true);
        let (down, up) = new_meters(&self.choker, ctx);
        if self.meters.open(neighbour, down, up) {
            self.sets.put(Set::Metered, at, true);
        }
        if incoming {
            ctx.event(Event::Connected { a: neighbour.remote, b: self.idx });
            self.say_handshake(at, ctx);
        }
        if ctx.config.extensions.enabled && handshake.speaks_extensions() {
            self.say_extended(at, ctx);
        }
        self.say_pieces(at, ctx);
        self.choker.on_open(at, &ctx.config.choker, &mut self.rng);
    }

    /// What it has goes right after the handshake (BEP 3), in BEP 6's short forms where they fit.
    fn say_pieces(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        if self.hides(ctx) {
            ctx.net.hide(self.neighbours[at.at()].end);
            self.say(at, Message::HaveNone, ctx);
            self.begin_offers(at, ctx);
            return;
        }
        // Nor has a client anything that does not know the torrent yet.
        let message = match self.have.count() {
            0 => Message::HaveNone,
            count if count == self.have.len() => Message::HaveAll,
            _ => Message::Bitfield(Box::new(self.have.clone())),
        };
        self.say(at, message, ctx);
    }
}
