//! What a person asks of a running swarm.
//!
//! Owns the commands and their ranges. Must never know how they are carried out: that is the engine's.

use crate::base::units::Nanos;
use crate::scenario::config::{Behaviour, ConfigError, Group, Leave, Secs, check_number};
use serde::{Deserialize, Serialize};

/// Something a person does to the swarm while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "a run has few commands, and a group is the largest")]
pub enum Command {
    /// More peers come; the group's arrival times count from now.
    AddPeers {
        /// The newcomers.
        group: Group,
    },
    /// These peers go, each as its group does (or crash).
    RemovePeers {
        /// Their numbers; those that are not there are passed over.
        peers: Vec<u32>,
        /// They fall silent instead of saying goodbye.
        #[serde(default)]
        crash: bool,
    },
    /// A peer goes and comes back at once with the whole content.
    MakeSeeder {
        /// Its number.
        peer: u32,
    },
    /// A peer's link changes its capacity; blocks already on their way keep theirs.
    LimitLink {
        /// Its number.
        peer: u32,
        /// The new uplink in bytes per second; left as it is when not given.
        #[serde(default)]
        upload_rate: Option<u64>,
        /// The new downlink in bytes per second; left as it is when not given.
        #[serde(default)]
        download_rate: Option<u64>,
    },
    /// All links of a kind of peer change their capacity: of those that are here and of those that are still to come.
    LimitLinks {
        /// Of the peers that came as seeders, or of all others.
        seeders: bool,
        /// The new uplinks in bytes per second; left as they are when not given.
        #[serde(default)]
        upload_rate: Option<u64>,
        /// The new downlinks in bytes per second; left as they are when not given.
        #[serde(default)]
        download_rate: Option<u64>,
    },
    /// The peers that came as seeders go by another rule from now on, and so do those that are still to come. `on_completion` means now:
    /// those that are here go, and later ones keep the rule they had.
    SeedersLeave {
        /// The rule.
        leave: Leave,
    },
    /// A peer's program is exchanged: it goes and comes back at once with the pieces that it has, and behaves so from then on.
    Behave {
        /// Its number.
        peer: u32,
        /// How it behaves: a free rider serves nobody, a polluter sends blocks of other bytes.
        behaviour: Behaviour,
    },
    /// Connections break: both ends notice at once, and what was on its way is lost. The peers may connect again.
    Cut {
        /// The number of a peer.
        peer: u32,
        /// The number of the other one; all connections of the first break when none is given.
        #[serde(default)]
        other: Option<u32>,
    },
    /// These people cannot reach the others, and the others cannot reach them, until the next such command. Without groups and regions
    /// everybody reaches everybody again. The tracker is reached by all.
    Partition {
        /// The numbers of groups, in the scenario's order, then those that commands brought; the first is 0.
        #[serde(default)]
        groups: Vec<u32>,
        /// The numbers of regions.
        #[serde(default)]
        regions: Vec<u32>,
    },
    /// The tracker stops or starts answering.
    Tracker {
        /// Whether it answers.
        up: bool,
    },
}

/// A command with its moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimedCommand {
    /// When, in seconds.
    pub at_s: Secs,
    /// What.
    pub command: Command,
}

/// A command as it was given to a running simulation: with the exact place in the run, so that it can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LoggedCommand {
    /// The simulated moment in nanoseconds, as decimal digits: JavaScript's numbers are exact only to 2^53.
    #[serde(with = "nanos_as_text")]
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at_ns: Nanos,
    /// How many events had been processed before it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub after_events: u64,
    /// What.
    pub command: Command,
}

mod nanos_as_text {
    use super::Nanos;
    use serde::de::{Deserializer, Error, Unexpected, Visitor};
    use serde::ser::Serializer;
    use std::fmt;

    pub fn serialize<S: Serializer>(nanos: &Nanos, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&nanos.0.to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Nanos, D::Error> {
        deserializer.deserialize_str(Digits)
    }

    struct Digits;

    impl Visitor<'_> for Digits {
        type Value = Nanos;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("nanoseconds as a string of decimal digits")
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Nanos, E> {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let nanos = text.parse().ok().filter(|_| digits);
            nanos.map(Nanos).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
        }
    }
}

/// The largest number of a group, and of a region.
const GROUPS_MAX: f64 = 65_535.0;
/// See [`GROUPS_MAX`].
const REGIONS_MAX: f64 = 10_000.0;

impl Command {
    /// Whether the swarm may be faster with it than its scenario says. Whoever goes or is cut off makes it only slower.
    pub fn may_speed_up(&self) -> bool {
        use Command::{AddPeers, Behave, LimitLink, LimitLinks, MakeSeeder};
        matches!(self, AddPeers { .. } | MakeSeeder { .. } | LimitLink { .. } | LimitLinks { .. } | Behave { .. })
    }

    /// Checks every value; `path` names the command in errors.
    pub fn check(&self, path: &str) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        match self {
            Command::AddPeers { group } => group.check(&format!("{path}.add_peers.group"), &mut errors),
            Command::RemovePeers { peers, .. } if peers.len() > 1_000_000 => {
                let field = format!("{path}.remove_peers.peers");
                errors.push(ConfigError::out_of_range(field, peers.len(), "at most 1000000 peers"));
            }
            Command::LimitLink { upload_rate, download_rate, .. } => {
                check_rates(&format!("{path}.limit_link"), *upload_rate, *download_rate, &mut errors);
            }
            Command::LimitLinks { upload_rate, download_rate, .. } => {
                check_rates(&format!("{path}.limit_links"), *upload_rate, *download_rate, &mut errors);
            }
            Command::Cut { peer, other: Some(other) } if peer == other => {
                errors.push(ConfigError::new(format!("{path}.cut.other"), other, "the number of another peer"));
            }
            Command::Partition { groups, regions } => {
                for (field, numbers, max) in [("groups", groups, GROUPS_MAX), ("regions", regions, REGIONS_MAX)] {
                    for (i, &number) in numbers.iter().enumerate() {
                        let field = format_args!("{path}.partition.{field}[{i}]");
                        check_number(field, f64::from(number), 0.0, max, "", &mut errors);
                    }
                }
            }
            Command::SeedersLeave { leave } => leave.check(&format!("{path}.seeders_leave.leave"), &mut errors),
            _ => {}
        }
        errors
    }
}

fn check_rates(path: &str, up: Option<u64>, down: Option<u64>, errors: &mut Vec<ConfigError>) {
    for (field, rate) in [("upload_rate", up), ("download_rate", down)] {
        check_number(format_args!("{path}.{field}"), rate.unwrap_or(1) as f64, 1.0, 1e12, "B/s", errors);
    }
}
