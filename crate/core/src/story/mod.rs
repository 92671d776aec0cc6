//! Chapters of the page's story: a question, the runs that answer it, and the steps in which a reader sees it happen.
//!
//! A chapter is data: a JSON file in `chapters`, or one that a teacher wrote. [`Chapter::parse`] reads and checks it, and tells what is
//! wrong with field, value and what is expected. Invariant: what a chapter says is claimed ([`Statement`]), and a test holds every claim to
//! the engine's own figures.

mod check;
pub mod figure;
mod read;

use crate::observe::asked::DecisionKind;
use crate::observe::history::marks::{Mark, MarkKind};
use figure::FigureOf;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A sentence in each language: `{"en": "…", "de": "…"}`.
pub type Text = BTreeMap<String, String>;

/// Words that a step says at most.
pub const WORDS_MAX: usize = 25;

/// A chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct Chapter {
    /// Its name in links: small letters, digits and `_`.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it answers, in a sentence, for the list of chapters.
    pub about: Text,
    /// What the peers are called, in the order of their numbers, in each language.
    #[cfg_attr(feature = "ts", ts(type = "Record<string, string[]>"))]
    pub names: BTreeMap<String, Vec<String>>,
    /// The swarm, as a scenario's file has it; its runs may change parts of it.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub scenario: Value,
    /// The runs that are shown; the first one is that of every step that names none.
    pub runs: Vec<StoryRun>,
    /// What the reader sees, one after another.
    pub steps: Vec<Step>,
}

/// A run of a chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct StoryRun {
    /// Its name in the chapter.
    pub id: String,
    /// The seed.
    pub seed: u32,
    /// Parts of the scenario that are other here, by their places: `{"peer.picker.policy": "random"}`.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "Record<string, unknown> | null", optional = nullable))]
    pub set: BTreeMap<String, Value>,
    /// How far the run is looked at, in seconds; to its end where nothing is said.
    pub until_s: Option<f64>,
}

/// A step: the run is played to a moment, and stops there with a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct Step {
    /// Its name in the chapter.
    pub id: String,
    /// The run; that of the step before where none is named.
    pub run: Option<String>,
    /// The headline.
    pub head: Text,
    /// What is to be seen, in 25 words at most.
    pub say: Text,
    /// Where the run stops by itself.
    pub stop: Stop,
    /// Where it is played from, in seconds; from the step before where nothing is said.
    pub from_s: Option<f64>,
    /// How many times as fast as it happens it is played.
    pub speed: f64,
    /// Which view shows it; the swarm where none is named.
    pub view: Option<String>,
    /// Who is looked at.
    pub select: Option<u32>,
    /// How that one ranks its neighbours stands below the words.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional = nullable))]
    pub podium: bool,
    /// What the reader guesses before the next step answers.
    pub question: Option<Guess>,
    /// The step before it whose question this one answers.
    pub answers: Option<String>,
    /// Figures of the run, told at the stop.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Reveal>>", optional = nullable))]
    pub reveal: Vec<Reveal>,
    /// What must hold at the stop.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Statement>>", optional = nullable))]
    pub claims: Vec<Statement>,
}

/// A moment of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// So many seconds after its start.
    AtS(f64),
    /// When this happens.
    Mark(MarkWanted),
}

/// A notable moment, by what it tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct MarkWanted {
    /// What happens.
    pub kind: MarkKind,
    /// To whom; to anybody where nobody is named.
    pub peer: Option<u32>,
    /// The other peer.
    pub other: Option<u32>,
    /// The piece.
    pub piece: Option<u32>,
    /// Whose choke round it was.
    pub at: Option<u32>,
    /// Which of them; the first where nothing is said.
    pub nth: Option<u32>,
}

impl MarkWanted {
    /// Whether a mark is one of these.
    pub fn takes(&self, mark: &Mark) -> bool {
        let same = |wanted: Option<u32>, given: Option<u32>| wanted.is_none() || wanted == given;
        self.kind == mark.kind
            && same(self.peer, mark.peer)
            && same(self.other, mark.other)
            && same(self.piece, mark.piece)
            && same(self.at, mark.slot.map(|slot| slot.at))
    }

    /// The mark, among all of a run.
    pub fn find<'m>(&self, marks: &'m [Mark]) -> Option<&'m Mark> {
        marks.iter().filter(|mark| self.takes(mark)).nth(self.nth.unwrap_or(1).saturating_sub(1) as usize)
    }
}

/// What the reader is asked before it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
pub enum Guess {
    /// One of several answers.
    Choice {
        /// The question.
        ask: Text,
        /// The answers.
        answers: Vec<Text>,
        /// Which of them is right, from 0.
        right: u32,
        /// Why, told with the answer.
        because: Text,
    },
    /// A number of seconds; the right one is a figure of a run.
    Seconds {
        /// The question.
        ask: Text,
        /// The largest number that can be guessed.
        max_s: f64,
        /// The right one.
        truth: FigureOf,
    },
}

/// A figure of a run, with what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reveal {
    /// What it is.
    pub label: Text,
    /// The figure.
    pub figure: FigureOf,
}

/// What must hold at a step's stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    /// A figure lies between two bounds.
    Between {
        /// The figure.
        figure: FigureOf,
        /// At least.
        min: f64,
        /// At most.
        max: f64,
    },
    /// A figure, so many times, is at most another one.
    Less {
        /// The smaller figure.
        a: FigureOf,
        /// The larger one.
        b: FigureOf,
        /// How many times; once where nothing is said.
        times: Option<f64>,
    },
    /// One thing happened before another.
    Before {
        /// The earlier one.
        a: MarkWanted,
        /// The later one.
        b: MarkWanted,
    },
    /// It did not happen up to the stop.
    Never(MarkWanted),
    /// Peers decided so, by this rule, between the step's start and its stop.
    Cause {
        /// What about.
        kind: DecisionKind,
        /// Whose decision.
        peer: Option<u32>,
        /// About whom.
        other: Option<u32>,
        /// The rule's id.
        rule: Option<String>,
        /// What became of the other, of a decision about slots.
        verdict: Option<String>,
        /// How many such decisions there are at least; one where nothing is said.
        least: Option<u32>,
    },
}

/// The chapters that come with the page, in their order: each is a file in `chapters`.
pub const CHAPTERS: &[&str] = &["swarm", "pieces", "slots", "newcomer", "last", "liar", "leaving", "tracker", "crowd"];

/// What a preset promises: how fast it is best watched, where its point is seen, and what holds there on seed 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Promised {
    /// How many times as fast as it happens it is played.
    pub speed: f64,
    /// Where its point is seen.
    pub stop: Stop,
    /// What holds there.
    pub claims: Vec<Statement>,
}
