//! Reading ahead: what will be needed in a moment is looked at now, all at once.
//!
//! Owns nothing, changes nothing. A piece's news goes to some forty neighbours, whose memory lies anywhere: each waits for
//! several lines that are in no near cache, one after another. Looked at together beforehand, with nothing to be decided in
//! between, they come at the same time.

use super::Engine;
use crate::ids::{EndIdx, PieceIdx};
use std::hint::black_box;

impl Engine {
    /// These ends are looked up soon.
    #[inline]
    pub(super) fn fetch_wires(&self, ends: impl Iterator<Item = EndIdx>) {
        let network = &self.world.network;
        black_box(ends.fold(0, |sum: u32, end| sum ^ network.end(end).peer.0));
    }

    /// These hear of a piece soon.
    #[inline]
    pub(super) fn fetch_receivers(&self, piece: PieceIdx, ends: &[(EndIdx, u32)]) {
        let looks = ends.iter().map(|&(to, _)| {
            let end = self.world.network.end(to);
            let peer = self.world.peers[end.peer.at()].as_deref();
            peer.map_or(0, |peer| peer.fetch(end.slot, piece))
        });
        black_box(looks.fold(0, |sum: u64, look| sum ^ look));
    }
}
