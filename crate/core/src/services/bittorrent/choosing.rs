//! Choosing: which block a neighbour is asked for next.
//!
//! Owns the order of asking: blocks of pieces that were begun (strict priority), then a new piece, then, when every missing block
//! is asked for, blocks that others were asked for (endgame). Must never know how pieces are ranked (`policy::picker`), or how
//! much is asked for.

use super::announced::has;
use super::{Ctx, Partial, Peer};
use crate::base::bitfield::random_bit;
use crate::base::ids::{BlockIdx, BlockRef, PieceIdx, Slot};
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::Event;
use crate::policy::picker::{self, View};
use crate::scenario::config::{BegunOrder, Endgame, PickerPolicy};

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
    /// Whether there can be anything to ask this neighbour for: a quick look, since after most blocks there is not.
    fn may_ask(&self, slot: Slot, ctx: &Ctx) -> bool {
        let all_begun = self.have.count() + self.partials.len() as u32 == self.have.len();
        // Then a block may be asked for twice, or taken from others.
        if all_begun || ctx.config.picker.endgame == Endgame::Steal {
            return true;
        }
        let theirs = self.announced.row(slot);
        self.partials.open().any(|piece| has(theirs, piece)) || {
            let words = theirs.iter().zip(self.have.words()).zip(self.started.words());
            words.fold(0, |any, ((theirs, ours), started)| any | theirs & !ours & !started) != 0
        }
    }

    /// The next block for this neighbour, which counts as asked for from now on.
    pub(super) fn next_block(&mut self, slot: Slot, ctx: &mut Ctx) -> Option<BlockRef> {
        if ctx.config.picker.policy == PickerPolicy::RandomOrder && self.extras.order().is_empty() {
            self.extras.keep().order = picker::draw_order(self.have.len(), &mut self.rng);
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
        let seedstarted = config.seedstarted && conn.n_have == self.have.len();
        let (for_itself, limited) =
            (config.whole_pieces_s.0 > 0.0, config.partials_per_neighbour > 0.0 || config.partial_blocks_max > 0);
        if !for_itself && !limited {
            return Preference { seedstarted, ..Preference::default() };
        }
        let span = if for_itself { config.whole_pieces_s.nanos() } else { Nanos::ZERO };
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
        Preference { seedstarted, own, claim, finish: many }
    }

    /// Strict priority: a piece that was begun and has free blocks; the rarest of several, ties at random.
    fn begun_piece(&mut self, slot: Slot, preference: Preference, ctx: &Ctx) -> Option<usize> {
        let conn = &self.conns[slot.at()];
        let (config, order) = (&ctx.config.picker, self.extras.order());
        let view = View { have: &self.have, availability: &self.availability, config, order, commonest: false };
        let theirs = self.announced.row(slot);
        let possible = |partial: &Partial| {
            let preferred = (partial.from_seed || !preference.seedstarted) && (partial.is_own(conn) || !preference.own);
            // An open piece has a free block, which may be one that this neighbour was asked for and has not answered.
            preferred && (conn.n_cancelled == 0 || partial.next_free_for(conn, &self.queues).is_some())
        };
        // Mostly any will do, and the list tells without a look at each.
        let any = !preference.seedstarted && !preference.own && conn.n_cancelled == 0;
        let open = self.partials.open_for(conn, theirs);
        let mut places = open.filter(|&place| any || possible(&self.partials[place]));
        // Mostly there is none, or one, and nothing to rank.
        let (first, second) = (places.next()?, places.next());
        if second.is_none() {
            return Some(first);
        }
        let mut best: Option<((u32, u32), usize)> = None;
        let mut ties = 0;
        for place in [first].into_iter().chain(second).chain(places) {
            let figure = picker::rank_begun(self.partials.piece(place).0, || self.partials[place].missing(), &view);
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
        let words = self.announced.row(slot).iter().zip(self.have.words()).zip(self.started.words());
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
        let (config, order) = (&ctx.config.picker, self.extras.order());
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
        let (sole, from_seed, starter) =
            (conn.parole.then_some(conn.remote), conn.n_have == self.have.len(), conn.remote);
        let place = self.partial_of(PieceIdx(choice.piece), ctx);
        self.partials.set_sole(place, sole);
        let terms = self.partials.terms(place);
        (*terms.from_seed, *terms.starter) = (from_seed, starter);
        Some(place)
    }

    /// A neighbour on parole that has nothing to begin goes on alone with a piece that nobody else works on.
    fn take_over(&mut self, slot: Slot) -> Option<usize> {
        let conn = &self.conns[slot.at()];
        let free = |partial: &Partial| {
            let idle = partial.requested.is_empty() && self.announced.has(slot, partial.piece);
            idle && partial.next_free_for(conn, &self.queues).is_some()
        };
        let fits = |&place: &usize| conn.parole && self.partials.sole(place).is_none() && free(&self.partials[place]);
        let place = (0..self.partials.len()).find(fits)?;
        self.partials.set_sole(place, Some(conn.remote));
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
            let place = (first + i) % self.partials.len();
            if !self.partials.is_for(place, conn, self.announced.row(slot)) {
                continue;
            }
            let partial = &self.partials[place];
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
}
