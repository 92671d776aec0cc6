//! The simulation: an engine and those who watch it, behind one door.
//!
//! Owns the few large calls that the page, the command line and the tests make. Must never know who calls.

pub mod run;
pub mod summary;
pub mod timeline;

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::events::decision::Decision;
use crate::events::event::{Event, Sink};
use crate::observe::check::Laws;
use crate::observe::explain::Records;
use crate::observe::measures::{Facts, Measures, Tally};
use crate::observe::stall::{Detector, Prospects, Stall};
use crate::observe::stats::Stats;
use crate::observe::trace::{PortableHasher, Trace};
use crate::scenario::ValidScenario;
use crate::scenario::command::{Command, LoggedCommand};
use crate::scenario::config::{ConfigError, profile};
use crate::sim::run::{Run, ValidRun};
use crate::sim::summary::{Figures, Summary};
use crate::theory::bounds::lower_bound_s;
use crate::torrent::content::Content;
use crate::view::fill::{Moment, fill};
use crate::view::frame::Frame;
use crate::view::inspect::{self, Inspection};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// How an advance ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// Everything up to the moment asked for has happened.
    Reached,
    /// The budget of events is used up; there is more to do before that moment.
    Budget,
    /// The scenario's end: nothing will happen any more.
    Ended,
}

/// Everything that watches a run, and changes nothing.
#[derive(Clone, Debug)]
struct Observers {
    trace: Trace,
    tally: Tally,
    stall: Detector,
    stats: Stats,
    laws: Laws,
    records: Records,
    log: Option<Vec<(Nanos, Event)>>,
}

impl Sink for Observers {
    #[inline]
    fn event(&mut self, now: Nanos, event: &Event) {
        self.trace.fold(now, event);
        if self.log.is_none() {
            // Of a request few of the observers have anything to learn.
            if matches!(event, Event::Requested { .. }) && !self.laws.is_strict() {
                self.stats.sample_until(now);
                self.laws.pass(now, event);
                return;
            }
        }
        self.tally.fold(now, event, &self.stats);
        self.stall.fold(now, event, &self.stats);
        self.stats.fold(now, event);
        self.laws.fold(now, event);
        if let Some(log) = &mut self.log {
            log.push((now, *event));
        }
    }

    #[inline]
    fn said(&mut self, now: Nanos, (from, to): (PeerIdx, PeerIdx), kind: u8, bytes: u32) {
        let event = Event::Sent { from, to, kind, bytes };
        if self.log.is_some() {
            return self.event(now, &event);
        }
        self.trace.fold(now, &event);
        self.tally.said(now, (from, to), kind, bytes);
        self.stats.said(now, bytes);
        self.laws.pass(now, &event);
    }

    #[inline]
    fn told(&mut self, now: Nanos, from: PeerIdx, to: &[PeerIdx], kind: u8, bytes: u32) {
        // Nothing comes between them: what does not depend on who hears is done once.
        if let Some((&first, others)) = to.split_first() {
            self.said(now, (from, first), kind, bytes);
            if self.log.is_some() {
                return others.iter().for_each(|&to| self.said(now, (from, to), kind, bytes));
            }
            others.iter().for_each(|&to| self.trace.fold(now, &Event::Sent { from, to, kind, bytes }));
            self.tally.told(kind, bytes, others.len());
            self.stats.told(bytes, others.len());
            self.laws.pass_at_once(others.len());
        }
    }

    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        self.records.push(now, peer, decision);
    }
}

/// A simulation.
#[derive(Clone, Debug)]
pub struct Sim {
    engine: Engine,
    observers: Observers,
    /// Up to here everything has happened; never before the engine's last event.
    now: Nanos,
    commands: Vec<LoggedCommand>,
    /// Commands of a run that is being repeated, not yet reached.
    ahead: VecDeque<LoggedCommand>,
    frame: Frame,
}

/// How far a run has come: of two places of one run the greater is the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Up to here everything has happened.
    pub now: Nanos,
    /// Events processed.
    pub events: u64,
    /// Commands carried out: between two events of one moment only they tell places apart.
    pub commands: usize,
}

/// A simulation as it was at a moment, without the frame: that is made anew wherever it is looked at.
#[derive(Clone, Debug)]
pub struct Checkpoint(Box<Sim>);

impl Sim {
    /// A swarm at its beginning, with content made from the seed.
    pub fn new(scenario: &ValidScenario, seed: u64) -> Sim {
        Sim::with_content(scenario, seed, Content::seeded(scenario.torrent.geometry(), seed))
    }

    /// The same with somebody's file; its geometry must be the scenario's.
    pub fn with_content(scenario: &ValidScenario, seed: u64, content: Content) -> Sim {
        let geometry = *content.geometry();
        assert_eq!(geometry, scenario.torrent.geometry(), "the content is not the scenario's torrent");
        Sim {
            engine: Engine::new(Arc::new(scenario.clone()), seed, content),
            observers: Observers {
                trace: Trace::default(),
                tally: Tally::new(geometry.n_pieces(), scenario.measure_from_s.nanos()),
                stall: Detector::new(geometry.n_pieces()),
                stats: Stats::new(geometry),
                laws: Laws::new(geometry, lower_bound_s(scenario)),
                records: Records::default(),
                log: None,
            },
            now: Nanos::ZERO,
            commands: Vec::new(),
            ahead: VecDeque::new(),
            frame: Frame::default(),
        }
    }

    /// Repeats a run: its commands are applied at their exact places while it advances.
    pub fn replay(run: &ValidRun) -> Sim {
        let mut sim = Sim::new(&run.scenario, run.seed);
        sim.ahead = run.commands.clone().into();
        sim
    }

    /// Keeps the strict laws from now on; to be called before the first advance.
    pub fn strict(&mut self) {
        self.observers.laws.strict();
    }

    /// Up to here everything has happened.
    pub fn now(&self) -> Nanos {
        self.now
    }

    /// Events processed.
    pub fn events(&self) -> u64 {
        self.engine.world.events
    }

    /// How far it has come.
    pub fn place(&self) -> Place {
        Place { now: self.now, events: self.events(), commands: self.commands.len() }
    }

    /// The scenario's end.
    pub fn end(&self) -> Nanos {
        self.engine.scenario.end_s.nanos()
    }

    /// Everybody who came is complete or gone, and nobody else will come.
    pub fn is_finished(&self) -> bool {
        self.ahead.is_empty() && self.engine.is_finished()
    }

    /// Simulates up to `until`, at most `events_max` events of it.
    pub fn advance(&mut self, until: Nanos, events_max: u64) -> Advance {
        let (end, last) = (self.end(), self.events().saturating_add(events_max));
        let target = until.min(end);
        loop {
            let next = self.ahead.front().map(|next| (next.at_ns, next.after_events));
            let (stop_at, stop_after) = next.filter(|next| next.0 <= target).unwrap_or((target, u64::MAX));
            while self.events() < stop_after.min(last) {
                if !self.engine.next(stop_at, &mut self.observers) {
                    self.now = self.now.max(stop_at);
                    break;
                }
                self.now = self.engine.world.now;
            }
            let more = self.engine.world.queue.next_at().is_some_and(|at| at <= stop_at);
            if next.is_some_and(|next| next.0 <= target) && (!more || self.events() >= stop_after) {
                self.now = self.now.max(stop_at);
                self.repeat_next();
                continue;
            }
            if !more {
                // A budget that was used up by the last event before the moment has reached it.
                self.now = self.now.max(stop_at);
            }
            self.audit();
            return match more {
                true => Advance::Budget,
                false if self.now >= end => Advance::Ended,
                false => Advance::Reached,
            };
        }
    }

    /// Simulates the next event, and the others of the same moment; false when nothing will happen.
    pub fn step(&mut self) -> bool {
        let Some(at) = self.engine.world.queue.next_at().filter(|&at| at <= self.end()) else {
            return false;
        };
        self.advance(at, u64::MAX);
        true
    }

    /// Acts on the swarm now. What was still ahead in a repeated run is dropped: this is another run from here on.
    pub fn apply(&mut self, command: Command) -> Result<(), Vec<ConfigError>> {
        command.check("command")?;
        self.check_size(&command)?;
        self.ahead.clear();
        self.carry_out(command);
        Ok(())
    }

    /// Completes a command that is still a tree: peers that it brings start from the scenario's client.
    pub fn expand_command(&self, command: &mut serde_json::Value) {
        let base = serde_json::to_value(&self.engine.scenario.peer).expect("a client holds only strings and numbers");
        profile::expand_command(Some(command), &base);
    }

    fn repeat_next(&mut self) {
        if let Some(next) = self.ahead.pop_front()
            && self.check_size(&next.command).is_ok()
        {
            self.carry_out(next.command);
        }
    }

    fn carry_out(&mut self, command: Command) {
        let (at_ns, after_events) = (self.now, self.events());
        self.commands.push(LoggedCommand { at_ns, after_events, command: command.clone() });
        self.engine.world.now = self.now;
        self.engine.apply(command, &mut self.observers);
        self.audit();
    }

    /// A swarm may grow by commands only as large as a scenario may be.
    fn check_size(&self, command: &Command) -> Result<(), Vec<ConfigError>> {
        let Command::AddPeers { group } = command else { return Ok(()) };
        let world = &self.engine.world;
        let peers = world.peers.len() as u64 + u64::from(world.pending) + u64::from(group.count);
        let pieces = u64::from(self.engine.content.geometry().n_pieces());
        let (peers_max, groups_max) = (crate::scenario::peers_max(pieces), 60_000);
        if peers > peers_max {
            let allowed = format!("as many as make {peers_max} peers in all");
            return Err(vec![ConfigError::new("command.add_peers.group.count", group.count, allowed)]);
        }
        if self.engine.groups.len() >= groups_max {
            return Err(vec![ConfigError::new(
                "command.add_peers",
                "one group more",
                format!("at most {groups_max} groups"),
            )]);
        }
        Ok(())
    }

    fn audit(&mut self) {
        let in_flight = self.engine.world.network.flights().filter(|flight| !flight.torn).count() as u64;
        self.observers.laws.audit(self.now, in_flight);
    }

    /// The swarm as it is now, as the page reads it.
    pub fn frame(&mut self) -> &Frame {
        self.frame_watching(&[])
    }

    /// The same, with everything about these peers, however large the swarm is.
    pub fn frame_watching(&mut self, watched: &[PeerIdx]) -> &Frame {
        let standing = self.observers.stall.standing(self.prospects());
        let stall = standing.map(|standing| (standing.shows, standing.missing.first().copied()));
        let moment = Moment { now: self.now, finished: self.is_finished(), trace_hash: self.trace_hash(), stall };
        let Observers { stats, laws, .. } = &mut self.observers;
        fill(&mut self.frame, &self.engine, stats, laws, moment, watched);
        &self.frame
    }

    /// Remembers this moment.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint(Box::new(Sim {
            engine: self.engine.clone(),
            observers: self.observers.clone(),
            now: self.now,
            commands: self.commands.clone(),
            ahead: self.ahead.clone(),
            frame: Frame::default(),
        }))
    }

    /// Goes back (or forward) to a remembered moment, of another run too.
    pub fn restore(&mut self, checkpoint: &Checkpoint) {
        let sim = (*checkpoint.0).clone();
        self.become_as(sim);
    }

    /// Goes to a remembered moment of this very run: what was done after it lies ahead, and is done again at its place.
    pub fn rewind(&mut self, checkpoint: &Checkpoint) {
        let history = self.history();
        self.restore(checkpoint);
        self.ahead = history.skip(self.commands.len()).collect();
    }

    /// The same, to the start, which nobody has to remember: it follows from the scenario and the seed.
    pub fn restart(&mut self) {
        let Engine { scenario, seed, content, .. } = &self.engine;
        let mut start = Sim::with_content(scenario, *seed, content.clone());
        if self.observers.laws.is_strict() {
            start.strict();
        }
        start.ahead = self.history().collect();
        self.become_as(start);
    }

    /// Everything that is done in this run, before now and after.
    fn history(&self) -> impl Iterator<Item = LoggedCommand> + use<> {
        let (commands, ahead) = (self.commands.clone(), self.ahead.clone());
        commands.into_iter().chain(ahead)
    }

    /// The frame's buffer stays: its epochs go on, so that nobody takes a view of before for one of now.
    fn become_as(&mut self, sim: Sim) {
        let frame = std::mem::take(&mut self.frame);
        *self = Sim { frame, ..sim };
    }

    /// The fingerprint of what has happened.
    pub fn trace_hash(&self) -> u64 {
        self.observers.trace.hash()
    }

    /// The fingerprint of the state as it is.
    pub fn state_hash(&self) -> u64 {
        let mut hasher = PortableHasher::default();
        self.engine.world.hash(&mut hasher);
        self.now.hash(&mut hasher);
        hasher.write_u64(self.trace_hash());
        hasher.finish()
    }

    /// The run so far, as a value that reproduces it.
    pub fn run(&self) -> Run {
        let scenario = (**self.engine.scenario).clone();
        Run { scenario, seed: self.engine.seed.to_string(), commands: self.history().collect() }
    }

    /// One peer's own view; `None` when it is not here.
    pub fn inspect(&self, peer: PeerIdx) -> Option<Inspection> {
        inspect::inspect(&self.engine, &self.observers.records, peer, self.now)
    }

    /// The figures.
    pub fn stats(&self) -> &Stats {
        &self.observers.stats
    }

    /// The laws' books.
    pub fn laws(&self) -> &Laws {
        &self.observers.laws
    }

    /// The engine, to look at.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The run in figures.
    pub fn summary(&self) -> Summary {
        Summary::new(&self.engine, self.stats(), self.laws(), self.figures(), self.now)
    }

    /// What the literature would ask of this run, and says of its scenario.
    pub fn figures(&self) -> Figures {
        let pending = self.engine.world.pending > 0;
        Figures::new(&self.engine.scenario, self.stats(), pending, self.measures(), self.stall())
    }

    /// Why the swarm stands still, if it does.
    pub fn stall(&self) -> Option<Stall> {
        self.observers.stall.stall(self.prospects())
    }

    fn prospects(&self) -> Prospects<'_> {
        let (scenario, groups) = (&self.engine.scenario, &self.engine.groups);
        Prospects { scenario, groups, stats: self.stats(), now: self.now }
    }

    /// What the literature reports of swarms, of this one.
    pub fn measures(&self) -> Measures {
        self.observers.tally.measures(Facts {
            scenario: &self.engine.scenario,
            groups: &self.engine.groups,
            stats: self.stats(),
            now: self.now,
            pending: self.engine.world.pending > 0,
        })
    }

    /// Keeps the events from now on, or no longer.
    pub fn record(&mut self, on: bool) {
        self.observers.log = on.then(Vec::new);
    }

    /// The events kept since the last call.
    pub fn take_log(&mut self) -> Vec<(Nanos, Event)> {
        self.observers.log.as_mut().map(std::mem::take).unwrap_or_default()
    }
}
