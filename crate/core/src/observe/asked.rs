//! The decisions of a whole run that somebody asks for: of a peer, about another, of a kind, in a span of time.
//!
//! A run is repeated to answer ([`crate::sim::why`]), so that nothing has to be kept of runs that nobody asks about. Invariant: at
//! most [`Filter::most`] records are kept, the first ones; how many there were beyond them is counted.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::observe::explain::{Explained, explain};
use serde::{Deserialize, Serialize};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Slots.
    Slot,
    /// A piece that is begun.
    Piece,
    /// A block that is asked for.
    Block,
    /// A neighbour that let the peer wait.
    Snub,
    /// A neighbour that is banned.
    Ban,
}

impl DecisionKind {
    /// Every kind, in order.
    pub const ALL: [DecisionKind; 5] =
        [DecisionKind::Slot, DecisionKind::Piece, DecisionKind::Block, DecisionKind::Snub, DecisionKind::Ban];

    /// The kind of a decision.
    pub fn of(decision: &Decision) -> DecisionKind {
        match decision {
            Decision::Choke { .. } => DecisionKind::Slot,
            Decision::Piece { .. } => DecisionKind::Piece,
            Decision::Block { .. } => DecisionKind::Block,
            Decision::Snub { .. } => DecisionKind::Snub,
            Decision::Ban { .. } => DecisionKind::Ban,
        }
    }
}

/// Which decisions are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Whose; everybody's where none is named.
    pub peer: Option<PeerIdx>,
    /// Only those about this other peer.
    pub other: Option<PeerIdx>,
    /// Of this kind; of all kinds but blocks where none is named.
    pub kind: Option<DecisionKind>,
    /// From this moment on.
    pub from: Nanos,
    /// Up to this moment.
    pub to: Nanos,
    /// So many at most.
    pub most: u32,
}

impl Filter {
    fn takes(&self, now: Nanos, peer: PeerIdx, decision: &Decision) -> bool {
        let kind = DecisionKind::of(decision);
        (self.from..=self.to).contains(&now)
            && self.peer.is_none_or(|wanted| wanted == peer)
            && self.kind.map_or(kind != DecisionKind::Block, |wanted| wanted == kind)
            && self.other.is_none_or(|other| is_about(decision, other))
    }
}

/// Whether a decision names this other peer.
fn is_about(decision: &Decision, other: PeerIdx) -> bool {
    match decision {
        Decision::Choke { rows, .. } => rows.iter().any(|row| row.peer == other),
        Decision::Piece { from, .. } | Decision::Block { from, .. } => *from == other,
        Decision::Snub { peer, .. } | Decision::Ban { peer, .. } => *peer == other,
    }
}

/// A decision, whose it was and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Told {
    /// The peer that decided.
    pub peer: u32,
    /// What, when and why.
    #[serde(flatten)]
    pub decision: Explained,
}

/// The decisions that were asked for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Decisions {
    /// Of the ones asked for, the first ones.
    pub told: Vec<Told>,
    /// How many were left out behind them.
    pub left_out: u64,
}

/// Collects them.
#[derive(Clone, Debug)]
pub struct Asked {
    filter: Filter,
    found: Decisions,
}

impl Asked {
    /// None so far.
    pub fn new(filter: Filter) -> Asked {
        Asked { filter, found: Decisions { told: Vec::new(), left_out: 0 } }
    }

    /// A peer decided something.
    pub fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        if !self.filter.takes(now, peer, decision) {
            return;
        }
        if self.found.told.len() as u64 >= u64::from(self.filter.most) {
            self.found.left_out += 1;
            return;
        }
        let rows = if let Decision::Choke { rows, .. } = decision { &rows[..] } else { &[] };
        self.found.told.push(Told { peer: peer.0, decision: explain(now, decision, rows) });
    }

    /// What was found since this was last asked.
    pub fn take(&mut self) -> Decisions {
        std::mem::replace(&mut self.found, Decisions { told: Vec::new(), left_out: 0 })
    }
}
