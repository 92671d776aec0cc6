//! Sharing: a peer has a piece at once that another machine of its owner has verified.

use super::{Ctx, Phase, Session};
use crate::base::ids::{BlockIdx, BlockRef, PeerIdx, PieceIdx};
use crate::events::event::Event;

impl Session {
    /// A piece is copied from `from`, which has the same owner. What was asked for of it is not needed any more.
    pub fn copy_piece(&mut self, piece: PieceIdx, from: PeerIdx, ctx: &mut Ctx) {
        if self.phase == Phase::Leaving || !self.knows_torrent() || self.have.has(piece.0) {
            return;
        }
        if let Some(place) = self.partials.place_of(piece) {
            let asked: Vec<u32> = self.partials[place].requested.iter().collect();
            for block in asked {
                self.cancel_elsewhere(BlockRef { piece, block: BlockIdx(block) }, ctx);
            }
            // A cancelled request may be the last thing that a neighbour was asked for.
            let partial = self.partials.end(place);
            ctx.scratch.spare.push(partial);
        }
        self.started.remove(piece.0);
        ctx.event(Event::Shared { peer: self.idx, from, piece });
        self.announce_piece(piece, ctx);
        self.ask_everybody(ctx);
    }
}
