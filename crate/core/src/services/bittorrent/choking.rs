//! Choking: when rounds are held, and what a choke does. How neighbours are ranked is decided in `policy::choker`; slots that
//! become free between rounds are given in [`super::slots`].

use super::{Ctx, Life, Neighbour, Session, Set};
use crate::base::ids::{BlockRef, NeighbourIdx};
use crate::base::meter::{self, Estimator, Meter};
use crate::base::room;
use crate::base::units::{Nanos, SECOND};
use crate::events::decision::{ChokeRow, Decision, Verdict};
use crate::events::event::Event;
use crate::net::schedule::{InTransit, Said};
use crate::policy::choker::{self, Candidate, Outcome, Policy, Room, Terms, pairwise_blocks};
use crate::protocol::message::Message;
use crate::scenario::config::{
    BetweenRounds, ChokerConfig, ChokerPolicy, PeerConfig, PipelineRate, RateEstimator, SeedPolicy, SlotRule,
};

/// The shortest unchoke: choke, unchoke, choke within a second is fibrillation.
const UNCHOKE_MIN: Nanos = Nanos(SECOND);

/// Whether this client looks at all that a connection ever carried: who lends and who has had its part are known by it.
fn counts_totals(config: &PeerConfig) -> bool {
    config.choker.policy == ChokerPolicy::PairwiseBlocks
        || config.choker.seed_policy == SeedPolicy::RoundRobinQuota
        || config.neighbours.turnover > 0.0
}

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

/// What measures a connection that opens now, as the settings say: what comes, and what goes.
pub(super) fn meters_of(ctx: &Ctx) -> (Meter, Meter) {
    let config = &ctx.config.choker;
    let mut down = Meter::new(estimator(config, config.rate_fudge_s.nanos(), ctx.now), ctx.now);
    if ctx.config.pipeline.rate == PipelineRate::Smoothed {
        down = down.smoothed(ctx.now);
    }
    if config.policy == ChokerPolicy::PropShare {
        down = down.by_rounds(ctx.now);
    }
    (down, Meter::new(estimator(config, config.upload_fudge_s.nanos(), ctx.now), ctx.now))
}

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

    /// The optimistic unchoke whose trial (BEP 3: thirty seconds) is not over.
    fn is_on_trial(&self, at: NeighbourIdx, ctx: &Ctx) -> bool {
        let config = &ctx.config.choker;
        let trial = || Nanos(config.rechoke_interval_s.nanos().0.saturating_mul(u64::from(config.optimistic_rounds)));
        let since = || self.trials.iter().find(|(of, _)| *of == at).map(|(_, since)| *since);
        let holds = self.neighbours[at.at()].optimistic && self.sets.has(Set::Unchoked, at);
        holds && since().is_some_and(|since| ctx.now.since(since) < trial())
    }

    fn begin_trial(&mut self, at: NeighbourIdx, ctx: &Ctx) {
        self.trials.retain(|&(of, _)| of != at && self.neighbours[of.at()].optimistic);
        room::push(&mut self.trials, (at, ctx.now), 1);
        // Its turn has come, whether it will earn a regular slot or not: everybody else is before it now.
        self.rotation.retain(|&other| other != at);
        self.rotation.push(at);
    }

    /// The round that is held at its time.
    pub(super) fn hold_round(&mut self, ctx: &mut Ctx) {
        let keeps = counts_totals(ctx.config);
        for word in 0..self.sets.words() {
            for at in self.sets.of_both(Set::Open, Set::Metered, word) {
                let metered = self.meters.begin_round(&mut self.neighbours[at.at()], ctx.now, keeps);
                self.sets.put(Set::Metered, at, metered);
            }
        }
        self.rechoke(true, ctx);
        self.rounds += 1;
        self.unchokes = 0;
    }

    /// One round of choking, at its time or between two.
    pub(super) fn rechoke(&mut self, scheduled: bool, ctx: &mut Ctx) {
        if self.upload_slots == 0 || self.life == Life::Leaving {
            return;
        }
        let policy = choker::policy(self.is_seed(), &ctx.config.choker);
        let (mut rows, mut outcome) = (std::mem::take(&mut ctx.scratch.rows), std::mem::take(&mut ctx.scratch.outcome));
        // What is learnt and counted may need rows of all; who gets a slot is decided among those in question.
        let all = policy.learns() || ctx.config.choker.slots == SlotRule::RateBased;
        self.fill_rows(&mut rows, all, ctx);
        let most = choker::slots(&ctx.config.choker, self.uplink.0).min(self.upload_slots);
        self.slots = choker::slots_now(&rows, &ctx.config.choker, most);
        let room = Room { scheduled, ..self.room(ctx) };
        policy.learn(&mut rows, &room);
        for row in &rows {
            if row.terms != Terms::default() || self.extras.of(row.slot).is_some() {
                self.extras.of_mut(row.slot).terms = row.terms;
            }
        }
        rows.retain(|row| row.interested || row.unchoked_since.is_some());
        choker::rank(&mut rows, policy, &room, &mut ctx.scratch.ranking);
        outcome.clear();
        policy.round(&rows, &self.rotation, &room, &mut outcome);
        outcome.regular.truncate(self.upload_slots as usize);
        self.record(policy, &rows, &outcome, &room, ctx);
        self.carry_out(&outcome, ctx);
        (ctx.scratch.rows, ctx.scratch.outcome) = (rows, outcome);
    }

    /// The neighbour wants something of ours, or no longer.
    pub(super) fn on_interested(&mut self, at: NeighbourIdx, interested: bool, ctx: &mut Ctx) {
        let changed = self.sets.has(Set::Interested, at) != interested;
        let served = self.sets.has(Set::Unchoked, at);
        self.sets.put(Set::Interested, at, interested);
        match choker::policy(self.is_seed(), &ctx.config.choker).between_rounds(&ctx.config.choker) {
            BetweenRounds::Fill => self.fill_slots(ctx),
            // Mainline would have unchoked it ahead if there was room, and so held a round now.
            BetweenRounds::Rechoke if changed && (served || self.sets.count(Set::Unchoked) < self.slots_for(ctx)) => {
                self.rechoke(false, ctx);
            }
            BetweenRounds::Rechoke | BetweenRounds::Wait => {}
        }
    }

    /// A block went to this neighbour or came from it: under pairwise tit for tat that may end or begin a loan.
    pub(super) fn on_balance(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let config = &ctx.config.choker;
        if config.policy != ChokerPolicy::PairwiseBlocks || self.is_seed() || self.life == Life::Leaving {
            return;
        }
        let neighbour = &self.neighbours[at.at()];
        if !neighbour.is_open() {
            return;
        }
        let (sent, received) = (self.meters.sent(neighbour), self.meters.received(neighbour));
        let lends = pairwise_blocks::may_lend(sent, received, config.deficit_blocks, ctx.geometry().block_length());
        let n_unchoked = self.sets.count(Set::Unchoked);
        match (self.sets.has(Set::Unchoked, at), lends) {
            (true, false) => {
                self.choke(at, ctx);
                self.on_slot_free(true, ctx);
            }
            (false, true) if self.sets.has(Set::Interested, at) && n_unchoked < self.slots => {
                self.on_slot_free(true, ctx);
            }
            _ => {}
        }
    }

    /// How many may be unchoked now.
    fn slots_for(&self, ctx: &Ctx) -> u32 {
        let unlimited = choker::policy(self.is_seed(), &ctx.config.choker).is_unlimited();
        if unlimited { self.upload_slots } else { self.slots.min(self.upload_slots) }
    }

    pub(super) fn room<'a>(&self, ctx: &Ctx<'a>) -> Room<'a> {
        Room {
            piece_length: ctx.geometry().piece_length(),
            now: ctx.now,
            config: &ctx.config.choker,
            slots: self.slots.min(self.upload_slots),
            uplink: self.uplink.0,
            n_pieces: self.have.len(),
            block_length: ctx.geometry().block_length(),
            round: self.rounds,
            scheduled: false,
            unchokes: self.unchokes,
        }
    }

    /// A row for each open connection, or each that has a slot or wants one: the others need not be ranked.
    pub(super) fn fill_rows(&mut self, rows: &mut Vec<Candidate>, all: bool, ctx: &Ctx) {
        rows.clear();
        for word in 0..self.sets.words() {
            for at in self.sets.of(Set::Open, word) {
                if all || self.sets.has(Set::Unchoked, at) || self.sets.has(Set::Interested, at) {
                    let salt = self.rng.below(u32::MAX);
                    rows.push(self.row(at, all, salt, ctx));
                }
            }
        }
    }

    fn row(&self, at: NeighbourIdx, counts_pieces: bool, salt: u32, ctx: &Ctx) -> Candidate {
        let neighbour = &self.neighbours[at.at()];
        let (down_rate, up_rate, last_round) = self.meters.ranked(neighbour, ctx.now);
        let (sent, extra) = (self.meters.sent(neighbour), self.extras.of(at));
        let fresh = self.is_fresh(at, ctx.now);
        let unchoked_since = self.unchoked_since(at);
        Candidate {
            slot: at,
            interested: self.sets.has(Set::Interested, at) || fresh,
            fresh,
            snubbed: neighbour.snubbed,
            asks: self.sets.has(Set::Unchoked, at)
                && ctx.net.pipe_from(neighbour.end).is_some_and(|pipe| pipe.has_waiting(ctx.now)),
            serves_us: self.sets.has(Set::ServesUs, at),
            down_rate,
            up_rate,
            last_round,
            received: self.meters.received(neighbour),
            sent,
            sent_in_turn: sent - extra.map_or(0, |extra| extra.up_before),
            have: if counts_pieces || ctx.config.choker.seed_policy == SeedPolicy::AntiLeech {
                self.n_have(at, ctx.net, ctx.logs, ctx.now)
            } else {
                0
            },
            unchoked_since,
            served_at: if unchoked_since.is_some() { ctx.now } else { neighbour.turned_at },
            optimistic: self.is_on_trial(at, ctx),
            terms: extra.map_or_else(Terms::default, |extra| extra.terms),
            salt,
        }
    }

    pub(super) fn carry_out(&mut self, outcome: &Outcome, ctx: &mut Ctx) {
        // Chokes first, so that there are never more unchoked than slots.
        for word in 0..self.sets.words() {
            for at in self.sets.of(Set::Unchoked, word).filter(|&at| !outcome.serves(at)) {
                self.choke(at, ctx);
            }
        }
        for (slots, optimistic) in [(&outcome.regular, false), (&outcome.optimistic, true)] {
            for &at in slots {
                if optimistic && !self.is_on_trial(at, ctx) {
                    self.begin_trial(at, ctx);
                }
                self.neighbours[at.at()].optimistic = optimistic;
                if !self.sets.has(Set::Unchoked, at) {
                    self.unchoke(at, ctx);
                }
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
    fn weigh(&mut self, weights: &[(NeighbourIdx, u32)], ctx: &mut Ctx) {
        for at in self.open_neighbours() {
            let weight = weights.iter().find(|(of, _)| *of == at).map_or(0, |(_, weight)| *weight);
            let before = self.extras.of(at).map_or(0, |extra| extra.weight);
            if before != weight {
                self.extras.of_mut(at).weight = weight;
                ctx.net.weigh(self.neighbours[at.at()].end, weight);
            }
        }
    }

    fn unchoke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.sets.put(Set::Unchoked, at, true);
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.turned_at = ctx.now;
        if ctx.config.choker.seed_policy == SeedPolicy::RoundRobinQuota {
            self.extras.of_mut(at).up_before = self.meters.sent(neighbour);
        }
        let Neighbour { remote: to, optimistic, end, .. } = *neighbour;
        self.unchokes += 1;
        ctx.event(Event::Unchoked { from: self.idx, to, optimistic });
        ctx.net.serve(end);
        ctx.net.forget_growth(end);
        self.say(at, Message::Unchoke, ctx);
    }

    /// The block that is on the link goes through; those that wait are rejected, one by one (BEP 6).
    pub(super) fn choke(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.sets.put(Set::Unchoked, at, false);
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.turned_at = ctx.now;
        neighbour.optimistic = false;
        let (to, end) = (neighbour.remote, neighbour.end);
        ctx.event(Event::Choked { from: self.idx, to });
        self.say(at, Message::Choke, ctx);
        ctx.net.stop_serving(end);
        let (mut rejected, mut crossing) =
            (std::mem::take(&mut ctx.scratch.blocks), std::mem::take(&mut ctx.scratch.crossing));
        rejected.clear();
        crossing.clear();
        ctx.net.reject_all(end, ctx.now, &mut rejected, &mut crossing);
        rejected.iter().for_each(|&block: &BlockRef| self.say(at, Message::Reject(block), ctx));
        let generation = ctx.net.connection(end).generation;
        for &(block, arrives) in &crossing {
            let said = Said::Message(Message::Request(block));
            ctx.schedule.deliver(arrives, InTransit::Stream { to: end, generation, said });
        }
        (ctx.scratch.blocks, ctx.scratch.crossing) = (rejected, crossing);
    }

    pub(super) fn record(
        &self,
        policy: &dyn Policy,
        rows: &[Candidate],
        outcome: &Outcome,
        room: &Room,
        ctx: &mut Ctx,
    ) {
        if ctx.out.decisions_off {
            return;
        }
        let interested = rows.iter().filter(|c| c.interested);
        let rows = interested.map(|c| ChokeRow {
            peer: self.neighbours[c.slot.at()].remote,
            figure: policy.figure(c, room),
            snubbed: c.snubbed,
            verdict: if outcome.regular.contains(&c.slot) {
                Verdict::Regular
            } else if outcome.optimistic.contains(&c.slot) {
                Verdict::Optimistic
            } else {
                Verdict::Choked
            },
        });
        let mut told = ctx.out.spare_rows.pop().unwrap_or_default();
        told.clear();
        told.extend(rows);
        match told.is_empty() {
            true => ctx.out.spare_rows.push(told),
            false => ctx.out.decisions.push(Decision::Choke { rule: policy.rule(), rows: told }),
        }
    }
}
