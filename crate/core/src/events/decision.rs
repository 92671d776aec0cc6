//! Why a peer did what it did: the record behind every choke, piece choice, snub and ban.
//!
//! A record holds ids and the figures that the deciding peer knew, never the whole swarm and never a sentence: the sentences
//! are in `crate/catalogue`, under the ids.

use crate::base::ids::{PeerIdx, PieceIdx};
use serde::Serialize;

/// One decision of one peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A round of choking, or a slot that was filled between two rounds.
    Choke {
        /// The rule.
        rule: ChokeRule,
        /// The neighbours that wanted something, best first.
        rows: Vec<ChokeRow>,
    },
    /// A piece was begun.
    Piece {
        /// The rule.
        rule: PieceRule,
        /// The neighbour that will be asked.
        from: PeerIdx,
        /// The piece.
        piece: PieceIdx,
        /// How many neighbours announced it.
        availability: u32,
        /// How many pieces could have been begun.
        candidates: u32,
        /// How many of them were as good.
        tied: u32,
    },
    /// A neighbour was snubbed.
    Snub {
        /// The neighbour.
        peer: PeerIdx,
        /// Seconds without a block.
        silent_s: u32,
    },
    /// A neighbour was banned.
    Ban {
        /// The neighbour.
        peer: PeerIdx,
        /// The piece it sent alone that failed its hash.
        piece: PieceIdx,
    },
}

/// One neighbour in a choke decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChokeRow {
    /// The neighbour.
    pub peer: PeerIdx,
    /// What it was ranked by, as the rule's [`RankedBy`] says.
    pub figure: u64,
    /// It let us wait too long.
    pub snubbed: bool,
    /// What became of it.
    pub verdict: Verdict,
}

/// What a choke decision means for one neighbour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It has a regular slot.
    Regular,
    /// It has the optimistic slot.
    Optimistic,
    /// It is choked.
    #[default]
    Choked,
}

/// How neighbours were ranked. Each policy of `policy::choker` brings its own; the numbers in its sentence are those of the
/// choker's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChokeRule {
    /// The id of the rule.
    pub id: &'static str,
    /// What the figure of a row counts.
    pub by: RankedBy,
}

/// What neighbours are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum RankedBy {
    /// Bytes per second.
    #[default]
    Rate,
    /// Bytes that were sent to it and have not come back.
    Owed,
    /// Bytes that came from it between the last two rounds.
    LastRound,
    /// Bytes that it was sent since it was unchoked.
    ThisTurn,
    /// Seconds since it had a slot.
    Waited,
    /// What comes back for what it gets, in thousandths.
    Return,
    /// How far it is from having half of the pieces, in thousandths.
    FromHalf,
}

impl RankedBy {
    /// The figure of a row as a number: shares and ratios are counted in thousandths.
    pub fn of(self, figure: u64) -> f64 {
        let unit = match self {
            RankedBy::Return | RankedBy::FromHalf => 1000.0,
            RankedBy::Rate | RankedBy::Owed | RankedBy::LastRound | RankedBy::ThisTurn | RankedBy::Waited => 1.0,
        };
        figure as f64 / unit
    }
}

/// How a piece was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum PieceRule {
    /// The first pieces are random.
    RandomFirst,
    /// The rarest among the neighbours' announcements.
    #[default]
    RarestFirst,
    /// The commonest, since the neighbour let us wait.
    Commonest,
    /// Any.
    Random,
    /// The next in this peer's own random order.
    RandomOrder,
    /// The lowest.
    Sequential,
    /// The first piece, the last, then the lowest.
    FirstLast,
    /// The rarest of what is played next.
    Window,
    /// The rarest of the rest, since the neighbour has nothing to begin in the window.
    BeyondWindow,
    /// Any that is not among the commonest.
    NotCommonest,
}
