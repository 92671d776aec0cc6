//! Slots that change hands in choke rounds: which neighbour lost its slot to one that gave more.
//!
//! What a peer had before a round is known from the records before it: every choke and every unchoke has one.

use super::marks::{LostSlot, Mark, MarkKind};
use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::decision::{ChokeRow, ChokeSource, Decision, RankedBy, Standing, Verdict};
use std::collections::BTreeMap;

/// The regular slots that are held now: by the peer that gave each, the neighbours that have one. As many as there are unchoked
/// neighbours in the swarm.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    regular: BTreeMap<PeerIdx, Vec<PeerIdx>>,
}

impl Rounds {
    /// A peer is gone, and its slots with it.
    pub fn on_left(&mut self, peer: PeerIdx) {
        self.regular.remove(&peer);
    }

    /// A peer decided about slots: hands each slot that was lost to a better giver to `lost`. `ranks_givers` says whether the peer
    /// ranks by what it gets: one that has everything does not.
    pub fn on_decision(
        &mut self,
        now: Nanos,
        peer: PeerIdx,
        decision: &Decision,
        ranks_givers: bool,
        mut lost: impl FnMut(Mark),
    ) {
        let Decision::Choke { rule, source, rows, .. } = decision else { return };
        let before = self.regular.get(&peer).map_or(&[][..], |held| &held[..]);
        let by_gift = |row: &&ChokeRow| matches!(row.by, RankedBy::Rate | RankedBy::LastRound | RankedBy::Return);
        if *source == ChokeSource::Round && ranks_givers {
            let winners = rows.iter().filter(by_gift).filter(|row| {
                row.verdict == Verdict::Regular && row.standing == Standing::Ranked && !before.contains(&row.peer)
            });
            // It wants something, was compared with the others, and has no slot any more, not even an optimistic one.
            let losers = rows.iter().filter(by_gift).filter(|row| {
                row.verdict == Verdict::Choked
                    && row.standing == Standing::Ranked
                    && row.interested
                    && before.contains(&row.peer)
            });
            // Rows are best first: the best of those that lost against the best of those that won.
            for (loser, winner) in losers.zip(winners) {
                if winner.by == loser.by && winner.figure > loser.figure {
                    let slot = LostSlot {
                        at: peer.0,
                        rule: rule.id,
                        by: loser.by,
                        lost: loser.by.of(loser.figure),
                        won: winner.by.of(winner.figure),
                    };
                    lost(Mark {
                        peer: Some(loser.peer.0),
                        other: Some(winner.peer.0),
                        slot: Some(slot),
                        ..Mark::new(now, MarkKind::SlotLost)
                    });
                }
            }
        }
        self.take_in(peer, rows);
    }

    fn take_in(&mut self, peer: PeerIdx, rows: &[ChokeRow]) {
        let held = self.regular.entry(peer).or_default();
        for row in rows {
            let place = held.iter().position(|&of| of == row.peer);
            match (place, row.verdict == Verdict::Regular) {
                (None, true) => held.push(row.peer),
                (Some(place), false) => drop(held.swap_remove(place)),
                _ => {}
            }
        }
    }
}
