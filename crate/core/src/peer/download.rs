//! Downloading: what is asked for, of whom, and what is done with what comes.
//!
//! Owns the pieces in progress. Must never know how pieces are ranked (`policy::picker`) or who else wants them.
//! Order of asking: blocks of pieces that were begun (strict priority), then a new piece, then, when every missing block
//! is asked for, blocks that others were asked for (endgame).

use super::{Conn, Ctx, Life, Outstanding, Partial, Peer};
use crate::bitfield::random_bit;
use crate::config::{BegunOrder, Endgame, PickerPolicy};
use crate::decision::Decision;
use crate::effect::AnnounceEvent;
use crate::event::Event;
use crate::ids::{BlockIdx, BlockRef, PeerIdx, PieceIdx, Slot};
use crate::message::Message;
use crate::policy::picker::{self, View};
use crate::policy::pipeline::{self, SlowStart};
use crate::units::Nanos;

/// Which begun pieces come before a new one; by default all.
#[derive(Clone, Copy, Debug, Default)]
struct Preference {
    /// Only those that were begun at a seed.
    seedstarted: bool,
    /// Only those that were begun at this neighbour.
    own: bool,
    /// As many new pieces beside each other as may be claimed at once.
    claim: Option<u32>,
    /// All before any new piece: there are too many open ones.
    finish: bool,
}

impl Peer {
    pub(super) fn on_choke(&mut self, slot: Slot, ctx: &mut Ctx) {
        // BEP 6: a choke rejects nothing by itself; each request will be answered by a block or a reject.
        let conn = &mut self.conns[slot.at()];
        conn.peer_choking = true;
        let peer = conn.remote;
        self.give_up_claims(slot, ctx);
        self.open_to_all(peer);
        self.ask_all(ctx);
    }

    pub(super) fn on_unchoke(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.peer_choking = false;
        conn.block_at = ctx.now;
        if ctx.config.pipeline.slow_start {
            conn.extras_mut().slow_start = Some(SlowStart::begin(ctx.now, &ctx.config.pipeline));
        }
        self.ask(slot, ctx);
    }

    pub(super) fn on_have(&mut self, slot: Slot, piece: PieceIdx, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        if !conn.have.insert(piece.0) {
            return;
        }
        self.availability.add_one(piece.0);
        if !self.have.has(piece.0) {
            conn.n_wanted += 1;
            let serves = !conn.peer_choking;
            self.show_interest(slot, ctx);
            if serves {
                self.ask(slot, ctx);
            }
        }
        self.part_seeds(slot, ctx);
        self.offer_on(ctx);
    }

    /// Asks this neighbour for as much as its pipeline takes.
    pub(super) fn ask(&mut self, slot: Slot, ctx: &mut Ctx) {
        if self.life == Life::Leaving {
            return;
        }
        let conn = &self.conns[slot.at()];
        if !conn.is_open() || conn.peer_choking || !conn.am_interested {
            return;
        }
        if conn.outstanding.len() as u32 >= ctx.config.pipeline.depth_max {
            return;
        }
        // A neighbour that let us wait gets one request at a time (libtorrent).
        let by_rate =
            || pipeline::depth(self.meters.pace(conn, ctx.now), ctx.geometry().block_length(), &ctx.config.pipeline);
        let depth = if conn.snubbed {
            1
        } else {
            conn.extras.as_ref().and_then(|extras| extras.slow_start.as_ref()?.depth()).unwrap_or_else(by_rate)
        };
        while (self.conns[slot.at()].outstanding.len() as u32) < depth {
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

    /// Blocks have become free: neighbours that had nothing to do are asked.
    pub(super) fn ask_all(&mut self, ctx: &mut Ctx) {
        if !std::mem::take(&mut self.starved) {
            return;
        }
        for i in 0..self.conns.len() {
            self.ask(Slot(i as u16), ctx);
        }
    }

    /// Whether there can be anything to ask this neighbour for: a quick look, since after most blocks there is not.
    fn may_ask(&self, slot: Slot, ctx: &Ctx) -> bool {
        let conn = &self.conns[slot.at()];
        let all_begun = self.have.count() + self.partials.len() as u32 == self.have.len();
        // Then a block may be asked for twice, or taken from others.
        if all_begun || ctx.config.picker.endgame == Endgame::Steal {
            return true;
        }
        let words = conn.have.words().iter().zip(self.have.words()).zip(self.started.words());
        let new = words.fold(0, |any, ((theirs, ours), started)| any | theirs & !ours & !started);
        new != 0 || self.partials.open().any(|piece| conn.have.has(piece.0))
    }

    fn next_block(&mut self, slot: Slot, ctx: &mut Ctx) -> Option<BlockRef> {
        if ctx.config.picker.policy == PickerPolicy::RandomOrder && self.order.is_empty() {
            self.order = picker::draw_order(self.have.len(), &mut self.rng);
        }
        if !self.may_ask(slot, ctx) {
            return None;
        }
        let preference = self.preference(slot, ctx);
        let stolen = self.steal(slot, ctx.config.picker.steal_first, ctx);
        let mut begun = stolen.or_else(|| self.begun_piece(slot, preference, ctx));
        let gave_way = stolen.is_none() && begun.is_some_and(|place| self.gives_way(slot, place, preference, ctx));
        if gave_way {
            begun = None;
        }
        if let Some(pieces) = preference.claim
            && let Some(place) = begun.or_else(|| self.begin_piece(slot, ctx))
        {
            return self.claim(slot, place, if begun.is_some() { 1 } else { pieces }, ctx);
        }
        // Without a preference all begun pieces have been looked at.
        let any = preference.seedstarted || preference.own || gave_way;
        let place = begun
            .or_else(|| self.begin_piece(slot, ctx))
            .or_else(|| any.then(|| self.begun_piece(slot, Preference::default(), ctx))?)
            .or_else(|| self.take_over(slot))
            .or_else(|| self.steal(slot, ctx.config.picker.steal_last, ctx));
        let Some(place) = place else { return self.endgame_block(slot, ctx) };
        let partial = &self.partials[place];
        let piece = partial.piece;
        let block = partial.next_free_for(&self.conns[slot.at()], &self.queues)?;
        self.partials.ask(place, block);
        Some(BlockRef { piece, block: BlockIdx(block) })
    }

    /// With which begun pieces a neighbour is asked to go on before it begins a new one. A seed only with what was begun at a
    /// seed: what others have it need not send (mainline's `seedstarted`); without this rule a slow seed sends half as much
    /// again before the first peer is complete. A fast neighbour only with what was begun at itself (libtorrent's whole pieces),
    /// unless there are too many open pieces.
    fn preference(&self, slot: Slot, ctx: &Ctx) -> Preference {
        let (conn, config) = (&self.conns[slot.at()], &ctx.config.picker);
        let span = config.whole_pieces_s.nanos();
        let piece = u64::from(ctx.geometry().piece_length());
        let limit = config.partials_per_neighbour;
        // A piece of which everything is asked for is no open end (libtorrent).
        let open = || self.partials.open().count() as u64;
        let blocks = || open() * piece.div_ceil(u64::from(ctx.geometry().block_length()));
        let many = limit > 0.0 && open() as f64 > limit * f64::from(self.n_conns)
            || config.partial_blocks_max > 0 && blocks() > u64::from(config.partial_blocks_max);
        let bytes = if span > Nanos::ZERO { self.meters.pace(conn, ctx.now).bytes_in(span) } else { 0 };
        let own = bytes >= piece && !many;
        let pieces = u32::try_from(bytes.min(config.claim_bytes_max) / piece).unwrap_or(u32::MAX);
        let claim = (own && pieces > 0 && !conn.parole).then_some(pieces);
        Preference { seedstarted: config.seedstarted && conn.have.is_full(), own, claim, finish: many }
    }

    /// Strict priority: a piece that was begun and has free blocks; the rarest of several, ties at random.
    fn begun_piece(&mut self, slot: Slot, preference: Preference, ctx: &Ctx) -> Option<usize> {
        let conn = &self.conns[slot.at()];
        let (config, order) = (&ctx.config.picker, &self.order);
        let view = View { have: &self.have, availability: &self.availability, config, order, commonest: false };
        let possible = |partial: &Partial| {
            let preferred = (partial.from_seed || !preference.seedstarted) && (partial.is_own(conn) || !preference.own);
            preferred && partial.is_for(conn) && partial.next_free_for(conn, &self.queues).is_some()
        };
        // Mostly there is none, or one, and nothing to rank.
        let open = self.partials.open_places().map(|place| (place, &self.partials[place]));
        let mut places = open.filter(|(_, partial)| possible(partial));
        let (first, second) = (places.next()?, places.next());
        if second.is_none() {
            return Some(first.0);
        }
        let mut best: Option<((u32, u32), usize)> = None;
        let mut ties = 0;
        for (place, partial) in [first].into_iter().chain(second).chain(places) {
            let missing = partial.received.len() - partial.received.count();
            let figure = picker::rank_begun(partial.piece.0, missing, &view);
            ties = if best.is_some_and(|(least, _)| least == figure) { ties + 1 } else { 1 };
            match best {
                Some((least, _)) if figure > least => ties -= 1,
                Some((least, _)) if figure == least && self.rng.below(ties) > 0 => {}
                _ => best = Some((figure, place)),
            }
        }
        best.map(|(_, place)| place)
    }

    /// Puts into `set` what this neighbour has, and we neither have nor began.
    fn find_new(&self, slot: Slot, set: &mut Vec<u64>) {
        let conn = &self.conns[slot.at()];
        let words = conn.have.words().iter().zip(self.have.words()).zip(self.started.words());
        set.clear();
        set.extend(words.map(|((theirs, ours), started)| theirs & !ours & !started));
    }

    /// Whether a begun piece gives way to a new one that fewer neighbours have (libtorrent, once it goes by rarity).
    fn gives_way(&mut self, slot: Slot, place: usize, preference: Preference, ctx: &mut Ctx) -> bool {
        let config = &ctx.config.picker;
        let by_rarity = config.policy == PickerPolicy::RarestFirst && self.have.count() >= config.random_first_pieces;
        let strict = config.begun == BegunOrder::First || preference.finish || self.conns[slot.at()].parole;
        if strict || !by_rarity {
            return false;
        }
        let set = &mut ctx.scratch.set;
        self.find_new(slot, set);
        self.availability.rarest(set);
        let new = set.iter().position(|&word| word != 0);
        let new = new.map(|w| w as u32 * 64 + set[w].trailing_zeros());
        new.is_some_and(|new| self.availability.count(new) < self.availability.count(self.partials[place].piece.0))
    }

    fn begin_piece(&mut self, slot: Slot, ctx: &mut Ctx) -> Option<usize> {
        self.find_new(slot, &mut ctx.scratch.set);
        // It is asked often whether there is anything new, and mostly there is not.
        if ctx.scratch.set.iter().all(|&word| word == 0) {
            return None;
        }
        let conn = &self.conns[slot.at()];
        let (config, order) = (&ctx.config.picker, &self.order);
        let commonest = conn.snubbed && config.snubbed_commonest;
        let view = View { have: &self.have, availability: &self.availability, config, order, commonest };
        let choice = picker::pick(&mut ctx.scratch.set, &view, &mut self.rng)?;
        ctx.out.decisions.push(Decision::Piece {
            rule: choice.rule,
            from: conn.remote,
            piece: PieceIdx(choice.piece),
            availability: self.availability.count(choice.piece),
            candidates: choice.candidates,
            tied: choice.tied,
        });
        let (sole, from_seed, starter) = (conn.parole.then_some(conn.remote), conn.have.is_full(), conn.remote);
        let place = self.partial_of(PieceIdx(choice.piece), ctx);
        let terms = self.partials.terms(place);
        (*terms.sole, *terms.from_seed, *terms.starter) = (sole, from_seed, starter);
        Some(place)
    }

    /// A neighbour on parole that has nothing to begin goes on alone with a piece that nobody else works on.
    fn take_over(&mut self, slot: Slot) -> Option<usize> {
        let conn = &self.conns[slot.at()];
        let idle = |partial: &Partial| partial.sole.is_none() && partial.requested.is_empty();
        let free =
            |partial: &Partial| conn.have.has(partial.piece.0) && partial.next_free_for(conn, &self.queues).is_some();
        let place = self.partials.iter().position(|partial| conn.parole && idle(partial) && free(partial))?;
        *self.partials.terms(place).sole = Some(conn.remote);
        Some(place)
    }

    /// The place of a piece in progress; begins it when it was not (a block may come after its piece failed its hash).
    pub(super) fn partial_of(&mut self, piece: PieceIdx, ctx: &mut Ctx) -> usize {
        if let Some(place) = self.partials.place_of(piece) {
            return place;
        }
        self.started.insert(piece.0);
        self.partials.begin(piece, ctx.geometry().n_blocks(piece.0), ctx.now, &mut ctx.scratch.spare)
    }

    /// Every missing block is asked for somewhere: ask this neighbour too, in random order (BEP 3). Strictly: only one that
    /// owes us nothing else, so for one such block at a time (libtorrent).
    fn endgame_block(&mut self, slot: Slot, ctx: &mut Ctx) -> Option<BlockRef> {
        let all_begun = self.have.count() + self.partials.len() as u32 == self.have.len();
        if matches!(ctx.config.picker.endgame, Endgame::Off | Endgame::Steal) || !all_begun {
            return None;
        }
        if ctx.config.picker.endgame == Endgame::Strict && !self.conns[slot.at()].outstanding.is_empty() {
            return None;
        }
        if self.partials.open().next().is_some() {
            return None;
        }
        if !self.endgame {
            self.endgame = true;
            self.duplicated = true;
            self.event(ctx, Event::EndgameEntered { peer: self.idx });
        }
        let conn = &self.conns[slot.at()];
        let first = self.rng.below(self.partials.len().max(1) as u32) as usize;
        for i in 0..self.partials.len() {
            let partial = &self.partials[(first + i) % self.partials.len()];
            if !partial.is_for(conn) {
                continue;
            }
            let set = &mut ctx.scratch.set;
            set.clear();
            set.extend_from_slice(partial.requested.words());
            for asked in self.queues.iter(&conn.outstanding).filter(|asked| asked.block.piece == partial.piece) {
                set[asked.block.block.at() / 64] &= !(1 << (asked.block.block.0 % 64));
            }
            if let Some(block) = random_bit(set, &mut self.rng) {
                return Some(BlockRef { piece: partial.piece, block: BlockIdx(block) });
            }
        }
        None
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
        if let Some(slow_start) = conn.extras.as_mut().and_then(|extras| extras.slow_start.as_mut()) {
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
            } else if let Some(extras) = &mut conn.extras {
                self.queues.take(&mut extras.claimed, 0, |claimed| claimed.block == block);
            }
        }
    }

    /// Every block of a piece is here: only its hash makes it count.
    fn finish_piece(&mut self, place: usize, ctx: &mut Ctx) {
        let partial = self.partials.end(place);
        let piece = partial.piece;
        self.started.remove(piece.0);
        let ok = ctx.content.verify(piece, &partial.polluted);
        self.event(ctx, Event::Verified { peer: self.idx, piece, ok });
        let mut contributors = std::mem::take(&mut ctx.scratch.contributors);
        partial.contributors(&mut contributors);
        if ok {
            self.time_piece(partial.starter, partial.begun_at, ctx);
            for conn in self.conns.iter_mut().filter(|conn| contributors.contains(&conn.remote)) {
                conn.good += 1;
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
        for i in 0..self.conns.len() {
            let conn = &mut self.conns[i];
            if !conn.is_open() {
                continue;
            }
            let slot = Slot(i as u16);
            let lost_interest = conn.have.has(piece.0);
            conn.n_wanted -= u32::from(lost_interest);
            self.say(slot, Message::Have(piece), ctx);
            if lost_interest {
                self.show_interest(slot, ctx);
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
                self.bad.push(peer);
            }
            let alone = self.bad.iter().filter(|&&bad| bad == peer).count();
            let rules = &ctx.config.neighbours;
            let spared = rules.good_per_bad > 0 && alone as u32 <= self.conns[slot.at()].good / rules.good_per_bad;
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
            if self.partials[place].sole == Some(peer) {
                *self.partials.terms(place).sole = None;
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
        let elsewhere = |conn: &Conn| {
            let asked = |asked: Outstanding| asked.block == block && !asked.cancelled;
            self.queues.iter(&conn.outstanding).any(asked)
                || self.queues.iter(&conn.claimed()).any(|claimed| claimed.block == block)
        };
        if !self.duplicated || !self.conns.iter().any(elsewhere) {
            self.endgame &= !self.partials.release(place, block.block.0);
        }
    }
}
