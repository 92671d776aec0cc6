//! The tracker: who is in the swarm, as far as they told it.
//!
//! A list for each torrent, and the answers to announces (BEP 3). Of pieces the tracker hears only how many bytes a peer lacks.

use crate::base::ids::{PeerIdx, TorrentIdx};
use crate::base::number_table::NumberTable;
use crate::base::rng::Rng;
use crate::base::units::Nanos;
use crate::base::units::SECOND;
use crate::events::event::Event;
use crate::protocol::packet::{Announce, AnnounceEvent, Packet};
use crate::scenario::config::{Selection, TrackerConfig};
use crate::services::{Service, ServiceCtx};

/// How often the tracker looks for silent members.
const SWEEP: Nanos = Nanos(60 * SECOND);

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

/// The peers of one torrent, as far as they told the tracker.
#[derive(Clone, Debug, Default, Hash)]
struct Swarm {
    members: Vec<Member>,
    /// Place of each member in the list.
    places: NumberTable,
    downloaded: u32,
}

/// A tracker: it keeps a list for each torrent.
#[derive(Clone, Debug, Hash)]
pub struct Tracker {
    /// Whether it answers.
    pub up: bool,
    swarms: Vec<Swarm>,
    rng: Rng,
}

impl Service for Tracker {
    fn begin(&mut self, ctx: &mut ServiceCtx) {
        ctx.wake(ctx.now + SWEEP, 0);
    }

    /// An announce comes. One that says goodbye gets no answer, and a tracker that is down gives none.
    fn on_packet(&mut self, packet: Packet, ctx: &mut ServiceCtx) {
        let Packet::Announce(announce) = packet else { return };
        let config = &ctx.scenario.tracker;
        let (back, to) = (ctx.now + config.latency_s.nanos(), (announce.peer, announce.life));
        if !self.up {
            ctx.send(back, to, Packet::NoAnswer);
            return;
        }
        ctx.event(Event::Announced { peer: announce.peer, event: announce.event as u8 });
        let others = self.on_announce(announce, ctx.now, config).into();
        if announce.event != AnnounceEvent::Stopped {
            let (interval, min_interval) = (config.interval_s.nanos(), config.min_interval_s.nanos());
            ctx.send(back, to, Packet::Peers { others, interval, min_interval });
        }
    }

    fn on_timer(&mut self, tag: u32, ctx: &mut ServiceCtx) {
        for peer in self.expire(ctx.now, &ctx.scenario.tracker) {
            ctx.event(Event::Expired { peer });
        }
        ctx.wake(ctx.now + SWEEP, tag);
    }
}

impl Tracker {
    /// A tracker that knows nobody.
    pub fn new(rng: Rng) -> Tracker {
        Tracker { up: true, swarms: Vec::new(), rng }
    }

    /// Hears a peer, and names random others of its torrent: at most what it wants and what the tracker gives.
    pub fn on_announce(&mut self, announce: Announce, now: Nanos, config: &TrackerConfig) -> Vec<PeerIdx> {
        let Announce { peer, torrent, event, left, numwant, region, .. } = announce;
        if self.swarms.len() <= torrent.at() {
            self.swarms.resize_with(torrent.at() + 1, Swarm::default);
        }
        let swarm = &mut self.swarms[torrent.at()];
        swarm.downloaded += u32::from(event == AnnounceEvent::Completed);
        if event == AnnounceEvent::Stopped {
            swarm.remove(peer);
            return Vec::new();
        }
        let member = Member { peer, heard_at: now, complete: left == 0, region };
        match swarm.place(peer) {
            Some(place) => swarm.members[place] = member,
            None => swarm.add(member),
        }
        let n = numwant.min(config.numwant_max);
        match config.selection {
            Selection::Random => swarm.draw(peer, n, &mut self.rng),
            Selection::Biased => swarm.draw_near(peer, n as usize, config.external_max as usize, &mut self.rng),
        }
    }

    /// Forgets those that have been silent for too long; tells who they were.
    pub fn expire(&mut self, now: Nanos, config: &TrackerConfig) -> Vec<PeerIdx> {
        let expiry = config.expiry_s.nanos();
        let mut silent = Vec::new();
        for swarm in &mut self.swarms {
            let gone = swarm.members.iter().filter(|member| now.since(member.heard_at) > expiry);
            let gone: Vec<PeerIdx> = gone.map(|member| member.peer).collect();
            gone.iter().for_each(|&peer| swarm.remove(peer));
            silent.extend(gone);
        }
        silent
    }

    /// The figures that BEP 48 asks for.
    pub fn scrape(&self, torrent: TorrentIdx) -> Scrape {
        let Some(swarm) = self.swarms.get(torrent.at()) else { return Scrape::default() };
        let complete = swarm.members.iter().filter(|member| member.complete).count() as u32;
        Scrape { complete, incomplete: swarm.members.len() as u32 - complete, downloaded: swarm.downloaded }
    }
}

impl Swarm {
    /// Random others: the front of a shuffle that stops after `n`.
    fn draw(&mut self, asking: PeerIdx, n: u32, rng: &mut Rng) -> Vec<PeerIdx> {
        // The asker is put last and left out.
        let last = self.members.len() - 1;
        self.swap(self.place(asking).expect("whoever asks is a member"), last);
        let n = last.min(n as usize);
        for i in 0..n {
            let j = i + rng.below((last - i) as u32) as usize;
            self.swap(i, j);
        }
        self.members[..n].iter().map(|member| member.peer).collect()
    }

    /// Random others of the asker's region, and at most `external_max` of the rest, who have their places before the near ones.
    fn draw_near(&mut self, asking: PeerIdx, n: usize, external_max: usize, rng: &mut Rng) -> Vec<PeerIdx> {
        let region = self.region_of(asking);
        let shuffled = self.draw(asking, u32::MAX, rng);
        let is_near = |peer: &PeerIdx| self.region_of(*peer) == region;
        let (near, far): (Vec<PeerIdx>, Vec<PeerIdx>) = shuffled.into_iter().partition(is_near);
        let far = &far[..far.len().min(external_max).min(n)];
        far.iter().copied().chain(near.into_iter().take(n - far.len())).collect()
    }

    fn place(&self, peer: PeerIdx) -> Option<usize> {
        self.places.get(peer.0).map(|place| place as usize)
    }

    fn region_of(&self, peer: PeerIdx) -> Option<u32> {
        self.place(peer).map(|place| self.members[place].region)
    }

    fn add(&mut self, member: Member) {
        self.places.insert(member.peer.0, self.members.len() as u32);
        self.members.push(member);
    }

    fn remove(&mut self, peer: PeerIdx) {
        let Some(place) = self.place(peer) else { return };
        self.swap(place, self.members.len() - 1);
        self.members.pop();
        self.places.remove(peer.0);
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.members.swap(i, j);
        self.places.set(self.members[i].peer.0, i as u32);
        self.places.set(self.members[j].peer.0, j as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::Secs;

    fn announce(peer: u32, event: AnnounceEvent) -> Announce {
        Announce {
            peer: PeerIdx(peer),
            life: 0,
            torrent: TorrentIdx(0),
            event,
            left: u64::from(peer % 3),
            numwant: 50,
            region: peer % 4,
        }
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
    fn torrents_have_lists_of_their_own() {
        let mut tracker = tracker(3);
        let other = Announce { torrent: TorrentIdx(1), ..announce(9, AnnounceEvent::Started) };
        assert!(tracker.on_announce(other, Nanos::ZERO, &TrackerConfig::default()).is_empty());
        let named = tracker.on_announce(announce(0, AnnounceEvent::None), Nanos::ZERO, &TrackerConfig::default());
        assert!(named.len() == 2 && !named.contains(&PeerIdx(9)));
        assert_eq!(tracker.scrape(TorrentIdx(1)).complete, 1);
    }

    #[test]
    fn counts_who_is_complete() {
        let mut tracker = tracker(6);
        tracker.on_announce(announce(3, AnnounceEvent::Completed), Nanos::ZERO, &TrackerConfig::default());
        assert_eq!(tracker.scrape(TorrentIdx(0)), Scrape { complete: 2, incomplete: 4, downloaded: 1 });
    }
}
