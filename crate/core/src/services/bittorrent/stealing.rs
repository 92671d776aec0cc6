//! Stealing: a piece that was begun at a slow neighbour goes to a faster one.
//!
//! This is what rqbit does about the last slow pieces, in place of an endgame: no block is requested twice, and the slow neighbour is
//! sent cancels. How fast a neighbour is, is known only by the pieces that it finished here.

use super::{Ctx, Partial, Session, Set};
use crate::base::ids::{NeighbourIdx, PeerIdx};
use crate::base::order;
use crate::base::units::Nanos;
use crate::net::pipes::Request;
use crate::scenario::config::Endgame;

impl Session {
    /// Of the pieces that others were asked for, the one that was begun first, if that is `times` as long ago as this neighbour
    /// needs for a piece. It is this neighbour's then, and its blocks that are not here are free.
    pub(super) fn steal(&mut self, at: NeighbourIdx, times: f64, ctx: &mut Ctx) -> Option<usize> {
        let neighbour = &self.neighbours[at.at()];
        if ctx.config.picker.endgame != Endgame::Steal || neighbour.snubbed {
            return None;
        }
        // Its own time for a piece: the mean of all that it finished.
        let own = self.extras.of(at).and_then(|extra| extra.finished_in.0.checked_div(u64::from(extra.finished)))?;
        let theirs = &ctx.scratch.theirs;
        let asked = || ctx.net.pipe_to(neighbour.end).into_iter().flat_map(|pipe| pipe.requests());
        let stolen = |place: usize, partial: &Partial| {
            let begun = partial.starter != neighbour.remote && !partial.requested.is_empty();
            begun
                && self.partials.is_for(place, neighbour, theirs)
                && asked().all(|asked| asked.block.piece != partial.piece)
        };
        let places = self.partials.iter().enumerate().filter(|&(place, partial)| stolen(place, partial));
        let (place, partial) = places.min_by_key(|(_, partial)| (partial.begun_at, partial.piece))?;
        let elapsed = ctx.now.since(partial.begun_at);
        if u128::from(elapsed.0) * 1000 <= u128::from(own) * u128::from((times * 1000.0) as u64) {
            return None;
        }
        self.take_from_others(place, ctx);
        let terms = self.partials.terms(place);
        (*terms.starter, *terms.begun_at) = (self.neighbours[at.at()].remote, ctx.now);
        self.partials[place].next_free_for(self.cancelled_at(at, ctx)).map(|_| place)
    }

    /// A piece that was begun at this neighbour is finished.
    pub(super) fn time_piece(&mut self, starter: PeerIdx, begun_at: Nanos, ctx: &Ctx) {
        if ctx.config.picker.endgame == Endgame::Steal
            && let Some(at) = self.place_of(starter)
        {
            let extra = self.extras.of_mut(at);
            extra.finished += 1;
            extra.finished_in += ctx.now.since(begun_at);
        }
    }

    /// Nobody asks for a while: time alone makes pieces old enough to be stolen.
    pub(super) fn steal_in_silence(&mut self, ctx: &mut Ctx) {
        if ctx.config.picker.endgame == Endgame::Steal {
            self.ask_all(ctx);
        }
    }

    /// Nobody is asked for this piece's blocks any more.
    fn take_from_others(&mut self, place: usize, ctx: &mut Ctx) {
        let piece = self.partials[place].piece;
        for at in self.sets.iter(Set::Asked).collect::<Vec<_>>() {
            let of_piece = |request: &Request| request.block.piece == piece && !request.cancelled;
            let end = self.neighbours[at.at()].end;
            loop {
                let requests = ctx.net.pipe_to(end).into_iter().flat_map(|pipe| pipe.requests());
                let Some(block) = requests.into_iter().find(|request| of_piece(request)).map(|request| request.block)
                else {
                    break;
                };
                self.cancel(at, |request| request.block == block && !request.cancelled, ctx);
                self.release(block, ctx);
                self.duplicated = true;
            }
        }
    }
}

/// A neighbour that is asked for a slow one's blocks sends so many bytes a second at least (WebTorrent: Piece.BLOCK_LENGTH).
const FAST: u64 = 16_384;
/// A slow one sends less than this (WebTorrent: SPEED_THRESHOLD = 3 * Piece.BLOCK_LENGTH).
pub(super) const SLOW: u64 = 3 * 16_384;

impl Session {
    /// A neighbour that could be asked for more gets blocks that a slow one was asked for, in the lowest piece in which there is one that
    /// is at most half as fast; of several, the slowest. The slow one is not told, and what it sends first counts (WebTorrent, _hotswap).
    pub(super) fn hotswap(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<usize> {
        if ctx.config.picker.endgame != Endgame::Hotswap {
            return None;
        }
        let now = ctx.now;
        let rate =
            move |session: &Session, of: NeighbourIdx| session.meters.down_rate(&session.neighbours[of.at()], now).0;
        let own = rate(self, at);
        if own < FAST {
            return None;
        }
        let neighbour = &self.neighbours[at.at()];
        let mut pieces: Vec<_> = (0..self.partials.len())
            .filter(|&place| self.partials.is_for(place, neighbour, &ctx.scratch.theirs))
            .map(|place| self.partials.piece(place))
            .collect();
        order::by(&mut pieces, |piece| [piece.0.into(), 0]);
        for piece in pieces {
            let of_piece = |request: &Request| request.block.piece == piece && !request.cancelled;
            let asked = |of: &NeighbourIdx| {
                let pipe = ctx.net.pipe_to(self.neighbours[of.at()].end);
                pipe.is_some_and(|pipe| pipe.requests().any(|request| of_piece(&request)))
            };
            let slow = self.sets.iter(Set::Asked).filter(|&of| of != at).map(|of| (rate(self, of), of));
            let victim = slow.filter(|(rate, of)| *rate < SLOW && 2 * rate <= own && asked(of)).min();
            let Some((_, victim)) = victim else { continue };
            let pipe = ctx.net.pipe_to(self.neighbours[victim.at()].end);
            let blocks =
                pipe.into_iter().flat_map(|pipe| pipe.requests()).filter(of_piece).map(|request| request.block);
            for block in blocks.collect::<Vec<_>>() {
                self.give_up(victim, block, ctx);
            }
            let place = self.partials.place_of(piece)?;
            if self.partials[place].next_free_for(self.cancelled_at(at, ctx)).is_some() {
                return Some(place);
            }
        }
        None
    }
}
