//! Choking: when rounds are held, what the choker is told of neighbours, and what a choke and an unchoke do.
//!
//! Who gets a slot is decided in `policy::choker`; slots that become free between rounds are given in [`super::slots`].

use super::{Ctx, Phase, Session, Set};
use crate::base::ids::{BlockRef, EndIdx, NeighbourIdx};
use crate::base::meter::{self, Estimator, Meter};
use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::events::decision::ChokeSource;
use crate::events::event::Event;
use crate::net::Net;
use crate::policy::Deadlines;
use crate::policy::choker::{self, Choker, ClientInfo, Needs, NeighbourRow};
use crate::protocol::message::Message;
use crate::scenario::config::{BetweenRounds, ChokerConfig, PipelineRate, RateEstimator};

/// The shortest unchoke: choke, unchoke, choke within a second is fibrillation.
const UNCHOKE_MIN: Nanos = Nanos(SECOND);

/// How this client measures rates, where it is not by the connection's own window.
fn estimator(config: &ChokerConfig, fudge: Nanos, now: Nanos) -> Option<Estimator> {
    let window = config.rate_window_s.nanos();
    match config.rate {
        RateEstimator::Window if window == meter::WINDOW => None,
        RateEstimator::Window => Some(Estimator::Window(meter::Window::new(window))),
        RateEstimator::CappedCumulative => Some(Estimator::Capped(meter::Capped::new(window, fudge, now), fudge)),
        RateEstimator::LastRound => Some(Estimator::LastRound),
        RateEstimator::Ewma => Some(Estimator::Ewma(meter::Ewma::new(window))),
    }
}

/// Meters for a connection that opens now, as the settings and the policies need them: of what is received, and of what is sent.
pub(super) fn new_meters(choker: &Choker, ctx: &Ctx) -> (Meter, Meter) {
    let config = &ctx.config.choker;
    let mut down = Meter::new(estimator(config, config.rate_fudge_s.nanos(), ctx.now), ctx.now);
    if ctx.config.pipeline.rate == PipelineRate::Smoothed {
        down = down.smoothed(ctx.now);
    }
    if choker.counts_rounds() {
        down = down.by_rounds(ctx.now);
    }
    let mut up = Meter::new(estimator(config, config.upload_fudge_s.nanos(), ctx.now), ctx.now);
    if choker.counts_turns() {
        up = up.by_rounds(ctx.now);
    }
    (down, up)
}

/// From this part of the uplink on, payload takes all of it.
const FULL: f64 = 0.95;

impl Session {
    /// Since when we serve the neighbour, if we do.
    #[inline]
    fn unchoked_since(&self, at: NeighbourIdx) -> Option<Nanos> {
        self.sets.has(Set::Unchoked, at).then(|| self.neighbours[at.at()].turned_at)
    }

    /// Unchoked so lately that a choke would be fibrillation.
    pub(super) fn is_fresh(&self, at: NeighbourIdx, now: Nanos) -> bool {
        self.unchoked_since(at).is_some_and(|since| now.since(since) < UNCHOKE_MIN)
    }

    /// The round that is held at its time.
    pub(super) fn hold_round(&mut self, ctx: &mut Ctx) {
        let keeps = self.choker.keeps_totals() || ctx.config.neighbours.turnover > 0.0;
        for word in 0..self.sets.words() {
            for at in self.sets.of_both(Set::Open, Set::Metered, word) {
                let metered = self.meters.begin_round(&mut self.neighbours[at.at()], ctx.now, keeps);
                self.sets.put(Set::Metered, at, metered);
            }
        }
        self.rechoke(true, ctx);
        self.choker.end_round();
        if ctx.config.choker.interest_at_rounds {
            self.review_all_interest(ctx);
        }
    }

    /// One round of choking, at its time or between two.
    pub(super) fn rechoke(&mut self, scheduled: bool, ctx: &mut Ctx) {
        if self.upload_slots == 0 || self.phase == Phase::Leaving {
            return;
        }
        let mut work = std::mem::take(&mut ctx.scratch.choker);
        let client = self.choker_info(ctx);
        // What is learnt and counted may need rows of all; who gets a slot is decided among those in question.
        self.fill_rows(&mut work.rows, self.choker.needs(client.seeding).everybody, ctx);
        // What the neighbours are worth decides how many of the client's slots are this session's.
        self.bid(&client, &work, ctx);
        let client = ClientInfo { slots_max: self.slots_max(ctx), ..client };
        self.choker.round(&client, scheduled, &mut self.rng, &mut work);
        let source = if scheduled { ChokeSource::Round } else { ChokeSource::Rerank };
        self.carry_out(&client, source, &work, ctx);
        ctx.scratch.choker = work;
    }

    /// The neighbour wants something of ours, or no longer.
    pub(super) fn on_interested(&mut self, at: NeighbourIdx, interested: bool, ctx: &mut Ctx) {
        let changed = self.sets.has(Set::Interested, at) != interested;
        let served = self.sets.has(Set::Unchoked, at);
        self.sets.put(Set::Interested, at, interested);
        self.on_interest_in_offers(at, interested, ctx);
        self.tell_client(ctx);
        let first = interested && !std::mem::replace(&mut self.neighbours[at.at()].was_interested, true);
        let serves = self.upload_slots > 0 && self.phase == Phase::Here;
        if first && ctx.config.choker.unchoke_first_interest && serves && !served {
            self.record_one(at, ChokeSource::FirstInterest, ctx);
            self.unchoke(at, ctx);
        }
        match self.choker.policy(self.is_seed()).between_rounds(&ctx.config.choker) {
            BetweenRounds::Fill => self.fill_slots(ctx),
            BetweenRounds::FillOrRank if interested => self.fill_slots(ctx),
            BetweenRounds::FillOrRank if served => {
                self.record_one(at, ChokeSource::LostInterest, ctx);
                self.choke(at, ctx);
                self.rank_soon(ctx);
            }
            // Mainline would have unchoked it ahead if there was room, and so held a round now.
            BetweenRounds::Rechoke if changed && (served || self.sets.count(Set::Unchoked) < self.slots_open(ctx)) => {
                self.rechoke(false, ctx);
            }
            BetweenRounds::FillOrRank | BetweenRounds::Rechoke | BetweenRounds::Wait => {}
        }
    }

    /// How many may be unchoked now.
    fn slots_open(&self, ctx: &Ctx) -> u32 {
        let unlimited = self.choker.policy(self.is_seed()).is_unlimited();
        if unlimited { self.slots_max(ctx) } else { self.choker.slots(self.slots_max(ctx)) }
    }

    /// How many slots of the client this session may use: all, unless the client is in other torrents too.
    pub(super) fn slots_max(&self, ctx: &Ctx) -> u32 {
        ctx.client.slots_for(self.idx, self.upload_slots)
    }

    /// The client's other sessions may use what this one does not.
    pub(super) fn tell_client(&self, ctx: &mut Ctx) {
        if !ctx.client.is_single() {
            ctx.client.tell_served(self.idx, self.sets.count_both(Set::Unchoked, Set::Interested, true));
        }
    }

    /// The same, and what the neighbours in question are worth, the most first.
    fn bid(&self, client: &ClientInfo, work: &choker::Scratch, ctx: &mut Ctx) {
        if ctx.client.is_single() {
            return;
        }
        let (policy, round) = (self.choker.policy(client.seeding), self.choker.ctx(client, true));
        let interested = work.rows.iter().filter(|row| row.interested);
        let mut bids: Vec<u64> = interested.map(|row| policy.figure(row, &round)).collect();
        bids.sort_unstable_by(|a, b| b.cmp(a));
        ctx.client.tell_bids(self.idx, bids);
    }

    /// A block went to this neighbour or came from it: a policy that looks at each block may choke the neighbour now, or have a slot
    /// for it.
    pub(super) fn on_balance(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let seeding = self.is_seed();
        if !self.choker.needs(seeding).each_block || self.phase == Phase::Leaving {
            return;
        }
        let neighbour = &self.neighbours[at.at()];
        if !neighbour.is_open() {
            return;
        }
        let (sent, received) = (self.meters.sent(neighbour), self.meters.received(neighbour));
        let lends = self.choker.policy(seeding).may_lend(at, sent, received, &self.choker_info(ctx));
        let n_unchoked = self.sets.count(Set::Unchoked);
        match (self.sets.has(Set::Unchoked, at), lends) {
            (true, false) if !self.is_amid_piece(at, ctx) => {
                self.record_one(at, ChokeSource::Debt, ctx);
                self.choke(at, ctx);
                self.on_slot_free(true, ctx);
            }
            (false, true)
                if self.sets.has(Set::Interested, at) && n_unchoked < self.choker.slots(self.slots_max(ctx)) =>
            {
                self.on_slot_free(true, ctx);
            }
            _ => {}
        }
    }

    /// The next block that the neighbour waits for is of the piece of which a block was last sent to it.
    fn is_amid_piece(&self, at: NeighbourIdx, ctx: &Ctx) -> bool {
        let begun = self.extras.of(at).and_then(|extra| extra.sending);
        let pipe = ctx.net.pipe_from(self.neighbours[at.at()].end);
        begun.is_some() && pipe.and_then(|pipe| pipe.next_piece(ctx.now)) == begun
    }

    /// What the choker is told of this client.
    pub(super) fn choker_info<'a>(&self, ctx: &Ctx<'a>) -> ClientInfo<'a> {
        ClientInfo {
            now: ctx.now,
            config: &ctx.config.choker,
            seeding: self.is_seed(),
            uplink: self.uplink.0,
            full: ctx.config.choker.freezes_when_full && self.fills_uplink(ctx),
            slots_max: self.slots_max(ctx),
            n_pieces: self.have.len(),
            piece_length: ctx.geometry().piece_length(),
            block_length: ctx.geometry().block_length(),
            deadlines: Deadlines::NONE,
            explain: !ctx.out.decisions_off,
        }
    }

    /// Whether what is sent takes the whole uplink. Headers and messages take a few parts of a hundred of it.
    fn fills_uplink(&self, ctx: &Ctx) -> bool {
        let rates = self.sets.iter(Set::Open).map(|at| self.meters.up_rate(&self.neighbours[at.at()], ctx.now).0);
        rates.sum::<u64>() as f64 >= FULL * self.uplink.0 as f64
    }

    /// A row for each open connection (`everybody`), or for each that has a slot or wants one: the others need not be ranked.
    pub(super) fn fill_rows(&self, rows: &mut Vec<NeighbourRow>, everybody: bool, ctx: &Ctx) {
        let needs = self.choker.needs(self.is_seed());
        rows.clear();
        if everybody {
            rows.extend(self.sets.iter(Set::Open).map(|at| self.row(at, needs, ctx)));
        } else {
            rows.extend(self.sets.in_question().map(|at| self.row(at, needs, ctx)));
        }
    }

    pub(super) fn row(&self, at: NeighbourIdx, needs: Needs, ctx: &Ctx) -> NeighbourRow {
        let (neighbour, meters) = (&self.neighbours[at.at()], &self.meters);
        let flags = self.sets.of_one(at);
        let unchoked_since = flags.has(Set::Unchoked).then_some(neighbour.turned_at);
        let fresh = unchoked_since.is_some_and(|since| ctx.now.since(since) < UNCHOKE_MIN);
        let waits =
            || unchoked_since.is_some() && ctx.net.pipe_from(neighbour.end).is_some_and(|p| p.has_waiting(ctx.now));
        let down_rate = || meters.ranked_down(neighbour, ctx.now).0;
        let up_rate = || meters.ranked_up(neighbour, ctx.now).0;
        let n_announced = || self.n_have(at, ctx.net, ctx.logs, ctx.now);
        NeighbourRow {
            at,
            interested: flags.has(Set::Interested) || fresh,
            fresh,
            snubbed: neighbour.snubbed,
            serves_us: flags.has(Set::ServesUs),
            unchoked_since,
            served_at: if unchoked_since.is_some() { ctx.now } else { neighbour.turned_at },
            waits_for_blocks: needs.waits_for_blocks && waits(),
            down_rate: if needs.down_rate { down_rate() } else { 0 },
            up_rate: if needs.up_rate { up_rate() } else { 0 },
            last_round: if needs.last_round { meters.last_round(neighbour) } else { 0 },
            sent_last_round: if needs.turns { meters.sent_last_round(neighbour) } else { 0 },
            turned_at: if neighbour.turned_at > Nanos::ZERO { neighbour.turned_at } else { neighbour.opened_at },
            received: if needs.totals { meters.received(neighbour) } else { 0 },
            sent: if needs.totals { meters.sent(neighbour) } else { 0 },
            n_announced: if needs.n_announced { n_announced() } else { 0 },
            amid_piece: needs.each_block && unchoked_since.is_some() && self.is_amid_piece(at, ctx),
            ..NeighbourRow::default()
        }
    }

    /// Chokes and unchokes as the choker has decided, and says why.
    pub(super) fn carry_out(
        &mut self,
        client: &ClientInfo,
        source: ChokeSource,
        work: &choker::Scratch,
        ctx: &mut Ctx,
    ) {
        self.record(client, source, work, ctx);
        let outcome = &work.outcome;
        // Chokes first, so that there are never more unchoked than slots.
        for word in 0..self.sets.words() {
            for at in self.sets.of(Set::Unchoked, word).filter(|&at| !outcome.serves(at)) {
                self.choke(at, ctx);
            }
        }
        self.choker.grant(outcome, client);
        for &at in outcome.regular.iter().chain(&outcome.optimistic) {
            if !self.sets.has(Set::Unchoked, at) {
                self.unchoke(at, ctx);
            }
        }
        self.weighs |= !outcome.weights.is_empty();
        if self.weighs {
            self.weigh(&outcome.weights, ctx);
        }
        let n_unchoked = self.sets.count(Set::Unchoked);
        assert!(n_unchoked <= self.upload_slots, "{n_unchoked} unchoked, {} slots", self.upload_slots);
    }

    /// Gives each neighbour its part of the uplink; those that are not named have the same part each.
    fn weigh(&self, weights: &[(NeighbourIdx, u32)], ctx: &mut Ctx) {
        for at in self.sets.iter(Set::Open) {
            let weight = weights.iter().find(|(of, _)| *of == at).map_or(0, |&(_, weight)| weight);
            let end = self.neighbours[at.at()].end;
            if weight != ctx.net.weight(end) {
                ctx.net.weigh(end, weight);
                if ctx.config.choker.tyrant_withholds {
                    let rate = u128::from(self.uplink.0) * u128::from(weight) / u128::from(choker::WHOLE);
                    ctx.net.cap(end, BytesPerSec(rate as u64));
                }
            }
        }
    }

    fn unchoke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.sets.put(Set::Unchoked, at, true);
        self.tell_client(ctx);
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.turned_at = ctx.now;
        let (to, end) = (neighbour.remote, neighbour.end);
        self.choker.on_unchoke(at, self.meters.sent(neighbour));
        ctx.event(Event::Unchoked { from: self.idx, to, optimistic: self.choker.is_optimistic(at) });
        ctx.net.serve(end);
        ctx.net.forget_growth(end);
        self.say(at, Message::Unchoke, ctx);
    }

    /// The block that is on the link goes through; those that wait are rejected, one by one (BEP 6).
    pub(super) fn choke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let end = self.say_choke(at, ctx);
        ctx.net.stop_serving(end);
        let (mut rejected, mut crossing) =
            (std::mem::take(&mut ctx.scratch.blocks), std::mem::take(&mut ctx.scratch.crossing));
        rejected.clear();
        crossing.clear();
        ctx.net.reject_all(end, ctx.now, &mut rejected, &mut crossing);
        rejected.iter().for_each(|&block: &BlockRef| self.say(at, Message::Reject(block), ctx));
        ctx.deliver_crossing(end, &crossing);
        (ctx.scratch.blocks, ctx.scratch.crossing) = (rejected, crossing);
    }

    /// Nothing more is taken on from the neighbour: what waits will be sent. A choke rejects nothing by itself (BEP 6).
    pub(super) fn finish(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let end = self.say_choke(at, ctx);
        let mut crossing = std::mem::take(&mut ctx.scratch.crossing);
        crossing.clear();
        ctx.net.finish_serving(end, ctx.now, &mut crossing);
        ctx.deliver_crossing(end, &crossing);
        ctx.scratch.crossing = crossing;
    }

    /// Something that it was asked for before it began to leave has not left yet.
    pub fn has_to_finish(&self, net: &Net) -> bool {
        self.sets.iter(Set::Open).any(|at| net.has_to_finish(self.neighbours[at.at()].end))
    }

    fn say_choke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) -> EndIdx {
        self.sets.put(Set::Unchoked, at, false);
        self.tell_client(ctx);
        self.choker.on_choke(at);
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.turned_at = ctx.now;
        let (to, end) = (neighbour.remote, neighbour.end);
        ctx.event(Event::Choked { from: self.idx, to });
        self.say(at, Message::Choke, ctx);
        end
    }
}
