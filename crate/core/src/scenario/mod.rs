//! The scenario: everything about a run but its seed and what a person does to it.
//!
//! Owns the one serde type that files, links, the page's form and the command line speak, and the check that turns it
//! into a [`ValidScenario`]. Must never know the engine.

pub mod command;
pub mod config;
pub mod json;
pub mod presets;

use crate::scenario::command::{Command, TimedCommand};
use crate::scenario::config::{
    ConfigError, Group, NetworkConfig, PeerConfig, Secs, TorrentConfig, TrackerConfig, profile, reader::read_by_table,
};
use serde::Serialize;

/// The version of the scenario format that this build writes and reads.
pub const VERSION: u32 = 1;

/// A swarm, described: what is shared, who comes when with what link, and how they behave.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Scenario {
    /// Version of this format.
    pub version: u32,
    /// A short name.
    pub name: String,
    /// What there is to see, in a sentence or two.
    pub story: String,
    /// What is shared.
    pub torrent: TorrentConfig,
    /// The tracker.
    pub tracker: TrackerConfig,
    /// What lies between two homes.
    pub network: NetworkConfig,
    /// The client of all peers whose group names no other.
    pub peer: PeerConfig,
    /// Who comes.
    pub groups: Vec<Group>,
    /// What happens by itself at a given time.
    pub commands: Vec<TimedCommand>,
    /// The run ends at this moment at the latest, in seconds.
    pub end_s: Secs,
    /// Measures of a swarm that goes on (mean numbers, times) count from this moment, in seconds.
    pub measure_from_s: Secs,
}

read_by_table!(Scenario {
    version,
    name,
    story,
    torrent,
    tracker,
    network,
    peer,
    groups,
    commands,
    end_s,
    measure_from_s
});

impl Default for Scenario {
    fn default() -> Self {
        Scenario {
            version: VERSION,
            name: String::new(),
            story: String::new(),
            torrent: TorrentConfig::default(),
            tracker: TrackerConfig::default(),
            network: NetworkConfig::default(),
            peer: PeerConfig::default(),
            groups: Vec::new(),
            commands: Vec::new(),
            end_s: Secs(86_400.0),
            measure_from_s: Secs(0.0),
        }
    }
}

/// A scenario whose every value has been checked; nothing after it can fail.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidScenario(Scenario);

impl std::ops::Deref for ValidScenario {
    type Target = Scenario;
    fn deref(&self) -> &Scenario {
        &self.0
    }
}

/// Longest scenario text that is read, in bytes.
pub const TEXT_MAX: usize = 4 << 20;

/// What was read, and the keys that were not understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The checked scenario.
    pub scenario: ValidScenario,
    /// One sentence for each unknown key.
    pub warnings: Vec<String>,
}

impl Scenario {
    /// Reads a scenario from JSON. Every error names a field, its value and what is allowed there.
    pub fn parse(json: &str) -> Result<Parsed, Vec<ConfigError>> {
        if json.len() > TEXT_MAX {
            return Err(vec![ConfigError::new(
                "scenario",
                format!("{} bytes", json.len()),
                format!("at most {TEXT_MAX} bytes"),
            )]);
        }
        let mut warnings = Vec::new();
        let scenario: Scenario = json::read(json, "scenario", profile::expand_scenario, &mut warnings)?;
        Ok(Parsed { scenario: scenario.validate()?, warnings })
    }

    /// The scenario as JSON, with every default written out.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a scenario holds only strings and numbers")
    }

    /// Checks every value.
    pub fn validate(self) -> Result<ValidScenario, Vec<ConfigError>> {
        let mut errors = Vec::new();
        if self.version != VERSION {
            errors.push(ConfigError::new("version", self.version, format!("{VERSION}, the version this build reads")));
        }
        for (field, text, max) in [("name", &self.name, 200), ("story", &self.story, 2000)] {
            if text.chars().count() > max {
                errors.push(ConfigError::new(field, text, format!("at most {max} characters")));
            }
        }
        self.torrent.check(&mut errors);
        self.tracker.check_ranges("tracker", &mut errors);
        self.network.check_ranges("network", &mut errors);
        self.peer.check("peer", &mut errors);
        if !(1.0..=31_536_000.0).contains(&self.end_s.0) {
            errors.push(ConfigError::new("end_s", self.end_s.0, "1 to 31536000 s"));
        }
        if !(0.0..=31_536_000.0).contains(&self.measure_from_s.0) {
            errors.push(ConfigError::new("measure_from_s", self.measure_from_s.0, "0 to 31536000 s"));
        }
        if self.groups.is_empty() || self.groups.len() > 1000 {
            errors.push(ConfigError::new("groups", format!("{} groups", self.groups.len()), "1 to 1000 groups"));
        }
        for (i, group) in self.groups.iter().enumerate() {
            group.check(&format!("groups[{i}]"), &mut errors);
        }
        if errors.is_empty() {
            self.check_size(&mut errors);
        }
        if self.commands.len() > 10_000 {
            errors.push(ConfigError::new(
                "commands",
                format!("{} commands", self.commands.len()),
                "at most 10000 commands",
            ));
        }
        for (i, timed) in self.commands.iter().enumerate() {
            if !(0.0..=31_536_000.0).contains(&timed.at_s.0) {
                errors.push(ConfigError::new(format!("commands[{i}].at_s"), timed.at_s.0, "0 to 31536000 s"));
            }
            errors.extend(timed.command.check(&format!("commands[{i}].command")).err().into_iter().flatten());
        }
        if errors.is_empty() { Ok(ValidScenario(self)) } else { Err(errors) }
    }

    /// Peers that the groups bring.
    pub fn n_peers(&self) -> u64 {
        self.groups.iter().map(|group| u64::from(group.count)).sum()
    }

    /// Each neighbour's pieces are remembered, so memory grows with peers times pieces: refuse what no machine holds.
    fn check_size(&self, errors: &mut Vec<ConfigError>) {
        let pieces = u64::from(self.torrent.pieces.max(1));
        let added = self.commands.iter().map(|timed| match &timed.command {
            Command::AddPeers { group } => u64::from(group.count),
            _ => 0,
        });
        let peers = self.n_peers() + added.sum::<u64>();
        let most = peers_max(pieces);
        if !(1..=most).contains(&peers) {
            let allowed = format!("1 to {most} peers in all with {pieces} pieces");
            errors.push(ConfigError::new("groups", format!("{peers} peers in all"), allowed));
        }
    }
}

/// Peers that a swarm may have: a million, and fewer where they would remember more than 200 million pieces.
pub fn peers_max(pieces: u64) -> u64 {
    (200_000_000 / pieces.max(1)).clamp(1, 1_000_000)
}
