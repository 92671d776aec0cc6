//! Requests that are not answered: when a neighbour has had too long, and what is done then.
//!
//! Each client has a rule of its own ([`RequestTimeout`]). Where it is not that of BEP 3, which is looked at once a round, the client looks
//! once a second, as long as it waits for anything.

use super::{Ctx, Session, Set, Timer};
use crate::base::ids::{BlockRef, NeighbourIdx};
use crate::base::units::{Nanos, SECOND};
use crate::events::decision::Decision;
use crate::events::event::Event;
use crate::net::pipes::{Request, RequestState};
use crate::scenario::config::RequestTimeout;

/// How long a neighbour usually takes from block to block, as libtorrent keeps it (sliding_average.hpp, with 20 as its memory): in
/// milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct AnswerTime {
    n: u32,
    mean: u64,
    deviation: u64,
}

/// A mean over so many answers.
const MEMORY: u32 = 20;
/// The shortest time that is too long, in seconds.
const LEAST_S: u64 = 2;

impl AnswerTime {
    /// A block came so long after the one before it, or after it was asked for.
    pub(super) fn add(&mut self, waited: Nanos) {
        let ms = waited.0 / 1_000_000;
        let off = self.mean.abs_diff(ms);
        self.n = (self.n + 1).min(MEMORY);
        let toward = |from: u64, to: u64, n: u32| {
            if to > from { from + (to - from) / u64::from(n) } else { from - (from - to) / u64::from(n) }
        };
        self.mean = toward(self.mean, ms, self.n);
        if self.n > 1 {
            self.deviation = toward(self.deviation, off, self.n - 1);
        }
    }

    /// From which time on the neighbour is late: the mean and four deviations, in whole seconds, two at least and `most` at most.
    pub(super) fn limit(&self, most: Nanos) -> Nanos {
        let ms = match self.n {
            0 => return most,
            1 => self.mean * 6 / 5,
            _ => self.mean + 4 * self.deviation,
        };
        Nanos::from_secs(ms.div_ceil(1000).max(LEAST_S)).min(most)
    }
}

impl Session {
    /// Something is asked for: the client looks once a second from now on.
    pub(super) fn watch_requests(&mut self, ctx: &mut Ctx) {
        if ctx.config.pipeline.timeout != RequestTimeout::Snub {
            self.look_in_a_second(ctx);
        }
    }

    /// The client looks again a second from now: at what it has asked for, at what its picker holds back, and at what it offers.
    pub(super) fn look_in_a_second(&mut self, ctx: &mut Ctx) {
        if !std::mem::replace(&mut self.due.watches, true) {
            self.wake(ctx.now + Nanos(SECOND), Timer::Second, ctx);
        }
    }

    /// A second has passed.
    pub(super) fn on_second(&mut self, ctx: &mut Ctx) {
        self.due.watches = false;
        for at in self.sets.iter(Set::Asked).collect::<Vec<_>>() {
            // What is done about one may close another.
            if self.sets.has(Set::Asked, at) && self.sets.has(Set::Open, at) {
                self.look_at_requests(at, ctx);
            }
        }
        self.offer_to_uninterested(ctx);
        if self.picker.holds_back() || ctx.config.picker.left_to_faster > 0 {
            self.starved = true;
            self.ask_all(ctx);
        }
        if self.sets.count(Set::Asked) > 0 {
            self.watch_requests(ctx);
        }
    }

    fn look_at_requests(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let config = &ctx.config.pipeline;
        let most = config.request_timeout_s.nanos();
        let silent = ctx.now.since(self.neighbours[at.at()].block_at);
        match config.timeout {
            RequestTimeout::Snub => {}
            RequestTimeout::EachRequest => self.cancel_old(at, most, ctx),
            RequestTimeout::Close if silent >= most && self.has_outstanding(at, ctx) => self.close(at, ctx),
            RequestTimeout::Close => {}
            RequestTimeout::Adaptive => {
                let late = self.extras.of(at).map_or(most, |extra| extra.answers.limit(most));
                let piece_timeout = ctx.config.choker.snub_after_s.nanos();
                if self.has_outstanding(at, ctx) && (silent > late || silent > piece_timeout) {
                    self.give_one_up(at, ctx);
                }
            }
        }
    }

    /// Each request that is older than `most` is cancelled, and its block may be asked of anybody. A block that is on its way comes.
    fn cancel_old(&mut self, at: NeighbourIdx, most: Nanos, ctx: &mut Ctx) {
        let now = ctx.now;
        let old = move |request: &Request| {
            request.state == RequestState::Waits && !request.cancelled && now.since(request.since) >= most
        };
        let mut any = false;
        while let Some(block) = self.first_request(at, old, ctx) {
            self.cancel(at, |request| request.block == block && !request.cancelled, ctx);
            self.duplicated = true;
            self.release(block, ctx);
            any = true;
        }
        if any {
            self.starved = true;
            self.ask(at, ctx);
            self.ask_all(ctx);
        }
    }

    fn first_request(&self, at: NeighbourIdx, is_so: impl Fn(&Request) -> bool, ctx: &Ctx) -> Option<BlockRef> {
        let requests = ctx.net.pipe_to(self.neighbours[at.at()].end).into_iter().flat_map(|pipe| pipe.requests());
        requests.into_iter().find(is_so).map(|request| request.block)
    }

    /// The neighbour is snubbed. The last block that it was asked for may be asked of others, unless its piece has a block that
    /// nobody is asked for. The neighbour is not told, and what it sends is welcome.
    fn give_one_up(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.note_snub(at, ctx);
        if let Some(extra) = self.extras.get_mut(at) {
            extra.slow_start = None;
        }
        let requests = ctx.net.pipe_to(self.neighbours[at.at()].end).into_iter().flat_map(|pipe| pipe.requests());
        let waits = requests.filter(|request| !request.cancelled && request.state == RequestState::Waits);
        let Some(block) = waits.last().map(|request| request.block) else { return };
        let has_free =
            self.partials.place_of(block.piece).is_some_and(|place| self.partials[place].next_free().is_some());
        if !has_free && self.give_up(at, block, ctx) {
            self.ask_all(ctx);
        }
    }

    /// A block that was asked of this neighbour may be asked of others as well. The neighbour is not told.
    pub(super) fn give_up(&mut self, at: NeighbourIdx, block: BlockRef, ctx: &mut Ctx) -> bool {
        let end = self.neighbours[at.at()].end;
        let given = ctx.net.cancel(end, |request| request.block == block && !request.cancelled).is_some();
        if given {
            self.neighbours[at.at()].n_cancelled += 1;
            self.duplicated = true;
            self.release(block, ctx);
            self.starved = true;
        }
        given
    }

    /// The neighbour has let us wait too long (BEP 3, mainline): all that it was asked for is asked of others.
    pub(super) fn snub(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        self.note_snub(at, ctx);
        self.ask_elsewhere(at, ctx);
    }

    /// A block came: the neighbour is not snubbed any more, unless the block was late by the neighbour's own answers.
    pub(super) fn end_snub(&mut self, at: NeighbourIdx, waited: Nanos, ctx: &Ctx) {
        let config = &ctx.config.pipeline;
        let mut in_time = true;
        if config.timeout == RequestTimeout::Adaptive {
            let answers = &mut self.extras.of_mut(at).answers;
            in_time = waited <= answers.limit(config.request_timeout_s.nanos());
            answers.add(waited);
        }
        self.neighbours[at.at()].snubbed &= !in_time;
    }

    fn note_snub(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let neighbour = &mut self.neighbours[at.at()];
        let peer = neighbour.remote;
        let silent_s = (ctx.now.since(neighbour.block_at).0 / SECOND) as u32;
        if !std::mem::replace(&mut neighbour.snubbed, true) {
            ctx.event(Event::Snubbed { peer, by: self.idx });
            ctx.out.decide(|| Decision::Snub { peer, silent_s });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_late_by_its_own_answers() {
        let most = Nanos::from_secs(60);
        let mut time = AnswerTime::default();
        assert_eq!(time.limit(most), most, "nothing is known");
        time.add(Nanos::from_secs(10));
        assert_eq!(time.limit(most), Nanos::from_secs(12), "a fifth more than the first");
        (0..200).for_each(|_| time.add(Nanos::from_millis(300)));
        assert_eq!(time.limit(most), Nanos::from_secs(2), "two seconds at least");
        (0..200).for_each(|i| time.add(Nanos::from_secs(if i % 2 == 0 { 1 } else { 9 })));
        let seconds = time.limit(most).as_secs_f64();
        assert!((18.0..=24.0).contains(&seconds), "a mean of 5 s and a deviation of 4 s: {seconds}");
        (0..200).for_each(|i| time.add(Nanos::from_secs(if i % 2 == 0 { 1 } else { 90 })));
        assert_eq!(time.limit(most), most);
    }
}
