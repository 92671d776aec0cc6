//! Choking: when rounds are held, and what a choke does.
//!
//! Owns the slots. Must never know how neighbours are ranked: `policy::choker` does.

use super::{Conn, Ctx, Life, Peer};
use crate::decision::{ChokeRow, ChokeRule, Decision, Verdict};
use crate::event::Event;
use crate::ids::Slot;
use crate::message::Message;
use crate::policy::choker::{self, Candidate, Outcome};
use crate::units::{Nanos, SECOND};

/// The shortest unchoke: choke, unchoke, choke within a second is fibrillation.
const UNCHOKE_MIN: Nanos = Nanos(SECOND);

/// Unchoked so lately that a choke would be fibrillation.
fn is_fresh(conn: &Conn, now: Nanos) -> bool {
    !conn.am_choking && now.since(conn.unchoked_at) < UNCHOKE_MIN
}

/// The optimistic unchoke whose trial (BEP 3: thirty seconds) is not over.
fn is_on_trial(conn: &Conn, ctx: &Ctx) -> bool {
    let config = &ctx.config.choker;
    let trial = Nanos(config.rechoke_interval_s.nanos().0.saturating_mul(u64::from(config.optimistic_rounds)));
    conn.optimistic && !conn.am_choking && ctx.now.since(conn.optimistic_at) < trial
}

impl Peer {
    /// One round of choking.
    pub(super) fn rechoke(&mut self, ctx: &mut Ctx) {
        if self.upload_slots == 0 {
            return;
        }
        let config = &ctx.config.choker;
        let rule = choker::rule(self.is_seed(), config);
        let candidates = self.candidates(rule, ctx);
        let outcome = choker::round(&candidates, &self.rotation, rule, config);
        self.record(rule, &candidates, &outcome, ctx);
        self.carry_out(&outcome, ctx);
    }

    /// Between rounds a free slot is given away at once, and one that its neighbour has no use for is taken back.
    /// Nobody loses a slot that it uses.
    pub(super) fn fill_slots(&mut self, ctx: &mut Ctx) {
        if self.life == Life::Leaving || self.upload_slots == 0 {
            return;
        }
        // Ranking is dear and this is asked at every change of interest: mostly all slots are in use, or nobody waits.
        let (mut used, mut waiting) = (0, false);
        for conn in self.conns.iter().filter(|conn| conn.is_open()) {
            waiting |= conn.am_choking && conn.peer_interested;
            used += u32::from(!conn.am_choking && (conn.peer_interested || is_fresh(conn, ctx.now)));
        }
        if !waiting || used >= self.upload_slots {
            return;
        }
        let config = &ctx.config.choker;
        let rule = choker::rule(self.is_seed(), config);
        let candidates = self.candidates(rule, ctx);
        let mut outcome = Outcome::default();
        let mut idle = Vec::new();
        for candidate in candidates.iter().filter(|c| c.unchoked_since.is_some()) {
            match (candidate.interested, self.conns[candidate.slot.at()].optimistic) {
                (true, true) => outcome.optimistic.push(candidate.slot),
                (true, false) => outcome.regular.push(candidate.slot),
                (false, _) => idle.push(candidate.slot),
            }
        }
        let mut given = false;
        while outcome.regular.len() + outcome.optimistic.len() < config.upload_slots as usize {
            let taken = |slot: Slot| outcome.regular.contains(&slot) || outcome.optimistic.contains(&slot);
            let waits = |c: &&Candidate| c.interested && c.unchoked_since.is_none() && !taken(c.slot);
            let trial = outcome.optimistic.len() < config.optimistic_slots as usize;
            let earned = candidates.iter().filter(waits).find(|c| !trial && choker::eligible(c, rule));
            if let Some(candidate) = earned {
                outcome.regular.push(candidate.slot);
            } else {
                let waiting: Vec<Slot> = candidates.iter().filter(waits).map(|c| c.slot).collect();
                let Some(&slot) = self.rotation.iter().find(|slot| waiting.contains(slot)) else { break };
                outcome.optimistic.push(slot);
            }
            given = true;
        }
        if !given {
            return;
        }
        // A slot without use is kept as long as nobody else needs it.
        for slot in idle {
            if outcome.regular.len() + outcome.optimistic.len() < config.upload_slots as usize {
                outcome.regular.push(slot);
            }
        }
        self.record(rule, &candidates, &outcome, ctx);
        self.carry_out(&outcome, ctx);
    }

    /// A row for each open connection, best first.
    fn candidates(&mut self, rule: ChokeRule, ctx: &Ctx) -> Vec<Candidate> {
        let mut rows = Vec::with_capacity(self.n_conns as usize);
        for (i, conn) in self.conns.iter().enumerate().filter(|(_, conn)| conn.is_open()) {
            let rate = if rule == ChokeRule::TitForTat { conn.down_rate(ctx.now) } else { conn.up_rate(ctx.now) };
            rows.push(Candidate {
                slot: Slot(i as u16),
                interested: conn.peer_interested || is_fresh(conn, ctx.now),
                fresh: is_fresh(conn, ctx.now),
                snubbed: conn.snubbed,
                rate: rate.0,
                unchoked_since: (!conn.am_choking).then_some(conn.unchoked_at),
                served_at: conn.served_at,
                optimistic: is_on_trial(conn, ctx),
                salt: self.rng.below(u32::MAX),
            });
        }
        choker::rank(&mut rows, rule, ctx.now, &ctx.config.choker);
        rows
    }

    fn carry_out(&mut self, outcome: &Outcome, ctx: &mut Ctx) {
        // Chokes first, so that there are never more unchoked than slots.
        for slot in self.open_slots() {
            let keeps = outcome.regular.contains(&slot) || outcome.optimistic.contains(&slot);
            if !keeps && !self.conns[slot.at()].am_choking {
                self.choke(slot, ctx);
            }
        }
        for (slots, optimistic) in [(&outcome.regular, false), (&outcome.optimistic, true)] {
            for &slot in slots {
                let conn = &mut self.conns[slot.at()];
                if optimistic && !is_on_trial(conn, ctx) {
                    conn.optimistic_at = ctx.now;
                    // Its turn has come, whether it will earn a regular slot or not: everybody else is before it now.
                    self.rotation.retain(|&other| other != slot);
                    self.rotation.push(slot);
                }
                let conn = &mut self.conns[slot.at()];
                conn.optimistic = optimistic;
                if conn.am_choking {
                    self.unchoke(slot, ctx);
                }
            }
        }
        assert!(self.n_unchoked <= self.upload_slots, "{} unchoked, {} slots", self.n_unchoked, self.upload_slots);
    }

    fn unchoke(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.am_choking = false;
        conn.unchoked_at = ctx.now;
        self.n_unchoked += 1;
        let (to, optimistic) = (conn.remote, conn.optimistic);
        self.event(ctx, Event::Unchoked { from: self.idx, to, optimistic });
        self.say(slot, Message::Unchoke, ctx);
    }

    /// The block that is on the link goes through; those that wait are rejected, one by one (BEP 6).
    pub(super) fn choke(&mut self, slot: Slot, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.am_choking = true;
        conn.optimistic = false;
        conn.served_at = ctx.now;
        self.n_unchoked -= 1;
        let to = conn.remote;
        let waiting = std::mem::take(&mut conn.uploads);
        self.event(ctx, Event::Choked { from: self.idx, to });
        self.say(slot, Message::Choke, ctx);
        for block in waiting {
            self.say(slot, Message::Reject(block), ctx);
        }
    }

    fn record(&self, rule: ChokeRule, candidates: &[Candidate], outcome: &Outcome, ctx: &mut Ctx) {
        let interested = candidates.iter().filter(|c| c.interested);
        let rows = interested.map(|c| ChokeRow {
            peer: self.conns[c.slot.at()].remote,
            figure: match rule {
                ChokeRule::SeedRoundRobin => ctx.now.since(c.served_at).0 / SECOND,
                ChokeRule::TitForTat | ChokeRule::SeedFastest => c.rate,
            },
            snubbed: c.snubbed,
            verdict: if outcome.regular.contains(&c.slot) {
                Verdict::Regular
            } else if outcome.optimistic.contains(&c.slot) {
                Verdict::Optimistic
            } else {
                Verdict::Choked
            },
        });
        let rows: Vec<ChokeRow> = rows.collect();
        if !rows.is_empty() {
            ctx.out.decisions.push(Decision::Choke { rule, rows });
        }
    }

    /// The neighbour wants something of ours, or no longer.
    pub(super) fn on_interested(&mut self, slot: Slot, interested: bool, ctx: &mut Ctx) {
        self.conns[slot.at()].peer_interested = interested;
        self.fill_slots(ctx);
    }
}
