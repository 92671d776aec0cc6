//! The extended handshake (BEP 10): what each side tells of itself beyond BEP 3, right after the handshake.

use super::{Ctx, Session};
use crate::base::ids::NeighbourIdx;
use crate::protocol::message::{Extended, Message};

impl Session {
    /// Tells what this client can do. Who has the metadata tells its size.
    pub(super) fn say_extended(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let reqq = ctx.config.extensions.reqq;
        let extended = Extended {
            reqq: (reqq > 0).then_some(reqq),
            metadata: true,
            holepunch: ctx.config.extensions.holepunch,
            metadata_size: self.knows_torrent().then_some(ctx.metadata_bytes),
        };
        self.say(at, Message::Extended(extended), ctx);
    }

    /// A neighbour tells what it can do.
    pub(super) fn on_extended(&mut self, at: NeighbourIdx, extended: Extended, ctx: &mut Ctx) {
        if let Some(reqq) = extended.reqq {
            self.extras.of_mut(at).reqq = Some(reqq);
        }
        if extended.holepunch {
            self.extras.of_mut(at).holepunch = true;
        }
        if extended.metadata && self.fetch.is_some() {
            self.on_metadata_source(at, extended.metadata_size, ctx);
        }
    }
}
