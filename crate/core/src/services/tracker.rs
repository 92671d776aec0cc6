//! The tracker: who is in the swarm, as far as they told it.
//!
//! Owns the list of members and the answers. Must never know pieces: a peer's `left` is all it hears of them.

use crate::base::ids::PeerIdx;
use crate::base::rng::Rng;
use crate::base::units::Nanos;
use crate::protocol::packet::{Announce, AnnounceEvent};
use crate::scenario::config::{Selection, TrackerConfig};

/// BEP 48's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scrape {
    /// Members that miss nothing.
    pub complete: u32,
    /// Members that miss something.
    pub incomplete: u32,
    /// How often "completed" was said.
    pub downloaded: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Member {
    peer: PeerIdx,
    heard_at: Nanos,
    complete: bool,
    region: u32,
}

/// Not a member.
const NOWHERE: u32 = u32::MAX;

/// The tracker of one torrent.
#[derive(Clone, Debug, Hash)]
pub struct Tracker {
    /// Whether it answers.
    pub up: bool,
    members: Vec<Member>,
    /// Place of each peer among the members.
    places: Vec<u32>,
    downloaded: u32,
    rng: Rng,
}

impl Tracker {
    /// A tracker that knows nobody.
    pub fn new(rng: Rng) -> Tracker {
        Tracker { up: true, members: Vec::new(), places: Vec::new(), downloaded: 0, rng }
    }

    /// Hears a peer, and names random others: at most what it wants and what the tracker gives.
    pub fn on_announce(&mut self, announce: Announce, now: Nanos, config: &TrackerConfig) -> Vec<PeerIdx> {
        let Announce { peer, event, left, numwant, region } = announce;
        self.downloaded += u32::from(event == AnnounceEvent::Completed);
        if event == AnnounceEvent::Stopped {
            self.remove(peer);
            return Vec::new();
        }
        let member = Member { peer, heard_at: now, complete: left == 0, region };
        match self.place(peer) {
            Some(place) => self.members[place] = member,
            None => self.add(member),
        }
        let n = numwant.min(config.numwant_max);
        match config.selection {
            Selection::Random => self.draw(peer, n),
            Selection::Biased => self.draw_near(peer, n as usize, config.external_max as usize),
        }
    }

    /// Forgets those that have been silent for too long; tells who they were.
    pub fn expire(&mut self, now: Nanos, config: &TrackerConfig) -> Vec<PeerIdx> {
        let expiry = config.expiry_s.nanos();
        let silent: Vec<PeerIdx> = self
            .members
            .iter()
            .filter(|member| now.since(member.heard_at) > expiry)
            .map(|member| member.peer)
            .collect();
        silent.iter().for_each(|&peer| self.remove(peer));
        silent
    }

    /// The figures that BEP 48 asks for.
    pub fn scrape(&self) -> Scrape {
        let complete = self.members.iter().filter(|member| member.complete).count() as u32;
        Scrape { complete, incomplete: self.members.len() as u32 - complete, downloaded: self.downloaded }
    }

    /// Random others: the front of a shuffle that stops after `n`.
    fn draw(&mut self, asking: PeerIdx, n: u32) -> Vec<PeerIdx> {
        // The asker is put last and left out.
        let last = self.members.len() - 1;
        self.swap(self.places[asking.at()] as usize, last);
        let n = last.min(n as usize);
        for i in 0..n {
            let j = i + self.rng.below((last - i) as u32) as usize;
            self.swap(i, j);
        }
        self.members[..n].iter().map(|member| member.peer).collect()
    }

    /// Random others of the asker's region, and at most `external_max` of the rest, who have their places before the near ones.
    fn draw_near(&mut self, asking: PeerIdx, n: usize, external_max: usize) -> Vec<PeerIdx> {
        let region = self.members[self.places[asking.at()] as usize].region;
        let shuffled = self.draw(asking, u32::MAX);
        let is_near = |peer: &PeerIdx| self.members[self.places[peer.at()] as usize].region == region;
        let (near, far): (Vec<PeerIdx>, Vec<PeerIdx>) = shuffled.into_iter().partition(is_near);
        let far = &far[..far.len().min(external_max).min(n)];
        far.iter().copied().chain(near.into_iter().take(n - far.len())).collect()
    }

    fn place(&self, peer: PeerIdx) -> Option<usize> {
        self.places.get(peer.at()).filter(|&&place| place != NOWHERE).map(|&place| place as usize)
    }

    fn add(&mut self, member: Member) {
        if self.places.len() <= member.peer.at() {
            self.places.resize(member.peer.at() + 1, NOWHERE);
        }
        self.places[member.peer.at()] = self.members.len() as u32;
        self.members.push(member);
    }

    fn remove(&mut self, peer: PeerIdx) {
        let Some(place) = self.place(peer) else { return };
        self.swap(place, self.members.len() - 1);
        self.members.pop();
        self.places[peer.at()] = NOWHERE;
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.members.swap(i, j);
        self.places[self.members[i].peer.at()] = i as u32;
        self.places[self.members[j].peer.at()] = j as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::Secs;

    fn announce(peer: u32, event: AnnounceEvent) -> Announce {
        Announce { peer: PeerIdx(peer), event, left: u64::from(peer % 3), numwant: 50, region: peer % 4 }
    }

    fn tracker(n: u32) -> Tracker {
        let mut tracker = Tracker::new(Rng::new(1));
        for peer in 0..n {
            tracker.on_announce(announce(peer, AnnounceEvent::Started), Nanos::ZERO, &TrackerConfig::default());
        }
        tracker
    }

    #[test]
    fn names_at_most_fifty_others_each_once_and_all_alike() {
        let mut tracker = tracker(201);
        let mut named = vec![0u32; 201];
        for _ in 0..400 {
            let mut others =
                tracker.on_announce(announce(7, AnnounceEvent::None), Nanos::ZERO, &TrackerConfig::default());
            assert_eq!(others.len(), 50);
            others.iter().for_each(|other| named[other.at()] += 1);
            others.sort_unstable();
            others.dedup();
            assert_eq!(others.len(), 50, "somebody is named twice");
        }
        assert_eq!(named[7], 0, "a peer is not told of itself");
        // 100 expected each, standard deviation 8.7.
        assert!(named.iter().enumerate().all(|(peer, n)| peer == 7 || (55..145).contains(n)), "{named:?}");
    }

    #[test]
    fn the_stopped_and_the_silent_are_forgotten() {
        let mut tracker = tracker(5);
        let config = TrackerConfig { expiry_s: Secs(100.0), ..TrackerConfig::default() };
        assert!(tracker.on_announce(announce(2, AnnounceEvent::Stopped), Nanos::ZERO, &config).is_empty());
        let others = tracker.on_announce(announce(0, AnnounceEvent::None), Nanos::from_secs(90), &config);
        assert!(others.len() == 3 && !others.contains(&PeerIdx(2)));
        let mut silent = tracker.expire(Nanos::from_secs(101), &config);
        silent.sort_unstable();
        assert_eq!(silent, [PeerIdx(1), PeerIdx(3), PeerIdx(4)]);
        assert!(tracker.on_announce(announce(0, AnnounceEvent::None), Nanos::from_secs(102), &config).is_empty());
    }

    #[test]
    fn counts_who_is_complete() {
        let mut tracker = tracker(6);
        tracker.on_announce(announce(3, AnnounceEvent::Completed), Nanos::ZERO, &TrackerConfig::default());
        assert_eq!(tracker.scrape(), Scrape { complete: 2, incomplete: 4, downloaded: 1 });
    }
}
