//! The pipes of a swarm, each with its queue.
//!
//! What the receiver has asked for, what waits at the sender and what is on its way are one queue:
//!
//! ```text
//!   delivered <- | landed | on the wire || waits at the sender, or is still on its way there | <- asked for
//! ```
//! The front part (`on_wire` blocks) keeps its order: blocks are sent, land and pass the downlink one after another.

use super::connections::End;
use super::requests::{Entry, Request, RequestState};
use crate::base::ids::{EndIdx, HostIdx, PeerIdx, PieceIdx, PipeIdx};
use crate::base::rings::{Ring, Rings};
use crate::base::room;
use crate::base::units::Nanos;
use std::ops::{Deref, Index, IndexMut};

/// A direction of a connection that carries blocks. It lasts while something is asked for, or its sender serves the receiver.
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
    /// The hosts of both.
    pub hosts: [HostIdx; 2],
    queue: Ring,

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
    /// News of pieces waits behind written blocks, or did lately.
    delays: bool,
}

impl Pipe {
    /// How much is asked for and not answered.
    #[inline]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Nothing is asked for.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}

/// A pipe or none, in four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct MaybePipe(u32);

impl Default for MaybePipe {
    fn default() -> MaybePipe {
        MaybePipe(u32::MAX)
    }
}

impl MaybePipe {
    #[inline]
    pub(super) fn some(pipe: PipeIdx) -> MaybePipe {
        MaybePipe(pipe.0)
    }

    #[inline]
    pub(super) fn get(self) -> Option<PipeIdx> {
        (self != MaybePipe::default()).then_some(PipeIdx(self.0))
    }

    /// The pipe, which is none from now on.
    #[inline]
    pub(super) fn take(&mut self) -> Option<PipeIdx> {
        std::mem::take(self).get()
    }
}

/// All pipes, with what is asked for on them.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Pipes {
    list: Vec<Pipe>,
    /// By pipe, news that waits behind written blocks: from which place in the sender's list, and until when.
    delayed: Vec<Vec<(u32, Nanos)>>,
    free: Vec<PipeIdx>,
    rings: Rings<Entry>,
}

/// A pipe to look at, with what is asked for on it.
#[derive(Clone, Copy)]
pub struct PipeView<'a> {
    pipe: &'a Pipe,
    idx: PipeIdx,
    pipes: &'a Pipes,
}

impl Deref for PipeView<'_> {
    type Target = Pipe;
    #[inline]
    fn deref(&self) -> &Pipe {
        self.pipe
    }
}

impl<'a> PipeView<'a> {
    /// News of pieces that waits behind written blocks, or did lately: from which place in the sender's list, and until when.
    #[inline]
    pub(super) fn delayed(&self) -> &'a [(u32, Nanos)] {
        if self.pipe.delays { &self.pipes.delayed[self.idx.at()] } else { &[] }
    }

    /// Until when news at a place of the sender's list waits behind written blocks, if it does.
    pub fn delay_of(&self, place: u32) -> Option<Nanos> {
        self.delayed().iter().rev().find(|(first, _)| *first <= place).map(|(_, until)| *until)
    }

    /// Everything that the receiver has asked for and not been answered, in order.
    #[inline]
    pub fn requests(&self) -> impl Iterator<Item = Request> + use<'a> {
        self.pipes.rings.iter(&self.pipe.queue, 0).map(Entry::request)
    }

    /// Blocks that are leaving or have left.
    pub fn flights(&self) -> impl Iterator<Item = Request> + use<'a> {
        self.requests().take(usize::from(self.pipe.on_wire))
    }

    /// The next request that the sender can answer, and its place in the queue.
    #[inline]
    fn next_waiting(&self) -> Option<(usize, Request)> {
        let from = usize::from(self.pipe.on_wire);
        let mut rest = self.pipes.rings.iter(&self.pipe.queue, from).zip(from..);
        rest.find(|(entry, _)| entry.state() == RequestState::Waits).map(|(entry, place)| (place, entry.request()))
    }

    /// The sender has something to answer, now or when it has arrived.
    #[inline]
    pub(super) fn waits(&self) -> bool {
        self.next_waiting().is_some()
    }

    /// Whether a request waits at the sender.
    #[inline]
    pub fn has_waiting(&self, now: Nanos) -> bool {
        self.next_to_send(now).is_some()
    }

    /// The piece of the next request that waits at the sender.
    pub fn next_piece(&self, now: Nanos) -> Option<PieceIdx> {
        self.next_to_send(now).map(|(_, request)| request.block.piece)
    }

    /// Payload of the requests that wait at the sender.
    pub fn waiting_bytes(&self, now: Nanos) -> u64 {
        let waits = |request: &Request| request.state == RequestState::Waits && request.since <= now;
        self.requests().filter(waits).map(|request| u64::from(request.bytes)).sum()
    }

    /// Since when there is something to send, if there is; in the future when the request has not arrived yet.
    #[inline]
    pub(super) fn ready_since(&self, now: Nanos) -> Option<Nanos> {
        if self.pipe.parked {
            return None;
        }
        self.next_waiting().map(|(_, request)| request.since.max(now))
    }

    /// The next request that has arrived at the sender, and its place in the queue.
    #[inline]
    pub(super) fn next_to_send(&self, now: Nanos) -> Option<(usize, Request)> {
        self.next_waiting().filter(|(_, request)| request.since <= now)
    }
}

impl Index<PipeIdx> for Pipes {
    type Output = Pipe;
    #[inline]
    fn index(&self, idx: PipeIdx) -> &Pipe {
        &self.list[idx.at()]
    }
}

impl IndexMut<PipeIdx> for Pipes {
    #[inline]
    fn index_mut(&mut self, idx: PipeIdx) -> &mut Pipe {
        &mut self.list[idx.at()]
    }
}

impl Pipes {
    /// A pipe with its requests, to look at.
    #[inline]
    pub(super) fn view(&self, idx: PipeIdx) -> PipeView<'_> {
        PipeView { pipe: &self.list[idx.at()], idx, pipes: self }
    }

    /// All pipes, with those that are done with.
    pub(super) fn iter(&self) -> impl Iterator<Item = PipeView<'_>> {
        self.list.iter().zip(0..).map(|(pipe, idx)| PipeView { pipe, idx: PipeIdx(idx), pipes: self })
    }

    /// A new pipe. It may use the memory of one that is done with.
    pub(super) fn open(&mut self, from: EndIdx, generation: u32, ends: [End; 2]) -> PipeIdx {
        let idx = self.free.pop();
        let pipe = Pipe {
            from,
            generation,
            sender: ends[0].peer,
            receiver: ends[1].peer,
            hosts: ends.map(|end| end.host),
            queue: Ring::default(),
            on_wire: 0,
            landed: 0,
            bytes_on_wire: 0,
            parked: false,
            abandoned: false,
            written: 0,
            delays: false,
        };
        if let Some(idx) = idx {
            self[idx] = pipe;
            self.delayed[idx.at()].clear();
            return idx;
        }
        room::push_one(&mut self.list, pipe);
        room::push_one(&mut self.delayed, Vec::with_capacity(2));
        PipeIdx(self.list.len() as u32 - 1)
    }

    /// News at place `n` of the sender's list waits behind written blocks.
    pub(super) fn delay(&mut self, idx: PipeIdx, n: u32, until: Nanos, now: Nanos) {
        let delayed = &mut self.delayed[idx.at()];
        delayed.retain(|(_, until)| *until > now);
        delayed.push((n, until));
        self[idx].delays = true;
    }

    /// A pipe is done with.
    pub(super) fn close(&mut self, idx: PipeIdx) {
        let pipe = &mut self.list[idx.at()];
        assert!(pipe.on_wire == 0, "a pipe is given back while something is in it");
        self.rings.release(&mut pipe.queue);
        pipe.abandoned = true;
        room::push_one(&mut self.free, idx);
    }

    /// Something is asked for.
    #[inline]
    pub(super) fn push(&mut self, idx: PipeIdx, request: Request) {
        self.rings.push_back(&mut self.list[idx.at()].queue, Entry::new(request));
    }

    fn set(&mut self, idx: PipeIdx, place: usize, request: Request) {
        *self.rings.get_mut(&self.list[idx.at()].queue, place) = Entry::new(request);
    }

    fn get(&self, idx: PipeIdx, place: usize) -> Request {
        self.rings.get(&self.list[idx.at()].queue, place).request()
    }

    /// Changes each request that is so, as `change` says of it.
    pub(super) fn change(&mut self, idx: PipeIdx, mut change: impl FnMut(&mut Request)) {
        let queue = &self.list[idx.at()].queue;
        for place in 0..queue.len() {
            let entry = self.rings.get_mut(queue, place);
            let mut request = entry.request();
            change(&mut request);
            *entry = Entry::new(request);
        }
    }

    /// Changes the first request that is so; false when there is none.
    pub(super) fn change_first(
        &mut self,
        idx: PipeIdx,
        is_so: impl Fn(&Request) -> bool,
        change: impl FnOnce(&mut Request),
    ) -> Option<Request> {
        let place = self.view(idx).requests().position(|request| is_so(&request))?;
        let mut request = self.get(idx, place);
        change(&mut request);
        self.set(idx, place, request);
        Some(request)
    }

    /// The block of the request at this place begins to leave: it goes behind those that have.
    #[inline]
    pub(super) fn begin(&mut self, idx: PipeIdx, place: usize, request: Request) -> Request {
        let begun = Request { state: RequestState::OnWire, ..request };
        let pipe = &mut self.list[idx.at()];
        let front = usize::from(pipe.on_wire);
        if place > front {
            self.rings.move_forward(&pipe.queue, place, front);
        }
        *self.rings.get_mut(&pipe.queue, front) = Entry::new(begun);
        pipe.on_wire += 1;
        pipe.bytes_on_wire += request.bytes;
        begun
    }

    /// The block that is leaving, or left last.
    #[inline]
    pub(super) fn last_begun(&self, idx: PipeIdx) -> Request {
        self.get(idx, usize::from(self[idx].on_wire) - 1)
    }

    /// The end of the block that is leaving, or left last, is known better.
    #[inline]
    pub(super) fn last_begun_ends(&mut self, idx: PipeIdx, until: Nanos) -> Request {
        let request = Request { until, ..self.last_begun(idx) };
        self.set(idx, usize::from(self[idx].on_wire) - 1, request);
        request
    }

    /// The block that lands next.
    #[inline]
    pub(super) fn next_to_land(&self, idx: PipeIdx) -> Request {
        self.get(idx, usize::from(self[idx].landed))
    }

    /// The block that lands next has landed, and will have passed the downlink at `ends`.
    pub(super) fn land(&mut self, idx: PipeIdx, ends: Nanos) {
        let request = Request { until: ends, ..self.next_to_land(idx) };
        self.set(idx, usize::from(self[idx].landed), request);
        self[idx].landed += 1;
    }

    /// The first block is through, or lost.
    #[inline]
    pub(super) fn pop(&mut self, idx: PipeIdx) -> Request {
        let pipe = &mut self.list[idx.at()];
        let entry = self.rings.pop_front(&mut pipe.queue).expect("a block that is on the wire is in the queue");
        pipe.on_wire -= 1;
        pipe.bytes_on_wire -= entry.bytes();
        entry.request()
    }

    /// A block is lost with its connection: the receiver waits for it until it hears of that.
    pub(super) fn keep(&mut self, idx: PipeIdx, request: Request) {
        self.push(idx, Request { state: RequestState::Rejected, ..request });
    }

    /// The block that is leaving is torn: its sender has gone. The receiver waits for it until it hears of that.
    pub(super) fn tear(&mut self, idx: PipeIdx) -> Request {
        let torn = Request { state: RequestState::Rejected, ..self.last_begun(idx) };
        self.set(idx, usize::from(self[idx].on_wire) - 1, torn);
        let pipe = &mut self[idx];
        pipe.on_wire -= 1;
        pipe.bytes_on_wire -= torn.bytes;
        torn
    }

    /// Takes the first request that is so out of the queue; blocks on the wire stay.
    pub(super) fn take(&mut self, idx: PipeIdx, is_so: impl Fn(&Request) -> bool) -> Option<Request> {
        let from = usize::from(self[idx].on_wire);
        let place = self.view(idx).requests().skip(from).position(|request| is_so(&request))?;
        Some(self.rings.remove(&mut self.list[idx.at()].queue, from + place).request())
    }

    /// What is not on the wire is gone.
    pub(super) fn drop_waiting(&mut self, idx: PipeIdx) {
        let pipe = &mut self.list[idx.at()];
        self.rings.truncate(&mut pipe.queue, usize::from(pipe.on_wire));
    }
}
