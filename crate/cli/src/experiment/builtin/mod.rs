//! Experiments that no scenario can say: theory, oracles, traces of one part alone.
//!
//! Owns their list: a new one is a file and a line. Each is a function of what its experiment tells it and of a seed, so
//! that what is claimed, how many seeds, and what must come out stay data.

mod choker;
mod max_min;
mod swarms;
mod theory;

use crate::figures::Figures;
use serde_json::Value;

/// What a builtin is told, and the seed, to figures.
pub type Builtin = fn(&Value, u64) -> Figures;

/// Every builtin and its name.
pub const BUILTINS: &[(&str, Builtin)] = &[
    ("choker_trace", choker::run),
    ("kumar_ross", theory::bounds),
    ("max_min", max_min::run),
    ("binomial_pipeline", theory::pipeline),
    ("gossip", theory::gossip),
    ("fluid_ode", theory::ode),
    ("drawn_swarm", swarms::drawn),
    ("have_bytes", swarms::have_bytes),
];

/// The builtin of that name.
pub fn by_name(name: &str) -> Option<Builtin> {
    BUILTINS.iter().find(|(known, _)| *known == name).map(|(_, run)| *run)
}

/// A whole number that an experiment gives.
fn whole(with: &Value, name: &str, default: u64) -> u64 {
    with.get(name).and_then(Value::as_u64).unwrap_or(default)
}

/// A number that an experiment gives.
fn number(with: &Value, name: &str, default: f64) -> f64 {
    with.get(name).and_then(Value::as_f64).unwrap_or(default)
}

/// Figures from their names and numbers.
fn figures<const N: usize>(all: [(&str, f64); N]) -> Figures {
    all.into_iter().map(|(name, number)| (name.to_owned(), Some(number))).collect()
}
