//! A group of peers: how many, how fast, when they come, what they have, when they go.

use super::{ConfigError, Secs, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// Peers that are alike.
    Group {
        /// How many there are.
        count: u32 = 1, 0..=1000000 "peers",
            "one", "a larger swarm has more uplinks";
        /// Capacity of the uplink in bytes per second.
        upload_rate: u64 = 131072, 1..=1e12 "B/s",
            "1 Mbit/s: an uplink of the years when the papers were written", "the swarm is as fast as its uplinks together";
        /// Capacity of the downlink in bytes per second.
        download_rate: u64 = 524288, 1..=1e12 "B/s",
            "four times the uplink, as in Eger et al.", "matters for peers that are fed by a fast seed";
        /// Seconds from the peer's home to the core of the network, one way.
        latency_s: Secs = Secs(0.025), 0..=10 "s",
            "a tenth of a second there and back between two peers", "how long a request waits for its block";
    }
    choices {
        /// What the group is called.
        name: String,
        /// What they have when they come.
        have: InitialHave,
        /// When they come.
        arrival: Arrival,
        /// When they go.
        leave: Leave,
        /// How they go.
        departure: Departure,
        /// Whether they keep to the protocol.
        behaviour: Behaviour,
    }
}

/// What a peer has when it comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum InitialHave {
    /// Nothing: a leecher.
    #[default]
    None,
    /// Everything: a seeder.
    All,
    /// A random part, as a fraction of the pieces from 0 to 1, rounded down.
    Fraction(f64),
}

/// When the peers of a group come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// All at one moment.
    AtOnce {
        /// The moment, in seconds.
        at_s: Secs,
    },
    /// At random moments, all equally likely.
    Uniform {
        /// The first possible moment, in seconds.
        from_s: Secs,
        /// The length of the span, in seconds.
        over_s: Secs,
    },
    /// A Poisson process.
    Poisson {
        /// When it begins, in seconds.
        from_s: Secs,
        /// Mean seconds between two arrivals.
        mean_gap_s: Secs,
    },
    /// At listed moments; as many as there are peers in the group.
    Listed {
        /// The moments, in seconds, in any order.
        at_s: Vec<Secs>,
    },
}

impl Default for Arrival {
    fn default() -> Self {
        Arrival::AtOnce { at_s: Secs(0.0) }
    }
}

/// When a peer goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Leave {
    /// It stays.
    #[default]
    Never,
    /// As soon as it is complete.
    OnCompletion,
    /// A time after it is complete.
    Linger {
        /// How long, in seconds.
        for_s: Secs,
    },
    /// At a moment of the run.
    At {
        /// The moment, in seconds.
        at_s: Secs,
    },
    /// When it has uploaded so many copies of the whole content.
    AfterCopies {
        /// How many.
        copies: f64,
    },
}

/// How a peer goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// It finishes the blocks it is sending, tells the tracker and closes its connections.
    #[default]
    FinishInFlight,
    /// It tells the tracker and closes its connections; blocks on their way are lost.
    Instant,
    /// It falls silent: nobody is told.
    Crash,
}

/// Whether a peer keeps to the protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// It does.
    #[default]
    Honest,
    /// It never unchokes anybody.
    FreeRider,
    /// It sends blocks of other bytes than were asked for.
    Polluter,
}

/// A year: times beyond it are taken for mistakes.
const YEAR_S: f64 = 31_536_000.0;

fn check_number(field: String, value: f64, min: f64, max: f64, unit: &str, errors: &mut Vec<ConfigError>) {
    if !(value >= min && value <= max) {
        errors.push(ConfigError::new(field, value, format!("{min} to {max} {unit}").trim_end()));
    }
}

impl Group {
    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
        if self.name.chars().count() > 100 {
            errors.push(ConfigError::new(format!("{path}.name"), &self.name, "at most 100 characters"));
        }
        if let InitialHave::Fraction(fraction) = self.have {
            check_number(format!("{path}.have.fraction"), fraction, 0.0, 1.0, "", errors);
        }
        self.arrival.check(&format!("{path}.arrival"), self.count, errors);
        self.leave.check(&format!("{path}.leave"), errors);
    }
}

impl Arrival {
    fn check(&self, path: &str, count: u32, errors: &mut Vec<ConfigError>) {
        let mut moment = |field: &str, value: Secs, min| {
            check_number(format!("{path}.{field}"), value.0, min, YEAR_S, "s", errors);
        };
        match self {
            Arrival::AtOnce { at_s } => moment("at_once.at_s", *at_s, 0.0),
            Arrival::Uniform { from_s, over_s } => {
                moment("uniform.from_s", *from_s, 0.0);
                moment("uniform.over_s", *over_s, 0.0);
            }
            Arrival::Poisson { from_s, mean_gap_s } => {
                moment("poisson.from_s", *from_s, 0.0);
                moment("poisson.mean_gap_s", *mean_gap_s, 0.000_001);
            }
            Arrival::Listed { at_s } => {
                at_s.iter().for_each(|&at| moment("listed.at_s", at, 0.0));
                if at_s.len() as u64 != u64::from(count) {
                    let allowed = format!("one moment for each of the group's {count} peers");
                    errors.push(ConfigError::new(
                        format!("{path}.listed.at_s"),
                        format!("{} moments", at_s.len()),
                        allowed,
                    ));
                }
            }
        }
    }
}

impl Leave {
    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        match *self {
            Leave::Never | Leave::OnCompletion => {}
            Leave::Linger { for_s } => check_number(format!("{path}.linger.for_s"), for_s.0, 0.0, YEAR_S, "s", errors),
            Leave::At { at_s } => check_number(format!("{path}.at.at_s"), at_s.0, 0.0, YEAR_S, "s", errors),
            Leave::AfterCopies { copies } => {
                check_number(format!("{path}.after_copies.copies"), copies, 0.0, 1e6, "copies", errors);
            }
        }
    }
}
