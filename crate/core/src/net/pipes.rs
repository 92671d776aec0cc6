//! Pipes: one direction of a connection that carries blocks.
//!
//! What the receiver has asked for, what waits at the sender and what is on its way are one queue:
//!
//! ```text
//!   delivered <- | landed | on the wire || waits at the sender, or is still on its way there | <- asked for
//! ```
//! The front part (`on_wire` blocks) keeps its order: blocks are sent, land and pass the downlink one after another. A pipe lasts
//! while its queue holds something, or its sender serves the receiver.

use super::Net;
use super::connections::End;
use super::hosts::Ready;
use super::schedule::{Due, Schedule};
use crate::base::ids::{BlockRef, EndIdx, HostIdx, PeerIdx, PipeIdx};
use crate::base::room;
use crate::base::units::Nanos;
use std::collections::VecDeque;

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// It waits at the sender, or will when it has arrived there.
    Waits,
    /// It was sent to a neighbour that does not serve us: the neighbour will reject it.
    Crosses,
    /// The sender has rejected it; the receiver has not heard of it yet.
    Rejected,
    /// The block is leaving, or has left.
    OnWire,
}

/// A block that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// The block.
    pub block: BlockRef,
    /// Its payload.
    pub bytes: u32,
    /// How it stands.
    pub state: RequestState,
    /// The receiver has cancelled it: a block or a reject will still come.
    pub cancelled: bool,
    /// When the request arrives at the sender; once the block is on the wire, when its first byte left.
    pub since: Nanos,
    /// When the block's last byte arrives, as far as is known; when a reject arrives.
    pub until: Nanos,
}

/// A direction that carries blocks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub struct Pipe {
    /// The sender's end of the connection.
    pub from: EndIdx,
    /// The connection's generation.
    pub generation: u32,
    /// The sender, and the receiver.
    pub sender: PeerIdx,
    /// See `sender`.
    pub receiver: PeerIdx,
    pub(super) hosts: [HostIdx; 2],
    queue: VecDeque<Request>,

    /// Blocks at the front of the queue that are leaving or have left.
    pub(super) on_wire: u16,
    /// Of these, those that wait in the queue of the receiver's downlink.
    pub(super) landed: u16,
    /// Payload bytes that are leaving or have left.
    pub(super) bytes_on_wire: u32,
    /// It waits until one of its blocks has come through.
    pub(super) parked: bool,
    /// The connection is closed on both sides: the pipe lasts only until its last block is lost.
    pub(super) abandoned: bool,
    /// Blocks that lie ready in the sender's send buffer and can't be taken back.
    pub(super) written: u16,
    /// News of pieces that waits behind written blocks: from which place in the sender's list, and until when.
    pub(super) behind: Vec<(u32, Nanos)>,
}

impl Pipe {
    /// A pipe in the memory of one that is done with.
    fn new(from: EndIdx, generation: u32, ends: [End; 2], memory: (VecDeque<Request>, Vec<(u32, Nanos)>)) -> Pipe {
        let (queue, mut behind) = memory;
        behind.clear();
        Pipe {
            from,
            generation,
            sender: ends[0].peer,
            receiver: ends[1].peer,
            hosts: [ends[0].host, ends[1].host],
            queue,
            on_wire: 0,
            landed: 0,
            bytes_on_wire: 0,
            parked: false,
            abandoned: false,
            written: 0,
            behind,
        }
    }

    /// Everything that the receiver has asked for and not been answered, in order.
    #[inline]
    pub fn requests(&self) -> impl Iterator<Item = &Request> + '_ {
        self.queue.iter()
    }

    /// How many these are.
    #[inline]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Nothing is asked for.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Until when news at a place of the sender's list waits behind written blocks, if it does.
    pub fn delay_of(&self, place: u32) -> Option<Nanos> {
        self.behind.iter().rev().find(|(first, _)| *first <= place).map(|(_, until)| *until)
    }

    /// Blocks that are leaving or have left.
    pub fn flights(&self) -> impl Iterator<Item = &Request> + '_ {
        self.queue.iter().take(usize::from(self.on_wire))
    }

    /// The next request that the sender can answer, and its place in the queue.
    #[inline]
    fn next_waiting(&self) -> Option<(usize, Request)> {
        let from = usize::from(self.on_wire);
        let mut rest = self.queue.range(from..).zip(from..);
        rest.find(|(request, _)| request.state == RequestState::Waits).map(|(request, place)| (place, *request))
    }

    /// Whether a request waits at the sender.
    #[inline]
    pub fn has_waiting(&self, now: Nanos) -> bool {
        self.next_to_send(now).is_some()
    }

    /// Since when there is something to send, if there is; in the future when the request has not arrived yet.
    #[inline]
    pub(super) fn ready_since(&self, now: Nanos) -> Option<Nanos> {
        if self.parked {
            return None;
        }
        self.next_waiting().map(|(_, request)| request.since.max(now))
    }

    /// The next request that has arrived at the sender.
    #[inline]
    pub(super) fn next_to_send(&self, now: Nanos) -> Option<Request> {
        self.next_waiting().map(|(_, request)| request).filter(|request| request.since <= now)
    }

    /// The block of the next request begins to leave.
    #[inline]
    pub(super) fn begin(&mut self, now: Nanos, arrives: Nanos) -> Request {
        let (place, request) = self.next_waiting().expect("a pipe begins what it was asked for");
        let begun = Request { state: RequestState::OnWire, since: now, until: arrives, ..request };
        if place == usize::from(self.on_wire) {
            self.queue[place] = begun;
        } else {
            self.queue.remove(place);
            self.queue.insert(usize::from(self.on_wire), begun);
        }
        self.on_wire += 1;
        self.bytes_on_wire += request.bytes;
        begun
    }

    /// The block that is leaving, or left last.
    #[inline]
    pub(super) fn last_begun(&mut self) -> &mut Request {
        &mut self.queue[usize::from(self.on_wire) - 1]
    }

    /// The block that lands next.
    #[inline]
    pub(super) fn next_to_land(&mut self) -> &mut Request {
        &mut self.queue[usize::from(self.landed)]
    }

    /// The first block is through, or lost.
    #[inline]
    pub(super) fn pop(&mut self) -> Request {
        let request = self.queue.pop_front().expect("a block that is on the wire is in the queue");
        self.on_wire -= 1;
        self.bytes_on_wire -= request.bytes;
        request
    }

    /// A block is lost with its connection: the receiver waits for it until it hears of that.
    pub(super) fn keep(&mut self, request: Request) {
        self.queue.push_back(Request { state: RequestState::Rejected, ..request });
    }

    /// The block that is leaving is torn: its sender has gone. The receiver waits for it until it hears of that.
    pub(super) fn tear(&mut self) -> Request {
        let request = self.last_begun();
        request.state = RequestState::Rejected;
        let torn = *request;
        self.on_wire -= 1;
        self.bytes_on_wire -= torn.bytes;
        torn
    }

    /// Takes the first request that is so out of the queue; blocks on the wire stay.
    fn take(&mut self, is_so: impl Fn(&Request) -> bool) -> Option<Request> {
        let from = usize::from(self.on_wire);
        let place = self.queue.range(from..).position(is_so)?;
        self.queue.remove(from + place)
    }
}

impl Net {
    /// The pipe from an end, if it carries anything.
    #[inline]
    pub fn pipe_from(&self, end: EndIdx) -> Option<&Pipe> {
        self.pipe_idx(end).map(|pipe| &self.pipes[pipe.at()])
    }

    /// The pipe to an end, if it carries anything.
    #[inline]
    pub fn pipe_to(&self, end: EndIdx) -> Option<&Pipe> {
        self.pipe_from(end.other())
    }

    #[inline]
    pub(super) fn pipe_idx(&self, from: EndIdx) -> Option<PipeIdx> {
        self.connection(from).pipes[(from.0 % 2) as usize]
    }

    fn pipe_of(&mut self, from: EndIdx) -> PipeIdx {
        if let Some(pipe) = self.pipe_idx(from) {
            return pipe;
        }
        let connection = self.connection(from);
        let side = (from.0 % 2) as usize;
        let ends = [connection.ends[side], connection.ends[1 - side]];
        let generation = connection.generation;
        let idx = match self.free_pipes.pop() {
            Some(idx) => {
                let pipe = &mut self.pipes[idx.at()];
                let memory = (std::mem::take(&mut pipe.queue), std::mem::take(&mut pipe.behind));
                *pipe = Pipe::new(from, generation, ends, memory);
                idx
            }
            None => {
                room::push_one(
                    &mut self.pipes,
                    Pipe::new(from, generation, ends, (VecDeque::with_capacity(16), Vec::with_capacity(2))),
                );
                PipeIdx(self.pipes.len() as u32 - 1)
            }
        };
        self.connection_mut(from).pipes[side] = Some(idx);
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
        let pipe = &mut self.pipes[idx.at()];
        let idle = pipe.next_waiting().is_none();
        pipe.queue.push_back(request);
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
        self.end_mut(end).serving = false;
        if let Some(idx) = self.pipe_idx(end) {
            self.pipes[idx.at()].parked = false;
            let host = self.end(end).host;
            self.host_mut(host).ready.retain(|ready| ready.pipe != idx);
        }
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
        for request in self.pipes[idx.at()].queue.iter_mut().filter(|request| request.state == RequestState::Waits) {
            if request.since <= now {
                request.state = RequestState::Rejected;
                rejected.push(request.block);
            } else {
                request.state = RequestState::Crosses;
                crossing.push((request.block, request.since));
            }
        }
    }

    /// A request that crossed a choke has arrived at the sender at `end`. True when the sender serves the receiver again and will
    /// answer it; otherwise it is rejected.
    pub fn request_arrives(&mut self, end: EndIdx, block: BlockRef, now: Nanos, schedule: &mut Schedule) -> bool {
        let Some(idx) = self.pipe_idx(end) else { return false };
        let serving = self.end(end).serving && self.end(end).open;
        let pipe = &mut self.pipes[idx.at()];
        let idle = pipe.next_waiting().is_none();
        let crossing = |request: &&mut Request| request.block == block && request.state == RequestState::Crosses;
        let Some(request) = pipe.queue.iter_mut().find(crossing) else { return true };
        request.state = if serving { RequestState::Waits } else { RequestState::Rejected };
        if serving && idle {
            self.make_ready(idx, now, now, schedule);
        }
        serving
    }

    /// The sender at `end` takes a request back that waits behind the first `ready` ones: it will be rejected. False when the block
    /// is on its way, or lies in the send buffer.
    pub fn take_back(&mut self, end: EndIdx, block: BlockRef, ready: usize, now: Nanos) -> bool {
        let Some(idx) = self.pipe_idx(end) else { return false };
        let pipe = &mut self.pipes[idx.at()];
        let here = |request: &Request| request.state == RequestState::Waits && request.since <= now;
        let mut waiting = pipe.queue.iter_mut().filter(|request| here(request)).skip(ready);
        let Some(request) = waiting.find(|request| request.block == block) else { return false };
        request.state = RequestState::Rejected;
        if pipe.next_waiting().is_none() {
            self.hosts[pipe.hosts[0].at()].ready.retain(|ready| ready.pipe != idx);
        }
        true
    }

    /// The receiver at `end` hears that a request is rejected.
    pub fn hear_reject(&mut self, end: EndIdx, block: BlockRef) -> Option<Request> {
        let idx = self.pipe_idx(end.other())?;
        let is_so = |request: &Request| request.block == block && request.state == RequestState::Rejected;
        self.pipes[idx.at()].take(is_so)
    }

    /// The receiver at `end` marks the first request that is so as cancelled.
    pub fn cancel(&mut self, end: EndIdx, is_so: impl Fn(&Request) -> bool) -> Option<BlockRef> {
        let idx = self.pipe_idx(end.other())?;
        let request = self.pipes[idx.at()].queue.iter_mut().find(|request| is_so(request))?;
        request.cancelled = true;
        Some(request.block)
    }

    /// Neither side needs a pipe that holds nothing: its memory is given back.
    pub fn release_pipe(&mut self, from: EndIdx) {
        if let Some(idx) = self.pipe_idx(from)
            && self.pipes[idx.at()].is_empty()
        {
            self.free_pipe(idx);
        }
    }

    pub(super) fn free_pipe(&mut self, idx: PipeIdx) {
        let pipe = &self.pipes[idx.at()];
        assert!(pipe.on_wire == 0, "a pipe is given back while something is in it");
        let (from, host) = (pipe.from, pipe.hosts[0]);
        if !pipe.abandoned {
            self.connection_mut(from).pipes[(from.0 % 2) as usize] = None;
        }
        self.host_mut(host).ready.retain(|ready| ready.pipe != idx);
        let pipe = &mut self.pipes[idx.at()];
        pipe.queue.clear();
        pipe.abandoned = true;
        self.free_pipes.push(idx);
    }

    /// Both ends are closed: what waits is gone, what is on the wire will be lost.
    pub(super) fn abandon_pipe(&mut self, from: EndIdx) {
        let Some(idx) = self.pipe_idx(from) else { return };
        self.connection_mut(from).pipes[(from.0 % 2) as usize] = None;
        let pipe = &mut self.pipes[idx.at()];
        pipe.abandoned = true;
        let on_wire = usize::from(pipe.on_wire);
        pipe.queue.truncate(on_wire);
        if on_wire == 0 {
            self.free_pipe(idx);
        }
    }

    /// Blocks of a pipe that lie ready in the send buffer: what is said to the neighbour waits behind them.
    pub fn set_written(&mut self, end: EndIdx, blocks: u32) {
        if let Some(idx) = self.pipe_idx(end) {
            self.pipes[idx.at()].written = u16::try_from(blocks).unwrap_or(u16::MAX);
        }
    }

    /// When everything that is written to the neighbour has left: the block that is leaving, and what lies ready behind it.
    #[inline]
    pub(super) fn written_until(&self, end: EndIdx, now: Nanos) -> Nanos {
        let Some(idx) = self.pipe_idx(end) else { return now };
        let (pipe, host) = (&self.pipes[idx.at()], self.host(self.end(end).host));
        let leaving = if host.sending == Some(idx) { host.next.max(now) } else { now };
        if pipe.written == 0 {
            return leaving;
        }
        // Blocks to all who have something coming leave in turn.
        let turns = host.ready.len().max(1) as u64;
        let waiting = (pipe.len() - usize::from(pipe.on_wire)).min(usize::from(pipe.written)) as u64;
        let bytes = self.options.block * waiting * turns;
        leaving + host.up.time_for(bytes)
    }

    /// News of a piece, at place `n` of the sender's list, has been written at all ends of a host's peer. Where blocks were written
    /// before it, it waits behind them; tells when the last copy has arrived.
    pub fn delay_news(&mut self, host: HostIdx, n: u32, now: Nanos) -> Nanos {
        let mut last = now;
        if !self.options.weigh {
            return last;
        }
        let mut place = 0;
        while let Some(idx) = self.busy_pipe(host, place) {
            place += 1;
            let from = self.pipes[idx.at()].from;
            let until = self.written_until(from, now) + self.connection(from).latency;
            let behind = &mut self.pipes[idx.at()].behind;
            behind.retain(|(_, until)| *until > now);
            behind.push((n, until));
            last = last.max(until);
        }
        last
    }

    /// The pipe that is sending, then those that are ready.
    fn busy_pipe(&self, host: HostIdx, place: usize) -> Option<PipeIdx> {
        let host = self.host(host);
        let sending = host.sending.into_iter();
        let others = host.ready.iter().map(|ready| ready.pipe).filter(|pipe| Some(*pipe) != host.sending);
        sending.chain(others).nth(place)
    }

    /// How much of the sender's list of pieces has arrived at the receiver of this pipe, as far as written blocks are in its way.
    #[inline]
    pub fn news_limit(&self, receiver: EndIdx, now: Nanos) -> u32 {
        if !self.options.weigh {
            return u32::MAX;
        }
        let Some(pipe) = self.pipe_to(receiver) else { return u32::MAX };
        pipe.behind.iter().find(|(_, until)| *until > now).map_or(u32::MAX, |(n, _)| *n)
    }

    /// A pipe that had nothing to send has. One that is sending, or parked, goes on by itself.
    fn make_ready(&mut self, idx: PipeIdx, since: Nanos, now: Nanos, schedule: &mut Schedule) {
        let Pipe { from, hosts, parked, .. } = self.pipes[idx.at()];
        if parked || self.host(hosts[0]).sending == Some(idx) {
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
        if self.sending.is_none() && at < self.next {
            self.next = at;
            schedule.push(at, Due::Uplink(own));
        }
    }
}
