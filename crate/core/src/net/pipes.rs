//! Pipes: one direction of a connection that carries blocks, and what is done with it: asking, serving, rejecting, cancelling.
//!
//! How the requests of a pipe are kept is in `queues.rs`. A pipe lasts while something is asked for on it, or its sender
//! serves the receiver.

use super::Net;
use super::hosts::Ready;
use super::queues::MaybePipe;
use super::schedule::{Due, Schedule};
use crate::base::ids::{BlockRef, EndIdx, HostIdx, PeerIdx, PipeIdx};
use crate::base::units::Nanos;

pub use super::queues::{Pipe, PipeView};
pub use super::requests::{Request, RequestState};

impl Net {
    /// The pipe from an end, if it carries anything.
    #[inline]
    pub fn pipe_from(&self, end: EndIdx) -> Option<PipeView<'_>> {
        self.pipe_idx(end).map(|pipe| self.pipes.view(pipe))
    }

    /// The pipe to an end, if it carries anything.
    #[inline]
    pub fn pipe_to(&self, end: EndIdx) -> Option<PipeView<'_>> {
        self.pipe_from(end.other())
    }

    #[inline]
    pub(super) fn pipe_idx(&self, from: EndIdx) -> Option<PipeIdx> {
        self.connection(from).pipes[(from.0 % 2) as usize].get()
    }

    fn pipe_of(&mut self, from: EndIdx) -> PipeIdx {
        if let Some(pipe) = self.pipe_idx(from) {
            return pipe;
        }
        let connection = self.connection(from);
        let side = (from.0 % 2) as usize;
        let ends = [connection.ends[side], connection.ends[1 - side]];
        let generation = connection.generation;
        let idx = self.pipes.open(from, generation, ends);
        ends.iter().for_each(|end| self.use_host(end.host));
        self.connection_mut(from).pipes[side] = MaybePipe::some(idx);
        idx
    }

    /// The receiver at `end` asks for a block. The request arrives at `at`; true when the sender serves the receiver and will
    /// answer by itself. Otherwise the sender has to be told when the request arrives.
    pub fn ask(
        &mut self,
        end: EndIdx,
        block: BlockRef,
        bytes: u32,
        at: Nanos,
        now: Nanos,
        schedule: &mut Schedule,
    ) -> bool {
        let from = end.other();
        let idx = self.pipe_of(from);
        let sender = self.end(from);
        let served = sender.serving && sender.open;
        let state = if served { RequestState::Waits } else { RequestState::Crosses };
        let request = Request { block, bytes, state, cancelled: false, since: at, until: Nanos::MAX };
        let idle = !self.pipes.view(idx).waits();
        self.pipes.push(idx, request);
        if served && idle {
            self.make_ready(idx, at, now, schedule);
        }
        served
    }

    /// The sender at `end` begins to serve the receiver.
    pub fn serve(&mut self, end: EndIdx) {
        self.end_mut(end).serving = true;
    }

    /// The sender at `end` stops serving the receiver; nothing more is begun.
    pub fn stop_serving(&mut self, end: EndIdx) {
        (self.end_mut(end).serving, self.end_mut(end).finishing) = (false, false);
        if let Some(idx) = self.pipe_idx(end) {
            self.pipes[idx].parked = false;
            let host = self.end(end).host;
            self.host_mut(host).ready.retain(|ready| ready.pipe != idx);
        }
    }

    /// The sender at `end` sends what has been asked for by now, and nothing more. Requests that are still on their way are put into
    /// `crossing`, each with the moment of its arrival: they are rejected then.
    pub fn finish_serving(&mut self, end: EndIdx, now: Nanos, crossing: &mut Vec<(BlockRef, Nanos)>) {
        (self.end_mut(end).serving, self.end_mut(end).finishing) = (false, true);
        let Some(idx) = self.pipe_idx(end) else { return };
        self.pipes.change(idx, |request| {
            if request.state == RequestState::Waits && request.since > now {
                request.state = RequestState::Crosses;
                crossing.push((request.block, request.since));
            }
        });
    }

    /// Whether the sender at `end` still has something to send on this connection.
    pub fn has_to_finish(&self, end: EndIdx) -> bool {
        self.end(end).finishing && self.pipe_from(end).is_some_and(|pipe| pipe.waits())
    }

    /// The sender at `end` has stopped serving the receiver: requests that are here are rejected, each put into `rejected`. Those
    /// that are still on their way are put into `crossing`, each with the moment of its arrival: they are rejected then.
    pub fn reject_all(
        &mut self,
        end: EndIdx,
        now: Nanos,
        rejected: &mut Vec<BlockRef>,
        crossing: &mut Vec<(BlockRef, Nanos)>,
    ) {
        let Some(idx) = self.pipe_idx(end) else { return };
        self.pipes.change(idx, |request| match request.state {
            RequestState::Waits if request.since <= now => {
                request.state = RequestState::Rejected;
                rejected.push(request.block);
            }
            RequestState::Waits => {
                request.state = RequestState::Crosses;
                crossing.push((request.block, request.since));
            }
            RequestState::Crosses | RequestState::Rejected | RequestState::OnWire => {}
        });
    }

    /// A request that crossed a choke has arrived at the sender at `end`. True when the sender serves the receiver again and will
    /// answer it; otherwise it is rejected.
    pub fn request_arrives(&mut self, end: EndIdx, block: BlockRef, now: Nanos, schedule: &mut Schedule) -> bool {
        let Some(idx) = self.pipe_idx(end) else { return false };
        let serving = self.end(end).serving && self.end(end).open;
        let idle = !self.pipes.view(idx).waits();
        let crossing = |request: &Request| request.block == block && request.state == RequestState::Crosses;
        let state = if serving { RequestState::Waits } else { RequestState::Rejected };
        if self.pipes.change_first(idx, crossing, |request| request.state = state).is_none() {
            return true;
        }
        if serving && idle {
            self.make_ready(idx, now, now, schedule);
        }
        serving
    }

    /// The sender at `end` takes a request back that waits behind the first `ready` ones: it will be rejected. False when the block
    /// is on its way, or lies in the send buffer.
    pub fn take_back(&mut self, end: EndIdx, block: BlockRef, ready: usize, now: Nanos) -> bool {
        let Some(idx) = self.pipe_idx(end) else { return false };
        let here = |request: &Request| request.state == RequestState::Waits && request.since <= now;
        let waiting = self.pipes.view(idx).requests().filter(here);
        if waiting.skip(ready).all(|request| request.block != block) {
            return false;
        }
        let is_so = |request: &Request| here(request) && request.block == block;
        self.pipes.change_first(idx, is_so, |request| request.state = RequestState::Rejected);
        if !self.pipes.view(idx).waits() {
            let host = self.pipes[idx].hosts[0];
            self.host_mut(host).ready.retain(|ready| ready.pipe != idx);
        }
        true
    }

    /// The receiver at `end` hears that a request is rejected.
    pub fn hear_reject(&mut self, end: EndIdx, block: BlockRef) -> Option<Request> {
        let idx = self.pipe_idx(end.other())?;
        let is_so = |request: &Request| request.block == block && request.state == RequestState::Rejected;
        self.pipes.take(idx, is_so)
    }

    /// The receiver at `end` marks the first request that is so as cancelled.
    pub fn cancel(&mut self, end: EndIdx, is_so: impl Fn(&Request) -> bool) -> Option<BlockRef> {
        let idx = self.pipe_idx(end.other())?;
        let request = self.pipes.change_first(idx, is_so, |request| request.cancelled = true)?;
        Some(request.block)
    }

    /// Neither side needs a pipe that holds nothing: its memory is given back.
    pub fn release_pipe(&mut self, from: EndIdx) {
        if let Some(idx) = self.pipe_idx(from)
            && self.pipes[idx].is_empty()
        {
            self.free_pipe(idx);
        }
    }

    pub(super) fn free_pipe(&mut self, idx: PipeIdx) {
        let Pipe { from, hosts, abandoned, .. } = self.pipes[idx];
        if !abandoned {
            self.connection_mut(from).pipes[(from.0 % 2) as usize].take();
        }
        self.host_mut(hosts[0]).ready.retain(|ready| ready.pipe != idx);
        hosts.iter().for_each(|&host| self.stop_using(host));
        self.pipes.close(idx);
    }

    /// Both ends are closed: what waits is gone, what is on the wire will be lost.
    pub(super) fn abandon_pipe(&mut self, from: EndIdx) {
        let Some(idx) = self.pipe_idx(from) else { return };
        self.connection_mut(from).pipes[(from.0 % 2) as usize].take();
        self.pipes[idx].abandoned = true;
        self.pipes.drop_waiting(idx);
        if self.pipes[idx].on_wire == 0 {
            self.free_pipe(idx);
        }
    }

    /// Blocks of a pipe that lie ready in the send buffer: what is said to the neighbour waits behind them.
    pub fn set_written(&mut self, end: EndIdx, blocks: u32) {
        if let Some(idx) = self.pipe_idx(end) {
            self.pipes[idx].written = u16::try_from(blocks).unwrap_or(u16::MAX);
        }
    }

    /// When everything that is written to the neighbour has left: the block that is leaving, and what lies ready behind it.
    #[inline]
    pub(super) fn written_until(&self, end: EndIdx, now: Nanos) -> Nanos {
        let Some(idx) = self.pipe_idx(end) else { return now };
        let (pipe, host) = (&self.pipes[idx], self.host(self.end(end).host));
        let leaving = if host.sending.get() == Some(idx) { host.next.max(now) } else { now };
        if pipe.written == 0 {
            return leaving;
        }
        // Blocks to all who have something coming leave in turn.
        let turns = host.ready.len().max(1) as u64;
        let waiting = (pipe.len() - usize::from(pipe.on_wire)).min(usize::from(pipe.written)) as u64;
        let bytes = self.options.block * waiting * turns;
        leaving + host.up.time_for(bytes)
    }

    /// News of a piece, at place `n` of the sender's list, has been written at all ends of a peer on this host. Where blocks were written
    /// before it, it waits behind them; tells when the last copy has arrived.
    pub fn delay_news(&mut self, host: HostIdx, peer: PeerIdx, n: u32, now: Nanos) -> Nanos {
        let mut last = now;
        if !self.options.weigh {
            return last;
        }
        for place in 0..=self.host(host).ready.len() {
            let Some(idx) = self.busy_pipe(host, place).filter(|idx| self.pipes[*idx].sender == peer) else { continue };
            let from = self.pipes[idx].from;
            let until = self.written_until(from, now) + self.connection(from).latency;
            self.pipes.delay(idx, n, until, now);
            last = last.max(until);
        }
        last
    }

    /// The pipe that is sending at place 0, then those that are ready; nothing where that is the one that is sending.
    #[inline]
    fn busy_pipe(&self, host: HostIdx, place: usize) -> Option<PipeIdx> {
        let host = self.host(host);
        let Some(ready) = place.checked_sub(1) else { return host.sending.get() };
        Some(host.ready[ready].pipe).filter(|pipe| Some(*pipe) != host.sending.get())
    }

    /// How much of the sender's list of pieces has arrived at the receiver of this pipe, as far as written blocks are in its way.
    #[inline]
    pub fn news_limit(&self, receiver: EndIdx, now: Nanos) -> u32 {
        if !self.options.weigh {
            return u32::MAX;
        }
        let Some(pipe) = self.pipe_to(receiver) else { return u32::MAX };
        pipe.delayed().iter().find(|(_, until)| *until > now).map_or(u32::MAX, |(n, _)| *n)
    }

    /// A pipe that had nothing to send has. One that is sending, or parked, goes on by itself.
    fn make_ready(&mut self, idx: PipeIdx, since: Nanos, now: Nanos, schedule: &mut Schedule) {
        let Pipe { from, hosts, parked, .. } = self.pipes[idx];
        if parked || self.host(hosts[0]).sending.get() == Some(idx) {
            return;
        }
        self.forget_savings(from);
        let host = self.host_mut(hosts[0]);
        host.ready.push(Ready { since, pipe: idx });
        host.wake(hosts[0], since.max(now), schedule);
    }
}

impl super::hosts::Host {
    /// The uplink has something to do at `at`, if it is not sending then.
    #[inline]
    pub(super) fn wake(&mut self, own: HostIdx, at: Nanos, schedule: &mut Schedule) {
        if self.sending.get().is_none() && at < self.next {
            self.next = at;
            schedule.push(at, Due::Uplink(own));
        }
    }
}
