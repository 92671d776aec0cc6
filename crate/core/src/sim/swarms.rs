//! The swarms of a run: each torrent has observers of its own, which see the peers of that torrent and nobody else.
//!
//! Most runs have one torrent, and its observers are handed everything as it is. With several, what happens is handed to the
//! observers of the torrent of the peer that it is about.

use crate::base::ids::{PeerIdx, TorrentIdx};
use crate::base::number_table::NumberTable;
use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::events::decision::Decision;
use crate::events::event::Event;
use crate::events::sink::{Arrival, Broadcast, Sink, Told};
use crate::observe::Observers;
use crate::observe::options::SimOptions;
use crate::scenario::ValidScenario;
use crate::scenario::config::Group;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

/// Peers that left and of which something may still be told, where there are several torrents.
const GONE_MAX: usize = 10_000;

/// One torrent's swarm, as it is watched.
#[derive(Clone, Debug)]
pub struct Swarm {
    /// Which torrent.
    pub torrent: TorrentIdx,
    /// The scenario as this swarm sees it.
    pub scenario: Arc<ValidScenario>,
    /// What watches it.
    pub observers: Observers,
}

impl Swarm {
    fn new(scenario: Arc<ValidScenario>, torrent: TorrentIdx, options: SimOptions) -> Swarm {
        let observers = Observers::new(&scenario, options);
        Swarm { torrent, scenario, observers }
    }

    /// The groups of the run, those that commands brought too, with as many peers as are in this swarm.
    pub fn groups<'a>(&self, engine: &'a Engine) -> Cow<'a, [Group]> {
        if engine.torrents.len() == 1 {
            return Cow::Borrowed(&engine.groups);
        }
        let torrent = u32::from(self.torrent.0);
        Cow::Owned(engine.groups.iter().map(|group| group.within(torrent)).collect())
    }

    /// Blocks of this swarm that have begun and are not at their receiver.
    pub fn in_flight(&self, engine: &Engine) -> u64 {
        let net = &engine.world.net;
        if engine.torrents.len() == 1 {
            return net.in_flight();
        }
        let ours = |peer| engine.world.peers.get(peer).is_some_and(|session| session.torrent == self.torrent);
        net.flying().filter(|pipe| ours(pipe.sender)).map(|pipe| pipe.flights().count() as u64).sum()
    }
}

/// All swarms of a run, and which of them is shown.
#[derive(Clone, Debug)]
pub struct Swarms {
    shown: Swarm,
    /// The others, by rising torrent.
    others: Vec<Swarm>,
    /// The torrent of each peer that is there, where there are several.
    torrents: NumberTable,
    gone: VecDeque<PeerIdx>,
}

impl Swarms {
    /// The swarms of a run of this scenario; the first torrent's is shown.
    pub fn new(scenario: &Arc<ValidScenario>, options: SimOptions) -> Swarms {
        let n = 1 + scenario.more_torrents.len() as u16;
        let of = |torrent: u16| match n {
            1 => scenario.clone(),
            _ => Arc::new(scenario.of_torrent(u32::from(torrent))),
        };
        let mut all = (0..n).map(|torrent| Swarm::new(of(torrent), TorrentIdx(torrent), options));
        let shown = all.next().expect("a run has a torrent");
        Swarms { shown, others: all.collect(), torrents: NumberTable::default(), gone: VecDeque::new() }
    }

    /// The swarm that is shown.
    #[inline]
    pub fn shown(&self) -> &Swarm {
        &self.shown
    }

    /// The same, to change.
    #[inline]
    pub fn shown_mut(&mut self) -> &mut Swarm {
        &mut self.shown
    }

    /// Every swarm, the one that is shown first.
    pub fn iter(&self) -> impl Iterator<Item = &Swarm> {
        std::iter::once(&self.shown).chain(&self.others)
    }

    /// The same, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Swarm> {
        std::iter::once(&mut self.shown).chain(&mut self.others)
    }

    /// Shows another torrent's swarm; false when there is no such torrent.
    pub fn show(&mut self, torrent: TorrentIdx) -> bool {
        if self.shown.torrent != torrent {
            let Some(place) = self.others.iter().position(|swarm| swarm.torrent == torrent) else { return false };
            std::mem::swap(&mut self.shown, &mut self.others[place]);
            // The one that was shown goes to its place.
            let swarm = self.others.remove(place);
            let place = self.others.partition_point(|other| other.torrent < swarm.torrent);
            self.others.insert(place, swarm);
        }
        true
    }

    /// The swarm that a peer is in.
    pub fn of(&self, peer: PeerIdx) -> &Swarm {
        let torrent = self.torrents.get(peer.0);
        self.iter().find(|swarm| Some(u32::from(swarm.torrent.0)) == torrent).unwrap_or(&self.shown)
    }

    fn of_mut(&mut self, peer: PeerIdx) -> &mut Observers {
        let torrent = self.torrents.get(peer.0).unwrap_or(0);
        let other = self.others.iter().position(|swarm| u32::from(swarm.torrent.0) == torrent);
        match other {
            Some(place) => &mut self.others[place].observers,
            None => &mut self.shown.observers,
        }
    }

    #[inline(never)]
    fn hand_on(&mut self, now: Nanos, event: &Event) {
        let Some(peer) = event.peer() else {
            self.iter_mut().for_each(|swarm| hand_to(&mut swarm.observers, now, event));
            return;
        };
        hand_to(self.of_mut(peer), now, event);
        // An uplink may be busy with another torrent.
        if let Some(watch) = &mut self.shown.observers.questions.watch {
            watch.elsewhere(now, event);
        }
        if let Event::Left { .. } = event {
            self.gone.push_back(peer);
            if self.gone.len() > GONE_MAX
                && let Some(oldest) = self.gone.pop_front()
            {
                self.torrents.remove(oldest.0);
            }
        }
    }
}

/// Apart, so that the code of the observers is there once for all kinds of event.
#[inline(never)]
fn hand_to(observers: &mut Observers, now: Nanos, event: &Event) {
    observers.event(now, event);
}

impl Sink for Swarms {
    fn enters(&mut self, peer: PeerIdx, torrent: TorrentIdx, first: PeerIdx) {
        if self.others.is_empty() {
            return;
        }
        self.torrents.insert(peer.0, u32::from(torrent.0));
        if let Some(watch) = &mut self.shown.observers.questions.watch {
            watch.enters(peer, first);
        }
    }

    #[inline(always)]
    fn event(&mut self, now: Nanos, event: &Event) {
        if self.others.is_empty() {
            self.shown.observers.event(now, event);
        } else {
            self.hand_on(now, event);
        }
    }

    #[inline]
    fn broadcast(&mut self, now: Nanos, broadcast: Broadcast) {
        if self.others.is_empty() {
            self.shown.observers.broadcast(now, broadcast);
        } else {
            self.of_mut(broadcast.from).broadcast(now, broadcast);
        }
    }

    fn arrival(&mut self, now: Nanos, arrival: &Arrival) {
        self.of_mut(arrival.from).arrival(now, arrival);
    }

    fn message(&mut self, now: Nanos, told: Told) {
        self.of_mut(told.from).message(now, told);
    }

    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        if self.others.is_empty() {
            self.shown.observers.decision(now, peer, decision);
        } else {
            self.of_mut(peer).decision(now, peer, decision);
        }
    }
}
