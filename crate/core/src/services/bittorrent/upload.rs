//! Serving: what a neighbour asked for, and what is done when a block has left.

use super::{Ctx, Session, Set};
use crate::base::ids::{BlockRef, NeighbourIdx};
use crate::base::units::Nanos;
use crate::net::pipes::Request;
use crate::policy::pipeline;
use crate::protocol::message::Message;

impl Session {
    /// A request that crossed our choke has come. It is rejected, unless we serve the neighbour again.
    pub(super) fn on_request(&mut self, at: NeighbourIdx, block: BlockRef, ctx: &mut Ctx) {
        let end = self.neighbours[at.at()].end;
        if !ctx.net.request_arrives(end, block, ctx.now, ctx.schedule) {
            self.say(at, Message::Reject(block), ctx);
        }
    }

    /// A block that has not left is not sent, and BEP 6 wants that said; one that is on its way, or lies ready in the send
    /// buffer, will come.
    pub(super) fn on_cancel(&mut self, at: NeighbourIdx, block: BlockRef, ctx: &mut Ctx) {
        if ctx.config.pipeline.ignores_cancels {
            return;
        }
        let end = self.neighbours[at.at()].end;
        let ready = self.ready_blocks(at, ctx) as usize;
        if ctx.net.take_back(end, block, ready, ctx.now) {
            self.say(at, Message::Reject(block), ctx);
        }
    }

    /// Blocks for a neighbour that lie ready in the send buffer.
    fn ready_blocks(&self, at: NeighbourIdx, ctx: &Ctx) -> u32 {
        let rate = self.meters.up_rate(&self.neighbours[at.at()], ctx.now);
        pipeline::ready(rate, ctx.geometry().block_length(), &ctx.config.pipeline)
    }

    /// A block for a neighbour begins to leave.
    pub fn on_block_begun(&mut self, at: NeighbourIdx, block: BlockRef, asked_at: Nanos) {
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.heard_at = neighbour.heard_at.max(asked_at);
        if let Some(offers) = self.extras.offers_mut(at) {
            offers.on_sent(block);
        }
        if self.choker.needs(self.is_seed()).each_block {
            self.extras.of_mut(at).sending = Some(block.piece);
        }
    }

    /// The last byte of a block has left. `at` is empty when the connection has gone meanwhile.
    pub fn on_block_sent(&mut self, at: Option<NeighbourIdx>, request: &Request, ctx: &mut Ctx) {
        self.sent_bytes += u64::from(request.bytes);
        if let Some(at) = at {
            let neighbour = &mut self.neighbours[at.at()];
            self.meters.send(neighbour, ctx.now, request.bytes);
            neighbour.sent_at = ctx.now;
            self.sets.put(Set::Metered, at, true);
            if ctx.config.pipeline.send_buffer_s.0 > 0.0 {
                let (end, ready) = (self.neighbours[at.at()].end, self.ready_blocks(at, ctx));
                ctx.net.set_written(end, ready);
            }
            self.on_balance(at, ctx);
        }
        self.offer_on(ctx);
        if self.leaves_by_bytes {
            self.leave_if_upload_target_met(ctx);
        }
    }
}
