//! What only some scenarios ask of the network: message weights, jitter, regions, a fixed window, slow start, weights and limits of
//! pipes, loss and acknowledgements of TCP.
//!
//! A plain network looks at none of it: [`Options::is_plain`] is the one test.

use super::Net;
use super::connections::{HEADERS, SEGMENT};
use crate::base::ids::EndIdx;
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::scenario::config::NetworkConfig;
use std::hash::{Hash, Hasher};

/// What one byte adds to the service of a pipe of weight one.
const SERVED_UNIT: u64 = 65_536;
/// A pause of this length ends what slow start has gained (RFC 6298's least time-out).
const FORGOTTEN_AFTER: Nanos = Nanos(SECOND);

/// A connection's mean window in segments is this over the root of the part that is lost: the root of three halves (Mathis, Semke,
/// Mahdavi, Ott 1997, "The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm").
const MATHIS: f64 = 1.224_744_871_391_589;
/// Weights of connections by their round trips are parts of this, for one of a millisecond.
const ROUND_TRIP_UNIT: u64 = 65_536 * 1_000_000;

/// The options in force.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// Messages take capacity.
    pub weigh: bool,
    pub jitter: Nanos,
    cross_region: Nanos,
    pub window: u64,
    pub slow_start: bool,
    /// What slow start counts in: bytes of a full block.
    pub block: u64,
    /// The part of datagrams that is lost.
    pub loss: f64,
    /// What a connection may send in a round trip where a part of its segments is lost (Mathis et al. 1997); 0 where none is.
    mathis: u64,
    /// Acknowledgements take the receiver's uplink.
    pub acknowledgements: bool,
    rng: Rng,
}

impl Hash for Options {
    /// Only the stream changes in a run.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rng.hash(state);
    }
}

impl Options {
    pub fn new(config: &NetworkConfig, block_length: u32, rng: Rng) -> Options {
        Options {
            weigh: !config.weightless_messages,
            jitter: config.jitter_s.nanos(),
            cross_region: config.cross_region_latency_s.nanos(),
            window: config.connection_window,
            slow_start: config.slow_start,
            block: u64::from(block_length),
            loss: config.datagram_loss,
            mathis: match config.segment_loss {
                0.0 => 0,
                loss => (MATHIS * f64::from(SEGMENT) / libm::sqrt(loss)) as u64,
            },
            acknowledgements: config.acknowledgements,
            rng,
        }
    }

    /// Messages take their connection's latency and nothing else.
    #[inline]
    pub fn is_plain(&self) -> bool {
        !self.weigh && self.jitter.0 == 0
    }

    /// The way between two regions.
    pub fn distance(&self, a: u32, b: u32) -> Nanos {
        if a == b { Nanos::ZERO } else { self.cross_region }
    }

    /// Whether the next datagram is lost, where some are.
    pub fn draws_loss(&mut self) -> bool {
        const WHOLE: u32 = 1 << 30;
        self.rng.below(WHOLE) < (self.loss * f64::from(WHOLE)) as u32
    }

    pub fn draw_jitter(&mut self) -> Nanos {
        self.rng.below_nanos(self.jitter)
    }
}

/// What weights, a fixed window and slow start need to know of a direction, by the sender's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Past {
    /// Its part of the sender's uplink; zero while all have the same.
    pub weight: u32,
    /// How far it has been served: bytes over weight.
    pub served: u64,
    /// Blocks that slow start allows on their way.
    pub grown: u32,
    /// When the last block came through.
    pub through: Nanos,
    /// By when a fixed window will have passed everything that has begun.
    window_free: Nanos,
    /// It will be woken when the fixed window has room.
    paced: bool,
    /// The sender gives it no more than this; zero: no limit.
    cap: BytesPerSec,
    /// Until when what it has sent fills that limit, or TCP's.
    cap_free: Nanos,
}

impl Net {
    pub(super) fn past(&self, end: EndIdx) -> Past {
        self.past.get(end.at()).copied().unwrap_or_default()
    }

    pub(super) fn past_mut(&mut self, end: EndIdx) -> &mut Past {
        if self.past.len() <= end.at() {
            self.past.resize(self.connections.len() * 2, Past::default());
        }
        &mut self.past[end.at()]
    }

    /// A connection's place is used again.
    pub(super) fn forget_past(&mut self, place: u32) {
        if let Some(past) = self.past.get_mut(place as usize * 2..place as usize * 2 + 2) {
            past.fill(Past::default());
        }
    }

    /// What jitter adds to news of pieces on their way to this end: a connection's own part, the same for all of its news, so that
    /// one list serves all who read it.
    #[inline]
    pub fn news_jitter(&self, receiver: EndIdx) -> Nanos {
        if self.options.jitter.0 == 0 {
            return Nanos::ZERO;
        }
        let generation = u64::from(self.connection(receiver).generation);
        let mixed = (u64::from(receiver.0) << 32 | generation).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Nanos((mixed >> 11) % self.options.jitter.0)
    }

    /// A direction's part of its sender's uplink; zero: the same as all.
    pub fn weight(&self, end: EndIdx) -> u32 {
        self.past(end).weight
    }

    /// Gives a direction another part of its sender's uplink; zero: the same as all.
    pub fn weigh(&mut self, end: EndIdx, weight: u32) {
        if self.end(end).open {
            self.past_mut(end).weight = weight;
            let host = self.end(end).host;
            self.host_mut(host).weighted |= weight > 0;
        }
    }

    /// A direction that had nothing to send has saved nothing up. Without weights nobody is reckoned.
    pub(super) fn forget_savings(&mut self, end: EndIdx) {
        let host = self.host(self.end(end).host);
        if host.weighted && host.served > 0 {
            let served = host.served;
            let past = self.past_mut(end);
            past.served = past.served.max(served);
        }
    }

    /// A block of a weighted direction begins.
    pub(super) fn count_service(&mut self, end: EndIdx, bytes: u32) {
        let Past { weight, served, .. } = self.past(end);
        if weight > 0 {
            let host = self.end(end).host;
            let host = self.host_mut(host);
            host.served = host.served.max(served);
            self.past_mut(end).served = served + u64::from(bytes) * SERVED_UNIT / u64::from(weight);
        }
    }

    /// The sender gives this direction no more than so much; zero: no limit.
    pub fn cap(&mut self, end: EndIdx, rate: BytesPerSec) {
        if self.end(end).open {
            self.past_mut(end).cap = rate;
        }
    }

    /// What a direction may send at most, where something limits it: its sender, or TCP where segments are lost.
    fn cap_of(&self, end: EndIdx) -> Option<BytesPerSec> {
        let own = Some(self.past(end).cap).filter(|cap| cap.0 > 0);
        let round_trip = self.connection(end).latency.0 * 2;
        let tcp = (self.options.mathis > 0 && round_trip > 0)
            .then(|| BytesPerSec::over(self.options.mathis, Nanos(round_trip)));
        own.into_iter().chain(tcp).min()
    }

    /// Where segments are lost, connections share a full uplink by the inverse of their round trips.
    pub(super) fn weigh_by_round_trip(&mut self, end: EndIdx) {
        if self.options.mathis > 0 {
            let round_trip = (self.connection(end).latency.0 * 2).max(1);
            let weight = (ROUND_TRIP_UNIT / round_trip).clamp(1, u64::from(u32::MAX)) as u32;
            self.past_mut(end).weight = weight;
            let host = self.end(end).host;
            self.host_mut(host).weighted = true;
        }
    }

    /// Bytes of acknowledgements that a block brings: one for every second segment, as TCP's receivers send them (RFC 5681, 4.2).
    pub(super) fn acknowledgement_bytes(&self, payload: u32) -> u64 {
        u64::from(HEADERS) * u64::from(payload.div_ceil(SEGMENT).div_ceil(2))
    }

    /// How long a block takes of a fixed window (a window's bytes pass in each round trip), and the round trip.
    fn share_of_round_trip(&self, end: EndIdx, bytes: u32) -> (Nanos, Nanos) {
        let round_trip = self.connection(end).latency.0.saturating_mul(2);
        let share = u128::from(bytes) * u128::from(round_trip) / u128::from(self.options.window.max(1));
        (Nanos(share.min(u128::from(u64::MAX / 4)) as u64), Nanos(round_trip))
    }

    /// When the fixed window has room for a block, if that is later than now. At most the window is on its way in a round
    /// trip; one block is, even in a window that is smaller, with a longer wait after it.
    pub(super) fn window_opens(&self, end: EndIdx, bytes: u32, now: Nanos) -> Option<Nanos> {
        let capped = Some(self.past(end).cap_free).filter(|&free| free > now);
        if self.options.window == 0 || capped.is_some() {
            return capped;
        }
        let (share, round_trip) = self.share_of_round_trip(end, bytes);
        let opens = Nanos(self.past(end).window_free.0.saturating_sub(round_trip.0.saturating_sub(share.0)));
        (opens > now).then_some(opens)
    }

    /// The direction will be woken when its fixed window has room; false when that was so before.
    pub(super) fn pace(&mut self, end: EndIdx) -> bool {
        !std::mem::replace(&mut self.past_mut(end).paced, true)
    }

    /// The direction has been woken.
    pub(super) fn end_pause(&mut self, end: EndIdx) {
        self.past_mut(end).paced = false;
    }

    /// A block begins that counts in a fixed window, or in slow start.
    pub(super) fn use_window(&mut self, end: EndIdx, bytes: u32, on_way: u32, now: Nanos) {
        if self.options.window > 0 {
            let (share, _) = self.share_of_round_trip(end, bytes);
            let past = self.past_mut(end);
            past.window_free = past.window_free.max(now) + share;
        }
        if let Some(cap) = self.cap_of(end) {
            let past = self.past_mut(end);
            past.cap_free = past.cap_free.max(now) + cap.time_for(u64::from(bytes));
        }
        if self.options.slow_start {
            let past = self.past_mut(end);
            let paused = on_way == 0 && now.since(past.through) >= FORGOTTEN_AFTER;
            past.grown = if paused { 1 } else { past.grown.max(1) };
        }
    }

    /// A block of this direction has come through.
    pub(super) fn grow_window(&mut self, from: EndIdx, at: Nanos) {
        if self.options.slow_start {
            let past = self.past_mut(from);
            past.through = at;
            past.grown = past.grown.saturating_add(1);
        }
    }

    /// What slow start had gained belongs to the time before the choke.
    pub fn forget_growth(&mut self, end: EndIdx) {
        if self.options.slow_start {
            self.past_mut(end).grown = 1;
        }
    }
}
