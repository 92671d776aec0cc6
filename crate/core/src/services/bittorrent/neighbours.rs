//! Neighbours: asking the tracker, taking in and closing connections, and the housekeeping of each round.

use super::greeting::PLACES_AT_A_TIME;
use super::heard::Reading;
use super::{Ctx, Neighbour, Phase, Session, Set, Source, Stage, Timer};
use crate::base::ids::{EndIdx, NeighbourIdx, PeerIdx, PieceIdx};
use crate::base::order;
use crate::base::room;
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::Event;
use crate::net::schedule::Said;
use crate::protocol::message::Message;
use crate::protocol::packet::{Announce, AnnounceEvent, Packet};
use crate::scenario::config::{RequestTimeout, SeedsPart, WhenFull};

/// What a client that does not know the torrent tells the tracker that it misses: something (libtorrent, torrent.cpp: 16 KiB).
const LEFT_UNKNOWN: u64 = 16 * 1024;

impl Session {
    pub(super) fn announce(&mut self, ctx: &mut Ctx, event: AnnounceEvent) {
        self.ask_tracker(ctx, event, ctx.config.neighbours.numwant);
    }

    fn ask_tracker(&mut self, ctx: &mut Ctx, event: AnnounceEvent, numwant: u32) {
        self.announced_at = ctx.now;
        self.announcing = event != AnnounceEvent::Stopped;
        let region = ctx.net.host(self.host).region;
        let (peer, life, torrent, left) = (self.idx, self.life_number, self.torrent, self.left(ctx));
        ctx.tell_tracker(Announce { peer, life, torrent, event, left, numwant, region });
    }

    /// Bytes that it still misses, as it tells the tracker.
    fn left(&self, ctx: &Ctx) -> u64 {
        if !self.knows_torrent() {
            return LEFT_UNKNOWN;
        }
        let geometry = ctx.geometry();
        if self.have.is_empty() {
            return geometry.total_length();
        }
        let missing = (0..geometry.n_pieces()).filter(|&piece| !self.have.has(piece));
        missing.map(|piece| u64::from(geometry.piece_len(piece))).sum()
    }

    /// A packet comes: the tracker has answered, or it has not.
    pub fn on_packet(&mut self, packet: Packet, ctx: &mut Ctx) {
        match packet {
            Packet::Peers { others, interval, min_interval } => {
                ctx.event(Event::TrackerReplied { peer: self.idx, n: others.len() as u32 });
                self.on_tracker_reply(&others, interval, min_interval, ctx);
            }
            Packet::NoAnswer => {
                ctx.event(Event::AnnounceFailed { peer: self.idx });
                self.on_tracker_silence(ctx);
            }
            // No peer is a tracker.
            Packet::Announce(_) => {}
        }
    }

    /// The tracker named `others` and wants to hear from us again after `interval`.
    pub fn on_tracker_reply(&mut self, others: &[PeerIdx], interval: Nanos, min_interval: Nanos, ctx: &mut Ctx) {
        self.announcing = false;
        // A client may have an interval of its own, whatever the tracker wants.
        let own = ctx.config.neighbours.announce_every_s.nanos();
        let least = ctx.config.neighbours.announce_min_s.nanos();
        self.min_interval = if own.0 > 0 { own } else { min_interval.max(least) };
        self.announce_next(ctx.now + if own.0 > 0 { own } else { interval.max(least) }, ctx);
        if self.phase == Phase::Leaving {
            return;
        }
        self.learn_of(others, Source::Tracker, ctx);
    }

    pub(super) fn set_end(&mut self, at: NeighbourIdx, end: EndIdx) {
        self.neighbours[at.at()].end = end;
        self.sets.set_end(at, end);
    }

    /// The tracker did not answer. Until it is asked again, the announce stays unanswered: the lonely do not hammer it.
    pub fn on_tracker_silence(&mut self, ctx: &mut Ctx) {
        self.announce_next(ctx.now + ctx.config.neighbours.announce_retry_s.nanos(), ctx);
    }

    fn announce_next(&mut self, at: Nanos, ctx: &mut Ctx) {
        self.announce_due = at;
        self.wake(at, Timer::Announce, ctx);
    }

    /// Somebody wants to connect. `end` is our end of the connection.
    pub fn on_incoming(&mut self, from: PeerIdx, end: EndIdx, ctx: &mut Ctx) -> Answer {
        let place = self.place_of(from);
        let calling = place.filter(|at| self.neighbours[at.at()].stage == Stage::Connecting);
        // The home lets in a call from whom we call ourselves, once we do.
        let own_call = calling.map(|at| self.neighbours[at.at()].end);
        if !ctx.net.lets_calls_in(end) && !own_call.is_some_and(|own| ctx.net.connection(own).introduced) {
            ctx.net.lose_call(end.other(), ctx.config.neighbours.connect_timeout_s.nanos(), ctx.now, ctx.schedule);
            return Answer::Silence;
        }
        if self.phase == Phase::Leaving || self.extras.is_banned(from) {
            return Answer::No;
        }
        if let Some(at) = place {
            // Both sides connected at once: the connection of the lower address stands, on both sides alike.
            // A call that nobody answers is no connection yet.
            let theirs_stands = own_call.is_some_and(|own| from < self.idx || ctx.net.connection(own).unanswered);
            if !theirs_stands {
                return Answer::No;
            }
            self.make_room(at, ctx);
        }
        if self.n_neighbours >= ctx.config.neighbours.connections_max {
            let open = self.open_neighbours();
            if ctx.config.neighbours.when_full == WhenFull::Refuse || open.is_empty() {
                return Answer::No;
            }
            let unlucky = open[self.rng.below(open.len() as u32) as usize];
            self.make_room(unlucky, ctx);
        }
        let at = self.take_place(Neighbour::new(from, Stage::Incoming, ctx.now));
        self.set_end(at, end);
        ctx.net.accept(end, at, self.log);
        // From now on each side may read the other's list, until it closes its end.
        ctx.logs.read(self.log);
        if let Some(list) = ctx.net.end(end.other()).list() {
            ctx.logs.read(list);
        }
        Answer::Yes
    }

    /// Two seeds have nothing to give each other: most clients close the connection.
    pub(super) fn part_seeds(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        if !(self.is_seed() && self.neighbours[at.at()].is_open() && self.is_neighbour_seed(at, ctx)) {
            return;
        }
        let rules = &ctx.config.neighbours;
        let neighbour = &self.neighbours[at.at()];
        let quiet = ctx.now.since(neighbour.opened_at.max(neighbour.block_at));
        match rules.seeds_part {
            SeedsPart::Never => {}
            SeedsPart::Later if quiet < rules.seeds_part_after_s.nanos() => {}
            SeedsPart::Later | SeedsPart::AtOnce => self.close(at, ctx),
        }
    }

    /// The round's housekeeping: dead connections, keep-alives, snubs, and the tracker when neighbours are few.
    pub(super) fn housekeeping(&mut self, ctx: &mut Ctx) {
        let rules = &ctx.config.neighbours;
        let (timeout, keep_alive) = (rules.timeout_s.nanos(), rules.keep_alive_s.nanos());
        let snub_after = ctx.config.choker.snub_after_s.nanos();
        let snubs = ctx.config.pipeline.timeout == RequestTimeout::Snub;
        for i in 0..self.neighbours.len() {
            let at = NeighbourIdx(i as u16);
            let neighbour = &self.neighbours[i];
            if neighbour.stage == Stage::Free {
                continue;
            }
            if ctx.now.since(neighbour.heard_at) > timeout && ctx.now.since(self.last_news(at, ctx)) > timeout {
                self.close(at, ctx);
                continue;
            }
            if ctx.config.neighbours.seeds_part == SeedsPart::Later {
                self.part_seeds(at, ctx);
            }
            let neighbour = &self.neighbours[i];
            if neighbour.is_open() && ctx.now.since(neighbour.sent_at.max(self.told_at)) >= keep_alive {
                self.say(at, Message::KeepAlive, ctx);
            }
            let block_at = self.neighbours[i].block_at;
            if snubs && ctx.now.since(block_at) >= snub_after && self.has_outstanding(at, ctx) {
                self.snub(at, ctx);
            }
        }
        self.steal_in_silence(ctx);
        self.turn_over(ctx);
        let lonely = self.n_neighbours < ctx.config.neighbours.refill_below;
        if lonely && !self.announcing && ctx.now.since(self.announced_at) >= self.min_interval {
            self.ask_tracker(ctx, AnnounceEvent::None, ctx.config.neighbours.refill_numwant);
        }
    }

    /// A session with nearly all places taken leaves some neighbours, so that others find a place: those that have nothing for it
    /// first, then those that sent least (libtorrent).
    fn turn_over(&mut self, ctx: &mut Ctx) {
        let rules = &ctx.config.neighbours;
        if rules.turnover == 0.0 || ctx.now.since(self.turnover_at) < rules.turnover_every_s.nanos() {
            return;
        }
        self.turnover_at = ctx.now;
        if f64::from(self.n_neighbours) < rules.turnover_above * f64::from(rules.connections_max) {
            return;
        }
        let n = ((f64::from(self.n_neighbours) * rules.turnover) as usize).max(1);
        let mut open = self.open_neighbours();
        let key = |at: &NeighbourIdx| {
            let neighbour = &self.neighbours[at.at()];
            let carried = self.meters.received(neighbour) + self.meters.sent(neighbour);
            [self.sets.has(Set::AmInterested, *at).into(), carried]
        };
        order::by(&mut open, key);
        for &at in open.iter().take(n) {
            self.close(at, ctx);
        }
    }

    /// Closes a connection from our side, and calls others.
    pub(super) fn close(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.make_room(at, ctx);
        self.call_more(ctx);
    }

    /// Closes a connection from our side; its place is for somebody who has called.
    fn make_room(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let end = self.neighbours[at.at()].end;
        let open_to_us = ctx.net.end(end.other()).open;
        let was_here = self.forget(at, ctx);
        if open_to_us {
            ctx.net.say(end, Said::Close, 0, ctx.now, ctx.schedule);
        }
        self.hang_up(end, ctx);
        self.fill_gaps(was_here, ctx);
    }

    /// A connection goes that we opened or had: nobody answered, it was refused, or the neighbour closed it.
    pub fn on_closed(&mut self, at: NeighbourIdx, how: Closing, ctx: &mut Ctx) {
        let Neighbour { end, remote, .. } = self.neighbours[at.at()];
        let introduced = ctx.net.connection(end).introduced;
        if how != Closing::ByNeighbour {
            self.call_failed(remote, ctx);
        }
        let was_here = self.forget(at, ctx);
        if how == Closing::ByNeighbour {
            self.hang_up(end, ctx);
        } else {
            self.stop_reading(end, ctx);
            ctx.net.close(end);
        }
        if how == Closing::Unanswered {
            ctx.event(Event::CallUnanswered { from: self.idx, to: remote });
            if !introduced {
                self.seek_introduction(remote, ctx);
            }
        }
        self.fill_gaps(was_here, ctx);
        self.call_more(ctx);
    }

    fn stop_reading(&mut self, end: EndIdx, ctx: &mut Ctx) {
        if let Some(list) = ctx.net.end(end.other()).list() {
            ctx.logs.stop_reading(list);
        }
    }

    fn hang_up(&mut self, end: EndIdx, ctx: &mut Ctx) {
        self.stop_reading(end, ctx);
        let (a, b) = (ctx.net.end(end).peer, ctx.net.end(end.other()).peer);
        ctx.net.close(end);
        ctx.event(Event::Closed { a, b });
    }

    /// The connection goes: what the neighbour was counted for is taken back, what was asked of it is free.
    fn forget(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Gaps {
        let claims = self.extras.of(at).map_or(0, |extra| extra.claimed.len());
        self.give_up_claims(at, ctx);
        let end = self.neighbours[at.at()].end;
        self.remember(at, ctx);
        self.discount(at, ctx);
        if self.neighbours[at.at()].is_open() {
            self.stop_attending(at, ctx);
        }
        ctx.logs[self.log].attend(at, false);
        let (interested, unchoked) = (self.sets.has(Set::Interested, at), self.sets.has(Set::Unchoked, at));
        let extra = self.extras.take(at);
        if let Some(fetch) = &mut self.fetch {
            fetch.forget(at);
        }
        let mut neighbour = std::mem::take(&mut self.neighbours[at.at()]);
        self.readings[at.at()] = Reading::default();
        self.meters.close(&mut neighbour);
        assert_ne!(neighbour.stage, Stage::Free, "a place is given back twice");
        self.n_neighbours -= 1;
        self.sets.leave(at);
        self.tell_client(ctx);
        if unchoked {
            self.record_close(neighbour.remote, interested, neighbour.snubbed, ctx);
            ctx.event(Event::Choked { from: self.idx, to: neighbour.remote });
        }
        self.choker.on_close(at);
        let asked = &mut ctx.scratch.blocks;
        asked.clear();
        asked.extend(ctx.net.pipe_to(end).into_iter().flat_map(|pipe| pipe.requests()).map(|request| request.block));
        let asked = std::mem::take(asked);
        asked.iter().for_each(|&block| self.release(block, ctx));
        let released = claims + asked.len();
        ctx.scratch.blocks = asked;
        self.open_to_all(neighbour.remote);
        self.take_back_offers(extra.as_deref());
        Gaps { released: released > 0, slot: unchoked, slot_was_used: interested }
    }

    /// What a neighbour that has gone left behind is given to others.
    fn fill_gaps(&mut self, gaps: Gaps, ctx: &mut Ctx) {
        if self.phase == Phase::Here {
            if gaps.released {
                self.ask_all(ctx);
            }
            if gaps.slot {
                self.on_slot_free(gaps.slot_was_used, ctx);
            }
            self.offer_on(ctx);
        }
    }

    /// The session ends: whoever is still there hears of it, unless it crashed. The engine has taken it off its list.
    pub fn end(mut self, crashed: bool, ctx: &mut Ctx) {
        for at in 0..self.neighbours.len() as u16 {
            let at = NeighbourIdx(at);
            let Neighbour { stage, end, .. } = self.neighbours[at.at()];
            if stage == Stage::Free {
                continue;
            }
            if stage == Stage::Open {
                self.stop_attending(at, ctx);
            }
            if !crashed && ctx.net.end(end.other()).open {
                ctx.net.say(end, Said::Close, 0, ctx.now, ctx.schedule);
            }
            self.hang_up(end, ctx);
        }
        ctx.logs.end(self.log);
    }

    /// The place where this neighbour is.
    pub fn place_of(&self, peer: PeerIdx) -> Option<NeighbourIdx> {
        self.sets.place_of(peer)
    }

    pub(super) fn take_place(&mut self, neighbour: Neighbour) -> NeighbourIdx {
        self.n_neighbours += 1;
        let free = self.sets.free().unwrap_or_else(|| {
            room::push(&mut self.neighbours, Neighbour::default(), PLACES_AT_A_TIME);
            self.sets.push(PLACES_AT_A_TIME);
            room::push(&mut self.readings, Reading::default(), PLACES_AT_A_TIME);
            NeighbourIdx(self.neighbours.len() as u16 - 1)
        });
        self.sets.take(free, neighbour.remote);
        self.neighbours[free.at()] = neighbour;
        free
    }

    pub(super) fn ban(&mut self, at: NeighbourIdx, piece: PieceIdx, ctx: &mut Ctx) {
        let peer = self.neighbours[at.at()].remote;
        self.extras.keep().banned.push(peer);
        ctx.event(Event::Banned { peer, by: self.idx });
        ctx.out.decide(|| Decision::Ban { peer, piece });
        self.close(at, ctx);
    }
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is taken.
    Yes,
    /// It is refused.
    No,
    /// It does not get through.
    Silence,
}

/// How a connection goes without our doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Nobody answered our call.
    Unanswered,
    /// Our call was refused.
    Refused,
    /// The neighbour closed it.
    ByNeighbour,
}

/// What a neighbour leaves behind.
#[derive(Clone, Copy, Debug)]
struct Gaps {
    /// Blocks that nobody is asked for any more.
    released: bool,
    /// An upload slot.
    slot: bool,
    /// The neighbour wanted something.
    slot_was_used: bool,
}
