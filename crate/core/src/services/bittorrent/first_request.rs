//! What a neighbour is asked for that has sent nothing yet.
//!
//! WebTorrent asks for one block of the highest piece, and for more only when that has come (lib/torrent.js, validateWire).

use super::have_log::has;
use super::{Ctx, Session};
use crate::base::ids::{BlockIdx, BlockRef, NeighbourIdx, PieceIdx};
use crate::events::decision::{BlockStep, PieceRule};
use crate::policy::picker::Choice;
use crate::scenario::config::FirstRequest;

impl Session {
    /// The neighbour has sent nothing yet, and is asked for one block by a rule of its own.
    pub(super) fn is_first_request(&self, at: NeighbourIdx, ctx: &Ctx) -> bool {
        let highest = ctx.config.picker.first_request == FirstRequest::Highest;
        highest && !self.extras.of(at).is_some_and(|extra| extra.delivered)
    }

    /// The first block that a neighbour is asked for: one of the highest piece that has a block to ask for.
    pub(super) fn first_block(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<BlockRef> {
        self.read_theirs(at, ctx);
        ctx.out.step = BlockStep::First;
        for piece in (0..self.have.len()).rev() {
            if !has(&ctx.scratch.theirs, piece) || self.have.has(piece) {
                continue;
            }
            let place = self.partials.place_of(PieceIdx(piece));
            let place = place.unwrap_or_else(|| self.begin_highest(at, piece, ctx));
            let allowed = self.partials.is_for(place, &self.neighbours[at.at()], &ctx.scratch.theirs);
            let block = self.partials[place].next_free_for(self.cancelled_at(at, ctx)).filter(|_| allowed);
            if let Some(block) = block {
                self.partials.ask(place, block);
                return Some(BlockRef { piece: PieceIdx(piece), block: BlockIdx(block) });
            }
        }
        None
    }

    fn begin_highest(&mut self, at: NeighbourIdx, piece: u32, ctx: &mut Ctx) -> usize {
        self.find_new(&ctx.scratch.theirs, &mut ctx.scratch.set);
        self.count_news(ctx);
        let candidates = ctx.scratch.set.iter().map(|word| word.count_ones()).sum();
        let extremes = self.extremes(ctx);
        self.begin(at, Choice { piece, rule: PieceRule::Highest, candidates, tied: 1 }, extremes, ctx)
    }
}
