//! The simulation: an engine and its observers, with the few large calls that the page, the command line and the tests make.

mod checkpoint;
pub mod envelope;
pub mod question;
pub mod run;
mod step;
pub mod summary;
mod swarms;
pub mod timeline;
pub mod to_end;
pub mod why;

pub use crate::observe::options::SimOptions;
pub use crate::sim::checkpoint::Checkpoint;
pub use step::Step;

use crate::base::ids::{PeerIdx, TorrentIdx};
use crate::base::rng::mix;
use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::events::event::Event;
use crate::observe::Observers;
use crate::observe::laws::Verdicts;
use crate::observe::measures::{Facts, Measures};
use crate::observe::series::Sample;
use crate::observe::stall::{Prospects, Stall};
use crate::observe::stats::{PeerStats, Stats};
use crate::observe::trace::PortableHasher;
use crate::scenario::ValidScenario;
use crate::scenario::command::{Command, LoggedCommand};
use crate::scenario::config::{ConfigError, profile};
use crate::scenario::json::{self, Document, Keys};
use crate::sim::run::{Run, ValidRun};
use crate::sim::summary::{Figures, Summary};
use crate::sim::swarms::{Swarm, Swarms};
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

/// A simulation.
#[derive(Clone, Debug)]
pub struct Sim {
    engine: Engine,
    swarms: Swarms,
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

impl Sim {
    /// A swarm at its beginning, with content made from the seed.
    pub fn new(scenario: &ValidScenario, seed: u64) -> Sim {
        Sim::with_options(scenario, seed, SimOptions::default())
    }

    /// The same, watched by what the options leave on.
    pub fn with_options(scenario: &ValidScenario, seed: u64, options: SimOptions) -> Sim {
        Sim::with_content(scenario, seed, Content::seeded(scenario.torrent.geometry(), seed), options)
    }

    /// The same with somebody's file; its geometry must be the scenario's.
    pub fn with_content(scenario: &ValidScenario, seed: u64, content: Content, options: SimOptions) -> Sim {
        assert_eq!(*content.geometry(), scenario.torrent.geometry(), "the content is not the scenario's torrent");
        let scenario = Arc::new(scenario.clone());
        let mut engine = Engine::new(scenario.clone(), seed, content);
        engine.write_decisions(options.decisions);
        Sim {
            engine,
            swarms: Swarms::new(&scenario, options),
            now: Nanos::ZERO,
            commands: Vec::new(),
            ahead: VecDeque::new(),
            frame: Frame::default(),
        }
    }

    /// Repeats a run: its commands are applied at their exact places while it advances.
    pub fn replay(run: &ValidRun) -> Sim {
        let mut sim = Sim::new(&run.scenario, run.seed);
        sim.will_do(run.commands.clone());
        sim
    }

    /// What a person did in this run, to be done again at its places. For a simulation that has not begun.
    pub fn will_do(&mut self, commands: Vec<LoggedCommand>) {
        assert_eq!(self.events(), 0, "the run has begun");
        self.ahead = commands.into();
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
            // A log of another engine may count other events: what is due before its moment comes first in any case.
            let early = |sim: &Sim| sim.engine.world.schedule.next_at().is_some_and(|at| at < stop_at);
            while self.events() < last && (self.events() < stop_after || early(self)) {
                if !self.engine.next(stop_at, &mut self.swarms) {
                    self.now = self.now.max(stop_at);
                    break;
                }
                self.now = self.engine.world.now;
            }
            let more = self.engine.world.schedule.next_at().is_some_and(|at| at <= stop_at);
            if next.is_some_and(|next| next.0 <= target) && (!more || self.events() >= stop_after && !early(self)) {
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

    /// Acts on the swarm now. What was still ahead in a repeated run is dropped: this is another run from here on.
    pub fn apply(&mut self, command: Command) -> Result<(), Vec<ConfigError>> {
        let errors = command.check("command");
        if !errors.is_empty() {
            return Err(errors);
        }
        self.check_size(&command)?;
        self.ahead.clear();
        self.carry_out(command);
        Ok(())
    }

    /// Reads a command from JSON and checks it. Peers that it brings start from the scenario's client.
    pub fn read_command(&self, json: &str) -> Result<Command, Vec<ConfigError>> {
        let base = profile::as_tree(&self.engine.scenario.peer);
        let expand = |command: &mut _| profile::expand_command(Some(command), &base);
        let check = |command: &Command| command.check("command");
        json::read(json, Document::part("command", Keys::Strict), expand, check).map(|(command, _)| command)
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
        self.engine.apply(command, &mut self.swarms);
        self.audit();
    }

    /// A swarm may grow by commands only as large as a scenario may be.
    fn check_size(&self, command: &Command) -> Result<(), Vec<ConfigError>> {
        let Command::AddPeers { group } = command else { return Ok(()) };
        let mut errors = Vec::new();
        self.engine.scenario.check_names(group, "command.add_peers.group", &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        let world = &self.engine.world;
        let peers = u64::from(world.peers.came()) + u64::from(world.pending) + group.n_peers();
        let pieces = self.engine.torrents.iter().map(|torrent| torrent.content.geometry().n_pieces()).max();
        let pieces = u64::from(pieces.unwrap_or(1));
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
        if self.options().laws.is_none() {
            return;
        }
        for swarm in self.swarms.iter_mut() {
            let in_flight = swarm.in_flight(&self.engine);
            swarm.observers.laws.audit(self.now, in_flight);
        }
    }

    /// The swarm as it is now, as the page reads it.
    pub fn frame(&mut self) -> &Frame {
        self.frame_watching(&[])
    }

    /// The same, with everything about these peers, however large the swarm is.
    pub fn frame_watching(&mut self, watched: &[PeerIdx]) -> &Frame {
        let stall = self.with_prospects(|swarm, prospects| swarm.observers.stall.standing(prospects));
        let stall = stall.map(|standing| (standing.shows, standing.missing.first().copied()));
        let bound_s = lower_bound_s(&self.swarms.shown().scenario);
        let (now, finished, trace_hash) = (self.now, self.is_finished(), self.trace_hash());
        let moment = Moment { now, finished, trace_hash, bound_s, stall };
        let swarm = self.swarms.shown_mut();
        fill(&mut self.frame, &self.engine, &mut swarm.observers, swarm.torrent, moment, watched);
        &self.frame
    }

    /// The fingerprint of what has happened, in all torrents.
    pub fn trace_hash(&self) -> u64 {
        let hash = |torrent| {
            let swarm = self.swarms.iter().find(|swarm| swarm.torrent == TorrentIdx(torrent));
            swarm.map_or(0, |swarm| swarm.observers.trace.hash())
        };
        (1..self.engine.torrents.len() as u16).fold(hash(0), |all, torrent| mix(all) ^ hash(torrent))
    }

    /// The fingerprint of the state as it is.
    pub fn state_hash(&self) -> u64 {
        let mut hasher = PortableHasher::default();
        // Behind a pointer that the compiler cannot see through, so that the hasher is not copied into each of the world's types.
        self.engine.world.hash(&mut std::hint::black_box(&mut hasher as &mut dyn Hasher));
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
        inspect::inspect(&self.engine, &self.swarms.of(peer).observers.records, peer, self.now)
    }

    /// Frames and figures are of this torrent from now on; false when there is no such torrent.
    pub fn show(&mut self, torrent: TorrentIdx) -> bool {
        self.swarms.show(torrent)
    }

    /// The torrent that frames and figures are of.
    pub fn torrent(&self) -> TorrentIdx {
        self.swarms.shown().torrent
    }

    fn observers(&self) -> &Observers {
        &self.swarms.shown().observers
    }

    /// Which observers are on.
    pub fn options(&self) -> SimOptions {
        self.observers().options()
    }

    /// The figures.
    pub fn stats(&self) -> &Stats {
        &self.observers().stats
    }

    /// The figures of a peer that is here, or that crashed and may still be somebody's neighbour.
    pub fn peer_stats(&self, peer: PeerIdx) -> Option<&PeerStats> {
        self.stats().peer(peer, &self.observers().rows)
    }

    /// What the laws found.
    pub fn laws(&self) -> &Verdicts {
        self.observers().laws.verdicts()
    }

    /// The laws hold so far, in every torrent.
    pub fn laws_hold(&self) -> bool {
        self.swarms.iter().all(|swarm| swarm.observers.laws.verdicts().broken == 0)
    }

    /// The engine, to look at.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The run in figures.
    pub fn summary(&self) -> Summary {
        Summary::new(&self.engine, self.swarms.shown(), self.figures(), self.now)
    }

    /// What the literature would ask of this run, and says of its scenario. What the options leave out is null, zero or empty.
    pub fn figures(&self) -> Figures {
        let pending = self.engine.world.pending > 0;
        let finishes = self.stats().finishes(&self.observers().rows);
        Figures::new(&self.swarms.shown().scenario, finishes, pending, self.measures(), self.stall())
    }

    /// Why the swarm stands still, if it does.
    pub fn stall(&self) -> Option<Stall> {
        self.with_prospects(|swarm, prospects| swarm.observers.stall.stall(prospects))
    }

    fn with_prospects<R>(&self, ask: impl FnOnce(&Swarm, Prospects) -> R) -> R {
        let swarm = self.swarms.shown();
        let (scenario, groups) = (&swarm.scenario, &swarm.groups(&self.engine));
        ask(swarm, Prospects { scenario, groups, stats: &swarm.observers.stats, now: self.now })
    }

    /// What the literature reports of swarms, of this one; nothing but nulls and zeros in a run that keeps no measures.
    pub fn measures(&self) -> Measures {
        let swarm = self.swarms.shown();
        let Observers { tally, stats, rows, .. } = &swarm.observers;
        if !self.options().measures {
            return Measures::default();
        }
        tally.measures(Facts {
            scenario: &swarm.scenario,
            groups: &swarm.groups(&self.engine),
            stats,
            rows,
            now: self.now,
            pending: self.engine.world.pending > 0,
            shape: self.options().shape,
        })
    }

    /// The swarm over time, as far as the options keep it.
    pub fn series(&self) -> &[Sample] {
        self.swarms.shown().observers.series.samples()
    }

    /// Keeps the events from now on, or no longer.
    pub fn record(&mut self, on: bool) {
        self.swarms.iter_mut().for_each(|swarm| swarm.observers.keep_log(on));
    }

    /// The events of the torrent that is shown, kept since the last call.
    pub fn take_log(&mut self) -> Vec<(Nanos, Event)> {
        self.swarms.shown_mut().observers.log.take()
    }
}
