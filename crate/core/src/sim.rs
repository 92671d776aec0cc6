//! Stand-in for the simulator's face, to compile against until the engine lands: it counts seconds and moves nothing.
#![allow(missing_docs)]

use crate::command::{Command, LoggedCommand};
use crate::config::ConfigError;
use crate::event::Event;
use crate::frame::{Frame, peers, swarm};
use crate::ids::PeerIdx;
use crate::scenario::{Scenario, ValidScenario};
use crate::units::Nanos;
use serde::{Deserialize, Serialize};

#[derive(Clone)]
pub struct Sim {
    scenario: ValidScenario,
    seed: u64,
    now: Nanos,
    commands: Vec<LoggedCommand>,
    frame: Frame,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    Reached,
    Budget,
    Finished,
}

#[derive(Clone)]
pub struct Checkpoint(Box<Sim>);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    pub scenario: Scenario,
    pub seed: u64,
    pub commands: Vec<LoggedCommand>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    pub peer: u32,
}

impl Sim {
    pub fn new(scenario: &ValidScenario, seed: u64) -> Sim {
        Sim {
            scenario: scenario.clone(),
            seed,
            now: Nanos::ZERO,
            commands: Vec::new(),
            frame: Frame::default(),
        }
    }
    pub fn replay(run: &Run) -> Result<Sim, Vec<ConfigError>> {
        Ok(Sim::new(&run.scenario.clone().validate()?, run.seed))
    }
    pub fn now(&self) -> Nanos {
        self.now
    }
    pub fn events(&self) -> u64 {
        self.now.0 / 1_000_000_000
    }
    pub fn advance(&mut self, until: Nanos, _events_max: u64) -> Advance {
        self.now = self.now.max(until);
        Advance::Reached
    }
    pub fn step(&mut self) -> bool {
        self.now += Nanos::from_secs(1);
        true
    }
    pub fn apply(&mut self, command: Command) -> Result<(), Vec<ConfigError>> {
        command.check("command")?;
        self.commands.push(LoggedCommand {
            at_ns: self.now,
            after_events: self.events(),
            command,
        });
        Ok(())
    }
    pub fn frame(&mut self) -> &Frame {
        let n = self.scenario.n_peers() as usize;
        self.frame.begin(&[1, n, n, 1, 0, 0, 0, 0]);
        self.frame.column_mut::<f64>(swarm::NOW_S)[0] = self.now.as_secs_f64();
        self.frame.column_mut::<f64>(swarm::PRESENT)[0] = n as f64;
        for (i, id) in self
            .frame
            .column_mut::<u32>(peers::ID)
            .iter_mut()
            .enumerate()
        {
            *id = i as u32;
        }
        &self.frame
    }
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint(Box::new(self.clone()))
    }
    pub fn restore(&mut self, checkpoint: &Checkpoint) {
        *self = (*checkpoint.0).clone();
    }
    pub fn state_hash(&self) -> u64 {
        self.now.0
    }
    pub fn trace_hash(&self) -> u64 {
        self.now.0 ^ self.seed
    }
    pub fn run(&self) -> Run {
        Run {
            scenario: (*self.scenario).clone(),
            seed: self.seed,
            commands: self.commands.clone(),
        }
    }
    pub fn inspect(&self, peer: PeerIdx) -> Option<Inspection> {
        Some(Inspection { peer: peer.0 })
    }
    pub fn record(&mut self, _on: bool) {}
    pub fn take_log(&mut self) -> Vec<(Nanos, Event)> {
        Vec::new()
    }
}
