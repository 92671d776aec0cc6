//! What a picture of a small swarm shows besides: pieces in progress, messages on their way, and which copies the content began with.

use super::{View, column};
use crate::base::ids::PeerIdx;
use crate::observe::acts::Act;
use crate::services::bittorrent::Partial;
use crate::view::frame::{Frame, acts, partials, pieces};
use crate::view::shown::Shown;

impl<'a> View<'a> {
    /// Copies at those who brought the content, of the pieces that they give.
    pub(super) fn fill_brought(&self, frame: &mut Frame, shown: &Shown) {
        let brought = frame.column_mut::<u32>(pieces::BROUGHT);
        let origins = shown.peers.iter().map(|idx| self.stats(*idx)).filter(|stats| stats.origin && !stats.crashed);
        for stats in origins.filter(|stats| stats.behaviour.gives()) {
            for (piece, copies) in brought.iter_mut().enumerate() {
                *copies += u32::from(stats.have.has(piece as u32));
            }
        }
    }

    /// Pieces in progress of these peers, where some block is here.
    pub(super) fn partials(&self, owners: &[PeerIdx]) -> Vec<(PeerIdx, &'a Partial)> {
        let sessions = owners.iter().filter_map(|idx| self.engine.world.peers.get(*idx));
        let partials = sessions.flat_map(|peer| peer.partials.iter().map(move |partial| (peer.idx, partial)));
        partials.filter(|(_, partial)| !partial.received.is_empty()).collect()
    }

    /// The latest acts of those that are still here.
    pub(super) fn acts(&self) -> Vec<Act> {
        let here = |idx| self.engine.world.peers.get(idx).is_some() && self.find(idx).is_some();
        self.observers.acts.iter().filter(|act| here(act.from) && here(act.to)).copied().collect()
    }

    pub(super) fn fill_acts(&self, frame: &mut Frame, told: &[Act]) {
        column(frame, acts::T_S, told, |act| act.at.as_secs_f64());
        column(frame, acts::KIND, told, |act| act.kind as u8);
        column(frame, acts::FROM, told, |act| act.from.0);
        column(frame, acts::TO, told, |act| act.to.0);
        column(frame, acts::PIECE, told, |act| act.block.piece.0);
        column(frame, acts::BLOCK, told, |act| act.block.block.0);
        column(frame, acts::LATENCY_S, told, |act| {
            let peer = self.engine.world.peers.get(act.from);
            let neighbour = peer.and_then(|peer| peer.neighbours.iter().find(|neighbour| neighbour.remote == act.to));
            neighbour.map_or(0.0, |neighbour| self.engine.world.net.connection(neighbour.end).latency.as_secs_f64())
        });
    }
}

pub(super) fn fill_partials(frame: &mut Frame, told: &[(PeerIdx, &Partial)]) {
    column(frame, partials::OWNER, told, |(owner, _)| owner.0);
    column(frame, partials::PIECE, told, |(_, partial)| partial.piece.0);
    column(frame, partials::BLOCKS, told, |(_, partial)| partial.received.len());
    column(frame, partials::HERE, told, |(_, partial)| partial.received.count());
    column(frame, partials::BITS, told, |(_, partial)| partial.received.words()[0] as u32);
}
