//! Downloading: how much is asked for, and what is done with what comes.
//!
//! Which block comes next is chosen in [`super::choosing`].

use super::{Ctx, Phase, Session, Set};
use crate::base::ids::{BlockRef, NeighbourIdx, PeerIdx, PieceIdx};
use crate::events::decision::{BlockStep, Decision};
use crate::events::event::Event;
use crate::events::sink::Told;
use crate::net::pipes::Request;
use crate::net::schedule::{InTransit, Said};
use crate::policy::pipeline::{self, PipelineGrowth};
use crate::protocol::message::Message;
use crate::protocol::packet::AnnounceEvent;
use crate::protocol::wire;
use crate::scenario::config::{BadPieces, FirstRequest, HeedsReqq};

/// Bytes of a request (BEP 3).
const REQUEST_BYTES: u32 = 17;

impl Session {
    pub(super) fn on_choke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        // BEP 6: a choke rejects nothing by itself; each request will be answered by a block or a reject.
        let peer = self.neighbours[at.at()].remote;
        self.sets.put(Set::ServesUs, at, false);
        self.sets.put(Set::Hungry, at, false);
        self.attend(at, ctx);
        self.give_up_claims(at, ctx);
        self.open_to_all(peer);
        ctx.net.release_pipe(self.neighbours[at.at()].end.other());
        self.ask_all(ctx);
    }

    pub(super) fn on_unchoke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.neighbours[at.at()].block_at = ctx.now;
        self.sets.put(Set::ServesUs, at, true);
        if ctx.config.pipeline.slow_start {
            self.extras.of_mut(at).slow_start = Some(PipelineGrowth::begin(ctx.now, &ctx.config.pipeline));
        }
        self.ask(at, ctx);
    }

    /// The neighbour serves us, and has something for us.
    #[inline]
    pub(super) fn may_be_asked(&self, at: NeighbourIdx) -> bool {
        let flags = self.sets.of_one(at);
        flags.has(Set::ServesUs) && flags.has(Set::AmInterested) && flags.has(Set::Open)
    }

    /// Asks this neighbour for as much as its pipeline takes.
    pub(super) fn ask(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        if self.phase == Phase::Leaving || !self.may_be_asked(at) {
            return;
        }
        // The rate is asked for only where the depth depends on it: mostly an empty pipeline has nothing to be filled with.
        let neighbour = &self.neighbours[at.at()];
        let first = self.is_first_request(at, ctx);
        let least = if neighbour.snubbed || first { 1 } else { ctx.config.pipeline.depth_min };
        let mut outstanding = self.outstanding(at, ctx) as u32;
        let mut answered = outstanding <= u32::from(neighbour.n_cancelled);
        let mut depth = first.then_some(1);
        let mut left = None;
        while outstanding < least || outstanding < *depth.get_or_insert_with(|| self.depth(at, ctx)) {
            ctx.out.step = BlockStep::Claimed;
            let block = match first {
                true => self.first_block(at, ctx),
                false => self.claimed_block(at).or_else(|| self.next_block(at, &mut left, ctx)),
            };
            let Some(block) = block else {
                if left.is_some_and(|left| !left.is_empty()) {
                    // Who is faster now may not be so in a second.
                    self.look_in_a_second(ctx);
                }
                self.starved = true;
                // News of a piece is a reason to ask again.
                self.sets.put(Set::Hungry, at, true);
                self.attend(at, ctx);
                return;
            };
            if std::mem::take(&mut answered) {
                self.neighbours[at.at()].block_at = ctx.now;
            }
            self.record_block(at, block, ctx);
            self.request(at, block, ctx);
            outstanding += 1;
        }
        self.sets.put(Set::Hungry, at, false);
    }

    fn record_block(&self, at: NeighbourIdx, block: BlockRef, ctx: &mut Ctx) {
        if ctx.out.tells_blocks {
            let (step, from) = (ctx.out.step, self.neighbours[at.at()].remote);
            let availability = self.availability.count(block.piece.0);
            ctx.out.decisions.push(Decision::Block { step, from, block, availability });
        }
    }

    /// Requests a block.
    fn request(&mut self, at: NeighbourIdx, block: BlockRef, ctx: &mut Ctx) {
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.sent_at = ctx.now;
        let (end, from, to) = (neighbour.end, self.idx, neighbour.remote);
        let bytes = ctx.geometry().block_len(block.piece.0, block.block.0);
        let message = Message::Request(block);
        ctx.event(Event::Requested { from, to, block, bytes });
        ctx.event(Event::Sent { from, to, kind: wire::kind(&message), bytes: REQUEST_BYTES });
        self.sets.put(Set::Asked, at, true);
        self.watch_requests(ctx);
        let arrives = ctx.net.arrival(end, REQUEST_BYTES, ctx.now);
        if ctx.out.tells_messages {
            ctx.out.messages.push(Told { from, to, message: message.clone(), at: arrives });
        }
        if !ctx.net.ask(end, block, bytes, arrives, ctx.now, ctx.schedule) {
            // It crosses a choke: the neighbour answers when it comes.
            let generation = ctx.net.connection(end).generation;
            let said = Said::Message(message);
            ctx.schedule.deliver(arrives, InTransit::Stream { to: end.other(), generation, said });
        }
    }

    /// How many requests this neighbour may have outstanding: `depth_min` at least. One that let us wait gets one at a time (libtorrent).
    fn depth(&self, at: NeighbourIdx, ctx: &Ctx) -> u32 {
        let (neighbour, config) = (&self.neighbours[at.at()], &ctx.config.pipeline);
        if neighbour.snubbed {
            return 1;
        }
        let limit = self.depth_limit(at, ctx);
        let slow_start = self.extras.of(at).and_then(|extra| extra.slow_start.as_ref()?.depth());
        let by_rate =
            || pipeline::depth(self.meters.pace(neighbour, ctx.now), ctx.geometry().block_length(), limit, config);
        slow_start.unwrap_or_else(by_rate).min(limit)
    }

    /// The most requests that this neighbour may have outstanding, by our settings and by what the neighbour has told (BEP 10).
    fn depth_limit(&self, at: NeighbourIdx, ctx: &Ctx) -> u32 {
        let own = ctx.config.pipeline.depth_max;
        let told = self.extras.of(at).and_then(|extra| extra.reqq);
        match ctx.config.extensions.heeds_reqq {
            HeedsReqq::No => own,
            HeedsReqq::Instead => told.unwrap_or(own),
            HeedsReqq::AtMost => told.unwrap_or(own).min(own),
        }
    }

    /// Blocks have become free: neighbours that had nothing to do are asked.
    pub(super) fn ask_all(&mut self, ctx: &mut Ctx) {
        if !std::mem::take(&mut self.starved) {
            return;
        }
        for word in 0..self.sets.words() {
            for at in self.sets.of_both(Set::ServesUs, Set::AmInterested, word) {
                self.ask(at, ctx);
            }
        }
    }

    /// The same, whether a block was missing or not.
    pub(super) fn ask_everybody(&mut self, ctx: &mut Ctx) {
        self.starved = true;
        self.ask_all(ctx);
    }

    /// A block came, which was asked for by `request`. `genuine` is known to the hash only.
    pub fn on_block(&mut self, at: NeighbourIdx, request: &Request, genuine: bool, ctx: &mut Ctx) {
        let Request { block, bytes, cancelled, .. } = *request;
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.heard_at = ctx.now;
        let (from, to) = (neighbour.remote, self.idx);
        let waited = ctx.now.since(neighbour.block_at);
        neighbour.n_cancelled -= u16::from(cancelled);
        self.meters.receive(neighbour, ctx.now, bytes);
        neighbour.block_at = ctx.now;
        self.sets.put(Set::Metered, at, true);
        if ctx.config.picker.first_request == FirstRequest::Highest {
            self.extras.of_mut(at).delivered = true;
        }
        self.end_snub(at, waited, ctx);
        if ctx.config.pipeline.slow_start {
            let limit = self.depth_limit(at, ctx);
            let extra = self.extras.get_mut(at);
            extra
                .and_then(|extra| extra.slow_start.as_mut())
                .iter_mut()
                .for_each(|start| start.on_block(ctx.now, bytes, limit));
        }
        let wanted = !self.have.has(block.piece.0);
        let place = if wanted { self.partial_of(block.piece, ctx) } else { 0 };
        let wanted = wanted && self.partials.receive(place, block.block.0, from, genuine);
        ctx.event(Event::BlockReceived { from, to, block, bytes, genuine, wanted });
        if wanted {
            if self.duplicated {
                self.cancel_elsewhere(block, ctx);
            }
            if self.partials[place].received.is_full() {
                self.finish_piece(place, ctx);
            }
        }
        self.ask(at, ctx);
        self.on_balance(at, ctx);
        self.on_answered(at, ctx);
    }

    /// A neighbour has answered a request: a pipe that is empty, and will be as long as the neighbour chokes us, is given back.
    fn on_answered(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        if self.neighbours[at.at()].is_open() && self.outstanding(at, ctx) == 0 {
            self.sets.put(Set::Asked, at, false);
            if !self.sets.has(Set::ServesUs, at) {
                ctx.net.release_pipe(self.neighbours[at.at()].end.other());
            }
        }
    }

    pub(super) fn cancel_elsewhere(&mut self, block: BlockRef, ctx: &mut Ctx) {
        for word in 0..self.sets.words() {
            for at in self.sets.of(Set::Asked, word) {
                self.cancel(at, |request| request.block == block && !request.cancelled, ctx);
            }
        }
        self.extras.claims_mut().for_each(|claimed| claimed.retain(|&claimed| claimed != block));
    }

    /// Cancels the first request at a neighbour that is so; false when there is none.
    pub(super) fn cancel(&mut self, at: NeighbourIdx, is_so: impl Fn(&Request) -> bool, ctx: &mut Ctx) -> bool {
        let neighbour = &mut self.neighbours[at.at()];
        let Some(block) = ctx.net.cancel(neighbour.end, is_so) else { return false };
        neighbour.n_cancelled += 1;
        let to = neighbour.remote;
        ctx.event(Event::Cancelled { from: self.idx, to, block });
        self.say(at, Message::Cancel(block), ctx);
        true
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
        ctx.event(Event::Verified { peer: self.idx, piece, ok });
        let mut contributors = std::mem::take(&mut ctx.scratch.contributors);
        partial.contributors(&mut contributors);
        if ok {
            self.time_piece(partial.starter, partial.begun_at, ctx);
            self.credit(&contributors, ctx);
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

    /// A piece is good: those who sent it are known to be honest as far as they sent it.
    fn credit(&mut self, contributors: &[PeerIdx], ctx: &Ctx) {
        if ctx.config.neighbours.good_per_bad > 0 {
            for &peer in contributors {
                if let Some(at) = self.place_of(peer) {
                    self.extras.of_mut(at).good += 1;
                }
            }
        }
        if let &[alone] = contributors
            && let Some(at) = self.place_of(alone)
        {
            self.neighbours[at.at()].parole = false;
            self.open_to_all(alone);
        }
    }

    pub(super) fn on_complete(&mut self, ctx: &mut Ctx) {
        self.endgame = false;
        self.duplicated = false;
        ctx.event(Event::Completed { peer: self.idx });
        if self.phase == Phase::Here {
            self.announce(ctx, AnnounceEvent::Completed);
        }
        self.attend_to_all(ctx);
        for at in self.open_neighbours() {
            self.part_seeds(at, ctx);
        }
        self.leave_when_complete(ctx);
    }

    /// A piece failed its hash. Everybody who sent a part of it is blamed (Transmission), or whoever sent `bad_pieces_max` alone is banned, unless it sent many good ones (mainline); others
    /// go on parole, since nobody knows which of them it was (libtorrent): they are asked for whole pieces only.
    fn blame(&mut self, piece: PieceIdx, contributors: &[PeerIdx], ctx: &mut Ctx) {
        let everybody = ctx.config.neighbours.bad_pieces == BadPieces::Everybody;
        let blamed = everybody || contributors.len() == 1;
        for &peer in contributors {
            let Some(at) = self.place_of(peer) else { continue };
            if blamed {
                self.extras.keep().bad.push(peer);
            }
            let alone = self.extras.keep().bad.iter().filter(|&&bad| bad == peer).count();
            let rules = &ctx.config.neighbours;
            let good = self.extras.of(at).map_or(0, |extra| extra.good);
            let spared = good.checked_div(rules.good_per_bad).is_some_and(|spared| alone as u32 <= spared);
            if blamed && alone >= rules.bad_pieces_max as usize && !spared {
                self.ban(at, piece, ctx);
            } else if !everybody {
                self.neighbours[at.at()].parole = true;
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

    pub(super) fn on_reject(&mut self, at: NeighbourIdx, block: BlockRef, ctx: &mut Ctx) {
        let neighbour = &mut self.neighbours[at.at()];
        let Some(request) = ctx.net.hear_reject(neighbour.end, block) else { return };
        neighbour.n_cancelled -= u16::from(request.cancelled);
        let to = neighbour.remote;
        ctx.event(Event::Rejected { from: self.idx, to, block, bytes: request.bytes });
        self.on_answered(at, ctx);
        self.release(block, ctx);
        self.ask(at, ctx);
        self.ask_all(ctx);
    }

    /// A snubbed neighbour's blocks are asked of others; what it still sends is welcome.
    pub(super) fn ask_elsewhere(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.give_up_claims(at, ctx);
        let end = self.neighbours[at.at()].end;
        let mut blocks = std::mem::take(&mut ctx.scratch.blocks);
        blocks.clear();
        let asked = ctx.net.pipe_to(end).into_iter().flat_map(|pipe| pipe.requests());
        blocks.extend(asked.filter(|request| !request.cancelled).map(|request| request.block));
        for &block in &blocks {
            if self.cancel(at, |request| request.block == block && !request.cancelled, ctx) {
                self.release(block, ctx);
                self.duplicated = true;
            }
        }
        ctx.scratch.blocks = blocks;
        let peer = self.neighbours[at.at()].remote;
        self.open_to_all(peer);
        self.ask_all(ctx);
    }

    /// Nobody is asked for this block any more, unless somebody else still is.
    pub(super) fn release(&mut self, block: BlockRef, ctx: &Ctx) {
        let Some(place) = self.partials.place_of(block.piece) else { return };
        // Only what was ever asked for twice can be asked for elsewhere.
        let elsewhere = || {
            let claimed = self.extras.claims().any(|claimed| claimed.contains(&block));
            claimed || self.sets.iter(Set::Asked).any(|at| self.is_asked(at, block, ctx))
        };
        if !self.duplicated || !elsewhere() {
            self.endgame &= !self.partials.release(place, block.block.0);
        }
    }
}
