//! Why a peer did what it did: the record behind every choke, piece choice, snub and ban.
//!
//! Owns the records and the sentence of each rule with its source. Must never know the whole swarm: a record holds what
//! the deciding peer knew.

use crate::base::ids::{PeerIdx, PieceIdx};

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
    /// A neighbour was taken for lost.
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
    /// What it was ranked by, in the rule's unit.
    pub figure: u64,
    /// It let us wait too long.
    pub snubbed: bool,
    /// What became of it.
    pub verdict: Verdict,
}

/// What a choke decision means for one neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has a regular slot.
    Regular,
    /// It has the optimistic slot.
    Optimistic,
    /// It is choked.
    Choked,
}

/// How neighbours were ranked. Each policy of `policy::choker` brings its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChokeRule {
    /// The rule in a sentence, with its source.
    pub text: &'static str,
    /// What the figure of a row counts.
    pub unit: &'static str,
}

/// How a piece was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceRule {
    /// The first pieces are random.
    RandomFirst,
    /// The rarest among the neighbours' announcements.
    RarestFirst,
    /// The commonest, since the neighbour let us wait.
    Commonest,
    /// Any.
    Random,
    /// The next in this peer's own random order.
    RandomOrder,
    /// The lowest.
    Sequential,
    /// The rarest of what is played next.
    Window,
    /// The rarest of the rest, since the neighbour has nothing to begin in the window.
    BeyondWindow,
}

impl PieceRule {
    /// The rule in a sentence, with its source.
    pub fn text(self) -> &'static str {
        match self {
            PieceRule::RandomFirst => "random first pieces: something to give is needed soon (Cohen 2003)",
            PieceRule::RarestFirst => {
                "rarest first: the piece that the fewest neighbours announced, ties at random (BEP 3)"
            }
            PieceRule::Commonest => {
                "commonest first: the neighbour is snubbed, so it is asked for what others have too (libtorrent)"
            }
            PieceRule::Random => "random: any piece the neighbour has",
            PieceRule::RandomOrder => {
                "random order: the first piece the neighbour has in this peer's own order, drawn once (mainline, below its cutoff)"
            }
            PieceRule::Sequential => "sequential: the lowest piece the neighbour has",
            PieceRule::Window => "window: the rarest of the pieces that are played next (BiToS 2006)",
            PieceRule::BeyondWindow => {
                "window: nothing of what is played next is free here, so the rarest of the rest (BiToS 2006)"
            }
        }
    }
}
