//! Slots between rounds: one that becomes free is given away, and one that its neighbour has no use for is taken back.
//!
//! This file says when; to whom a slot goes is decided in `policy::choker`.

use super::{Ctx, Phase, Session, Set, Timer};
use crate::base::units::{Nanos, SECOND};
use crate::events::decision::ChokeSource;
use crate::scenario::config::BetweenRounds;

impl Session {
    /// A neighbour that had a slot has gone, or has no use for it any more.
    pub(super) fn on_slot_free(&mut self, was_used: bool, ctx: &mut Ctx) {
        match self.choker.policy(self.is_seed()).between_rounds(&ctx.config.choker) {
            BetweenRounds::Fill => self.fill_slots(ctx),
            BetweenRounds::FillOrRank => self.rank_soon(ctx),
            BetweenRounds::Rechoke if was_used => self.rechoke(false, ctx),
            BetweenRounds::Rechoke | BetweenRounds::Wait => {}
        }
    }

    /// A full round is held at the next whole second of the client's clock (libtorrent looks once a second), unless one is due before.
    pub(super) fn rank_soon(&mut self, ctx: &mut Ctx) {
        let second = Nanos(ctx.now.0 / SECOND * SECOND + SECOND);
        if second < self.due.round {
            self.due.round = second;
            self.wake(second, Timer::Rechoke, ctx);
        }
    }

    /// Gives free slots away. Nobody loses a slot that it uses.
    pub(super) fn fill_slots(&mut self, ctx: &mut Ctx) {
        if self.phase == Phase::Leaving || self.upload_slots == 0 {
            return;
        }
        // Ranking is dear and this is asked at every change of interest: mostly all slots are in use, or nobody waits.
        let slots = self.choker.slots(self.slots_max(ctx));
        let served = self.sets.count_both(Set::Unchoked, Set::Interested, true);
        if served >= slots || self.sets.count_both(Set::Interested, Set::Unchoked, false) == 0 {
            return;
        }
        if self.sets.count(Set::Unchoked) > served {
            let unused = self.sets.iter(Set::Unchoked).filter(|&at| !self.sets.has(Set::Interested, at));
            let fresh = unused.filter(|&at| self.is_fresh(at, ctx.now)).count() as u32;
            if served + fresh >= slots {
                return;
            }
        }
        let mut work = std::mem::take(&mut ctx.scratch.choker);
        let client = self.choker_info(ctx);
        self.fill_rows(&mut work.rows, false, ctx);
        if self.choker.fill(&client, &mut self.rng, &mut work) {
            self.carry_out(&client, ChokeSource::FreeSlot, &work, ctx);
        }
        ctx.scratch.choker = work;
    }
}
