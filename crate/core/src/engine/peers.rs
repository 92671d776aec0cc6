//! Who is here: sessions by the numbers of their peers.
//!
//! A peer's number is never given to another. What belongs to a peer goes when the peer goes, so that the memory of a swarm follows
//! how many peers are here, not how many ever came.

use super::world::Presence;
use crate::base::ids::{ClientIdx, PeerIdx};
use crate::base::number_table::NumberTable;
use crate::base::slab::Slab;
use crate::services::bittorrent::Session;

/// A peer that is here, or that is about to come again.
#[derive(Clone, Debug, Hash)]
struct Peer {
    presence: Presence,
    session: Option<Box<Session>>,
}

/// The peers that are here.
#[derive(Clone, Debug, Default, Hash)]
pub struct Peers {
    places: NumberTable,
    peers: Slab<Peer>,
    came: u32,
}

impl Peers {
    /// A peer comes; tells its number.
    pub(super) fn come(&mut self, presence: Presence) -> PeerIdx {
        let idx = PeerIdx(self.came);
        self.came += 1;
        self.places.insert(idx.0, self.peers.insert(Peer { presence, session: None }));
        idx
    }

    /// A peer's session begins.
    pub(super) fn begin(&mut self, idx: PeerIdx, session: Box<Session>) {
        let place = self.places.get(idx.0).expect("who begins has come");
        self.peers[place].session = Some(session);
    }

    /// A peer's session ends. The peer may come again.
    pub(super) fn end(&mut self, idx: PeerIdx) -> Option<Box<Session>> {
        self.peers[self.places.get(idx.0)?].session.take()
    }

    /// A peer has gone for good.
    pub(super) fn forget(&mut self, idx: PeerIdx) {
        if let Some(place) = self.places.remove(idx.0) {
            self.peers.take(place);
        }
    }

    /// How many peers ever came: the next one's number.
    pub fn came(&self) -> u32 {
        self.came
    }

    /// How many peers are here.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Nobody is here.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A peer's session, if the peer is here.
    #[inline]
    pub fn get(&self, idx: PeerIdx) -> Option<&Session> {
        self.peers[self.places.get(idx.0)?].session.as_deref()
    }

    /// The same, to change, and its client.
    #[inline]
    pub(super) fn get_mut(&mut self, idx: PeerIdx) -> Option<(&mut Session, ClientIdx)> {
        let peer = &mut self.peers[self.places.get(idx.0)?];
        Some((peer.session.as_deref_mut()?, peer.presence.client))
    }

    /// What the engine knows of a peer that is here.
    pub fn presence(&self, idx: PeerIdx) -> Option<&Presence> {
        Some(&self.peers[self.places.get(idx.0)?].presence)
    }

    /// The same, to change.
    pub(super) fn presence_mut(&mut self, idx: PeerIdx) -> Option<&mut Presence> {
        let place = self.places.get(idx.0)?;
        Some(&mut self.peers[place].presence)
    }

    /// The numbers of those that are here, rising.
    pub fn numbers(&self) -> impl Iterator<Item = PeerIdx> + use<> {
        self.places.numbers().into_iter().map(PeerIdx)
    }

    /// The sessions, in no order that means anything.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.peers.iter().filter_map(|(_, peer)| peer.session.as_deref())
    }
}
