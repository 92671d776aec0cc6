//! Every knob of a swarm: its unit, range, default and the reason for it, in one place.
//!
//! Owns the sections of a scenario and their ranges. Must never know the engine: a section is data.
//! The `knobs!` macro is the one source: from a section's lines come the struct, serde's defaults, the range
//! check and the [`Knob`] table that the page's form and the docs are made of.

mod choker;
mod client;
mod extensions;
mod group;
mod membership;
mod neighbours;
mod network;
mod picker;
pub mod pieces;
mod pipeline;
mod population;
pub mod profile;
mod seeding;
mod torrent;
mod tracker;

pub use choker::{BetweenRounds, ChokerConfig, ChokerPolicy, RateEstimator, SeedPolicy, SlotRule, Ties};
pub use client::PeerConfig;
pub use extensions::{ExtensionConfig, HeedsReqq};
pub use group::{Behaviour, Departure, Group, InitialHave, LinkClass, Links, MixTable};
pub use membership::{Membership, Torrents};
pub use neighbours::{BadPieces, NeighbourConfig, SeedsPart, WhenFull};
pub use network::{NetworkConfig, SharedLinkConfig};
pub use picker::{BegunOrder, Endgame, FirstRequest, PaddingRule, PartialOrder, PickerConfig, PickerPolicy};
pub use pieces::PieceRange;
pub use pipeline::{DepthRule, PipelineConfig, PipelineRate, RequestTimeout, ServeOrder};
pub use population::{Arrival, Leave, Span, TraceRow};
pub use profile::Profile;
pub use seeding::{Offer, SeedingConfig, SuperSeeding};
pub use torrent::{PaddedPiece, TorrentConfig};
pub use tracker::{Selection, TrackerConfig};

use crate::base::units::Nanos;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Seconds as people write them in a scenario; the engine takes [`Secs::nanos`].
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Secs(pub f64);

impl Secs {
    /// The integer the engine decides with.
    pub fn nanos(self) -> Nanos {
        Nanos::from_secs_f64(self.0)
    }
}

/// One knob's card: what the form shows beside it, and what its value is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Knob {
    /// The field's name in its section.
    pub name: &'static str,
    /// The unit of the value.
    pub unit: &'static str,
    /// The smallest value allowed.
    pub min: f64,
    /// The largest value allowed.
    pub max: f64,
    /// The value when a scenario says nothing.
    pub default: f64,
    /// Why this is the default, with its source.
    pub why: &'static str,
    /// What a person sees when it is turned.
    pub seen: &'static str,
}

/// The kind of mistake that a [`ConfigError`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// A number outside its range.
    OutOfRange,
    /// A value of another kind than the field takes, or one that contradicts another field.
    Unexpected,
    /// A key that the format does not have.
    UnknownKey,
    /// Text that is not JSON.
    NotJson,
}

/// What is wrong with one value from outside: the field, the value, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConfigError {
    /// The kind of mistake.
    pub problem: Problem,
    /// The path of the field, for example `groups[1].upload_rate`.
    pub field: String,
    /// The value as it was given. Empty for an unknown key; for text that is not JSON, what is wrong with it and where.
    pub value: String,
    /// What is expected there: for an unknown key the nearest known one, or a list of them.
    pub expected: String,
}

impl ConfigError {
    /// A value of the wrong kind: names the field, the value and what is expected.
    pub fn new(field: impl Into<String>, value: impl fmt::Display, expected: impl Into<String>) -> ConfigError {
        ConfigError::of(Problem::Unexpected, field, value, expected)
    }

    /// A number outside its range.
    pub fn out_of_range(field: impl Into<String>, value: impl fmt::Display, range: impl Into<String>) -> ConfigError {
        ConfigError::of(Problem::OutOfRange, field, value, range)
    }

    pub(crate) fn of(
        problem: Problem,
        field: impl Into<String>,
        value: impl fmt::Display,
        expected: impl Into<String>,
    ) -> ConfigError {
        ConfigError { problem, field: field.into(), value: shortened(&value), expected: expected.into() }
    }
}

/// A value as text. A hostile one is not repeated at full length.
fn shortened(value: &dyn fmt::Display) -> String {
    let mut text: String = value.to_string().chars().take(121).collect();
    if text.chars().count() > 120 {
        text.pop();
        text.push('…');
    }
    text
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ConfigError { problem, field, value, expected } = self;
        match problem {
            Problem::OutOfRange => write!(f, "{field} is out of range: expected {expected} (got {value})"),
            Problem::Unexpected => write!(f, "{field}: expected {expected} (got {value})"),
            Problem::UnknownKey => write!(f, "{field}: unknown key ({expected})"),
            Problem::NotJson => write!(f, "{field}: this is not valid JSON: {value}"),
        }
    }
}

impl std::error::Error for ConfigError {}

/// A number that a knob can hold.
pub(crate) trait KnobValue: Copy {
    fn number(self) -> f64;
}

macro_rules! knob_value {
    ($($ty:ty),*) => { $(impl KnobValue for $ty { fn number(self) -> f64 { self as f64 } })* };
}
knob_value!(u32, u64, f64);

impl KnobValue for Secs {
    fn number(self) -> f64 {
        self.0
    }
}

/// A year: times beyond it are taken for mistakes.
pub(crate) const YEAR_S: f64 = 31_536_000.0;

/// Checks a number that is no knob of a section.
pub(crate) fn check_number(
    field: fmt::Arguments,
    value: f64,
    min: f64,
    max: f64,
    unit: &str,
    errors: &mut Vec<ConfigError>,
) {
    if !(value >= min && value <= max) {
        errors.push(ConfigError::out_of_range(field.to_string(), value, format!("{min} to {max} {unit}").trim_end()));
    }
}

/// Every section's path in a scenario, and its cards. A group's client (`groups[].client`) has the sections of `peer`.
pub fn sections() -> [(&'static str, Vec<Knob>); 10] {
    [
        ("torrent", TorrentConfig::knobs()),
        ("tracker", TrackerConfig::knobs()),
        ("network", NetworkConfig::knobs()),
        ("peer.choker", ChokerConfig::knobs()),
        ("peer.picker", PickerConfig::knobs()),
        ("peer.pipeline", PipelineConfig::knobs()),
        ("peer.neighbours", NeighbourConfig::knobs()),
        ("peer.seeding", SeedingConfig::knobs()),
        ("peer.extensions", ExtensionConfig::knobs()),
        ("groups", Group::knobs()),
    ]
}

/// Declares a section: numbers with their cards, then choices (enums), which cannot be out of range.
macro_rules! knobs {
    (
        $(#[$doc:meta])*
        $section:ident {
            $($(#[$field_doc:meta])* $field:ident: $ty:ty = $default:expr, $min:literal..=$max:literal $unit:literal, $why:literal, $seen:literal;)*
        }
        choices { $($(#[$choice_doc:meta])* $choice:ident: $choice_ty:ty $(= $choice_default:expr)?,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(default)]
        pub struct $section {
            $($(#[$field_doc])*
            #[cfg_attr(feature = "ts", ts(type = "number"))]
            pub $field: $ty,)*
            $($(#[$choice_doc])* pub $choice: $choice_ty,)*
        }

        impl Default for $section {
            fn default() -> Self {
                $section { $($field: $default,)* $($choice: crate::scenario::config::or_default!($($choice_default)?),)* }
            }
        }

        impl $section {
            /// The name and the unit of each of this section's numbers.
            pub(crate) const UNITS: &'static [(&'static str, &'static str)] = &[$((stringify!($field), $unit),)*];

            /// The cards of this section's numbers.
            pub fn knobs() -> Vec<crate::scenario::config::Knob> {
                let default = $section::default();
                vec![$(crate::scenario::config::Knob {
                    name: stringify!($field), unit: $unit, min: $min as f64, max: $max as f64,
                    default: crate::scenario::config::KnobValue::number(default.$field), why: $why, seen: $seen,
                },)*]
            }

            /// Checks every number.
            pub(crate) fn check_ranges(&self, path: &str, errors: &mut Vec<crate::scenario::config::ConfigError>) {
                $(crate::scenario::config::check_number(
                    format_args!("{path}.{}", stringify!($field)),
                    crate::scenario::config::KnobValue::number(self.$field),
                    $min as f64,
                    $max as f64,
                    $unit,
                    errors,
                );)*
            }
        }
    };
}
pub(crate) use knobs;

/// A choice's default: the one its section gives it, or its type's.
macro_rules! or_default {
    () => {
        Default::default()
    };
    ($default:expr) => {
        $default
    };
}
pub(crate) use or_default;
