//! When a session leaves, and what it does then.

use super::session::Leaves;
use super::{Ctx, Phase, Session, Set, Timer};
use crate::base::units::Nanos;
use crate::events::decision::ChokeSource;
use crate::events::event::Event;
use crate::protocol::packet::AnnounceEvent;
use crate::scenario::config::{Departure, Leave};

impl Session {
    /// From now on the session leaves by this rule.
    pub fn set_leave(&mut self, leave: Leave, ctx: &mut Ctx) {
        self.leaves = None;
        self.leave_due = None;
        match leave {
            Leave::Never => {}
            Leave::OnCompletion => self.leaves = Some(Leaves::AfterCompletion(Nanos::ZERO)),
            Leave::Linger { for_s } => self.leaves = Some(Leaves::AfterCompletion(for_s.nanos())),
            Leave::Dwell { time } => self.leaves = Some(Leaves::AfterCompletion(time.draw(&mut self.rng))),
            Leave::Ratio { ratio } => self.leaves = Some(Leaves::AtRatio((ratio * 1e6) as u64)),
            Leave::At { at_s } => self.leave_at(at_s.nanos().max(ctx.now), ctx),
            Leave::AfterCopies { copies } => {
                self.leaves = Some(Leaves::AfterBytes((copies * ctx.geometry().content_length() as f64) as u64));
                self.leave_if_upload_target_met(ctx);
            }
        }
        self.leaves_by_bytes = matches!(self.leaves, Some(Leaves::AfterBytes(_) | Leaves::AtRatio(_)));
        if self.is_seed() {
            self.leave_when_complete(ctx);
        }
    }

    pub(super) fn leave_when_complete(&mut self, ctx: &mut Ctx) {
        if let Some(Leaves::AfterCompletion(linger)) = self.leaves {
            self.leave_at(ctx.now + linger, ctx);
        }
        self.leave_if_ratio_met(ctx);
    }

    /// It has given back as much as it should. A session that received nothing owes for the whole content.
    fn leave_if_ratio_met(&mut self, ctx: &mut Ctx) {
        let Some(Leaves::AtRatio(millionths)) = self.leaves.filter(|_| self.is_seed()) else { return };
        let received = if self.received_bytes == 0 { ctx.geometry().content_length() } else { self.received_bytes };
        if u128::from(self.will_have_sent(ctx)) * 1_000_000 >= u128::from(received) * u128::from(millionths) {
            self.leaves = None;
            self.leave_at(ctx.now, ctx);
        }
    }

    /// What it has sent, and what it would still send if it began to leave now.
    fn will_have_sent(&self, ctx: &Ctx) -> u64 {
        if self.departure != Departure::FinishInFlight {
            return self.sent_bytes;
        }
        let ends = self.sets.iter(Set::Unchoked).map(|at| self.neighbours[at.at()].end);
        let pipes = ends.filter_map(|end| ctx.net.pipe_from(end));
        self.sent_bytes + pipes.map(|pipe| pipe.waiting_bytes(ctx.now)).sum::<u64>()
    }

    fn leave_at(&mut self, at: Nanos, ctx: &mut Ctx) {
        self.leave_due = Some(at);
        self.wake(at, Timer::Leave, ctx);
    }

    pub(super) fn leave_if_upload_target_met(&mut self, ctx: &mut Ctx) {
        if matches!(self.leaves, Some(Leaves::AfterBytes(bytes)) if self.will_have_sent(ctx) >= bytes) {
            self.leaves = None;
            self.leave_at(ctx.now, ctx);
        }
        self.leave_if_ratio_met(ctx);
    }

    /// It leaves: nobody is served any more, and the engine closes what is open once the last block is through.
    pub fn leave(&mut self, ctx: &mut Ctx) {
        self.leave_by(self.departure, ctx);
    }

    /// The session ends at once, and a new one of the same peer begins: the engine sees to both.
    pub fn leave_to_come_again(&mut self, ctx: &mut Ctx) {
        self.leave_by(Departure::Instant, ctx);
        ctx.out.departs = None;
    }

    /// The same, in another way than its own.
    pub fn leave_by(&mut self, departure: Departure, ctx: &mut Ctx) {
        if self.phase == Phase::Leaving {
            return;
        }
        self.phase = Phase::Leaving;
        if departure == Departure::FinishInFlight {
            ctx.event(Event::Departing { peer: self.idx });
        }
        if departure != Departure::Crash {
            for at in self.open_neighbours() {
                if self.sets.has(Set::Unchoked, at) {
                    self.record_one(at, ChokeSource::Leaving, ctx);
                    match departure {
                        Departure::FinishInFlight => self.finish(at, ctx),
                        _ => self.choke(at, ctx),
                    }
                }
            }
            self.announce(ctx, AnnounceEvent::Stopped);
        }
        ctx.out.departs = Some(departure);
    }
}
