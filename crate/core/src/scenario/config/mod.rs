//! Every knob of a swarm: its unit, range, default and the reason for it, in one place.
//!
//! Owns the sections of a scenario and their ranges. Must never know the engine: a section is data.
//! The `knobs!` macro is the one source: from a section's lines come the struct, serde's defaults, the range
//! check and the [`Knob`] table that the page's form and the docs are made of.

mod choker;
mod client;
mod group;
mod neighbours;
mod network;
mod picker;
mod pipeline;
mod population;
pub mod profile;
pub mod reader;
mod seeding;
mod torrent;
mod tracker;

pub use choker::{BetweenRounds, ChokerConfig, ChokerPolicy, RateEstimator, SeedPolicy, SlotRule, Ties};
pub use client::PeerConfig;
pub use group::{Behaviour, Departure, Group, InitialHave, LinkClass, Links, MixTable};
pub use neighbours::{NeighbourConfig, WhenFull};
pub use network::NetworkConfig;
pub use picker::{BegunOrder, Endgame, PartialOrder, PickerConfig, PickerPolicy};
pub use pipeline::{DepthRule, PipelineConfig, PipelineRate};
pub use population::{Arrival, Leave, Span, TraceRow};
pub use profile::Profile;
pub use seeding::{Offer, SeedingConfig};
pub use torrent::TorrentConfig;
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

/// What is wrong with one value from outside: the field, the value, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConfigError {
    /// The path of the field, for example `groups[1].upload_rate`.
    pub field: String,
    /// The value as it was given.
    pub value: String,
    /// What is allowed there.
    pub allowed: String,
}

impl ConfigError {
    /// Names a field, its value and what is allowed.
    pub fn new(field: impl Into<String>, value: impl fmt::Display, allowed: impl Into<String>) -> ConfigError {
        // A hostile value is not repeated at full length.
        let mut value: String = value.to_string().chars().take(121).collect();
        if value.chars().count() > 120 {
            value.pop();
            value.push('…');
        }
        ConfigError { field: field.into(), value, allowed: allowed.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ConfigError { field, value, allowed } = self;
        write!(f, "{field}: {value} is not allowed; it takes {allowed}")
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
pub(crate) fn check_number(field: String, value: f64, min: f64, max: f64, unit: &str, errors: &mut Vec<ConfigError>) {
    if !(value >= min && value <= max) {
        errors.push(ConfigError::new(field, value, format!("{min} to {max} {unit}").trim_end()));
    }
}

/// What the value of one knob is checked against.
pub(crate) struct Range {
    pub name: &'static str,
    pub unit: &'static str,
    pub min: f64,
    pub max: f64,
}

/// Checks the values of a section's knobs, in the order of their ranges.
pub(crate) fn check_ranges(path: &str, ranges: &[Range], values: &[f64], errors: &mut Vec<ConfigError>) {
    for (range, &value) in ranges.iter().zip(values) {
        if !(value >= range.min && value <= range.max) {
            check_number(format!("{path}.{}", range.name), value, range.min, range.max, range.unit, errors);
        }
    }
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
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $section {
            $($(#[$field_doc])*
            #[cfg_attr(feature = "ts", ts(type = "number"))]
            pub $field: $ty,)*
            $($(#[$choice_doc])* pub $choice: $choice_ty,)*
        }

        crate::scenario::config::reader::read_by_table!($section { $($field,)* $($choice,)* });

        impl Default for $section {
            fn default() -> Self {
                $section { $($field: $default,)* $($choice: crate::scenario::config::or_default!($($choice_default)?),)* }
            }
        }

        impl $section {
            /// The cards of this section's numbers.
            pub fn knobs() -> Vec<crate::scenario::config::Knob> {
                let default = $section::default();
                vec![$(crate::scenario::config::Knob {
                    name: stringify!($field), unit: $unit, min: $min as f64, max: $max as f64,
                    default: crate::scenario::config::KnobValue::number(default.$field), why: $why, seen: $seen,
                },)*]
            }

            /// Checks every number. The reasons on the cards are not needed for it, so the page does not load them.
            pub(crate) fn check_ranges(&self, path: &str, errors: &mut Vec<crate::scenario::config::ConfigError>) {
                const RANGES: &[crate::scenario::config::Range] = &[$(crate::scenario::config::Range {
                    name: stringify!($field), unit: $unit, min: $min as f64, max: $max as f64,
                },)*];
                let values = [$(crate::scenario::config::KnobValue::number(self.$field),)*];
                crate::scenario::config::check_ranges(path, RANGES, &values, errors);
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
