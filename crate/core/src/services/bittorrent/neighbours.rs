//! Neighbours: asking the tracker, opening, greeting and closing connections.
//!
//! Owns the list of connections. Must never know what is exchanged over them.

use super::choking::measures;
use super::{Conn, Ctx, Life, Peer, Set, Stage};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{EndIdx, PeerIdx, PieceIdx, Slot};
use crate::base::keys;
use crate::base::room;
use crate::base::units::{Nanos, SECOND};
use crate::events::decision::Decision;
use crate::events::effect::{AnnounceEvent, Effect, Timer};
use crate::events::event::Event;
use crate::protocol::message::{Handshake, Message};
use crate::scenario::config::WhenFull;

/// Places that a peer makes at a time.
const CONNS_AT_A_TIME: usize = 8;

impl Peer {
    pub(super) fn announce(&mut self, ctx: &mut Ctx, event: AnnounceEvent) {
        self.ask_tracker(ctx, event, ctx.config.neighbours.numwant);
    }

    fn ask_tracker(&mut self, ctx: &mut Ctx, event: AnnounceEvent, numwant: u32) {
        self.announced_at = ctx.now;
        self.announcing = event != AnnounceEvent::Stopped;
        let geometry = ctx.geometry();
        let missing = (0..geometry.n_pieces()).filter(|&piece| !self.have.has(piece));
        let left = if self.have.is_empty() {
            geometry.total_length()
        } else {
            missing.map(|piece| u64::from(geometry.piece_len(piece))).sum()
        };
        ctx.out.effects.push(Effect::Announce { event, left, numwant });
    }

    /// The tracker named `others` and wants to hear from us again after `interval`.
    pub fn on_tracker_reply(&mut self, others: &[PeerIdx], interval: Nanos, min_interval: Nanos, ctx: &mut Ctx) {
        self.announcing = false;
        // A client may have an interval of its own, whatever the tracker wants.
        let own = ctx.config.neighbours.announce_every_s.nanos();
        let least = ctx.config.neighbours.announce_min_s.nanos();
        self.min_interval = if own.0 > 0 { own } else { min_interval.max(least) };
        self.announce_next(ctx.now + if own.0 > 0 { own } else { interval.max(least) }, ctx);
        if self.life == Life::Leaving {
            return;
        }
        if ctx.config.neighbours.connects_per_s == 0 {
            self.call(others, ctx);
            return;
        }
        let waits = !self.named.is_empty();
        self.named.extend(others);
        if !waits {
            self.call_some(ctx);
        }
    }

    /// Calls as many of the named as it does in a second.
    pub(super) fn call_some(&mut self, ctx: &mut Ctx) {
        let n = self.named.len().min(ctx.config.neighbours.connects_per_s as usize);
        let others: Vec<PeerIdx> = self.named.drain(..n).collect();
        self.call(&others, ctx);
        if !self.named.is_empty() {
            ctx.out.effects.push(Effect::Wake { at: ctx.now + Nanos(SECOND), timer: Timer::Call });
        }
    }

    fn call(&mut self, others: &[PeerIdx], ctx: &mut Ctx) {
        for &to in others {
            if self.n_conns >= ctx.config.neighbours.initiate_max.min(ctx.config.neighbours.connections_max) {
                break;
            }
            if to != self.idx && !self.extras.is_banned(to) && self.slot_of(to).is_none() {
                let slot = self.take_slot(Conn::new(to, Stage::Calling, ctx.now));
                ctx.out.effects.push(Effect::Connect { slot, to });
            }
        }
    }

    /// The tracker did not answer. Until it is asked again, the announce stays unanswered: the lonely do not hammer it.
    pub fn on_tracker_silence(&mut self, ctx: &mut Ctx) {
        self.announce_next(ctx.now + ctx.config.neighbours.announce_retry_s.nanos(), ctx);
    }

    fn announce_next(&mut self, at: Nanos, ctx: &mut Ctx) {
        self.announce_due = at;
        ctx.out.effects.push(Effect::Wake { at, timer: Timer::Announce });
    }

    /// Somebody wants to connect; `Some(place)` when it may. `end` is our end of the connection.
    pub fn on_incoming(&mut self, from: PeerIdx, end: EndIdx, ctx: &mut Ctx) -> Option<Slot> {
        if self.life == Life::Leaving || self.extras.is_banned(from) {
            return None;
        }
        if let Some(slot) = self.slot_of(from) {
            // Both sides called at once: the call of the lower address stands, on both sides alike.
            let theirs_stands = self.conns[slot.at()].stage == Stage::Calling && from < self.idx;
            if !theirs_stands {
                return None;
            }
            self.close(slot, ctx);
        }
        if self.n_conns >= ctx.config.neighbours.connections_max {
            let open = self.open_slots();
            if ctx.config.neighbours.when_full == WhenFull::Refuse || open.is_empty() {
                return None;
            }
            let unlucky = open[self.rng.below(open.len() as u32) as usize];
            self.close(unlucky, ctx);
        }
        let slot = self.take_slot(Conn::new(from, Stage::Called, ctx.now));
        self.set_end(slot, end);
        Some(slot)
    }

    /// A connection we opened stands: we speak first.
    pub fn on_connected(&mut self, slot: Slot, ctx: &mut Ctx) {
        self.say_handshake(slot, ctx);
    }

    /// A connection we opened was refused, or a neighbour closed.
    pub fn on_closed(&mut self, slot: Slot, ctx: &mut Ctx) {
        self.forget(slot, ctx);
    }

    pub(super) fn on_handshake(&mut self, slot: Slot, handshake: &Handshake, ctx: &mut Ctx) {
        if handshake.info_hash != *ctx.info_hash {
            self.close(slot, ctx);
            return;
        }
        let conn = &mut self.conns[slot.at()];
        let called = std::mem::replace(&mut conn.stage, Stage::Open) == Stage::Called;
        conn.opened_at = ctx.now;
        self.overview.put(Set::Open, slot, true);
        let (down, up) = measures(ctx);
        self.meters.open(conn, down, up);
        if called {
            let (a, b) = (conn.remote, self.idx);
            self.say_handshake(slot, ctx);
            self.event(ctx, Event::Connected { a, b });
        }
        self.say_pieces(slot, ctx);
        // BEP 3: a new connection is three times as likely to be the next optimistic unchoke as anywhere else in the rotation.
        let weight = ctx.config.choker.new_connection_weight;
        let place = self.rng.below(self.rotation.len() as u32 + weight).saturating_sub(weight - 1);
        room::make(&mut self.rotation, CONNS_AT_A_TIME);
        self.rotation.insert(place as usize, slot);
    }

    /// The neighbour told what it has.
    pub(super) fn on_pieces(&mut self, slot: Slot, pieces: Bitfield, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        if conn.n_have > 0 {
            self.close(slot, ctx);
            return;
        }
        conn.counted_full = pieces.is_full();
        if conn.counted_full {
            self.availability.add_full();
        } else {
            self.availability.add(pieces.words());
        }
        (conn.n_have, conn.n_wanted) = (pieces.count(), pieces.count_missing_from(&self.have));
        self.announced.set(slot, &pieces);
        self.show_interest(slot, ctx);
        self.part_seeds(slot, ctx);
        self.offer_on(ctx);
    }

    /// Two seeds have nothing to give each other: the connection is closed, as clients do.
    pub(super) fn part_seeds(&mut self, slot: Slot, ctx: &mut Ctx) {
        if self.is_seed() && self.conns[slot.at()].n_have == self.have.len() {
            self.close(slot, ctx);
        }
    }

    /// Says "interested" or "not interested" when that has changed.
    pub(super) fn show_interest(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        let interested = conn.n_wanted > 0;
        if interested != conn.am_interested {
            conn.am_interested = interested;
            self.overview.put(Set::MayBeAsked, slot, conn.may_be_asked());
            self.say(slot, if interested { Message::Interested } else { Message::NotInterested }, ctx);
        }
    }

    /// The round's housekeeping: dead connections, keep-alives, snubs, and the tracker when neighbours are few.
    pub(super) fn look_after_neighbours(&mut self, ctx: &mut Ctx) {
        let rules = &ctx.config.neighbours;
        let (timeout, keep_alive) = (rules.timeout_s.nanos(), rules.keep_alive_s.nanos());
        let snub_after = ctx.config.choker.snub_after_s.nanos();
        for i in 0..self.conns.len() {
            let slot = Slot(i as u16);
            let conn = &self.conns[i];
            if conn.stage == Stage::Free {
                continue;
            }
            if ctx.now.since(conn.heard_at) > timeout {
                self.close(slot, ctx);
                continue;
            }
            if conn.is_open() && ctx.now.since(conn.sent_at.max(self.told_at)) >= keep_alive {
                self.say(slot, Message::KeepAlive, ctx);
            }
            let conn = &self.conns[i];
            if conn.is_owed() && ctx.now.since(conn.block_at) >= snub_after {
                self.snub(slot, ctx);
            }
        }
        self.steal_in_silence(ctx);
        self.turn_over(ctx);
        let lonely = self.n_conns < ctx.config.neighbours.refill_below;
        if lonely && !self.announcing && ctx.now.since(self.announced_at) >= self.min_interval {
            self.ask_tracker(ctx, AnnounceEvent::None, ctx.config.neighbours.refill_numwant);
        }
    }

    /// A peer with nearly all places taken leaves some neighbours, so that others find a place: those that have nothing for it
    /// first, then those that sent least (libtorrent).
    fn turn_over(&mut self, ctx: &mut Ctx) {
        let rules = &ctx.config.neighbours;
        if rules.turnover == 0.0 || ctx.now.since(self.turnover_at) < rules.turnover_every_s.nanos() {
            return;
        }
        self.turnover_at = ctx.now;
        if f64::from(self.n_conns) < rules.turnover_above * f64::from(rules.connections_max) {
            return;
        }
        let n = ((f64::from(self.n_conns) * rules.turnover) as usize).max(1);
        let (open, mut keys) = (self.open_slots(), Vec::new());
        let key = |slot: &Slot| {
            let conn = &self.conns[slot.at()];
            [u64::from(conn.am_interested), self.meters.received(conn) + self.meters.sent(conn), u64::from(slot.0), 0]
        };
        keys::sort(&open, key, &mut keys);
        for &slot in keys::in_order(&keys, &open).take(n) {
            self.close(slot, ctx);
        }
    }

    fn snub(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        let peer = conn.remote;
        let silent_s = (ctx.now.since(conn.block_at).0 / SECOND) as u32;
        if !std::mem::replace(&mut conn.snubbed, true) {
            self.event(ctx, Event::Snubbed { peer, by: self.idx });
            ctx.out.decisions.push(Decision::Snub { peer, silent_s });
        }
        self.ask_elsewhere(slot, ctx);
    }

    /// Closes a connection from our side.
    pub(super) fn close(&mut self, slot: Slot, ctx: &mut Ctx) {
        let end = self.conns[slot.at()].end;
        ctx.out.effects.push(Effect::Close { end });
        self.forget(slot, ctx);
    }

    /// The connection is gone: what it was counted for is taken back, what was asked of it is asked elsewhere.
    fn forget(&mut self, slot: Slot, ctx: &mut Ctx) {
        let claims = self.claimed(slot).len();
        self.give_up_claims(slot, ctx);
        let (mut conn, extra) = (std::mem::take(&mut self.conns[slot.at()]), self.extras.take(slot));
        self.meters.close(&mut conn);
        assert_ne!(conn.stage, Stage::Free, "a place is given back twice");
        self.n_conns -= 1;
        if conn.peer_interested {
            *self.interested_count(conn.am_choking) -= 1;
        }
        if conn.counted_full {
            self.availability.remove_full();
        } else {
            self.availability.remove(self.announced.row(slot));
        }
        self.announced.clear(slot);
        self.overview.leave(slot);
        let held_slot = conn.stage == Stage::Open && !conn.am_choking;
        if held_slot {
            self.n_unchoked -= 1;
            self.event(ctx, Event::Choked { from: self.idx, to: conn.remote });
        }
        self.rotation.retain(|&other| other != slot);
        let released = claims + conn.outstanding.len();
        while let Some(block) = self.queues.pop(&mut conn.outstanding) {
            self.release(block);
        }
        while self.queues.pop(&mut conn.uploads).is_some() {}
        self.open_to_all(conn.remote);
        self.take_back_offers(extra.as_deref());
        if self.life == Life::Here {
            if released > 0 {
                self.ask_all(ctx);
            }
            if held_slot {
                self.on_slot_free(conn.peer_interested, ctx);
            }
            self.offer_on(ctx);
        }
    }

    /// The place where this neighbour is.
    pub fn slot_of(&self, peer: PeerIdx) -> Option<Slot> {
        self.overview.slot_of(peer)
    }

    fn take_slot(&mut self, conn: Conn) -> Slot {
        self.n_conns += 1;
        let free = self.overview.free().unwrap_or_else(|| {
            room::push(&mut self.conns, Conn::default(), CONNS_AT_A_TIME);
            self.announced.push(CONNS_AT_A_TIME);
            self.overview.push(CONNS_AT_A_TIME);
            Slot(self.conns.len() as u16 - 1)
        });
        self.overview.take(free, conn.remote);
        self.conns[free.at()] = conn;
        free
    }

    pub(super) fn ban(&mut self, slot: Slot, piece: PieceIdx, ctx: &mut Ctx) {
        let peer = self.conns[slot.at()].remote;
        self.extras.keep().banned.push(peer);
        self.event(ctx, Event::Banned { peer, by: self.idx });
        ctx.out.decisions.push(Decision::Ban { peer, piece });
        self.close(slot, ctx);
    }
}
