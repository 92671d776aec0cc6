//! `swarmscope why`: why a peer was complete no sooner, who has a piece from whom, and what peers decided and by which figures.
//!
//! The run is repeated to answer, so every decision of it can be asked for.

mod decisions;
mod history;
mod path;
mod tree;

use crate::Failure;
use crate::input::What;
use crate::run::start;
use crate::terminal::{self, print};
use clap::{Args, ValueEnum};
use swarmscope_core::base::ids::{PeerIdx, PieceIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::observe::asked::{DecisionKind, Filter};
use swarmscope_core::sim::SimOptions;
use swarmscope_core::sim::why::{Answer, Question};

/// Events between two looks at whether the answer is ready.
const EVENTS_A_TURN: u64 = 1_000_000;

/// `swarmscope why`.
#[derive(Args)]
pub struct Why {
    #[command(flatten)]
    what: What,
    /// The peer: why it was complete no sooner, or with --kind, --other, --from, --to or --decisions what it decided
    #[arg(long)]
    peer: Option<u32>,
    /// The piece: with --peer why that peer had it no sooner, alone who has it from whom
    #[arg(long, conflicts_with_all = ["other", "kind", "from", "to", "decisions"])]
    piece: Option<u32>,
    /// Decisions, all but those about single blocks
    #[arg(long)]
    decisions: bool,
    /// The notable moments of the run, up to --to if that is given; with --json its blocks, pieces and sums too
    #[arg(long, conflicts_with_all = ["peer", "piece", "decisions", "other", "kind", "from"])]
    history: bool,
    /// Only decisions about this other peer
    #[arg(long, value_name = "PEER")]
    other: Option<u32>,
    /// Only decisions of this kind
    #[arg(long)]
    kind: Option<Kind>,
    /// Only decisions from this moment on, in seconds
    #[arg(long, value_name = "S", value_parser = seconds)]
    from: Option<Nanos>,
    /// Only decisions up to this moment, in seconds
    #[arg(long, value_name = "S", value_parser = seconds)]
    to: Option<Nanos>,
    /// So many decisions at most; how many are left out is told
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    limit: u32,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Who got a slot, kept it or lost it
    Slot,
    /// Which piece was begun
    Piece,
    /// Which block was asked for
    Block,
    /// Who let the peer wait
    Snub,
    /// Who was banned
    Ban,
}

fn seconds(text: &str) -> Result<Nanos, String> {
    let number = text.parse::<f64>().ok().filter(|s| (0.0..=1e9).contains(s));
    number.map(Nanos::from_secs_f64).ok_or_else(|| "seconds from 0 to 1000000000".to_owned())
}

fn json(answer: &Answer) -> String {
    serde_json::to_string_pretty(answer).expect("ids and finite numbers are JSON") + "\n"
}

impl Why {
    /// Repeats the run and tells.
    pub fn run(&self) -> Result<(), Failure> {
        let question = self.question()?;
        let input = self.what.read()?;
        terminal::warn_ignored(&input.ignored);
        let mut asking = start(&input, SimOptions::NOTHING).ask(question, None);
        let refused = |error| Failure::config(&[error]);
        while asking.go_on(EVENTS_A_TURN).map_err(refused)? {}
        let answer = asking.answer().map_err(refused)?;
        let text = match &answer {
            _ if self.json => json(&answer),
            Answer::Path(path) => path::text(path, self.piece.is_some()),
            Answer::Tree(tree) => tree::text(tree),
            Answer::Decisions(decisions) => decisions::text(decisions, self.other),
            Answer::History(history) => history::text(history),
            Answer::Block(_) | Answer::Messages(_) => json(&answer),
        };
        Ok(print(&text)?)
    }

    fn question(&self) -> Result<Question, Failure> {
        let (peer, piece) = (self.peer.map(PeerIdx), self.piece.map(PieceIdx));
        if self.history {
            return Ok(Question::History { to: self.to, events_max: u64::MAX });
        }
        if self.decisions || self.other.is_some() || self.kind.is_some() || self.from.is_some() || self.to.is_some() {
            return Ok(Question::Decisions(Filter {
                peer,
                other: self.other.map(PeerIdx),
                kind: self.kind.map(|kind| match kind {
                    Kind::Slot => DecisionKind::Slot,
                    Kind::Piece => DecisionKind::Piece,
                    Kind::Block => DecisionKind::Block,
                    Kind::Snub => DecisionKind::Snub,
                    Kind::Ban => DecisionKind::Ban,
                }),
                from: self.from.unwrap_or_default(),
                to: self.to.unwrap_or(Nanos::MAX),
                most: self.limit,
            }));
        }
        match (peer, piece) {
            (Some(peer), piece) => Ok(Question::Path { peer, piece }),
            (None, Some(piece)) => Ok(Question::Tree { piece }),
            (None, None) => {
                Err(Failure::input("why: say about whom or what: --peer 22, --piece 7, --history or --decisions"))
            }
        }
    }
}
