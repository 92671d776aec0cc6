//! Questions about a whole run: which decisions a peer made, why a peer was complete so late, who had a piece from whom.
//!
//! The run is repeated from its start with the observers of the question and no others ([`Asking`]), in bites of events, so that a
//! page stays responsive and nothing has to be kept of runs that nobody asks about. A repeated run is the same run.

use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::sink::Arrival;
use crate::observe::asked::{Asked, DecisionKind, Decisions, Filter, Told};
use crate::observe::block_reasons::{BlockAsked, BlockReasons, BlockWatch};
use crate::observe::critical_path::{CriticalPath, Watch, hops};
use crate::observe::family_tree::FamilyTree;
use crate::observe::history::{Historian, History, HistoryEnd};
use crate::observe::messages::{MessageWatch, Messages};
use crate::observe::options::SimOptions;
use crate::observe::origins::Origins;
use crate::observe::watcher::{Watcher, concrete};
use crate::scenario::config::ConfigError;
use crate::sim::{Advance, Sim};
use crate::theory::fluid::fluid;
use serde::Serialize;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The decisions that a filter takes.
    Decisions(Filter),
    /// Why a peer was complete no sooner; or, where a piece is named, why it had that piece no sooner.
    Path {
        /** The peer. */
        peer: PeerIdx,
        /** The piece. */
        piece: Option<PieceIdx>,
    },
    /// Who had a piece from whom.
    Tree {
        /** The piece. */
        piece: PieceIdx,
    },
    /// The whole run in one value.
    History {
        /** Up to this moment, or to the run's end. */
        to: Option<Nanos>,
        /** Of so many events at most. */
        events_max: u64,
    },
    /// Why a block came from one peer to another.
    Block(BlockAsked),
    /// The latest messages of a peer, with their bytes.
    Messages {
        /** The peer. */
        peer: PeerIdx,
        /** Up to this moment. */
        to: Nanos,
        /** So many. */
        most: u32,
    },
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each type says what it is")]
pub enum Answer {
    Decisions(Decisions),
    Path(CriticalPath),
    Tree(FamilyTree),
    History(Box<History>),
    Block(Box<BlockReasons>),
    Messages(Messages),
}

/// A question that is being answered.
#[derive(Clone, Debug)]
pub struct Asking {
    question: Question,
    sim: Sim,
    /// How far the run goes: to this moment, or to its end.
    until: Option<Nanos>,
    /// There once the first of two repetitions is over.
    found: Option<Found>,
    /// The question's own limit of events ended the run.
    cut: bool,
    done: bool,
}

/// What the first of two repetitions found.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// When the peer had what is asked about.
    end: Nanos,
}

impl Sim {
    /// Begins to answer a question about this run: up to `until`, or up to its end where there is no such moment.
    pub fn ask(&self, question: Question, until: Option<Nanos>) -> Asking {
        let options = match question {
            // Copies of pieces are counted there.
            Question::History { .. } => SimOptions { figures: true, ..SimOptions::NOTHING },
            _ => SimOptions::NOTHING,
        };
        let mut asking = Asking { question, sim: self.again(options), until, found: None, cut: false, done: false };
        let n_pieces = self.n_pieces();
        let questions = &mut asking.sim.swarms.shown_mut().observers.questions;
        match question {
            Question::Decisions(filter) => questions.asked = Some(Box::new(Asked::new(filter))),
            Question::Path { .. } | Question::Tree { .. } => {
                questions.origins = Some(Box::new(Origins::new(n_pieces)));
            }
            Question::History { .. } => questions.watcher = Some(Box::new(Historian::new(n_pieces))),
            Question::Block(asked) => questions.watcher = Some(Box::new(BlockWatch::new(asked, n_pieces))),
            Question::Messages { peer, most, .. } => {
                questions.watcher = Some(Box::new(MessageWatch::new(peer, most)));
            }
        }
        let blocks = match question {
            Question::Decisions(filter) => filter.kind == Some(DecisionKind::Block),
            question => matches!(question, Question::Block(_)),
        };
        let decisions = matches!(question, Question::Decisions(_) | Question::History { .. } | Question::Block(_));
        asking.sim.engine.write_decisions(decisions);
        asking.sim.engine.write_blocks(blocks);
        let messages = matches!(question, Question::Messages { .. });
        asking.sim.engine.tell_messages(messages);
        asking.sim.engine.tell_arrivals(messages);
        asking
    }

    /// Keeps every decision from now on, those about single blocks apart, until it is taken; or no longer.
    pub fn keep_decisions(&mut self, on: bool) {
        let all = Filter { peer: None, other: None, kind: None, from: Nanos::ZERO, to: Nanos::MAX, most: u32::MAX };
        self.engine.write_decisions(on || self.options().decisions);
        self.swarms.shown_mut().observers.questions.asked = on.then(|| Box::new(Asked::new(all)));
    }

    /// The decisions in the torrent that is shown, kept since the last call.
    pub fn take_decisions(&mut self) -> Vec<Told> {
        let asked = self.swarms.shown_mut().observers.questions.asked.as_mut();
        asked.map(|asked| asked.take().told).unwrap_or_default()
    }

    /// Keeps when each piece of news arrives from now on, or no longer.
    pub fn keep_news(&mut self, on: bool) {
        self.engine.tell_arrivals(on);
        self.swarms.shown_mut().observers.questions.news = on.then(Vec::new);
    }

    /// The news that has left in the torrent that is shown since the last call, each with the moment at which it arrives.
    pub fn take_news(&mut self) -> Vec<Arrival> {
        self.swarms.shown_mut().observers.questions.news.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The same run at its start, watched by what the options leave on.
    fn again(&self, options: SimOptions) -> Sim {
        let content = self.engine.torrents[0].content.clone();
        let mut sim = Sim::with_content(&self.engine.scenario, self.engine.seed, content, options);
        sim.will_do(self.history().collect());
        sim.show(self.torrent());
        sim
    }

    fn n_pieces(&self) -> u32 {
        self.swarms.shown().scenario.torrent.geometry().n_pieces()
    }
}

impl Asking {
    /// Goes on with the answer, by at most `events_max` events; false when it is ready.
    pub fn go_on(&mut self, events_max: u64) -> Result<bool, ConfigError> {
        if self.done {
            return Ok(false);
        }
        self.check_piece()?;
        let left = self.events_left();
        let advance = match (self.question, self.horizon()) {
            (Question::History { .. }, until) => {
                self.sim.advance_to_end_or(until.unwrap_or(Nanos::MAX), events_max.min(left))
            }
            (_, Some(until)) => self.sim.advance(until, events_max),
            (_, None) => self.sim.advance_to_end(events_max),
        };
        if advance == Advance::Budget && !self.is_answered() {
            self.cut = events_max >= left;
            self.done = self.cut;
            return Ok(!self.cut);
        }
        self.check_peers()?;
        self.done = match self.question {
            Question::Path { peer, piece } if self.found.is_none() => {
                self.begin_path(peer, piece)?;
                false
            }
            _ => true,
        };
        Ok(!self.done)
    }

    /// The answer, when it is ready.
    pub fn answer(mut self) -> Result<Answer, ConfigError> {
        assert!(self.done, "the question is not answered yet");
        match self.question {
            Question::History { .. } => return Ok(Answer::History(Box::new(self.history()))),
            Question::Block(asked) => return self.block(asked).map(|reasons| Answer::Block(Box::new(reasons))),
            Question::Messages { .. } => return Ok(Answer::Messages(self.messages())),
            _ => {}
        }
        let questions = &mut self.sim.swarms.shown_mut().observers.questions;
        match self.question {
            Question::History { .. } | Question::Block(_) | Question::Messages { .. } => unreachable!("answered above"),
            Question::Decisions(_) => {
                let asked = questions.asked.as_mut().expect("decisions are collected");
                Ok(Answer::Decisions(asked.take()))
            }
            Question::Path { .. } => {
                let watch = questions.watch.take().expect("the hops are watched");
                let found = self.found.expect("the first repetition has found the hops");
                if watch.is_full() {
                    return Err(too_large());
                }
                Ok(Answer::Path(watch.path(found.end)))
            }
            Question::Tree { piece } => {
                let origins = questions.origins.take().expect("origins are kept");
                if origins.is_full() {
                    return Err(too_large());
                }
                Ok(Answer::Tree(FamilyTree::new(&origins, piece)))
            }
        }
    }

    /// Up to here the run was repeated.
    pub fn now(&self) -> Nanos {
        self.sim.now()
    }

    /// The watcher knows all that was asked for.
    fn is_answered(&self) -> bool {
        let watcher = self.sim.swarms.shown().observers.questions.watcher.as_ref();
        watcher.is_some_and(|watcher| watcher.is_done(self.sim.now()))
    }

    fn watcher<W: Watcher>(&mut self) -> Box<W> {
        let watcher = self.sim.swarms.shown_mut().observers.questions.watcher.take();
        watcher.and_then(concrete).expect("the question has its watcher")
    }

    fn block(mut self, BlockAsked { from, to, block, at }: BlockAsked) -> Result<BlockReasons, ConfigError> {
        let watch: Box<BlockWatch> = self.watcher();
        watch.reasons().ok_or_else(|| {
            let allowed = format!("a block that peer {} had asked peer {} for by then", to.0, from.0);
            let given = format!("{} of piece {} at {} s", block.block.0, block.piece.0, at.as_secs_f64());
            ConfigError::new("block", given, allowed)
        })
    }

    fn messages(mut self) -> Messages {
        let geometry = self.sim.swarms.shown().scenario.torrent.geometry();
        let watch: Box<MessageWatch> = self.watcher();
        watch.messages(self.sim.now(), &geometry)
    }

    fn history(mut self) -> History {
        let historian: Box<Historian> = self.watcher();
        let ends_by = match (self.cut, self.sim.is_finished() || self.sim.now() >= self.sim.end()) {
            (true, _) => HistoryEnd::Events,
            (false, true) => HistoryEnd::Run,
            (false, false) => HistoryEnd::Moment,
        };
        let acts = self.sim.commands.iter().map(|command| command.at_ns);
        let fluid = fluid(&self.sim.swarms.shown().scenario, self.sim.now().as_secs_f64());
        historian.history(self.sim.now(), ends_by, acts, fluid)
    }

    /// Events that the question still allows.
    fn events_left(&self) -> u64 {
        match self.question {
            Question::History { events_max, .. } => events_max.saturating_sub(self.sim.events()),
            _ => u64::MAX,
        }
    }

    /// Up to which moment something of interest happens.
    fn horizon(&self) -> Option<Nanos> {
        let wanted = match (self.question, &self.found) {
            (Question::Decisions(filter), _) if filter.to < Nanos::MAX => Some(filter.to),
            (Question::History { to, .. }, _) => to,
            (Question::Messages { to, .. }, _) => Some(to),
            (_, Some(found)) => Some(found.end),
            _ => None,
        };
        match (wanted, self.until) {
            (Some(wanted), Some(until)) => Some(wanted.min(until)),
            (wanted, until) => wanted.or(until),
        }
    }

    fn check_piece(&self) -> Result<(), ConfigError> {
        let piece = match self.question {
            Question::Path { piece, .. } => piece,
            Question::Tree { piece } => Some(piece),
            Question::Block(asked) => Some(asked.block.piece),
            Question::Decisions(_) | Question::History { .. } | Question::Messages { .. } => None,
        };
        let last = self.sim.n_pieces() - 1;
        match piece {
            Some(piece) if piece.0 > last => {
                Err(ConfigError::out_of_range("piece", piece.0, format!("0 to {last}, a piece of this torrent")))
            }
            _ => Ok(()),
        }
    }

    fn check_peers(&self) -> Result<(), ConfigError> {
        let (peer, other) = match self.question {
            Question::Decisions(filter) => (filter.peer, filter.other),
            Question::Path { peer, .. } | Question::Messages { peer, .. } => (Some(peer), None),
            Question::Block(BlockAsked { from, to, .. }) => (Some(from), Some(to)),
            Question::Tree { .. } | Question::History { .. } => (None, None),
        };
        let came = self.sim.engine.world.peers.came();
        let names = if let Question::Block(_) = self.question { ["from", "to"] } else { ["peer", "other"] };
        for (name, peer) in names.into_iter().zip([peer, other]) {
            if let Some(peer) = peer.filter(|peer| peer.0 >= came) {
                let allowed = format!("0 to {}, a peer that came in this run", came.saturating_sub(1));
                return Err(ConfigError::out_of_range(name, peer.0, allowed));
            }
        }
        Ok(())
    }

    /// The origins are known: the run is repeated once more, and what happened on the piece's way is watched.
    fn begin_path(&mut self, peer: PeerIdx, piece: Option<PieceIdx>) -> Result<(), ConfigError> {
        let origins = self.sim.swarms.shown_mut().observers.questions.origins.take().expect("origins are kept");
        let (end, piece) = target(&origins, peer, piece)?;
        let start = origins.joined(peer).unwrap_or_default();
        let watch = Watch::new(peer, piece, start, hops(&origins, peer, piece, start));
        self.sim = self.sim.again(SimOptions::NOTHING);
        self.sim.engine.write_decisions(false);
        self.sim.engine.tell_arrivals(true);
        self.sim.swarms.shown_mut().observers.questions.watch = Some(Box::new(watch));
        self.found = Some(Found { end });
        Ok(())
    }
}

/// When the peer had what is asked about, and which piece that is.
fn target(origins: &Origins, peer: PeerIdx, piece: Option<PieceIdx>) -> Result<(Nanos, PieceIdx), ConfigError> {
    let Some(piece) = piece else {
        if let Some(completed) = origins.completed(peer) {
            return Ok(completed);
        }
        if origins.is_full() {
            return Err(too_large());
        }
        return Err(ConfigError::new(
            "peer",
            peer.0,
            "a peer that downloads and is complete before the end of the run",
        ));
    };
    let downloaded = origins.of(peer, piece).filter(|origin| origin.from.is_some());
    match downloaded {
        Some(origin) => Ok((origin.at, piece)),
        None if origins.is_full() => Err(too_large()),
        None => Err(ConfigError::new("piece", piece.0, format!("a piece that peer {} downloads in this run", peer.0))),
    }
}

fn too_large() -> ConfigError {
    let allowed =
        "a run of at most 4,194,304 pieces times peers, in which who brought the piece sends at most 1,048,576 blocks";
    ConfigError::new("run", "a larger one", allowed)
}
