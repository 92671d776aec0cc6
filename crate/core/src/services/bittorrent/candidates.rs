//! The peers that a client has learnt of: whom it may call, when, and whom not.
//!
//! One list for all torrents of a client. How long a peer is remembered, and when it is called again after a failure, are the client's
//! settings: mainline keeps a few spares, libtorrent counts failures and waits longer after each.

use crate::base::ids::{PeerIdx, TorrentIdx};
use crate::base::numbers;
use crate::base::units::Nanos;
use crate::scenario::config::NeighbourConfig;
use std::collections::VecDeque;

/// Where a client learnt of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Source {
    /// The tracker named it.
    Tracker,
    /// A neighbour introduced it (BEP 55).
    Neighbour,
}

/// A peer that a client may connect to. Each client has dozens: sixteen bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// The torrent that the peer is in.
    pub torrent: TorrentIdx,
    /// Its address.
    pub peer: PeerIdx,
    /// Where the client learnt of it.
    pub source: Source,
    /// Calls that failed since the last one that did not.
    pub failures: u8,
    /// It is not called before; never by itself while there is a call or a connection.
    pub not_before: Nanos,
}

/// Complete peers that are remembered.
const SEEDS_MAX: usize = 1000;

/// Room that a list makes at first: names come by the dozen.
const ROOM: usize = 40;

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Candidates {
    list: VecDeque<Candidate>,
    /// Peers of which the client has learnt that they are complete, the latest last: their numbers, for a quick search.
    seeds: Vec<u32>,
    /// The torrent of each.
    torrents: Vec<TorrentIdx>,
}

impl Candidates {
    /// The client learns of a peer. One that it knew has a failure less: somebody thinks that it is there (libtorrent).
    pub(super) fn learn(&mut self, torrent: TorrentIdx, peer: PeerIdx, source: Source) {
        match self.list.iter_mut().find(|candidate| candidate.peer == peer) {
            Some(known) => known.failures = known.failures.saturating_sub(1),
            None => {
                if self.list.capacity() == 0 {
                    self.list.reserve_exact(ROOM);
                }
                self.list.push_back(Candidate { torrent, peer, source, failures: 0, not_before: Nanos::ZERO });
            }
        }
    }

    /// The client learns of a peer and calls it at once: it is not called by itself as long as it is connected.
    pub(super) fn called(&mut self, torrent: TorrentIdx, peer: PeerIdx, source: Source, rules: &NeighbourConfig) {
        if rules.redial_max > 0 {
            self.learn(torrent, peer, source);
            self.list.iter_mut().filter(|known| known.peer == peer).for_each(|known| known.not_before = Nanos::MAX);
            self.trim(rules);
        }
    }

    /// Forgets the oldest so that another one has room, where a list is never longer than it will be kept.
    pub(super) fn make_room(&mut self, rules: &NeighbourConfig, keeps_short: bool) {
        if keeps_short && self.list.len() >= (rules.remembers as usize).max(1) {
            self.list.pop_front();
        }
    }

    /// Forgets the oldest that are too many.
    pub(super) fn trim(&mut self, rules: &NeighbourConfig) {
        while self.list.len() > rules.remembers as usize {
            self.list.pop_front();
        }
        if self.list.capacity() > ROOM.max(2 * self.list.len()) {
            self.list.shrink_to(ROOM.max(self.list.len()));
        }
    }

    /// The next peers of a torrent to call, `n` at most: those with the fewest failures first, then the oldest. `may_be_called` says of
    /// whom the session has no reason against. A complete client `spares` those of whom it knows that they are complete. Where nobody
    /// is called again by itself, those that are taken are off the list.
    pub(super) fn take(
        &mut self,
        torrent: TorrentIdx,
        n: usize,
        (now, spares): (Nanos, bool),
        rules: &NeighbourConfig,
        may_be_called: impl Fn(PeerIdx) -> bool,
        taken: &mut Vec<PeerIdx>,
    ) {
        taken.clear();
        if n == 0 {
            return;
        }
        let Candidates { list, seeds, .. } = self;
        let is_spared = |peer: PeerIdx| spares && numbers::position(seeds, peer.0).is_some();
        let most = list.iter().map(|candidate| candidate.failures).max().unwrap_or(0);
        for failures in 0..=most {
            for candidate in list.iter_mut() {
                let due = candidate.failures == failures && candidate.not_before <= now;
                if taken.len() < n
                    && candidate.torrent == torrent
                    && due
                    && !is_spared(candidate.peer)
                    && may_be_called(candidate.peer)
                {
                    taken.push(candidate.peer);
                    candidate.not_before = Nanos::MAX;
                }
            }
        }
        if rules.redial_max == 0 {
            list.retain(|candidate| candidate.not_before < Nanos::MAX);
        }
    }

    /// When the next peer of a torrent may be called that may not be now.
    pub(super) fn next_due(&self, torrent: TorrentIdx) -> Option<Nanos> {
        let due =
            self.list.iter().filter(|candidate| candidate.torrent == torrent && candidate.not_before < Nanos::MAX);
        due.map(|candidate| candidate.not_before).min()
    }

    /// A call to a peer failed.
    pub(super) fn failed(&mut self, peer: PeerIdx, now: Nanos, rules: &NeighbourConfig) {
        if let Some(known) = self.list.iter_mut().find(|candidate| candidate.peer == peer) {
            known.failures = known.failures.saturating_add(1);
            known.not_before = again_at(known.failures, now, rules);
        }
        self.list.retain(|candidate| candidate.peer != peer || u32::from(candidate.failures) < rules.redial_max);
    }

    /// A connection with a peer has ended that had stood.
    pub(super) fn parted(&mut self, peer: PeerIdx, now: Nanos, rules: &NeighbourConfig) {
        if let Some(known) = self.list.iter_mut().find(|candidate| candidate.peer == peer) {
            known.failures = 0;
            known.not_before = again_at(0, now, rules);
        }
    }

    /// A peer is complete, as it has told.
    pub(super) fn is_complete(&mut self, torrent: TorrentIdx, peer: PeerIdx) {
        if !self.knows_complete(peer) {
            self.seeds.push(peer.0);
            self.torrents.push(torrent);
        }
        if self.seeds.len() > SEEDS_MAX {
            self.seeds.remove(0);
            self.torrents.remove(0);
        }
    }

    /// Whether the client has learnt that a peer is complete.
    pub(super) fn knows_complete(&self, peer: PeerIdx) -> bool {
        numbers::position(&self.seeds, peer.0).is_some()
    }

    /// Forgets the peers of torrents that the client is not in.
    pub(super) fn keep_those_of(&mut self, is_in: impl Fn(TorrentIdx) -> bool) {
        self.list.retain(|candidate| is_in(candidate.torrent));
        let mut torrents = self.torrents.iter();
        self.seeds.retain(|_| torrents.next().is_some_and(|&torrent| is_in(torrent)));
        self.torrents.retain(|&torrent| is_in(torrent));
    }
}

/// When a peer may be called again.
fn again_at(failures: u8, now: Nanos, rules: &NeighbourConfig) -> Nanos {
    let mut wait = rules.redial_after_s.0;
    (0..failures).for_each(|_| wait *= rules.redial_factor);
    now + Nanos::from_secs_f64(wait.min(86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::Secs;

    const T: TorrentIdx = TorrentIdx(0);

    fn learnt(peers: std::ops::Range<u32>) -> Candidates {
        let mut list = Candidates::default();
        peers.for_each(|peer| list.learn(T, PeerIdx(peer), Source::Tracker));
        list
    }

    fn take(
        list: &mut Candidates,
        n: usize,
        s: u64,
        rules: &NeighbourConfig,
        may_be_called: impl Fn(PeerIdx) -> bool,
    ) -> Vec<u32> {
        let mut taken = Vec::new();
        list.take(T, n, (Nanos::from_secs(s), false), rules, may_be_called, &mut taken);
        taken.iter().map(|peer| peer.0).collect()
    }

    #[test]
    fn spares_are_called_once_and_the_oldest_are_forgotten() {
        let rules = NeighbourConfig { remembers: 5, redial_max: 0, ..NeighbourConfig::default() };
        let mut list = learnt(0..8);
        list.trim(&rules);
        let mut some = |n| take(&mut list, n, 0, &rules, |peer| peer != PeerIdx(4));
        assert_eq!([some(2), some(9), some(9)], [vec![3, 5], vec![6, 7], vec![]]);
    }

    #[test]
    fn whoever_fails_is_called_later_and_later_and_then_no_more() {
        let rules = NeighbourConfig {
            redial_max: 3,
            redial_after_s: Secs(60.0),
            redial_factor: 2.0,
            remembers: 100,
            ..NeighbourConfig::default()
        };
        let (mut list, s) = (learnt(0..2), Nanos::from_secs);
        assert_eq!(take(&mut list, 1, 0, &rules, |_| true), [0]);
        list.failed(PeerIdx(0), s(0), &rules);
        let at = |list: &mut Candidates, now| take(list, 1, now, &rules, |peer| peer != PeerIdx(1));
        assert_eq!([at(&mut list, 119), at(&mut list, 120)], [vec![], vec![0]]);
        list.failed(PeerIdx(0), s(120), &rules);
        assert_eq!(list.next_due(T), Some(Nanos::ZERO), "the other one may be called at any time");
        list.learn(T, PeerIdx(0), Source::Tracker);
        list.failed(PeerIdx(0), s(120), &rules);
        assert_eq!([at(&mut list, 359), at(&mut list, 360)], [vec![], vec![0]], "the tracker named it again: one less");
        list.failed(PeerIdx(0), s(360), &rules);
        assert_eq!(at(&mut list, 100_000), [0; 0], "three failures");
    }

    #[test]
    fn those_with_fewer_failures_come_first_and_other_torrents_wait() {
        let rules = NeighbourConfig { redial_max: 9, ..NeighbourConfig::default() };
        let mut list = learnt(0..3);
        list.learn(TorrentIdx(1), PeerIdx(9), Source::Tracker);
        list.failed(PeerIdx(0), Nanos::ZERO, &rules);
        assert_eq!(take(&mut list, 9, 0, &rules, |_| true), [1, 2, 0]);
        list.parted(PeerIdx(1), Nanos::from_secs(5), &rules);
        assert_eq!(take(&mut list, 9, 5, &rules, |_| true), [1]);
        list.is_complete(T, PeerIdx(1));
        assert!(list.knows_complete(PeerIdx(1)) && !list.knows_complete(PeerIdx(2)));
        list.keep_those_of(|torrent| torrent != T);
        assert!(!list.knows_complete(PeerIdx(1)));
        let mut other = Vec::new();
        list.take(TorrentIdx(1), 9, (Nanos::ZERO, false), &rules, |_| true, &mut other);
        assert_eq!(other, [PeerIdx(9)]);
    }
}
