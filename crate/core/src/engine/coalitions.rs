//! Coalitions: groups whose peers have one owner. What one of them has verified, all of them have at once.

use super::Engine;
use crate::base::bitfield::Bitfield;
use crate::base::ids::{GroupIdx, PeerIdx, PieceIdx, TorrentIdx};
use crate::events::sink::Sink;

impl Engine {
    /// The peers of a coalition that are here, in one torrent.
    fn members(&self, group: GroupIdx, torrent: TorrentIdx) -> Vec<PeerIdx> {
        let sessions = self.world.peers.sessions();
        let of_it = sessions.filter(|session| session.group == group && session.torrent == torrent);
        of_it.map(|session| session.idx).collect()
    }

    /// A peer has verified a piece: the others of its coalition copy it.
    pub(super) fn share(&mut self, from: PeerIdx, piece: PieceIdx, sink: &mut impl Sink) {
        let Some(session) = self.world.peers.get(from) else { return };
        let (group, torrent) = (session.group, session.torrent);
        if !self.groups[group.at()].coalition || !session.have.has(piece.0) {
            return;
        }
        for peer in self.members(group, torrent) {
            if peer != from {
                self.with(peer, sink, |session, ctx| session.copy_piece(piece, from, ctx));
            }
        }
    }

    /// What a peer that comes has of its coalition's pieces, besides its own.
    pub(super) fn join_coalition(&self, group: GroupIdx, torrent: TorrentIdx, have: &mut Bitfield) {
        if self.groups[group.at()].coalition {
            for session in self.world.peers.sessions() {
                if session.group == group && session.torrent == torrent && session.have.len() == have.len() {
                    session.have.iter().for_each(|piece| _ = have.insert(piece));
                }
            }
        }
    }
}
