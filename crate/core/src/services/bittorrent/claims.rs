//! Claims: what is kept for one neighbour before it is asked for it (libtorrent's request queue).
//!
//! Owns the blocks that are neither asked for nor free. Must never know how much a neighbour is asked for at a time: its
//! pipeline takes from here first. A neighbour that is fast enough for whole pieces gets pieces beside each other claimed,
//! as many as it sends in `whole_pieces_s`, however common they are. So others are not asked for them, also when they have
//! them: a seed that serves many is asked for more of what others could send.

use super::{Ctx, Peer, Queue};
use crate::base::ids::{BlockIdx, BlockRef, PieceIdx, Slot};

impl Peer {
    /// What is kept for this neighbour and will be asked for next, in order.
    pub fn claimed(&self, slot: Slot) -> Queue {
        self.extras.of(slot).map_or_else(Queue::default, |extra| extra.claimed)
    }

    /// The next block that is kept for this neighbour.
    pub(super) fn claimed_block(&mut self, slot: Slot) -> Option<BlockRef> {
        self.queues.pop(&mut self.extras.get_mut(slot)?.claimed)
    }

    /// Keeps the free blocks of a begun piece for this neighbour, and of the pieces beside it that can be begun: below it as
    /// far as `pieces` reach, then above it (libtorrent). Returns the first block.
    pub(super) fn claim(&mut self, slot: Slot, place: usize, pieces: u32, ctx: &mut Ctx) -> Option<BlockRef> {
        let piece = self.partials[place].piece.0;
        let conn = &self.conns[slot.at()];
        let (from_seed, starter) = (conn.n_have == self.have.len(), conn.remote);
        let can =
            |piece: u32| self.announced.has(slot, PieceIdx(piece)) && !self.have.has(piece) && !self.started.has(piece);
        let (mut first, mut end) = (piece, piece + 1);
        while end - first < pieces && first > 0 && can(first - 1) {
            first -= 1;
        }
        while end - first < pieces && end < self.have.len() && can(end) {
            end += 1;
        }
        for number in first..end {
            let place = self.partial_of(PieceIdx(number), ctx);
            if number != piece {
                let terms = self.partials.terms(place);
                (*terms.from_seed, *terms.starter) = (from_seed, starter);
            }
            let conn = &self.conns[slot.at()];
            while let Some(block) = self.partials[place].next_free_for(conn, &self.queues) {
                self.partials.ask(place, block);
                let block = BlockRef { piece: PieceIdx(number), block: BlockIdx(block) };
                self.queues.push(&mut self.extras.of_mut(slot).claimed, block);
            }
        }
        self.claimed_block(slot)
    }

    /// What was kept for this neighbour may be asked of anybody: it chokes us, lets us wait or goes. Pieces of which nothing
    /// is left in hand have not been begun (libtorrent).
    pub(super) fn give_up_claims(&mut self, slot: Slot, ctx: &mut Ctx) {
        let Some(extra) = self.extras.get_mut(slot) else { return };
        let mut claimed = std::mem::take(&mut extra.claimed);
        self.starved |= !claimed.is_empty();
        while let Some(block) = self.queues.pop(&mut claimed) {
            self.release(block);
            let place = self.partials.place_of(block.piece);
            let Some(place) = place else { continue };
            if self.partials[place].is_untouched() {
                ctx.scratch.spare.push(self.partials.end(place));
                self.started.remove(block.piece.0);
            }
        }
    }
}
