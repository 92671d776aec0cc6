//! Why a peer did what it did: the record behind every choke, piece choice, snub and ban.
//!
//! A record holds ids and the figures that the deciding peer knew, never the whole swarm and never a sentence: the sentences
//! are in `crate/catalogue`, under the ids.

use crate::base::ids::{BlockRef, PeerIdx, PieceIdx};
use crate::scenario::config::Ties;
use serde::Serialize;

/// One decision of one peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Somebody got a slot, kept it or lost it.
    Choke {
        /// The rule.
        rule: ChokeRule,
        /// What made the peer decide.
        source: ChokeSource,
        /// How equal figures were told apart.
        ties: Ties,
        /// All neighbours in question, best first.
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
        /// How many announced the rarest of the pieces that could have been begun.
        least: u32,
        /// How many announced the commonest of them.
        most: u32,
        /// How many pieces could have been begun.
        candidates: u32,
        /// How many of them were as good.
        tied: u32,
    },
    /// A block was asked for. Told only where somebody asks for it.
    Block {
        /// Which step of the choice led to it.
        step: BlockStep,
        /// The neighbour that is asked.
        from: PeerIdx,
        /// The block.
        block: BlockRef,
        /// How many neighbours announced its piece.
        availability: u32,
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
    /// What it was ranked by among the neighbours of the same standing, as `by` says.
    pub figure: i64,
    /// What the figure counts.
    pub by: RankedBy,
    /// What comes before the figure.
    pub standing: Standing,
    /// It wants something of ours.
    pub interested: bool,
    /// It let us wait too long.
    pub snubbed: bool,
    /// What became of it.
    pub verdict: Verdict,
    /// How it came by its slot.
    pub slot: SlotKind,
    /// Its place among those that wait for the optimistic slot, the next one first; [`NO_TURN`] where turns do not count.
    pub turn: u16,
}

/// A neighbour without a place among those that wait for the optimistic slot.
pub const NO_TURN: u16 = u16::MAX;

/// What made a peer decide about slots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum ChokeSource {
    /// A full round at its time.
    #[default]
    Round,
    /// All neighbours are ranked again between two rounds.
    Rerank,
    /// A free slot is given away between two rounds.
    FreeSlot,
    /// A neighbour wants something for the first time.
    FirstInterest,
    /// A neighbour with a slot wants nothing any more.
    LostInterest,
    /// A neighbour would owe too much with another block.
    Debt,
    /// The connection is closed.
    Closed,
    /// The peer leaves.
    Leaving,
}

/// What comes before a neighbour's figure in the ranking; the best is first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was unchoked less than a second ago, and is not choked so soon.
    Fresh,
    /// It was unchoked a short time ago, and keeps its slot for that time.
    Held,
    /// It is in the middle of its turn.
    InTurn,
    /// Its figure decides.
    #[default]
    Ranked,
    /// It waits for its turn, behind those that are served.
    Waits,
    /// It has had its turn.
    TurnOver,
    /// The rule gives it no regular slot: it is snubbed, owes too much or sent nothing.
    MayNotEarn,
    /// The uplink is full, and nobody new is unchoked.
    KeptOut,
    /// It wants nothing.
    Uninterested,
    /// It was compared with nobody.
    Alone,
}

/// How a neighbour came by its slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// It has none.
    #[default]
    None,
    /// By its rank.
    Ranked,
    /// It had one and keeps it: it is fresh, or held, or nobody loses a slot between two rounds.
    Kept,
    /// It had one, has no use for it, and nobody else needs it.
    Spare,
    /// A free one between two rounds, as the best of those that waited.
    Given,
    /// An optimistic one whose time is not over.
    Trial,
    /// An optimistic one: it was its turn.
    Turn,
    /// For its first interest.
    FirstInterest,
    /// Before it wants anything, because of its rank.
    Ahead,
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
    /// Seconds since it was unchoked; the latest is the best.
    Served,
    /// Nothing: all are equal.
    Nothing,
}

impl RankedBy {
    /// The figure of a row as a number: shares and ratios are counted in thousandths.
    pub fn of(self, figure: i64) -> f64 {
        let unit = match self {
            RankedBy::Return | RankedBy::FromHalf => 1000.0,
            _ => 1.0,
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
    /// It lies beside a piece that was chosen, and is kept for the same neighbour.
    Beside,
    /// The highest, since nothing has come from the neighbour yet.
    Highest,
    /// The lowest of those that faster neighbours will not have brought first.
    NotForFaster,
}

/// Which step of the choice of a block led to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum BlockStep {
    /// It was kept for this neighbour.
    Claimed,
    /// The next of a piece that was begun.
    #[default]
    Begun,
    /// The first of a new piece.
    New,
    /// It was taken from a slower neighbour.
    Stolen,
    /// The neighbour on parole goes on with it alone.
    TakenOver,
    /// Others are asked for it too.
    Endgame,
    /// The first that this neighbour is asked for.
    First,
}
