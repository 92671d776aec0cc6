//! Serving: what a neighbour asked for, and the order it is sent in.
//!
//! Owns the queue of each neighbour's requests. Must never know the link: it says when there is something to send, and
//! gives the next block when the link is free.

use super::{Ctx, Life, Peer};
use crate::base::ids::{BlockRef, Slot};
use crate::events::effect::Effect;
use crate::policy::pipeline;
use crate::protocol::message::Message;

/// Requests a neighbour may have queued here; more are rejected. libtorrent: max_allowed_in_request_queue = 2000.
const QUEUE_MAX: usize = 2000;

impl Peer {
    pub(super) fn on_request(&mut self, slot: Slot, block: BlockRef, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        let served = !conn.am_choking && self.life == Life::Here && conn.uploads.len() < QUEUE_MAX;
        let shown = self.extras.offers(slot).is_none_or(|offers| offers.shown.has(block.piece.0));
        if !served || !shown || !self.have.has(block.piece.0) {
            // The request crossed our choke on its way.
            self.say(slot, Message::Reject(block), ctx);
            return;
        }
        self.queues.push(&mut conn.uploads, block);
        if conn.uploads.len() == 1 {
            ctx.out.effects.push(Effect::Ready { end: conn.end });
        }
    }

    /// A block that has not left is not sent, and BEP 6 wants that said; one that is on its way, or lies ready in the send
    /// buffer, will come.
    pub(super) fn on_cancel(&mut self, slot: Slot, block: BlockRef, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        let ready =
            pipeline::ready(self.meters.up_rate(conn, ctx.now), ctx.geometry().block_length(), &ctx.config.pipeline)
                as usize;
        if self.queues.take(&mut conn.uploads, ready, |queued| queued.block == block).is_some() {
            self.say(slot, Message::Reject(block), ctx);
        }
    }

    /// The next block for this neighbour, if it still has one coming.
    pub fn next_upload(&self, slot: Slot) -> Option<BlockRef> {
        self.queues.front(&self.conns[slot.at()].uploads)
    }

    /// The link takes that block.
    pub fn take_upload(&mut self, slot: Slot) {
        let conn = &mut self.conns[slot.at()];
        let block = self.queues.pop(&mut conn.uploads);
        if let (Some(offers), Some(block)) = (self.extras.offers_mut(slot), block) {
            offers.on_sent(block);
        }
    }

    /// The last byte of a block has left. `slot` is empty when the connection has gone meanwhile.
    pub fn on_block_sent(&mut self, slot: Option<Slot>, bytes: u32, ctx: &mut Ctx) {
        self.sent_bytes += u64::from(bytes);
        if let Some(slot) = slot {
            let conn = &mut self.conns[slot.at()];
            self.meters.send(conn, ctx.now, bytes);
            conn.sent_at = ctx.now;
            self.on_balance(slot, ctx);
        }
        self.offer_on(ctx);
        if self.leaves_by_bytes {
            self.leave_if_generous(ctx);
        }
    }
}
