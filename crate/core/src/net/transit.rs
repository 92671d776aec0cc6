//! Blocks on their way: when each has left, lands, and has passed the downlink.

use super::Net;
use super::hosts::Ready;
use super::pipes::{Pipe, PipeView, Request};
use super::schedule::{Due, Schedule};
use crate::base::ids::{HostIdx, PipeIdx};
use crate::base::units::Nanos;

/// A block that has come to its end, one way or the other.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// What.
    pub request: Request,
    /// Both ends of the connection were open: the block is received. Otherwise it is lost.
    pub received: bool,
}

impl Net {
    /// The last byte of a block has left. Tells which block, and on which pipe; the uplink is free.
    pub fn sent(&mut self, idx: HostIdx, now: Nanos, schedule: &mut Schedule) -> Option<(PipeIdx, Request)> {
        let host = self.host_mut(idx);
        let pipe_idx = host.sending.take()?;
        // Control bytes that came meanwhile fall from now on.
        host.settle_debt(now);
        let from = self.pipes[pipe_idx].from;
        let open = !self.pipes[pipe_idx].abandoned;
        let hosts = self.pipes[pipe_idx].hosts;
        let (begun, latency) = (self.pipes.last_begun(pipe_idx), self.connection(from).latency);
        let bytes = self.block_bytes(begun.bytes);
        let mut lands = self.cross(hosts[0], hosts[1], bytes, now, now.since(begun.since), latency);
        if self.options.jitter.0 > 0 && open {
            lands = self.arrival(from, 0, now).max(lands);
        }
        let request = self.pipes.last_begun_ends(pipe_idx, lands);
        let pipe = &mut self.pipes[pipe_idx];
        pipe.written = pipe.written.saturating_sub(1);
        schedule.push(lands, Due::Landed(pipe_idx));
        // Round-robin: a pipe with more to send goes to the back of the queue.
        if open
            && self.end(from).sends()
            && let Some(since) = self.pipes.view(pipe_idx).ready_since(now)
        {
            self.host_mut(idx).ready.push(Ready { since, pipe: pipe_idx });
        }
        Some((pipe_idx, request))
    }

    /// The last byte has come to the receiver's downlink. Tells when it has passed: the link takes `bytes / down`, begins neither
    /// before the first byte comes nor before it is free, and can't end before now.
    pub fn landed(&mut self, idx: PipeIdx, now: Nanos) -> Nanos {
        let Pipe { hosts, from, .. } = self.pipes[idx];
        let latency = self.connection(from).latency;
        let (request, weigh) = (self.pipes.next_to_land(idx), self.options.weigh);
        let (bytes, first) = (self.block_bytes(request.bytes), request.since + latency);
        let acknowledged = self.acknowledged(hosts, request.bytes, now, latency);
        let link = self.host_mut(hosts[1]);
        let debt = if weigh { link.pay_down_debt(now) } else { Nanos::ZERO };
        let passed = now.max(link.down_free.max(first) + link.down.time_for(bytes) + debt);
        let ends = link.use_disk(request.bytes, passed.max(acknowledged));
        link.down_free = ends;
        self.pipes.land(idx, ends);
        ends
    }

    /// When the acknowledgements of a block have passed the receiver's uplink: TCP sends on as they come.
    fn acknowledged(&mut self, [from, to]: [HostIdx; 2], payload: u32, now: Nanos, latency: Nanos) -> Nanos {
        if !self.options.acknowledgements {
            return now;
        }
        let bytes = self.acknowledgement_bytes(payload);
        let left = self.host_mut(to).write_control(bytes, now);
        self.host_mut(from).read_control(bytes, left + latency);
        left
    }

    /// Whether both ends of a pipe's connection are open.
    #[inline]
    pub fn is_pipe_whole(&self, idx: PipeIdx) -> bool {
        let pipe = &self.pipes[idx];
        !pipe.abandoned && self.is_whole(pipe.from, pipe.generation)
    }

    /// The first block of a pipe has passed the downlink, or is lost. The pipe may go on.
    pub fn finish(&mut self, idx: PipeIdx, landed: bool, now: Nanos, schedule: &mut Schedule) -> Ended {
        let received = self.is_pipe_whole(idx);
        self.pipes[idx].landed -= u16::from(landed);
        let request = self.pipes.pop(idx);
        let pipe = &self.pipes[idx];
        let (sender, abandoned, empty) = (pipe.hosts[0], pipe.abandoned, pipe.is_empty());
        let host = self.host_mut(sender);
        host.in_flight -= 1;
        self.in_flight -= 1;
        if abandoned {
            if empty {
                self.free_pipe(idx);
            }
        } else {
            if !received {
                self.pipes.keep(idx, request);
            }
            let from = self.pipes[idx].from;
            self.grow_window(from, now);
            self.unpark(idx, now, schedule);
        }
        Ended { request, received }
    }

    /// Pipes with blocks that are leaving or have left.
    pub fn flying(&self) -> impl Iterator<Item = PipeView<'_>> {
        self.pipes.iter().filter(|pipe| pipe.on_wire > 0)
    }
}
