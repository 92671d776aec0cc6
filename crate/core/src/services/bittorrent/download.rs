//! Downloading: how much is asked for, and what is done with what comes.
//!
//! Owns the pieces in progress. Must never know which block comes next (`choosing`) or who else wants it.

use super::{Conn, Ctx, Life, Outstanding, Peer, Set};
use crate::base::ids::{BlockRef, PeerIdx, PieceIdx, Slot};
use crate::base::units::Nanos;
use crate::events::effect::AnnounceEvent;
use crate::events::event::Event;
use crate::policy::pipeline::{self, SlowStart};
use crate::protocol::message::Message;
use std::hint::black_box;

impl Peer {
    pub(super) fn on_choke(&mut self, slot: Slot, ctx: &mut Ctx) {
        // BEP 6: a choke rejects nothing by itself; each request will be answered by a block or a reject.
        let conn = &mut self.conns[slot.at()];
        conn.peer_choking = true;
        let peer = conn.remote;
        self.overview.put(Set::MayBeAsked, slot, false);
        self.give_up_claims(slot, ctx);
        self.open_to_all(peer);
        self.ask_all(ctx);
    }

    pub(super) fn on_unchoke(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.peer_choking = false;
        conn.block_at = ctx.now;
        self.overview.put(Set::MayBeAsked, slot, conn.may_be_asked());
        if ctx.config.pipeline.slow_start {
            self.extras.of_mut(slot).slow_start = Some(SlowStart::begin(ctx.now, &ctx.config.pipeline));
        }
        self.ask(slot, ctx);
    }

    /// Takes the news of a piece in, if that is all there is to do about it, as mostly it is; false when nothing was done.
    #[inline]
    pub fn note_have(&mut self, slot: Slot, piece: PieceIdx, now: Nanos) -> bool {
        let conn = &mut self.conns[slot.at()];
        let new = !self.have.has(piece.0);
        // Two seeds part, whoever offers pieces goes on to the next, whoever gets something new shows interest or asks.
        let parts = self.have.is_full() && conn.n_have + 1 >= self.have.len();
        let acts = new && !(conn.am_interested && conn.peer_choking);
        if parts || acts || self.offers || !conn.is_open() {
            return false;
        }
        conn.heard_at = now;
        if self.announced.insert(slot, piece) {
            conn.count_have(new);
            self.availability.add_one(piece.0);
        }
        true
    }

    pub(super) fn on_have(&mut self, slot: Slot, piece: PieceIdx, ctx: &mut Ctx) {
        if !self.announced.insert(slot, piece) {
            return;
        }
        let new = !self.have.has(piece.0);
        self.conns[slot.at()].count_have(new);
        self.availability.add_one(piece.0);
        if new {
            self.show_interest(slot, ctx);
            self.ask(slot, ctx);
        }
        self.part_seeds(slot, ctx);
        self.offer_on(ctx);
    }

    /// Asks this neighbour for as much as its pipeline takes.
    pub(super) fn ask(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &self.conns[slot.at()];
        if self.life == Life::Leaving || !conn.may_be_asked() {
            return;
        }
        // The rate is asked for only where the depth depends on it: mostly an empty pipeline has nothing to be filled with.
        let least = if conn.snubbed { 1 } else { ctx.config.pipeline.depth_min };
        let mut depth = None;
        loop {
            let outstanding = self.conns[slot.at()].outstanding.len() as u32;
            if outstanding >= least && outstanding >= *depth.get_or_insert_with(|| self.depth(slot, ctx)) {
                return;
            }
            let Some(block) = self.claimed_block(slot).or_else(|| self.next_block(slot, ctx)) else {
                self.starved = true;
                return;
            };
            let conn = &mut self.conns[slot.at()];
            if !conn.is_owed() {
                conn.block_at = ctx.now;
            }
            self.queues.push(&mut conn.outstanding, block);
            let (to, bytes) = (conn.remote, ctx.geometry().block_len(block.piece.0, block.block.0));
            self.event(ctx, Event::Requested { from: self.idx, to, block, bytes });
            self.say(slot, Message::Request(block), ctx);
        }
    }

    /// How many requests this neighbour may have outstanding: `depth_min` at least. One that let us wait gets one at a time (libtorrent).
    fn depth(&self, slot: Slot, ctx: &Ctx) -> u32 {
        let (conn, config) = (&self.conns[slot.at()], &ctx.config.pipeline);
        if conn.snubbed {
            return 1;
        }
        let slow_start = self.extras.of(slot).and_then(|extra| extra.slow_start.as_ref()?.depth());
        let by_rate = || pipeline::depth(self.meters.pace(conn, ctx.now), ctx.geometry().block_length(), config);
        slow_start.unwrap_or_else(by_rate)
    }

    /// Blocks have become free: neighbours that had nothing to do are asked.
    pub(super) fn ask_all(&mut self, ctx: &mut Ctx) {
        if !std::mem::take(&mut self.starved) {
            return;
        }
        for word in 0..self.overview.words() {
            self.overview.of(Set::MayBeAsked, word).for_each(|slot| self.ask(slot, ctx));
        }
    }

    /// A block came. `genuine` is known to the hash only.
    pub fn on_block(&mut self, slot: Slot, block: BlockRef, genuine: bool, ctx: &mut Ctx) {
        let bytes = ctx.geometry().block_len(block.piece.0, block.block.0);
        let conn = &mut self.conns[slot.at()];
        conn.heard_at = ctx.now;
        let from = conn.remote;
        let to = self.idx;
        let received = |wanted| Event::BlockReceived { from, to, block, bytes, genuine, wanted };
        // What nobody asked for is no contribution.
        let Some(asked) = self.queues.take(&mut conn.outstanding, 0, |asked| asked.block == block) else {
            ctx.out.events.push(received(false));
            return;
        };
        conn.n_cancelled -= u16::from(asked.cancelled);
        self.meters.receive(conn, ctx.now, bytes);
        conn.block_at = ctx.now;
        conn.snubbed = false;
        if let Some(slow_start) = self.extras.get_mut(slot).and_then(|extra| extra.slow_start.as_mut()) {
            slow_start.on_block(ctx.now, bytes, &ctx.config.pipeline);
        }
        let wanted = !self.have.has(block.piece.0);
        let place = if wanted { self.partial_of(block.piece, ctx) } else { 0 };
        let wanted = wanted && self.partials.receive(place, block.block.0, from, genuine);
        ctx.out.events.push(received(wanted));
        if wanted {
            if self.duplicated {
                self.cancel_elsewhere(block, ctx);
            }
            if self.partials[place].received.is_full() {
                self.finish_piece(place, ctx);
            }
        }
        self.ask(slot, ctx);
        self.on_balance(slot, ctx);
    }

    fn cancel_elsewhere(&mut self, block: BlockRef, ctx: &mut Ctx) {
        for i in 0..self.conns.len() {
            let conn = &mut self.conns[i];
            let is_so = |asked: Outstanding| asked.block == block && !asked.cancelled;
            if self.queues.cancel(&conn.outstanding, is_so).is_some() {
                conn.n_cancelled += 1;
                let to = conn.remote;
                self.event(ctx, Event::Cancelled { from: self.idx, to, block });
                self.say(Slot(i as u16), Message::Cancel(block), ctx);
            } else if let Some(extra) = self.extras.get_mut(Slot(i as u16)) {
                self.queues.take(&mut extra.claimed, 0, |claimed| claimed.block == block);
            }
        }
    }

    /// Every block of a piece is here: only its hash makes it count.
    fn finish_piece(&mut self, place: usize, ctx: &mut Ctx) {
        let partial = self.partials.end(place);
        let piece = partial.piece;
        self.started.remove(piece.0);
        let polluted = &mut ctx.scratch.polluted;
        polluted.clear();
        polluted.extend(partial.polluted());
        let ok = ctx.content.verify(piece, polluted);
        self.event(ctx, Event::Verified { peer: self.idx, piece, ok });
        let mut contributors = std::mem::take(&mut ctx.scratch.contributors);
        partial.contributors(&mut contributors);
        if ok {
            self.time_piece(partial.starter, partial.begun_at, ctx);
            if ctx.config.neighbours.good_per_bad > 0 {
                for &peer in &contributors {
                    if let Some(slot) = self.slot_of(peer) {
                        self.extras.of_mut(slot).good += 1;
                    }
                }
            }
            if let [alone] = contributors[..]
                && let Some(slot) = self.slot_of(alone)
            {
                self.conns[slot.at()].parole = false;
                self.open_to_all(alone);
            }
            self.announce_piece(piece, ctx);
        } else {
            self.endgame = false;
            self.blame(piece, &contributors, ctx);
            self.starved = true;
            self.ask_all(ctx);
        }
        ctx.scratch.contributors = contributors;
        ctx.scratch.spare.push(partial);
    }

    fn announce_piece(&mut self, piece: PieceIdx, ctx: &mut Ctx) {
        self.have.insert(piece.0);
        self.event(ctx, Event::HaveAnnounced { peer: self.idx, piece });
        self.told_at = ctx.now;
        black_box(self.fetch_owners(piece));
        for word in 0..self.overview.words() {
            for slot in self.overview.of(Set::Open, word) {
                ctx.out.tell(self.overview.end(slot), piece);
                if self.announced.has(slot, piece) {
                    self.conns[slot.at()].n_wanted -= 1;
                    self.show_interest(slot, ctx);
                }
            }
        }
        if self.is_seed() {
            self.on_complete(ctx);
        }
    }

    fn on_complete(&mut self, ctx: &mut Ctx) {
        self.endgame = false;
        self.duplicated = false;
        self.event(ctx, Event::Completed { peer: self.idx });
        if self.life == Life::Here {
            self.announce(ctx, AnnounceEvent::Completed);
        }
        for slot in self.open_slots() {
            self.part_seeds(slot, ctx);
        }
        self.leave_when_complete(ctx);
    }

    /// A piece failed its hash. Whoever sent `bad_pieces_max` alone is banned, unless it sent many good ones (mainline); others
    /// go on parole, since nobody knows which of them it was (libtorrent): they are asked for whole pieces only.
    fn blame(&mut self, piece: PieceIdx, contributors: &[PeerIdx], ctx: &mut Ctx) {
        for &peer in contributors {
            let Some(slot) = self.slot_of(peer) else { continue };
            if contributors.len() == 1 {
                self.extras.keep().bad.push(peer);
            }
            let alone = self.extras.keep().bad.iter().filter(|&&bad| bad == peer).count();
            let rules = &ctx.config.neighbours;
            let good = self.extras.of(slot).map_or(0, |extra| extra.good);
            let spared = good.checked_div(rules.good_per_bad).is_some_and(|spared| alone as u32 <= spared);
            if contributors.len() == 1 && alone >= rules.bad_pieces_max as usize && !spared {
                self.ban(slot, piece, ctx);
            } else {
                self.conns[slot.at()].parole = true;
            }
        }
    }

    /// What this neighbour was to send alone may be asked of anybody.
    pub(super) fn open_to_all(&mut self, peer: PeerIdx) {
        for place in 0..self.partials.len() {
            if self.partials.sole(place) == Some(peer) {
                self.partials.set_sole(place, None);
                self.starved = true;
            }
        }
    }

    pub(super) fn on_reject(&mut self, slot: Slot, block: BlockRef, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        let asked = self.queues.take(&mut conn.outstanding, 0, |asked| asked.block == block);
        let Some(asked) = asked else { return };
        conn.n_cancelled -= u16::from(asked.cancelled);
        let (to, bytes) = (conn.remote, ctx.geometry().block_len(block.piece.0, block.block.0));
        self.event(ctx, Event::Rejected { from: self.idx, to, block, bytes });
        self.release(block);
        self.ask(slot, ctx);
        self.ask_all(ctx);
    }

    /// A snubbed neighbour's blocks are asked of others; what it still sends is welcome.
    pub(super) fn ask_elsewhere(&mut self, slot: Slot, ctx: &mut Ctx) {
        self.give_up_claims(slot, ctx);
        loop {
            let conn = &mut self.conns[slot.at()];
            let Some(block) = self.queues.cancel(&conn.outstanding, |asked| !asked.cancelled) else { break };
            conn.n_cancelled += 1;
            let to = conn.remote;
            self.event(ctx, Event::Cancelled { from: self.idx, to, block });
            self.say(slot, Message::Cancel(block), ctx);
            self.release(block);
            self.duplicated = true;
        }
        let peer = self.conns[slot.at()].remote;
        self.open_to_all(peer);
        self.ask_all(ctx);
    }

    /// Nobody is asked for this block any more, unless somebody else still is.
    pub(super) fn release(&mut self, block: BlockRef) {
        let Some(place) = self.partials.place_of(block.piece) else { return };
        // Only what was ever asked for twice can be asked for elsewhere.
        let elsewhere = |(conn, slot): (&Conn, u16)| {
            let asked = |asked: Outstanding| asked.block == block && !asked.cancelled;
            self.queues.iter(&conn.outstanding).any(asked)
                || self.queues.iter(&self.claimed(Slot(slot))).any(|claimed| claimed.block == block)
        };
        if !self.duplicated || !self.conns.iter().zip(0..).any(elsewhere) {
            self.endgame &= !self.partials.release(place, block.block.0);
        }
    }
}
