//! Claims: what is kept for one neighbour before it is asked for it (libtorrent's request queue).
//!
//! A neighbour that is fast enough for whole pieces gets pieces beside each other claimed, as many as it sends in
//! `whole_pieces_s`, however common they are. So others are not asked for them, also when they have them: a seed that serves
//! many is asked for more of what others could send. A claimed block is neither asked for nor free; a neighbour's pipeline takes
//! from here first.

use super::have_log::has;
use super::{Ctx, Session};
use crate::base::ids::{BlockIdx, BlockRef, NeighbourIdx, PieceIdx};
use crate::events::decision::{Decision, PieceRule};

impl Session {
    /// What is kept for this neighbour and will be asked for next, in order.
    pub fn claimed(&self, at: NeighbourIdx) -> impl Iterator<Item = BlockRef> + '_ {
        self.extras.of(at).into_iter().flat_map(|extra| extra.claimed.iter().copied())
    }

    /// The next block that is kept for this neighbour.
    pub(super) fn claimed_block(&mut self, at: NeighbourIdx) -> Option<BlockRef> {
        self.extras.get_mut(at)?.claimed.pop_front()
    }

    /// Keeps the free blocks of a partial piece for this neighbour, and of the pieces beside it that can be begun: below it as
    /// far as `pieces` reach, then above it (libtorrent). Returns the first block. What the neighbour has is in `theirs`.
    pub(super) fn claim(&mut self, at: NeighbourIdx, place: usize, pieces: u32, ctx: &mut Ctx) -> Option<BlockRef> {
        let piece = self.partials[place].piece.0;
        let from_seed = self.is_neighbour_seed(at, ctx);
        let starter = self.neighbours[at.at()].remote;
        let theirs = std::mem::take(&mut ctx.scratch.theirs);
        let can = |piece: u32| has(&theirs, piece) && !self.have.has(piece) && !self.started.has(piece);
        let (mut first, mut end) = (piece, piece + 1);
        while end - first < pieces && first > 0 && can(first - 1) {
            first -= 1;
        }
        while end - first < pieces && end < self.have.len() && can(end) {
            end += 1;
        }
        ctx.scratch.theirs = theirs;
        for number in first..end {
            let place = self.partial_of(PieceIdx(number), ctx);
            if number != piece {
                self.record_claim(at, PieceIdx(number), ctx);
                let terms = self.partials.terms(place);
                (*terms.from_seed, *terms.starter) = (from_seed, starter);
            }
            while let Some(block) = self.partials[place].next_free_for(self.cancelled_at(at, ctx)) {
                self.partials.ask(place, block);
                let block = BlockRef { piece: PieceIdx(number), block: BlockIdx(block) };
                self.extras.of_mut(at).claimed.push_back(block);
            }
        }
        self.claimed_block(at)
    }

    /// A piece beside the chosen one is kept for the same neighbour: nothing else was a candidate for its place.
    fn record_claim(&self, at: NeighbourIdx, piece: PieceIdx, ctx: &mut Ctx) {
        let (from, n) = (self.neighbours[at.at()].remote, || self.availability.count(piece.0));
        let (candidates, tied) = (1, 1);
        ctx.out.decide(|| {
            let (availability, rule) = (n(), PieceRule::Beside);
            Decision::Piece {
                rule,
                from,
                piece,
                availability,
                least: availability,
                most: availability,
                candidates,
                tied,
            }
        });
    }

    /// What was kept for this neighbour may be asked of anybody: it chokes us, lets us wait or goes. Pieces of which nothing
    /// is left in hand have not been begun (libtorrent).
    pub(super) fn give_up_claims(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let Some(extra) = self.extras.get_mut(at) else { return };
        let claimed = std::mem::take(&mut extra.claimed);
        self.starved |= !claimed.is_empty();
        for block in claimed {
            self.release(block, ctx);
            let place = self.partials.place_of(block.piece);
            let Some(place) = place else { continue };
            if self.partials[place].is_untouched() {
                ctx.scratch.spare.push(self.partials.end(place));
                self.started.remove(block.piece.0);
            }
        }
    }
}
