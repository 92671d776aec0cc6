//! A run as a value: `(scenario, seed, commands)`. It fits in a link, and always gives the same trace.
//!
//! Owns how a run is written and read. Must never know how it is simulated.

use crate::scenario::command::LoggedCommand;
use crate::scenario::config::{ConfigError, profile};
use crate::scenario::{Scenario, ValidScenario, json};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What is simulated.
    pub scenario: Scenario,
    /// With which seed; as decimal digits, since JavaScript's numbers are exact only to 2^53.
    pub seed: String,
    /// What a person did.
    #[serde(default)]
    pub commands: Vec<LoggedCommand>,
}

/// A run whose every value has been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidRun {
    /// What is simulated.
    pub scenario: ValidScenario,
    /// With which seed.
    pub seed: u64,
    /// What a person did.
    pub commands: Vec<LoggedCommand>,
}

/// Reads a seed.
pub fn parse_seed(text: &str) -> Result<u64, ConfigError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seed = text.parse().ok().filter(|_| digits);
    seed.ok_or_else(|| ConfigError::new("seed", text, format!("a whole number from 0 to {}", u64::MAX)))
}

/// Checks the commands of a run: their values, and that they stand in order.
pub fn check_commands(commands: &[LoggedCommand]) -> Result<(), Vec<ConfigError>> {
    let mut errors = Vec::new();
    if commands.len() > 100_000 {
        errors.push(ConfigError::new("commands", commands.len(), "at most 100000 commands"));
    }
    for (i, logged) in commands.iter().enumerate().take(100_000) {
        errors.extend(logged.command.check(&format!("commands[{i}].command")).err().into_iter().flatten());
        let before = commands[..i].last();
        if before.is_some_and(|before| (before.at_ns, before.after_events) > (logged.at_ns, logged.after_events)) {
            errors.push(ConfigError::new(
                format!("commands[{i}].at_ns"),
                logged.at_ns.0,
                "a moment not before the command before",
            ));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Clients of the scenario, and of peers that were added, are laid over their profiles.
fn expand(run: &mut Value) {
    run.get_mut("scenario").into_iter().for_each(profile::expand_scenario);
    let base = run.pointer("/scenario/peer").cloned().unwrap_or_default();
    for logged in run.get_mut("commands").and_then(Value::as_array_mut).into_iter().flatten() {
        profile::expand_command(logged.get_mut("command"), &base);
    }
}

impl Run {
    /// Reads and checks a run; unknown keys become warnings.
    pub fn parse(json: &str) -> Result<(ValidRun, Vec<String>), Vec<ConfigError>> {
        let mut warnings = Vec::new();
        let run: Run = json::read(json, "run", expand, &mut warnings)?;
        let seed = parse_seed(&run.seed).map_err(|error| vec![error])?;
        check_commands(&run.commands)?;
        Ok((ValidRun { scenario: run.scenario.validate()?, seed, commands: run.commands }, warnings))
    }

    /// The run as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a run holds only strings and numbers")
    }
}
