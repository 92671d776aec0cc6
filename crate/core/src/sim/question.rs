//! Questions as JSON: what a page asks.

use crate::base::ids::{BlockIdx, BlockRef, PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::observe::asked::{DecisionKind, Filter};
use crate::observe::block_reasons::BlockAsked;
use crate::scenario::config::{ConfigError, check_number};
use crate::scenario::json::{self, Document, Keys};
use crate::sim::why::Question;
use serde::Deserialize;

/// Decisions that are told where no number is given.
const DECISIONS: u32 = 1_000;
/// Messages that are told where no number is given, and at most.
const MESSAGES: u32 = 40;
const MESSAGES_MAX: u32 = 1_000;
/// Events of a history where no number is given.
const EVENTS: u64 = 50_000_000;
/// Seconds at most.
const SECONDS_MAX: f64 = 1e9;

/// A question about a run, as JSON.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "Question", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
pub enum QuestionText {
    /// Which decisions were made.
    Decisions {
        /// Whose; everybody's where none is named.
        peer: Option<u32>,
        /// Only those about this other peer.
        other: Option<u32>,
        /// Of this kind; of all kinds but blocks where none is named.
        kind: Option<DecisionKind>,
        /// From this moment on, in seconds.
        from_s: Option<f64>,
        /// Up to this moment.
        to_s: Option<f64>,
        /// So many at most; 1,000 where no number is given.
        most: Option<u32>,
    },
    /// Why a peer was complete no sooner; or, where a piece is named, why it had that piece no sooner.
    Path {
        /// The peer.
        peer: u32,
        /// The piece.
        piece: Option<u32>,
    },
    /// Who had a piece from whom.
    Tree {
        /// The piece.
        piece: u32,
    },
    /// The whole run in one value.
    History {
        /// Up to this moment, in seconds, or to the run's end.
        to_s: Option<f64>,
        /// Of so many events at most; 50,000,000 where no number is given.
        events_max: Option<u64>,
    },
    /// Why a block came from one peer to another.
    Block {
        /// The sender.
        from: u32,
        /// The receiver.
        to: u32,
        /// The piece.
        piece: u32,
        /// The block's number in the piece.
        block: u32,
        /// A moment at which the block was asked for, or after it, in seconds.
        at_s: f64,
    },
    /// The latest messages of a peer, with their bytes.
    Messages {
        /// The peer.
        peer: u32,
        /// Up to this moment, in seconds.
        to_s: f64,
        /// So many at most; 40 where no number is given.
        most: Option<u32>,
    },
}

impl Question {
    /// Reads a question from JSON. What is wrong in it is told with its place.
    pub fn read(json: &str) -> Result<Question, Vec<ConfigError>> {
        let document = Document::part("question", Keys::Strict);
        json::read(json, document, |_| {}, QuestionText::check).map(|(text, _)| text.question())
    }
}

impl QuestionText {
    fn check(&self) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        let mut seconds = |field: &str, value: Option<f64>| {
            let field = format_args!("question.{field}");
            check_number(field, value.unwrap_or(0.0), 0.0, SECONDS_MAX, "s", &mut errors);
        };
        match *self {
            QuestionText::Decisions { from_s, to_s, .. } => {
                seconds("decisions.from_s", from_s);
                seconds("decisions.to_s", to_s);
            }
            QuestionText::History { to_s, .. } => seconds("history.to_s", to_s),
            QuestionText::Block { at_s, .. } => seconds("block.at_s", Some(at_s)),
            QuestionText::Messages { to_s, .. } => seconds("messages.to_s", Some(to_s)),
            QuestionText::Path { .. } | QuestionText::Tree { .. } => {}
        }
        errors
    }

    fn question(self) -> Question {
        match self {
            QuestionText::Decisions { peer, other, kind, from_s, to_s, most } => Question::Decisions(Filter {
                peer: peer.map(PeerIdx),
                other: other.map(PeerIdx),
                kind,
                from: from_s.map_or(Nanos::ZERO, Nanos::from_secs_f64),
                to: to_s.map_or(Nanos::MAX, Nanos::from_secs_f64),
                most: most.unwrap_or(DECISIONS),
            }),
            QuestionText::Path { peer, piece } => Question::Path { peer: PeerIdx(peer), piece: piece.map(PieceIdx) },
            QuestionText::Tree { piece } => Question::Tree { piece: PieceIdx(piece) },
            QuestionText::History { to_s, events_max } => {
                Question::History { to: to_s.map(Nanos::from_secs_f64), events_max: events_max.unwrap_or(EVENTS) }
            }
            QuestionText::Block { from, to, piece, block, at_s } => Question::Block(BlockAsked {
                from: PeerIdx(from),
                to: PeerIdx(to),
                block: BlockRef { piece: PieceIdx(piece), block: BlockIdx(block) },
                at: Nanos::from_secs_f64(at_s),
            }),
            QuestionText::Messages { peer, to_s, most } => Question::Messages {
                peer: PeerIdx(peer),
                to: Nanos::from_secs_f64(to_s),
                most: most.unwrap_or(MESSAGES).min(MESSAGES_MAX),
            },
        }
    }
}
