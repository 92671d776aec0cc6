//! Choosing: which block a neighbour is asked for next.
//!
//! First come blocks of pieces that were begun (strict priority), then a new piece, then, when every missing block has been
//! requested, blocks that others were asked for (endgame). How pieces are ranked is decided in `policy::picker`.

use super::have_log::has;
use super::{Ctx, Neighbour, Partial, Session, Set};
use crate::base::bitfield::{Bitfield, random_bit};
use crate::base::ids::{BlockIdx, BlockRef, NeighbourIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::decision::{BlockStep, Decision, PieceRule};
use crate::events::event::Event;
use crate::net::pipes::PipeView;
use crate::policy::Deadlines;
use crate::policy::availability::Availability;
use crate::policy::picker::{self, Choice, PickCtx};
use crate::scenario::config::{BegunOrder, Endgame, PaddingRule};

/// Which of the begun pieces come before a new one; by default all of them.
#[derive(Clone, Copy, Debug, Default)]
struct Preference {
    /// Only pieces that were begun at a seed.
    seedstarted: bool,
    /// Only pieces that were begun at this neighbour.
    own: bool,
    /// How many adjacent new pieces may be claimed at once.
    claim: Option<u32>,
    /// All of them, whatever is rarer: too many pieces are open.
    finish: bool,
}

/// What the picker is told.
fn pick_ctx<'a>(
    (at, neighbour): (NeighbourIdx, &Neighbour),
    have: &'a Bitfield,
    availability: &'a Availability,
    ctx: &Ctx<'a>,
) -> PickCtx<'a> {
    let neighbour = picker::PickerNeighbour { at, snubbed: neighbour.snubbed };
    PickCtx { now: ctx.now, neighbour, have, availability, config: &ctx.config.picker, deadlines: Deadlines::NONE }
}

impl Session {
    /// Whether there may be a block to request from a neighbour that has `theirs`. This is quick, and after most blocks there is none.
    fn may_ask(&self, theirs: &[u64], ctx: &Ctx) -> bool {
        let all_begun = self.have.count() + self.partials.len() as u32 == self.have.len();
        // Then a block may be asked for twice, or taken from others.
        if all_begun || matches!(ctx.config.picker.endgame, Endgame::Steal | Endgame::Hotswap) {
            return true;
        }
        self.partials.open().any(|piece| has(theirs, piece.0)) || {
            let words = theirs.iter().zip(self.have.words()).zip(self.started.words());
            words.fold(0, |any, ((theirs, ours), started)| any | theirs & !ours & !started) != 0
        }
    }

    /// The same of all that the neighbour has ever announced, whether that has arrived or not: no copy of it has to be made.
    fn may_ever_ask(&self, at: NeighbourIdx, ctx: &Ctx) -> bool {
        let announced = || self.extras.row(at).unwrap_or(ctx.logs[self.readings[at.at()].log].announced());
        self.neighbours[at.at()].told && self.may_ask(announced().words(), ctx)
    }

    /// The next block for this neighbour, which counts as asked for from now on. What the neighbour has announced lies in
    /// `ctx.scratch.theirs` meanwhile.
    ///
    /// `left` are pieces that are left to faster neighbours; they are found when they are first asked for.
    pub(super) fn next_block(
        &mut self,
        at: NeighbourIdx,
        left: &mut Option<Vec<PieceIdx>>,
        ctx: &mut Ctx,
    ) -> Option<BlockRef> {
        self.picker.prepare(self.have.len(), &mut self.rng);
        if ctx.config.picker.left_to_faster == 0 && !self.may_ever_ask(at, ctx) {
            return None;
        }
        self.read_theirs(at, ctx);
        let left = left.get_or_insert_with(|| self.left_to_faster(at, ctx));
        left.iter().for_each(|piece| ctx.scratch.theirs[piece.at() / 64] &= !(1 << (piece.0 % 64)));
        let leaves = !left.is_empty();
        if !self.may_ask(&ctx.scratch.theirs, ctx) {
            return None;
        }
        let preference = self.preference(at, ctx);
        let stolen = self.steal(at, ctx.config.picker.steal_first, ctx);
        let mut begun = stolen.or_else(|| self.begun_piece(at, preference, ctx));
        let gave_way = stolen.is_none() && begun.is_some_and(|place| self.gives_way(at, place, preference, ctx));
        if gave_way {
            begun = None;
        }
        ctx.out.step = if stolen.is_some() { BlockStep::Stolen } else { BlockStep::Begun };
        if let Some(pieces) = preference.claim
            && let Some(place) = begun.or_else(|| self.begin_piece(at, leaves, ctx))
        {
            return self.claim(at, place, if begun.is_some() { 1 } else { pieces }, ctx);
        }
        // Without a preference all begun pieces have been looked at.
        let any = preference.seedstarted || preference.own || gave_way;
        let place = begun
            .or_else(|| self.begin_piece(at, leaves, ctx))
            .or_else(|| any.then(|| self.begun_piece(at, Preference::default(), ctx))?)
            .or_else(|| self.take_over(at, ctx))
            .or_else(|| self.take_from_slow(at, ctx));
        let Some(place) = place else {
            ctx.out.step = BlockStep::Endgame;
            return self.endgame_block(at, ctx);
        };
        let partial = &self.partials[place];
        let piece = partial.piece;
        let block = partial.next_free_for(self.cancelled_at(at, ctx))?;
        self.partials.ask(place, block);
        Some(BlockRef { piece, block: BlockIdx(block) })
    }

    /// Puts what a neighbour has announced into `ctx.scratch.theirs`.
    pub(super) fn read_theirs(&self, at: NeighbourIdx, ctx: &mut Ctx) {
        let mut theirs = std::mem::take(&mut ctx.scratch.theirs);
        self.announced_by(at, ctx.net, ctx.logs, ctx.now, &mut theirs);
        ctx.scratch.theirs = theirs;
    }

    fn take_from_slow(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<usize> {
        ctx.out.step = BlockStep::Stolen;
        self.steal(at, ctx.config.picker.steal_last, ctx).or_else(|| self.hotswap(at, ctx))
    }

    /// Which begun pieces a neighbour is asked to go on with before it begins a new one. A seed goes on only with pieces that were
    /// begun at a seed, because it need not send what others have (mainline's `seedstarted`); without this rule a slow seed sends
    /// half as much again before the first peer is complete. A fast neighbour goes on only with pieces that were begun at itself
    /// (libtorrent's whole pieces), unless too many pieces are open.
    fn preference(&self, at: NeighbourIdx, ctx: &Ctx) -> Preference {
        let (neighbour, config) = (&self.neighbours[at.at()], &ctx.config.picker);
        let seedstarted = config.seedstarted && self.is_neighbour_seed(at, ctx);
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
        let many = limit > 0.0 && open() as f64 > limit * f64::from(self.n_neighbours)
            || config.partial_blocks_max > 0 && blocks() > u64::from(config.partial_blocks_max);
        let bytes = if span > Nanos::ZERO { self.meters.pace(neighbour, ctx.now).bytes_in(span) } else { 0 };
        let own = bytes >= piece && !many;
        let pieces = u32::try_from(bytes.min(config.claim_bytes_max) / piece).unwrap_or(u32::MAX);
        let claim = (own && pieces > 0 && !neighbour.parole).then_some(pieces);
        Preference { seedstarted, own, claim, finish: many }
    }

    /// Strict priority: a piece that was begun and has free blocks; the rarest of several, ties at random.
    fn begun_piece(&mut self, at: NeighbourIdx, preference: Preference, ctx: &Ctx) -> Option<usize> {
        let neighbour = &self.neighbours[at.at()];
        let known = pick_ctx((at, neighbour), &self.have, &self.availability, ctx);
        let (theirs, cancelled) = (&ctx.scratch.theirs, self.cancelled_at(at, ctx));
        let possible = |partial: &Partial| {
            let preferred =
                (partial.from_seed || !preference.seedstarted) && (partial.is_own(neighbour) || !preference.own);
            // An open piece has a free block, which may be one that this neighbour was asked for and has not answered.
            preferred && (neighbour.n_cancelled == 0 || partial.next_free_for(cancelled).is_some())
        };
        // Mostly any will do, and the list tells without a look at each.
        let any = !preference.seedstarted && !preference.own && neighbour.n_cancelled == 0;
        let open = self.partials.open_for(neighbour, theirs);
        let mut places = open.filter(|&place| any || possible(&self.partials[place]));
        // Mostly there is none, or one, and nothing to rank.
        let (first, second) = (places.next()?, places.next());
        if second.is_none() {
            return Some(first);
        }
        let mut best: Option<((u32, u32), usize)> = None;
        let mut ties = 0;
        for place in [first].into_iter().chain(second).chain(places) {
            let (piece, lacks) = (self.partials.piece(place).0, || self.partials[place].lacks());
            let figure = picker::rank_begun(&*self.picker, piece, lacks, &known);
            ties = if best.is_some_and(|(least, _)| least == figure) { ties + 1 } else { 1 };
            match best {
                Some((least, _)) if figure > least => ties -= 1,
                Some((least, _)) if figure == least && self.rng.below(ties) > 0 => {}
                _ => best = Some((figure, place)),
            }
        }
        best.map(|(_, place)| place)
    }

    /// Puts into `set` what a neighbour has, and we neither have nor began.
    pub(super) fn find_new(&self, theirs: &[u64], set: &mut Vec<u64>) {
        let words = theirs.iter().zip(self.have.words()).zip(self.started.words());
        set.clear();
        set.extend(words.map(|((theirs, ours), started)| theirs & !ours & !started));
    }

    /// Whether a begun piece gives way to a new one: one that fewer neighbours have (libtorrent, once it goes by rarity), or one that the
    /// policy ranks before it (WebTorrent).
    fn gives_way(&mut self, at: NeighbourIdx, place: usize, preference: Preference, ctx: &mut Ctx) -> bool {
        let config = &ctx.config.picker;
        if config.begun == BegunOrder::AsRanked {
            return !self.neighbours[at.at()].parole && self.ranks_before(at, place, ctx);
        }
        let by_rarity = self.picker.is_by_rarity(&self.have, config);
        let strict = config.begun == BegunOrder::First || preference.finish || self.neighbours[at.at()].parole;
        if strict || !by_rarity {
            return false;
        }
        self.count_news(ctx);
        let (theirs, set) = (&ctx.scratch.theirs, &mut ctx.scratch.set);
        self.find_new(theirs, set);
        self.availability.rarest(set);
        let new = set.iter().position(|&word| word != 0);
        let new = new.map(|w| w as u32 * 64 + set[w].trailing_zeros());
        new.is_some_and(|new| self.availability.count(new) < self.availability.count(self.partials[place].piece.0))
    }

    /// Whether the policy ranks a new piece before the one in progress at `place`.
    fn ranks_before(&mut self, at: NeighbourIdx, place: usize, ctx: &mut Ctx) -> bool {
        self.count_news(ctx);
        self.find_new(&ctx.scratch.theirs, &mut ctx.scratch.set);
        let known = pick_ctx((at, &self.neighbours[at.at()]), &self.have, &self.availability, ctx);
        let set = &mut ctx.scratch.set;
        if set.iter().all(|&word| word == 0) {
            return false;
        }
        self.picker.narrow(&known, set);
        let new = set.iter().position(|&word| word != 0).map(|w| w as u32 * 64 + set[w].trailing_zeros());
        new.is_some_and(|new| self.picker.rank(&known, new) < self.picker.rank(&known, self.partials[place].piece.0))
    }

    /// How many neighbours announced the rarest and the commonest of the pieces in `ctx.scratch.set`, for a record.
    pub(super) fn extremes(&self, ctx: &mut Ctx) -> (u32, u32) {
        match ctx.out.decisions_off {
            true => (0, 0),
            false => self.availability.extremes(&ctx.scratch.set, &mut ctx.scratch.extremes),
        }
    }

    /// Begins a new piece. `leaves` says that some were left to faster neighbours.
    fn begin_piece(&mut self, at: NeighbourIdx, leaves: bool, ctx: &mut Ctx) -> Option<usize> {
        self.find_new(&ctx.scratch.theirs, &mut ctx.scratch.set);
        // It is asked often whether there is anything new, and mostly there is not.
        if ctx.scratch.set.iter().all(|&word| word == 0) {
            return None;
        }
        self.count_news(ctx);
        let extremes = self.extremes(ctx);
        let neighbour = &self.neighbours[at.at()];
        let known = pick_ctx((at, neighbour), &self.have, &self.availability, ctx);
        let Some(mut choice) = picker::pick(&mut *self.picker, &mut ctx.scratch.set, &known, &mut self.rng) else {
            // It may be another matter later.
            self.look_in_a_second(ctx);
            return None;
        };
        ctx.out.step = BlockStep::New;
        if leaves && choice.rule == PieceRule::Sequential {
            choice.rule = PieceRule::NotForFaster;
        }
        Some(self.begin(at, choice, extremes, ctx))
    }

    /// Begins the chosen piece, at a neighbour; `extremes` are of the pieces that it was chosen from.
    pub(super) fn begin(
        &mut self,
        at: NeighbourIdx,
        choice: Choice,
        (least, most): (u32, u32),
        ctx: &mut Ctx,
    ) -> usize {
        let neighbour = &self.neighbours[at.at()];
        ctx.out.decide(|| Decision::Piece {
            rule: choice.rule,
            from: neighbour.remote,
            piece: PieceIdx(choice.piece),
            availability: self.availability.count(choice.piece),
            least,
            most,
            candidates: choice.candidates,
            tied: choice.tied,
        });
        let (sole, from_seed, starter) =
            (neighbour.parole.then_some(neighbour.remote), self.is_neighbour_seed(at, ctx), neighbour.remote);
        let place = self.partial_of(PieceIdx(choice.piece), ctx);
        self.partials.set_sole(place, sole);
        let terms = self.partials.terms(place);
        (*terms.from_seed, *terms.starter) = (from_seed, starter);
        place
    }

    /// A neighbour on parole that has nothing to begin goes on alone with a piece that nobody else works on.
    fn take_over(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<usize> {
        let neighbour = &self.neighbours[at.at()];
        let free = |partial: &Partial| {
            let idle = partial.requested.is_empty() && has(&ctx.scratch.theirs, partial.piece.0);
            idle && partial.next_free_for(self.cancelled_at(at, ctx)).is_some()
        };
        let fits =
            |&place: &usize| neighbour.parole && self.partials.sole(place).is_none() && free(&self.partials[place]);
        let place = (0..self.partials.len()).find(fits)?;
        ctx.out.step = BlockStep::TakenOver;
        self.partials.set_sole(place, Some(neighbour.remote));
        Some(place)
    }

    /// What is asked of a neighbour, where some of it was cancelled and may not be asked again before it is answered.
    pub(super) fn cancelled_at<'a>(&self, at: NeighbourIdx, ctx: &'a Ctx) -> Option<PipeView<'a>> {
        let neighbour = &self.neighbours[at.at()];
        if neighbour.n_cancelled == 0 { None } else { ctx.net.pipe_to(neighbour.end) }
    }

    /// The place of a piece in progress; begins it when it was not (a block may come after its piece failed its hash).
    pub(super) fn partial_of(&mut self, piece: PieceIdx, ctx: &mut Ctx) -> usize {
        if let Some(place) = self.partials.place_of(piece) {
            return place;
        }
        self.started.insert(piece.0);
        let padding = match ctx.config.picker.padding {
            PaddingRule::SkipBlocks => ctx.content.padding().blocks(piece.0, ctx.geometry()),
            PaddingRule::SkipPieces | PaddingRule::Fetch => 0,
        };
        let n_blocks = ctx.geometry().n_blocks(piece.0);
        let place = self.partials.begin(piece, n_blocks, ctx.now, &mut ctx.scratch.spare);
        // The last blocks are zeros that nobody needs to send.
        (n_blocks - padding..n_blocks).for_each(|block| self.partials.fill_in(place, block));
        place
    }

    /// Every missing block is asked for somewhere: ask this neighbour too, in random order (BEP 3). Strictly: only one that
    /// owes us nothing else, so for one such block at a time (libtorrent).
    fn endgame_block(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<BlockRef> {
        let all_begun = self.have.count() + self.partials.len() as u32 == self.have.len();
        if matches!(ctx.config.picker.endgame, Endgame::Off | Endgame::Steal | Endgame::Hotswap) || !all_begun {
            return None;
        }
        if ctx.config.picker.endgame == Endgame::Strict && self.outstanding(at, ctx) > 0 {
            return None;
        }
        if self.partials.open().next().is_some() {
            return None;
        }
        if !self.endgame {
            self.endgame = true;
            self.duplicated = true;
            ctx.event(Event::EndgameEntered { peer: self.idx });
        }
        let neighbour = &self.neighbours[at.at()];
        let asked = &mut ctx.scratch.blocks;
        asked.clear();
        asked.extend(
            ctx.net.pipe_to(neighbour.end).into_iter().flat_map(|pipe| pipe.requests()).map(|asked| asked.block),
        );
        let first = self.rng.below(self.partials.len().max(1) as u32) as usize;
        for place in (first..self.partials.len()).chain(0..first) {
            let partial = &self.partials[place];
            if partial.requested.is_empty() || !self.partials.is_for(place, neighbour, &ctx.scratch.theirs) {
                continue;
            }
            let set = &mut ctx.scratch.set;
            set.clear();
            set.extend_from_slice(partial.requested.words());
            for asked in ctx.scratch.blocks.iter().filter(|asked| asked.piece == partial.piece) {
                set[asked.block.at() / 64] &= !(1 << (asked.block.0 % 64));
            }
            let most = ctx.config.picker.endgame_requesters as usize;
            if most > 0 {
                let piece = self.partials[place].piece;
                let blocks = 0..self.partials[place].requested.len();
                let full = |&block: &u32| self.n_asked(BlockRef { piece, block: BlockIdx(block) }, ctx) >= most;
                for block in blocks.filter(full).collect::<Vec<_>>() {
                    ctx.scratch.set[block as usize / 64] &= !(1 << (block % 64));
                }
            }
            let piece = self.partials[place].piece;
            if let Some(block) = random_bit(&ctx.scratch.set, &mut self.rng) {
                return Some(BlockRef { piece, block: BlockIdx(block) });
            }
        }
        None
    }

    /// How many neighbours are asked for this block.
    fn n_asked(&self, block: BlockRef, ctx: &Ctx) -> usize {
        self.sets.iter(Set::Asked).filter(|&at| self.is_asked(at, block, ctx)).count()
    }
}
