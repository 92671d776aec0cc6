//! Who can be reached: homes that let no call in, and datagrams that are lost.

use super::Net;
use super::schedule::{InTransit, Said, Schedule};
use crate::base::ids::EndIdx;
use crate::base::units::Nanos;

/// BEP 15: an exchange without an answer is begun again after 15 * 2^n seconds, with n from 0 to 8.
const REPEATED_AFTER_S: u64 = 15;
/// See [`REPEATED_AFTER_S`].
const TRIES_MAX: u32 = 8;

impl Net {
    /// Calls the other side of a connection. A home that lets no call in (a NAT without a forwarded port, a firewall) does not answer:
    /// the caller gives up after `patience`, and its place is taken until then.
    pub fn call(&mut self, end: EndIdx, patience: Nanos, now: Nanos, schedule: &mut Schedule) {
        if self.lets_calls_in(end.other()) && !self.is_parted(end) {
            self.say(end, Said::Connect, 0, now, schedule);
        } else {
            self.lose_call(end, patience, now, schedule);
        }
    }

    /// Calls a peer that calls as well at this moment (BEP 55). Two homes that let no call in do so for each other if both NATs give a
    /// home one address towards everybody (Ford, Srisuresh, Kegel 2005).
    pub fn call_introduced(&mut self, end: EndIdx, patience: Nanos, now: Nanos, schedule: &mut Schedule) {
        self.connection_mut(end).introduced = true;
        let [own, other] = [end, end.other()].map(|end| self.host(self.end(end).host));
        let parted = own.apart != other.apart;
        if !parted && (other.reachable || own.reachable || own.punchable && other.punchable) {
            self.say(end, Said::Connect, 0, now, schedule);
        } else {
            self.lose_call(end, patience, now, schedule);
        }
    }

    /// The call from this end gets no answer; the caller gives up after `patience`.
    pub fn lose_call(&mut self, end: EndIdx, patience: Nanos, now: Nanos, schedule: &mut Schedule) {
        let connection = self.connection_mut(end);
        connection.unanswered = true;
        let generation = connection.generation;
        schedule.deliver(now + patience, InTransit::Stream { to: end, generation, said: Said::NoAnswer });
    }

    /// Whether the home at this end lets calls in.
    pub fn lets_calls_in(&self, end: EndIdx) -> bool {
        self.host(self.end(end).host).reachable
    }

    /// Whether what is said at this end cannot get to the other: one of the two homes is parted from the other.
    pub fn is_parted(&self, end: EndIdx) -> bool {
        let [own, other] = [end, end.other()].map(|end| self.host(self.end(end).host));
        own.apart != other.apart
    }

    /// The open ends of connections, in the order of their places, of which `is_so`; with their generations.
    pub fn open_ends(&self, is_so: impl Fn(&Net, EndIdx) -> bool) -> Vec<(EndIdx, u32)> {
        let ends = (0..self.connections.len() as u32 * 2).map(EndIdx);
        ends.filter(|&end| self.end(end).open && is_so(self, end))
            .map(|end| (end, self.connection(end).generation))
            .collect()
    }

    /// How long an exchange of two datagrams is late because datagrams are lost: it is begun again after 15 s, and each time after
    /// twice as long, until both arrive (BEP 15). `None` when that was tried often enough.
    pub fn lost_time(&mut self) -> Option<Nanos> {
        let mut late = Nanos::ZERO;
        for tries in 0..=TRIES_MAX {
            if self.options.loss == 0.0 || !(self.options.draws_loss() || self.options.draws_loss()) {
                return Some(late);
            }
            late += Nanos::from_secs(REPEATED_AFTER_S << tries);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::hosts::Host;
    use super::*;
    use crate::base::ids::{NeighbourIdx, PeerIdx};
    use crate::base::rng::Rng;
    use crate::base::units::BytesPerSec;
    use crate::scenario::config::NetworkConfig;

    #[test]
    fn nobody_answers_behind_a_nat() {
        let mut net = Net::new(&NetworkConfig::default(), 16_384, Rng::new(1));
        for (peer, reachable) in [(0, true), (1, false), (2, true)] {
            let mut host = Host::new(BytesPerSec(1000), BytesPerSec(1000), Nanos::from_millis(20), 0);
            host.reachable = reachable;
            let host = net.add_host(host);
            net.enter(PeerIdx(peer), host);
        }
        let (patience, mut arrivals) = (Nanos::from_secs(15), Vec::new());
        for to in [1, 2] {
            let mut schedule = Schedule::default();
            let end = net.connect(PeerIdx(0), NeighbourIdx(0), 0, PeerIdx(to));
            net.call(end, patience, Nanos::ZERO, &mut schedule);
            arrivals.extend(schedule.next_at());
        }
        assert_eq!(arrivals, [patience, Nanos::from_millis(40)]);
    }

    #[test]
    fn a_lost_exchange_is_begun_again_later_and_later() {
        let late = |datagram_loss| {
            let config = NetworkConfig { datagram_loss, ..NetworkConfig::default() };
            let mut net = Net::new(&config, 16_384, Rng::new(1));
            (0..10_000).map(|_| net.lost_time()).collect::<Vec<_>>()
        };
        assert!(late(0.0).iter().all(|late| *late == Some(Nanos::ZERO)));
        let after =
            |times: &[Option<Nanos>], s| times.iter().filter(|late| **late == Some(Nanos::from_secs(s))).count();
        // Both arrive with 0.81, at the second try with 0.81 * 0.19, at the third with 0.81 * 0.19^2.
        let some = late(0.1);
        let counts = [0, 15, 45].map(|s| after(&some, s));
        assert!((7980..8220).contains(&counts[0]), "{counts:?}");
        assert!((1420..1660).contains(&counts[1]) && (230..355).contains(&counts[2]), "{counts:?}");
        assert!(late(1.0).iter().all(Option::is_none), "nothing ever arrives");
    }
}
