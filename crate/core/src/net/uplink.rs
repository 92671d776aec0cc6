//! Uplinks: whose turn it is, and when a block may begin.

use super::Net;
use super::hosts::{Host, Ready};
use super::pipes::Request;
use super::queues::MaybePipe;
use super::schedule::{Due, Schedule};
use crate::base::ids::{EndIdx, HostIdx, PeerIdx, PipeIdx};
use crate::base::units::Nanos;
use crate::scenario::config::ServeOrder;

/// Blocks of a pipe that may stand before a full downlink. With one, a sender that has to wait for its turn on the uplink
/// loses its place on the downlink, and a tenth of the flows of drawn networks miss their fair rate; with two, one in
/// twenty-five does.
const STANDING: u64 = 2;

/// No pipe has more bytes on its way: the largest window of TCP (RFC 7323, 2.3).
const WINDOW_MAX: u64 = 1 << 30;

/// Blocks of one neighbour that leave after another on average, where blocks leave in bursts.
const BURST: u64 = 8;

/// Bytes before a block's payload: length, number, piece, offset (BEP 3).
const BLOCK_HEADER: u32 = 13;

/// A block that begins to leave.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    /// The pipe.
    pub pipe: PipeIdx,
    /// The block.
    pub request: Request,
    /// When the request for it came.
    pub asked_at: Nanos,
}

impl Net {
    /// The event of an uplink is due: true when it is not an older one, which means nothing any more.
    #[inline]
    pub fn is_uplinks_moment(&mut self, host: HostIdx, now: Nanos) -> bool {
        let host = self.host_mut(host);
        let due = host.next == now;
        if due {
            host.next = Nanos::MAX;
        }
        due
    }

    /// The pipe whose block leaves now, if any does.
    #[inline]
    pub fn sending(&self, host: HostIdx) -> Option<PipeIdx> {
        self.host(host).sending.get()
    }

    /// The next block begins to leave, if the uplink is free and some pipe may go on. Otherwise the uplink is woken when a request
    /// arrives that is on its way.
    pub fn begin_next(&mut self, idx: HostIdx, now: Nanos, schedule: &mut Schedule) -> Option<Begun> {
        if self.host(idx).sending.get().is_some() {
            return None;
        }
        loop {
            let place = match self.turn(idx, now) {
                Ok(place) => place,
                Err(Some(next)) => {
                    self.host_mut(idx).wake(idx, next, schedule);
                    return None;
                }
                Err(None) => return None,
            };
            let Ready { pipe, .. } = self.host_mut(idx).ready.remove(place);
            let from = self.pipes[pipe].from;
            let Some((place, request)) = self.pipes.view(pipe).next_to_send(now) else {
                // The request was taken back; another one may be on its way.
                if let Some(since) = self.pipes.view(pipe).ready_since(now) {
                    self.host_mut(idx).ready.push(Ready { since, pipe });
                }
                continue;
            };
            if !self.has_room(pipe, request.bytes) {
                self.pipes[pipe].parked = true;
                continue;
            }
            if let Some(opens) = self.window_opens(from, request.bytes, now) {
                self.pipes[pipe].parked = true;
                if self.pace(from) {
                    schedule.push(opens, Due::Paced(from));
                }
                continue;
            }
            return Some(self.begin(idx, pipe, (place, request), now, schedule));
        }
    }

    fn begin(
        &mut self,
        idx: HostIdx,
        pipe: PipeIdx,
        (place, request): (usize, Request),
        now: Nanos,
        schedule: &mut Schedule,
    ) -> Begun {
        let asked_at = request.since;
        let from = self.pipes[pipe].from;
        let bytes = self.block_bytes(request.bytes);
        let latency = self.connection(from).latency;
        let weigh = self.options.weigh;
        let host = self.host_mut(idx);
        let debt = if weigh { host.pay_up_debt(now) } else { Nanos::ZERO };
        let sent = host.use_disk(request.bytes, now + host.up.time_for(bytes) + debt);
        host.sending = MaybePipe::some(pipe);
        if host.order == ServeOrder::Bursts {
            host.latest = Some(pipe);
        }
        host.in_flight += 1;
        host.next = sent;
        schedule.push(sent, Due::Uplink(idx));
        self.in_flight += 1;
        self.count_service(from, request.bytes);
        self.use_window(from, request.bytes, self.pipes[pipe].bytes_on_wire, now);
        let request = self.pipes.begin(pipe, place, Request { since: now, until: sent + latency, ..request });
        Begun { pipe, request, asked_at }
    }

    /// How long the uplink takes for everything that may leave now. What waits for room on its way does not count.
    pub fn ready_time(&self, host: HostIdx) -> Nanos {
        let host = self.host(host);
        let waiting = |ready: &Ready| {
            let pipe = &self.pipes[ready.pipe];
            (pipe.len() - usize::from(pipe.on_wire)) as u64
        };
        host.up.time_for(host.ready.iter().map(waiting).sum::<u64>() * self.options.block)
    }

    /// Whose turn it is among the pipes that are ready now: the place in the list, or the moment when one will be ready. Round-robin
    /// while all have the same weight, else whoever has been served least for its weight (start-time fair queueing, Goyal, Vin,
    /// Cheng 1996), and the first of several. Where requests stand in one queue, whose request came first.
    #[inline]
    fn turn(&self, idx: HostIdx, now: Nanos) -> Result<usize, Option<Nanos>> {
        let Host { ready, weighted, order, .. } = self.host(idx);
        let mut first: Option<(usize, Nanos)> = None;
        for (place, ready) in ready.iter().enumerate() {
            if first.is_none_or(|(_, since)| ready.since < since) {
                first = Some((place, ready.since));
            }
        }
        match first {
            None => Err(None),
            Some((_, since)) if since > now => Err(Some(since)),
            Some((place, _)) if *order == ServeOrder::FirstCome => Ok(self.first_asked(idx, now).unwrap_or(place)),
            Some((place, _)) if *order == ServeOrder::Bursts => Ok(self.in_bursts(idx, now).unwrap_or(place)),
            Some((place, _)) if *weighted => Ok(self.turn_by_weight(idx, now).unwrap_or(place)),
            Some((place, _)) => Ok(place),
        }
    }

    /// The pipe whose next request came first.
    fn first_asked(&self, idx: HostIdx, now: Nanos) -> Option<usize> {
        let asked = |ready: &Ready| Some(self.pipes.view(ready.pipe).next_to_send(now)?.1.since);
        let ready = self.host(idx).ready.iter().enumerate();
        ready.filter_map(|(place, ready)| Some((asked(ready)?, place))).min().map(|(_, place)| place)
    }

    /// The pipe that was served last, or now and then any other one.
    fn in_bursts(&self, idx: HostIdx, now: Nanos) -> Option<usize> {
        let here = || self.host(idx).ready.iter().enumerate().filter(|(_, ready)| ready.since <= now);
        // Drawn from the moment and the host: an uplink has no stream of its own, and draws of others do not depend on it.
        let mixed = (now.0 ^ u64::from(idx.0) << 48).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let again = here().find(|(_, ready)| Some(ready.pipe) == self.host(idx).latest);
        let again = again.filter(|_| !mixed.is_multiple_of(BURST));
        // Counted in 64 bits: a place is drawn alike where `usize` has 32.
        let any = mixed / BURST % (here().count().max(1) as u64);
        again.or_else(|| here().nth(any as usize)).map(|(place, _)| place)
    }

    fn turn_by_weight(&self, idx: HostIdx, now: Nanos) -> Option<usize> {
        let end = |ready: &Ready| self.pipes[ready.pipe].from;
        let here = || self.host(idx).ready.iter().enumerate().filter(|(_, ready)| ready.since <= now);
        let weight = |ready: &Ready| self.past(end(ready)).weight;
        let first = here().next().map(|(_, ready)| weight(ready))?;
        if here().all(|(_, ready)| weight(ready) == first) {
            return None;
        }
        here().min_by_key(|(_, ready)| self.past(end(ready)).served).map(|(place, _)| place)
    }

    /// Whether a block may begin on this pipe: no more is on its way than fills the latency at the rate of the slower link, and
    /// `STANDING` blocks in the queue of a downlink that others use as well.
    fn has_room(&self, pipe: PipeIdx, bytes: u32) -> bool {
        let pipe = &self.pipes[pipe];
        let (on_way, standing) = (u64::from(pipe.bytes_on_wire), STANDING * u64::from(bytes));
        if on_way <= standing && !self.options.slow_start {
            return true;
        }
        let [from, to] = pipe.hosts;
        let homes = self.host(from).up.min(self.host(to).down);
        let slower = self.shared_rate(from, to).map_or(homes, |rate| homes.min(rate));
        let way = self.connection(pipe.from).latency + self.options.jitter;
        let window = slower.bytes_in(way).saturating_add(standing).min(WINDOW_MAX);
        let begun = !self.options.slow_start
            || on_way == 0
            || on_way.div_ceil(self.options.block) < u64::from(self.past(pipe.from).grown);
        on_way <= window && begun
    }

    /// A block of a parked pipe has come through: it goes to the front, if it has something to send. A downlink holds it back, so it
    /// takes less than its turns; were it to wait for one more, the downlink would be left to others.
    pub(super) fn unpark(&mut self, idx: PipeIdx, now: Nanos, schedule: &mut Schedule) {
        let pipe = &mut self.pipes[idx];
        if !std::mem::replace(&mut pipe.parked, false) {
            return;
        }
        let from = pipe.from;
        let own = pipe.hosts[0];
        let since = self.pipes.view(idx).ready_since(now);
        if let Some(since) = since.filter(|_| self.end(from).sends()) {
            self.forget_savings(from);
            let front = Ready { since: if since <= now { Nanos::ZERO } else { since }, pipe: idx };
            self.host_mut(own).ready.insert(0, front);
            self.host_mut(own).wake(own, since.max(now), schedule);
        }
    }

    /// The fixed window of the direction from `end` has room again.
    pub fn window_open(&mut self, end: EndIdx, now: Nanos, schedule: &mut Schedule) {
        self.end_pause(end);
        if let Some(pipe) = self.pipe_idx(end) {
            self.unpark(pipe, now, schedule);
        }
    }

    /// Bytes of a block on the wire.
    #[inline]
    pub(super) fn block_bytes(&self, payload: u32) -> u64 {
        if self.options.weigh { super::connections::wire_bytes(payload + BLOCK_HEADER) } else { u64::from(payload) }
    }

    /// A peer sends nothing from this host any more: its block that is leaving is torn. Other peers of the host go on.
    pub fn stop_sending(&mut self, idx: HostIdx, peer: PeerIdx, now: Nanos, schedule: &mut Schedule) -> Option<Begun> {
        let Net { hosts, pipes, .. } = self;
        let host = &mut hosts[idx.at()];
        host.ready.retain(|ready| pipes[ready.pipe].sender != peer);
        if host.sending.get().is_some_and(|pipe| pipes[pipe].sender != peer) {
            return None;
        }
        let torn = host.sending.take();
        host.next = Nanos::MAX;
        if let Some(since) = host.ready.iter().map(|ready| ready.since).min() {
            host.wake(idx, since.max(now), schedule);
        }
        let pipe = torn?;
        host.in_flight -= 1;
        self.in_flight -= 1;
        let request = self.pipes.tear(pipe);
        Some(Begun { pipe, request, asked_at: request.since })
    }
}
