//! Pieces that a slow neighbour is not asked for, because faster neighbours will have brought them before it could answer.
//!
//! A rule of WebTorrent (lib/torrent.js, speedRanker): in a sequential download the lowest pieces are not held up by whoever is slow.
//! Departure: the pieces are found once for all requests that are made at a moment; WebTorrent finds them again before its hotswap.

use super::have_log::has;
use super::stealing::SLOW;
use super::{Ctx, Session, Set};
use crate::base::ids::{NeighbourIdx, PieceIdx};

/// How long the neighbour needs for what it is asked for is counted in blocks of this size (WebTorrent: Piece.BLOCK_LENGTH).
const BLOCK: u64 = 16_384;

impl Session {
    /// The pieces that are left to faster neighbours, in order, `left_to_faster` of them at most. What this neighbour has announced
    /// lies in `ctx.scratch.theirs`.
    pub(super) fn left_to_faster(&self, at: NeighbourIdx, ctx: &Ctx) -> Vec<PieceIdx> {
        let most = ctx.config.picker.left_to_faster as usize;
        if most == 0 {
            return Vec::new();
        }
        let rate = |at: NeighbourIdx| self.meters.down_rate(&self.neighbours[at.at()], ctx.now).0;
        let own = rate(at).max(1);
        if own > SLOW {
            return Vec::new();
        }
        // What is asked of it takes `asked / own` seconds, in which each faster neighbour brings `rate * asked / own` bytes.
        let asked = BLOCK * (self.outstanding(at, ctx) as u64).max(1);
        let faster = self.sets.iter(Set::Open).filter(|&other| rate(other) >= SLOW && rate(other) > own);
        let mut faster = faster.peekable();
        let mut left = Vec::new();
        for piece in (0..self.have.len()).filter(|&piece| has(&ctx.scratch.theirs, piece) && !self.have.has(piece)) {
            let mut missing = i128::from(self.missing_bytes(PieceIdx(piece), ctx)) * i128::from(own);
            // A neighbour that cannot finish a piece with those before it is not looked at again for the next (WebTorrent).
            while let Some(&other) = faster.peek() {
                if self.has_announced(other, piece, ctx.net, ctx.logs, ctx.now) {
                    missing -= i128::from(rate(other)) * i128::from(asked);
                    if missing <= 0 {
                        left.push(PieceIdx(piece));
                        break;
                    }
                }
                faster.next();
            }
            if left.len() == most || faster.peek().is_none() {
                break;
            }
        }
        left
    }

    /// Bytes of a piece that are not here.
    fn missing_bytes(&self, piece: PieceIdx, ctx: &Ctx) -> u64 {
        let geometry = ctx.geometry();
        let here = self.partials.place_of(piece).map_or(0, |place| {
            let received = self.partials[place].received.iter();
            received.map(|block| u64::from(geometry.block_len(piece.0, block))).sum()
        });
        u64::from(geometry.piece_len(piece.0)) - here
    }
}
