//! Offers: what a seed shows that does not show all it has.
//!
//! Owns which piece each neighbour is shown, and when the next. Must never know what a neighbour has beyond what it
//! announced. Three rules share it: super-seeding as BEP 16 has it and as libtorrent does it, and the smart seed of Bharambe, Herley and
//! Padmanabhan (2006).

use super::extras::Extra;
use super::{Ctx, Phase, Session, Set, Timer};
use crate::base::bitfield::{Bitfield, random_bit};
use crate::base::ids::{BlockRef, NeighbourIdx, PieceIdx};
use crate::base::units::{Nanos, SECOND};
use crate::protocol::message::Message;
use crate::scenario::config::{Offer, SeedingConfig, SuperSeeding};

/// Beyond a round trip, so long a neighbour may take to ask for what it was offered: it may be busy with other neighbours.
const TAKE_UP_WITHIN: Nanos = Nanos(SECOND);

/// Pieces that libtorrent shows a neighbour at a time (peer_connection.hpp: m_superseed_piece).
const SHOWN: usize = 2;
/// A neighbour that wants nothing for longer than this is shown one more each second (libtorrent, peer_connection.cpp, second_tick).
const UNINTERESTED_FOR: Nanos = Nanos(10 * SECOND);

/// Whether the seed super-seeds as libtorrent does.
fn is_by_receipt(config: &SeedingConfig) -> bool {
    config.offer == Offer::SuperSeed && config.super_seeding == SuperSeeding::Received
}

/// What one neighbour is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Offers {
    /// Pieces it was told of.
    pub shown: Bitfield,
    /// The pieces that the next offer waits for.
    open: Vec<Open>,
    /// Nothing is offered before.
    from: Nanos,
    /// Since when the neighbour wants nothing, while it does not.
    pub(super) uninterested_since: Nanos,
}

/// A piece that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Open {
    piece: PieceIdx,
    /// Its blocks that were not sent.
    left: u32,
    /// When it was offered.
    at: Nanos,
}

impl Offers {
    /// A block went to this neighbour.
    pub fn on_sent(&mut self, block: BlockRef) {
        if let Some(open) = self.open.iter_mut().find(|open| open.piece == block.piece) {
            open.left = open.left.saturating_sub(1);
        }
    }
}

impl Session {
    /// It shows new neighbours nothing but what it offers them.
    pub(super) fn hides(&self, ctx: &Ctx) -> bool {
        self.is_seed() && ctx.config.seeding.offer != Offer::All
    }

    /// A neighbour was told that there is nothing here.
    pub(super) fn begin_offers(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.extras.keep().offered.resize(self.have.len() as usize, 0);
        self.offers = true;
        self.attend_to_all(ctx);
        let delay = ctx.config.seeding.offer_delay_s.nanos();
        let from = ctx.now + delay;
        let shown = Bitfield::none(self.have.len());
        let offers = Offers { shown, open: Vec::new(), from, uninterested_since: ctx.now };
        self.extras.of_mut(at).offers = Some(offers);
        if delay > Nanos::ZERO {
            self.wake(from, Timer::Offer, ctx);
        }
        self.offer_on(ctx);
        if is_by_receipt(&ctx.config.seeding) {
            self.look_in_a_second(ctx);
        }
    }

    /// A neighbour wants something, or nothing any more.
    pub(super) fn on_interest_in_offers(&mut self, at: NeighbourIdx, interested: bool, ctx: &mut Ctx) {
        if interested || !is_by_receipt(&ctx.config.seeding) {
            return;
        }
        if let Some(offers) = self.extras.offers_mut(at) {
            offers.uninterested_since = ctx.now;
            self.look_in_a_second(ctx);
        }
    }

    /// A second has passed: libtorrent shows one piece more to whoever does not want those that it was shown.
    pub(super) fn offer_to_uninterested(&mut self, ctx: &mut Ctx) {
        if !self.offers || !is_by_receipt(&ctx.config.seeding) {
            return;
        }
        self.count_news(ctx);
        let idle = |at: &NeighbourIdx| !self.sets.has(Set::Interested, *at);
        let idle: Vec<_> = self.sets.iter(Set::Open).filter(idle).collect();
        for &at in &idle {
            let long = |offers: &Offers| ctx.now > offers.from.max(offers.uninterested_since) + UNINTERESTED_FOR;
            if self.extras.offers(at).is_some_and(long) && self.offer_next(at, ctx) {
                let offers = self.extras.offers_mut(at).expect("it was there a line ago");
                // The oldest is not shown any more: it may be chosen again.
                offers.open.drain(..offers.open.len().saturating_sub(SHOWN));
            }
        }
        if !idle.is_empty() {
            self.look_in_a_second(ctx);
        }
    }

    /// Offers the next piece wherever the last has served its end.
    pub(super) fn offer_on(&mut self, ctx: &mut Ctx) {
        if !self.offers || self.phase == Phase::Leaving {
            return;
        }
        self.count_news(ctx);
        for at in self.open_neighbours() {
            if self.extras.offers(at).is_none_or(|offers| offers.from > ctx.now) {
                continue;
            }
            let mut offers = self.extras.of_mut(at).offers.take().expect("it was there a line ago");
            offers.open.retain(|open| {
                let served = self.has_served(at, *open, ctx);
                // What was got elsewhere was not sent.
                self.extras.keep().offered[open.piece.at()] -=
                    u32::from(served && open.left == ctx.geometry().n_blocks(open.piece.0));
                !served
            });
            self.extras.of_mut(at).offers = Some(offers);
            let by_receipt = is_by_receipt(&ctx.config.seeding);
            let offered = if by_receipt { SHOWN } else { ctx.config.seeding.offered as usize };
            while self.extras.offers(at).is_some_and(|offers| offers.open.len() < offered) {
                if !self.offer_next(at, ctx) {
                    break;
                }
            }
        }
        if ctx.config.seeding.offer == Offer::LeastServed {
            self.offer_ahead(ctx);
        }
    }

    /// Offers one piece more; false when there is none.
    fn offer_next(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> bool {
        let Some(piece) = self.next_offer(at, ctx) else { return false };
        self.extras.keep().offered[piece.at()] += 1;
        let left = ctx.geometry().n_blocks(piece.0);
        if let Some(offers) = self.extras.offers_mut(at) {
            offers.shown.insert(piece.0);
            offers.open.push(Open { piece, left, at: ctx.now });
        }
        self.say(at, Message::Have(piece), ctx);
        true
    }

    /// The smart seed of the study has its uplink always full. Where what the served neighbours have asked for will be sent before
    /// they can have asked for more, those that will have nothing coming are offered another piece.
    fn offer_ahead(&mut self, ctx: &mut Ctx) {
        let ready = ctx.net.ready_time(self.host);
        for at in self.sets.iter(Set::Unchoked).collect::<Vec<_>>() {
            let end = self.neighbours[at.at()].end;
            let way = ctx.net.connection(end).latency;
            let round_trip = way + way;
            let waiting = ctx.net.pipe_from(end).map_or(0, |pipe| pipe.waiting_bytes(ctx.now));
            let dry = ctx.net.host(self.host).up.time_for(waiting) <= round_trip;
            if ready <= round_trip && dry && self.has_taken_up(at, round_trip, ctx) {
                self.offer_next(at, ctx);
            }
        }
    }

    /// The neighbour has asked for what it was last offered, or seems not to want it.
    fn has_taken_up(&self, at: NeighbourIdx, round_trip: Nanos, ctx: &Ctx) -> bool {
        let Some(offers) = self.extras.offers(at).filter(|offers| offers.from <= ctx.now) else { return false };
        let pipe = ctx.net.pipe_from(self.neighbours[at.at()].end);
        let asked = |piece| pipe.is_some_and(|pipe| pipe.requests().any(|request| request.block.piece == piece));
        let patience = round_trip + TAKE_UP_WITHIN;
        offers.open.last().is_none_or(|open| {
            open.left < ctx.geometry().n_blocks(open.piece.0) || asked(open.piece) || ctx.now.since(open.at) > patience
        })
    }

    /// Super-seeding: another neighbour announced the piece, or there is nobody to pass it on to; as libtorrent does it, the neighbour
    /// itself announced the piece. The smart seed: the last of its blocks was sent, or the neighbour got it elsewhere.
    fn has_served(&self, at: NeighbourIdx, open: Open, ctx: &Ctx) -> bool {
        let here = self.has_announced(at, open.piece.0, ctx.net, ctx.logs, ctx.now);
        if is_by_receipt(&ctx.config.seeding) {
            return here;
        }
        if ctx.config.seeding.offer != Offer::SuperSeed {
            return here || open.left == 0;
        }
        let elsewhere = self.availability.count(open.piece.0) - u32::from(here);
        let alone = || {
            let mut others = self.sets.iter(Set::Open).filter(|&other| other != at);
            others.all(|other| self.is_neighbour_seed(other, ctx))
        };
        elsewhere > 0 || here && alone()
    }

    /// The piece to offer to this neighbour: of those it lacks and was not shown, preferably one that is offered to nobody
    /// else, the one that the fewest neighbours have (libtorrent), or that was offered least often; ties at random.
    fn next_offer(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<PieceIdx> {
        let mut theirs = std::mem::take(&mut ctx.scratch.theirs);
        self.announced_by(at, ctx.net, ctx.logs, ctx.now, &mut theirs);
        ctx.scratch.theirs = theirs;
        let by_receipt = is_by_receipt(&ctx.config.seeding);
        let offers = self.extras.offers(at)?;
        let words = ctx.scratch.theirs.iter().zip(self.have.words()).zip(offers.shown.words());
        let set = &mut ctx.scratch.set;
        set.clear();
        set.extend(words.map(|((theirs, ours), shown)| ours & !theirs & if by_receipt { u64::MAX } else { !shown }));
        if by_receipt {
            offers.open.iter().for_each(|open| set[open.piece.at() / 64] &= !(1 << (open.piece.0 % 64)));
        }
        if ctx.config.seeding.offer == Offer::SuperSeed {
            let mut unoffered = set.clone();
            for open in self.extras.all_offers().flat_map(|offers| &offers.open) {
                unoffered[open.piece.at() / 64] &= !(1 << (open.piece.0 % 64));
            }
            let any = unoffered.iter().any(|&word| word != 0);
            if any {
                *set = unoffered;
            }
            // To libtorrent all pieces are equal that somebody is shown.
            if any || !by_receipt {
                self.availability.rarest(set);
            }
        } else {
            let offered = &self.extras.keep().offered;
            let candidates =
                || (0..self.have.len()).filter(|&piece| set[(piece / 64) as usize] >> (piece % 64) & 1 == 1);
            let least = candidates().map(|piece| offered[piece as usize]).min()?;
            let others: Vec<u32> = candidates().filter(|&piece| offered[piece as usize] > least).collect();
            others.iter().for_each(|&piece| set[(piece / 64) as usize] &= !(1 << (piece % 64)));
        }
        random_bit(set, &mut self.rng).map(PieceIdx)
    }

    /// A neighbour goes: what it was offered and not sent counts for nothing.
    pub(super) fn take_back_offers(&mut self, extra: Option<&Extra>) {
        let Some(offers) = extra.and_then(|extra| extra.offers.as_ref()) else { return };
        for open in offers.open.iter().filter(|open| open.left > 0) {
            self.extras.keep().offered[open.piece.at()] -= 1;
        }
    }

    /// Nothing was sent for a whole round and nobody wants what it was shown: whoever should pass a piece on does not. The
    /// next ones are offered all the same, or the swarm would stand still for ever.
    pub(super) fn unstall_offers(&mut self, ctx: &mut Ctx) {
        let dry = self.sent_before == self.sent_bytes;
        self.sent_before = if self.offers { self.sent_bytes } else { 0 };
        let wanted = self.sets.count(Set::Interested) > 0;
        if !self.offers || !dry || wanted || is_by_receipt(&ctx.config.seeding) {
            return;
        }
        self.extras.all_offers_mut().for_each(|offers| offers.open.clear());
        self.offer_on(ctx);
    }
}
