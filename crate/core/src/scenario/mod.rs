//! The scenario: everything about a run but its seed and what a person does to it.
//!
//! Owns the one serde type that files, links, the page's form and the command line speak, and the check that turns it
//! into a [`ValidScenario`]. Must never know the engine.

pub mod amount;
pub mod choke;
pub mod command;
pub mod config;
pub mod json;
mod mistakes;
pub mod presets;
mod reader;
pub mod shape;
pub(crate) mod short;

use crate::scenario::command::{Command, TimedCommand};
use crate::scenario::config::{
    ConfigError, Group, InitialHave, Membership, NetworkConfig, PeerConfig, Secs, TorrentConfig, Torrents,
    TrackerConfig, YEAR_S, check_number, profile,
};
use crate::scenario::json::{Document, Keys};
use serde::{Deserialize, Serialize};

/// The version of the scenario format that this build writes and reads.
pub const VERSION: u32 = 1;

/// A swarm, described: what is shared, who comes when with what link, and how they behave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Scenario {
    /// Version of this format.
    pub version: u32,
    /// A short name.
    pub name: String,
    /// What there is to see, in a sentence or two.
    pub story: String,
    /// What is shared.
    pub torrent: TorrentConfig,
    /// What else is shared, each in a swarm of its own. Clients may be in several: see `torrents` of a group.
    pub more_torrents: Vec<TorrentConfig>,
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

impl Default for Scenario {
    fn default() -> Self {
        Scenario {
            version: VERSION,
            name: String::new(),
            story: String::new(),
            torrent: TorrentConfig::default(),
            more_torrents: Vec::new(),
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

/// Bytes of metadata that a client takes from a neighbour at most (libtorrent, ut_metadata.cpp): 4 MiB.
pub const METADATA_MAX: u32 = 4 << 20;

/// Torrents beside the first one.
const MORE_TORRENTS_MAX: usize = 7;

impl ValidScenario {
    /// The swarm of one torrent as a scenario of its own: that torrent, and of each group those that are in it. Theory and measures
    /// are about one swarm.
    pub fn of_torrent(&self, torrent: u32) -> ValidScenario {
        let shared = self.torrents().nth(torrent as usize).unwrap_or(&self.torrent).clone();
        let groups = self.groups.iter().map(|group| group.within(torrent)).collect();
        let mut commands = self.commands.clone();
        for timed in &mut commands {
            if let Command::AddPeers { group } = &mut timed.command {
                *group = group.within(torrent);
            }
        }
        ValidScenario(Scenario { torrent: shared, more_torrents: Vec::new(), groups, commands, ..self.0.clone() })
    }
}

/// Longest scenario text that is read, in bytes.
pub const TEXT_MAX: usize = 4 << 20;

/// A scenario that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The checked scenario.
    pub scenario: ValidScenario,
    /// The unknown keys that were ignored; none where they are refused.
    pub unknown: Vec<ConfigError>,
}

impl Scenario {
    /// Reads a scenario from JSON. Every error names a field, its value and what is expected there.
    pub fn parse(json: &str) -> Result<Parsed, Vec<ConfigError>> {
        Scenario::parse_with(json, Keys::Strict)
    }

    /// The same, with unknown keys as errors or ignored.
    pub fn parse_with(json: &str, keys: Keys) -> Result<Parsed, Vec<ConfigError>> {
        if json.len() > TEXT_MAX {
            return Err(vec![ConfigError::new(
                "scenario",
                format!("{} bytes", json.len()),
                format!("at most {TEXT_MAX} bytes"),
            )]);
        }
        let (scenario, unknown) =
            json::read(json, Document::whole("scenario", keys), profile::expand_scenario, Scenario::check)?;
        Ok(Parsed { scenario: ValidScenario(scenario), unknown })
    }

    /// The scenario as JSON, with every default written out.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a scenario holds only strings and numbers")
    }

    /// Checks every value.
    pub fn validate(self) -> Result<ValidScenario, Vec<ConfigError>> {
        let errors = self.check();
        if errors.is_empty() { Ok(ValidScenario(self)) } else { Err(errors) }
    }

    /// Everything that is wrong with the values.
    pub(crate) fn check(&self) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        if self.version != VERSION {
            errors.push(ConfigError::new("version", self.version, format!("{VERSION}, the version this build reads")));
        }
        for (field, text, max) in [("name", &self.name, 200), ("story", &self.story, 2000)] {
            if text.chars().count() > max {
                errors.push(ConfigError::new(field, text, format!("at most {max} characters")));
            }
        }
        self.torrent.check("torrent", &mut errors);
        if self.more_torrents.len() > MORE_TORRENTS_MAX {
            let range = format!("at most {MORE_TORRENTS_MAX} more torrents");
            errors.push(ConfigError::out_of_range("more_torrents", self.more_torrents.len(), range));
        }
        for (i, torrent) in self.more_torrents.iter().enumerate() {
            torrent.check(&format!("more_torrents[{i}]"), &mut errors);
        }
        self.tracker.check_ranges("tracker", &mut errors);
        self.network.check("network", &mut errors);
        self.peer.check("peer", &mut errors);
        check_number(format_args!("end_s"), self.end_s.0, 1.0, YEAR_S, "s", &mut errors);
        check_number(format_args!("measure_from_s"), self.measure_from_s.0, 0.0, YEAR_S, "s", &mut errors);
        if self.groups.is_empty() || self.groups.len() > 1000 {
            errors.push(ConfigError::out_of_range("groups", self.groups.len(), "1 to 1000 groups"));
        }
        for (i, group) in self.groups.iter().enumerate() {
            group.check(&format!("groups[{i}]"), &mut errors);
            self.check_names(group, &format!("groups[{i}]"), &mut errors);
        }
        if errors.is_empty() {
            self.check_size(&mut errors);
        }
        if self.commands.len() > 10_000 {
            errors.push(ConfigError::out_of_range("commands", self.commands.len(), "at most 10000 commands"));
        }
        for (i, timed) in self.commands.iter().enumerate() {
            check_number(format_args!("commands[{i}].at_s"), timed.at_s.0, 0.0, YEAR_S, "s", &mut errors);
            errors.extend(timed.command.check(&format!("commands[{i}].command")));
            if let Command::AddPeers { group } = &timed.command {
                self.check_names(group, &format!("commands[{i}].command.add_peers.group"), &mut errors);
            }
        }
        errors
    }

    /// What a group names is there: its torrents and its shared link, and metadata that its client can fetch.
    pub(crate) fn check_names(&self, group: &Group, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_magnet(group, path, errors);
        let pieces: Vec<u32> = self.torrents().map(|torrent| torrent.pieces).collect();
        group.check_torrents(&pieces, path, errors);
        self.check_shared_link(group, path, errors);
    }

    /// Who begins with a magnet link needs a client that can ask for the metadata, and metadata that clients fetch.
    fn check_magnet(&self, group: &Group, path: &str, errors: &mut Vec<ConfigError>) {
        let own = matches!(group.torrents, Torrents::First);
        let places = group.memberships().into_iter().enumerate();
        let links = places.filter(|(_, membership)| membership.have == InitialHave::MagnetLink);
        for (i, Membership { torrent, .. }) in links {
            let field = if own { format!("{path}.have") } else { format!("{path}.torrents.in[{i}].have") };
            if !group.client.as_deref().unwrap_or(&self.peer).extensions.enabled {
                let expected =
                    "a client with extensions.enabled = true, since the metadata comes from neighbours (BEP 9)";
                errors.push(ConfigError::new(field.as_str(), "magnet_link", expected));
            }
            let bytes = self.torrents().nth(torrent as usize).map_or(0, TorrentConfig::metadata_bytes);
            if bytes > METADATA_MAX {
                let expected = format!("a torrent with at most {METADATA_MAX} bytes of metadata; this one has {bytes}");
                errors.push(ConfigError::new(field, "magnet_link", expected));
            }
        }
    }

    fn check_shared_link(&self, group: &Group, path: &str, errors: &mut Vec<ConfigError>) {
        let Some(name) = group.shared_link.as_deref().filter(|name| self.network.shared_link(name).is_none()) else {
            return;
        };
        let names: Vec<&str> = self.network.shared_links.iter().map(|link| link.name.as_str()).collect();
        let known = if names.is_empty() { "network.shared_links has none".to_owned() } else { names.join(", ") };
        errors.push(ConfigError::new(
            format!("{path}.shared_link"),
            name,
            format!("the name of a shared link: {known}"),
        ));
    }

    /// All torrents of the run, the first one first.
    pub fn torrents(&self) -> impl Iterator<Item = &TorrentConfig> {
        std::iter::once(&self.torrent).chain(&self.more_torrents)
    }

    /// Peers that the groups bring.
    pub fn n_peers(&self) -> u64 {
        self.groups.iter().map(Group::n_peers).sum()
    }

    /// Each neighbour's pieces are remembered, so memory grows with peers times pieces: refuse what no machine holds.
    fn check_size(&self, errors: &mut Vec<ConfigError>) {
        let pieces = self.torrents().map(|torrent| u64::from(torrent.pieces.max(1))).max().unwrap_or(1);
        let added = self.commands.iter().map(|timed| match &timed.command {
            Command::AddPeers { group } => group.n_peers(),
            _ => 0,
        });
        let peers = self.n_peers() + added.sum::<u64>();
        let most = peers_max(pieces);
        if !(1..=most).contains(&peers) {
            let range = format!("1 to {most} peers in all with {pieces} pieces");
            errors.push(ConfigError::out_of_range("groups", peers, range));
        }
    }
}

/// Peers that a swarm may have: a million, and fewer where they would remember more than 200 million pieces.
pub fn peers_max(pieces: u64) -> u64 {
    (200_000_000 / pieces.max(1)).clamp(1, 1_000_000)
}
