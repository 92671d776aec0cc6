//! Slots between rounds: one that becomes free is given away, and one that its neighbour has no use for is taken back.

use super::{Ctx, Life, Session, Set};
use crate::base::ids::NeighbourIdx;
use crate::policy::choker::{self, Candidate, Outcome, Policy, Room};
use crate::scenario::config::BetweenRounds;

impl Session {
    /// A neighbour that had a slot has gone, or has no use for it any more.
    pub(super) fn on_slot_free(&mut self, was_used: bool, ctx: &mut Ctx) {
        match choker::policy(self.is_seed(), &ctx.config.choker).between_rounds(&ctx.config.choker) {
            BetweenRounds::Fill => self.fill_slots(ctx),
            BetweenRounds::Rechoke if was_used => self.rechoke(false, ctx),
            BetweenRounds::Rechoke | BetweenRounds::Wait => {}
        }
    }

    /// Gives free slots away. Nobody loses a slot that it uses.
    pub(super) fn fill_slots(&mut self, ctx: &mut Ctx) {
        if self.life == Life::Leaving || self.upload_slots == 0 {
            return;
        }
        // Ranking is dear and this is asked at every change of interest: mostly all slots are in use, or nobody waits.
        let served = self.sets.count_both(Set::Unchoked, Set::Interested, true);
        if served >= self.slots || self.sets.count_both(Set::Interested, Set::Unchoked, false) == 0 {
            return;
        }
        if self.sets.count(Set::Unchoked) > served {
            let unused = self.sets.iter(Set::Unchoked).filter(|&at| !self.sets.has(Set::Interested, at));
            let fresh = unused.filter(|&at| self.is_fresh(at, ctx.now)).count() as u32;
            if served + fresh >= self.slots {
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
            match (candidate.interested, self.neighbours[candidate.slot.at()].optimistic) {
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
                    |at: NeighbourIdx| candidates.iter().filter(waits).any(|c| c.slot == at && policy.may_try(c, room));
                let Some(&at) = self.rotation.iter().find(|&&at| may(at)) else { break };
                outcome.optimistic.push(at);
            }
            given = true;
        }
        // A slot without use is kept as long as nobody else needs it.
        for &at in idle.iter() {
            if outcome.len() < room.slots as usize {
                outcome.regular.push(at);
            }
        }
        given
    }
}
