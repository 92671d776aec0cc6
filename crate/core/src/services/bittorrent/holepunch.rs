//! Introductions (BEP 55): two clients whose homes let no call in call each other at the same moment, when a neighbour of both tells
//! them to.
//!
//! The rules are libtorrent's (`peer_connection.cpp`, connect_failed; `bt_peer_connection.cpp`, on_holepunch): a client whose call was
//! not answered asks a neighbour; a neighbour that is connected to both tells both; both call at once, beyond the number of connections
//! that they open by themselves. libtorrent asks the neighbour that has named the peer by PEX. Without PEX a client does not know who
//! is connected to whom: it asks neighbours in random order, one after another, `extensions.relays_tried` at most.

use super::{Ctx, Phase, Session, Set, Source};
use crate::base::ids::{NeighbourIdx, PeerIdx};
use crate::events::event::Event;
use crate::protocol::message::{Holepunch, HolepunchError, HolepunchKind, Message};

/// A peer to whom a client asks its neighbours to introduce it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rendezvous {
    peer: PeerIdx,
    /// Whom it has asked.
    asked: Vec<PeerIdx>,
}

impl Session {
    /// Nobody answered a call: neighbours are asked to introduce both.
    pub(super) fn seek_introduction(&mut self, peer: PeerIdx, ctx: &mut Ctx) {
        if ctx.config.extensions.holepunch && self.phase == Phase::Here {
            self.stop_seeking(peer);
            self.extras.keep().rendezvous.push(Rendezvous { peer, asked: Vec::new() });
            self.ask_for_introduction(peer, ctx);
        }
    }

    fn stop_seeking(&mut self, peer: PeerIdx) {
        self.extras.keep().rendezvous.retain(|rendezvous| rendezvous.peer != peer);
    }

    fn introduces(&self, at: NeighbourIdx) -> bool {
        self.extras.of(at).is_some_and(|extra| extra.holepunch)
    }

    /// Asks another neighbour, if there is one that was not asked yet.
    fn ask_for_introduction(&mut self, peer: PeerIdx, ctx: &mut Ctx) {
        let seeks = &self.extras.keep().rendezvous;
        let Some(Rendezvous { asked, .. }) = seeks.iter().find(|rendezvous| rendezvous.peer == peer).cloned() else {
            return;
        };
        let places = self.sets.iter(Set::Open).filter(|&at| self.introduces(at));
        let able: Vec<NeighbourIdx> = places.filter(|at| !asked.contains(&self.neighbours[at.at()].remote)).collect();
        if able.is_empty() || asked.len() >= ctx.config.extensions.relays_tried as usize {
            self.stop_seeking(peer);
            return;
        }
        let at = able[self.rng.below(able.len() as u32) as usize];
        let relay = self.neighbours[at.at()].remote;
        let seeks = &mut self.extras.keep().rendezvous;
        seeks.iter_mut().filter(|rendezvous| rendezvous.peer == peer).for_each(|seek| seek.asked.push(relay));
        self.say(at, Message::Holepunch(Holepunch { kind: HolepunchKind::Rendezvous, peer }), ctx);
    }

    /// A neighbour asks for an introduction, or answers.
    pub(super) fn on_holepunch(&mut self, at: NeighbourIdx, message: Holepunch, ctx: &mut Ctx) {
        let Holepunch { kind, peer } = message;
        if !ctx.config.extensions.holepunch {
            return;
        }
        match kind {
            HolepunchKind::Rendezvous => self.introduce(at, peer, ctx),
            HolepunchKind::Connect => self.on_introduced(peer, ctx),
            HolepunchKind::Failed(HolepunchError::NotConnected) => self.ask_for_introduction(peer, ctx),
            HolepunchKind::Failed(_) => self.stop_seeking(peer),
        }
    }

    /// Tells both to call each other, or the one who asks why not.
    fn introduce(&mut self, at: NeighbourIdx, peer: PeerIdx, ctx: &mut Ctx) {
        let asker = self.neighbours[at.at()].remote;
        let other = self.place_of(peer).filter(|&other| self.sets.has(Set::Open, other));
        let error = match other {
            _ if peer == self.idx || peer == asker => Some(HolepunchError::NoSelf),
            None => Some(HolepunchError::NotConnected),
            Some(other) if !self.introduces(other) => Some(HolepunchError::NoSupport),
            Some(_) => None,
        };
        let say = |kind, peer| Message::Holepunch(Holepunch { kind, peer });
        match (error, other) {
            (None, Some(other)) => {
                ctx.event(Event::Introduced { from: asker, to: peer, by: self.idx });
                self.say(at, say(HolepunchKind::Connect, peer), ctx);
                self.say(other, say(HolepunchKind::Connect, asker), ctx);
            }
            (error, _) => {
                let error = error.unwrap_or(HolepunchError::NotConnected);
                self.say(at, say(HolepunchKind::Failed(error), peer), ctx);
            }
        }
    }

    /// A neighbour tells this client to call a peer, which calls as well.
    fn on_introduced(&mut self, peer: PeerIdx, ctx: &mut Ctx) {
        self.stop_seeking(peer);
        let full = self.n_neighbours >= ctx.config.neighbours.connections_max;
        if full || self.phase != Phase::Here || self.extras.is_banned(peer) || self.place_of(peer).is_some() {
            return;
        }
        ctx.client.candidates.called(self.torrent, peer, Source::Neighbour, &ctx.config.neighbours);
        let end = self.lay_connection(peer, ctx);
        let patience = ctx.config.neighbours.connect_timeout_s.nanos();
        ctx.net.call_introduced(end, patience, ctx.now, ctx.schedule);
    }
}
