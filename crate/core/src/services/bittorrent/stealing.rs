//! Stealing: a piece that was begun at a slow neighbour goes to a faster one.
//!
//! Owns rqbit's answer to the last slow pieces, in place of an endgame: nothing is asked for twice, the slow neighbour is told
//! that it is not waited for any more. Must never know how fast a neighbour is but by the pieces that it finished here.

use super::{Ctx, Outstanding, Partial, Peer};
use crate::base::ids::{PeerIdx, Slot};
use crate::base::units::Nanos;
use crate::events::event::Event;
use crate::protocol::message::Message;
use crate::scenario::config::Endgame;

impl Peer {
    /// Of the pieces that others were asked for, the one that was begun first, if that is `times` as long ago as this neighbour
    /// needs for a piece. It is this neighbour's then, and its blocks that are not here are free.
    pub(super) fn steal(&mut self, slot: Slot, times: f64, ctx: &mut Ctx) -> Option<usize> {
        let conn = &self.conns[slot.at()];
        if ctx.config.picker.endgame != Endgame::Steal || conn.snubbed {
            return None;
        }
        // Its own time for a piece: the mean of all that it finished.
        let own = self.extras.of(slot).and_then(|extra| extra.finished_in.0.checked_div(u64::from(extra.finished)))?;
        let theirs = self.announced.row(slot);
        let stolen = |place: usize, partial: &Partial| {
            let begun = partial.starter != conn.remote && !partial.requested.is_empty();
            begun
                && self.partials.is_for(place, conn, theirs)
                && self.queues.iter(&conn.outstanding).all(|asked| asked.block.piece != partial.piece)
        };
        let places = self.partials.iter().enumerate().filter(|&(place, partial)| stolen(place, partial));
        let (place, partial) = places.min_by_key(|(_, partial)| (partial.begun_at, partial.piece))?;
        let elapsed = ctx.now.since(partial.begun_at);
        if u128::from(elapsed.0) * 1000 <= u128::from(own) * u128::from((times * 1000.0) as u64) {
            return None;
        }
        self.take_from_others(place, ctx);
        let terms = self.partials.terms(place);
        (*terms.starter, *terms.begun_at) = (self.conns[slot.at()].remote, ctx.now);
        self.partials[place].next_free_for(&self.conns[slot.at()], &self.queues).map(|_| place)
    }

    /// A piece that was begun at this neighbour is finished.
    pub(super) fn time_piece(&mut self, starter: PeerIdx, begun_at: Nanos, ctx: &Ctx) {
        if ctx.config.picker.endgame == Endgame::Steal
            && let Some(slot) = self.slot_of(starter)
        {
            let extra = self.extras.of_mut(slot);
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
        for i in 0..self.conns.len() {
            let of_piece = |asked: Outstanding| asked.block.piece == piece && !asked.cancelled;
            let to = self.conns[i].remote;
            while let Some(block) = self.queues.cancel(&self.conns[i].outstanding, of_piece) {
                self.conns[i].n_cancelled += 1;
                self.event(ctx, Event::Cancelled { from: self.idx, to, block });
                self.say(Slot(i as u16), Message::Cancel(block), ctx);
                self.release(block);
                self.duplicated = true;
            }
        }
    }
}
