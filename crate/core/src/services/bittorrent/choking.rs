//! Choking: when rounds are held, and what a choke does.
//!
//! Owns the slots. Must never know how neighbours are ranked: `policy::choker` does.

use super::{Conn, Ctx, Life, Peer, Set};
use crate::base::ids::Slot;
use crate::base::meter::{self, Estimator, Meter};
use crate::base::room;
use crate::base::units::{Nanos, SECOND};
use crate::events::decision::{ChokeRow, Decision, Verdict};
use crate::events::effect::Effect;
use crate::events::event::Event;
use crate::policy::choker::{self, Candidate, Outcome, Policy, Room, Terms, pairwise_blocks};
use crate::protocol::message::Message;
use crate::scenario::config::{
    BetweenRounds, ChokerConfig, ChokerPolicy, PeerConfig, PipelineRate, RateEstimator, SeedPolicy, SlotRule,
};

/// The shortest unchoke: choke, unchoke, choke within a second is fibrillation.
const UNCHOKE_MIN: Nanos = Nanos(SECOND);

/// Unchoked so lately that a choke would be fibrillation.
fn is_fresh(conn: &Conn, now: Nanos) -> bool {
    conn.unchoked_since().is_some_and(|since| now.since(since) < UNCHOKE_MIN)
}

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
pub(super) fn measures(ctx: &Ctx) -> (Meter, Meter) {
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

impl Peer {
    /// The optimistic unchoke whose trial (BEP 3: thirty seconds) is not over.
    fn is_on_trial(&self, slot: Slot, ctx: &Ctx) -> bool {
        let (conn, config) = (&self.conns[slot.at()], &ctx.config.choker);
        let trial = || Nanos(config.rechoke_interval_s.nanos().0.saturating_mul(u64::from(config.optimistic_rounds)));
        let since = || self.trials.iter().find(|(of, _)| *of == slot).map(|(_, since)| *since);
        conn.optimistic && !conn.am_choking && since().is_some_and(|since| ctx.now.since(since) < trial())
    }

    fn begin_trial(&mut self, slot: Slot, ctx: &Ctx) {
        self.trials.retain(|&(of, _)| of != slot && self.conns[of.at()].optimistic);
        room::push(&mut self.trials, (slot, ctx.now), 1);
        // Its turn has come, whether it will earn a regular slot or not: everybody else is before it now.
        self.rotation.retain(|&other| other != slot);
        self.rotation.push(slot);
    }

    /// The round that is held at its time.
    pub(super) fn hold_round(&mut self, ctx: &mut Ctx) {
        let keeps = counts_totals(ctx.config);
        for conn in self.conns.iter_mut().filter(|conn| conn.is_open()) {
            self.meters.begin_round(conn, ctx.now, keeps);
        }
        self.rechoke(true, ctx);
        self.rounds += 1;
        self.unchokes = 0;
    }

    /// One round of choking, at its time or between two.
    fn rechoke(&mut self, scheduled: bool, ctx: &mut Ctx) {
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

    /// A neighbour that had a slot has gone, or has no use for it any more.
    pub(super) fn on_slot_free(&mut self, was_used: bool, ctx: &mut Ctx) {
        match choker::policy(self.is_seed(), &ctx.config.choker).between_rounds(&ctx.config.choker) {
            BetweenRounds::Fill => self.fill_slots(ctx),
            BetweenRounds::Rechoke if was_used => self.rechoke(false, ctx),
            BetweenRounds::Rechoke | BetweenRounds::Wait => {}
        }
    }

    /// The neighbour wants something of ours, or no longer.
    pub(super) fn on_interested(&mut self, slot: Slot, interested: bool, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        let changed = conn.peer_interested != interested;
        conn.peer_interested = interested;
        let served = !conn.am_choking;
        self.overview.put(Set::Interested, slot, interested);
        if changed {
            let count = self.interested_count(!served);
            if interested { *count += 1 } else { *count -= 1 }
        }
        match choker::policy(self.is_seed(), &ctx.config.choker).between_rounds(&ctx.config.choker) {
            BetweenRounds::Fill => self.fill_slots(ctx),
            // Mainline would have unchoked it ahead if there was room, and so held a round now.
            BetweenRounds::Rechoke if changed && (served || self.n_unchoked < self.slots_for(ctx)) => {
                self.rechoke(false, ctx);
            }
            BetweenRounds::Rechoke | BetweenRounds::Wait => {}
        }
    }

    /// A block went to this neighbour or came from it: under pairwise tit for tat that may end or begin a loan.
    pub(super) fn on_balance(&mut self, slot: Slot, ctx: &mut Ctx) {
        let config = &ctx.config.choker;
        if config.policy != ChokerPolicy::PairwiseBlocks || self.is_seed() || self.life == Life::Leaving {
            return;
        }
        let conn = &self.conns[slot.at()];
        if !conn.is_open() {
            return;
        }
        let block = ctx.geometry().block_length();
        let lends =
            pairwise_blocks::may_lend(self.meters.sent(conn), self.meters.received(conn), config.deficit_blocks, block);
        match (conn.am_choking, lends) {
            (false, false) => {
                self.choke(slot, ctx);
                self.on_slot_free(true, ctx);
            }
            (true, true) if conn.peer_interested && self.n_unchoked < self.slots => self.on_slot_free(true, ctx),
            _ => {}
        }
    }

    /// How many interested neighbours we choke, or serve.
    pub(super) fn interested_count(&mut self, choked: bool) -> &mut u32 {
        if choked { &mut self.n_waiting } else { &mut self.n_served }
    }

    /// How many may be unchoked now.
    fn slots_for(&self, ctx: &Ctx) -> u32 {
        let unlimited = choker::policy(self.is_seed(), &ctx.config.choker).is_unlimited();
        if unlimited { self.upload_slots } else { self.slots.min(self.upload_slots) }
    }

    fn room<'a>(&self, ctx: &Ctx<'a>) -> Room<'a> {
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

    /// Between rounds a free slot is given away at once, and one that its neighbour has no use for is taken back.
    /// Nobody loses a slot that it uses.
    pub(super) fn fill_slots(&mut self, ctx: &mut Ctx) {
        if self.life == Life::Leaving || self.upload_slots == 0 {
            return;
        }
        // Ranking is dear and this is asked at every change of interest: mostly all slots are in use, or nobody waits.
        if self.n_waiting == 0 || self.n_served >= self.slots {
            return;
        }
        if self.n_unchoked > self.n_served {
            let unused = self.overview.open().filter(|&(_, unchoked, interested)| unchoked && !interested);
            let fresh = unused.filter(|(slot, ..)| is_fresh(&self.conns[slot.at()], ctx.now)).count() as u32;
            if self.n_served + fresh >= self.slots {
                return;
            }
        }
        let policy = choker::policy(self.is_seed(), &ctx.config.choker);
        let (mut candidates, mut outcome) =
            (std::mem::take(&mut ctx.scratch.rows), std::mem::take(&mut ctx.scratch.outcome));
        self.fill_rows(&mut candidates, false, ctx);
        let room = self.room(ctx);
        choker::rank(&mut candidates, policy, &room, &mut ctx.scratch.ranking);
        if self.give_slots(policy, &candidates, &mut outcome, &room, ctx) {
            self.record(policy, &candidates, &outcome, &room, ctx);
            self.carry_out(&outcome, ctx);
        }
        (ctx.scratch.rows, ctx.scratch.outcome) = (candidates, outcome);
    }

    /// Puts into `outcome` who has a slot, and gives the others away; false when nobody gets one.
    fn give_slots(
        &self,
        policy: &dyn Policy,
        candidates: &[Candidate],
        outcome: &mut Outcome,
        room: &Room,
        ctx: &mut Ctx,
    ) -> bool {
        outcome.clear();
        let idle = &mut ctx.scratch.idle;
        idle.clear();
        for candidate in candidates.iter().filter(|c| c.unchoked_since.is_some()) {
            match (candidate.interested, self.conns[candidate.slot.at()].optimistic) {
                (true, true) => outcome.optimistic.push(candidate.slot),
                (true, false) => outcome.regular.push(candidate.slot),
                (false, _) => idle.push(candidate.slot),
            }
        }
        let mut given = false;
        while outcome.len() < room.slots as usize {
            let waits = |c: &&Candidate| c.unchoked_since.is_none() && !outcome.serves(c.slot);
            let trial = outcome.optimistic.len() < room.optimistic() as usize;
            let earned = candidates.iter().filter(waits).find(|c| !trial && policy.may_earn(c, room));
            if let Some(candidate) = earned {
                outcome.regular.push(candidate.slot);
            } else {
                if outcome.optimistic.len() >= room.optimistic_slots(outcome.regular.len()) {
                    break;
                }
                let may =
                    |slot: Slot| candidates.iter().filter(waits).any(|c| c.slot == slot && policy.may_try(c, room));
                let Some(&slot) = self.rotation.iter().find(|&&slot| may(slot)) else { break };
                outcome.optimistic.push(slot);
            }
            given = true;
        }
        // A slot without use is kept as long as nobody else needs it.
        for &slot in idle.iter() {
            if outcome.len() < room.slots as usize {
                outcome.regular.push(slot);
            }
        }
        given
    }

    /// A row for each open connection, or each that has a slot or wants one: the others need not be ranked.
    fn fill_rows(&mut self, rows: &mut Vec<Candidate>, all: bool, ctx: &Ctx) {
        rows.clear();
        for (slot, unchoked, interested) in self.overview.open() {
            // Drawn for everybody: whoever is in question would change the draws of the rest.
            let salt = self.rng.below(u32::MAX);
            if !all && !unchoked && !interested {
                continue;
            }
            let conn = &self.conns[slot.at()];
            let (down_rate, up_rate, last_round) = self.meters.ranked(conn, ctx.now);
            let (sent, extra) = (self.meters.sent(conn), self.extras.of(slot));
            rows.push(Candidate {
                slot,
                interested: conn.peer_interested || is_fresh(conn, ctx.now),
                fresh: is_fresh(conn, ctx.now),
                snubbed: conn.snubbed,
                asks: !conn.uploads.is_empty(),
                serves_us: !conn.peer_choking,
                down_rate,
                up_rate,
                last_round,
                received: self.meters.received(conn),
                sent,
                sent_in_turn: sent - extra.map_or(0, |extra| extra.up_before),
                have: conn.n_have,
                unchoked_since: conn.unchoked_since(),
                served_at: conn.served_at(ctx.now),
                optimistic: self.is_on_trial(slot, ctx),
                terms: extra.map_or_else(Terms::default, |extra| extra.terms),
                salt,
            });
        }
    }

    fn carry_out(&mut self, outcome: &Outcome, ctx: &mut Ctx) {
        // Chokes first, so that there are never more unchoked than slots.
        for word in 0..self.overview.words() {
            for slot in self.overview.of(Set::Unchoked, word).filter(|&slot| !outcome.serves(slot)) {
                self.choke(slot, ctx);
            }
        }
        for (slots, optimistic) in [(&outcome.regular, false), (&outcome.optimistic, true)] {
            for &slot in slots {
                if optimistic && !self.is_on_trial(slot, ctx) {
                    self.begin_trial(slot, ctx);
                }
                let conn = &mut self.conns[slot.at()];
                conn.optimistic = optimistic;
                if conn.am_choking {
                    self.unchoke(slot, ctx);
                }
            }
        }
        self.weighs |= !outcome.weights.is_empty();
        if self.weighs {
            self.weigh(&outcome.weights, ctx);
        }
        assert!(self.n_unchoked <= self.upload_slots, "{} unchoked, {} slots", self.n_unchoked, self.upload_slots);
    }

    /// Gives each neighbour its part of the uplink; those that are not named have the same part each.
    fn weigh(&mut self, weights: &[(Slot, u32)], ctx: &mut Ctx) {
        for (conn, slot) in self.conns.iter().zip(0..).filter(|(conn, _)| conn.is_open()) {
            let slot = Slot(slot);
            let weight = weights.iter().find(|(of, _)| *of == slot).map_or(0, |(_, weight)| *weight);
            let before = self.extras.of(slot).map_or(0, |extra| extra.weight);
            if before != weight {
                self.extras.of_mut(slot).weight = weight;
                ctx.out.effects.push(Effect::Weigh { end: conn.end, weight });
            }
        }
    }

    fn unchoke(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.turn(false, ctx.now);
        self.overview.put(Set::Unchoked, slot, true);
        if ctx.config.choker.seed_policy == SeedPolicy::RoundRobinQuota {
            self.extras.of_mut(slot).up_before = self.meters.sent(conn);
        }
        let interested = conn.peer_interested;
        self.n_unchoked += 1;
        self.unchokes += 1;
        self.n_waiting -= u32::from(interested);
        self.n_served += u32::from(interested);
        let conn = &self.conns[slot.at()];
        let (to, optimistic) = (conn.remote, conn.optimistic);
        self.event(ctx, Event::Unchoked { from: self.idx, to, optimistic });
        self.say(slot, Message::Unchoke, ctx);
    }

    /// The block that is on the link goes through; those that wait are rejected, one by one (BEP 6).
    pub(super) fn choke(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.turn(true, ctx.now);
        self.overview.put(Set::Unchoked, slot, false);
        conn.optimistic = false;
        let interested = u32::from(conn.peer_interested);
        self.n_unchoked -= 1;
        self.n_served -= interested;
        self.n_waiting += interested;
        let conn = &mut self.conns[slot.at()];
        let to = conn.remote;
        let mut waiting = std::mem::take(&mut conn.uploads);
        self.event(ctx, Event::Choked { from: self.idx, to });
        self.say(slot, Message::Choke, ctx);
        while let Some(block) = self.queues.pop(&mut waiting) {
            self.say(slot, Message::Reject(block), ctx);
        }
    }

    fn record(&self, policy: &dyn Policy, rows: &[Candidate], outcome: &Outcome, room: &Room, ctx: &mut Ctx) {
        let interested = rows.iter().filter(|c| c.interested);
        let rows = interested.map(|c| ChokeRow {
            peer: self.conns[c.slot.at()].remote,
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
