//! Calling: whom of the peers that it has learnt of a client connects to, and when.

use super::{Ctx, Neighbour, Phase, Session, Source, Stage, Timer};
use crate::base::ids::{EndIdx, NeighbourIdx, PeerIdx};
use crate::base::units::{Nanos, SECOND};

impl Session {
    /// The client learns of peers, and calls some of them.
    pub(super) fn learn_of(&mut self, others: &[PeerIdx], source: Source, ctx: &mut Ctx) {
        let rules = &ctx.config.neighbours;
        // Whoever calls all at once and nobody twice need not write down those for whom there is room.
        let at_once = rules.connects_per_s == 0 && rules.redial_max == 0 && self.phase == Phase::Here;
        let own = self.idx;
        for &peer in others.iter().filter(|&&peer| peer != own) {
            if at_once && self.has_room(ctx) {
                if self.may_call(peer, ctx) {
                    self.call(peer, ctx);
                }
            } else {
                ctx.client.candidates.make_room(&ctx.config.neighbours, at_once);
                ctx.client.candidates.learn(self.torrent, peer, source);
            }
        }
        self.call_more(ctx);
        // Who was not called now is remembered, as far as there is room.
        ctx.client.candidates.trim(&ctx.config.neighbours);
    }

    /// Calls candidates, unless it does so within a second anyway. One that waits to call somebody again need not wait with others.
    pub(super) fn call_more(&mut self, ctx: &mut Ctx) {
        let soon = self.due.calls.is_some_and(|at| at <= ctx.now + Nanos(SECOND));
        if !soon && self.phase == Phase::Here {
            self.call_some(ctx);
        }
    }

    /// The moment has come at which it was to call some more.
    pub(super) fn on_call_timer(&mut self, ctx: &mut Ctx) {
        // An earlier one may have been set meanwhile.
        if self.due.calls.is_some_and(|at| at <= ctx.now) {
            self.due.calls = None;
            self.call_some(ctx);
        }
    }

    fn has_room(&self, ctx: &Ctx) -> bool {
        let rules = &ctx.config.neighbours;
        self.n_neighbours < rules.initiate_max.min(rules.connections_max)
    }

    /// Nothing speaks against a call to this peer.
    fn may_call(&self, peer: PeerIdx, ctx: &Ctx) -> bool {
        let spared = self.is_seed() && ctx.config.neighbours.spares_seeds && ctx.client.candidates.knows_complete(peer);
        !spared && !self.extras.is_banned(peer) && self.place_of(peer).is_none()
    }

    /// Calls as many candidates as there is room for, and as the client calls in a second.
    fn call_some(&mut self, ctx: &mut Ctx) {
        let rules = &ctx.config.neighbours;
        let room = rules.initiate_max.min(rules.connections_max).saturating_sub(self.n_neighbours) as usize;
        let at_once = rules.connects_per_s == 0;
        let n = if at_once { room } else { room.min(ctx.client.part_of(rules.connects_per_s)) };
        let spares = self.is_seed() && rules.spares_seeds;
        let may_be_called = |peer| !self.extras.is_banned(peer) && self.place_of(peer).is_none();
        let mut others = std::mem::take(&mut ctx.scratch.called);
        ctx.client.candidates.take(self.torrent, n, (ctx.now, spares), rules, may_be_called, &mut others);
        others.iter().for_each(|&peer| self.call(peer, ctx));
        ctx.scratch.called = others;
        if room > n || rules.redial_max > 0 {
            self.call_later(ctx);
        }
    }

    /// It calls some more when somebody may be called, a second from now at the earliest.
    fn call_later(&mut self, ctx: &mut Ctx) {
        if let Some(due) = ctx.client.candidates.next_due(self.torrent).filter(|_| self.has_room(ctx)) {
            let at = due.max(ctx.now + Nanos(SECOND));
            self.due.calls = Some(at);
            self.wake(at, Timer::Connect, ctx);
        }
    }

    fn call(&mut self, to: PeerIdx, ctx: &mut Ctx) {
        let end = self.lay_connection(to, ctx);
        let patience = ctx.config.neighbours.connect_timeout_s.nanos();
        ctx.net.call(end, patience, ctx.now, ctx.schedule);
    }

    /// Whether the connection is being set up from our side.
    pub fn calls(&self, at: NeighbourIdx) -> bool {
        self.neighbours[at.at()].stage == Stage::Connecting
    }

    pub(super) fn lay_connection(&mut self, to: PeerIdx, ctx: &mut Ctx) -> EndIdx {
        let at = self.take_place(Neighbour::new(to, Stage::Connecting, ctx.now));
        let end = ctx.net.connect(self.idx, at, self.log, to);
        self.set_end(at, end);
        end
    }

    /// Nobody answered a call, or it was refused.
    pub(super) fn call_failed(&mut self, peer: PeerIdx, ctx: &mut Ctx) {
        ctx.client.candidates.failed(peer, ctx.now, &ctx.config.neighbours);
    }

    /// A neighbour goes: it may be called again later, and the client remembers whether it is complete.
    pub(super) fn remember(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        if self.neighbours[at.at()].is_open() {
            let (peer, complete) = (self.neighbours[at.at()].remote, self.is_neighbour_seed(at, ctx));
            ctx.client.candidates.parted(peer, ctx.now, &ctx.config.neighbours);
            if complete && ctx.config.neighbours.spares_seeds {
                ctx.client.candidates.is_complete(self.torrent, peer);
            }
        }
    }
}
