//! The rarest of the pieces that are played next; where the neighbour has none of them to begin, the rarest of the rest (BiToS:
//! Vlavianos, Iliofotou, Faloutsos 2006).
//!
//! The window holds the next missing pieces. It begins at the first missing piece that is still of use: a piece whose deadline has
//! passed is not played any more. A client without deadlines has use for every piece.

use super::{PickCtx, Picker};
use crate::base::bitfield::BitIter;
use crate::events::decision::PieceRule;

/// By the window, then by rarity.
#[derive(Clone, Debug, Default, Hash)]
pub struct Window {
    /// Where the window began last: all words of the set of pieces before this one are complete, or too late. The window never moves
    /// back, because pieces are never lost and deadlines pass in the order of the pieces.
    first_word: u32,
}

impl Picker for Window {
    fn narrow(&mut self, ctx: &PickCtx, candidates: &mut [u64]) -> PieceRule {
        let (begin, end) = self.bounds(ctx);
        let inside = |w: usize| below(end, w) & !below(begin, w);
        let any = candidates.iter().enumerate().any(|(w, &word)| word & inside(w) != 0);
        if any {
            candidates.iter_mut().enumerate().for_each(|(w, word)| *word &= inside(w));
        }
        ctx.availability.rarest(candidates);
        if any { PieceRule::Window } else { PieceRule::BeyondWindow }
    }

    /// Begun pieces in order: what is played first is wanted first.
    fn rank(&self, _: &PickCtx, piece: u32) -> u32 {
        piece
    }
}

impl Window {
    /// The first piece of the window, and the first behind it. The window holds `window_pieces` missing pieces; begun ones are
    /// missing still.
    fn bounds(&mut self, ctx: &PickCtx) -> (u32, u32) {
        let is_late = |piece| ctx.deadlines.of(piece).is_some_and(|deadline| deadline < ctx.now);
        let words = ctx.have.words().iter().enumerate().skip(self.first_word as usize);
        let missing = words.flat_map(|(w, &word)| BitIter(!word).map(move |bit| w as u32 * 64 + bit));
        let mut window = missing.skip_while(|&piece| is_late(piece));
        let begin = window.next().unwrap_or(u32::MAX);
        self.first_word = (begin / 64).min(ctx.have.words().len() as u32);
        let last = match ctx.config.window_pieces {
            1 => Some(begin),
            n => window.nth(n as usize - 2),
        };
        (begin, last.map_or(u32::MAX, |last| last.saturating_add(1)))
    }
}

/// Of the 64 pieces of word `w`, those before `piece`.
fn below(piece: u32, w: usize) -> u64 {
    match piece.saturating_sub(w as u32 * 64) {
        bits @ 0..64 => (1 << bits) - 1,
        _ => u64::MAX,
    }
}
